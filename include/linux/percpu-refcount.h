/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu-refcount.h - a count of references that CPUs change without meeting
 *
 * Terms
 *   per-CPU mode	each CPU counts gets minus puts; nobody knows the sum, so it can't reach 0.
 *   atomic mode	one shared number. percpu_ref_kill() switches to it, and drops the first reference: when
 *			the last one is put, release() is called.
 *   dead		killed: percpu_ref_tryget_live() fails, others still work.
 *
 *	@percpu_count_ptr	address of the CPUs' counts | dead (bit 1) | atomic (bit 0)
 *
 * Who counts looks at the mode in an RCU read section, and counts there; the switch adds the CPUs'
 * counts up after a grace period, when all who saw the old mode have counted. Until then the shared
 * number carries a bias, so that it does not reach 0 meanwhile.
 */
#ifndef _LINUX_PERCPU_REFCOUNT_H
#define _LINUX_PERCPU_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

struct percpu_ref;
typedef void (percpu_ref_func_t)(struct percpu_ref *);

#define __PERCPU_REF_ATOMIC		1UL
#define __PERCPU_REF_DEAD		2UL
#define __PERCPU_REF_ATOMIC_DEAD	(__PERCPU_REF_ATOMIC | __PERCPU_REF_DEAD)
#define __PERCPU_REF_FLAG_BITS		2

/*
 * For percpu_ref_init(): begin in atomic mode; dead, without a reference; may come back from the
 * dead.
 */
enum {
	PERCPU_REF_INIT_ATOMIC	= 1 << 0,
	PERCPU_REF_INIT_DEAD	= 1 << 1,
	PERCPU_REF_ALLOW_REINIT	= 1 << 2,
};

struct percpu_ref_data {
	atomic_long_t		count;
	percpu_ref_func_t	*release;
	percpu_ref_func_t	*confirm_switch;	/* not NULL while a switch is under way */
	bool			force_atomic;
	bool			allow_reinit;
	struct rcu_head		rcu;
	struct percpu_ref	*ref;
};

struct percpu_ref {
	unsigned long		percpu_count_ptr;
	struct percpu_ref_data	*data;
};

int __must_check percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release, unsigned int flags,
				 gfp_t gfp);
void percpu_ref_exit(struct percpu_ref *ref);
void percpu_ref_switch_to_atomic(struct percpu_ref *ref, percpu_ref_func_t *confirm_switch);
void percpu_ref_switch_to_atomic_sync(struct percpu_ref *ref);
void percpu_ref_switch_to_percpu(struct percpu_ref *ref);
void percpu_ref_kill_and_confirm(struct percpu_ref *ref, percpu_ref_func_t *confirm_kill);
void percpu_ref_resurrect(struct percpu_ref *ref);
void percpu_ref_reinit(struct percpu_ref *ref);
bool percpu_ref_is_zero(struct percpu_ref *ref);

/** percpu_ref_kill - drop the first reference; no tryget_live() succeeds once all CPUs know. Context: any. */
static inline void percpu_ref_kill(struct percpu_ref *ref)
{
	percpu_ref_kill_and_confirm(ref, NULL);
}

/* In an RCU read section: is @ref in per-CPU mode? Then *@counts are the CPUs' counts. */
static __always_inline bool __ref_is_percpu(struct percpu_ref *ref, unsigned long __percpu **counts)
{
	/* Pairs with switch_to_percpu_locked(): the counts are zeros. */
	unsigned long ptr = smp_load_acquire(&ref->percpu_count_ptr);

	if (unlikely(ptr & __PERCPU_REF_ATOMIC_DEAD))
		return false;
	*counts = (unsigned long __percpu *)ptr;
	return true;
}

/** percpu_ref_get_many - @nr references more; the caller has one. Context: any. */
static inline void percpu_ref_get_many(struct percpu_ref *ref, unsigned long nr)
{
	unsigned long __percpu *counts;

	rcu_read_lock();
	if (__ref_is_percpu(ref, &counts))
		this_cpu_add(*counts, nr);
	else
		atomic_long_add(nr, &ref->data->count);
	rcu_read_unlock();
}

static inline void percpu_ref_get(struct percpu_ref *ref)
{
	percpu_ref_get_many(ref, 1);
}

/** percpu_ref_tryget_many - @nr references more, unless there is none. Context: any. Return: were there any? */
static inline bool percpu_ref_tryget_many(struct percpu_ref *ref, unsigned long nr)
{
	unsigned long __percpu *counts;
	bool got = true;

	rcu_read_lock();
	if (__ref_is_percpu(ref, &counts))
		this_cpu_add(*counts, nr);
	else
		got = atomic_long_add_unless(&ref->data->count, nr, 0);
	rcu_read_unlock();
	return got;
}

static inline bool percpu_ref_tryget(struct percpu_ref *ref)
{
	return percpu_ref_tryget_many(ref, 1);
}

/** percpu_ref_tryget_live_rcu - percpu_ref_tryget_live() of a caller in an RCU read section */
static inline bool percpu_ref_tryget_live_rcu(struct percpu_ref *ref)
{
	unsigned long __percpu *counts;

	if (likely(__ref_is_percpu(ref, &counts))) {
		this_cpu_inc(*counts);
		return true;
	}
	return !(READ_ONCE(ref->percpu_count_ptr) & __PERCPU_REF_DEAD) &&
	       atomic_long_inc_not_zero(&ref->data->count);
}

/** percpu_ref_tryget_live - one reference more, unless @ref is dead. Context: any. Return: is it live? */
static inline bool percpu_ref_tryget_live(struct percpu_ref *ref)
{
	bool got;

	rcu_read_lock();
	got = percpu_ref_tryget_live_rcu(ref);
	rcu_read_unlock();
	return got;
}

/** percpu_ref_put_many - @nr references less; release() with the last one. Context: as release() allows. */
static inline void percpu_ref_put_many(struct percpu_ref *ref, unsigned long nr)
{
	unsigned long __percpu *counts;

	rcu_read_lock();
	if (__ref_is_percpu(ref, &counts))
		this_cpu_sub(*counts, nr);
	else if (unlikely(atomic_long_sub_and_test(nr, &ref->data->count)))
		ref->data->release(ref);
	rcu_read_unlock();
}

static inline void percpu_ref_put(struct percpu_ref *ref)
{
	percpu_ref_put_many(ref, 1);
}

/** percpu_ref_is_dying - killed, and not brought back. Any context. */
static inline bool percpu_ref_is_dying(struct percpu_ref *ref)
{
	return READ_ONCE(ref->percpu_count_ptr) & __PERCPU_REF_DEAD;
}

#endif /* _LINUX_PERCPU_REFCOUNT_H */
