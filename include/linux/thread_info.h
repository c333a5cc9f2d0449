/* SPDX-License-Identifier: MIT */
/*
 * linux/thread_info.h - the hot first part of a task_struct: what it holds of a CPU
 *
 * Terms
 *   CPU token	a CPU, as something that a task can hold. At most one task holds each; a task
 *		holds one exactly while its count is not 0.
 *   count	the sum of all reasons not to be preempted: preempt_count() in bits 0-23, laid out
 *		as Linux has it, and "interrupts are off" in bit 24.
 *
 * All fields but @token's word are touched by their own task only, and by the interrupts that it
 * serves. So at every instruction, count not 0 means that the token of @cpu is held.
 */
#ifndef _LINUX_THREAD_INFO_H
#define _LINUX_THREAD_INFO_H

#include <linux/types.h>
#include <linux/cache.h>
#include <asm/current.h>
#include <asm/page.h>
#include <asm/thread_info.h>

/*
 * The word of a CPU token.
 *
 *	63 ........ 32 | 31 ......... 2 |   1    |  0
 *	holder's       | releases since | shared | held
 *	context, or 0  | boot           |        |
 *
 * The context is the port's number of it, for kicks. The count makes a held value not come
 * back while somebody waits for it to change (RCU). Shared: the token has no bias just now, so
 * everybody takes it by compare-and-swap. A token that is not shared is biased to its home:
 * docs/locking.md, "Restartable sequences".
 */
#define CPU_TOKEN_HELD		1U
#define CPU_TOKEN_SHARED	2U
/* Added to a held word, cut to 32 bits: not held any more, one release more. */
#define CPU_TOKEN_RELEASE	3U
#define CPU_TOKEN_CONTEXT_SHIFT	32

/*
 * In place of the holder's context: the CPU is offline, and no task can take it. Then it counts as
 * free.
 */
#define CPU_TOKEN_OFFLINE	(0xffffffffULL << CPU_TOKEN_CONTEXT_SHIFT)

/* Of a token that no processor is nearest to. */
#define CPU_HOME_NONE		0x7fffffff

struct percpu_stack;
struct slab_magazine;

/**
 * struct cpu_token - one CPU
 * @word:	see above
 * @home:	number of the port's processor whose contexts may take it without a locked instruction;
 *		constant. Those tokens without one are always shared.
 * @shared_left: takes at home until the bias comes back; the holder's
 * @percpu_offset: of that CPU's data; constant
 * @last_magazine: this CPU's, of the cache that the last kfree() here was for, a guess for the next one;
 *	slab_no_magazine's at first
 * @last_page_stack: likewise, of free pages, where the last single page went; pcp_no_stack's at first
 * @softirq_pending: bits of softirqs raised on this CPU; the holder's, with interrupts off
 */
struct cpu_token {
	u64		word;
	int		home;
	unsigned int	shared_left;
	long		percpu_offset;
	struct slab_magazine *last_magazine;
	struct percpu_stack *last_page_stack;
	u32		softirq_pending;
} ____cacheline_aligned;

/**
 * cpu_tokens_forget_magazine - @magazine, a per-CPU pointer, is about to go: it is nobody's
 * last_magazine from now on, and no section uses it. May sleep.
 */
void cpu_tokens_forget_magazine(struct slab_magazine *magazine);

/**
 * struct thread_info - a task and its CPU
 * @count:		see above
 * @cpu:		the CPU whose token it holds, or held last
 * @token:		that CPU's token
 * @token_next:		what its word becomes when it is given back
 * @context:		the port's number of this context (arch_irq_context()), in the upper half
 * @irq_pending:	an interrupt came while they were off: run it when they go on
 * @percpu_offset:	that CPU's per-CPU offset
 * @hold_ip:		where @count last left 0, for reports
 * @bound_cpu:		the only CPU that it may take, while that is online; -1 for any
 * @unpinned_cpu:	what @bound_cpu becomes at the last migrate_enable()
 * @migrate_disable:	depth of migrate_disable()
 * @flags:		TIF_* bits; none is used by the core
 */
struct thread_info {
	unsigned int		count;
	unsigned int		cpu;
	struct cpu_token	*token;
	u64			token_next;
	u64			context;
	u32			irq_pending;
	long			percpu_offset;
	unsigned long		hold_ip;
	int			bound_cpu;
	int			unpinned_cpu;
	unsigned int		migrate_disable;
	unsigned long		flags;
};

/** current_thread_info - the running task's; it begins the task_struct. Any context. */
#define current_thread_info()	((struct thread_info *)get_current())

/** this_cpu_offset - per-CPU offset of the CPU that the caller holds; stable only while it holds it */
#define this_cpu_offset()	(current_thread_info()->percpu_offset)

#endif /* _LINUX_THREAD_INFO_H */
