// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_run.c - starting the first program, and behaving as it does
 *
 * Quarry stands between the program and who started it, and must not show: it blocks the signals of
 * the terminal (the program gets its own), passes on those that are sent to it alone, closes its copies
 * of the files it was started with (a reader of a pipe must see its end when the program closes it),
 * stops when the program stops and dies as it dies.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"
#include "arch/host/os/user_run.h"

static const int taken[] = {
	SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH,
};

static sigset_t old_mask, taken_mask;
static struct sigaction old_pipe, old_child;
static struct rlimit old_files;
static int signals = -1, over = -1;
static unsigned char inherited[1024];	/* descriptors that were open at the start */

static void note_inherited(void)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *d;

	while (dir && (d = readdir(dir))) {
		int fd = atoi(d->d_name);

		if (fd < (int)sizeof(inherited) && fd != dirfd(dir) && d->d_name[0] != '.' &&
		    !(fcntl(fd, F_GETFD) & FD_CLOEXEC))
			inherited[fd] = 1;
	}
	if (dir)
		closedir(dir);
}

/* The program has its own copies now. Standard error stays: the log goes there. */
static void close_inherited(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int fd;

	for (fd = 0; fd < (int)sizeof(inherited); fd++) {
		if (!inherited[fd] || fd == 2)
			continue;
		if (fd > 2)
			close(fd);
		else if (null >= 0)
			dup2(null, fd);
	}
	if (null > 2)
		close(null);
}

/* Quarry needs a descriptor for each open file and two for each thread of all its programs. */
static void raise_files(void)
{
	struct rlimit most;

	getrlimit(RLIMIT_NOFILE, &old_files);
	most = old_files;
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_NOFILE, &most);
}

int user_run_begin(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction reap = { .sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT };
	size_t i;
	int err;

	note_inherited();
	raise_files();
	sigemptyset(&taken_mask);
	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		sigaddset(&taken_mask, taken[i]);
	pthread_sigmask(SIG_BLOCK, &taken_mask, &old_mask);
	sigaction(SIGPIPE, &ignore, &old_pipe);
	sigaction(SIGCHLD, &reap, &old_child);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	signals = signalfd(-1, &taken_mask, SFD_CLOEXEC | SFD_NONBLOCK);
	over = eventfd(0, EFD_CLOEXEC);
	if (signals < 0 || over < 0)
		return -errno;
	err = entry_task_begin(NULL, getpid(), getpid(), getppid(), "quarry");
	return err ? err : user_files_start();
}

void user_run_signals(bool may)
{
	pthread_sigmask(may ? SIG_SETMASK : SIG_BLOCK, may ? &old_mask : &taken_mask, NULL);
}

void user_run_end(void)
{
	user_files_stop();
	entry_task_end();
}

void user_run_wake(void)
{
	unsigned long long one = 1;

	if (write(over, &one, sizeof(one)) != sizeof(one))
		abort();
}

/* In the forked child: wait to be traced, then become the program. */
static void become(char **argv, int gate, int report)
{
	int err;
	char c;

	while (read(gate, &c, 1) < 0 && errno == EINTR)
		;
	err = user_filter_install();
	if (!err) {
		if (old_pipe.sa_handler == SIG_DFL)
			signal(SIGPIPE, SIG_DFL);
		sigaction(SIGCHLD, &old_child, NULL);
		setrlimit(RLIMIT_NOFILE, &old_files);
		sigprocmask(SIG_SETMASK, &old_mask, NULL);
		execvp(argv[0], argv);
		err = -errno;
	}
	if (write(report, &err, sizeof(err)) < 0)
		_exit(RUN_FAILED);
	_exit(RUN_FAILED);
}

/* A signal from the terminal reached the program too; one from a process was meant for it. */
static void pass_on(const struct signalfd_siginfo *si, int pid)
{
	if (si->ssi_code <= 0 && si->ssi_signo != SIGWINCH && si->ssi_pid != (unsigned int)pid)
		kill(pid, si->ssi_signo);
	else if (si->ssi_signo == SIGHUP)
		kill(pid, SIGHUP);	/* the terminal's goes to the session's leader alone */
}

static void wait_over(int pid)
{
	struct pollfd p[2] = { { .fd = signals, .events = POLLIN }, { .fd = over, .events = POLLIN } };
	struct signalfd_siginfo si;

	for (;;) {
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			return;
		while (read(signals, &si, sizeof(si)) == sizeof(si))
			pass_on(&si, pid);
		if (p[1].revents)
			return;
	}
}

static int explain(char **argv, int exec_error, int trace_error, char *why, unsigned long size)
{
	if (trace_error == -EPERM && user_status_field(getpid(), "TracerPid", 10) > 0) {
		snprintf(why, size, "a program has one tracer only, and quarry is traced itself: it can't run "
			 "inside another quarry run, nor under strace -f");
		return trace_error;
	}
	if (trace_error == -EPERM || trace_error == -EACCES) {
		snprintf(why, size, "may not trace programs: allow it with `sysctl kernel.yama.ptrace_scope=1` "
			 "(or 0), in a container with --cap-add SYS_PTRACE");
		return trace_error;
	}
	if (trace_error) {
		snprintf(why, size, "%s: %s", argv[0], strerror(-trace_error));
		return trace_error;
	}
	snprintf(why, size, "%s: %s", argv[0],
		 exec_error == -ENOENT && !strchr(argv[0], '/') ? "command not found" : strerror(-exec_error));
	return exec_error;
}

int user_run(char **argv, char *why, unsigned long why_size)
{
	int gate[2], report[2], pid, status = 0, exec_error = 0, trace_error = 0;

	if (pipe2(gate, O_CLOEXEC) || pipe2(report, O_CLOEXEC))
		return explain(argv, 0, -errno, why, why_size);
	pid = fork();
	if (pid == 0) {
		close(gate[1]);
		become(argv, gate[0], report[1]);
	}
	close(gate[0]);
	close(report[1]);
	if (pid < 0)
		return explain(argv, 0, -errno, why, why_size);
	trace_error = user_first(pid, gate[1]);
	if (trace_error) {
		kill(pid, SIGKILL);
		return explain(argv, 0, trace_error, why, why_size);
	}
	if (read(report[0], &exec_error, sizeof(exec_error)) != sizeof(exec_error))
		exec_error = 0;
	close(report[0]);
	close_inherited();
	wait_over(pid);
	user_first_over(&status, &trace_error);
	if (user_kill_all(5000))
		fprintf(stderr, "quarry: a call in a driver does not end; its program is left behind\n");
	user_files_settle();
	if (trace_error || exec_error)
		return explain(argv, exec_error, trace_error, why, why_size);
	return status;
}

void user_run_die(int status)
{
	struct rlimit none = { 0, 0 };
	sigset_t set;

	if (!WIFSIGNALED(status))
		exit(WEXITSTATUS(status));
	fflush(NULL);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	signal(WTERMSIG(status), SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, WTERMSIG(status));
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(WTERMSIG(status));
	exit(128 + WTERMSIG(status));
}
