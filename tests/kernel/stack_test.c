// SPDX-License-Identifier: MIT
/*
 * tests/kernel/stack_test.c - kernel stacks: what a thread has, what its end and its guard tell
 */
#include <asm-generic/arch.h>
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "kernel/stack.h"

/* Run fn(arg) in a kernel thread, and wait for its end. */
struct thread_run {
	void			(*fn)(void *arg);
	void			*arg;
	struct completion	done;
};

static int thread_run(void *data)
{
	struct thread_run *run = data;

	run->fn(run->arg);
	complete(&run->done);
	return 0;
}

static void in_thread(struct kunit *test, void (*fn)(void *arg), void *arg)
{
	struct thread_run run = { .fn = fn, .arg = arg };

	init_completion(&run.done);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(thread_run, &run, "stack-test")));
	wait_for_completion(&run.done);
}

/* ---- what a thread has ---- */

struct stack_report {
	unsigned long here, low, high, not_used;
	bool canary, local_on_stack, other_on_stack, vmalloc, irq;
};

static void report_stack(void *arg)
{
	struct stack_report *r = arg;

	r->here = (unsigned long)__builtin_frame_address(0);
	r->low = (unsigned long)task_stack_page(current);
	r->high = r->low + THREAD_SIZE;
	r->canary = *end_of_stack(current) == STACK_END_MAGIC;
	r->not_used = stack_not_used(current);
	r->local_on_stack = object_is_on_stack(&arg);
	r->other_on_stack = object_is_on_stack(arg);
	r->vmalloc = is_vmalloc_addr(task_stack_page(current));
	r->irq = on_irq_stack();
}

/* A thread runs within THREAD_SIZE bytes of its own; its local variables are there, others not. */
static void thread_has_stack_with_canary(struct kunit *test)
{
	struct stack_report *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, r);
	in_thread(test, report_stack, r);
	KUNIT_EXPECT_TRUE(test, r->here > r->low && r->here < r->high);
	KUNIT_EXPECT_TRUE(test, r->canary);
	KUNIT_EXPECT_TRUE(test, r->local_on_stack);
	KUNIT_EXPECT_FALSE(test, r->other_on_stack);
	KUNIT_EXPECT_FALSE(test, r->irq);
	KUNIT_EXPECT_EQ(test, r->vmalloc, !!(arch_features() & ARCH_HAS_MMU));
	KUNIT_EXPECT_TRUE(test, r->not_used >= sizeof(long) && r->not_used < r->here - r->low);
	KUNIT_EXPECT_TRUE(test, object_is_on_stack(&r));
}

static noinline void write_deep_levels(struct stack_report *r, int levels)
{
	volatile char deep[600];

	for (int i = 0; i < sizeof(deep); i++)
		deep[i] = 1;
	if (levels)
		write_deep_levels(r, levels - 1);
	else
		report_stack(r);
	barrier();
}

static void write_deep(void *arg)
{
	write_deep_levels(arg, 6);
}

/* Whoever gets a used stack finds zeros: depth is counted anew, and no old secrets are there. */
static void stack_reused_is_zeroed(struct kunit *test)
{
	struct stack_report first = { 0 }, second = { 0 };

	in_thread(test, write_deep, &first);
	in_thread(test, report_stack, &second);
	KUNIT_EXPECT_GT(test, second.not_used, first.not_used);
}

static void kernel_stack_kb_counts_live_ones(struct kunit *test)
{
	unsigned long before, kb = THREAD_SIZE >> 10;
	struct task_struct *task[2];

	kernel_stacks_drain();
	before = kernel_stack_kb();
	for (int i = 0; i < 2; i++) {
		task[i] = kthread_create(thread_run, NULL, "stack-test");
		KUNIT_ASSERT_FALSE(test, IS_ERR(task[i]));
	}
	KUNIT_EXPECT_EQ(test, kernel_stack_kb(), before + 2 * kb);
	kthread_stop(task[0]);
	kthread_stop(task[1]);
	kernel_stacks_drain();
	KUNIT_EXPECT_EQ(test, kernel_stack_kb(), before);
}

/* ---- what goes wrong ---- */

static void needs_faults(struct kunit *test)
{
	if (!(arch_features() & ARCH_HAS_FAULTS))
		kunit_skip(test, "this port does not come back from a fault");
}

struct overflow {
	long		(*fn)(void *arg);
	void		*arg;
	long		ret;
	bool		oopsed, canary;
};

static void try_overflow(void *arg)
{
	struct overflow *o = arg;

	o->ret = arch_try(o->fn, o->arg, &o->oopsed);
	o->canary = *end_of_stack(current) == STACK_END_MAGIC;
}

static long touch_guard(void *arg)
{
	return *((volatile char *)task_stack_page(current) - (unsigned long)arg);
}

static noinline long recurse(void *arg)
{
	volatile long here[4] = { (long)arg };

	if (here[0] < 0)
		return 0;
	return recurse((void *)(here[0] + 1)) + here[0];
}

/* The first byte below the stack, the last of the guard, and a recursion: each is an overflow. */
static void guard_touched_is_named(struct kunit *test)
{
	struct overflow cases[] = {
		{ .fn = touch_guard, .arg = (void *)1 },
		{ .fn = touch_guard, .arg = (void *)(64UL << 10) },
		{ .fn = recurse },
	};
	struct printk_capture log;

	needs_faults(test);
	for (int i = 0; i < ARRAY_SIZE(cases); i++) {
		printk_capture_begin(&log);
		in_thread(test, try_overflow, &cases[i]);
		printk_capture_end(&log);
		KUNIT_EXPECT_TRUE(test, cases[i].oopsed);
		KUNIT_EXPECT_TRUE(test, cases[i].canary);
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "BUG: TASK stack guard page was hit at"));
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "kernel stack overflow (page fault)"));
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "Comm: stack-test"));
	}
}

static long write_end_and_sleep(void *arg)
{
	*end_of_stack(current) = 0;
	schedule_timeout_uninterruptible(1);
	return 0;
}

/* Who wrote over the last word is told so when he sleeps. */
static void canary_dead_is_named_at_schedule(struct kunit *test)
{
	struct overflow o = { .fn = write_end_and_sleep };
	struct printk_capture log;

	needs_faults(test);
	printk_capture_begin(&log);
	in_thread(test, try_overflow, &o);
	printk_capture_end(&log);
	KUNIT_EXPECT_TRUE(test, o.oopsed);
	KUNIT_EXPECT_TRUE(test, o.canary);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log,
				"corrupted stack end detected inside scheduler: stack-test/"));
}

/* ---- interrupt stacks ---- */

struct irq_report {
	struct task_struct	*task;
	unsigned long		outer, inner;
	bool			on_irq, nested_on_irq;
	unsigned int		nr;
	unsigned long		entries[16];
};

static void report_nested(void *arg)
{
	struct irq_report *r = arg;

	r->inner = (unsigned long)__builtin_frame_address(0);
	r->nested_on_irq = on_irq_stack();
}

static void report_irq(void *arg)
{
	struct irq_report *r = arg;

	r->task = current;
	r->outer = (unsigned long)__builtin_frame_address(0);
	r->on_irq = on_irq_stack();
	r->nr = arch_backtrace(0, 0, r->entries, ARRAY_SIZE(r->entries));
	call_on_irq_stack(report_nested, r);
	barrier();	/* a call, not a jump: this frame is to stay */
}

static noinline void irq_stack_called(struct irq_report *r)
{
	preempt_disable();
	call_on_irq_stack(report_irq, r);
	preempt_enable();
}

/* Another stack, the same task; a second call stays on it; the call chain goes on to the caller. */
static void irq_stack_nests_and_unwinds(struct kunit *test)
{
	unsigned long start = (unsigned long)irq_stack_called;
	struct irq_report r = { 0 };
	bool found = false;

	irq_stack_called(&r);
	KUNIT_EXPECT_FALSE(test, on_irq_stack());
	KUNIT_EXPECT_PTR_EQ(test, r.task, current);
	KUNIT_EXPECT_TRUE(test, r.on_irq);
	KUNIT_EXPECT_TRUE(test, r.nested_on_irq);
	KUNIT_EXPECT_TRUE(test, r.inner < r.outer && r.outer - r.inner < THREAD_SIZE);
	for (unsigned int i = 0; i < r.nr; i++)
		found |= r.entries[i] > start && r.entries[i] < start + 512;
	if (arch_features() & ARCH_HAS_MMU)
		KUNIT_EXPECT_TRUE(test, found);
}

static struct kunit_case stack_cases[] = {
	KUNIT_CASE(thread_has_stack_with_canary),
	KUNIT_CASE(stack_reused_is_zeroed),
	KUNIT_CASE(kernel_stack_kb_counts_live_ones),
	KUNIT_CASE(guard_touched_is_named),
	KUNIT_CASE(canary_dead_is_named_at_schedule),
	KUNIT_CASE(irq_stack_nests_and_unwinds),
	{ }
};

static struct kunit_suite stack_suite = {
	.name		= "stack",
	.test_cases	= stack_cases,
};

kunit_test_suite(stack_suite);
