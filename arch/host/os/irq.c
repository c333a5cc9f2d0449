// SPDX-License-Identifier: MIT
/*
 * arch/host/os/irq.c - the signal that interrupts kernel code
 *
 * An interrupt for a CPU that some thread holds is a signal to that thread; its handler has the
 * core run what is pending, on top of what the thread does (docs/interrupts.md). It is the highest
 * real-time signal that the program does not use: ordinary ones have meanings, and
 * the C library takes some of the lowest. SA_RESTART, although only threads inside Quarry get it:
 * those of an embedding program may have come from its code through any system call.
 *
 * Own handler blocked: what runs on top may change stacks, and says itself when the next
 * signal may come (os_irq_nest()). On a thread whose signal stack would be begun anew, the
 * program's own, none comes before the handler's end.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/stack.h"

/* Read in the handler: must not be allocated on first use, hence initial-exec. */
static __thread __attribute__((tls_model("initial-exec"))) int serving;

static int irq_signal;
static pid_t irq_pid;

static void on_kick(int sig, siginfo_t *info, void *context)
{
	int saved_errno = errno;

	serving++;
	host_irq_kicked();
	serving--;
	errno = saved_errno;
}

static int unused_signal(void)
{
	struct sigaction now;
	int sig;

	for (sig = SIGRTMAX - 1; sig > SIGRTMIN; sig--)
		if (sigaction(sig, NULL, &now) == 0 && !(now.sa_flags & SA_SIGINFO) &&
		    now.sa_handler == SIG_DFL)
			return sig;
	return -EBUSY;
}

int os_irq_install(void)
{
	struct sigaction action = { .sa_sigaction = on_kick,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART };
	int sig;

	irq_pid = getpid();
	if (irq_signal)
		return 0;
	sig = unused_signal();
	if (sig < 0)
		return sig;
	sigemptyset(&action.sa_mask);
	if (sigaction(sig, &action, NULL) < 0)
		return -errno;
	irq_signal = sig;
	return 0;
}

int os_irq_signal(void)
{
	return irq_signal;
}

static void mask_own(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, irq_signal);
	pthread_sigmask(how, &set, NULL);
}

unsigned int os_irq_open(void)
{
	if (irq_signal)
		mask_own(SIG_UNBLOCK);
	return gettid();
}

void os_irq_kick(unsigned int tid)
{
	int saved_errno = errno;

	syscall(SYS_tgkill, irq_pid, tid, irq_signal);
	errno = saved_errno;
}

void os_irq_nest(int open)
{
	if (!serving)
		return;
	if (!open)
		mask_own(SIG_BLOCK);
	else if (signal_stack_may_nest())
		mask_own(SIG_UNBLOCK);
}
