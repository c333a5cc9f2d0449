// SPDX-License-Identifier: MIT
/*
 * kernel/kthread.c - kernel threads
 *
 * Life: kthread_create() makes the task, asleep in TASK_UNINTERRUPTIBLE before its context even starts,
 * so that no wake-up can come too early. The thread holds one reference on itself. Its
 * last act is to give that up; the memory goes after a grace period, and the thread holds a
 * CPU until it needs its task_struct no more (docs/locking.md, "The end of a task").
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/fault-inject.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include "kernel/sched.h"
#include "kernel/stack.h"

enum { KTHREAD_SHOULD_STOP, KTHREAD_SHOULD_PARK };

/**
 * struct kthread - a kernel thread's own, freed with its task
 * @flags:	bits KTHREAD_*; atomic
 * @result:	what @fn returned, or gave to kthread_exit(); valid once @exited
 * @way_out:	where kthread_exit() goes: a buffer of __builtin_setjmp()
 */
struct kthread {
	unsigned long		flags;
	int			result;
	void			*way_out[5];
	int			(*fn)(void *data);
	void			*data;
	struct completion	exited;
	struct completion	parked;
};

static struct kthread *to_kthread(struct task_struct *task)
{
	WARN_ON(!(READ_ONCE(task->flags) & PF_KTHREAD));
	return task->kthread;
}

/* ---- in the thread ---- */

/* Nothing may use current after task_leave(). */
static void kthread_end(struct task_struct *self, int result)
{
	struct kthread *kthread = self->kthread;

	WARN(self->thread_info.count, "kthread %s ended with preempt_count 0x%x\n", self->comm,
	     preempt_count());
	task_stack_check(self, "at the end of a thread");
	kmap_assert_none("the end of a thread");
	if (unlikely(self->fault_counted))
		fault_task_leave(self);
	task_stack_leaving(self);
	preempt_disable();
	WRITE_ONCE(self->flags, self->flags | PF_EXITING);
	task_unlink(self);
	kthread->result = result;
	WRITE_ONCE(self->__state, TASK_DEAD);
	complete_all(&kthread->exited);
	put_task_struct(self);
	task_leave();
}

/* Apart from kthread_main(), which would lose its local variables in the jump. */
static noinline int kthread_call(struct kthread *kthread)
{
	int result;

	if (__builtin_setjmp(kthread->way_out))
		return to_kthread(current)->result;
	result = kthread->fn(kthread->data);
	barrier();	/* not a tail call: kthread_exit() comes back to this frame */
	return result;
}

void kthread_exit(long result)
{
	struct kthread *kthread = to_kthread(current);

	kthread->result = result;
	__builtin_longjmp(kthread->way_out, 1);
}
EXPORT_SYMBOL(kthread_exit);

void kthread_complete_and_exit(struct completion *comp, long code)
{
	if (comp)
		complete(comp);
	kthread_exit(code);
}
EXPORT_SYMBOL(kthread_complete_and_exit);

static void kthread_main(void *arg)
{
	struct task_struct *self = arg;
	struct kthread *kthread = self->kthread;
	int result = -EINTR;

	task_context_set(self);
	schedule();	/* until wake_up_process() or kthread_stop() */
	if (!kthread_should_stop()) {
		kthread_parkme();
		result = kthread_call(kthread);
	}
	debug_check_no_locks_held();
	kthread_end(self, result);
}

bool kthread_should_stop(void)
{
	return test_bit(KTHREAD_SHOULD_STOP, &to_kthread(current)->flags);
}
EXPORT_SYMBOL(kthread_should_stop);

bool kthread_should_park(void)
{
	return test_bit(KTHREAD_SHOULD_PARK, &to_kthread(current)->flags);
}
EXPORT_SYMBOL_GPL(kthread_should_park);

/**
 * kthread_freezable_should_stop - kthread_should_stop(), for threads that could be frozen
 * @was_frozen:	receives false, as nothing freezes threads here; may be NULL
 *
 * Context: a kernel thread; any there.
 * Return: as kthread_should_stop().
 */
bool kthread_freezable_should_stop(bool *was_frozen)
{
	if (was_frozen)
		*was_frozen = false;
	return kthread_should_stop();
}
EXPORT_SYMBOL_GPL(kthread_freezable_should_stop);

void kthread_parkme(void)
{
	struct kthread *self = to_kthread(current);

	for (;;) {
		set_current_state(TASK_PARKED);
		if (!test_bit(KTHREAD_SHOULD_PARK, &self->flags))
			break;
		complete(&self->parked);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}
EXPORT_SYMBOL_GPL(kthread_parkme);

/* ---- outside ---- */

static struct task_struct *kthread_alloc(int (*fn)(void *), void *data, const char *comm)
{
	struct kthread *kthread = kzalloc(sizeof(*kthread), GFP_KERNEL);
	struct task_struct *task;

	if (!kthread)
		return NULL;
	kthread->fn = fn;
	kthread->data = data;
	init_completion(&kthread->exited);
	init_completion(&kthread->parked);
	task = task_alloc(comm);
	if (!task) {
		kfree(kthread);
		return NULL;
	}
	task->kthread = kthread;
	task->__state = TASK_UNINTERRUPTIBLE;
	return task;
}

struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
					   const char namefmt[], ...)
{
	char comm[TASK_COMM_LEN];
	struct task_struct *task;
	va_list args;
	int err;

	might_sleep();
	va_start(args, namefmt);
	vsnprintf(comm, sizeof(comm), namefmt, args);
	va_end(args);
	task = kthread_alloc(threadfn, data, comm);
	if (!task)
		return ERR_PTR(-ENOMEM);
	err = arch_task_start(task, kthread_main, task);
	if (err) {
		task_unlink(task);
		put_task_struct(task);
		return ERR_PTR(err);
	}
	return task;
}
EXPORT_SYMBOL(kthread_create_on_node);

void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	if (WARN_ON(READ_ONCE(k->__state) != TASK_UNINTERRUPTIBLE || cpu >= nr_cpu_ids))
		return;
	task_set_bound(k, cpu);
	WRITE_ONCE(k->flags, k->flags | PF_NO_SETAFFINITY);
}
EXPORT_SYMBOL(kthread_bind);

/**
 * kthread_create_on_cpu - make a kernel thread for one CPU, asleep until wake_up_process()
 * @threadfn:	what it does
 * @data:	for it
 * @cpu:	the CPU
 * @namefmt:	its name, with a format for @cpu
 *
 * Context: may sleep; allocates with GFP_KERNEL. Row D6.
 * Return: the thread, or ERR_PTR() of -ENOMEM or of what the port could not do.
 */
struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt)
{
	struct task_struct *task = kthread_create_on_node(threadfn, data, -1, namefmt, cpu);

	if (!IS_ERR(task))
		kthread_bind(task, cpu);
	return task;
}
EXPORT_SYMBOL(kthread_create_on_cpu);

int kthread_stop(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);
	int result;

	get_task_struct(k);
	set_bit(KTHREAD_SHOULD_STOP, &kthread->flags);
	kthread_unpark(k);
	wake_up_process(k);
	wait_for_completion(&kthread->exited);
	result = kthread->result;
	put_task_struct(k);
	return result;
}
EXPORT_SYMBOL(kthread_stop);

int kthread_park(struct task_struct *k)
{
	struct kthread *kthread = to_kthread(k);

	if (READ_ONCE(k->flags) & PF_EXITING)
		return -ENOSYS;
	if (WARN_ON_ONCE(test_and_set_bit(KTHREAD_SHOULD_PARK, &kthread->flags)))
		return -EBUSY;
	if (k != current) {
		wake_up_process(k);
		wait_for_completion(&kthread->parked);
	}
	return 0;
}
EXPORT_SYMBOL_GPL(kthread_park);

/**
 * kthread_unpark - let a kernel thread go on from kthread_parkme()
 * @k:	the thread, which the caller keeps alive
 *
 * Context: any.
 */
void kthread_unpark(struct task_struct *k)
{
	clear_bit(KTHREAD_SHOULD_PARK, &to_kthread(k)->flags);
	wake_up_state(k, TASK_PARKED);
}
EXPORT_SYMBOL_GPL(kthread_unpark);

/**
 * kthread_data - what a kernel thread's function was given
 * @k:	the thread, which the caller keeps alive
 *
 * Context: any.
 * Return: the data argument of kthread_create().
 */
void *kthread_data(struct task_struct *k)
{
	return to_kthread(k)->data;
}
EXPORT_SYMBOL_GPL(kthread_data);
