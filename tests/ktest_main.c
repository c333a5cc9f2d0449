// SPDX-License-Identifier: MIT
/*
 * tests/ktest_main.c - run the KUnit suites in a process: the host program round kunit_run()
 *
 *	ktest [--boot CMDLINE] [--list] [SUITE | SUITE.CASE]...
 *
 * Prints TAP on standard output. Exit status: 0 when every case passed, 1 when one failed, 2 for wrong
 * use, among it a name that is unknown.
 */
#include <stdio.h>
#include <string.h>

#include "arch/host/os/os.h"
#include "include/kunit/run.h"
#include "include/quarry/quarry.h"

static void print_line(void *arg, const char *line)
{
	(void)arg;
	puts(line);
	fflush(stdout);
}

const char *__tsan_default_options(void);

/* The report of an oops, in the fault's handler, starts addr2line, which allocates: that is known. */
const char *__tsan_default_options(void)
{
	return "report_signal_unsafe=0";
}

static int usage(const char *name, FILE *to)
{
	fprintf(to, "usage: %s [--boot CMDLINE] [--list] [SUITE | SUITE.CASE]...\n", name);
	return 2;
}

int main(int argc, char **argv)
{
	const char *cmdline = "";
	int i, failed;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--list")) {
			kunit_list(print_line, NULL);
			return 0;
		}
		if (!strcmp(argv[i], "--help")) {
			usage(argv[0], stdout);
			return 0;
		}
		if (strcmp(argv[i], "--boot") || i + 1 == argc)
			return usage(argv[0], stderr);
		cmdline = argv[++i];
	}
	if (os_faults_install() || quarry_boot(cmdline))
		return 2;
	failed = kunit_run((const char *const *)argv + i, argc - i, print_line, NULL);
	return failed < 0 ? 2 : failed > 0;
}
