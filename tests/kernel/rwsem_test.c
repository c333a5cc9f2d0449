// SPDX-License-Identifier: MIT
/*
 * tests/kernel/rwsem_test.c - sleeping reader-writer locks (row D6)
 */
#include <linux/lockdep.h>
#include <linux/rwsem.h>
#include "threads.h"

#define ROUNDS		1500
#define NR_THREADS	6

struct guarded {
	struct rw_semaphore	sem;
	unsigned long		a, b;
	atomic_t		torn, readers, most_readers, writers, order;
};

static struct guarded *guarded_new(struct kunit *test)
{
	struct guarded *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, g);
	init_rwsem(&g->sem);
	return g;
}

static void rwsem_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		if (i < 2) {
			down_write(&g->sem);
			if (g->a != g->b)
				atomic_inc(&g->torn);
			g->a++;
			g->b++;
			if (round % 2) {
				downgrade_write(&g->sem);
				if (g->a != g->b)
					atomic_inc(&g->torn);
				up_read(&g->sem);
			} else {
				up_write(&g->sem);
			}
		} else {
			down_read(&g->sem);
			if (g->a != g->b)
				atomic_inc(&g->torn);
			up_read(&g->sem);
		}
	}
}

static void rwsem_contended_excludes_writers(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	test_threads_run(test, NR_THREADS, rwsem_member, g);
	KUNIT_EXPECT_EQ(test, g->a, 2UL * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&g->sem));
	KUNIT_EXPECT_FALSE(test, rwsem_is_contended(&g->sem));
}

static void rwsem_trylock_follows_holder(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	KUNIT_EXPECT_EQ(test, down_read_trylock(&g->sem), 1);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&g->sem), 1);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&g->sem), 0);
	up_read(&g->sem);
	up_read(&g->sem);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&g->sem), 1);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&g->sem), 0);
	KUNIT_EXPECT_TRUE(test, lockdep_is_write_held(&g->sem));
	downgrade_write(&g->sem);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&g->sem), 1);
	up_read(&g->sem);
	up_read(&g->sem);
}

static void reader_stays(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	down_read(&g->sem);
	atomic_inc(&g->readers);
	if (!test_eventually(atomic_read(&g->readers) == 3))
		atomic_inc(&g->torn);
	up_read(&g->sem);
}

/* Readers who queued behind a writer all come in together when he leaves. */
static void rwsem_readers_after_writer_share(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;

	down_write(&g->sem);
	test_threads_start(test, &threads, 3, reader_stays, g);
	KUNIT_EXPECT_TRUE(test, test_eventually(rwsem_is_contended(&g->sem)));
	KUNIT_EXPECT_EQ(test, atomic_read(&g->readers), 0);
	up_write(&g->sem);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
}

static void writer_once(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	down_write(&g->sem);
	atomic_inc(&g->writers);
	up_write(&g->sem);
}

/* A waiting writer keeps new readers out. */
static void rwsem_waiting_writer_stops_new_readers(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;

	down_read(&g->sem);
	test_threads_start(test, &threads, 1, writer_once, g);
	KUNIT_EXPECT_TRUE(test, test_eventually(rwsem_is_contended(&g->sem)));
	KUNIT_EXPECT_EQ(test, down_read_trylock(&g->sem), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->writers), 0);
	up_read(&g->sem);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->writers), 1);
}

static struct kunit_case rwsem_cases[] = {
	KUNIT_CASE(rwsem_contended_excludes_writers),
	KUNIT_CASE(rwsem_trylock_follows_holder),
	KUNIT_CASE(rwsem_readers_after_writer_share),
	KUNIT_CASE(rwsem_waiting_writer_stops_new_readers),
	{}
};

static struct kunit_suite rwsem_suite = { .name = "rwsem", .test_cases = rwsem_cases };
kunit_test_suite(rwsem_suite);
