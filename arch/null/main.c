// SPDX-License-Identifier: MIT
/*
 * arch/null/main.c - the program of this port: boot, and run the core's test suites
 *
 *	build/null/ktest [--boot "cmdline"] [--list] [SUITE | SUITE.CASE]...
 *
 * The same arguments and the same output as the host's build/ktest. Exit status: 0 if all
 * passed, 1 if not, 2 for wrong use or a boot that failed.
 */
#include <kunit/run.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "arch/null/null.h"
#include "init/calls.h"

static void say(int fd, const char *text)
{
	null_write(fd, text, strlen(text));
}

static void emit(void *arg, const char *line)
{
	say(1, line);
	say(1, "\n");
}

static int usage(const char *why, const char *word)
{
	say(2, "ktest: ");
	say(2, why);
	say(2, word);
	say(2, "\nusage: ktest [--boot CMDLINE] [--list] [SUITE | SUITE.CASE]...\n");
	return 2;
}

static int boot(const char *cmdline)
{
	char why[256] = "";

	if (!start_kernel(cmdline, why, sizeof(why)))
		return 0;
	say(2, "ktest: ");
	say(2, why);
	say(2, "\n");
	return 2;
}

int null_main(int argc, char **argv)
{
	char all_memory[24];		/* the rest are the core's defaults */
	const char *cmdline = all_memory;
	bool list = false;
	int i, failed;

	snprintf(all_memory, sizeof(all_memory), "mem=%luM", NULL_MEMORY_SIZE >> 20);
	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--list"))
			list = true;
		else if (!strcmp(argv[i], "--boot") && i + 1 < argc)
			cmdline = argv[++i];
		else
			return usage("unknown or incomplete option ", argv[i]);
	}
	if (boot(cmdline))
		return 2;
	if (list) {
		kunit_list(emit, NULL);
		return 0;
	}
	failed = kunit_run((const char *const *)&argv[i], argc - i, emit, NULL);
	return failed < 0 ? 2 : failed > 0;
}
