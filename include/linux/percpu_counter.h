/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu_counter.h - a counter that many CPUs change and few read exactly
 *
 * Each CPU keeps a difference of less than a batch; the sum of all of them and @count is the
 * value. Reading @count alone is off by at most batch * CPUs.
 */
#ifndef _LINUX_PERCPU_COUNTER_H
#define _LINUX_PERCPU_COUNTER_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/percpu.h>
#include <linux/gfp_types.h>

struct lock_class_key;

struct percpu_counter {
	raw_spinlock_t lock;
	s64 count;
	struct list_head list;	/* of all of them */
	s32 __percpu *counters;
};

extern int percpu_counter_batch;

int __percpu_counter_init(struct percpu_counter *fbc, s64 amount, gfp_t gfp,
			  struct lock_class_key *key);
/** percpu_counter_init - make @fbc with value @amount; 0 or -ENOMEM. May sleep if @gfp says so. */
#if !defined(QUARRY_API)
#define percpu_counter_init(fbc, amount, gfp)	__percpu_counter_init(fbc, amount, gfp, NULL)
#elif QUARRY_API >= 20634
#define percpu_counter_init(fbc, amount)	__percpu_counter_init(fbc, amount, GFP_KERNEL, NULL)
#else	/* it could not fail */
#define percpu_counter_init(fbc)	((void)__percpu_counter_init(fbc, 0, GFP_KERNEL | __GFP_NOFAIL, NULL))
#endif
/** percpu_counter_destroy - free what it holds; may be called twice. Any context. */
void percpu_counter_destroy(struct percpu_counter *fbc);
/** percpu_counter_set - give it a value; no one else may be changing it */
void percpu_counter_set(struct percpu_counter *fbc, s64 amount);
/** percpu_counter_add_batch - add; the shared count is touched once @batch has gathered */
void percpu_counter_add_batch(struct percpu_counter *fbc, s64 amount, s32 batch);
/** percpu_counter_sync - move this CPU's difference into the shared count */
void percpu_counter_sync(struct percpu_counter *fbc);
/** __percpu_counter_sum - the exact value (as exact as concurrent changes allow) */
s64 __percpu_counter_sum(struct percpu_counter *fbc);
int __percpu_counter_compare(struct percpu_counter *fbc, s64 rhs, s32 batch);

static inline int percpu_counter_compare(struct percpu_counter *fbc, s64 rhs)
{
	return __percpu_counter_compare(fbc, rhs, READ_ONCE(percpu_counter_batch));
}

static inline void percpu_counter_add(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add_batch(fbc, amount, READ_ONCE(percpu_counter_batch));
}

/* For counters that are read rarely: gather far more before touching the shared count. */
static inline void percpu_counter_add_local(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add_batch(fbc, amount, 0x7fffffff);
}

static inline void percpu_counter_inc(struct percpu_counter *fbc)
{
	percpu_counter_add(fbc, 1);
}

static inline void percpu_counter_dec(struct percpu_counter *fbc)
{
	percpu_counter_add(fbc, -1);
}

static inline void percpu_counter_sub(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add(fbc, -amount);
}

static inline void percpu_counter_sub_local(struct percpu_counter *fbc, s64 amount)
{
	percpu_counter_add_local(fbc, -amount);
}

static inline s64 percpu_counter_sum(struct percpu_counter *fbc)
{
	return __percpu_counter_sum(fbc);
}

static inline s64 percpu_counter_sum_positive(struct percpu_counter *fbc)
{
	s64 sum = __percpu_counter_sum(fbc);

	return sum < 0 ? 0 : sum;
}

static inline s64 percpu_counter_read(struct percpu_counter *fbc)
{
	return READ_ONCE(fbc->count);
}

static inline s64 percpu_counter_read_positive(struct percpu_counter *fbc)
{
	s64 count = READ_ONCE(fbc->count);

	return count < 0 ? 0 : count;
}

static inline bool percpu_counter_initialized(struct percpu_counter *fbc)
{
	return fbc->counters != NULL;
}

/* As modules for 2.6.10 and 2.6.34 have them. */
#ifdef QUARRY_API
#define percpu_counter_mod(fbc, amount)			percpu_counter_add((fbc), (amount))
#define __percpu_counter_add(fbc, amount, batch)	percpu_counter_add_batch((fbc), (amount), (batch))
#endif

#endif /* _LINUX_PERCPU_COUNTER_H */
