// SPDX-License-Identifier: MIT
/*
 * tests/kernel/lockdep_test.c - the lock order checker sees wrong orders, and no others
 *
 * Each case breaks a rule with locks of its own; in builds without the checker all are skipped.
 */
#include <kunit/test.h>
#include <linux/irq_work.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/delay.h>

static struct printk_capture capture;
static unsigned int reports_before;

static int lockdep_begin(struct kunit *test)
{
	if (!debug_locks)
		kunit_skip(test, "built without CONFIG_PROVE_LOCKING");
	reports_before = lockdep_nr_reports();
	printk_capture_begin(&capture);
	return 0;
}

/* From here a wrong order counts again as the failure of a case. */
static void expect_reports(struct kunit *test, unsigned int nr, const char *text)
{
	printk_capture_end(&capture);
	KUNIT_EXPECT_EQ(test, lockdep_nr_reports() - reports_before, nr);
	if (text)
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&capture, text));
	if (nr) {
		KUNIT_EXPECT_EQ(test, debug_locks, 0);
		lockdep_rearm();
		lockdep_forgive(nr);
	}
}

static void take_spin(spinlock_t *outer, spinlock_t *inner)
{
	spin_lock(outer);
	spin_lock(inner);
	spin_unlock(inner);
	spin_unlock(outer);
}

static void lockdep_order_of_two_reversed_is_reported(struct kunit *test)
{
	static DEFINE_SPINLOCK(first);
	static DEFINE_SPINLOCK(second);

	take_spin(&first, &second);
	take_spin(&second, &first);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&capture, "(first)"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&capture, "taken inside first"));
	expect_reports(test, 1, "possible circular locking dependency detected");
}

static void lockdep_order_through_a_third_is_reported(struct kunit *test)
{
	static DEFINE_MUTEX(a);
	static DEFINE_MUTEX(b);
	static DECLARE_RWSEM(c);

	mutex_lock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
	mutex_lock(&b);
	down_read(&c);
	up_read(&c);
	mutex_unlock(&b);
	down_write(&c);
	mutex_lock(&a);
	mutex_unlock(&a);
	up_write(&c);
	expect_reports(test, 1, "-> #2 c, taken inside b");
}

/* Two locks that one line initializes are one class. */
static void lockdep_two_of_a_class_are_recursion(struct kunit *test)
{
	struct mutex pair[2];

	for (int i = 0; i < 2; i++)
		mutex_init(&pair[i]);
	mutex_lock(&pair[0]);
	mutex_lock(&pair[1]);
	mutex_unlock(&pair[1]);
	mutex_unlock(&pair[0]);
	expect_reports(test, 1, "possible recursive locking detected");
}

static void lockdep_nested_level_is_another_class(struct kunit *test)
{
	struct mutex pair[2];

	for (int i = 0; i < 2; i++)
		mutex_init(&pair[i]);
	mutex_lock(&pair[0]);
	mutex_lock_nested(&pair[1], SINGLE_DEPTH_NESTING);
	mutex_unlock(&pair[1]);
	mutex_unlock(&pair[0]);
	expect_reports(test, 0, NULL);
}

static void lockdep_trylock_makes_no_order(struct kunit *test)
{
	static DEFINE_SPINLOCK(first);
	static DEFINE_SPINLOCK(second);

	take_spin(&first, &second);
	spin_lock(&second);
	KUNIT_EXPECT_TRUE(test, spin_trylock(&first));
	spin_unlock(&first);
	spin_unlock(&second);
	expect_reports(test, 0, NULL);
}

/* A rwlock may be read twice, in any order; written, it has one. */
static void lockdep_rwlock_read_twice_is_fine(struct kunit *test)
{
	static DEFINE_RWLOCK(lock);

	read_lock(&lock);
	local_irq_disable();	/* no writer can come between: the task has its CPU */
	read_lock(&lock);
	read_unlock(&lock);
	local_irq_enable();
	read_unlock(&lock);
	expect_reports(test, 0, NULL);
}

static DEFINE_SPINLOCK(handler_lock);

static void take_in_handler(struct irq_work *work)
{
	spin_lock(&handler_lock);
	spin_unlock(&handler_lock);
}

static void lockdep_handler_lock_with_interrupts_on_is_reported(struct kunit *test)
{
	struct irq_work work = IRQ_WORK_INIT_HARD(take_in_handler);

	irq_work_queue(&work);
	irq_work_sync(&work);
	spin_lock(&handler_lock);
	spin_unlock(&handler_lock);
	expect_reports(test, 1, "inconsistent lock state");
}

static DEFINE_SPINLOCK(safe_lock);

static void take_safe_in_handler(struct irq_work *work)
{
	spin_lock(&safe_lock);
	spin_unlock(&safe_lock);
}

/* The handler's lock leads to one that is held with interrupts on: its holder may wait for ever. */
static void lockdep_handler_lock_leading_to_unsafe_one_is_reported(struct kunit *test)
{
	static DEFINE_SPINLOCK(unsafe_lock);
	struct irq_work work = IRQ_WORK_INIT_HARD(take_safe_in_handler);
	unsigned long flags;

	irq_work_queue(&work);
	irq_work_sync(&work);
	spin_lock(&unsafe_lock);
	spin_unlock(&unsafe_lock);
	spin_lock_irqsave(&safe_lock, flags);
	spin_lock(&unsafe_lock);
	spin_unlock(&unsafe_lock);
	spin_unlock_irqrestore(&safe_lock, flags);
	expect_reports(test, 1, "HARDIRQ-safe -> HARDIRQ-unsafe lock order detected");
}

static void lockdep_assert_of_zeroed_lock_works(struct kunit *test)
{
	spinlock_t *lock = kunit_kzalloc(test, sizeof(*lock), GFP_KERNEL);

	spin_lock(lock);
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 1);
	spin_unlock(lock);
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 0);
	expect_reports(test, 0, NULL);
}

static void lockdep_off_looks_away(struct kunit *test)
{
	static DEFINE_SPINLOCK(first);
	static DEFINE_SPINLOCK(second);

	take_spin(&first, &second);
	lockdep_off();
	take_spin(&second, &first);
	lockdep_on();
	expect_reports(test, 0, NULL);
}

/* A class goes with its key: the memory may hold another key later, with another order. */
static void lockdep_key_unregistered_is_forgotten(struct kunit *test)
{
	struct lock_class_key *keys = kunit_kzalloc(test, 2 * sizeof(*keys), GFP_KERNEL);
	spinlock_t a, b;

	KUNIT_ASSERT_NOT_NULL(test, keys);
	for (int round = 0; round < 2; round++) {
		spin_lock_init(&a);
		spin_lock_init(&b);
		lockdep_register_key(&keys[0]);
		lockdep_register_key(&keys[1]);
		lockdep_set_class(&a, &keys[round]);
		lockdep_set_class(&b, &keys[!round]);
		take_spin(&a, &b);
		lockdep_unregister_key(&keys[0]);
		lockdep_unregister_key(&keys[1]);
	}
	expect_reports(test, 0, NULL);
}

static struct kunit_case lockdep_cases[] = {
	KUNIT_CASE(lockdep_order_of_two_reversed_is_reported),
	KUNIT_CASE(lockdep_order_through_a_third_is_reported),
	KUNIT_CASE(lockdep_two_of_a_class_are_recursion),
	KUNIT_CASE(lockdep_nested_level_is_another_class),
	KUNIT_CASE(lockdep_trylock_makes_no_order),
	KUNIT_CASE(lockdep_rwlock_read_twice_is_fine),
	KUNIT_CASE(lockdep_handler_lock_with_interrupts_on_is_reported),
	KUNIT_CASE(lockdep_handler_lock_leading_to_unsafe_one_is_reported),
	KUNIT_CASE(lockdep_assert_of_zeroed_lock_works),
	KUNIT_CASE(lockdep_off_looks_away),
	KUNIT_CASE(lockdep_key_unregistered_is_forgotten),
	{ }
};

static struct kunit_suite lockdep_suite = {
	.name = "lockdep",
	.init = lockdep_begin,
	.test_cases = lockdep_cases,
};
kunit_test_suite(lockdep_suite);
