// SPDX-License-Identifier: MIT
/*
 * tests/kernel/softirq_test.c - what may be done in which context, and who runs when (row D4)
 */
#include <asm-generic/arch.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include "kernel/irq.h"
#include "threads.h"

#define LINE	102
#define INVALID	"BUG: sleeping function called from invalid context at "

/* ---- allocating in each context ---- */

/* What a context saw when it allocated. */
struct note {
	atomic_t	done;
	bool		hardirq, softirq, in_task, irqs_off;
	bool		atomic_ok, kernel_ok;
	bool		at_home;	/* the thread runs where the CPU that it holds is at home */
};

static bool is_at_home(void)
{
	return arch_cpu_hint() == raw_smp_processor_id();
}

static void note_take(struct note *note)
{
	bool was_at_home = is_at_home();
	void *p = kmalloc(200, GFP_ATOMIC), *q = kmalloc(200, GFP_KERNEL);

	note->at_home = was_at_home && is_at_home();
	note->hardirq = in_hardirq();
	note->softirq = in_serving_softirq();
	note->in_task = in_task();
	note->irqs_off = irqs_disabled();
	note->atomic_ok = p != NULL;
	note->kernel_ok = q != NULL;
	kfree(p);
	kfree(q);
	(void)atomic_inc_return(&note->done);	/* releases the notes */
}

static struct note *the_note;

static irqreturn_t note_handler(int irq, void *dev)
{
	note_take(dev);
	return IRQ_HANDLED;
}

static void note_tasklet(struct tasklet_struct *unused)
{
	note_take(the_note);
}

static void note_timer(struct timer_list *unused)
{
	note_take(the_note);
}

static enum hrtimer_restart note_hrtimer(struct hrtimer *unused)
{
	note_take(the_note);
	return HRTIMER_NORESTART;
}

static void note_work(struct irq_work *unused)
{
	note_take(the_note);
}

static void note_call(void *note)
{
	note_take(note);
}

static void by_line(void)
{
	if (request_irq(LINE, note_handler, 0, "note", the_note))
		return;
	irq_raise(LINE);
	test_eventually(atomic_read_acquire(&the_note->done));
	free_irq(LINE, the_note);
}

static void by_tasklet(void)
{
	static struct tasklet_struct t;

	tasklet_setup(&t, note_tasklet);
	tasklet_schedule(&t);
	tasklet_kill(&t);
}

static void by_timer(void)
{
	static struct timer_list timer;

	timer_setup(&timer, note_timer, 0);
	mod_timer(&timer, jiffies);
	test_eventually(atomic_read_acquire(&the_note->done));
	del_timer_sync(&timer);
}

static void by_hrtimer_mode(enum hrtimer_mode mode)
{
	static struct hrtimer timer;

	hrtimer_init(&timer, CLOCK_MONOTONIC, mode);
	timer.function = note_hrtimer;
	hrtimer_start(&timer, 1000, mode);
	test_eventually(atomic_read_acquire(&the_note->done));
	hrtimer_cancel(&timer);
}

static void by_hrtimer(void)
{
	by_hrtimer_mode(HRTIMER_MODE_REL);
}

static void by_soft_hrtimer(void)
{
	by_hrtimer_mode(HRTIMER_MODE_REL_SOFT);
}

static void by_irq_work(void)
{
	static struct irq_work work;

	init_irq_work(&work, note_work);
	irq_work_queue(&work);
	irq_work_sync(&work);
}

static void by_call(void)
{
	smp_call_function_single(nr_cpu_ids - 1, note_call, the_note, 1);
}

static void by_spin_lock(void)
{
	static DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	note_take(the_note);
	spin_unlock(&lock);
}

static void by_irqs_off(void)
{
	unsigned long flags;

	local_irq_save(flags);
	note_take(the_note);
	local_irq_restore(flags);
}

static void by_bh_off(void)
{
	local_bh_disable();
	note_take(the_note);
	local_bh_enable();
}

static void by_preempt_off(void)
{
	preempt_disable();
	note_take(the_note);
	preempt_enable();
}

static const struct context {
	const char	*name;
	void		(*run)(void);
	bool		hardirq, softirq, irqs_off;
	bool		pause;		/* to the reports it is one with an earlier one */
} contexts[] = {
	{ "hard interrupt", by_line, true, false, true, false },
	{ "tasklet", by_tasklet, false, true, false, false },
	{ "timer", by_timer, false, true, false, true },
	{ "hrtimer", by_hrtimer, true, false, true, true },
	{ "soft hrtimer", by_soft_hrtimer, false, true, false, true },
	{ "irq_work", by_irq_work, true, false, true, false },
	{ "spin lock", by_spin_lock, false, false, false, false },
	{ "interrupts off", by_irqs_off, false, false, true, false },
	{ "softirqs off", by_bh_off, false, false, false, false },
	{ "preemption off", by_preempt_off, false, false, false, false },
};

static void context_enter(struct kunit *test, const struct context *ctx, struct printk_capture *c)
{
	struct note *note = the_note;

	memset(note, 0, sizeof(*note));
	printk_capture_begin(c);
	ctx->run();
	printk_capture_end(c);
	KUNIT_EXPECT_EQ_MSG(test, atomic_read_acquire(&note->done), 1, "%s", ctx->name);
	KUNIT_EXPECT_TRUE_MSG(test, note->atomic_ok && note->kernel_ok, "%s", ctx->name);
	KUNIT_EXPECT_EQ_MSG(test, note->hardirq, ctx->hardirq, "%s", ctx->name);
	KUNIT_EXPECT_EQ_MSG(test, note->softirq, ctx->softirq, "%s", ctx->name);
	KUNIT_EXPECT_EQ_MSG(test, note->irqs_off, ctx->irqs_off, "%s", ctx->name);
	KUNIT_EXPECT_EQ_MSG(test, note->in_task, !ctx->hardirq && !ctx->softirq, "%s", ctx->name);
}

/*
 * In every context GFP_ATOMIC gives memory silently, and GFP_KERNEL does after a report; but one that the
 * host has put elsewhere than where the CPU that it holds is at home, for the fast path looks at the
 * CPU there.
 */
static void kmalloc_in_each_atomic_context(struct kunit *test)
{
	struct printk_capture c;

	the_note = kunit_kzalloc(test, sizeof(*the_note), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, the_note);
	for (unsigned int i = 0; i < ARRAY_SIZE(contexts); i++) {
		const struct context *ctx = &contexts[i];
		unsigned int reports = 0;

		if (!i || ctx->pause)
			msleep(1100);	/* each call site is quiet for a second after a report */
		for (unsigned int tries = 0; tries < 100; tries++) {
			context_enter(test, ctx, &c);
			reports = printk_capture_count(&c, INVALID);
			if (reports || the_note->at_home)
				break;
			msleep(10);
		}
		if (the_note->at_home)
			KUNIT_EXPECT_EQ_MSG(test, reports, 1U, "%s", ctx->name);
	}
}

/* A call to another CPU is a hard interrupt there. */
static void smp_call_is_a_hard_interrupt_there(struct kunit *test)
{
	struct printk_capture c;

	if (nr_cpu_ids < 2)
		kunit_skip(test, "there is no other CPU");
	the_note = kunit_kzalloc(test, sizeof(*the_note), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, the_note);
	printk_capture_begin(&c);
	preempt_disable();
	smp_call_function_single(!raw_smp_processor_id(), note_call, the_note, 1);
	preempt_enable();
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, the_note->hardirq && the_note->irqs_off && the_note->atomic_ok);
	by_call();
}

/* ---- who runs when ---- */

struct order {
	struct tasklet_struct	tasklet;
	struct irq_work		work;
	char			trace[16];
	unsigned int		nr;
	struct task_struct	*in_softirq;
};

static void order_add(struct order *o, char what)
{
	o->trace[o->nr++] = what;
}

static void order_tasklet(struct tasklet_struct *t)
{
	struct order *o = from_tasklet(o, t, tasklet);

	order_add(o, 't');
	o->in_softirq = current;
	irq_work_queue(&o->work);	/* interrupts are on: it interrupts the tasklet */
	order_add(o, 'u');
}

static void order_work(struct irq_work *work)
{
	struct order *o = container_of(work, struct order, work);

	order_add(o, in_serving_softirq() ? 'n' : 'w');	/* nested in a softirq, or not */
}

static irqreturn_t order_handler(int irq, void *arg)
{
	struct order *o = arg;

	order_add(o, 'h');
	tasklet_schedule(&o->tasklet);
	irq_work_queue(&o->work);	/* interrupts are off: not before the handler is over */
	order_add(o, 'i');
	return IRQ_HANDLED;
}

static struct order *order_new(struct kunit *test)
{
	struct order *o = kunit_kzalloc(test, sizeof(*o), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, o);
	tasklet_setup(&o->tasklet, order_tasklet);
	init_irq_work(&o->work, order_work);
	return o;
}

/* Handler, then what it raised as hard interrupt, then softirqs, and an interrupt on top of these. */
static void interrupts_nest_as_on_hardware(struct kunit *test)
{
	struct order *o = order_new(test);

	KUNIT_ASSERT_EQ(test, request_irq(LINE, order_handler, 0, "order", o), 0);
	preempt_disable();
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	irq_raise(LINE);
	preempt_enable();
	KUNIT_EXPECT_STREQ(test, o->trace, "hiwtnu");
	KUNIT_EXPECT_PTR_EQ(test, o->in_softirq, current);
	free_irq(LINE, o);
}

/* Under local_bh_disable() the handler runs, its tasklet not before local_bh_enable(). */
static void softirq_waits_for_local_bh_enable(struct kunit *test)
{
	struct order *o = order_new(test);

	KUNIT_ASSERT_EQ(test, request_irq(LINE, order_handler, 0, "order", o), 0);
	local_bh_disable();
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	irq_raise(LINE);
	order_add(o, '|');
	local_bh_enable();
	KUNIT_EXPECT_STREQ(test, o->trace, "hiw|tnu");
	KUNIT_EXPECT_TRUE(test, preemptible());
	free_irq(LINE, o);
}

/* Raised by a task it is ksoftirqd's, bound to that CPU. */
static void softirq_raised_by_task_runs_in_ksoftirqd(struct kunit *test)
{
	struct order *o = order_new(test);

	tasklet_schedule(&o->tasklet);
	tasklet_kill(&o->tasklet);
	KUNIT_EXPECT_STREQ(test, o->trace, "tnu");
	KUNIT_EXPECT_EQ(test, strncmp(o->in_softirq->comm, "ksoftirqd/", 10), 0);
}

/* A tasklet that always wants to go on does not keep its CPU: others get it, and a timer runs. */
static atomic_t hog_rounds, hog_stop;

static void hog_tasklet(struct tasklet_struct *t)
{
	atomic_inc(&hog_rounds);
	udelay(20);
	if (!atomic_read(&hog_stop))
		tasklet_schedule(t);
}

static void hog_noted(void *unused)
{
}

static void softirq_that_never_ends_leaves_the_cpu_to_others(struct kunit *test)
{
	static struct tasklet_struct hog;
	unsigned int cpu;
	u64 begin;

	tasklet_setup(&hog, hog_tasklet);
	atomic_set(&hog_rounds, 0);
	atomic_set(&hog_stop, 0);
	preempt_disable();
	tasklet_schedule(&hog);
	cpu = smp_processor_id();
	preempt_enable();
	begin = arch_clock_ns();
	while (atomic_read(&hog_rounds) < 100 && arch_clock_ns() - begin < 30 * NSEC_PER_SEC) {
		smp_call_function_single(cpu, hog_noted, NULL, 1);
		cond_resched();
	}
	KUNIT_EXPECT_GE(test, atomic_read(&hog_rounds), 100);
	atomic_set(&hog_stop, 1);
	tasklet_kill(&hog);
}

/* Two queues in one: to be called once more while it runs. */
static void irq_work_queued_twice_runs_once(struct kunit *test)
{
	struct order *o = order_new(test);
	unsigned long flags;

	local_irq_save(flags);
	KUNIT_EXPECT_TRUE(test, irq_work_queue(&o->work));
	KUNIT_EXPECT_FALSE(test, irq_work_queue(&o->work));
	KUNIT_EXPECT_EQ(test, o->nr, 0U);
	local_irq_restore(flags);
	KUNIT_EXPECT_STREQ(test, o->trace, "w");
	irq_work_sync(&o->work);
}

/* A timer set on a CPU fires there, also while a task holds that CPU with interrupts on. */
static int fired_on;

static void where_timer(struct timer_list *unused)
{
	WRITE_ONCE(fired_on, smp_processor_id());
}

static void timer_interrupts_who_holds_its_cpu(struct kunit *test)
{
	static struct timer_list timer;
	u64 begin = arch_clock_ns();
	int cpu, seen;

	if (!(arch_features() & ARCH_HAS_SMP))
		kunit_skip(test, "nobody else runs while a task holds the CPU");
	timer_setup(&timer, where_timer, 0);
	fired_on = -1;
	preempt_disable();
	cpu = smp_processor_id();
	mod_timer(&timer, jiffies + 1);
	while (READ_ONCE(fired_on) < 0 && arch_clock_ns() - begin < 30 * NSEC_PER_SEC)
		cpu_relax();
	seen = READ_ONCE(fired_on);
	preempt_enable();
	del_timer_sync(&timer);
	KUNIT_EXPECT_EQ(test, seen, cpu);
}

/* printk() works in a handler that interrupts printk(). */
static irqreturn_t talking_handler(int irq, void *dev)
{
	printk(KERN_DEBUG "softirq_test: handler %d\n", atomic_inc_return((atomic_t *)dev));
	return IRQ_HANDLED;
}

static void printk_in_handler_over_printk(struct kunit *test)
{
	atomic_t lines = ATOMIC_INIT(0);
	struct printk_capture c;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, request_irq(LINE, talking_handler, 0, "talk", &lines), 0);
	printk_capture_begin(&c);
	for (i = 0; i < 500; i++) {
		preempt_disable();
		irq_set_affinity(LINE, cpumask_of(!(i & 1) && nr_cpu_ids > 1));
		irq_raise(LINE);
		printk(KERN_DEBUG "softirq_test: task\n");
		preempt_enable();
	}
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&lines) > 0));
	free_irq(LINE, &lines);
}

static struct kunit_case softirq_cases[] = {
	KUNIT_CASE(kmalloc_in_each_atomic_context),
	KUNIT_CASE(smp_call_is_a_hard_interrupt_there),
	KUNIT_CASE(interrupts_nest_as_on_hardware),
	KUNIT_CASE(softirq_waits_for_local_bh_enable),
	KUNIT_CASE(softirq_raised_by_task_runs_in_ksoftirqd),
	KUNIT_CASE(softirq_that_never_ends_leaves_the_cpu_to_others),
	KUNIT_CASE(irq_work_queued_twice_runs_once),
	KUNIT_CASE(timer_interrupts_who_holds_its_cpu),
	KUNIT_CASE(printk_in_handler_over_printk),
	{ }
};

static struct kunit_suite softirq_suite = { .name = "softirq", .test_cases = softirq_cases };
kunit_test_suite(softirq_suite);
