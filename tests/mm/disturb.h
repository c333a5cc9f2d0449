/* SPDX-License-Identifier: MIT */
/*
 * tests/mm/disturb.h - two tasks that take turns: one is stopped before chosen instructions, the other one acts there
 *
 * For a suite that ktest --stops gives instructions to (tests/stops.h). The first task takes and gives things,
 * on one CPU and always in the same few steps, once for each instruction; whenever it is stopped the other task
 * does what the disturbance says. The suite says what things are (interface), what is to be seen of one that
 * was taken, and what nobody may touch of a CPU that is held.
 */
#ifndef TESTS_MM_DISTURB_H
#define TESTS_MM_DISTURB_H

#include <asm-generic/arch.h>
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "tests/mm/verified.h"
#include "tests/stops.h"

#define KEPT	24

struct interface {
	const char *name;
	void *(*take)(void);
	void (*give)(void *thing);
};

/**
 * struct disturbance - what happens at a stop
 * @name:	in the case's description
 * @here:	by a task on the same host CPU; else on another
 * @moves:	and the stopped task is moved to another one first
 * @foreign:	and it leaves somebody else's descriptor behind
 * @run:	at the stop
 * @undo:	when the stopped task's call has returned
 */
struct disturbance {
	const char *name;
	bool here, moves, foreign;
	void (*run)(void);
	void (*undo)(void);
};

static const struct interface *interface;
static const struct disturbance *disturbance;
static unsigned int cpu;		/* whose home the stopped task runs on */

/* The suite's. */
static void thing_look(void *thing);
static void held_remember(void);
static void held_compare(void);

/* ---- what is out: touched by one of the two tasks at a time ---- */

static void *out[KEPT + 2], *kept[KEPT];
static unsigned int nr_out, nr_kept;
static unsigned int wrong, touched;	/* things given out twice, or not as they should be; what nobody may touch */

static void *taken(void *thing)
{
	if (!thing)
		return NULL;
	thing_look(thing);
	for (unsigned int i = 0; i < nr_out; i++)
		wrong += out[i] == thing;
	if (nr_out < ARRAY_SIZE(out))
		out[nr_out++] = thing;
	return thing;
}

static void *given(void *thing)
{
	for (unsigned int i = 0; i < nr_out; i++)
		if (out[i] == thing) {
			out[i] = out[--nr_out];
			break;
		}
	return thing;
}

/* ---- what the other task does; in any context ---- */

static void keep_one(void *unused)
{
	if (nr_kept == KEPT)
		while (nr_kept)
			interface->give(given(kept[--nr_kept]));
	kept[nr_kept] = taken(interface->take());
	nr_kept += kept[nr_kept] != NULL;
}

static void give_one(void *unused)
{
	if (!nr_kept)
		for (unsigned int i = 0; i < 4; i++)
			keep_one(NULL);
	interface->give(given(kept[--nr_kept]));
}

static void none(void)
{
}

static void pair_here(void)
{
	interface->give(interface->take());
}

static void keep_here(void)
{
	keep_one(NULL);
}

static void give_here(void)
{
	give_one(NULL);
}

static void swap_here(void)
{
	keep_one(NULL);
	keep_one(NULL);
	give_one(NULL);
}

static void keep_by_call(void)
{
	smp_call_function_single(cpu, keep_one, NULL, 1);
}

static void give_by_call(void)
{
	smp_call_function_single(cpu, give_one, NULL, 1);
}

static bool is_offline;

static void offline(void)
{
	is_offline = !remove_cpu(cpu);
	held_remember();
}

static void online(void)
{
	if (is_offline) {
		held_compare();
		add_cpu(cpu);
	}
	is_offline = false;
}

/* ---- two tasks that take turns ---- */

enum { IDLE, RUN, UNDO, END };

static u32 turn;
static struct completion ended;

static void other_answer(void)
{
	smp_store_release(&turn, IDLE);
	arch_wake(&turn, 1);
}

/* In a signal handler too. */
static void other_do(u32 what)
{
	smp_store_release(&turn, what);
	arch_wake(&turn, 1);
	while (smp_load_acquire(&turn) == what)
		arch_block(&turn, what, -1);
}

/* The other one goes on, and may want this CPU for a while in vain. */
static void hold(void)
{
	unsigned long end = jiffies + 2;
	bool is_it;

	preempt_disable();
	is_it = raw_smp_processor_id() == cpu;
	if (is_it)
		held_remember();
	other_answer();
	while (smp_load_acquire(&turn) == IDLE && time_before(jiffies, end))
		arch_yield();
	if (is_it)
		held_compare();
	preempt_enable();
}

static int other_main(void *unused)
{
	u32 what;

	stops_pin(disturbance->here ? cpu : !cpu);
	while ((what = smp_load_acquire(&turn)) != END) {
		if (what == IDLE) {
			arch_block(&turn, IDLE, -1);
			continue;
		}
		(what == RUN ? disturbance->run : disturbance->undo)();
		if (smp_load_acquire(&turn) == what)
			other_answer();
	}
	complete(&ended);
	return 0;
}

static bool disturbed;

/* Not who allocates or frees with its CPU held, as depots do with containers: a CPU that goes waits for that. */
static void stopped(void *unused)
{
	disturbed = !current_thread_info()->count;
	if (!disturbed)
		return;
	if (disturbance->moves)
		stops_pin(!cpu);
	other_do(RUN);
	if (disturbance->foreign)
		stops_foreign();
}

/* ---- the task that is stopped ---- */

static const struct step {
	bool take;
	unsigned int which;
} steps[] = {
	{ true, 0 }, { true, 1 }, { false, 1 }, { true, 1 }, { false, 0 }, { true, 0 }, { false, 0 }, { false, 1 },
};

static unsigned int hits, failures;
static bool giving;		/* it was given a thing when it was stopped */

static void note_failure(unsigned int at, unsigned int step)
{
	if (!wrong && !touched)
		return;
	if (!failures++)
		printk("stops: %s, %s: stopped at 0x%lx in step %u: %u wrong, %u touched\n", disturbance->name,
		       interface->name, stops_offset(at), step, wrong, touched);
	wrong = touched = 0;
}

static void step_do(const struct step *step, unsigned int at, void **mine)
{
	void **thing = &mine[step->which], *got = NULL;

	giving = !step->take && *thing;
	stops_arm(at, stopped, NULL);
	if (step->take)
		got = interface->take();
	else if (*thing)
		interface->give(*thing);
	if (stops_disarm() && disturbed) {
		hits++;
		other_do(UNDO);
		if (disturbance->moves)
			stops_pin(cpu);
	}
	if (step->take)
		*thing = taken(got);
}

static int stopped_main(void *unused)
{
	void *mine[2] = { };

	stops_pin(cpu);
	for (unsigned int at = 0; at < stops_nr(); at++)
		for (unsigned int i = 0; i < ARRAY_SIZE(steps); i++) {
			if (!steps[i].take)
				given(mine[steps[i].which]);
			step_do(&steps[i], at, mine);
			note_failure(at, i);
		}
	while (nr_kept)
		interface->give(given(kept[--nr_kept]));
	complete(&ended);
	return 0;
}

/* ---- for the suite's case ---- */

static bool disturbance_is_possible(void)
{
	return nr_cpu_ids > 1 || (disturbance->here && !disturbance->moves);
}

static void disturb(struct kunit *test)
{
	init_completion(&ended);
	turn = IDLE;
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(other_main, NULL, "disturbing")));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(stopped_main, NULL, "stopped")));
	wait_for_completion(&ended);
	smp_store_release(&turn, END);
	arch_wake(&turn, 1);
	wait_for_completion(&ended);
	KUNIT_EXPECT_EQ(test, nr_out, 0U);
	EXPECT_VERIFIED(test);
}

#endif /* TESTS_MM_DISTURB_H */
