// SPDX-License-Identifier: MIT
/*
 * bench/percpu_kern.c - counting: on this CPU's copy, on a line of one's own, on one that all share
 */
#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/percpu_stack.h>
#include <linux/slab.h>

#include "bench/bench.h"

#define WORK		"count one event"
#define WORK_2		"count one event, 2 threads"
#define STACK_CAP	64

static DEFINE_PER_CPU(unsigned long, events);
static unsigned long line ____cacheline_aligned;

static void count_this_cpu(unsigned long n)
{
	while (n--)
		this_cpu_inc(events);
}
BENCH(WORK, "quarry", count_this_cpu);

static void count_held(unsigned long n)
{
	preempt_disable();
	count_this_cpu(n);
	preempt_enable();
}
BENCH(WORK, "CPU held", count_held);

/* One thread, so the line is its own. */
static void count_atomic(unsigned long n)
{
	while (n--)
		__atomic_fetch_add(&line, 1, __ATOMIC_RELAXED);
}
BENCH(WORK, "atomic, private line", count_atomic);

static struct percpu_stack __percpu *stack;

static void stack_make(void)
{
	if (!stack)
		stack = __alloc_percpu(percpu_stack_bytes(STACK_CAP), sizeof(void *));
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
		per_cpu_ptr(stack, cpu)->cap = STACK_CAP;
}

static void stack_pair(unsigned long n)
{
	while (n--) {
		percpu_stack_push(stack, &line);
		bench_keep(percpu_stack_pop(stack));
	}
}
BENCH_SETUP("push and pop on a per-CPU stack", "quarry", stack_pair, stack_make);

static void percpu_table(void)
{
	bench_add(&(struct bench_case) { .workload = WORK_2, .contender = "quarry", .threads = 2,
					 .cpu_time = 1, .run = count_this_cpu });
	bench_add(&(struct bench_case) { .workload = WORK_2, .contender = "atomic, shared line", .threads = 2,
					 .cpu_time = 1, .run = count_atomic });
	bench_goal("this_cpu_inc / atomic add, private line", WORK, "quarry", WORK, "atomic, private line", 1.0);
	bench_goal("this_cpu_inc / atomic add, shared line", WORK_2, "quarry", WORK_2, "atomic, shared line", 0.2);
}
BENCH_TABLE(percpu_table);
