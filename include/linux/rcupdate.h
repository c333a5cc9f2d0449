/* SPDX-License-Identifier: MIT */
/*
 * linux/rcupdate.h - read-copy-update
 *
 * A reader holds a CPU: rcu_read_lock() is preempt_disable(). A grace period is over when every
 * CPU that was held when it began has been given back (kernel/rcu.c). So any
 * non-preemptible code is a reader, as in Linux.
 */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/bottom_half.h>
#include <linux/lockdep.h>
#include <asm/barrier.h>

/** rcu_read_lock - what rcu_dereference() gives stays valid until rcu_read_unlock(). Nests. Any context. */
static __always_inline void rcu_read_lock(void)
{
	preempt_disable();
}

static __always_inline void rcu_read_unlock(void)
{
	preempt_enable();
}

#define rcu_read_lock_bh()	local_bh_disable()
#define rcu_read_unlock_bh()	local_bh_enable()
#define rcu_read_lock_sched()	preempt_disable()
#define rcu_read_unlock_sched()	preempt_enable()
#define rcu_read_lock_sched_notrace()	preempt_disable()
#define rcu_read_unlock_sched_notrace()	preempt_enable()

/* Is the caller a reader? Exact: see the top. */
#define rcu_read_lock_held()		(!preemptible())
#define rcu_read_lock_bh_held()		(in_softirq() || irqs_disabled())
#define rcu_read_lock_sched_held()	(!preemptible())
#define rcu_read_lock_any_held()	(!preemptible())
#define rcu_preempt_depth()		0
#define rcu_is_watching()		true
#define RCU_LOCKDEP_WARN(c, s)		do { } while (0 && (c))

#define RCU_INITIALIZER(v)		(typeof(*(v)) *)(v)
#define RCU_INIT_POINTER(p, v)		WRITE_ONCE(p, RCU_INITIALIZER(v))
#define RCU_POINTER_INITIALIZER(p, v)	.p = RCU_INITIALIZER(v)

/** rcu_assign_pointer - publish @v: what was written to it before is seen by whoever follows @p */
#define rcu_assign_pointer(p, v)	smp_store_release(&(p), RCU_INITIALIZER(v))
#define rcu_replace_pointer(p, v, c) ({ \
	typeof(p) __old = rcu_dereference_protected((p), (c)); \
	rcu_assign_pointer((p), (v)); \
	__old; \
})
/* An acquire where a dependency would do: the tools understand it, and on x86 it is a plain load. */
#define rcu_dereference(p)		smp_load_acquire(&(p))
#define rcu_dereference_raw(p)		smp_load_acquire(&(p))
#define rcu_dereference_bh(p)		rcu_dereference(p)
#define rcu_dereference_sched(p)	rcu_dereference(p)
#define rcu_dereference_check(p, c)	rcu_dereference(p)
#define rcu_dereference_bh_check(p, c)	rcu_dereference(p)
#define rcu_dereference_sched_check(p, c) rcu_dereference(p)
#define rcu_dereference_raw_check(p)	rcu_dereference(p)
#define rcu_dereference_protected(p, c)	(p)
#define rcu_access_pointer(p)		READ_ONCE(p)
#define rcu_pointer_handoff(p)		(p)
#define unrcu_pointer(p)		(p)

/** synchronize_rcu - wait until every reader of now is done. Context: may sleep. Row D6. */
void synchronize_rcu(void);
#define synchronize_rcu_expedited()	synchronize_rcu()
#define synchronize_sched()		synchronize_rcu()
#define synchronize_net()		synchronize_rcu()
/** call_rcu - call func(head) after a grace period, in softirq context. Context: any. */
void call_rcu(struct rcu_head *head, rcu_callback_t func);
#define call_rcu_hurry(head, func)	call_rcu(head, func)
/** rcu_barrier - wait until every call_rcu() of before has been called back. Context: may sleep. */
void rcu_barrier(void);
unsigned long get_state_synchronize_rcu(void);
unsigned long start_poll_synchronize_rcu(void);
bool poll_state_synchronize_rcu(unsigned long oldstate);
void cond_synchronize_rcu(unsigned long oldstate);

void kvfree_call_rcu(struct rcu_head *head, void *ptr);

/* kfree_rcu(ptr, member) takes any context; kfree_rcu(ptr), without a member, may sleep. */
#define kfree_rcu_two(ptr, rhf) do { \
	typeof(ptr) __p = (ptr); \
	if (__p) \
		kvfree_call_rcu(&__p->rhf, (void *)__p); \
} while (0)
#define kfree_rcu_one(ptr) do { \
	typeof(ptr) __p = (ptr); \
	if (__p) \
		kvfree_call_rcu(NULL, (void *)__p); \
} while (0)
#define kfree_rcu_pick(_1, _2, NAME, ...)	NAME
/** kfree_rcu - kfree() @ptr after a grace period */
#define kfree_rcu(ptr, rhf...)		kfree_rcu_pick(ptr, ##rhf, kfree_rcu_two, kfree_rcu_one)(ptr, ##rhf)
#define kvfree_rcu(ptr, rhf...)		kfree_rcu(ptr, ##rhf)
#define kfree_rcu_mightsleep(ptr)	kfree_rcu_one(ptr)
#define kvfree_rcu_mightsleep(ptr)	kfree_rcu_one(ptr)

static inline void init_rcu_head(struct rcu_head *head)
{
}

static inline void destroy_rcu_head(struct rcu_head *head)
{
}

#define init_rcu_head_on_stack(head)	init_rcu_head(head)
#define destroy_rcu_head_on_stack(head)	destroy_rcu_head(head)
#define cond_resched_tasks_rcu_qs()	cond_resched()

void rcu_init(void);

#endif /* _LINUX_RCUPDATE_H */
