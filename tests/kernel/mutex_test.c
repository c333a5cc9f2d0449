// SPDX-License-Identifier: MIT
/*
 * tests/kernel/mutex_test.c - mutexes (row D6)
 */
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include "threads.h"

#define ROUNDS		2000
#define NR_THREADS	6

struct guarded {
	struct mutex	lock;
	unsigned long	a, b;
	atomic_t	torn, taken;
	int		ret;
};

static struct guarded *guarded_new(struct kunit *test)
{
	struct guarded *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, g);
	mutex_init(&g->lock);
	return g;
}

static void mutex_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		mutex_lock(&g->lock);
		if (g->a != g->b)
			atomic_inc(&g->torn);
		g->a++;
		if (round % 256 == 0)
			usleep_range(5, 10);	/* holders may sleep */
		g->b++;
		mutex_unlock(&g->lock);
	}
}

static void mutex_lock_contended_excludes(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	test_threads_run(test, NR_THREADS, mutex_member, g);
	KUNIT_EXPECT_EQ(test, g->a, (unsigned long)NR_THREADS * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&g->lock));
}

static void mutex_trylock_taken_returns_0(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	KUNIT_EXPECT_EQ(test, mutex_trylock(&g->lock), 1);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&g->lock), 0);
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&g->lock));
	mutex_unlock(&g->lock);
	KUNIT_EXPECT_FALSE(test, lockdep_is_held(&g->lock));
}

static void interruptible_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	allow_signal(SIGINT);
	atomic_inc(&g->taken);
	g->ret = mutex_lock_interruptible(&g->lock);
}

/* A waiter in mutex_lock_interruptible() leaves with -EINTR on a signal, and the mutex works on. */
static void mutex_lock_interruptible_signal_returns_eintr(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;

	g->ret = 1;
	mutex_lock(&g->lock);
	test_threads_start(test, &threads, 1, interruptible_member, g);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&g->taken)));
	send_sig(SIGINT, threads.thread[0].task, 0);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, g->ret, -EINTR);
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&g->lock));
	mutex_unlock(&g->lock);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&g->lock), 1);
	mutex_unlock(&g->lock);
}

static void unlock_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	mutex_unlock(&g->lock);
}

/* Who does not hold it can't unlock it: reported, and it stays locked. */
static void mutex_unlock_by_other_task_is_reported(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct printk_capture c;

	mutex_lock(&g->lock);
	printk_capture_begin(&c);
	test_threads_run(test, 1, unlock_member, g);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "lock->owner != current"));
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&g->lock));
	mutex_unlock(&g->lock);
}

static void once_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	mutex_lock(&g->lock);
	atomic_inc(&g->taken);
	mutex_unlock(&g->lock);
}

/* One who takes it again at once does not starve those who wait. */
static void mutex_lock_greedy_holder_lets_waiter_in(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;
	unsigned long end;

	mutex_lock(&g->lock);
	test_threads_start(test, &threads, 1, once_member, g);
	end = jiffies + 30 * HZ;
	while (!atomic_read(&g->taken) && time_before(jiffies, end)) {
		udelay(50);
		mutex_unlock(&g->lock);
		mutex_lock(&g->lock);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&g->taken), 1);
	mutex_unlock(&g->lock);
	test_threads_join(&threads);
}

/* Says so, takes it, and keeps it until @ret is not 0. */
static void keeping_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	atomic_set(&g->taken, 1);
	mutex_lock(&g->lock);
	atomic_set(&g->taken, 2);
	while (!READ_ONCE(g->ret))
		usleep_range(50, 100);
	mutex_unlock(&g->lock);
}

/* Has it gone to sleep for the mutex, once more than @sleeps times? */
static bool waits_again(struct guarded *g, const struct task_struct *task, unsigned long sleeps)
{
	return atomic_read(&g->taken) == 1 && READ_ONCE(task->nvcsw) > sleeps &&
	       READ_ONCE(task->__state) == TASK_UNINTERRUPTIBLE;
}

/* False if the waiter was quicker than the caller at any step, which shows nothing. */
static bool unlock_hands_over(struct kunit *test, struct guarded *g, const struct task_struct *waiter)
{
	unsigned long sleeps;

	KUNIT_EXPECT_TRUE(test, test_eventually(waits_again(g, waiter, 0)));
	msleep(2);
	sleeps = READ_ONCE(waiter->nvcsw);
	mutex_unlock(&g->lock);
	if (!mutex_trylock(&g->lock))
		return false;
	KUNIT_EXPECT_TRUE(test, test_eventually(waits_again(g, waiter, sleeps)));
	mutex_unlock(&g->lock);
	if (mutex_trylock(&g->lock)) {
		KUNIT_FAIL(test, "it was free to take");
		mutex_unlock(&g->lock);
	}
	return true;
}

/*
 * A first waiter has waited for milliseconds, and was woken when somebody else had been quicker: the next
 * unlock leaves nothing to be quick for.
 */
static void mutex_unlock_long_waiter_gets_it_handed(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;
	unsigned int shown, round;

	for (round = 0, shown = 0; round < 1000 && shown < 20; round++) {
		mutex_lock(&g->lock);
		g->ret = 0;
		test_threads_start(test, &threads, 1, keeping_member, g);
		shown += unlock_hands_over(test, g, threads.thread[0].task);
		WRITE_ONCE(g->ret, 1);
		test_threads_join(&threads);
		KUNIT_EXPECT_EQ(test, atomic_read(&g->taken), 2);
	}
	KUNIT_EXPECT_GT(test, shown, 0);
}

/* ---- waiters that leave ---- */

#define NR_LEAVERS	4

/* Signals hit it now and then: as a waiter that was woken, as one that was not, or not waiting. */
static void leaver_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round;

	allow_signal(SIGINT);
	for (round = 0; round < ROUNDS; round++) {
		if (mutex_lock_interruptible(&g->lock)) {
			flush_signals(current);
			continue;
		}
		if (g->a++ != g->b)
			atomic_inc(&g->torn);
		if (round % 8 == 0)
			usleep_range(1, 2);
		g->b++;
		mutex_unlock(&g->lock);
	}
	atomic_inc(&g->taken);
}

/* A waiter that was woken and leaves for a signal does not take the wake-up of the others with it. */
static void mutex_lock_interruptible_leaver_loses_no_wakeup(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;
	unsigned long end = jiffies + 30 * HZ, i = 0;

	test_threads_start(test, &threads, NR_LEAVERS, leaver_member, g);
	while (atomic_read(&g->taken) < NR_LEAVERS && time_before(jiffies, end)) {
		send_sig(SIGINT, threads.thread[i++ % NR_LEAVERS].task, 0);
		usleep_range(5, 50);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&g->taken), NR_LEAVERS);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
	test_threads_join(&threads);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&g->lock));
}

/* ---- to spin or to sleep ---- */

#define HOLD_NS		(15 * NSEC_PER_USEC)
#define NR_CHANCES	100

struct spun {
	struct mutex	lock;
	unsigned int	round, answered;	/* the holder's; the waiter's answer to it */
	u64		taken, freed;		/* when this round's hold began and ended */
	unsigned int	chances, spun;
	bool		stop;
};

/*
 * The holder was not stopped by the host within this round, and the waiter ran at the same time: so on
 * another CPU.
 */
static bool both_ran(const struct spun *s, u64 begin)
{
	return s->freed - s->taken < 3 * HOLD_NS / 2 && s->freed > begin + HOLD_NS / 2;
}

static void spun_waiter(void *ctx, unsigned int i)
{
	struct spun *s = ctx;

	while (!READ_ONCE(s->stop)) {
		unsigned int round = smp_load_acquire(&s->round);
		unsigned long sleeps = current->nvcsw;
		u64 begin = ktime_get_ns();

		if (round == s->answered) {
			cond_resched();
			continue;
		}
		mutex_lock(&s->lock);
		if (both_ran(s, begin)) {
			s->chances++;
			s->spun += current->nvcsw == sleeps;
		}
		mutex_unlock(&s->lock);
		smp_store_release(&s->answered, round);
	}
}

/* While the holder runs, a waiter on another CPU does not sleep. */
static void mutex_lock_running_holder_is_spun_for(struct kunit *test)
{
	struct spun *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	unsigned long end = jiffies + 5 * HZ;
	struct test_threads threads;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	KUNIT_ASSERT_NOT_NULL(test, s);
	mutex_init(&s->lock);
	test_threads_start(test, &threads, 1, spun_waiter, s);
	while (s->chances < NR_CHANCES && time_before(jiffies, end)) {
		mutex_lock(&s->lock);
		s->taken = ktime_get_ns();
		smp_store_release(&s->round, s->round + 1);
		ndelay(HOLD_NS);
		s->freed = ktime_get_ns();
		mutex_unlock(&s->lock);
		while (smp_load_acquire(&s->answered) != s->round)
			cond_resched();
	}
	WRITE_ONCE(s->stop, true);
	test_threads_join(&threads);
	if (s->chances < NR_CHANCES)
		kunit_skip(test, "the two seldom ran at once");
	KUNIT_EXPECT_GT(test, s->spun, NR_CHANCES / 2);
}

/* A holder that sleeps is not spun for: its waiter is soon asleep too, and is woken. */
static void mutex_lock_sleeping_holder_is_slept_for(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;

	mutex_lock(&g->lock);
	test_threads_start(test, &threads, 1, once_member, g);
	KUNIT_EXPECT_TRUE(test, test_eventually(READ_ONCE(threads.thread[0].task->__state) ==
						TASK_UNINTERRUPTIBLE));
	KUNIT_EXPECT_EQ(test, atomic_read(&g->taken), 0);
	mutex_unlock(&g->lock);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->taken), 1);
}

static struct kunit_case mutex_cases[] = {
	KUNIT_CASE(mutex_lock_contended_excludes),
	KUNIT_CASE(mutex_trylock_taken_returns_0),
	KUNIT_CASE(mutex_lock_interruptible_signal_returns_eintr),
	KUNIT_CASE(mutex_unlock_by_other_task_is_reported),
	KUNIT_CASE(mutex_lock_greedy_holder_lets_waiter_in),
	KUNIT_CASE(mutex_unlock_long_waiter_gets_it_handed),
	KUNIT_CASE(mutex_lock_interruptible_leaver_loses_no_wakeup),
	KUNIT_CASE(mutex_lock_running_holder_is_spun_for),
	KUNIT_CASE(mutex_lock_sleeping_holder_is_slept_for),
	{}
};

static struct kunit_suite mutex_suite = { .name = "mutex", .test_cases = mutex_cases };
kunit_test_suite(mutex_suite);
