// SPDX-License-Identifier: MIT
/*
 * forks.c - host side of tests/embed.t: a child that uses its parent's machine is ended, and harms nobody
 *
 * The child that BOOTS does so before its parent has a machine, and so has one of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <quarry/quarry.h>

#include "churn.h"

enum what { USES, TAKES, EXECS, BOOTS };

static int child(enum what what)
{
	struct rlimit none = { 0, 0 };
	int status, pid = fork();

	if (!pid) {
		setrlimit(RLIMIT_CORE, &none);
		if (what == USES)
			churn_run(1, 100);
		else if (what == TAKES)
			churn_take();
		else if (what == EXECS)
			execlp("true", "true", (char *)NULL);
		else if (!quarry_boot("mem=64M") && !churn_start())
			churn_stop();
		_exit(what == EXECS);
	}
	waitpid(pid, &status, 0);
	return status;
}

static void report(void *unused, const char *line)
{
	(void)unused;
	printf("left: %s\n", line);
}

int main(void)
{
	int own = child(BOOTS), used, took, execed;
	const char *why;

	if (churn_start())
		return 1;
	used = child(USES);
	churn_take();		/* so that there is an object at hand */
	took = child(TAKES);
	execed = child(EXECS);
	why = churn_run(2, 1000);
	churn_stop();
	printf("a machine of its own: %d\nthe parent's: signal %d\nan object of its: signal %d\nexec: %d\nthe parent goes on: %s\nleft: %d\n",
	       own, WTERMSIG(used), WTERMSIG(took), execed, why ? why : "yes", quarry_verify(report, NULL));
	return 0;
}
