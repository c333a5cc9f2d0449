// SPDX-License-Identifier: MIT
/*
 * arch/host/os/thread.c - host threads: start, end, sleep and stacks
 *
 * Threads started here block all signals: an embedding program's signals are for its own
 * threads, and those of `quarry run` go to the user processes. Faults stay open, for their handler,
 * and so does the signal of interrupts (os/irq.c).
 */
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "arch/host/os/os.h"

/* Kernel code has a stack of its own (stack.c); this one is for libc. */
#define STACK_SIZE	(512UL << 10)

struct thread_start {
	void	*task;
	void	(*fn)(void *);
	void	*arg;
	char	name[16];
};

static __thread unsigned long stack_low, stack_high;

static pthread_key_t exit_key;
static int exit_key_error;
static pthread_once_t exit_once = PTHREAD_ONCE_INIT;

/* Deliver faults and nothing else. */
static void signals_for_faults(sigset_t *set)
{
	sigfillset(set);
	sigdelset(set, SIGSEGV);
	sigdelset(set, SIGBUS);
	sigdelset(set, SIGILL);
	sigdelset(set, SIGFPE);
	sigdelset(set, SIGTRAP);
	sigdelset(set, SIGABRT);
	if (os_irq_signal())
		sigdelset(set, os_irq_signal());
}

static void *thread_main(void *arg)
{
	struct thread_start start = *(struct thread_start *)arg;

	free(arg);
	pthread_setname_np(pthread_self(), start.name);
	os_signal_stack();
	host_thread_run(start.task, start.fn, start.arg);
	return NULL;
}

static long thread_create(void *arg)
{
	sigset_t blocked, before;
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	signals_for_faults(&blocked);
	pthread_sigmask(SIG_SETMASK, &blocked, &before);
	err = pthread_create(&thread, &attr, thread_main, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return -err;
}

int os_thread_start(void *task, void (*fn)(void *), void *arg, const char *name)
{
	struct thread_start *start = malloc(sizeof(*start));
	int err;

	if (!start)
		return -ENOMEM;
	start->task = task;
	start->fn = fn;
	start->arg = arg;
	strncpy(start->name, name, sizeof(start->name) - 1);
	start->name[sizeof(start->name) - 1] = '\0';
	err = os_stack_call(thread_create, start);
	if (err)
		free(start);
	return err;
}

static void *wait_for_gate(void *gate)
{
	pthread_mutex_lock(gate);
	pthread_mutex_unlock(gate);
	return NULL;
}

int os_threads_possible(unsigned int nr)
{
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
	sigset_t blocked, before;
	pthread_t thread[16];
	pthread_attr_t attr;
	unsigned int n = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	signals_for_faults(&blocked);
	pthread_sigmask(SIG_SETMASK, &blocked, &before);
	pthread_mutex_lock(&gate);
	while (n < nr && !pthread_create(&thread[n], &attr, wait_for_gate, &gate))
		n++;
	pthread_mutex_unlock(&gate);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	if (n == nr)
		nr = 0;
	while (n)
		pthread_join(thread[--n], NULL);
	return nr ? -EAGAIN : 0;
}

static void exit_key_create(void)
{
	exit_key_error = pthread_key_create(&exit_key, host_thread_exit);
}

int os_thread_at_exit(void *task)
{
	pthread_once(&exit_once, exit_key_create);
	if (exit_key_error)
		return -exit_key_error;
	return -pthread_setspecific(exit_key, task);
}

int os_at_fork(void (*fn)(void))
{
	return -pthread_atfork(NULL, NULL, fn);
}

void os_thread_self(int *tid, int *pid, char *name, unsigned long size)
{
	*tid = gettid();
	*pid = getpid();
	if (pthread_getname_np(pthread_self(), name, size))
		snprintf(name, size, "%d", *tid);
}

int os_block(const unsigned int *word, unsigned int expected, long long timeout_ns)
{
	int saved_errno = errno;
	struct timespec ts = { timeout_ns / 1000000000, timeout_ns % 1000000000 };
	long ret = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, timeout_ns < 0 ? NULL : &ts, NULL, 0);
	int err = ret < 0 ? errno : 0;

	errno = saved_errno;
	return err == ETIMEDOUT ? -ETIME : 0;
}

void os_wake(const unsigned int *word, int nr)
{
	int saved_errno = errno;

	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, nr < 0 ? INT_MAX : nr, NULL, NULL, 0);
	errno = saved_errno;
}

void os_yield(void)
{
	sched_yield();
}

void os_stack_bounds(unsigned long *low, unsigned long *high)
{
	if (!stack_high) {
		pthread_attr_t attr;
		void *start = NULL;
		size_t size = 0;

		if (pthread_getattr_np(pthread_self(), &attr) == 0) {
			pthread_attr_getstack(&attr, &start, &size);
			pthread_attr_destroy(&attr);
		}
		stack_low = (unsigned long)start;
		stack_high = stack_low + size;
	}
	*low = stack_low;
	*high = stack_high;
}
