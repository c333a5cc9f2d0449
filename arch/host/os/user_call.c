// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_call.c - a call that stopped: who serves it, and how its result gets back
 *
 * At an entry stop the call's number can be set to -1 ("skip"), and the result with it: one stop
 * for the whole call. Where the host has to do something in the program's name (open a
 * descriptor, poll), the call is changed into that one and stops again at its exit. At an exit
 * stop further calls can be injected through the program's own call instruction, with its signals
 * blocked meanwhile.
 *
 * Interrupted calls (-ERESTARTSYS and kin) are given to the host's own logic: at the exit stop of the
 * skipped call the registers are set to what a host driver would have returned, and the host restarts
 * the call, runs the handler, or ends the program, as SA_RESTART and the signal's action say.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define SYSCALL_LEN	2
#define RED_ZONE	128

static void args_to_regs(struct user_regs_struct *regs, const unsigned long *arg)
{
	regs->rdi = arg[0];
	regs->rsi = arg[1];
	regs->rdx = arg[2];
	regs->r10 = arg[3];
	regs->r8 = arg[4];
	regs->r9 = arg[5];
}

static void args_from_regs(const struct user_regs_struct *regs, unsigned long *arg)
{
	arg[0] = regs->rdi;
	arg[1] = regs->rsi;
	arg[2] = regs->rdx;
	arg[3] = regs->r10;
	arg[4] = regs->r8;
	arg[5] = regs->r9;
}

/* Run to the next call stop. Signals stay due and are delivered when the call is over. */
static int run_to_call_stop(struct os_user *u)
{
	int status;

	for (;;) {
		user_resume(u, PTRACE_SYSCALL, 0);
		if (user_wait(u, &status))
			return -ESRCH;
		if (WSTOPSIG(status) == (SIGTRAP | 0x80))
			return 0;
		/*
		 * SIGSTOP can't be blocked, nor a stop of the group: due again when the call is
		 * over.
		 */
		if (status >> 16 == PTRACE_EVENT_STOP && !u->stop_due)
			u->stop_due = SIGTRAP;
		else if (!(status >> 16))
			u->stop_due = WSTOPSIG(status);
	}
}

static long stop_result(struct os_user *u)
{
	struct user_regs_struct regs;

	if (ptrace(PTRACE_GETREGS, u->tid, 0, &regs))
		return -ESRCH;
	return regs.rax;
}

long user_call_run(struct os_user *u, long nr)
{
	struct user_regs_struct regs = u->regs;

	args_to_regs(&regs, u->arg);
	regs.orig_rax = nr;
	ptrace(PTRACE_SETREGS, u->tid, 0, &regs);
	if (run_to_call_stop(u))
		return -ESRCH;
	u->at_exit = true;
	return stop_result(u);
}

void user_call_again(struct os_user *u)
{
	struct user_regs_struct regs = u->regs;

	regs.rip -= SYSCALL_LEN;
	regs.rax = regs.orig_rax;
	regs.orig_rax = -1;
	ptrace(PTRACE_SETREGS, u->tid, 0, &regs);
}

long user_inject(struct os_user *u, long nr, unsigned long a0, unsigned long a1, unsigned long a2,
		 unsigned long a3)
{
	struct user_regs_struct regs = u->regs;
	unsigned long arg[6] = { a0, a1, a2, a3 };
	unsigned long long mask, all = ~0ULL;
	long ret = -ESRCH;

	if (u->gone || ptrace(PTRACE_GETSIGMASK, u->tid, sizeof(mask), &mask))
		return -ESRCH;
	ptrace(PTRACE_SETSIGMASK, u->tid, sizeof(all), &all);
	args_to_regs(&regs, arg);
	regs.rip -= SYSCALL_LEN;
	regs.rax = nr;
	regs.orig_rax = -1;
	ptrace(PTRACE_SETREGS, u->tid, 0, &regs);
	if (!run_to_call_stop(u) && !run_to_call_stop(u))
		ret = stop_result(u);
	ptrace(PTRACE_SETSIGMASK, u->tid, sizeof(mask), &mask);
	return ret;
}

unsigned long user_scratch(struct os_user *u, void *saved, size_t size)
{
	unsigned long at = (u->regs.rsp - RED_ZONE - size) & ~15UL;

	if (!os_user_read(u, saved, at, size) && !os_user_write(u, at, saved, size))
		return at;
	/* The stack ends here: its top is in use, but not by a thread that waits for a call. */
	at = u->regs.rsp;
	if (!os_user_read(u, saved, at, size) && !os_user_write(u, at, saved, size))
		return at;
	return 0;
}

void user_scratch_restore(struct os_user *u, unsigned long at, const void *saved, size_t size)
{
	os_user_write(u, at, saved, size);
}

/* The call ended with one of the kernel's own codes: let the host act on it, and on the signal. */
static void return_interrupted(struct os_user *u, long result)
{
	struct user_regs_struct regs = u->regs;

	if (!u->at_exit) {
		regs.orig_rax = -1;
		ptrace(PTRACE_SETREGS, u->tid, 0, &regs);
		if (run_to_call_stop(u))
			return;
		u->at_exit = true;
	}
	/* Nothing of Quarry can be restarted halfway: from the beginning, then. */
	if (result == -K_ERESTART_RESTARTBLOCK)
		result = -K_ERESTARTNOHAND;
	regs = u->regs;
	regs.rax = result;
	ptrace(PTRACE_SETREGS, u->tid, 0, &regs);
	/* The signal may have gone to another thread: this makes the host look at the code anyway. */
	ptrace(PTRACE_INTERRUPT, u->tid, 0, 0);
}

static void call_return(struct os_user *u, long result)
{
	struct user_regs_struct regs;

	if (result <= -K_ERESTARTSYS && result >= -K_ERESTART_RESTARTBLOCK && result != -K_ENOIOCTLCMD) {
		return_interrupted(u, result);
		return;
	}
	if (result == -K_ENOIOCTLCMD)
		result = -ENOTTY;
	regs = u->regs;
	regs.rax = result;
	if (!u->at_exit)
		regs.orig_rax = -1;
	ptrace(PTRACE_SETREGS, u->tid, 0, &regs);
}

static long call_serve(struct os_user *u, long nr)
{
	switch (nr) {
	case SYS_getdents64:
		return user_call_getdents(u);
	case SYS_sched_getaffinity:
	case SYS_sched_setaffinity:
		return user_call_affinity(u, nr);
	case SYS_poll:
	case SYS_ppoll:
	case SYS_select:
	case SYS_pselect6:
		return user_call_poll(u, nr);
	case SYS_init_module:
	case SYS_finit_module:
	case SYS_delete_module:
	case SYS_syslog:
		return user_call_module(u, nr);
	}
	return user_call_fd(u, nr);
}

void user_call(struct os_user *u)
{
	long nr, result;

	if (ptrace(PTRACE_GETREGS, u->tid, 0, &u->regs))
		return;
	user_cpu_call(u);
	args_from_regs(&u->regs, u->arg);
	u->at_exit = false;
	nr = u->regs.orig_rax;
	u->in_call = true;
	result = user_call_path(u, nr);
	if (result == CALL_OTHER)
		result = call_serve(u, nr);
	u->in_call = false;
	if (result != CALL_HOST && result != CALL_DONE && !u->gone)
		call_return(u, result);
}
