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
	struct test_threads	threads;
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

/* A loop holds a CPU, to which a new device's interrupts go. */
static struct loop *loop_start(struct kunit *test, bool irqs_off)
{
	struct loop *loop;

	if (!(arch_features() & ARCH_HAS_SMP))
		kunit_skip(test, "a loop that holds the only CPU lets nobody else run");
	loop = kunit_kzalloc(test, sizeof(*loop), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, loop);
	loop->dev = device_new(test, LINE, 0);
	loop->irqs_off = irqs_off;
	test_threads_start(test, &loop->threads, 1, loop_body, loop);
	KUNIT_ASSERT_TRUE(test, test_eventually(atomic_read_acquire(&loop->ready)));
	irq_set_affinity(LINE, cpumask_of(loop->cpu));
	return loop;
}

/* Another task computes with preemption off: the handler runs on top of it, in its thread. */
static void irq_interrupts_a_loop_that_holds_the_cpu(struct kunit *test)
{
	struct loop *loop = loop_start(test, false);
	struct device *dev = loop->dev;

	irq_raise(LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(dev) == 1));
	KUNIT_EXPECT_PTR_EQ(test, dev->in, loop->task);
	KUNIT_EXPECT_EQ(test, dev->cpu, loop->cpu);
	KUNIT_EXPECT_TRUE(test, dev->hardirq && dev->irqs_off);
	atomic_set_release(&loop->stop, 1);
	test_threads_join(&loop->threads);
	free_irq(LINE, dev);
}

/* The same with interrupts off: not while the loop runs, but after its local_irq_restore(). */
static void irq_does_not_interrupt_a_loop_with_irqs_off(struct kunit *test)
{
	struct loop *loop = loop_start(test, true);
	struct device *dev = loop->dev;

	irq_raise(LINE);
	msleep(20);
	KUNIT_EXPECT_EQ(test, served(dev), 0);
	atomic_set_release(&loop->stop, 1);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(dev) == 1));
	test_threads_join(&loop->threads);
	KUNIT_EXPECT_EQ(test, loop->before, 0);
	free_irq(LINE, dev);
}

/* ---- sharing, disabling, threads ---- */

static void irq_shared_line_calls_every_handler(struct kunit *test)
{
	struct device *one = device_new(test, LINE, IRQF_SHARED);
	struct device *two = device_new(test, LINE, IRQF_SHARED);

	one->answer = IRQ_NONE;
	irq_raise(LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(one) == 1 && served(two) == 1));
	free_irq(LINE, one);
	irq_raise(LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(two) == 2));
	KUNIT_EXPECT_EQ(test, served(one), 1);
	free_irq(LINE, two);
}

/* What Linux refuses, and in the same words. */
static void request_irq_refuses_what_does_not_fit(struct kunit *test)
{
	struct device *dev = device_new(test, LINE, 0);
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, device_handler, IRQF_SHARED, "rival", &c), -EBUSY);
	KUNIT_EXPECT_EQ(test, request_irq(OTHER_LINE, device_handler, IRQF_SHARED, "x", NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(OTHER_LINE, NULL, 0, "x", dev), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(NR_IRQS, device_handler, 0, "x", dev), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_threaded_irq(OTHER_LINE, NULL, device_handler, 0, "x", dev), -EINVAL);
	KUNIT_EXPECT_NULL(test, free_irq(OTHER_LINE, dev));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "genirq: Flags mismatch irq 100. 00000080 (rival) vs. 00000000 (test-device)"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "genirq: Threaded irq requested with handler=NULL and !ONESHOT for x (irq 101)"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "Trying to free already-free IRQ 101"), 1U);
	free_irq(LINE, dev);
}

/* Disabled twice, raised, enabled twice: one call, at the second enable_irq(). */
static void disable_irq_keeps_the_edge(struct kunit *test)
{
	struct device *dev = device_new(test, LINE, 0);
	struct printk_capture c;

	disable_irq(LINE);
	disable_irq_nosync(LINE);
	irq_raise(LINE);
	irq_raise(LINE);
	enable_irq(LINE);
	msleep(5);
	KUNIT_EXPECT_EQ(test, served(dev), 0);
	enable_irq(LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(dev) == 1));
	printk_capture_begin(&c);
	enable_irq(LINE);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "Unbalanced enable for IRQ 100"), 1U);
	free_irq(LINE, dev);
}

struct threaded {
	atomic_t	edges, in_thread, runs, overlap, may_end;
	bool		could_sleep;
};

static irqreturn_t threaded_handler(int irq, void *arg)
{
	struct threaded *t = arg;

	if (atomic_read(&t->in_thread))
		atomic_inc(&t->overlap);
	atomic_inc(&t->edges);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t threaded_fn(int irq, void *arg)
{
	struct threaded *t = arg;

	atomic_set(&t->in_thread, 1);
	t->could_sleep = preemptible() && in_task();
	while (!atomic_read(&t->may_end))
		msleep(1);
	atomic_set(&t->in_thread, 0);
	(void)atomic_inc_return(&t->runs);
	return IRQ_HANDLED;
}

/* The thread may sleep; an IRQF_ONESHOT line is not served until it is over, and no edge is lost. */
static void irq_oneshot_thread_masks_the_line(struct kunit *test)
{
	struct threaded *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	KUNIT_ASSERT_EQ(test, request_threaded_irq(LINE, threaded_handler, threaded_fn, IRQF_ONESHOT,
						   "threaded", t), 0);
	irq_raise(LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&t->in_thread)));
	irq_raise(LINE);	/* kept, and served when the thread is over */
	msleep(3);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->edges), 1);
	atomic_set(&t->may_end, 1);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&t->runs) == 2));
	synchronize_irq(LINE);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->edges), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->overlap), 0);
	KUNIT_EXPECT_TRUE(test, t->could_sleep);
	free_irq(LINE, t);
}

static void irq_bogus_answer_is_reported(struct kunit *test)
{
	struct device *dev = device_new(test, LINE, 0);
	struct printk_capture c;

	dev->answer = (irqreturn_t)77;
	printk_capture_begin(&c);
	irq_raise(LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(served(dev) == 1));
	disable_irq(LINE);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "irq event 100: bogus return value 4d"), 1U);
	if (arch_features() & ARCH_HAS_SYMBOLS)
		KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "device_handler"), 1U);
	free_irq(LINE, dev);
}

#define SPURIOUS	100000
#define SPURIOUS_ROUNDS	100

/*
 * 100,000 interrupts that are nobody's, one soon after the other: the line is disabled. A pause of
 * HZ/10 among them (the host had other work) makes the count start anew, as it must: then once
 * more.
 */
static void irq_that_nobody_handles_is_disabled(struct kunit *test)
{
	struct device *dev = device_new(test, LINE, 0);
	unsigned int i, after, round = 0;
	struct printk_capture c;

	dev->answer = IRQ_NONE;
	printk_capture_begin(&c);
	preempt_disable();
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	do {
		for (i = 0; i < SPURIOUS; i++)
			irq_raise(LINE);
	} while (++round < SPURIOUS_ROUNDS && !printk_capture_count(&c, "Disabling IRQ #100"));
	after = served(dev);
	irq_raise(LINE);
	preempt_enable();
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, after, round * SPURIOUS);
	KUNIT_EXPECT_EQ(test, served(dev), after);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "irq 100: nobody cared (try booting with the \"irqpoll\" option)"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "Disabling IRQ #100"), 1U);
	free_irq(LINE, dev);
}

/* ---- storms ---- */

#define STORM		100000
#define STORM_TASKS	4

struct storm {
	struct device	*dev;
	spinlock_t	lock;		/* also taken by the handler */
	unsigned long	shared, by_handler;
	atomic_t	stop, busy;
};

static struct storm *storming;

static void storm_handler_part(struct device *dev)
{
	void *p = kmalloc(96, GFP_ATOMIC);

	spin_lock(&storming->lock);
	storming->shared++;
	storming->by_handler++;
	spin_unlock(&storming->lock);
	kfree(p);
}

/* Locks, allocations of several sizes, and the log, as fast as it goes. */
static void storm_task(void *ctx, unsigned int i)
{
	struct storm *s = ctx;
	unsigned long done = 0, flags;
	void *p[8] = { };

	while (!atomic_read(&s->stop)) {
		kfree(p[done % 8]);
		p[done % 8] = kmalloc(32U << (done % 6), done % 3 ? GFP_KERNEL : GFP_ATOMIC);
		spin_lock_irqsave(&s->lock, flags);
		s->shared++;
		spin_unlock_irqrestore(&s->lock, flags);
		done++;
		if (!(done & 63))
			cond_resched();
	}
	for (i = 0; i < 8; i++)
		kfree(p[i]);
	spin_lock_irqsave(&s->lock, flags);
	s->shared -= done;
	spin_unlock_irqrestore(&s->lock, flags);
}

/*
 * 100,000 events while four tasks take the lock that the handler takes, and allocate. Interrupts may
 * join, events may not: each is handled, and the two counts under the lock agree.
 */
static void irq_storm_loses_nothing(struct kunit *test)
{
	struct test_threads *threads = kunit_kzalloc(test, sizeof(*threads), GFP_KERNEL);
	struct storm *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	unsigned int i, wait;

	KUNIT_ASSERT_NOT_NULL(test, threads);
	KUNIT_ASSERT_NOT_NULL(test, s);
	spin_lock_init(&s->lock);
	storming = s;
	s->dev = device_new(test, LINE, 0);
	s->dev->also = storm_handler_part;
	test_threads_start(test, threads, STORM_TASKS, storm_task, s);
	for (i = 0; i < STORM; i++) {
		atomic_inc(&s->dev->events);
		irq_set_affinity(LINE, cpumask_of(i % nr_cpu_ids));
		irq_raise(LINE);
		for (wait = 0; wait < 50 && atomic_read(&s->dev->events); wait++)
			cpu_relax();
	}
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&s->dev->handled) == STORM));
	atomic_set(&s->stop, 1);
	test_threads_join(threads);
	free_irq(LINE, s->dev);
	KUNIT_EXPECT_EQ(test, atomic_read(&s->dev->handled), STORM);
	KUNIT_EXPECT_EQ(test, s->shared, s->by_handler);
	KUNIT_EXPECT_EQ(test, s->by_handler, (unsigned long)served(s->dev));
	KUNIT_EXPECT_GT(test, served(s->dev), STORM / 100);
}

static struct kunit_case irq_cases[] = {
	KUNIT_CASE(irq_raised_in_task_runs_handler),
	KUNIT_CASE(irq_raised_on_own_cpu_runs_at_once),
	KUNIT_CASE(irq_waits_for_local_irq_restore),
	KUNIT_CASE(irq_interrupts_a_loop_that_holds_the_cpu),
	KUNIT_CASE(irq_does_not_interrupt_a_loop_with_irqs_off),
	KUNIT_CASE(irq_shared_line_calls_every_handler),
	KUNIT_CASE(request_irq_refuses_what_does_not_fit),
	KUNIT_CASE(disable_irq_keeps_the_edge),
	KUNIT_CASE(irq_oneshot_thread_masks_the_line),
	KUNIT_CASE(irq_bogus_answer_is_reported),
	KUNIT_CASE(irq_that_nobody_handles_is_disabled),
	KUNIT_CASE(irq_storm_loses_nothing),
	{ }
};

static struct kunit_suite irq_suite = { .name = "irq", .test_cases = irq_cases };
kunit_test_suite(irq_suite);
