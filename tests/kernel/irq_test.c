// SPDX-License-Identifier: MIT
/*
 * tests/kernel/irq_test.c - interrupt lines: when handlers run, on what, and how often (row D4)
 */
#include <asm-generic/arch.h>
#include <linux/cpumask.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include "kernel/irq.h"
#include "threads.h"

/* Lines that nobody else in the suites uses. */
#define LINE		100
#define OTHER_LINE	101

/* A device that counts what its handler sees. */
struct device {
	unsigned int		irq;
	atomic_t		served, events, handled;
	struct task_struct	*in;		/* who was current */
	int			cpu;
	bool			hardirq, irqs_off, in_task;
	irqreturn_t		answer;
	void			*mem;
	void			(*also)(struct device *dev);
};

static irqreturn_t device_handler(int irq, void *arg)
{
	struct device *dev = arg;

	dev->in = current;
	dev->cpu = smp_processor_id();
	dev->hardirq = in_hardirq() && in_interrupt() && in_atomic();
	dev->irqs_off = irqs_disabled();
	dev->in_task = in_task();
	if (dev->also)
		dev->also(dev);
	/* What a device does: all events so far are dealt with in one go. */
	atomic_add(atomic_xchg(&dev->events, 0), &dev->handled);
	(void)atomic_inc_return(&dev->served);	/* releases the notes */
	return dev->answer;
}

static struct device *device_new(struct kunit *test, unsigned int irq, unsigned long flags)
{
	struct device *dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	dev->irq = irq;
	dev->answer = IRQ_HANDLED;
	KUNIT_ASSERT_EQ(test, request_irq(irq, device_handler, flags, "test-device", dev), 0);
	return dev;
}

static int served(struct device *dev)
{
	return atomic_read_acquire(&dev->served);
}

/* Raised in plain task context: the handler has run when raising returns or soon after. */
static void irq_raised_in_task_runs_handler(struct kunit *test)
{
	struct device *dev = device_new(test, LINE, 0);

	KUNIT_EXPECT_EQ(test, irq_inject_interrupt(LINE), 0);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(dev) == 1));
	KUNIT_EXPECT_TRUE(test, dev->hardirq && dev->irqs_off && !dev->in_task);
	KUNIT_EXPECT_STREQ(test, (const char *)free_irq(LINE, dev), "test-device");
	KUNIT_EXPECT_EQ(test, irq_inject_interrupt(LINE), -EINVAL);
	KUNIT_EXPECT_TRUE(test, preemptible());
}

/* With preemption off, on its own CPU: at once, in the raiser. */
static void irq_raised_on_own_cpu_runs_at_once(struct kunit *test)
{
	struct device *dev = device_new(test, LINE, 0);
	int before, after;

	preempt_disable();
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	before = served(dev);
	irq_raise(LINE);
	after = served(dev);
	KUNIT_EXPECT_EQ(test, dev->cpu, smp_processor_id());
	preempt_enable();
	KUNIT_EXPECT_EQ(test, after, before + 1);
	KUNIT_EXPECT_PTR_EQ(test, dev->in, current);
	free_irq(LINE, dev);
}

/* Not while interrupts are off; at the local_irq_restore() that switches them on. */
static void irq_waits_for_local_irq_restore(struct kunit *test)
{
	struct device *dev = device_new(test, LINE, 0);
	unsigned long flags, inner;
	int masked, restored;

	local_irq_save(flags);
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	irq_raise(LINE);
	irq_raise(LINE);
	local_irq_save(inner);
	local_irq_restore(inner);
	masked = served(dev);
	local_irq_restore(flags);
	restored = served(dev);
	KUNIT_EXPECT_EQ(test, masked, 0);
	KUNIT_EXPECT_EQ(test, restored, 1);	/* an edge, not a count */
	KUNIT_EXPECT_PTR_EQ(test, dev->in, current);
	free_irq(LINE, dev);
}

struct loop {
	struct device		*dev;
	atomic_t		ready, stop;
	struct task_struct	*task;
	int			cpu, before;
	u64			rounds;
	bool			irqs_off;
};

/* Holds its CPU and never lets go of it until told to. */
static void loop_body(void *ctx, unsigned int i)
{
	struct loop *loop = ctx;
	unsigned long flags = 0;

	preempt_disable();
	if (loop->irqs_off)
		local_irq_save(flags);
	loop->task = current;
	loop->cpu = smp_processor_id();
	atomic_set_release(&loop->ready, 1);
	while (!atomic_read_acquire(&loop->stop)) {
		loop->rounds++;
		cpu_relax();
	}
	loop->before = served(loop->dev);
	if (loop->irqs_off)
		local_irq_restore(flags);
	preempt_enable();
}

static struct loop *loop_start(struct kunit *test, struct test_threads *threads, struct device *dev,
			       bool irqs_off)
{
	struct loop *loop = kunit_kzalloc(test, sizeof(*loop), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, loop);
	loop->dev = dev;
	loop->irqs_off = irqs_off;
	test_threads_start(test, threads, 1, loop_body, loop);
	KUNIT_ASSERT_TRUE(test, test_eventually(atomic_read_acquire(&loop->ready)));
	irq_set_affinity(dev->irq, cpumask_of(loop->cpu));
	return loop;
}

/* Another task computes with preemption off: the handler runs on top of it, in its thread. */
static void irq_interrupts_a_loop_that_holds_the_cpu(struct kunit *test)
{
	struct device *dev;
	struct test_threads *threads;
	struct loop *loop;

	if (!(arch_features() & ARCH_HAS_SMP))
		kunit_skip(test, "a loop that holds the only CPU lets nobody else run");
	dev = device_new(test, LINE, 0);
	threads = kunit_kzalloc(test, sizeof(*threads), GFP_KERNEL);
	loop = loop_start(test, threads, dev, false);
	irq_raise(LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(dev) == 1));
	KUNIT_EXPECT_PTR_EQ(test, dev->in, loop->task);
	KUNIT_EXPECT_EQ(test, dev->cpu, loop->cpu);
	KUNIT_EXPECT_TRUE(test, dev->hardirq && dev->irqs_off);
	atomic_set_release(&loop->stop, 1);
	test_threads_join(threads);
	free_irq(LINE, dev);
}

/* The same with interrupts off: not while the loop runs, but after its local_irq_restore(). */
static void irq_does_not_interrupt_a_loop_with_irqs_off(struct kunit *test)
{
	struct device *dev;
	struct test_threads *threads;
	struct loop *loop;

	if (!(arch_features() & ARCH_HAS_SMP))
		kunit_skip(test, "a loop that holds the only CPU lets nobody else run");
	dev = device_new(test, LINE, 0);
	threads = kunit_kzalloc(test, sizeof(*threads), GFP_KERNEL);
	loop = loop_start(test, threads, dev, true);
	irq_raise(LINE);
	msleep(20);
	KUNIT_EXPECT_EQ(test, served(dev), 0);
	atomic_set_release(&loop->stop, 1);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(dev) == 1));
	test_threads_join(threads);
	KUNIT_EXPECT_EQ(test, loop->before, 0);
	free_irq(LINE, dev);
}

static struct kunit_case irq_cases[] = {
	KUNIT_CASE(irq_raised_in_task_runs_handler),
	KUNIT_CASE(irq_raised_on_own_cpu_runs_at_once),
	KUNIT_CASE(irq_waits_for_local_irq_restore),
	KUNIT_CASE(irq_interrupts_a_loop_that_holds_the_cpu),
	KUNIT_CASE(irq_does_not_interrupt_a_loop_with_irqs_off),
	{ }
};

static struct kunit_suite irq_suite = { .name = "irq", .test_cases = irq_cases };
kunit_test_suite(irq_suite);
