/* SPDX-License-Identifier: MIT */
/*
 * linux/sched.h - tasks: what one is, and how it sleeps and is woken
 *
 * A task is whatever runs kernel code: a kernel thread, the kernel half of a user thread, or a
 * thread of an embedding program ("foreign"), which gets its task_struct on first use.
 */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kmap_ctrl.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/cpumask.h>
#include <linux/thread_info.h>
#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/might_sleep.h>
#include <linux/signal.h>
#include <linux/tty.h>
#include <asm/current.h>
#include <asm/processor.h>

struct cred;
struct mm_struct;
struct files_struct;
struct fs_struct;
struct kernel_stack;
struct kthread;
struct reclaim_state;

/* task_struct.__state */
#define TASK_RUNNING		0x00000000
#define TASK_INTERRUPTIBLE	0x00000001
#define TASK_UNINTERRUPTIBLE	0x00000002
#define __TASK_STOPPED		0x00000004
#define __TASK_TRACED		0x00000008
#define EXIT_DEAD		0x00000010
#define EXIT_ZOMBIE		0x00000020
#define EXIT_TRACE		(EXIT_ZOMBIE | EXIT_DEAD)
#define TASK_PARKED		0x00000040
#define TASK_DEAD		0x00000080
#define TASK_WAKEKILL		0x00000100
#define TASK_WAKING		0x00000200
#define TASK_NOLOAD		0x00000400
#define TASK_NEW		0x00000800
#define TASK_RTLOCK_WAIT	0x00001000
#define TASK_FREEZABLE		0x00002000
#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_STOPPED		(TASK_WAKEKILL | __TASK_STOPPED)
#define TASK_TRACED		__TASK_TRACED
#define TASK_IDLE		(TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)

/* task_struct.flags */
#define PF_VCPU			0x00000001
#define PF_IDLE			0x00000002
#define PF_EXITING		0x00000004
#define PF_POSTCOREDUMP		0x00000008
#define PF_IO_WORKER		0x00000010
#define PF_WQ_WORKER		0x00000020
#define PF_FORKNOEXEC		0x00000040
#define PF_MCE_PROCESS		0x00000080
#define PF_SUPERPRIV		0x00000100
#define PF_DUMPCORE		0x00000200
#define PF_SIGNALED		0x00000400
#define PF_MEMALLOC		0x00000800
#define PF_NPROC_EXCEEDED	0x00001000
#define PF_USED_MATH		0x00002000
#define PF_NOFREEZE		0x00008000
#define PF_KSWAPD		0x00020000
#define PF_MEMALLOC_NOFS	0x00040000
#define PF_MEMALLOC_NOIO	0x00080000
#define PF_LOCAL_THROTTLE	0x00100000
#define PF_KTHREAD		0x00200000
#define PF_RANDOMIZE		0x00400000
#define PF_NO_SETAFFINITY	0x04000000
#define PF_MCE_EARLY		0x08000000
#define PF_MEMALLOC_PIN		0x10000000
#define PF_FREEZER_SKIP		0x40000000
#define PF_SUSPEND_TASK		0x80000000

#define TASK_COMM_LEN		16
#define MAX_SCHEDULE_TIMEOUT	LONG_MAX

/**
 * struct signal_struct - what kernel code asks about the process of a task
 * @tty:	its controlling terminal when it last opened a device, or NULL
 *
 * Each thread has its own copy.
 */
struct signal_struct {
	struct tty_struct	*tty;
	struct tty_struct	own_tty;
};

/**
 * struct task_struct - one task
 *
 * Fields without a note belong to the task itself.
 */
struct task_struct {
	struct thread_info	thread_info;	/* first: current_thread_info() */

	/* Written by the task; __state by wakers too, which compare and swap it to TASK_RUNNING. */
	union {
		struct {
			unsigned int	__state;
			int		non_block_count;
		};
		u64		must_not_sleep;		/* both: not 0 where sleeping would be wrong */
	};
	unsigned int		flags;
	int			pagefault_disabled;
	bool			in_page_owner;		/* mm/page_owner.c stores a call chain */
	bool			has_user;		/* a host process stands behind it */
	bool			make_it_fail;		/* for rules with task-filter */
	bool			fault_counted;		/* among mm/fault_divert.c's tasks */
	unsigned int		fail_nth;		/* calls until one fails on purpose; 0: none is to */
	unsigned long		task_state_change;	/* where __state was last set */

	/* Fixed before the task runs. */
	pid_t			pid;
	pid_t			tgid;
	pid_t			ppid;
	int			prio, static_prio, normal_prio;
	unsigned int		policy;
	void			*stack;			/* lowest address; NULL: not made by Quarry */
	struct kernel_stack	*stack_area;		/* the task's until task_stack_leaving() */
	struct task_struct	*real_parent, *parent, *group_leader;
	u64			start_time;

	/* alloc_lock held for writing. */
	spinlock_t		alloc_lock;
	char			comm[TASK_COMM_LEN];

	const struct cred	*real_cred, *cred;
	struct mm_struct	*mm, *active_mm;
	struct files_struct	*files;
	struct fs_struct	*fs;
	void			*journal_info;
	struct reclaim_state	*reclaim_state;
	int			exit_code;
	cpumask_t		cpus_mask;
	int			nr_cpus_allowed;
	unsigned long		nvcsw, nivcsw;

	/* tasklist_lock. */
	struct list_head	tasks;

	/*
	 * Signals. pending: of a kernel thread those that it allowed; of a user task those that it
	 * must handle, as signal_pending() last saw them: neither blocked nor ignored ones are
	 * among them, so blocked is empty. Atomic.
	 */
	struct sigpending	pending;
	sigset_t		blocked;
	unsigned long		sig_allowed;

	/* The process's; the fields are written by the task itself. */
	struct signal_struct	*signal;
	struct signal_struct	own_signal;

	refcount_t		usage;
	struct rcu_head		rcu;
	struct kthread		*kthread;
	struct lockdep_task	lockdep;
	struct kmap_ctrl	kmap_ctrl;
	struct thread_struct	thread;
};

extern struct task_struct init_task;

/* ---- state ---- */

/** task_is_running - is @task on its way, not asleep? Out of date at once. */
#define task_is_running(task)		(READ_ONCE((task)->__state) == TASK_RUNNING)
#define task_is_stopped(task)		((READ_ONCE((task)->__state) & __TASK_STOPPED) != 0)
#define get_current_state()		READ_ONCE(current->__state)

/* Without a barrier: for a state that needs no wake-up after it. */
#define __set_current_state(state_value) \
	do { current->task_state_change = _THIS_IP_; \
	     WRITE_ONCE(current->__state, (state_value)); } while (0)
/**
 * set_current_state - announce that the task is about to sleep
 *
 * A full barrier follows, so that the look at the condition comes after: pairs with the
 * barrier at the start of try_to_wake_up().
 */
#define set_current_state(state_value) \
	do { current->task_state_change = _THIS_IP_; \
	     smp_store_mb(current->__state, (state_value)); } while (0)
#define set_special_state(state_value)	set_current_state(state_value)

/** schedule - sleep if the task's state says so, else let others run. Context: may sleep. Row D6. */
void schedule(void);
void io_schedule(void);
/**
 * schedule_timeout - schedule(), for at most so many jiffies
 * @timeout:	jiffies, or MAX_SCHEDULE_TIMEOUT: without end; a negative number is reported
 *
 * The caller has set its state; it is TASK_RUNNING afterwards.
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, 0 when the time ran out, MAX_SCHEDULE_TIMEOUT when given.
 */
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_idle(long timeout);
long io_schedule_timeout(long timeout);
/* The same with nanoseconds. Return: those left, at least 0. */
s64 schedule_timeout_ns(s64 timeout_ns);

/**
 * try_to_wake_up - wake a task that is in one of certain states
 * @p:	the task, which the caller keeps alive
 * @state:	those states
 * @wake_flags:	not used
 *
 * After the exchange @p may run, end and be freed: from there only its address is used.
 *
 * Context: any; a full barrier comes before it looks at the state.
 * Return: 1 if it woke @p, else 0.
 */
int try_to_wake_up(struct task_struct *p, unsigned int state, int wake_flags);
/**
 * wake_up_process - wake a task that sleeps in TASK_NORMAL's states
 * @p:	the task, which the caller keeps alive
 *
 * Context: any; a full barrier comes before it looks at the state. Row D6.
 * Return: 1 if it woke @p, else 0.
 */
int wake_up_process(struct task_struct *p);
int wake_up_state(struct task_struct *p, unsigned int state);

/** yield - let another task run. Context: may sleep. */
void yield(void);
/** cond_resched - a good place to let others run. Context: may sleep. Return: 0. */
int __cond_resched(void);
#define cond_resched() ({ might_resched(); __cond_resched(); })
#define cond_resched_lock(lock)		({ (void)(lock); 0; })
#define cond_resched_rcu()		do { } while (0)
#define need_resched()			0
#define test_tsk_need_resched(tsk)	0
#define set_need_resched()		do { } while (0)

/* ---- who ---- */

/** task_pid_nr - the number of thread @tsk, as its user sees it */
static inline pid_t task_pid_nr(const struct task_struct *tsk)
{
	return tsk->pid;
}

/** task_tgid_nr - the number of its process */
static inline pid_t task_tgid_nr(const struct task_struct *tsk)
{
	return tsk->tgid;
}

#define task_pid_vnr(tsk)	task_pid_nr(tsk)
#define task_tgid_vnr(tsk)	task_tgid_nr(tsk)
#define task_ppid_nr(tsk)	((tsk)->ppid)
#define task_cpu(tsk)		((tsk)->thread_info.cpu)
#define task_thread_info(tsk)	(&(tsk)->thread_info)
#define is_idle_task(tsk)	(!!((tsk)->flags & PF_IDLE))
#define thread_group_leader(tsk) ((tsk)->pid == (tsk)->tgid)
#define task_nice(tsk)		((tsk)->static_prio - 120)

static inline bool is_global_init(struct task_struct *tsk)
{
	return task_tgid_nr(tsk) == 1;
}

void __set_task_comm(struct task_struct *tsk, const char *from, bool exec);
#define set_task_comm(tsk, from) __set_task_comm(tsk, from, false)
char *__get_task_comm(char *to, size_t len, struct task_struct *tsk);
#define get_task_comm(buf, tsk)	__get_task_comm(buf, sizeof(buf), tsk)

/**
 * find_task_by_vpid - the task with a number
 * @nr:	the number
 *
 * Context: rcu_read_lock() held; the task may go after that, unless get_task_struct() keeps it.
 * Return: the task, or NULL.
 */
struct task_struct *find_task_by_vpid(pid_t nr);
void set_user_nice(struct task_struct *p, long nice);
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *new_mask);

/* ---- life (internal: the port, fs/ and kernel/) ---- */

void sched_init_early(void);
void sched_init(void);
/**
 * sched_quiesce - wait until queued work and RCU callbacks are done, and dead tasks freed
 *
 * Work is that of system_wq; for workers beyond those that stay it waits a second at most.
 *
 * Context: may sleep.
 */
void sched_quiesce(void);
/**
 * task_init_foreign - make @task the task of a context that the core did not start
 *
 * The port has zeroed it, and set pid, tgid and comm. It calls set_current() itself.
 */
void task_init_foreign(struct task_struct *task);
/** task_exit_foreign - that thread ends: nothing of Quarry points to @task any more */
void task_exit_foreign(struct task_struct *task);

/**
 * struct task_context - what task_recover() goes back to
 */
struct task_context {
	unsigned int	count;
	unsigned int	flags;
	int		pagefault_disabled, non_block_count;
	unsigned int	locks_held;
	unsigned int	kmap_idx;
};

/** task_save - remember the contexts that the running task is in */
void task_save(struct task_context *ctx);
/**
 * task_recover - after an oops: back to the contexts of @ctx
 *
 * Gives the CPU back that the abandoned call held, and says so. Locks that it held stay locked.
 */
void task_recover(const struct task_context *ctx);

#endif /* _LINUX_SCHED_H */
