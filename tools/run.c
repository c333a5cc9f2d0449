// SPDX-License-Identifier: MIT
/*
 * tools/run.c - quarry run: boot, load the modules, run the program, take stock
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch/host/entry.h"
#include "arch/host/os/os.h"
#include "arch/host/os/user_run.h"
#include "include/quarry/quarry.h"
#include "tools/quarry.h"

#define MAX_MODULE	(256L << 20)

struct run {
	const char	*cmdline;
	bool		report;
	char		**modules;	/* where the first -m is; NULL: none */
	char		**program;	/* NULL-terminated; *program NULL: a shell */
};

/* ---- the command line ---- */

/* Skip "-m file param=value ..." at @argv; what follows, or NULL if the file is missing. */
static char **skip_module(char **argv)
{
	if (!argv[1])
		return NULL;
	for (argv += 2; *argv && strchr(*argv, '=') && **argv != '-'; argv++)
		;
	return argv;
}

static int parse(char **argv, struct run *run)
{
	while (*argv && **argv == '-') {
		if (!strcmp(*argv, "--")) {
			argv++;
			break;
		}
		if (!strcmp(*argv, "--report")) {
			run->report = true;
			argv++;
		} else if (!strncmp(*argv, "--cmdline=", 10)) {
			run->cmdline = *argv++ + 10;
		} else if (!strcmp(*argv, "--cmdline") && argv[1]) {
			run->cmdline = argv[1];
			argv += 2;
		} else if (!strcmp(*argv, "-m") && argv[1] && *argv[1] != '-') {
			if (!run->modules)
				run->modules = argv;
			argv = skip_module(argv);
		} else if (!strcmp(*argv, "--cmdline") || !strcmp(*argv, "-m")) {
			complain("%s needs %s after it", *argv, **argv == '-' && argv[0][1] == 'm' ?
				 "a module file" : "boot options");
			return EXIT_USAGE;
		} else {
			complain("no option '%s': there are --cmdline, --report, -m, --", *argv);
			return EXIT_USAGE;
		}
	}
	run->program = argv;
	return 0;
}

/* ---- modules ---- */

static void *read_file(const char *path, unsigned long *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;
	char *image = NULL;
	struct stat st;
	ssize_t n = 0;

	*len = 0;
	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > MAX_MODULE)
		err = S_ISDIR(st.st_mode) ? EISDIR : ENOEXEC;
	else
		image = malloc(st.st_size + 1);
	while (image && *len < (unsigned long)st.st_size && (n = read(fd, image + *len, st.st_size - *len)) > 0)
		*len += n;
	close(fd);
	if (err)
		errno = err;
	return image;
}

/* "a=1 b=2" from the words of @argv up to @end; to be freed. */
static char *join(char **argv, char **end)
{
	size_t len = 1;
	char **p, *text;

	for (p = argv; p < end; p++)
		len += strlen(*p) + 1;
	text = calloc(1, len);
	for (p = argv; text && p < end; p++)
		strcat(strcat(text, p == argv ? "" : " "), *p);
	return text;
}

static int load_module(char **argv, char **end)
{
	const char *path = argv[1], *base = strrchr(path, '/');
	char why[512] = "", *params = join(argv + 2, end);
	unsigned long len;
	void *image = read_file(path, &len);
	int err = image && params ? 0 : -errno;

	if (err) {
		complain("%s: %s", path, strerror(-err));
	} else {
		err = entry_load_module(image, len, params, why, sizeof(why));
		if (err)
			complain("%s: %s", base ? base + 1 : path, *why ? why : strerror(-err));
	}
	free(image);
	free(params);
	return err ? EXIT_FAILED : 0;
}

static int load_modules(struct run *run)
{
	char **argv = run->modules;
	int status = 0;

	while (argv && argv < run->program && !status) {
		char **end = argv + 1;

		if (!strcmp(*argv, "--cmdline")) {
			end = argv + 2;
		} else if (!strcmp(*argv, "-m")) {
			end = skip_module(argv);
			status = load_module(argv, end);
		}
		argv = end;
	}
	return status;
}

/* ---- the end ---- */

static void print_left(void *arg, const char *line)
{
	fprintf(stderr, "quarry: left behind: %s\n", line);
}

/* After user_run_end(): a task that is still there would count as left. */
static int take_stock(struct run *run)
{
	int left = quarry_verify(print_left, NULL);

	if (run->report && !left)
		fprintf(stderr, "quarry: no page and no object is left\n");
	return left;
}

static int boot(struct run *run)
{
	const char *own = "loglevel=5 ";
	char *cmdline;
	int err;

	if (!run->cmdline)
		run->cmdline = getenv("QUARRY_CMDLINE");
	cmdline = calloc(1, strlen(own) + strlen(run->cmdline ? run->cmdline : "") + 1);
	if (!cmdline)
		return RUN_FAILED;
	strcat(strcat(cmdline, own), run->cmdline ? run->cmdline : "");
	/* Before boot: the kernel's own threads, too, come back from an oops. */
	err = os_faults_install();
	if (err)
		complain("can't catch faults of kernel code: %s", strerror(-err));
	else
		err = quarry_boot(cmdline);
	free(cmdline);
	return !err ? 0 : err == -EINVAL ? EXIT_USAGE : RUN_FAILED;
}

static char **default_program(void)
{
	static char *shell[2];

	shell[0] = getenv("SHELL");
	if (!shell[0] || !*shell[0] || access(shell[0], X_OK))
		shell[0] = "sh";
	setenv("PS1", "quarry# ", 0);
	return shell;
}

static int start_code(int err)
{
	if (err == -ENOENT)
		return RUN_NOT_FOUND;
	if (err == -EACCES || err == -ENOEXEC || err == -EISDIR || err == -ENOTDIR)
		return RUN_NOT_EXECUTABLE;
	return RUN_FAILED;
}

int command_run(int argc, char **argv)
{
	struct run run = { };
	char why[512];
	int status, left;

	status = parse(argv + 1, &run);
	if (!status)
		status = boot(&run);
	if (status)
		return status;
	status = user_run_begin();
	if (status) {
		complain("can't start: %s", strerror(-status));
		return RUN_FAILED;
	}
	user_run_signals(true);		/* an init function that does not end can be left by Ctrl-C */
	status = load_modules(&run);
	user_run_signals(false);
	if (status) {
		entry_unload_all();
		user_run_end();
		return status;
	}
	status = user_run(*run.program ? run.program : default_program(), why, sizeof(why));
	entry_unload_all();
	user_run_end();
	left = take_stock(&run);
	if (status < 0) {
		complain("%s", why);
		return start_code(status);
	}
	if (run.report && left && WIFEXITED(status) && !WEXITSTATUS(status))
		return EXIT_FAILED;
	user_run_die(status);
}
