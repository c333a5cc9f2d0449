/* SPDX-License-Identifier: MIT */
/*
 * quarry/quarry.h - Quarry in an ordinary program: boot, verify, halt
 *
 * For the libc side of a program that has kernel code linked in. It needs no other header, is C
 * and C++, and uses no name that the kernel headers use. Calls may come from any thread.
 *
 * Booting is optional: the first use of an allocator, a lock, or anything else of the kernel boots a
 * machine with the options of the environment variable QUARRY_CMDLINE, else the defaults.
 * Messages of the kernel go to standard error (options "quiet", "loglevel=").
 *
 * A thread of the program becomes a task of the kernel when it first calls in, and stops being one
 * when it ends. Quarry takes no signals and starts a few threads of its own, which
 * block all signals.
 *
 * fork(): the machine's memory is shared between parent and child while variables are not. The
 * child may use exec, _exit, and what it had of its own, but must not call the kernel (that ends
 * it, with a message) or touch its memory.
 */
#ifndef QUARRY_QUARRY_H
#define QUARRY_QUARRY_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * quarry_boot - boot the machine
 * @cmdline:	boot options, "mem=1G nr_cpus=4 ..."; NULL: those of QUARRY_CMDLINE, or the defaults
 *
 * Return: 0, or a negative errno, with the reason on standard error and from quarry_boot_error():
 * -EINVAL for a wrong option, -ENOMEM if the host can't provide the machine, -EBUSY
 * if a machine runs already. After an error it may be tried again.
 */
int quarry_boot(const char *cmdline);

/** quarry_boot_error - why the last quarry_boot() failed, in one line; "" if it did not */
const char *quarry_boot_error(void);

/**
 * quarry_verify - is every page and object back that was there after boot, and is no structure damaged?
 * @report:	called with each line that says what is left, or what does not agree; may be NULL
 *
 * Waits for deferred work (frees by RCU, work queues) first, so it may sleep.
 * Return: 0 if all is back, else how many lines were reported.
 */
int quarry_verify(void (*report)(void *arg, const char *line), void *arg);

/**
 * quarry_halt - the machine's orderly end
 *
 * Unloads the modules that are not in use, and waits for deferred work. No kernel function may be
 * called afterwards, by any thread. The memory goes when the process ends, so a program that
 * just ends need not call this.
 */
void quarry_halt(void);

/**
 * struct quarry_option - a boot option, as text for a person
 * @name:	"mem"
 * @value:	what may follow "mem=": "SIZE", "x86_64|x86_32", "1..64"; "" for a flag
 * @fallback:	the default; "" if there is none to speak of
 * @help:	one sentence
 */
struct quarry_option {
	const char *name;
	const char *value;
	const char *fallback;
	const char *help;
};

/** quarry_option_get - option @i of the table, counted from 0; 0, or -ENOENT after the last */
int quarry_option_get(unsigned int i, struct quarry_option *option);

#ifdef __cplusplus
}
#endif

#endif /* QUARRY_QUARRY_H */
