/* SPDX-License-Identifier: MIT */
/*
 * linux/preempt.h - the preemption count, and with it the CPU token
 *
 * The first reason not to be preempted takes a CPU (cpu_hold), the last one gone gives it back
 * (cpu_drop). In between the task has the CPU's data to itself. Both are one store when nobody is
 * in the way: the port takes a free CPU by a restartable sequence or by compare-and-swap
 * (<asm/cpu_token.h>). The orderings are argued in docs/locking.md, "CPU tokens".
 *
 * A compare-and-swap waits for the stores before it and holds up the loads behind it. So the
 * task's own words are written after it, and the release stores a value that the task remembers
 * instead of reading the word back.
 *
 * An interrupt may come between any two instructions. It acts only if the count is not 0, and then the
 * token is held: a take stores the token's word first and the count last, a release the other way
 * round.
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/compiler.h>
#include <linux/instruction_pointer.h>
#include <linux/thread_info.h>
#include <asm/barrier.h>
#include <asm/cpu_token.h>

#define PREEMPT_BITS		8
#define SOFTIRQ_BITS		8
#define HARDIRQ_BITS		4
#define NMI_BITS		4

#define PREEMPT_SHIFT		0
#define SOFTIRQ_SHIFT		(PREEMPT_SHIFT + PREEMPT_BITS)
#define HARDIRQ_SHIFT		(SOFTIRQ_SHIFT + SOFTIRQ_BITS)
#define NMI_SHIFT		(HARDIRQ_SHIFT + HARDIRQ_BITS)

#define PREEMPT_MASK		0x000000ffU
#define SOFTIRQ_MASK		0x0000ff00U
#define HARDIRQ_MASK		0x000f0000U
#define NMI_MASK		0x00f00000U

#define PREEMPT_OFFSET		(1U << PREEMPT_SHIFT)
#define SOFTIRQ_OFFSET		(1U << SOFTIRQ_SHIFT)
#define HARDIRQ_OFFSET		(1U << HARDIRQ_SHIFT)
#define NMI_OFFSET		(1U << NMI_SHIFT)
#define SOFTIRQ_DISABLE_OFFSET	(2 * SOFTIRQ_OFFSET)
#define PREEMPT_DISABLE_OFFSET	PREEMPT_OFFSET
#define PREEMPT_LOCK_OFFSET	PREEMPT_DISABLE_OFFSET
#define SOFTIRQ_LOCK_OFFSET	(SOFTIRQ_DISABLE_OFFSET + PREEMPT_LOCK_OFFSET)

/* Above Linux's bits: local_irq_disable() is in force. Not part of preempt_count(). */
#define CPU_IRQS_OFF		0x01000000U
#define PREEMPT_COUNT_MASK	0x00ffffffU

/* How many tasks wait for a token; written by waiters only (docs/locking.md). */
extern unsigned int cpu_token_waiters;

void cpu_token_take_slow(struct thread_info *ti);
void cpu_token_wake(void);
void cpu_count_underflow(unsigned int n);

/* Take the token if that is simple: acquire, pairs with the release in cpu_token_put(). */
static __always_inline bool cpu_token_try(struct thread_info *ti)
{
	u64 held;

	if (unlikely(!arch_cpu_token_try(ti, &held)))
		return false;
	ti->token_next = (u32)held + CPU_TOKEN_RELEASE;
	return true;
}

static __always_inline void cpu_token_take(struct thread_info *ti)
{
	if (unlikely(!cpu_token_try(ti)))
		cpu_token_take_slow(ti);
}

/* Give the token back. True: somebody waits, cpu_token_wake() is due. */
static __always_inline bool cpu_token_put(struct thread_info *ti)
{
	smp_store_release(&ti->token->word, ti->token_next);
	barrier();	/* the waiter's arch_fence_cpus() orders the two: docs/locking.md */
	return unlikely(READ_ONCE(cpu_token_waiters));
}

static __always_inline void cpu_token_release(struct thread_info *ti)
{
	if (cpu_token_put(ti))
		cpu_token_wake();
}

/* One more reason (@n of the count) not to be preempted. */
static __always_inline void cpu_hold(unsigned int n)
{
	struct thread_info *ti = current_thread_info();
	unsigned int old = ti->count;

	if (!old) {
		cpu_token_take(ti);
		ti->hold_ip = _THIS_IP_;
	}
	ti->count = old + n;
	barrier();
}

/* One reason less. Touches the task no more once the token is given back. */
static __always_inline void cpu_drop(unsigned int n)
{
	struct thread_info *ti = current_thread_info();
	unsigned int old = ti->count;

	barrier();
	if (unlikely(old < n)) {
		cpu_count_underflow(n);
		return;
	}
	ti->count = old - n;
	if (old == n)
		cpu_token_release(ti);
}

/** preempt_count - Linux's preemption count of the running task. Any context. */
#define preempt_count()		(current_thread_info()->count & PREEMPT_COUNT_MASK)
#define preempt_count_add(n)	cpu_hold(n)
#define preempt_count_sub(n)	cpu_drop(n)
#define preempt_count_inc()	cpu_hold(1)
#define preempt_count_dec()	cpu_drop(1)

#define hardirq_count()		(preempt_count() & HARDIRQ_MASK)
#define nmi_count()		(preempt_count() & NMI_MASK)
#define softirq_count()		(preempt_count() & SOFTIRQ_MASK)
#define irq_count()		(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_MASK))

/* In which context does the caller run? Row D4. */
#define in_nmi()		(nmi_count())
#define in_hardirq()		(hardirq_count())
#define in_irq()		(hardirq_count())
#define in_softirq()		(softirq_count())
#define in_serving_softirq()	(softirq_count() & SOFTIRQ_OFFSET)
#define in_interrupt()		(irq_count())
#define in_task()		(!(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)))
#define in_atomic()		(preempt_count() != 0)
#define in_atomic_preempt_off()	(preempt_count() != PREEMPT_DISABLE_OFFSET)
#define interrupt_context_level()	\
	((in_nmi() ? 1 : 0) + (in_nmi() || in_hardirq() ? 1 : 0) + \
	 (in_nmi() || in_hardirq() || in_serving_softirq() ? 1 : 0))

/** preemptible - may the caller lose its CPU, that is: does it hold none? */
#define preemptible()		(current_thread_info()->count == 0)

/**
 * preempt_disable - hold a CPU until the matching preempt_enable()
 *
 * Nests. While it is in force the task may not sleep, and smp_processor_id() is stable.
 * Context: any; may wait for a CPU when called with none held. Row D4.
 */
#define preempt_disable()		cpu_hold(PREEMPT_OFFSET)
/** preempt_enable - undo one preempt_disable(). Context: any. */
#define preempt_enable()		cpu_drop(PREEMPT_OFFSET)
#define preempt_enable_no_resched()	cpu_drop(PREEMPT_OFFSET)
#define sched_preempt_enable_no_resched() cpu_drop(PREEMPT_OFFSET)
#define preempt_disable_notrace()	cpu_hold(PREEMPT_OFFSET)
#define preempt_enable_notrace()	cpu_drop(PREEMPT_OFFSET)
#define preempt_check_resched()		barrier()

/**
 * migrate_disable - stay on one CPU, but preemptible: smp_processor_id() does not change
 * Context: any. Nests.
 */
void migrate_disable(void);
/** migrate_enable - undo one migrate_disable(). Context: any. */
void migrate_enable(void);

#endif /* _LINUX_PREEMPT_H */
