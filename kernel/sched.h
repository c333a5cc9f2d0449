/* SPDX-License-Identifier: MIT */
/*
 * kernel/sched.h - what the files of kernel/ that make up tasks and CPUs tell each other
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include <linux/percpu-defs.h>
#include <linux/sched.h>

/* Of each CPU, where the port wants it to be (arch_cpu_token()). */
extern struct cpu_token *cpu_tokens[NR_CPUS];
/* Whoever has had no CPU so far has had this one: it is never free. */
extern struct cpu_token cpu_token_none;

/* mm/slab_magazine.c */
DECLARE_PER_CPU(struct slab_magazine, slab_no_magazine);
/* mm/page_pcp.c */
DECLARE_PER_CPU(struct percpu_stack, pcp_no_stack);

/* cpu_token.c */
/** cpu_tokens_init - all CPUs are free; none was taken yet */
void cpu_tokens_init(void);
/** cpu_tokens_publish - all CPUs' data exist: sections may use them by the processor they run on */
void cpu_tokens_publish(void);
/** cpu_token_assign - make @cpu the one whose token @ti takes next; it holds none now */
void cpu_token_assign(struct thread_info *ti, unsigned int cpu);
/** cpu_token_seize - take CPU @cpu, besides the one that the caller holds; false: somebody has it */
bool cpu_token_seize(unsigned int cpu);
/** cpu_token_unseize - give a seized CPU back */
void cpu_token_unseize(unsigned int cpu);
/** cpu_token_retire - @cpu, which the caller has seized, is offline: for others it counts as free */
void cpu_token_retire(unsigned int cpu);
/** cpu_token_revive - @cpu, which is offline, is seized by the caller */
void cpu_token_revive(unsigned int cpu);
/** cpu_is_pinned - is a task on @cpu by migrate_disable()? The caller has seized it */
bool cpu_is_pinned(unsigned int cpu);
/** cpu_token_borrow - be on @cpu, which the caller has seized, or on its own again */
void cpu_token_borrow(unsigned int cpu);
/**
 * cpu_token_take_kicking - take the CPU that the running task is bound to; interrupt who holds it
 * @wanted:	gives up when this is 0: the holder has done what the CPU was wanted for
 *
 * The task holds none. Return: true with the CPU taken, but the count still 0.
 */
bool cpu_token_take_kicking(const u32 *wanted);
/** cpu_token_take_free - take @cpu if it is free and the running task, which holds none, may; count still 0 */
bool cpu_token_take_free(unsigned int cpu);
/** cpu_bind_set - the running task takes no CPU but @cpu; -1: any it is allowed. It holds none now. */
void cpu_bind_set(int cpu);

/* task.c */
struct task_struct *task_alloc(const char *comm);
/** task_unlink - @task ends: take it out of the list of tasks */
void task_unlink(struct task_struct *task);
/** task_context_set - the caller's context runs as @task from now on */
void task_context_set(struct task_struct *task);
/** task_leave - the running task, which holds a CPU by preempt_disable(), ends; there is no current then */
void task_leave(void);
void task_set_bound(struct task_struct *task, unsigned int cpu);
/* cpu.c */
void cpumask_init_boot(void);

/* atomic_report.c */
void report_scheduling_while_atomic(struct task_struct *task);

/* workqueue.c: a worker blocks, and runs again */
void wq_worker_sleeping(struct task_struct *task);
void wq_worker_running(struct task_struct *task);
void workqueue_quiesce(void);

/* time.c */
void time_init_early(void);
/** jiffies_to_clock_ns - when, on arch_clock_ns()'s clock, does @j begin? */
u64 jiffies_to_clock_ns(unsigned long j);

#endif /* KERNEL_SCHED_H */
