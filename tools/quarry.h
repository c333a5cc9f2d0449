/* SPDX-License-Identifier: MIT */
/*
 * tools/quarry.h - the quarry command: what its files share
 */
#ifndef TOOLS_QUARRY_H
#define TOOLS_QUARRY_H

#define QUARRY_VERSION	"0.1"

/* Exit codes of the command itself; those of a run are in arch/host/os/user_run.h. */
#define EXIT_FAILED	1	/* a module did not load; something is left (--report); verify found something */
#define EXIT_USAGE	2	/* an option that does not exist, or a value out of range */

/** command_run - `quarry run ...`; @argv[0] is "run" */
int command_run(int argc, char **argv);

/** command_kdir - `quarry kdir`: print the folder for make -C */
int command_kdir(int argc, char **argv);

/** command_verify - `quarry verify`: check the machine that this process runs in */
int command_verify(int argc, char **argv);

/** complain - one line on standard error, "quarry: ..." */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* TOOLS_QUARRY_H */
