// SPDX-License-Identifier: MIT
/*
 * tests/kernel/spinlock_test.c - spin locks, reader-writer locks, seqlocks, bit locks (row D6)
 */
#include <linux/bit_spinlock.h>
#include <linux/lockdep.h>
#include <linux/printk.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include "threads.h"

#define ROUNDS		3000
#define NR_THREADS	6

struct guarded {
	spinlock_t	lock;
	raw_spinlock_t	raw;
	rwlock_t	rw;
	seqlock_t	seq;
	unsigned long	bits;
	unsigned long	a, b;		/* always equal, for those who hold the lock */
	atomic_t	torn;
};

static struct guarded *guarded_new(struct kunit *test)
{
	struct guarded *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, g);
	spin_lock_init(&g->lock);
	raw_spin_lock_init(&g->raw);
	rwlock_init(&g->rw);
	seqlock_init(&g->seq);
	return g;
}

static void guarded_step(struct guarded *g)
{
	if (g->a != g->b)
		atomic_inc(&g->torn);
	g->a++;
	barrier();
	g->b++;
}

static void spin_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned long flags;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		switch (round % 3) {
		case 0:
			spin_lock(&g->lock);
			guarded_step(g);
			spin_unlock(&g->lock);
			break;
		case 1:
			spin_lock_irqsave(&g->lock, flags);
			guarded_step(g);
			spin_unlock_irqrestore(&g->lock, flags);
			break;
		default:
			spin_lock_bh(&g->lock);
			guarded_step(g);
			spin_unlock_bh(&g->lock);
		}
		if (round % 64 == 0)
			cond_resched();
	}
}

/* Several threads, all forms: each step is seen whole, and none is lost. */
static void spin_lock_contended_excludes(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	test_threads_run(test, NR_THREADS, spin_member, g);
	KUNIT_EXPECT_EQ(test, g->a, (unsigned long)NR_THREADS * ROUNDS);
	KUNIT_EXPECT_EQ(test, g->b, g->a);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&g->lock));
}

static void try_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round, got = 0;

	for (round = 0; got < ROUNDS / 10; round++) {
		if (spin_trylock(&g->lock)) {
			guarded_step(g);
			spin_unlock(&g->lock);
			got++;
		}
		cond_resched();
	}
}

/* spin_trylock() takes it or leaves it, and leaves preemption as it was. */
static void spin_trylock_taken_returns_0(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	KUNIT_EXPECT_EQ(test, spin_trylock(&g->lock), 1);
	KUNIT_EXPECT_EQ(test, spin_trylock(&g->lock), 0);
	KUNIT_EXPECT_EQ(test, preempt_count(), 1U);
	spin_unlock(&g->lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0U);
	test_threads_run(test, 4, try_member, g);
	KUNIT_EXPECT_EQ(test, g->a, 4UL * (ROUNDS / 10));
}

/* lockdep_assert_held() knows the owner. */
static void lockdep_assert_held_not_held_warns(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct printk_capture c;

	spin_lock(&g->lock);
	printk_capture_begin(&c);
	lockdep_assert_held(&g->lock);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "WARNING"), 0U);
	spin_unlock(&g->lock);
	printk_capture_begin(&c);
	lockdep_assert_held(&g->lock);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "WARNING"), 1U);
}

/* Unlocking what is not locked is reported, and the lock works on. */
static void spin_unlock_unlocked_is_reported(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct printk_capture c;

	preempt_disable();
	printk_capture_begin(&c);
	spin_unlock(&g->lock);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "BUG: spinlock already unlocked"));
	KUNIT_EXPECT_EQ(test, preempt_count(), 0U);
	spin_lock(&g->lock);
	spin_unlock(&g->lock);
}

static void rw_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		if (i == 0) {
			write_lock(&g->rw);
			guarded_step(g);
			write_unlock(&g->rw);
		} else {
			read_lock(&g->rw);
			if (g->a != g->b)
				atomic_inc(&g->torn);
			read_unlock(&g->rw);
		}
		if (round % 64 == 0)
			cond_resched();
	}
}

/* Readers share, a writer is alone, and gets his turn. */
static void rwlock_contended_excludes_writer(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	read_lock(&g->rw);
	KUNIT_EXPECT_EQ(test, read_trylock(&g->rw), 1);
	KUNIT_EXPECT_EQ(test, write_trylock(&g->rw), 0);
	read_unlock(&g->rw);
	read_unlock(&g->rw);
	KUNIT_EXPECT_EQ(test, write_trylock(&g->rw), 1);
	KUNIT_EXPECT_EQ(test, read_trylock(&g->rw), 0);
	write_unlock(&g->rw);
	test_threads_run(test, NR_THREADS, rw_member, g);
	KUNIT_EXPECT_EQ(test, g->a, (unsigned long)ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
}

static void seq_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round, seq;
	unsigned long a, b;

	for (round = 0; round < ROUNDS; round++) {
		if (i == 0) {
			write_seqlock(&g->seq);
			WRITE_ONCE(g->a, g->a + 1);
			WRITE_ONCE(g->b, g->b + 1);
			write_sequnlock(&g->seq);
		} else {
			do {
				seq = read_seqbegin(&g->seq);
				a = READ_ONCE(g->a);
				b = READ_ONCE(g->b);
			} while (read_seqretry(&g->seq, seq));
			if (a != b)
				atomic_inc(&g->torn);
		}
		if (round % 64 == 0)
			cond_resched();
	}
}

/* Readers of a seqlock never use a half-written pair. */
static void seqlock_reader_sees_whole_update(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	test_threads_run(test, 4, seq_member, g);
	KUNIT_EXPECT_EQ(test, g->a, (unsigned long)ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
}

static void bit_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		bit_spin_lock(3, &g->bits);
		guarded_step(g);
		bit_spin_unlock(3, &g->bits);
		if (round % 64 == 0)
			cond_resched();
	}
}

static void bit_spin_lock_contended_excludes(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	test_threads_run(test, 4, bit_member, g);
	KUNIT_EXPECT_EQ(test, g->a, 4UL * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
	KUNIT_EXPECT_EQ(test, g->bits, 0UL);
}

struct counted {
	spinlock_t	lock;
	int		refs;
};

static struct counted *counted_shared;

static void drop_member(void *ctx, unsigned int i)
{
	struct counted *counted = counted_shared;
	bool last;

	spin_lock(&counted->lock);
	last = --counted->refs == 0;
	spin_unlock(&counted->lock);
	if (last)
		kfree(counted);
}

/*
 * The last of several unlockers frees the lock: no unlock may touch it after giving it up. Under the
 * address sanitizer this fails if one does.
 */
static void spin_unlock_then_freed_by_next_owner(struct kunit *test)
{
	unsigned int round;

	for (round = 0; round < 50; round++) {
		counted_shared = kzalloc(sizeof(*counted_shared), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, counted_shared);
		spin_lock_init(&counted_shared->lock);
		counted_shared->refs = 4;
		test_threads_run(test, 4, drop_member, NULL);
	}
}

/* atomic_dec_and_lock() holds the lock exactly when the count came to 0. */
static void atomic_dec_and_lock_last_takes_lock(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	atomic_t count = ATOMIC_INIT(2);

	KUNIT_EXPECT_EQ(test, atomic_dec_and_lock(&count, &g->lock), 0);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&g->lock));
	KUNIT_EXPECT_EQ(test, atomic_dec_and_lock(&count, &g->lock), 1);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&g->lock));
	spin_unlock(&g->lock);
}

static struct kunit_case spinlock_cases[] = {
	KUNIT_CASE(spin_lock_contended_excludes),
	KUNIT_CASE(spin_trylock_taken_returns_0),
	KUNIT_CASE(lockdep_assert_held_not_held_warns),
	KUNIT_CASE(spin_unlock_unlocked_is_reported),
	KUNIT_CASE(rwlock_contended_excludes_writer),
	KUNIT_CASE(seqlock_reader_sees_whole_update),
	KUNIT_CASE(bit_spin_lock_contended_excludes),
	KUNIT_CASE(spin_unlock_then_freed_by_next_owner),
	KUNIT_CASE(atomic_dec_and_lock_last_takes_lock),
	{}
};

static struct kunit_suite spinlock_suite = { .name = "spinlock", .test_cases = spinlock_cases };
kunit_test_suite(spinlock_suite);
