// SPDX-License-Identifier: MIT
/*
 * tests/kernel/cpuhotplug_test.c - suite "cpuhotplug": CPUs that go and come back
 *
 * The CPU that goes is the last one. On a machine with one CPU all but the refusals are skipped.
 */
#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include <linux/workqueue.h>
#include "kernel/irq.h"
#include "mm/page_pcp.h"
#include "mm/slab.h"
#include "tests/kernel/threads.h"
#include "tests/kernel/victim.h"

/* ---- which can go ---- */

static void cpu_that_can_not_go_is_refused(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, remove_cpu(0), -EPERM);
	KUNIT_EXPECT_EQ(test, remove_cpu(nr_cpu_ids), -EINVAL);
	KUNIT_EXPECT_EQ(test, add_cpu(nr_cpu_ids), -EINVAL);
	KUNIT_EXPECT_EQ(test, add_cpu(0), 1);
	KUNIT_EXPECT_TRUE(test, cpu_online(0));
}

static void cpu_masks_follow(struct kunit *test)
{
	unsigned int nr = num_online_cpus();

	if (one_cpu(test))
		return;
	cpu_goes(test);
	KUNIT_EXPECT_FALSE(test, cpu_online(victim));
	KUNIT_EXPECT_FALSE(test, cpu_active(victim));
	KUNIT_EXPECT_TRUE(test, cpu_present(victim));
	KUNIT_EXPECT_TRUE(test, cpu_possible(victim));
	KUNIT_EXPECT_EQ(test, num_online_cpus(), nr - 1);
	KUNIT_EXPECT_EQ(test, remove_cpu(victim), 1);
	cpu_comes(test);
	KUNIT_EXPECT_TRUE(test, cpu_online(victim));
	KUNIT_EXPECT_TRUE(test, cpu_active(victim));
	KUNIT_EXPECT_EQ(test, add_cpu(victim), 1);
}

static void cpu_hotplug_disable_keeps_it(struct kunit *test)
{
	if (one_cpu(test))
		return;
	cpu_hotplug_disable();
	KUNIT_EXPECT_EQ(test, remove_cpu(victim), -EBUSY);
	cpu_hotplug_enable();
	cpu_goes(test);
	cpu_comes(test);
}

/* ---- what is on the CPU that goes ---- */

static DEFINE_PER_CPU(unsigned long, cpu_word);

static long word_set(void *arg)
{
	this_cpu_write(cpu_word, 4711);
	return 0;
}

static void percpu_data_of_offline_cpu_is_readable(struct kunit *test)
{
	if (one_cpu(test))
		return;
	on_victim(word_set, NULL);
	cpu_goes(test);
	KUNIT_EXPECT_EQ(test, per_cpu(cpu_word, victim), 4711);
	per_cpu(cpu_word, victim)++;
	cpu_comes(test);
	KUNIT_EXPECT_EQ(test, per_cpu(cpu_word, victim), 4712);
}

static long counter_inc(void *arg)
{
	percpu_counter_inc(arg);
	return 0;
}

static void percpu_counter_is_folded(struct kunit *test)
{
	struct percpu_counter counter;

	if (one_cpu(test))
		return;
	KUNIT_ASSERT_EQ(test, percpu_counter_init(&counter, 0, GFP_KERNEL), 0);
	on_victim(counter_inc, &counter);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 0);
	cpu_goes(test);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 1);
	cpu_comes(test);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&counter), 1);
	percpu_counter_destroy(&counter);
}

struct fired {
	struct timer_list	timer;
	struct hrtimer		hard;
	struct irq_work		work;
	struct tasklet_struct	tasklet;
	atomic_t		nr;
	int			cpu;
};

static void timer_fired(struct timer_list *t)
{
	struct fired *f = from_timer(f, t, timer);

	WRITE_ONCE(f->cpu, smp_processor_id());
	atomic_inc(&f->nr);
}

static enum hrtimer_restart hrtimer_fired(struct hrtimer *t)
{
	atomic_inc(&container_of(t, struct fired, hard)->nr);
	return HRTIMER_NORESTART;
}

static long timers_arm(void *arg)
{
	struct fired *f = arg;

	timer_setup(&f->timer, timer_fired, TIMER_PINNED);
	f->timer.expires = jiffies + HZ;	/* the CPU is gone by then */
	add_timer_on(&f->timer, victim);
	hrtimer_init(&f->hard, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	f->hard.function = hrtimer_fired;
	hrtimer_start(&f->hard, NSEC_PER_SEC, HRTIMER_MODE_REL);
	return 0;
}

static void timers_of_cpu_that_goes_fire_elsewhere(struct kunit *test)
{
	static struct fired f;

	if (one_cpu(test))
		return;
	atomic_set(&f.nr, 0);
	on_victim(timers_arm, &f);
	cpu_goes(test);
	KUNIT_EXPECT_TRUE(test, timer_pending(&f.timer));
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&f.nr) == 2));
	KUNIT_EXPECT_NE(test, READ_ONCE(f.cpu), victim);
	mod_timer(&f.timer, jiffies + 1);	/* pinned to where it was last */
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&f.nr) == 3));
	cpu_comes(test);
	del_timer_sync(&f.timer);
	hrtimer_cancel(&f.hard);
}

static void tasklet_fired(struct tasklet_struct *t)
{
	atomic_inc(&container_of(t, struct fired, tasklet)->nr);
}

static long tasklet_queue_disabled(void *arg)
{
	struct fired *f = arg;

	tasklet_setup(&f->tasklet, tasklet_fired);
	tasklet_disable(&f->tasklet);
	tasklet_schedule(&f->tasklet);
	return 0;
}

static void tasklet_of_cpu_that_goes_runs_elsewhere(struct kunit *test)
{
	static struct fired f;

	if (one_cpu(test))
		return;
	atomic_set(&f.nr, 0);
	on_victim(tasklet_queue_disabled, &f);
	cpu_goes(test);
	KUNIT_EXPECT_EQ(test, atomic_read(&f.nr), 0);
	tasklet_enable(&f.tasklet);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&f.nr) == 1));
	cpu_comes(test);
	tasklet_kill(&f.tasklet);
}

#define TEST_LINE 77

static irqreturn_t line_handler(int irq, void *dev)
{
	struct fired *f = dev;

	WRITE_ONCE(f->cpu, smp_processor_id());
	atomic_inc(&f->nr);
	return IRQ_HANDLED;
}

static void line_of_cpu_that_goes_moves(struct kunit *test)
{
	static struct fired f;

	if (one_cpu(test))
		return;
	atomic_set(&f.nr, 0);
	KUNIT_ASSERT_EQ(test, request_irq(TEST_LINE, line_handler, 0, "test", &f), 0);
	KUNIT_EXPECT_EQ(test, irq_set_affinity(TEST_LINE, cpumask_of(victim)), 0);
	irq_raise(TEST_LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&f.nr) == 1));
	KUNIT_EXPECT_EQ(test, READ_ONCE(f.cpu), victim);
	cpu_goes(test);
	irq_raise(TEST_LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&f.nr) == 2));
	KUNIT_EXPECT_NE(test, READ_ONCE(f.cpu), victim);
	KUNIT_EXPECT_EQ(test, irq_set_affinity(TEST_LINE, cpumask_of(victim)), -EINVAL);
	cpu_comes(test);
	KUNIT_EXPECT_EQ(test, irq_set_affinity(TEST_LINE, cpumask_of(victim)), 0);
	irq_raise(TEST_LINE);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&f.nr) == 3));
	KUNIT_EXPECT_EQ(test, READ_ONCE(f.cpu), victim);
	free_irq(TEST_LINE, &f);
}

static void cpu_note(void *arg)
{
	*(int *)arg = smp_processor_id();
}

static void calls_of_offline_cpu_are_refused(struct kunit *test)
{
	int cpu = -1;

	if (one_cpu(test))
		return;
	cpu_goes(test);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(victim, cpu_note, &cpu, 1), -ENXIO);
	KUNIT_EXPECT_EQ(test, cpu, -1);
	KUNIT_EXPECT_EQ(test, smp_call_function_any(cpu_possible_mask, cpu_note, &cpu, 1), 0);
	KUNIT_EXPECT_NE(test, cpu, victim);
	synchronize_rcu();
	cpu_comes(test);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(victim, cpu_note, &cpu, 1), 0);
	KUNIT_EXPECT_EQ(test, cpu, victim);
}

/* ---- tasks ---- */

struct bound_task {
	struct task_struct	*task;
	struct completion	bound, go, done;
	bool			pinned;
	int			before, after;
};

static int cpu_now(void)
{
	int cpu = get_cpu();

	put_cpu();
	return cpu;
}

/* The end of each thread: kthread_stop() leaves nothing of it behind. */
static int wait_for_stop(void)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int bound_main(void *arg)
{
	struct bound_task *b = arg;

	set_cpus_allowed_ptr(current, cpumask_of(victim));
	b->before = cpu_now();
	if (b->pinned)
		migrate_disable();
	complete(&b->bound);
	wait_for_completion(&b->go);
	b->after = cpu_now();
	if (b->pinned)
		migrate_enable();
	complete(&b->done);
	return wait_for_stop();
}


static void bound_start(struct kunit *test, struct bound_task *b, bool pinned)
{
	init_completion(&b->bound);
	init_completion(&b->go);
	init_completion(&b->done);
	b->pinned = pinned;
	b->task = kthread_run(bound_main, b, "test/bound");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, b->task);
	wait_for_completion(&b->bound);
}

static void bound_task_falls_back(struct kunit *test)
{
	static struct bound_task b;

	if (one_cpu(test))
		return;
	bound_start(test, &b, false);
	KUNIT_EXPECT_EQ(test, b.before, victim);
	cpu_goes(test);
	complete(&b.go);
	wait_for_completion(&b.done);
	kthread_stop(b.task);
	KUNIT_EXPECT_NE(test, b.after, victim);
	cpu_comes(test);
}

static int goer_main(void *done)
{
	remove_cpu(victim);
	complete(done);
	return wait_for_stop();
}

static void migrate_disable_keeps_cpu(struct kunit *test)
{
	static struct completion gone;
	static struct bound_task b;
	struct task_struct *goer;

	if (one_cpu(test))
		return;
	init_completion(&gone);
	bound_start(test, &b, true);
	goer = kthread_run(goer_main, &gone, "test/goer");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, goer);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&gone, HZ / 10), 0);
	KUNIT_EXPECT_TRUE(test, cpu_online(victim));
	complete(&b.go);
	wait_for_completion(&b.done);
	kthread_stop(b.task);
	KUNIT_EXPECT_EQ(test, b.after, victim);
	wait_for_completion(&gone);
	kthread_stop(goer);
	KUNIT_EXPECT_FALSE(test, cpu_online(victim));
	cpu_comes(test);
}

static void work_for_offline_cpu_runs(struct kunit *test)
{
	if (one_cpu(test))
		return;
	per_cpu(cpu_word, victim) = 0;
	cpu_goes(test);
	on_victim(word_set, NULL);	/* on another */
	KUNIT_EXPECT_EQ(test, per_cpu(cpu_word, victim), 0);
	cpu_comes(test);
}

/* ---- nothing is lost ---- */

static long lists_fill(void *arg)
{
	struct kmem_cache *s = arg;
	struct page *pages[8];
	void *objects[8];

	for (int i = 0; i < 8; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		objects[i] = kmem_cache_alloc(s, GFP_KERNEL);
	}
	for (int i = 0; i < 8; i++) {
		__free_page(pages[i]);
		kmem_cache_free(s, objects[i]);
	}
	return 0;
}

static unsigned long lists_pages(unsigned int cpu)
{
	unsigned long nr = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		nr += pcp_nr_cpu(zone, cpu);
	return nr;
}

static void lists_of_cpu_that_goes_are_drained(struct kunit *test)
{
	struct kmem_cache *s;

	if (one_cpu(test))
		return;
	s = kmem_cache_create("test_hotplug", 96, 0, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, s);
	on_victim(lists_fill, s);
	cpu_goes(test);
	KUNIT_EXPECT_EQ(test, lists_pages(victim), 0);
	if (s->magazine_own)
		KUNIT_EXPECT_EQ(test, percpu_stack_nr(&per_cpu_ptr(s->magazine_own, victim)->stack) +
				      (magazine_top(s, victim) != NULL), 0);
	KUNIT_EXPECT_EQ(test, mm_verify(NULL, NULL), 0);
	cpu_comes(test);
	kmem_cache_destroy(s);
}

static struct zone *cpu_zone(unsigned int cpu)
{
	struct zone *zone = &NODE_DATA(cpu_to_node(cpu))->node_zones[ZONE_NORMAL];

	return populated_zone(zone) ? zone : zone - 1;
}

static int list_high(unsigned int cpu)
{
	return per_cpu_ptr(cpu_zone(cpu)->per_cpu_pageset, cpu)->high;
}

static void node_has_its_online_cpus_only(struct kunit *test)
{
	int node, nr, high;

	if (one_cpu(test))
		return;
	node = cpu_to_node(victim);
	nr = nr_cpus_node(node);
	high = list_high(0);
	KUNIT_EXPECT_TRUE(test, cpumask_test_cpu(victim, cpumask_of_node(node)));
	cpu_goes(test);
	KUNIT_EXPECT_FALSE(test, cpumask_test_cpu(victim, cpumask_of_node(node)));
	KUNIT_EXPECT_EQ(test, nr_cpus_node(node), nr - 1);
	KUNIT_EXPECT_EQ(test, node_state(node, N_CPU), nr > 1);
	if (nr == 2 && node == cpu_to_node(0))	/* half as many share the low mark, at least 4 batches each */
		KUNIT_EXPECT_EQ(test, list_high(0), max_t(int, low_wmark_pages(cpu_zone(0)),
							  4 * cpu_zone(0)->pageset_batch));
	cpu_comes(test);
	KUNIT_EXPECT_EQ(test, nr_cpus_node(node), nr);
	KUNIT_EXPECT_EQ(test, node_state(node, N_CPU), 1);
	KUNIT_EXPECT_EQ(test, list_high(0), high);
}

/* ---- everything at once ---- */

#define STRESS_TASKS	8
#define STRESS_CYCLES	60

struct stress {
	struct kmem_cache	*cache;
	struct percpu_counter	counter;
	bool			stop;
	atomic_long_t		nr_rounds, nr_timers, nr_works;
};

static DEFINE_PER_CPU(unsigned long, stress_sum);

struct stress_item {
	struct stress		*stress;
	struct timer_list	timer;
	struct work_struct	work;
};

static void stress_timer_fn(struct timer_list *t)
{
	struct stress_item *item = from_timer(item, t, timer);

	atomic_long_inc(&item->stress->nr_timers);
}

static void stress_work_fn(struct work_struct *work)
{
	atomic_long_inc(&container_of(work, struct stress_item, work)->stress->nr_works);
}

/* One timer and one work item, on any CPU there may be, both waited for. */
static void stress_round(struct stress *s, struct stress_item *item, unsigned int i)
{
	struct page *page = alloc_pages(GFP_KERNEL, i & 1);
	void *object = kmem_cache_alloc(s->cache, GFP_KERNEL);

	mod_timer(&item->timer, jiffies + 1);
	queue_work_on(i % nr_cpu_ids, system_wq, &item->work);
	for (int n = 0; n < 100; n++)
		this_cpu_inc(stress_sum);
	percpu_counter_add(&s->counter, 1);
	if (page)
		__free_pages(page, i & 1);
	kmem_cache_free(s->cache, object);
	flush_work(&item->work);
	while (timer_pending(&item->timer))
		usleep_range(200, 400);
	del_timer_sync(&item->timer);
	atomic_long_inc(&s->nr_rounds);
}

static void stress_main(void *ctx, unsigned int i)
{
	struct stress *s = ctx;
	struct stress_item *item = kzalloc(sizeof(*item), GFP_KERNEL);

	item->stress = s;
	timer_setup(&item->timer, stress_timer_fn, 0);
	INIT_WORK(&item->work, stress_work_fn);
	while (!READ_ONCE(s->stop))
		stress_round(s, item, i++);
	kfree(item);
}

static void stress_cycles(struct kunit *test)
{
	for (unsigned int i = 0; i < STRESS_CYCLES; i++) {
		unsigned int cpu = 1 + i % min(nr_cpu_ids - 1, 8U);

		KUNIT_EXPECT_EQ(test, remove_cpu(cpu), 0);
		usleep_range(500, 1000);
		KUNIT_EXPECT_EQ(test, add_cpu(cpu), 0);
	}
}

static void stress_while_cpus_come_and_go(struct kunit *test)
{
	static struct test_threads threads;
	static struct stress s;
	unsigned long sum = 0;
	long nr_rounds;
	int cpu;

	if (one_cpu(test))
		return;
	s = (struct stress){ .cache = kmem_cache_create("test_stress", 200, 0, 0, NULL) };
	KUNIT_ASSERT_NOT_NULL(test, s.cache);
	KUNIT_ASSERT_EQ(test, percpu_counter_init(&s.counter, 0, GFP_KERNEL), 0);
	for_each_possible_cpu(cpu)
		per_cpu(stress_sum, cpu) = 0;
	test_threads_start(test, &threads, STRESS_TASKS, stress_main, &s);
	stress_cycles(test);
	WRITE_ONCE(s.stop, true);
	test_threads_join(&threads);
	for_each_possible_cpu(cpu)
		sum += per_cpu(stress_sum, cpu);
	nr_rounds = atomic_long_read(&s.nr_rounds);
	KUNIT_EXPECT_GT(test, nr_rounds, 0);
	KUNIT_EXPECT_EQ(test, sum, 100 * (unsigned long)nr_rounds);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&s.counter), nr_rounds);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&s.nr_timers), nr_rounds);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&s.nr_works), nr_rounds);
	KUNIT_EXPECT_EQ(test, mm_verify(NULL, NULL), 0);
	percpu_counter_destroy(&s.counter);
	kmem_cache_destroy(s.cache);
}

static struct kunit_case cpuhotplug_cases[] = {
	KUNIT_CASE(cpu_that_can_not_go_is_refused),
	KUNIT_CASE(cpu_masks_follow),
	KUNIT_CASE(cpu_hotplug_disable_keeps_it),
	KUNIT_CASE(percpu_data_of_offline_cpu_is_readable),
	KUNIT_CASE(percpu_counter_is_folded),
	KUNIT_CASE(timers_of_cpu_that_goes_fire_elsewhere),
	KUNIT_CASE(tasklet_of_cpu_that_goes_runs_elsewhere),
	KUNIT_CASE(line_of_cpu_that_goes_moves),
	KUNIT_CASE(calls_of_offline_cpu_are_refused),
	KUNIT_CASE(bound_task_falls_back),
	KUNIT_CASE(migrate_disable_keeps_cpu),
	KUNIT_CASE(work_for_offline_cpu_runs),
	KUNIT_CASE(lists_of_cpu_that_goes_are_drained),
	KUNIT_CASE(node_has_its_online_cpus_only),
	KUNIT_CASE(stress_while_cpus_come_and_go),
	{}
};

static struct kunit_suite cpuhotplug_suite = {
	.name = "cpuhotplug",
	.test_cases = cpuhotplug_cases,
};
kunit_test_suite(cpuhotplug_suite);
