// SPDX-License-Identifier: MIT
/*
 * tests/lib/percpu_ref_test.c - suite "percpu_ref": references counted on each CPU, until somebody must know
 */
#include <kunit/test.h>
#include <linux/percpu-refcount.h>
#include "tests/kernel/threads.h"

struct counted {
	struct percpu_ref	ref;
	atomic_t		nr_released, nr_confirmed;
	struct completion	confirmed;
};

static void released(struct percpu_ref *ref)
{
	atomic_inc_return_release(&container_of(ref, struct counted, ref)->nr_released);
}

static void confirmed(struct percpu_ref *ref)
{
	struct counted *c = container_of(ref, struct counted, ref);

	atomic_inc(&c->nr_confirmed);
	complete(&c->confirmed);
}

static void counted_make(struct kunit *test, struct counted *c, unsigned int flags)
{
	*c = (struct counted) { };
	init_completion(&c->confirmed);
	KUNIT_ASSERT_EQ(test, percpu_ref_init(&c->ref, released, flags, GFP_KERNEL), 0);
}

static void ref_is_released_with_the_last(struct kunit *test)
{
	struct counted c;

	counted_make(test, &c, 0);
	percpu_ref_get(&c.ref);
	percpu_ref_get_many(&c.ref, 5);
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget(&c.ref));
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_live(&c.ref));
	percpu_ref_put_many(&c.ref, 6);
	KUNIT_EXPECT_FALSE(test, percpu_ref_is_dying(&c.ref));
	KUNIT_EXPECT_FALSE(test, percpu_ref_is_zero(&c.ref));
	percpu_ref_kill_and_confirm(&c.ref, confirmed);
	KUNIT_EXPECT_TRUE(test, percpu_ref_is_dying(&c.ref));
	wait_for_completion(&c.confirmed);
	KUNIT_EXPECT_FALSE(test, percpu_ref_tryget_live(&c.ref));
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget(&c.ref));
	percpu_ref_put(&c.ref);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_long_read_acquire(&c.ref.data->count) == 2));
	percpu_ref_put(&c.ref);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.nr_released), 0);
	percpu_ref_put(&c.ref);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.nr_released), 1);
	KUNIT_EXPECT_FALSE(test, percpu_ref_tryget(&c.ref));
	KUNIT_EXPECT_TRUE(test, percpu_ref_is_zero(&c.ref));
	percpu_ref_exit(&c.ref);
	percpu_ref_exit(&c.ref);
	KUNIT_EXPECT_TRUE(test, percpu_ref_is_zero(&c.ref));
}

/* There and back without being killed: the number stays, and is known in between. */
static void ref_switches_modes(struct kunit *test)
{
	struct counted c;

	counted_make(test, &c, PERCPU_REF_ALLOW_REINIT);
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_many(&c.ref, 41));
	percpu_ref_switch_to_atomic(&c.ref, confirmed);
	wait_for_completion(&c.confirmed);
	/* The switch has a reference of its own, until a little after the confirmation. */
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_long_read(&c.ref.data->count) == 42L));
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_live_rcu(&c.ref));
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, atomic_long_read(&c.ref.data->count), 43L);
	percpu_ref_switch_to_percpu(&c.ref);
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_live_rcu(&c.ref));
	rcu_read_unlock();
	percpu_ref_put_many(&c.ref, 43);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.nr_released), 0);
	percpu_ref_switch_to_atomic_sync(&c.ref);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_long_read(&c.ref.data->count) == 1L));
	percpu_ref_kill(&c.ref);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&c.nr_released) == 1));
	rcu_read_lock();
	KUNIT_EXPECT_FALSE(test, percpu_ref_tryget_live_rcu(&c.ref));
	rcu_read_unlock();
	percpu_ref_exit(&c.ref);
}

static void ref_kill_alone_releases(struct kunit *test)
{
	struct counted c;

	counted_make(test, &c, 0);
	percpu_ref_kill(&c.ref);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&c.nr_released) == 1));
	percpu_ref_exit(&c.ref);
}

static void ref_begins_as_flags_say(struct kunit *test)
{
	struct counted c;

	counted_make(test, &c, PERCPU_REF_INIT_ATOMIC);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&c.ref.data->count), 1L);
	percpu_ref_get(&c.ref);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&c.ref.data->count), 2L);
	percpu_ref_put_many(&c.ref, 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&c.nr_released), 1);
	percpu_ref_exit(&c.ref);
	counted_make(test, &c, PERCPU_REF_INIT_DEAD);
	KUNIT_EXPECT_TRUE(test, percpu_ref_is_dying(&c.ref));
	KUNIT_EXPECT_TRUE(test, percpu_ref_is_zero(&c.ref));
	KUNIT_EXPECT_FALSE(test, percpu_ref_tryget(&c.ref));
	percpu_ref_reinit(&c.ref);
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_live(&c.ref));
	KUNIT_EXPECT_FALSE(test, percpu_ref_is_zero(&c.ref));
	percpu_ref_put(&c.ref);
	percpu_ref_kill(&c.ref);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&c.nr_released) == 1));
	percpu_ref_exit(&c.ref);
}

static void ref_comes_back_from_the_dead(struct kunit *test)
{
	struct counted c;

	counted_make(test, &c, PERCPU_REF_ALLOW_REINIT);
	percpu_ref_get(&c.ref);
	percpu_ref_kill_and_confirm(&c.ref, confirmed);
	percpu_ref_resurrect(&c.ref);	/* waits for the switch */
	KUNIT_EXPECT_EQ(test, atomic_read(&c.nr_confirmed), 1);
	KUNIT_EXPECT_FALSE(test, percpu_ref_is_dying(&c.ref));
	KUNIT_EXPECT_TRUE(test, percpu_ref_tryget_live(&c.ref));
	percpu_ref_put_many(&c.ref, 2);
	percpu_ref_kill(&c.ref);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&c.nr_released) == 1));
	percpu_ref_reinit(&c.ref);
	percpu_ref_kill(&c.ref);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&c.nr_released) == 2));
	percpu_ref_exit(&c.ref);
}

static void ref_killed_twice_is_reported(struct kunit *test)
{
	struct printk_capture capture;
	struct counted c;

	counted_make(test, &c, 0);
	percpu_ref_get_many(&c.ref, 1);
	percpu_ref_kill(&c.ref);
	printk_capture_begin(&capture);
	percpu_ref_kill(&c.ref);
	printk_capture_end(&capture);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&capture,
			  "percpu_ref_kill_and_confirm called more than once on "));
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&c.nr_released) == 1));
	percpu_ref_exit(&c.ref);
}

#define NR_THREADS	8

struct users {
	struct counted	counted;
	bool		stop;
	atomic_long_t	nr_gone;
};

/* Each gets three and puts three, in another order; never while it has none does it put. */
static void use(void *ctx, unsigned int i)
{
	struct users *u = ctx;

	while (!READ_ONCE(u->stop)) {
		cond_resched();
		if (!percpu_ref_tryget_live(&u->counted.ref)) {
			atomic_long_inc(&u->nr_gone);
			continue;
		}
		percpu_ref_get_many(&u->counted.ref, 2);
		percpu_ref_put(&u->counted.ref);
		percpu_ref_put_many(&u->counted.ref, 2);
	}
}

/* Modes change and the count dies and comes back, while others count: no reference is lost. */
static void ref_is_exact_while_modes_change(struct kunit *test)
{
	static struct test_threads threads;
	static struct users u;
	int nr_deaths = 0;

	u = (struct users) { };
	counted_make(test, &u.counted, PERCPU_REF_ALLOW_REINIT);
	test_threads_start(test, &threads, NR_THREADS, use, &u);
	for (int i = 0; i < 30; i++) {
		percpu_ref_switch_to_atomic_sync(&u.counted.ref);
		percpu_ref_switch_to_percpu(&u.counted.ref);
		percpu_ref_kill(&u.counted.ref);
		nr_deaths++;
		KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&u.counted.nr_released) == nr_deaths));
		KUNIT_EXPECT_TRUE(test, percpu_ref_is_zero(&u.counted.ref));
		percpu_ref_reinit(&u.counted.ref);
	}
	WRITE_ONCE(u.stop, true);
	test_threads_join(&threads);
	percpu_ref_switch_to_atomic_sync(&u.counted.ref);
	/* The switch puts its own reference after it has told that it is over. */
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_long_read_acquire(&u.counted.ref.data->count) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&u.counted.nr_released), nr_deaths);
	percpu_ref_put(&u.counted.ref);
	KUNIT_EXPECT_EQ(test, atomic_read(&u.counted.nr_released), nr_deaths + 1);
	percpu_ref_exit(&u.counted.ref);
}

static struct kunit_case percpu_ref_cases[] = {
	KUNIT_CASE(ref_is_released_with_the_last),
	KUNIT_CASE(ref_switches_modes),
	KUNIT_CASE(ref_kill_alone_releases),
	KUNIT_CASE(ref_begins_as_flags_say),
	KUNIT_CASE(ref_comes_back_from_the_dead),
	KUNIT_CASE(ref_killed_twice_is_reported),
	KUNIT_CASE(ref_is_exact_while_modes_change),
	{}
};

static struct kunit_suite percpu_ref_suite = {
	.name = "percpu_ref",
	.test_cases = percpu_ref_cases,
};
kunit_test_suite(percpu_ref_suite);
