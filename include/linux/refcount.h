/* SPDX-License-Identifier: MIT */
/*
 * linux/refcount.h - counts of references, which never wrap
 *
 * A count that would overflow, that is raised from 0, or that falls below 0 is set to
 * REFCOUNT_SATURATED and reported once for each kind. A saturated count stays so: the object leaks,
 * which is harmless, instead of being freed while in use. (row D3)
 *
 * Order: raising a count orders nothing (whoever raises it has a reference already). Lowering it
 * is a release, and reaching 0 an acquire besides: the last owner sees all that the others did.
 */
#ifndef _LINUX_REFCOUNT_H
#define _LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/limits.h>

struct mutex;
struct spinlock;

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

#define REFCOUNT_INIT(n)	{ .refs = ATOMIC_INIT(n), }
#define REFCOUNT_MAX		INT_MAX
#define REFCOUNT_SATURATED	(INT_MIN / 2)

enum refcount_saturation_type {
	REFCOUNT_ADD_NOT_ZERO_OVF,
	REFCOUNT_ADD_OVF,
	REFCOUNT_ADD_UAF,
	REFCOUNT_SUB_UAF,
	REFCOUNT_DEC_LEAK,
};

/**
 * refcount_warn_saturate - saturate a counter and report what went wrong, once for each kind
 * @r:		the counter
 * @t:		the kind of misuse
 *
 * Row D3.
 * Context: any.
 */
void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t);

/** refcount_set - give a count its first value */
static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return atomic_read(&r->refs);
}

static inline __must_check bool __refcount_add_not_zero(int i, refcount_t *r, int *oldp)
{
	int old = refcount_read(r);

	do {
		if (!old)
			break;
	} while (!atomic_try_cmpxchg_relaxed(&r->refs, &old, old + i));

	if (oldp)
		*oldp = old;
	if (unlikely(old < 0 || old + i < 0))
		refcount_warn_saturate(r, REFCOUNT_ADD_NOT_ZERO_OVF);
	return old;
}

/** refcount_add_not_zero - add @i unless the count is 0; true if added */
static inline __must_check bool refcount_add_not_zero(int i, refcount_t *r)
{
	return __refcount_add_not_zero(i, r, NULL);
}

static inline void __refcount_add(int i, refcount_t *r, int *oldp)
{
	int old = atomic_fetch_add_relaxed(i, &r->refs);

	if (oldp)
		*oldp = old;
	if (unlikely(!old))
		refcount_warn_saturate(r, REFCOUNT_ADD_UAF);
	else if (unlikely(old < 0 || old + i < 0))
		refcount_warn_saturate(r, REFCOUNT_ADD_OVF);
}

static inline void refcount_add(int i, refcount_t *r)
{
	__refcount_add(i, r, NULL);
}

static inline __must_check bool __refcount_inc_not_zero(refcount_t *r, int *oldp)
{
	return __refcount_add_not_zero(1, r, oldp);
}

/** refcount_inc_not_zero - take a reference to an object that may be on its way out */
static inline __must_check bool refcount_inc_not_zero(refcount_t *r)
{
	return __refcount_inc_not_zero(r, NULL);
}

static inline void __refcount_inc(refcount_t *r, int *oldp)
{
	__refcount_add(1, r, oldp);
}

/** refcount_inc - take one more reference; the caller has one */
static inline void refcount_inc(refcount_t *r)
{
	__refcount_inc(r, NULL);
}

static inline __must_check bool __refcount_sub_and_test(int i, refcount_t *r, int *oldp)
{
	int old = atomic_fetch_sub_release(i, &r->refs);

	if (oldp)
		*oldp = old;
	if (old == i) {
		/* Pairs with the release of every earlier decrement. */
		(void)atomic_read_acquire(&r->refs);
		return true;
	}
	if (unlikely(old < 0 || old - i < 0))
		refcount_warn_saturate(r, REFCOUNT_SUB_UAF);
	return false;
}

static inline __must_check bool refcount_sub_and_test(int i, refcount_t *r)
{
	return __refcount_sub_and_test(i, r, NULL);
}

static inline __must_check bool __refcount_dec_and_test(refcount_t *r, int *oldp)
{
	return __refcount_sub_and_test(1, r, oldp);
}

/** refcount_dec_and_test - give a reference back; true if it was the last */
static inline __must_check bool refcount_dec_and_test(refcount_t *r)
{
	return __refcount_dec_and_test(r, NULL);
}

static inline void __refcount_dec(refcount_t *r, int *oldp)
{
	int old = atomic_fetch_sub_release(1, &r->refs);

	if (oldp)
		*oldp = old;
	if (unlikely(old <= 1))
		refcount_warn_saturate(r, REFCOUNT_DEC_LEAK);
}

/** refcount_dec - give back a reference that is known not to be the last */
static inline void refcount_dec(refcount_t *r)
{
	__refcount_dec(r, NULL);
}

/**
 * refcount_dec_if_one - drop the last reference, or none
 * @r:		the counter
 *
 * Context: any.
 * Return: true if the count was 1 and is 0 now; false, and unchanged, for any other. Row D3.
 */
__must_check bool refcount_dec_if_one(refcount_t *r);

/**
 * refcount_dec_not_one - drop a reference unless it is the last
 * @r:		the counter; one that is 0 is reported
 *
 * Context: any.
 * Return: false, and unchanged, if the count is 1; else true. Row D3.
 */
__must_check bool refcount_dec_not_one(refcount_t *r);

/**
 * refcount_dec_and_mutex_lock - drop a reference, and take a mutex if it is the last
 * @r:		the counter
 * @lock:	the mutex
 *
 * Context: may sleep.
 * Return: true, with @lock held, if the count is 0 now; else false, and @lock is not held. Row D3.
 */
__must_check bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock);

/**
 * refcount_dec_and_lock - drop a reference, and take a spinlock if it is the last
 * @r:		the counter
 * @lock:	the spinlock
 *
 * Context: any in which @lock may be taken.
 * Return: true, with @lock held, if the count is 0 now; else false, and @lock is not held. Row D3.
 */
__must_check bool refcount_dec_and_lock(refcount_t *r, struct spinlock *lock);
__must_check bool refcount_dec_and_lock_irqsave(refcount_t *r, struct spinlock *lock,
						unsigned long *flags);

#endif /* _LINUX_REFCOUNT_H */
