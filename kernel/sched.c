// SPDX-License-Identifier: MIT
/*
 * kernel/sched.c - sleeping and waking
 *
 * A task sleeps by blocking in the port on its own __state word, until that is TASK_RUNNING. So
 * there is no run queue and no switch: the port (on the host, the host's kernel) decides who
 * runs, and CPUs are taken only while a task must not be preempted (kernel/cpu_token.c).
 *
 * Barriers   The sleeper stores its state, full barrier (smp_store_mb in set_current_state()),
 *            reads the condition. The waker stores the condition, full barrier (first line of
 *            try_to_wake_up()), reads the state. One of them sees the other's store. The waker's
 *            successful exchange releases; the sleeper's load of TASK_RUNNING acquires.
 *
 * Signals    of a user process are kept by the host, which tells nobody. A sleep that a
 *            signal may end therefore asks again after 2 ms, then 4, 8, 16, and every 20 ms: a
 *            person at the keyboard does not notice 20 ms, and fifty questions a second cost
 *            nothing that can be measured against them.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include "kernel/sched.h"
#include "kernel/stack.h"

#define SIGNAL_SLICE_MIN	(2 * NSEC_PER_MSEC)
#define SIGNAL_SLICE_MAX	(20 * NSEC_PER_MSEC)
#define NO_DEADLINE		(-1LL)

static s64 min_wait(s64 left, s64 slice)
{
	return left < 0 || left > slice ? slice : left;
}

/* May a signal that nobody announces end a sleep in @state? */
static bool must_poll_signals(const struct task_struct *task, unsigned int state)
{
	return task->has_user && (state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL));
}

/* Until woken, or a signal that counts, or @deadline. TASK_RUNNING in any case. */
static void task_block(struct task_struct *task, s64 deadline)
{
	s64 slice = SIGNAL_SLICE_MIN;

	for (;;) {
		unsigned int state = smp_load_acquire(&task->__state);
		s64 left = NO_DEADLINE;

		if (state == TASK_RUNNING)
			return;
		if (signal_pending_state(state, task))
			break;
		if (deadline >= 0) {
			left = deadline - (s64)arch_clock_ns();
			if (left <= 0)
				break;
		}
		if (must_poll_signals(task, state)) {
			left = min_wait(left, slice);
			slice = slice * 2 < SIGNAL_SLICE_MAX ? slice * 2 : SIGNAL_SLICE_MAX;
		}
		arch_block(&task->__state, state, left);
	}
	__set_current_state(TASK_RUNNING);
}

/* Give the CPU away although the caller should not have come here with one. */
static unsigned int cpu_surrender(struct task_struct *task)
{
	struct thread_info *ti = &task->thread_info;
	unsigned int count = ti->count;

	if (count & PREEMPT_COUNT_MASK)
		report_scheduling_while_atomic(task);
	ti->count = 0;
	cpu_token_release(ti);
	return count;
}

static void cpu_reclaim(struct task_struct *task, unsigned int count)
{
	cpu_token_take(&task->thread_info);
	WRITE_ONCE(task->thread_info.count, count);
}

static void schedule_until(s64 deadline)
{
	struct task_struct *task = current;
	unsigned int count = 0;

	task_stack_check(task, "inside scheduler");
	if (READ_ONCE(task->__state) == TASK_RUNNING && !preempt_count()) {
		arch_yield();
		return;
	}
	if (unlikely(task->thread_info.count))
		count = cpu_surrender(task);
	if (READ_ONCE(task->flags) & PF_WQ_WORKER)
		wq_worker_sleeping(task);
	WRITE_ONCE(task->nvcsw, task->nvcsw + 1);	/* others read it */
	task_block(task, deadline);
	if (READ_ONCE(task->flags) & PF_WQ_WORKER)
		wq_worker_running(task);
	if (unlikely(count))
		cpu_reclaim(task, count);
}

/**
 * schedule - sleep as long as the task's state says so
 *
 * With preemption off it reports "BUG: scheduling while atomic" with the call chain, and sleeps
 * all the same, without the CPU.
 * Context: may sleep. Row D6.
 */
void schedule(void)
{
	schedule_until(NO_DEADLINE);
}
EXPORT_SYMBOL(schedule);

/**
 * io_schedule - schedule(), for callers that wait for a device
 *
 * Nothing counts such waits here.
 *
 * Context: may sleep.
 */
void io_schedule(void)
{
	schedule();
}
EXPORT_SYMBOL(io_schedule);

/**
 * schedule_timeout_ns - schedule(), for at most so many nanoseconds
 * @timeout_ns:	the nanoseconds; the caller has set its state
 *
 * Context: may sleep.
 * Return: nanoseconds left, 0 when the time ran out.
 */
s64 schedule_timeout_ns(s64 timeout_ns)
{
	s64 deadline = arch_clock_ns() + timeout_ns, left;

	schedule_until(deadline);
	left = deadline - (s64)arch_clock_ns();
	return left > 0 ? left : 0;
}
EXPORT_SYMBOL_GPL(schedule_timeout_ns);

long schedule_timeout(long timeout)
{
	unsigned long expire;
	s64 deadline;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (timeout < 0) {
		pr_err("schedule_timeout: wrong timeout value %lx\n", (unsigned long)timeout);
		dump_stack();
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	if (timeout > KTIME_MAX / 2 / TICK_NSEC)
		timeout = KTIME_MAX / 2 / TICK_NSEC;
	expire = jiffies + timeout;
	deadline = arch_clock_ns() + (u64)timeout * TICK_NSEC;
	schedule_until(deadline);
	timeout = expire - jiffies;
	return timeout < 0 ? 0 : timeout;
}
EXPORT_SYMBOL(schedule_timeout);

/**
 * io_schedule_timeout - schedule_timeout(), for callers that wait for a device
 * @timeout:	as there
 *
 * Nothing counts such waits here.
 *
 * Context: may sleep.
 * Return: as there.
 */
long io_schedule_timeout(long timeout)
{
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(io_schedule_timeout);

/**
 * schedule_timeout_interruptible - sleep until woken, a signal, or so many jiffies later
 * @timeout:	jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, 0 when the time ran out.
 */
long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(schedule_timeout_interruptible);

/**
 * schedule_timeout_killable - sleep until woken, a fatal signal, or so many jiffies later
 * @timeout:	jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, 0 when the time ran out.
 */
long schedule_timeout_killable(long timeout)
{
	__set_current_state(TASK_KILLABLE);
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(schedule_timeout_killable);

/**
 * schedule_timeout_uninterruptible - sleep until woken, or so many jiffies later
 * @timeout:	jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, 0 when the time ran out.
 */
long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(schedule_timeout_uninterruptible);

/**
 * schedule_timeout_idle - schedule_timeout_uninterruptible() in TASK_IDLE, which is no load
 * @timeout:	jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, 0 when the time ran out.
 */
long schedule_timeout_idle(long timeout)
{
	__set_current_state(TASK_IDLE);
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(schedule_timeout_idle);

/*
 * After the exchange @p may run, end and be freed: from there only its address is used. The
 * caller, and a lock or an RCU section of his, keeps it alive until then.
 */
int try_to_wake_up(struct task_struct *p, unsigned int state, int wake_flags)
{
	unsigned int old;

	smp_mb();	/* the condition before the state: see Barriers */
	old = READ_ONCE(p->__state);
	do {
		if (!(old & state))
			return 0;
	} while (!try_cmpxchg(&p->__state, &old, TASK_RUNNING));
	arch_wake(&p->__state, 1);
	return 1;
}
EXPORT_SYMBOL_GPL(try_to_wake_up);

int wake_up_process(struct task_struct *p)
{
	return try_to_wake_up(p, TASK_NORMAL, 0);
}
EXPORT_SYMBOL(wake_up_process);

/**
 * wake_up_state - wake a task that is in one of certain states
 * @p:	the task, which the caller keeps alive
 * @state:	those states
 *
 * Context: any; a full barrier comes before it looks at the state.
 * Return: 1 if it woke @p, else 0.
 */
int wake_up_state(struct task_struct *p, unsigned int state)
{
	return try_to_wake_up(p, state, 0);
}
EXPORT_SYMBOL_GPL(wake_up_state);

void yield(void)
{
	might_sleep();
	arch_yield();
}
EXPORT_SYMBOL(yield);

/* The port preempts by itself where it can; where it can't, every 64th call is a good deed. */
int __cond_resched(void)
{
	if (!(++current->nivcsw & 63))
		arch_yield();
	return 0;
}
EXPORT_SYMBOL(__cond_resched);

void sched_show_task(struct task_struct *p)
{
	unsigned int state = READ_ONCE(p->__state);
	char letter = state == TASK_RUNNING ? 'R' : state & TASK_INTERRUPTIBLE ? 'S' :
		      state & TASK_UNINTERRUPTIBLE ? 'D' : 'X';

	pr_info("task:%-15.15s state:%c pid:%-5d ppid:%-6d flags:0x%08x\n", p->comm, letter,
		p->pid, p->ppid, p->flags);
}
EXPORT_SYMBOL_GPL(sched_show_task);

/**
 * set_user_nice - note a task's nice value; the port does not learn of it
 * @p:	the task
 * @nice:	-20 to 19; others are ignored
 *
 * Context: any; takes no lock.
 */
void set_user_nice(struct task_struct *p, long nice)
{
	if (nice >= -20 && nice <= 19)
		p->static_prio = p->normal_prio = p->prio = 120 + nice;
}
EXPORT_SYMBOL(set_user_nice);
