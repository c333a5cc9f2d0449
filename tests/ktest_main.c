// SPDX-License-Identifier: MIT
/*
 * tests/ktest_main.c - run the KUnit suites in a process: the host program round kunit_run()
 *
 *	ktest [--boot CMDLINE] [--fail-each [FIRST-]MAX [--seconds N]] [--list | --list-cases] [--show FILE]
 *	      [--stops FILE] [SUITE | SUITE.CASE]...
 *
 * Prints TAP on standard output; with --show then Quarry's own FILE, say /proc/lockdep, each line
 * behind "# ". Exit status: 0 when every case passed, 1 when one failed, 2 for wrong use, among it
 * a name that is unknown. --fail-each: tests/ktest_each.c; --stops: tests/ktest_stops.c.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/host/entry.h"
#include "arch/host/os/os.h"
#include "include/kunit/run.h"
#include "include/quarry/quarry.h"
#include "tests/ktest.h"

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
	fprintf(to, "usage: %s [--boot CMDLINE] [--fail-each [FIRST-]MAX [--seconds N]]"
		    " [--list | --list-cases] [--show FILE] [--stops FILE] [SUITE | SUITE.CASE]...\n", name);
	return 2;
}

/* Each line behind "# ". 0, or -1 with the reason on standard error. */
static int show_file(const char *path)
{
	char buf[4096];
	struct file *file;
	bool fresh = true;
	long n;

	if (entry_open(path, O_RDONLY, 0, &file)) {
		fprintf(stderr, "ktest: %s: there is no such file in Quarry\n", path);
		return -1;
	}
	while ((n = entry_read(file, buf, sizeof(buf))) > 0) {
		for (long i = 0; i < n; i++) {
			if (fresh)
				fputs("# ", stdout);
			putchar(buf[i]);
			fresh = buf[i] == '\n';
		}
	}
	entry_release(file);
	return n < 0 ? -1 : 0;
}

/* "MAX" or "FIRST-MAX" */
static void set_range(struct ktest_each *each, const char *range)
{
	if (sscanf(range, "%u-%u", &each->first, &each->max) < 2) {
		each->max = each->first;
		each->first = 1;
	}
}

int ktest_boot(const char *cmdline)
{
	return os_faults_install() || quarry_boot(cmdline);
}

int main(int argc, char **argv)
{
	struct ktest_each each = { .first = 1, .seconds = 60 };
	const char *cmdline = "", *show = NULL, *stops = NULL;
	int i, failed;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--list")) {
			kunit_list(print_line, NULL);
			return 0;
		}
		if (!strcmp(argv[i], "--list-cases")) {
			kunit_list_cases(print_line, NULL);
			return 0;
		}
		if (!strcmp(argv[i], "--help")) {
			usage(argv[0], stdout);
			return 0;
		}
		if (i + 1 == argc)
			return usage(argv[0], stderr);
		if (!strcmp(argv[i], "--boot"))
			cmdline = argv[++i];
		else if (!strcmp(argv[i], "--show"))
			show = argv[++i];
		else if (!strcmp(argv[i], "--stops"))
			stops = argv[++i];
		else if (!strcmp(argv[i], "--fail-each"))
			set_range(&each, argv[++i]);
		else if (!strcmp(argv[i], "--seconds"))
			each.seconds = (unsigned int)atoi(argv[++i]);
		else
			return usage(argv[0], stderr);
	}
	if (each.max)
		return ktest_each_run(&each, (const char *const *)argv + i, argc - i, cmdline);
	if (ktest_boot(cmdline))
		return 2;
	if (stops && ktest_stops(stops)) {
		fprintf(stderr, "ktest: %s: can't stop anywhere\n", stops);
		return 2;
	}
	failed = kunit_run((const char *const *)argv + i, argc - i, print_line, NULL);
	if (failed >= 0 && show && show_file(show))
		failed = 1;
	return failed < 0 ? 2 : failed > 0;
}
