// SPDX-License-Identifier: MIT
/*
 * tests/ktest_each.c - ktest --fail-each: a case with each of its allocations failing in turn
 *
 * The runs are a child process's, which says before each one which allocation fails, and goes on
 * while the case gives back what it has. Another child takes over behind an allocation whose run
 *	said so: an assertion ended it, with what it had still taken;
 *	used the NULL that it was given: a fault near address 0 in the test itself, counted apart.
 * Not so behind one that died otherwise, hung, lost or damaged something: that is the case's result.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "include/kunit/run.h"
#include "tests/ktest.h"

#define OUTPUT_MAX	(1 << 20)	/* a child that says more does not end */
#define TOLD_MAX	3000		/* with its name, less than a pipe takes in one piece */

struct child {
	const char *name;
	const char *cmdline;
	char *output;
	size_t len;
	int status;
	bool timed_out;
	bool said;		/* it waits in the assertion that ended its run */
};

struct tally {
	unsigned int param, nth;	/* where it was last */
	unsigned int failed, said, used_null;
};

static void print_line(void *arg, const char *line)
{
	(void)arg;
	puts(line);
	fflush(stdout);
}

static int run_case(const char *name, const char *cmdline)
{
	int failed = ktest_boot(cmdline) ? -1 : kunit_run(&name, 1, print_line, NULL);

	return failed < 0 ? 2 : failed > 0;
}

static const char said_so[] = "# fail-each: ended by an assertion";

/* All that comes from @fd: to its end, or until it waits to be killed. Silence of @seconds is none. */
static void child_read(struct child *c, int fd, unsigned int seconds)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	ssize_t n;

	for (;;) {
		size_t last = c->len;

		if (c->len == OUTPUT_MAX - 1 || poll(&pfd, 1, (int)seconds * 1000) <= 0) {
			c->timed_out = true;
			return;
		}
		n = read(fd, c->output + c->len, OUTPUT_MAX - 1 - c->len);
		if (n <= 0)
			return;
		c->len += (size_t)n;
		c->output[c->len] = '\0';
		c->said = strstr(c->output + (last > sizeof(said_so) ? last - sizeof(said_so) : 0), said_so);
		if (c->said)
			return;
	}
}

static int child_run(struct child *c, unsigned int seconds)
{
	int fds[2];
	pid_t pid;

	c->len = 0;
	c->timed_out = c->said = false;
	if (pipe(fds) || (pid = fork()) < 0)
		return -1;
	if (!pid) {
		dup2(fds[1], 1);
		dup2(fds[1], 2);
		close(fds[0]);
		close(fds[1]);
		exit(run_case(c->name, c->cmdline));
	}
	close(fds[1]);
	child_read(c, fds[0], seconds);
	close(fds[0]);
	if (c->timed_out || c->said)
		kill(pid, SIGKILL);
	waitpid(pid, &c->status, 0);
	c->output[c->len] = '\0';
	return 0;
}

/* Does the line at @line, to its end, contain @word? */
static bool line_has(const char *line, const char *word)
{
	const char *found = strstr(line, word);

	return found && found < line + strcspn(line, "\n");
}

/* A fault near 0, and one of the first functions on the way to it is of a test's file. */
static bool used_null(const struct child *c)
{
	const char *line = strstr(c->output, "NULL pointer dereference, address: 0000000000000");
	bool test_is_near = false;

	if (!line || !(line = strstr(line, "<TASK>\n")))
		return false;
	for (int i = 0; i < 5 && line; i++) {
		test_is_near |= line_has(line, "_test.c:");
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return test_is_near;
}

/*
 * Read what @c said of its runs. True: the last one ended early, and another child is to go on
 * behind it.
 */
static bool tally_add(struct tally *t, const struct child *c)
{
	unsigned int runs = 0, complete = 0, param, nth;

	for (const char *line = c->output; line; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
		if (sscanf(line, "# fail-each: parameter %u, allocation %u", &param, &nth) == 2) {
			t->param = param;
			t->nth = nth;
			runs++;
		} else if (!strncmp(line, "# fail-each: no more", 20)) {
			complete++;
		}
	}
	t->failed += runs - complete;
	if (c->said) {
		t->said++;
		return true;
	}
	if (!c->timed_out && WIFEXITED(c->status) && WEXITSTATUS(c->status) == 1 && used_null(c)) {
		t->used_null++;
		return true;
	}
	return false;
}

/* The end of what a child that went wrong said, without the lines on progress, in one piece. */
static void tell(const struct child *c, const struct tally *t, int number)
{
	size_t skip = c->len > TOLD_MAX ? c->len - TOLD_MAX : 0;
	char *line = c->output + skip, *next;

	printf("not ok %d - %s # parameter %u, allocation %u: ", number, c->name, t->param, t->nth);
	if (c->timed_out)
		printf("it does not end\n");
	else if (WIFSIGNALED(c->status))
		printf("it is killed by signal %d\n", WTERMSIG(c->status));
	else
		printf("status %d\n", WEXITSTATUS(c->status));
	for (; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (strncmp(line, "# fail-each:", 12) && strncmp(line, "not ok", 6) && *line)
			printf("  # %s\n", line);
	}
	fflush(stdout);
}

/* Return: the case passed. */
static bool each_case(const char *name, int number, const struct ktest_each *each, const char *cmdline)
{
	struct child c = { .name = name, .cmdline = cmdline, .output = malloc(OUTPUT_MAX) };
	struct tally t = { .param = 0, .nth = each->first - 1 };
	bool passed;

	if (!c.output)
		return false;
	do {
		kunit_fail_each(t.param, t.nth + 1, each->max);
		if (child_run(&c, each->seconds))
			break;
	} while (tally_add(&t, &c));
	passed = !c.timed_out && WIFEXITED(c.status) && !WEXITSTATUS(c.status);
	if (passed)
		printf("ok %d - %s # %u allocations failed: %u runs ended by an assertion, %u by use of the NULL\n",
		       number, name, t.failed, t.said, t.used_null);
	else
		tell(&c, &t, number);
	fflush(stdout);
	free(c.output);
	return passed;
}

struct chosen {
	const struct ktest_each *each;
	const char *const *names;
	int nr_names;
	const char *cmdline;
	int ran, failed;
};

static void case_if_chosen(void *arg, const char *name)
{
	struct chosen *chosen = arg;
	bool matches = !chosen->nr_names;

	for (int i = 0; i < chosen->nr_names; i++) {
		size_t len = strlen(chosen->names[i]);

		matches |= !strncmp(name, chosen->names[i], len) && (!name[len] || name[len] == '.');
	}
	if (!matches)
		return;
	chosen->ran++;
	chosen->failed += !each_case(name, chosen->ran, chosen->each, chosen->cmdline);
}

int ktest_each_run(const struct ktest_each *each, const char *const *names, int nr_names, const char *cmdline)
{
	struct chosen chosen = { .each = each, .names = names, .nr_names = nr_names, .cmdline = cmdline };

	setvbuf(stdout, NULL, _IOFBF, 8192);
	kunit_list_cases(case_if_chosen, &chosen);
	printf("1..%d\n", chosen.ran);
	return chosen.ran ? chosen.failed > 0 : 2;
}
