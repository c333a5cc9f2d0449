// SPDX-License-Identifier: MIT
/*
 * kernel/task.c - task_struct: where it comes from and where it goes
 *
 * Terms      init_task	the context that booted the machine, and what parents everything.
 *            foreign	a thread of an embedding program; the port keeps its task_struct, which is
 *			in no list, since it may vanish with its thread at any time.
 *            user	the kernel half of a thread of a user process; the host's numbers.
 * Locking    tasklist_lock for changes of the list; readers also under rcu_read_lock(). The last
 *            reference frees a task after a grace period, for their sake and because a
 *            thread that ends still uses its own task_struct in the call that gives it up.
 * Rows D4, D6, F (the task_struct cache life cycle).
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/boot_options.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/sched/clock.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include "kernel/cpuhp.h"
#include "kernel/sched.h"
#include "kernel/stack.h"

DEFINE_RWLOCK(tasklist_lock);
EXPORT_SYMBOL(tasklist_lock);

struct task_struct init_task = {
	.thread_info = {
		.token = &cpu_token_none,
		.bound_cpu = -1,
	},
	.usage = REFCOUNT_INIT(1),
	.comm = "swapper",
	.real_parent = &init_task,
	.parent = &init_task,
	.group_leader = &init_task,
	.prio = 120, .static_prio = 120, .normal_prio = 120,
	.real_cred = &init_cred,
	.cred = &init_cred,
	.signal = &init_task.own_signal,
	.pending.list = LIST_HEAD_INIT(init_task.pending.list),
	.tasks = LIST_HEAD_INIT(init_task.tasks),
};
EXPORT_SYMBOL(init_task);

static struct kmem_cache *task_cache;
/* Kernel threads count from 2; user tasks have the host's numbers, which begin much higher. */
static atomic_t last_kernel_pid = ATOMIC_INIT(1);

/* ---- making ---- */

static void task_init(struct task_struct *task)
{
	task->thread_info.bound_cpu = -1;
	cpu_token_assign(&task->thread_info, arch_cpu_hint() % nr_cpu_ids);
	refcount_set(&task->usage, 1);
	spin_lock_init(&task->alloc_lock);
	INIT_LIST_HEAD(&task->tasks);
	task->real_parent = task->parent = &init_task;
	task->group_leader = task;
	task->prio = task->static_prio = task->normal_prio = 120;
	task->real_cred = task->cred = &init_cred;
	task->signal = &task->own_signal;
	INIT_LIST_HEAD(&task->pending.list);
	task->start_time = sched_clock();
	cpumask_copy(&task->cpus_mask, cpu_possible_mask);
	task->nr_cpus_allowed = nr_cpu_ids;
}

static void task_link(struct task_struct *task)
{
	unsigned long flags;

	write_lock_irqsave(&tasklist_lock, flags);
	list_add_tail_rcu(&task->tasks, &init_task.tasks);
	write_unlock_irqrestore(&tasklist_lock, flags);
}

void task_unlink(struct task_struct *task)
{
	unsigned long flags;

	write_lock_irqsave(&tasklist_lock, flags);
	list_del_rcu(&task->tasks);
	write_unlock_irqrestore(&tasklist_lock, flags);
}

/* The calling thread is the one that runs as @task: interrupts find it. */
void task_context_set(struct task_struct *task)
{
	task->thread_info.context = (u64)arch_irq_context() << CPU_TOKEN_CONTEXT_SHIFT;
}

static struct task_struct *task_make(void)
{
	struct task_struct *task = kmem_cache_zalloc(task_cache, GFP_KERNEL);

	if (!task)
		return NULL;
	if (task_stack_alloc(task)) {
		kmem_cache_free(task_cache, task);
		return NULL;
	}
	task_init(task);
	return task;
}

/* A kernel thread's, complete but for what it is to do. Return: NULL without memory. */
struct task_struct *task_alloc(const char *comm)
{
	struct task_struct *task = task_make();

	if (!task)
		return NULL;
	task->pid = task->tgid = atomic_inc_return(&last_kernel_pid);
	task->flags = PF_KTHREAD;
	strscpy(task->comm, comm, sizeof(task->comm));
	task_link(task);
	return task;
}

/* make-it-fail goes on to children, as all that a fork copies. */
static bool parent_is_to_fail(pid_t ppid)
{
	struct task_struct *task;
	bool fails = false;

	rcu_read_lock();
	list_for_each_entry_rcu(task, &init_task.tasks, tasks)
		if (task->pid == ppid)
			fails = task->make_it_fail;
	rcu_read_unlock();
	return fails;
}

struct task_struct *task_alloc_user(pid_t pid, pid_t tgid, pid_t ppid, const char *comm)
{
	struct task_struct *task = task_make();

	if (!task)
		return NULL;
	task->pid = pid;
	task->tgid = tgid;
	task->ppid = ppid;
	task->make_it_fail = parent_is_to_fail(ppid);
	task->has_user = true;
	strscpy(task->comm, comm, sizeof(task->comm));
	task_link(task);
	task_context_set(task);
	return task;
}

void task_init_foreign(struct task_struct *task)
{
	task_init(task);
	task_context_set(task);
}

/* ---- ending ---- */

void task_exit_foreign(struct task_struct *task)
{
	WARN(task->thread_info.count, "thread %s/%d ended with preempt_count 0x%x\n", task->comm,
	     task->pid, task->thread_info.count & PREEMPT_COUNT_MASK);
	kmap_assert_none("the end of a thread");
	kmap_local_task_free(task);
}

static void task_free_rcu(struct rcu_head *head)
{
	struct task_struct *task = container_of(head, struct task_struct, rcu);

	task_stack_free(task);
	kmap_local_task_free(task);
	kfree(task->kthread);
	kmem_cache_free(task_cache, task);
}

void __put_task_struct(struct task_struct *t)
{
	if (WARN_ON(t == &init_task))
		return;
	call_rcu(&t->rcu, task_free_rcu);
}
EXPORT_SYMBOL_GPL(__put_task_struct);

/*
 * The last preempt_enable() of a task that ends. An interrupt that comes after the release must not
 * look at it any more, so the context is nobody's before.
 */
void task_leave(void)
{
	struct thread_info *ti = current_thread_info();

	set_current(NULL);
	barrier();
	ti->count = 0;
	cpu_token_release(ti);
}

/*
 * If @task is current it is used until task_leave() has given the CPU back, and no further:
 * the grace period waits for just that.
 */
void task_free_user(struct task_struct *task)
{
	if (unlikely(task->fault_counted))
		fault_task_leave(task);
	if (task == current)
		task_stack_leaving(task);
	preempt_disable();
	WRITE_ONCE(task->flags, task->flags | PF_EXITING);
	task_unlink(task);
	put_task_struct(task);
	if (task == current)
		task_leave();
	else
		preempt_enable();
}

/* ---- after an oops ---- */

void task_save(struct task_context *ctx)
{
	struct task_struct *task = current;

	ctx->count = task->thread_info.count;
	ctx->flags = READ_ONCE(task->flags);
	ctx->pagefault_disabled = task->pagefault_disabled;
	ctx->non_block_count = task->non_block_count;
	ctx->locks_held = lockdep_depth(task);
	ctx->kmap_idx = task->kmap_ctrl.idx;
}

void task_recover(const struct task_context *ctx)
{
	struct task_struct *task = current;
	struct thread_info *ti = &task->thread_info;
	unsigned int count = ti->count;

	WRITE_ONCE(task->flags, ctx->flags);
	task->pagefault_disabled = ctx->pagefault_disabled;
	task->non_block_count = ctx->non_block_count;
	lockdep_forget_held(task, ctx->locks_held);
	kmap_local_recover(task, ctx->kmap_idx);
	__set_current_state(TASK_RUNNING);
	if (task->stack)
		set_task_stack_end_magic(task);		/* an overflow is reported once */
	if (!count && ctx->count)
		cpu_token_take(ti);
	WRITE_ONCE(ti->count, ctx->count);
	if (count && !ctx->count)
		cpu_token_release(ti);
	if (count != ctx->count)
		pr_info("note: %s[%d] exited with preempt_count %u\n", task->comm, task->pid,
			count & PREEMPT_COUNT_MASK);
}

/* ---- looking ---- */

struct task_struct *find_task_by_vpid(pid_t nr)
{
	struct task_struct *task;

	list_for_each_entry_rcu(task, &init_task.tasks, tasks)
		if (task->pid == nr)
			return task;
	return NULL;
}
EXPORT_SYMBOL(find_task_by_vpid);

void __set_task_comm(struct task_struct *tsk, const char *from, bool exec)
{
	spin_lock(&tsk->alloc_lock);
	strscpy_pad(tsk->comm, from, sizeof(tsk->comm));
	spin_unlock(&tsk->alloc_lock);
}
EXPORT_SYMBOL_GPL(__set_task_comm);

char *__get_task_comm(char *to, size_t len, struct task_struct *tsk)
{
	spin_lock(&tsk->alloc_lock);
	strscpy_pad(to, tsk->comm, len);
	spin_unlock(&tsk->alloc_lock);
	return to;
}
EXPORT_SYMBOL_GPL(__get_task_comm);

void task_set_bound(struct task_struct *task, unsigned int cpu)
{
	task->thread_info.bound_cpu = cpu;
	cpu_token_assign(&task->thread_info, cpu);
	cpumask_clear(&task->cpus_mask);
	cpumask_set_cpu(cpu, &task->cpus_mask);
	task->nr_cpus_allowed = 1;
}

/**
 * set_cpus_allowed_ptr - let a task run on certain CPUs only
 * @p:	the caller, or a kernel thread that does not run yet
 * @new_mask:	one CPU, or all
 *
 * Context: any; takes no lock.
 * Return: 0, or -EINVAL for any other mask.
 */
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *new_mask)
{
	unsigned int nr = cpumask_weight(new_mask);

	if (nr == 1) {
		task_set_bound(p, cpumask_first(new_mask));
		return 0;
	}
	if (nr < nr_cpu_ids)
		return -EINVAL;
	cpumask_copy(&p->cpus_mask, new_mask);
	p->nr_cpus_allowed = nr;
	p->thread_info.bound_cpu = -1;
	return 0;
}
EXPORT_SYMBOL_GPL(set_cpus_allowed_ptr);

/* ---- boot ---- */

/**
 * sched_init_early - the caller becomes init_task; CPUs exist from now on
 *
 * Boot list: first after the options. Needs no memory.
 */
void __init sched_init_early(void)
{
	nr_cpu_ids = clamp_t(unsigned int, boot_options.nr_cpus, 1, NR_CPUS);
	cpumask_init_boot();
	cpuhp_boot();
	cpu_tokens_init();
	time_init_early();
	cpumask_copy(&init_task.cpus_mask, cpu_possible_mask);
	init_task.nr_cpus_allowed = nr_cpu_ids;
	init_task.thread_info.bound_cpu = 0;	/* the others' data do not exist yet */
	set_current(&init_task);
	task_context_set(&init_task);
}

/** sched_init - tasks can be made from now on */
void __init sched_init(void)
{
	task_cache = kmem_cache_create("task_struct", sizeof(struct task_struct), L1_CACHE_BYTES,
				       SLAB_PANIC, NULL);
	init_task.thread_info.bound_cpu = -1;
}

void sched_quiesce(void)
{
	workqueue_quiesce();
	rcu_barrier();
	/* What the callbacks released in turn. */
	rcu_barrier();
	kernel_stacks_drain();
}
EXPORT_SYMBOL_GPL(sched_quiesce);
