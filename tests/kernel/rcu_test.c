// SPDX-License-Identifier: MIT
/*
 * tests/kernel/rcu_test.c - RCU and SRCU: readers never see what was freed (row D6)
 */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include "threads.h"

#define ROUNDS		1500
#define NR_READERS	4
#define ALIVE		0x600d600dUL
#define DEAD		0xdeaddeadUL

struct item {
	unsigned long	state;
	struct rcu_head	rcu;
};

enum how { HOW_SYNCHRONIZE, HOW_CALL, HOW_KFREE };

struct store {
	struct item __rcu	*item;
	atomic_t		bad, updating, called;
	enum how		how;
};

static atomic_t *items_called;

static void item_bury(struct rcu_head *head)
{
	struct item *item = container_of(head, struct item, rcu);

	WRITE_ONCE(item->state, DEAD);
	kfree(item);
	atomic_inc(items_called);
}

static struct item *item_new(void)
{
	struct item *item = kmalloc(sizeof(*item), GFP_KERNEL);

	if (item)
		WRITE_ONCE(item->state, ALIVE);
	return item;
}

static void item_retire(struct store *store, struct item *item)
{
	switch (store->how) {
	case HOW_SYNCHRONIZE:
		synchronize_rcu();
		WRITE_ONCE(item->state, DEAD);
		kfree(item);
		break;
	case HOW_CALL:
		call_rcu(&item->rcu, item_bury);
		break;
	case HOW_KFREE:
		kfree_rcu(item, rcu);
	}
}

static void store_read(struct store *store)
{
	struct item *item;
	unsigned int i;

	rcu_read_lock();
	item = rcu_dereference(store->item);
	for (i = 0; i < 20; i++) {
		if (READ_ONCE(item->state) != ALIVE)
			atomic_inc(&store->bad);
		cpu_relax();
	}
	rcu_read_unlock();
}

/* Thread 0 replaces the item over and over; the others read as long as it does. */
static void store_member(void *ctx, unsigned int i)
{
	struct store *store = ctx;
	unsigned int round;

	for (round = 0; i ? atomic_read(&store->updating) : round < ROUNDS; round++) {
		struct item *new;

		if (i) {
			store_read(store);
			if (round % 32 == 0)
				cond_resched();
			continue;
		}
		new = item_new();
		if (!new)
			continue;
		item_retire(store, rcu_replace_pointer(store->item, new, true));
	}
	if (!i)
		atomic_set(&store->updating, 0);
}

static void store_run(struct kunit *test, enum how how)
{
	struct store *store = kunit_kzalloc(test, sizeof(*store), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, store);
	store->how = how;
	store->item = item_new();
	KUNIT_ASSERT_NOT_NULL(test, store->item);
	atomic_set(&store->updating, 1);
	items_called = &store->called;
	test_threads_run(test, 1 + NR_READERS, store_member, store);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, atomic_read(&store->bad), 0);
	if (how == HOW_CALL)
		KUNIT_EXPECT_EQ(test, atomic_read(&store->called), ROUNDS);
	kfree(store->item);
}

static void synchronize_rcu_readers_see_no_freed_item(struct kunit *test)
{
	store_run(test, HOW_SYNCHRONIZE);
}

static void call_rcu_readers_see_no_freed_item(struct kunit *test)
{
	store_run(test, HOW_CALL);
}

static void kfree_rcu_readers_see_no_freed_item(struct kunit *test)
{
	store_run(test, HOW_KFREE);
}

struct patience {
	atomic_t	reading, release, synced;
};

static void patient_member(void *ctx, unsigned int i)
{
	struct patience *p = ctx;

	if (i == 0) {
		rcu_read_lock();
		rcu_read_lock();
		rcu_read_unlock();
		atomic_set(&p->reading, 1);
		while (!atomic_read(&p->release))
			cpu_relax();
		rcu_read_unlock();
		return;
	}
	while (!atomic_read(&p->reading))
		usleep_range(20, 50);
	synchronize_rcu();
	atomic_set(&p->synced, 1);
}

/* A grace period does not end while a reader of before is in its section. */
static void synchronize_rcu_waits_for_reader(struct kunit *test)
{
	struct patience p = { .synced = ATOMIC_INIT(0) };
	struct test_threads threads;

	if (nr_cpu_ids < 2)
		kunit_skip(test, "the reader holds the only CPU");
	test_threads_start(test, &threads, 2, patient_member, &p);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&p.reading)));
	msleep(5);
	KUNIT_EXPECT_EQ(test, atomic_read(&p.synced), 0);
	atomic_set(&p.release, 1);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, atomic_read(&p.synced), 1);
}

struct note {
	struct rcu_head		rcu;
	struct completion	done;
	bool			softirq;
};

static void note_context(struct rcu_head *head)
{
	struct note *note = container_of(head, struct note, rcu);

	note->softirq = in_serving_softirq();
	complete(&note->done);
}

/* Callbacks run as softirqs; call_rcu() may be called by a reader. */
static void call_rcu_calls_back_in_softirq_context(struct kunit *test)
{
	struct note note = { .softirq = false };

	init_completion(&note.done);
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, rcu_read_lock_held());
	call_rcu(&note.rcu, note_context);
	rcu_read_unlock();
	KUNIT_EXPECT_FALSE(test, rcu_read_lock_held());
	wait_for_completion(&note.done);
	KUNIT_EXPECT_TRUE(test, note.softirq);
}

/* Polled grace periods end by themselves. */
static void poll_state_synchronize_rcu_becomes_true(struct kunit *test)
{
	unsigned long state = get_state_synchronize_rcu();

	KUNIT_EXPECT_FALSE(test, poll_state_synchronize_rcu(state));
	cond_synchronize_rcu(state);
	KUNIT_EXPECT_TRUE(test, poll_state_synchronize_rcu(state));
	state = start_poll_synchronize_rcu();
	KUNIT_EXPECT_TRUE(test, test_eventually(poll_state_synchronize_rcu(state)));
}

DEFINE_STATIC_SRCU(test_srcu);

struct srcu_store {
	struct item __rcu	*item;
	atomic_t		bad, updating;
};

static void srcu_member(void *ctx, unsigned int i)
{
	struct srcu_store *store = ctx;
	unsigned int round;

	for (round = 0; i ? atomic_read(&store->updating) : round < 60; round++) {
		struct item *item;
		int idx;

		if (!i) {
			item = rcu_replace_pointer(store->item, item_new(), true);
			synchronize_srcu(&test_srcu);
			WRITE_ONCE(item->state, DEAD);
			kfree(item);
			continue;
		}
		idx = srcu_read_lock(&test_srcu);
		item = srcu_dereference(store->item, &test_srcu);
		usleep_range(10, 20);	/* these readers may sleep */
		if (READ_ONCE(item->state) != ALIVE)
			atomic_inc(&store->bad);
		srcu_read_unlock(&test_srcu, idx);
	}
	if (!i)
		atomic_set(&store->updating, 0);
}

static void synchronize_srcu_sleeping_readers_see_no_freed_item(struct kunit *test)
{
	struct srcu_store *store = kunit_kzalloc(test, sizeof(*store), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, store);
	store->item = item_new();
	KUNIT_ASSERT_NOT_NULL(test, store->item);
	atomic_set(&store->updating, 1);
	test_threads_run(test, 3, srcu_member, store);
	KUNIT_EXPECT_EQ(test, atomic_read(&store->bad), 0);
	kfree(store->item);
}

static struct kunit_case rcu_cases[] = {
	KUNIT_CASE(synchronize_rcu_readers_see_no_freed_item),
	KUNIT_CASE(call_rcu_readers_see_no_freed_item),
	KUNIT_CASE(kfree_rcu_readers_see_no_freed_item),
	KUNIT_CASE(synchronize_rcu_waits_for_reader),
	KUNIT_CASE(call_rcu_calls_back_in_softirq_context),
	KUNIT_CASE(poll_state_synchronize_rcu_becomes_true),
	KUNIT_CASE(synchronize_srcu_sleeping_readers_see_no_freed_item),
	{}
};

static struct kunit_suite rcu_suite = { .name = "rcu", .test_cases = rcu_cases };
kunit_test_suite(rcu_suite);
