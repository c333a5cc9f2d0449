// SPDX-License-Identifier: MIT
/*
 * kernel/rcu.c - grace periods by CPU tokens
 *
 * Terms      reader	whoever holds a CPU; so rcu_read_lock() is preempt_disable().
 *            grace period	from the look at the tokens until each that was held has changed.
 *
 * Why it works  Unlink, fence on all CPUs, look at token T. If T is free, or was taken after the look,
 *            its reader's loads come after the fence and miss what was unlinked: the fence stands in
 *            for the one that taking a token does not have. If T is held, the grace period waits
 *            for the releasing store (an acquire load), after which the reader's loads are over.
 *            A word never returns to a held value, so a CPU that is taken anew counts as done.
 * Locking    call_rcu() pushes on a lock-free list, so any context may call; one thread takes the
 *            whole list, waits for a grace period, and calls back in order.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/time64.h>
#include "kernel/sched.h"

/* Looks at a held token before sleeping, and for how long: a reader is short. */
#define GP_SPINS	50
#define GP_SLEEP_MIN	(20 * NSEC_PER_USEC)
#define GP_SLEEP_MAX	NSEC_PER_MSEC

/* A callback "function" below this is kvfree_call_rcu()'s: the offset of the rcu_head. */
#define KFREE_OFFSET_MAX	4096

static struct rcu_head *rcu_pending;
static struct task_struct *rcu_thread;
/* Grace periods begun and done, for those that poll; the thread runs one for rcu_poll_wanted. */
static unsigned long rcu_begun, rcu_done;
static bool rcu_poll_wanted;

/* ---- grace periods ---- */

static bool token_moved_on(const struct cpu_token *token, u64 word)
{
	return smp_load_acquire(&token->word) != word;
}

static void token_wait_release(const struct cpu_token *token, u64 word)
{
	s64 pause = GP_SLEEP_MIN;
	unsigned int i;

	for (i = 0; i < GP_SPINS; i++) {
		if (token_moved_on(token, word))
			return;
		cpu_relax();
	}
	while (!token_moved_on(token, word)) {
		__set_current_state(TASK_IDLE);
		schedule_timeout_ns(pause);
		if (pause < GP_SLEEP_MAX)
			pause *= 2;
	}
}

static void rcu_mark_done(unsigned long begun)
{
	unsigned long done = READ_ONCE(rcu_done);

	while ((long)(begun - done) > 0)
		if (try_cmpxchg(&rcu_done, &done, begun))
			break;
}

void synchronize_rcu(void)
{
	unsigned long begun;
	unsigned int cpu;

	might_sleep();
	begun = __atomic_add_fetch(&rcu_begun, 1, __ATOMIC_SEQ_CST);
	arch_fence_cpus();
	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		u64 word = smp_load_acquire(&cpu_tokens[cpu]->word);

		if ((word & CPU_TOKEN_HELD) && word < CPU_TOKEN_OFFLINE)
			token_wait_release(cpu_tokens[cpu], word);
	}
	smp_mb();	/* what the caller does next comes after all those sections */
	rcu_mark_done(begun);
}
EXPORT_SYMBOL_GPL(synchronize_rcu);

/**
 * get_state_synchronize_rcu - a cookie for a grace period that begins from now on
 *
 * Context: any; a full barrier comes first.
 * Return: the cookie, for poll_state_synchronize_rcu() and cond_synchronize_rcu().
 */
unsigned long get_state_synchronize_rcu(void)
{
	smp_mb();
	return READ_ONCE(rcu_begun) + 1;
}
EXPORT_SYMBOL_GPL(get_state_synchronize_rcu);

/**
 * start_poll_synchronize_rcu - get_state_synchronize_rcu(), and have such a grace period begun
 *
 * Context: any; wakes the RCU thread.
 * Return: the cookie.
 */
unsigned long start_poll_synchronize_rcu(void)
{
	unsigned long state = get_state_synchronize_rcu();

	WRITE_ONCE(rcu_poll_wanted, true);
	if (rcu_thread)
		wake_up_process(rcu_thread);
	return state;
}
EXPORT_SYMBOL_GPL(start_poll_synchronize_rcu);

/**
 * poll_state_synchronize_rcu - is a cookie's grace period over?
 * @oldstate:	the cookie
 *
 * Context: any; a full barrier comes last.
 * Return: true if it is.
 */
bool poll_state_synchronize_rcu(unsigned long oldstate)
{
	bool done = (long)(READ_ONCE(rcu_done) - oldstate) >= 0;

	smp_mb();
	return done;
}
EXPORT_SYMBOL_GPL(poll_state_synchronize_rcu);

/**
 * cond_synchronize_rcu - synchronize_rcu(), unless a cookie's grace period is over
 * @oldstate:	the cookie
 *
 * Context: may sleep.
 */
void cond_synchronize_rcu(unsigned long oldstate)
{
	if (!poll_state_synchronize_rcu(oldstate))
		synchronize_rcu();
}
EXPORT_SYMBOL_GPL(cond_synchronize_rcu);

/* ---- callbacks ---- */

/*
 * The list is empty before the first push: wake the thread. It empties the list after setting its
 * state, so one of the two sees the other (the exchanges are full barriers).
 */
void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	struct rcu_head *first = READ_ONCE(rcu_pending);

	head->func = func;
	do {
		head->next = first;
	} while (!try_cmpxchg(&rcu_pending, &first, head));
	if (!first && READ_ONCE(rcu_thread))
		wake_up_process(rcu_thread);
}
EXPORT_SYMBOL_GPL(call_rcu);

/**
 * kvfree_call_rcu - free memory after a grace period; kvfree_rcu() is the name to use
 * @head:	in the memory, near its start; NULL: the caller waits for the grace period
 *		itself
 * @ptr:	the memory, of kmalloc() or vmalloc()
 *
 * Context: any with a @head; may sleep without.
 */
void kvfree_call_rcu(struct rcu_head *head, void *ptr)
{
	unsigned long offset = (char *)head - (char *)ptr;

	if (!head) {
		synchronize_rcu();
		kvfree(ptr);
		return;
	}
	if (WARN_ON(offset >= KFREE_OFFSET_MAX))
		return;
	call_rcu(head, (rcu_callback_t)offset);
}
EXPORT_SYMBOL_GPL(kvfree_call_rcu);

static void rcu_call_back(struct rcu_head *head)
{
	unsigned long func = (unsigned long)head->func;

	if (func < KFREE_OFFSET_MAX) {
		kvfree((char *)head - func);
		return;
	}
	softirq_enter();
	head->func(head);
	softirq_exit();
}

static struct rcu_head *rcu_reverse(struct rcu_head *list)
{
	struct rcu_head *reversed = NULL;

	while (list) {
		struct rcu_head *next = list->next;

		list->next = reversed;
		reversed = list;
		list = next;
	}
	return reversed;
}

/* Everything that was pushed before, oldest first. */
static void rcu_run_pending(void)
{
	struct rcu_head *list = rcu_reverse(xchg(&rcu_pending, NULL));

	WRITE_ONCE(rcu_poll_wanted, false);
	synchronize_rcu();
	while (list) {
		struct rcu_head *next = list->next;

		rcu_call_back(list);
		list = next;
	}
}

static int rcu_thread_main(void *unused)
{
	for (;;) {
		set_current_state(TASK_IDLE);
		if (READ_ONCE(rcu_pending) || READ_ONCE(rcu_poll_wanted)) {
			__set_current_state(TASK_RUNNING);
			rcu_run_pending();
			continue;
		}
		schedule();
	}
	return 0;
}

struct rcu_barrier_wait {
	struct rcu_head		head;
	struct completion	done;
};

static void rcu_barrier_done(struct rcu_head *head)
{
	complete(&container_of(head, struct rcu_barrier_wait, head)->done);
}

void rcu_barrier(void)
{
	struct rcu_barrier_wait wait;

	might_sleep();
	init_completion(&wait.done);
	call_rcu(&wait.head, rcu_barrier_done);
	wait_for_completion(&wait.done);
}
EXPORT_SYMBOL_GPL(rcu_barrier);

/** rcu_init - callbacks run from now on. Boot list: after sched_init(). */
void __init rcu_init(void)
{
	struct task_struct *task = kthread_run(rcu_thread_main, NULL, "rcu_sched");

	BUG_ON(IS_ERR(task));
	WRITE_ONCE(rcu_thread, task);
	wake_up_process(task);
}

/* ---- SRCU: counted readers ---- */

/*
 * Reader: count, full barrier, load the pointer. Updater: store the pointer, full barrier, look at the
 * counts. A reader that the updater's look misses therefore sees the new pointer.
 * The phase turns so that new readers do not keep the count that is waited for from reaching 0.
 */
int srcu_read_lock(struct srcu_struct *ssp)
{
	int idx = READ_ONCE(ssp->phase) & 1;

	atomic_long_inc(&ssp->readers[idx]);
	smp_mb();
	return idx;
}
EXPORT_SYMBOL_GPL(srcu_read_lock);

/**
 * srcu_read_unlock - end a read-side section
 * @ssp:	the structure
 * @idx:	what srcu_read_lock() returned
 *
 * Context: any; wakes synchronize_srcu() when the last reader of its kind goes.
 */
void srcu_read_unlock(struct srcu_struct *ssp, int idx)
{
	if (atomic_long_dec_return(&ssp->readers[idx]) == 0 && waitqueue_active(&ssp->wait))
		wake_up_all(&ssp->wait);
}
EXPORT_SYMBOL_GPL(srcu_read_unlock);

void synchronize_srcu(struct srcu_struct *ssp)
{
	unsigned int turn;

	mutex_lock(&ssp->mutex);
	for (turn = 0; turn < 2; turn++) {
		unsigned int old = ssp->phase & 1;

		smp_mb();
		WRITE_ONCE(ssp->phase, ssp->phase + 1);
		smp_mb();
		wait_event(ssp->wait, atomic_long_read_acquire(&ssp->readers[old]) == 0);
	}
	smp_mb();
	mutex_unlock(&ssp->mutex);
}
EXPORT_SYMBOL_GPL(synchronize_srcu);

/**
 * init_srcu_struct - make a structure for sleepable RCU
 * @ssp:	its memory
 *
 * Context: any.
 * Return: 0.
 */
int init_srcu_struct(struct srcu_struct *ssp)
{
	atomic_long_set(&ssp->readers[0], 0);
	atomic_long_set(&ssp->readers[1], 0);
	ssp->phase = 0;
	mutex_init(&ssp->mutex);
	init_waitqueue_head(&ssp->wait);
	return 0;
}
EXPORT_SYMBOL_GPL(init_srcu_struct);

/**
 * cleanup_srcu_struct - the structure's memory is about to go; readers are reported
 * @ssp:	made by init_srcu_struct()
 *
 * Context: any.
 */
void cleanup_srcu_struct(struct srcu_struct *ssp)
{
	WARN_ON(atomic_long_read(&ssp->readers[0]) || atomic_long_read(&ssp->readers[1]));
}
EXPORT_SYMBOL_GPL(cleanup_srcu_struct);
