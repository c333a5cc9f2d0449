/* SPDX-License-Identifier: MIT */
/*
 * tests/mm/model.h - random work by several actors at once, beside a model that knows what must come out
 *
 * Actors are tasks, hrtimers and calls to other CPUs. A suite says what one operation is (struct
 * model_kind); its own struct holds the run and the model. What actors find wrong is counted, with
 * the first line: they may not print, and must not wait for each other.
 */
#ifndef TESTS_MM_MODEL_H
#define TESTS_MM_MODEL_H

#include <kunit/test.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "tests/kernel/threads.h"
#include "tests/mm/verified.h"

#define MODEL_TASKS	4
#define MODEL_TIMERS	2

struct actor {
	struct model_run	*run;
	struct hrtimer		timer;
	u32			seed;
};

/**
 * struct model_kind - what a suite's actors do
 * @operation:	one, in a task or an interrupt
 * @look:	compares more than mm_verify() does, while the actors work; or NULL
 * @seed:	of the first actor
 * @call_every:	one operation of a task in so many is made on another CPU; 0: none
 * @timer_ns:	between two interrupts of a timer, which does @ops_a_timer; 0: no timers
 */
struct model_kind {
	void (*operation)(struct actor *a, bool may_sleep);
	void (*look)(struct model_run *run);
	u32			seed;
	unsigned int		call_every, timer_ns, ops_a_timer;
};

/**
 * struct model_run - what the actors share
 * @nr_ops:	done in this round, which ends at @end
 */
struct model_run {
	const struct model_kind	*kind;
	unsigned long		end;
	atomic_long_t		nr_ops, nr_given, nr_refused, nr_in_irq;
	atomic_t		nr_wrong, first_line;
	struct actor		actors[MODEL_TASKS + MODEL_TIMERS];
	struct test_threads	threads;
};

#define MODEL_OPS_A_CALL	4

#define model_expect(run, cond)								\
	do {										\
		if (unlikely(!(cond))) {						\
			atomic_cmpxchg(&(run)->first_line, 0, __LINE__);		\
			atomic_inc(&(run)->nr_wrong);					\
		}									\
	} while (0)

static inline u32 random_next(u32 *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 9;
}

static inline u32 next_random(struct actor *a)
{
	return random_next(&a->seed);
}

/* The number that `--boot SUITE.ops=N` asks for. */
static inline unsigned long model_ops_wanted(struct kunit *test, unsigned long usual)
{
	char name[32];
	const char *text;

	snprintf(name, sizeof(name), "%s.ops=", test->suite->name);
	text = strstr(saved_command_line, name);
	return text ? simple_strtoul(text + strlen(name), NULL, 0) : usual;
}

static inline bool model_goes_on(const struct model_run *run)
{
	return atomic_long_read(&run->nr_ops) < run->end;
}

static inline void actor_acts(struct actor *a, bool may_sleep)
{
	a->run->kind->operation(a, may_sleep);
	atomic_long_inc(&a->run->nr_ops);
	if (in_hardirq())
		atomic_long_inc(&a->run->nr_in_irq);
}

static inline enum hrtimer_restart actor_timer(struct hrtimer *timer)
{
	struct actor *a = container_of(timer, struct actor, timer);

	for (int i = 0; i < a->run->kind->ops_a_timer && model_goes_on(a->run); i++)
		actor_acts(a, false);
	hrtimer_forward_now(timer, ns_to_ktime(a->run->kind->timer_ns));
	return HRTIMER_RESTART;
}

/* On another CPU, for the task that waits for it. */
static inline void actor_call(void *a)
{
	for (int i = 0; i < MODEL_OPS_A_CALL; i++)
		actor_acts(a, false);
}

static inline void actor_task(void *arg, unsigned int i)
{
	struct model_run *run = arg;
	struct actor *a = &run->actors[i];

	while (model_goes_on(run)) {
		u32 r = next_random(a);

		if (run->kind->call_every && r % run->kind->call_every == 0)
			smp_call_function_single(r / run->kind->call_every % nr_cpu_ids, actor_call, a, 1);
		else
			actor_acts(a, true);
		if (r % 4096 == 1)
			cond_resched();
	}
}

static inline void model_timers_start(struct model_run *run)
{
	for (int i = MODEL_TASKS; run->kind->timer_ns && i < MODEL_TASKS + MODEL_TIMERS; i++) {
		struct hrtimer *timer = &run->actors[i].timer;

		hrtimer_init(timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
		timer->function = actor_timer;
		hrtimer_start(timer, ns_to_ktime(run->kind->timer_ns), HRTIMER_MODE_REL);
	}
}

static inline void model_timers_stop(struct model_run *run)
{
	for (int i = MODEL_TASKS; run->kind->timer_ns && i < MODEL_TASKS + MODEL_TIMERS; i++)
		hrtimer_cancel(&run->actors[i].timer);
}

static inline void model_init(struct model_run *run, const struct model_kind *kind)
{
	run->kind = kind;
	for (int i = 0; i < ARRAY_SIZE(run->actors); i++) {
		run->actors[i].run = run;
		run->actors[i].seed = kind->seed + i;
	}
}

static inline void model_look(struct kunit *test, struct model_run *run)
{
	EXPECT_VERIFIED(test);
	if (run->kind->look)
		run->kind->look(run);
}

/* A round of @nr_ops, looked at while the actors are at work and once they rest. */
static inline void model_round(struct kunit *test, struct model_run *run, unsigned long nr_ops)
{
	atomic_long_set(&run->nr_ops, 0);
	run->end = nr_ops;
	model_timers_start(run);
	test_threads_start(test, &run->threads, MODEL_TASKS, actor_task, run);
	while (model_goes_on(run)) {
		msleep(50);
		model_look(test, run);
	}
	test_threads_join(&run->threads);
	model_timers_stop(run);
	model_look(test, run);
}

static inline void model_expect_right(struct kunit *test, struct model_run *run)
{
	KUNIT_EXPECT_EQ(test, atomic_read(&run->nr_wrong), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&run->first_line), 0);
}

#endif /* TESTS_MM_MODEL_H */
