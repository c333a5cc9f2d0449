// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_signal.c - signals of a program, as a sleeping task asks for them
 *
 * A task that sleeps in a driver asks every few milliseconds whether its program has a signal
 * to handle. The program's thread sits in a stop meanwhile, so the host's account of it
 * (/proc/<tid>/status) is the whole truth: pending for the thread or the process, not
 * blocked, and with an action that is not "ignore". That account is long to print, and to read; so its
 * half, which alone may, first asks whether anything is queued at all.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

typedef unsigned long long signal_set;

#define BIT(sig)	(1ULL << ((sig) - 1))

/* Signals whose default action is to do nothing, to stop, and to dump core. */
static const signal_set default_ignored = BIT(SIGCHLD) | BIT(SIGCONT) | BIT(SIGURG) | BIT(SIGWINCH);
static const signal_set default_stop = BIT(SIGSTOP) | BIT(SIGTSTP) | BIT(SIGTTIN) | BIT(SIGTTOU);
static const signal_set default_core = BIT(SIGQUIT) | BIT(SIGILL) | BIT(SIGTRAP) | BIT(SIGABRT) | BIT(SIGFPE) |
				   BIT(SIGSEGV) | BIT(SIGBUS) | BIT(SIGSYS) | BIT(SIGXCPU) | BIT(SIGXFSZ);

static signal_set field(const char *text, const char *name)
{
	const char *p = strstr(text, name);

	return p ? strtoull(p + strlen(name), NULL, 16) : 0;
}

/* The text of /proc/<tid>/status; false when the thread is gone. */
static bool status_text(struct os_user *u, char *buf, size_t size)
{
	char path[64];
	ssize_t n;

	if (u->status_fd < 0) {
		snprintf(path, sizeof(path), "/proc/%d/status", u->tid);
		u->status_fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	n = pread(u->status_fd, buf, size - 1, 0);
	if (n <= 0)
		return false;
	buf[n] = 0;
	return true;
}

/* Is a signal queued for @u's thread, or its process? 2: the thread has left its stop, it is killed. */
static int queued(struct os_user *u)
{
	struct __ptrace_peeksiginfo_args own = { .nr = 1 };
	struct __ptrace_peeksiginfo_args shared = { .nr = 1, .flags = PTRACE_PEEKSIGINFO_SHARED };
	siginfo_t info;
	long n = ptrace(PTRACE_PEEKSIGINFO, u->tid, &own, &info);

	if (!n)
		n = ptrace(PTRACE_PEEKSIGINFO, u->tid, &shared, &info);
	return n < 0 ? 2 : n > 0;
}

/* What os_user_signal() returns; @set without SIGKILL for a thread that is gone. */
static int look(struct os_user *u, signal_set *set)
{
	char text[4096];
	const char *state;
	signal_set pending, ignored, caught, by_default;
	int any = pthread_equal(pthread_self(), u->half) ? queued(u) : 1;

	if (any != 1)
		return any;
	if (!status_text(u, text, sizeof(text)))
		return 2;
	state = strstr(text, "\nState:\t");
	if (!state || strchr("ZX", state[8]))
		return 2;
	pending = field(text, "\nSigPnd:") | field(text, "\nShdPnd:");
	if (pending & BIT(SIGKILL))
		return 2;
	pending &= ~field(text, "\nSigBlk:");
	ignored = field(text, "\nSigIgn:");
	caught = field(text, "\nSigCgt:");
	pending &= ~ignored;
	by_default = pending & ~caught;
	pending &= ~(by_default & default_ignored);
	by_default &= pending;
	if (by_default & ~default_stop & ~default_core)
		return 2;
	*set = pending;
	return pending != 0;
}

struct signal_look {
	struct os_user	*user;
	signal_set	found;
};

static long look_call(void *arg)
{
	struct signal_look *l = arg;

	return look(l->user, &l->found);
}

int os_user_signal(struct os_user *u, unsigned long *set)
{
	struct signal_look l = { .user = u };
	int ret = os_stack_call(look_call, &l);

	*set = ret == 2 ? l.found | BIT(SIGKILL) : l.found;
	return ret;
}

int os_user_kill(struct os_user *u, int sig)
{
	return kill(u->tgid, sig) ? -errno : 0;
}

struct tty_look {
	struct os_user	*user;
	unsigned int	*major, *minor;
};

/* Field 7 of /proc/<pid>/stat; the second one, in parentheses, may hold anything. */
static long tty_call(void *arg)
{
	struct tty_look *l = arg;
	char path[64], text[1024];
	const char *end;
	ssize_t n = -1;
	int fd, nr = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", l->user->tgid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	if (n <= 0)
		return -ENOENT;
	text[n] = 0;
	end = strrchr(text, ')');
	if (!end || sscanf(end + 1, " %*c %*d %*d %*d %d", &nr) != 1 || !nr)
		return -ENOENT;
	*l->major = (unsigned int)nr >> 8 & 0xfff;
	*l->minor = (nr & 0xff) | ((unsigned int)nr >> 12 & 0xfff00);
	return 0;
}

int os_user_tty(struct os_user *u, unsigned int *major, unsigned int *minor)
{
	struct tty_look l = { u, major, minor };

	return os_stack_call(tty_call, &l);
}
