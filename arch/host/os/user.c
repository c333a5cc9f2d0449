// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user.c - following user threads: start, stops, fork, exec, end
 *
 * Each user thread is traced by a thread of its own in Quarry, its half. The host binds a tracee to
 * the thread that attached it, and attaches a new child to its parent's tracer, so a child is handed
 * over: the parent's half, at the child's first stop, notes its registers and signal mask, blocks its
 * signals, points it at pause() (the call instruction through which it was made is just behind it)
 * and lets it go; the child's own half attaches, stops it and puts registers and mask back. The
 * child has not executed an instruction of its own in between, and can't handle a signal either.
 *
 * A thread's end, whatever its cause (exit, SIGKILL, another thread's exec), is a result of
 * wait(): its half then returns from what it was doing with -ESRCH, and ends. An exec by
 * a thread that is not the leader makes it the leader: its half goes on under the new id, and the
 * old leader's half finds that it has nobody to wait for.
 *
 * No half waits for children that are not its own (__WNOTHREAD), and Quarry's main thread, which is
 * the host's idea of the parent of the first program and of orphans, never waits: orphans
 * are reaped by the host (SA_NOCLDWAIT).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"
#include "arch/host/os/user_run.h"

#define TRACE_OPTIONS	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | \
			 PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)
#define SYSCALL_LEN	2	/* bytes of "syscall", and of "int $0x80" */
#define I386_PAUSE	29

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t list_changed = PTHREAD_COND_INITIALIZER;
/* list_lock held: */
static struct os_user *list;
static int nr_halves;
static atomic_bool closing;	/* the first program has ended: no new process may stay */
static bool first_over;
static int first_status;
static int first_error;		/* of its half: the program could not be traced */

/* ---- processes and threads ---- */

static struct user_proc *proc_new(int pid)
{
	struct user_proc *proc = calloc(1, sizeof(*proc));

	if (!proc)
		return NULL;
	atomic_init(&proc->refs, 1);
	pthread_mutex_init(&proc->lock, NULL);
	proc->pid = pid;
	return proc;
}

static void user_proc_put(struct user_proc *proc)
{
	if (!proc || atomic_fetch_sub(&proc->refs, 1) != 1)
		return;
	user_dirs_free(proc);
	pthread_mutex_destroy(&proc->lock);
	free(proc);
}

/* A forked process has the filters that its parent had at the fork: the first @depth. */
static struct user_proc *proc_fork(struct user_proc *parent, int pid, int depth, bool *scan)
{
	struct user_proc *proc = proc_new(pid);
	int i;

	if (!proc)
		return NULL;
	pthread_mutex_lock(&parent->lock);
	for (i = 0; i < parent->nr_covers && parent->covers[i].depth <= depth; i++)
		proc->covers[proc->nr_covers++] = parent->covers[i];
	proc->depth = depth;
	*scan = atomic_load(&parent->opening) || proc->nr_covers < parent->nr_covers;
	pthread_mutex_unlock(&parent->lock);
	return proc;
}

static struct os_user *user_new(int tid)
{
	struct os_user *u = calloc(1, sizeof(*u));

	if (u) {
		u->tid = tid;
		u->fd_dir = u->status_fd = -1;
		u->cpu.pinned = u->cpu.last = -1;
	}
	return u;
}

static void user_close_fds(struct os_user *u)
{
	if (u->fd_dir >= 0)
		close(u->fd_dir);
	if (u->status_fd >= 0)
		close(u->status_fd);
	u->fd_dir = u->status_fd = -1;
}

static void user_free(struct os_user *u)
{
	user_close_fds(u);
	user_proc_put(u->proc);
	free(u);
}

long long user_status_field(int tid, const char *name, int base)
{
	char path[64], text[4096], want[64], *p;
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	if (n <= 0)
		return -1;
	text[n] = 0;
	snprintf(want, sizeof(want), "\n%s:", name);
	p = strstr(text, want);
	return p ? strtoll(p + strlen(want), NULL, base) : -1;
}

static void read_comm(struct os_user *u)
{
	char path[64];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/comm", u->tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, u->comm, sizeof(u->comm) - 1);
		close(fd);
	}
	if (n > 0)
		u->comm[n - 1] = 0;	/* the newline */
}

/* ---- handing a child over ---- */

static void *half_main(void *arg);

static int half_start(struct os_user *u)
{
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	pthread_mutex_lock(&list_lock);
	u->next = list;
	u->pprev = &list;
	if (list)
		list->pprev = &u->next;
	list = u;
	nr_halves++;
	pthread_mutex_unlock(&list_lock);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	err = pthread_create(&thread, &attr, half_main, u);
	pthread_attr_destroy(&attr);
	return -err;
}

static void half_unlist(struct os_user *u)
{
	pthread_mutex_lock(&list_lock);
	*u->pprev = u->next;
	if (u->next)
		u->next->pprev = u->pprev;
	nr_halves--;
	pthread_cond_broadcast(&list_changed);
	pthread_mutex_unlock(&list_lock);
}

/* What a new thread or process shares with, or inherits from, @parent. */
static bool child_place(struct os_user *parent, struct os_user *u)
{
	u->tgid = user_status_field(u->tid, "Tgid", 10);
	if (u->tgid == parent->tgid) {
		u->proc = parent->proc;
		atomic_fetch_add(&u->proc->refs, 1);
		return true;
	}
	u->proc = proc_fork(parent->proc, u->tid, user_status_field(u->tid, "Seccomp_filters", 10), &u->scan);
	return u->proc && u->tgid > 0;
}

/* Park the child in pause(), deaf, and let go of it. */
static bool child_park(struct os_user *u)
{
	struct user_regs_struct regs;
	unsigned long long all = ~0ULL;
	bool compat;

	if (ptrace(PTRACE_GETREGS, u->tid, 0, &u->regs) ||
	    ptrace(PTRACE_GETSIGMASK, u->tid, sizeof(u->mask), &u->mask))
		return false;
	regs = u->regs;
	compat = regs.cs == 0x23;
	regs.rip -= SYSCALL_LEN;
	regs.rax = compat ? I386_PAUSE : SYS_pause;
	regs.orig_rax = -1;
	return !ptrace(PTRACE_SETSIGMASK, u->tid, sizeof(all), &all) &&
	       !ptrace(PTRACE_SETREGS, u->tid, 0, &regs) &&
	       !ptrace(PTRACE_DETACH, u->tid, 0, 0);
}

static void child_seen(struct os_user *parent, int tid)
{
	struct os_user *u = user_new(tid);

	user_cpu_child(parent, tid);
	if (!u || !child_place(parent, u) || !child_park(u)) {
		kill(tid, SIGKILL);
		if (u)
			user_free(u);
		return;
	}
	u->fresh = true;
	u->ppid = parent->tgid;
	memcpy(u->comm, parent->comm, sizeof(u->comm));
	if (half_start(u)) {
		kill(tid, SIGKILL);
		half_unlist(u);
		user_free(u);
	}
}

/* ---- stops ---- */

void user_resume(struct os_user *u, int request, int sig)
{
	ptrace(request, u->tid, 0, sig);	/* ESRCH: killed just now; wait() tells */
}

static void user_ended(struct os_user *u, int status)
{
	u->gone = u->has_status = true;
	u->status = status;
}

/* An event of a thread that is not @u's own, as far as it knows. True if it is @u's after all. */
static bool stranger(struct os_user *u, int tid, int status)
{
	if (WIFSTOPPED(status) && status >> 16 == PTRACE_EVENT_EXEC) {
		u->tid = tid;
		return true;
	}
	if (WIFSTOPPED(status)) {
		child_seen(u, tid);
	} else if (tid == u->tgid) {
		u->tid = tid;	/* it died in the exec that made it the leader */
		user_ended(u, status);
		return true;
	}
	return false;
}

static bool ended(const siginfo_t *info)
{
	return info->si_code == CLD_EXITED || info->si_code == CLD_KILLED || info->si_code == CLD_DUMPED;
}

/*
 * Within a call the end of @u's own thread is only looked at: what the call holds must be given back
 * before the program's parent learns of the end, so half_last_children() reaps it.
 */
static int wait_in_call(struct os_user *u, int *status)
{
	siginfo_t info;

	if (waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOWAIT | __WALL | __WNOTHREAD))
		return -1;
	if (ended(&info) && info.si_pid != u->tid)
		return wait4(info.si_pid, status, __WALL | __WNOTHREAD, NULL);
	if (ended(&info)) {
		*status = info.si_code == CLD_EXITED ? (info.si_status & 0xff) << 8 : info.si_status;
		return info.si_pid;
	}
	info.si_pid = 0;
	if (waitid(P_ALL, 0, &info, WSTOPPED | WNOHANG | __WALL | __WNOTHREAD) || !info.si_pid) {
		errno = EINTR;		/* killed since we looked */
		return -1;
	}
	*status = info.si_status << 8 | 0x7f;
	return info.si_pid;
}

int user_wait(struct os_user *u, int *status)
{
	while (!u->gone) {
		int tid = u->in_call ? wait_in_call(u, status) :
				       wait4(-1, status, __WALL | __WNOTHREAD, NULL);

		if (tid < 0 && errno == EINTR)
			continue;
		if (tid < 0) {
			u->gone = true;
		} else if (tid == u->tid) {
			if (WIFSTOPPED(*status))
				return 0;
			user_ended(u, *status);
		} else if (stranger(u, tid, *status) && !u->gone) {
			return 0;
		}
	}
	return -ESRCH;
}

/*
 * Its own end, if that was only looked at; and children made just before have their first stop to
 * come.
 */
static void half_last_children(struct os_user *u)
{
	int status, tid;

	for (;;) {
		tid = wait4(-1, &status, __WALL | __WNOTHREAD, NULL);
		if (tid < 0 && errno != EINTR)
			return;
		if (tid > 0 && WIFSTOPPED(status))
			child_seen(u, tid);
	}
}

static bool stop_signal(int sig)
{
	return sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU;
}

static bool has_terminal(int group)
{
	int fd = open("/dev/tty", O_RDONLY | O_CLOEXEC), foreground;

	if (fd < 0)
		return false;
	foreground = tcgetpgrp(fd);
	close(fd);
	return foreground == group;
}

/*
 * Must who waits for `quarry run prog` see it stop? Yes if the terminal stopped its process group; and
 * if it is a shell that suspends itself: it has a group of its own and the terminal. No
 * if somebody stopped this one process: Quarry must go on for the others.
 */
static bool stop_shows(struct os_user *u, int sig)
{
	int group;

	if (!u->proc->first || u->tid != u->tgid)
		return false;
	group = getpgid(u->tid);
	return sig == SIGSTOP ? group != getpgrp() && has_terminal(group) : group == getpgrp();
}

static void user_group_stop(struct os_user *u, int sig)
{
	user_resume(u, PTRACE_LISTEN, 0);
	if (!stop_shows(u, sig))
		return;
	syscall(SYS_tgkill, getpid(), gettid(), SIGSTOP);
	if (sig == SIGSTOP)		/* continued; the shell's group is not who was told */
		kill(-getpgid(u->tid), SIGCONT);
}

static void user_execed(struct os_user *u)
{
	user_close_fds(u);
	u->tgid = u->tid;
	read_comm(u);
	entry_task_comm(u->comm);
}

/* A stop came while a call was injected, when the program could not be left stopped. */
static void user_stop_again(struct os_user *u)
{
	if (u->stop_due == SIGSTOP)
		syscall(SYS_tgkill, u->tgid, u->tid, SIGSTOP);
	else
		ptrace(PTRACE_INTERRUPT, u->tid, 0, 0);		/* reports the group's stop, if it lasts */
	u->stop_due = 0;
}

/*
 * @u has made a child, whose first stop may not have come yet: take it now. Later @u's half may be
 * busy for good with a call that only the child can end.
 */
static void user_forked(struct os_user *u)
{
	unsigned long tid = 0;
	int status, got;

	if (ptrace(PTRACE_GETEVENTMSG, u->tid, 0, &tid))
		return;
	do
		got = wait4(tid, &status, __WALL | __WNOTHREAD, NULL);
	while (got < 0 && errno == EINTR);
	if (got > 0 && WIFSTOPPED(status))	/* else it was seen before, or is dead */
		child_seen(u, tid);
}

static void user_stop(struct os_user *u, int status)
{
	int sig = WSTOPSIG(status);

	switch (status >> 16) {
	case PTRACE_EVENT_SECCOMP:
		user_call(u);
		if (u->stop_due)
			user_stop_again(u);
		user_resume(u, PTRACE_CONT, 0);
		return;
	case PTRACE_EVENT_STOP:
		if (stop_signal(sig))
			user_group_stop(u, sig);
		else
			user_resume(u, PTRACE_CONT, 0);
		return;
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		user_forked(u);
		user_resume(u, PTRACE_CONT, 0);
		return;
	case PTRACE_EVENT_EXEC:
		user_execed(u);
		user_resume(u, PTRACE_CONT, 0);
		return;
	case 0:
		user_resume(u, PTRACE_CONT, sig == (SIGTRAP | 0x80) ? 0 : sig);
		return;
	default:
		user_resume(u, PTRACE_CONT, 0);
	}
}

/* ---- a half's life ---- */

/* Files that the child got in a fork that overtook its parent's cover. */
static void half_scan(struct os_user *u)
{
	int fd;

	u->in_call = true;
	for (fd = 0; fd < 256 && !u->gone; fd++) {
		struct user_file *f = user_covered(u->proc, fd) ? NULL : user_file_find(u, fd);

		if (f) {
			user_cover(u, fd);
			user_file_put(f);
		}
	}
	u->in_call = false;
}

/* Put back what child_park() took. The stop may be of any kind; its signal, if any, stays due. */
static void half_unpark(struct os_user *u)
{
	if (u->scan)
		half_scan(u);
	u->regs.orig_rax = -1;
	ptrace(PTRACE_SETREGS, u->tid, 0, &u->regs);
	ptrace(PTRACE_SETSIGMASK, u->tid, sizeof(u->mask), &u->mask);
}

static void half_run(struct os_user *u)
{
	int status;

	if (u->fresh) {
		ptrace(PTRACE_INTERRUPT, u->tid, 0, 0);
		if (user_wait(u, &status))
			return;
		half_unpark(u);
		if (closing)
			kill(u->tgid, SIGKILL);
		user_stop(u, status);
	}
	for (;;) {
		if (user_wait(u, &status))
			return;
		user_stop(u, status);
	}
}

static void first_ended(int status, int error)
{
	pthread_mutex_lock(&list_lock);
	if (!first_over) {
		first_status = status;
		first_error = error;
	}
	first_over = true;
	pthread_cond_broadcast(&list_changed);
	pthread_mutex_unlock(&list_lock);
	user_run_wake();
}

/* Closed when the first program may go on from its fork. */
static int first_gate = -1;

static void *half_main(void *arg)
{
	struct os_user *u = arg;
	int err = 0;

	u->half = pthread_self();
	if (ptrace(PTRACE_SEIZE, u->tid, 0, TRACE_OPTIONS))
		err = -errno;
	if (!err)
		err = entry_task_begin(u, u->tid, u->tgid, u->ppid, u->comm);
	if (!u->fresh)
		close(first_gate);
	if (!err) {
		half_run(u);
		half_last_children(u);
		entry_task_end();
	} else {
		kill(u->tid, SIGKILL);
	}
	if (u->proc->first && (err || (u->has_status && u->tid == u->tgid) || atomic_load(&u->proc->refs) == 1))
		first_ended(u->status, err);
	user_cpu_release(u);
	half_unlist(u);
	user_free(u);
	return NULL;
}

/* ---- for user_run.c ---- */

int user_first(int pid, int gate)
{
	struct os_user *u = user_new(pid);

	if (u)
		u->proc = proc_new(pid);
	if (!u || !u->proc) {
		free(u);
		return -ENOMEM;
	}
	u->tgid = pid;
	u->ppid = getpid();
	u->proc->first = true;
	u->proc->depth = 1;
	read_comm(u);
	first_gate = gate;
	return half_start(u);
}

bool user_first_over(int *status, int *error)
{
	bool over;

	pthread_mutex_lock(&list_lock);
	over = first_over;
	*status = first_status;
	*error = first_error;
	pthread_mutex_unlock(&list_lock);
	return over;
}

int user_kill_all(int timeout_ms)
{
	struct timespec until;
	struct os_user *u;
	int left, err = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += timeout_ms / 1000;
	pthread_mutex_lock(&list_lock);
	closing = true;
	for (u = list; u; u = u->next)
		kill(u->tgid, SIGKILL);
	while (nr_halves && !err)
		err = pthread_cond_timedwait(&list_changed, &list_lock, &until);
	left = nr_halves;
	pthread_mutex_unlock(&list_lock);
	return left;
}
