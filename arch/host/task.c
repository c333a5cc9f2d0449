// SPDX-License-Identifier: MIT
/*
 * arch/host/task.c - tasks are host threads
 *
 * Three kinds of thread have a task: those that the kernel starts (arch_task_start), kernel halves
 * of user threads (entry.c gives them theirs), and foreign ones, which an embedding program
 * starts and which call in. A foreign thread's task lives in pages of its own, from
 * its first use of `current` to the thread's end; if no machine runs, that use boots one.
 */
#include <linux/align.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <asm/page.h>
#include <asm-generic/arch.h>

#include "arch/host/boot.h"
#include "arch/host/os/os.h"
#include "arch/host/stack.h"
#include "kernel/stack.h"

#define TASK_BYTES	ALIGN(sizeof(struct task_struct), PAGE_SIZE)

__thread struct task_struct *arch_current __attribute__((tls_model("initial-exec")));
EXPORT_SYMBOL_TLS(arch_current);

struct task_struct *arch_task_foreign(void)
{
	struct task_struct *task;

	host_boot_wanted();
	task = os_pages_alloc(TASK_BYTES);
	if (!task)
		host_boot_fatal("no memory for a thread's task");
	os_thread_self(&task->pid, &task->tgid, task->comm, sizeof(task->comm));
	set_current(task);	/* before: the locks that it takes ask for the task */
	task_init_foreign(task);
	if (os_thread_at_exit(task))
		host_boot_fatal("no thread key is left to notice a thread's end");
	return task;
}
EXPORT_SYMBOL(arch_task_foreign);

/* The thread may have got another task meanwhile; its foreign one ends by its own hand. */
void host_thread_exit(void *arg)
{
	struct task_struct *task = arg;

	if (host_boot_forked())
		return;
	set_current(task);
	task_exit_foreign(task);
	set_current(NULL);
	os_pages_free(task, TASK_BYTES);
}

struct thread_call {
	void	(*fn)(void *);
	void	*arg;
};

static long thread_call(void *arg)
{
	struct thread_call *call = arg;

	call->fn(call->arg);
	return 0;
}

static long thread_on_stack(void *arg)
{
	return host_task_stack_call(thread_call, arg);
}

/*
 * After @fn has returned the task may be gone, but nobody else has its stack yet. An oops ends the
 * thread and leaves its task, with its stack.
 */
void host_thread_run(void *arg_task, void (*fn)(void *), void *arg)
{
	struct thread_call call = { .fn = fn, .arg = arg };
	struct task_struct *task = arg_task;
	struct kernel_stack *stack = task->stack_area;
	unsigned long low, high;
	bool oopsed;

	set_current(task);
	os_stack_bounds(&low, &high);	/* libc works it out now, not in a report */
	arch_try(thread_on_stack, &call, &oopsed);
	set_current(NULL);
	if (!oopsed)
		kernel_stack_left(stack);
}

int arch_task_start(struct task_struct *task, void (*fn)(void *), void *arg)
{
	return os_thread_start(task, fn, arg, task->comm);
}

int arch_block(const u32 *word, u32 expected, s64 timeout_ns)
{
	return os_block(word, expected, timeout_ns);
}

void arch_wake(const u32 *word, int nr)
{
	os_wake(word, nr);
}

void arch_yield(void)
{
	os_yield();
}

int arch_signal_pending(struct task_struct *task)
{
	unsigned long pending = 0;
	int ret;

	if (!task->thread.user)
		return 0;
	ret = os_user_signal(task->thread.user, &pending);
	WRITE_ONCE(task->pending.signal.sig[0], pending);
	return ret;
}

int arch_send_signal(struct task_struct *task, int sig)
{
	return task->thread.user ? os_user_kill(task->thread.user, sig) : -ESRCH;
}
