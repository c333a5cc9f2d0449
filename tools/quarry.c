// SPDX-License-Identifier: MIT
/*
 * tools/quarry.c - the quarry command: which subcommand, and help
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "include/quarry/quarry.h"
#include "tools/quarry.h"

static const char usage[] =
	"usage: quarry run [--cmdline \"OPTIONS\"] [--report] [-m MODULE.ko [PARAM=VALUE ...]]... [--] [PROGRAM ARG...]\n"
	"       quarry verify\n"
	"       quarry kdir\n"
	"       quarry --help | --version\n";

static const char help[] =
	"\n"
	"run boots the memory system, loads the modules, and runs the program (a shell if\n"
	"none is named) as a user process of it: device nodes, files of /proc and /sys that\n"
	"Quarry has, and module calls reach Quarry; everything else reaches the host.\n"
	"\n"
	"  --cmdline \"OPTIONS\"   boot options, as below\n"
	"  --report              when the program has ended, say what is left of pages and objects\n"
	"  -m MODULE.ko          load a module first; words with '=' after it are its parameters\n"
	"\n"
	"verify, in the shell of run, checks every structure of the machine's memory system, and\n"
	"prints a line for each that is damaged. Its status is 1 if there is one, else 0.\n"
	"\n"
	"kdir prints the folder to build modules with: make -C $(quarry kdir) M=$PWD modules\n"
	"\n"
	"The exit status of run is the program's (it dies by the same signal), or\n"
	"    1  a module did not load; with --report: something is left\n"
	"    2  wrong usage or boot option\n"
	"  125  quarry could not run programs\n"
	"  126  the program is not executable\n"
	"  127  there is no such program\n"
	"\n"
	"Boot options:\n";

void complain(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	fputs("quarry: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
	va_end(ap);
}

static int show_help(void)
{
	struct quarry_option o;
	char word[64];
	unsigned int i;

	fputs(usage, stdout);
	fputs(help, stdout);
	for (i = 0; !quarry_option_get(i, &o); i++) {
		snprintf(word, sizeof(word), "%s%s%s", o.name, *o.value ? "=" : "", o.value);
		printf("  %-28s %s", word, o.help);
		if (*o.fallback)
			printf(" [%s]", o.fallback);
		putchar('\n');
	}
	return 0;
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "run", command_run },
	{ "verify", command_verify },
	{ "kdir", command_kdir },
};

/*
 * A closed stream's number would go to the next file that is opened here, such as the machine's
 * memory, and messages are written to number 2. The program finds them closed, as they were.
 */
static void fill_closed_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	size_t i;

	fill_closed_streams();
	if (argc < 2) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return show_help();
	if (!strcmp(argv[1], "--version")) {
		puts("quarry " QUARRY_VERSION);
		return 0;
	}
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		return argc > 2 && !strcmp(argv[2], "--help") ? show_help() :
		       commands[i].run(argc - 1, argv + 1);
	}
	complain("no command '%s': there are run, verify, kdir, --help, --version", argv[1]);
	return EXIT_USAGE;
}
