// SPDX-License-Identifier: MIT
/*
 * bench/irq.c - what an interrupt of bench/irq_kern.c is made of on the host: a signal to a thread
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/bench.h"

static atomic_int served, loop_tid, loop_stop;

static void on_signal(int sig)
{
	atomic_fetch_add(&served, 1);
}

static void *loop_main(void *unused)
{
	loop_tid = gettid();
	while (!loop_stop)
		__asm__ volatile("" ::: "memory");
	return NULL;
}

static void bare_tgkill(unsigned long n)
{
	struct sigaction action = { .sa_handler = on_signal };
	pthread_t thread;

	sigaction(SIGRTMIN + 5, &action, NULL);
	loop_tid = loop_stop = 0;
	pthread_create(&thread, NULL, loop_main, NULL);
	while (!loop_tid)
		;
	while (n--) {
		int before = served;

		syscall(SYS_tgkill, getpid(), loop_tid, SIGRTMIN + 5);
		while (served == before)
			;
	}
	loop_stop = 1;
	pthread_join(thread, NULL);
}
BENCH("interrupt another thread, until its handler is over", "bare tgkill and handler", bare_tgkill);
