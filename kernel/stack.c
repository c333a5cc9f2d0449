// SPDX-License-Identifier: MIT
/*
 * kernel/stack.c - kernel stacks: of tasks and of interrupts, with guard and canary
 *
 *	area of addresses, from the vmalloc range
 *	| STACK_GUARD: nothing mapped | canary, stack of THREAD_SIZE <- grows down | guard page |
 *
 * The frames come from the page allocator. A function that needs more than is left touches
 * the guard, and the port's fault handler has die() name the overflow. The guard is
 * wider than a page, since a large local array may be touched at its far end first; our own code
 * and modules touch each page in turn (-fstack-clash-protection). What stops just before the guard,
 * or jumps it all the same, is told by the canary, looked at when the task sleeps, ends, or a
 * call of its program returns. Without an MMU there is only the canary.
 *
 * Spare stacks wait on a list for the next task. A context that leaves its stack has no task any
 * more, so all that it does is to push the stack there; it takes no lock.
 *
 * Locking    spare_lock: takers of the list, which pushers do not need. A leaf.
 * Linux      CONFIG_VMAP_STACK's; the guard is 64 KB, not a page. "Greatest stack depth" is told
 *            under the boot option stack_depth. Row C6.
 */
#include <asm-generic/arch.h>
#include <linux/align.h>
#include <linux/atomic.h>
#include <linux/boot_options.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include "init/calls.h"
#include "kernel/stack.h"

#define STACK_GUARD		max(PAGE_SIZE, 64UL << 10)
#define SPARES_PER_CPU		2	/* as Linux keeps */

/**
 * struct kernel_stack - one stack
 * @spare:	on the list of those without a task
 * @base:	lowest address, where the canary is
 * @area:	its addresses, guard and all; NULL without an MMU
 * @leaving:	counted in nr_leaving
 * @pages:	the frames
 */
struct kernel_stack {
	struct llist_node	spare;
	void			*base;
	struct vm_struct	*area;
	bool			leaving;
	struct page		*pages[];
};

/**
 * struct irq_stack - the interrupt stack of a CPU; touched by who holds the CPU
 * @base:	lowest address; 0: there was no memory, interrupts run where they come
 * @in_use:	an interrupt or softirq runs on it
 * @not_used:	fewest bytes that were ever left, under stack_depth
 */
struct irq_stack {
	unsigned long	base;
	bool		in_use;
	unsigned long	not_used;
};

bool stack_depth_on;
unsigned int thread_size_order;
EXPORT_SYMBOL_GPL(thread_size_order);

static LLIST_HEAD(spares);
static DEFINE_SPINLOCK(spare_lock);
static atomic_t nr_spare = ATOMIC_INIT(0);
static atomic_t nr_leaving = ATOMIC_INIT(0);
static unsigned long least_not_used;
static DEFINE_PER_CPU(struct irq_stack, irq_stack);

/* ---- making ---- */

static unsigned int stack_nr_pages(void)
{
	return 1u << thread_size_order;
}

/* One block, so that the port maps it at once; single frames will do. */
static int stack_frames(struct kernel_stack *stack, bool contiguous)
{
	gfp_t gfp = contiguous ? GFP_KERNEL : GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN;
	struct page *block = alloc_pages(gfp, thread_size_order);
	unsigned int i, nr = stack_nr_pages();

	if (block)
		split_page(block, thread_size_order);
	for (i = 0; i < nr; i++) {
		stack->pages[i] = block ? block + i : contiguous ? NULL : alloc_page(GFP_KERNEL);
		if (!stack->pages[i])
			break;
	}
	if (i == nr)
		return 0;
	while (i)
		__free_page(stack->pages[--i]);
	return -ENOMEM;
}

static int stack_map(struct kernel_stack *stack)
{
	unsigned int i, run, nr = stack_nr_pages();
	unsigned long at;

	stack->area = get_vm_area(STACK_GUARD + THREAD_SIZE, VM_MAP);
	if (!stack->area)
		return -ENOMEM;
	at = (unsigned long)stack->area->addr + STACK_GUARD;
	stack->base = (void *)at;
	for (i = 0; i < nr; i += run, at += run << PAGE_SHIFT) {
		for (run = 1; i + run < nr; run++)
			if (page_to_pfn(stack->pages[i + run]) != page_to_pfn(stack->pages[i]) + run)
				break;
		if (arch_map_pages(at, page_to_pfn(stack->pages[i]), run, 0)) {
			free_vm_area(stack->area);
			return -ENOMEM;
		}
	}
	return 0;
}

static void stack_frames_free(struct kernel_stack *stack)
{
	for (unsigned int i = 0; i < stack_nr_pages(); i++)
		__free_page(stack->pages[i]);
}

static struct kernel_stack *stack_make(void)
{
	bool mmu = arch_features() & ARCH_HAS_MMU;
	struct kernel_stack *stack = kzalloc(struct_size(stack, pages, stack_nr_pages()), GFP_KERNEL);

	if (!stack)
		return NULL;
	if (stack_frames(stack, !mmu))
		goto out_free;
	stack->base = page_address(stack->pages[0]);
	if (mmu && stack_map(stack))
		goto out_frames;
	return stack;

out_frames:
	stack_frames_free(stack);
out_free:
	kfree(stack);
	return NULL;
}

static void stack_destroy(struct kernel_stack *stack)
{
	if (stack->area)
		free_vm_area(stack->area);
	stack_frames_free(stack);
	kfree(stack);
}

/* ---- spares ---- */

static struct kernel_stack *spare_take(void)
{
	struct llist_node *node;
	unsigned long flags;

	spin_lock_irqsave(&spare_lock, flags);
	node = llist_del_first(&spares);
	spin_unlock_irqrestore(&spare_lock, flags);
	if (!node)
		return NULL;
	atomic_dec(&nr_spare);
	return llist_entry(node, struct kernel_stack, spare);
}

static void spares_trim(unsigned int keep)
{
	struct kernel_stack *stack;

	while (atomic_read(&nr_spare) > (int)keep && (stack = spare_take()))
		stack_destroy(stack);
}

/* A stack has a task, or a context on it, from now on, or no more. */
static void stack_account(const struct kernel_stack *stack, long nr)
{
	mod_node_page_state(page_pgdat(stack->pages[0]), NR_KERNEL_STACK_KB, nr * (long)(THREAD_SIZE >> 10));
}

int task_stack_alloc(struct task_struct *task)
{
	struct kernel_stack *stack = spare_take();

	spares_trim(SPARES_PER_CPU * nr_cpu_ids);
	if (!stack)
		stack = stack_make();
	if (!stack)
		return -ENOMEM;
	memset(stack->base, 0, THREAD_SIZE);
	task->stack = stack->base;
	task->stack_area = stack;
	set_task_stack_end_magic(task);
	stack_account(stack, 1);
	return 0;
}

void kernel_stack_left(struct kernel_stack *stack)
{
	bool leaving = stack->leaving;

	stack->leaving = false;
	stack_account(stack, -1);
	atomic_inc(&nr_spare);
	llist_add(&stack->spare, &spares);
	if (leaving)
		atomic_dec(&nr_leaving);
}

void task_stack_free(struct task_struct *task)
{
	if (task->stack_area)
		kernel_stack_left(task->stack_area);
	task->stack_area = NULL;
}

void task_stack_leaving(struct task_struct *task)
{
	struct kernel_stack *stack = task->stack_area;

	if (!stack)
		return;
	stack->leaving = true;
	atomic_inc(&nr_leaving);
	task->stack_area = NULL;
}

void kernel_stacks_drain(void)
{
	might_sleep();
	while (atomic_read(&nr_leaving))
		arch_yield();
	spares_trim(0);
}

unsigned long kernel_stack_kb(void)
{
	return global_node_page_state(NR_KERNEL_STACK_KB);
}

/* ---- the canary, and how deep a stack went ---- */

/**
 * set_task_stack_end_magic - put STACK_END_MAGIC at the end of a task's stack
 * @tsk:	the task, which has one
 *
 * Context: any. Row C6.
 */
void set_task_stack_end_magic(struct task_struct *tsk)
{
	*end_of_stack(tsk) = STACK_END_MAGIC;
}

/* The word is put back: one report for one overflow. */
void stack_end_report(struct task_struct *task, const char *where)
{
	unsigned long found = *end_of_stack(task);

	set_task_stack_end_magic(task);
	pr_emerg("BUG: corrupted stack end detected %s: %s/%d, 0x%lx at %px (stack is %px..%px)\n",
		 where, task->comm, task->pid, found, task->stack, task->stack,
		 task->stack + THREAD_SIZE);
	BUG();
}

static unsigned long bytes_not_used(const unsigned long *end)
{
	const unsigned long *at = end + 1;	/* the canary */

	while (at < end + THREAD_SIZE / sizeof(long) && !*at)
		at++;
	return (unsigned long)at - (unsigned long)end;
}

/**
 * stack_not_used - how many bytes of a task's stack were never written?
 * @p:	the task
 *
 * Context: any; reads the unused part.
 * Return: the bytes, the last word among them; THREAD_SIZE for a task whose stack is not Quarry's.
 * Row C6.
 */
__no_sanitize_address unsigned long stack_not_used(struct task_struct *p)
{
	return p->stack ? bytes_not_used(end_of_stack(p)) : THREAD_SIZE;
}

static bool is_least(unsigned long *least, unsigned long left)
{
	if (left >= READ_ONCE(*least))
		return false;
	WRITE_ONCE(*least, left);
	return true;
}

void stack_depth_check(struct task_struct *task)
{
	unsigned long left;

	if (!task->stack)
		return;
	left = stack_not_used(task);
	if (is_least(&least_not_used, left))
		pr_info("%s (%d) used greatest stack depth: %lu bytes left\n", task->comm, task->pid, left);
}

/* ---- interrupt stacks ---- */

struct irq_call {
	void	(*fn)(void *);
	void	*arg;
};

static long irq_call(void *arg)
{
	struct irq_call *call = arg;

	call->fn(call->arg);
	return 0;
}

static void irq_stack_check(struct irq_stack *s)
{
	unsigned long *end = (unsigned long *)s->base;

	if (unlikely(READ_ONCE(*end) != STACK_END_MAGIC))
		panic("corrupted stack end of the interrupt stack of CPU %u (%px..%px), in %s/%d\n",
		      raw_smp_processor_id(), end, (void *)end + THREAD_SIZE, current->comm,
		      current->pid);
	if (unlikely(stack_depth_on) && is_least(&s->not_used, bytes_not_used(end)))
		pr_info("interrupts of CPU %u used greatest stack depth: %lu bytes left\n",
			raw_smp_processor_id(), s->not_used);
}

void call_on_irq_stack(void (*fn)(void *), void *arg)
{
	struct irq_stack *s = this_cpu_ptr(&irq_stack);
	struct irq_call call = { .fn = fn, .arg = arg };

	if (s->in_use || !s->base) {
		fn(arg);
		return;
	}
	s->in_use = true;
	barrier();	/* an interrupt from here on stays where it comes */
	arch_stack_call(s->base + THREAD_SIZE, irq_call, &call);
	barrier();
	s->in_use = false;
	irq_stack_check(s);
}

bool on_irq_stack(void)
{
	struct stack_info info;

	return stack_info_at((unsigned long)__builtin_frame_address(0), &info) && info.name[0] == 'I';
}

static void __init irq_stacks_make(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct irq_stack *s = per_cpu_ptr(&irq_stack, cpu);
		struct kernel_stack *stack = stack_make();

		if (!stack) {
			pr_warn("no memory for the interrupt stack of CPU %u\n", cpu);
			return;
		}
		memset(stack->base, 0, THREAD_SIZE);
		*(unsigned long *)stack->base = STACK_END_MAGIC;
		s->not_used = THREAD_SIZE;
		s->base = (unsigned long)stack->base;
	}
}

/* ---- which stack ---- */

static bool task_stack_info(struct stack_info *info)
{
	struct task_struct *task = current_or_null();

	if (!task || !task->stack)
		return false;
	*info = (struct stack_info) {
		.name = "TASK",
		.begin = (unsigned long)task->stack,
		.end = (unsigned long)task->stack + THREAD_SIZE,
	};
	return true;
}

static bool irq_stack_info(struct stack_info *info)
{
	unsigned long base;

	if (!current_or_null())
		return false;
	base = raw_cpu_ptr(&irq_stack)->base;
	*info = (struct stack_info) { .name = "IRQ", .begin = base, .end = base + THREAD_SIZE };
	return base;
}

bool stack_info_at(unsigned long addr, struct stack_info *info)
{
	return (task_stack_info(info) && addr >= info->begin && addr < info->end) ||
	       (irq_stack_info(info) && addr >= info->begin && addr < info->end);
}

bool stack_guard_hit(unsigned long addr, struct stack_info *info)
{
	return (task_stack_info(info) && addr < info->begin && addr >= info->begin - STACK_GUARD) ||
	       (irq_stack_info(info) && addr < info->begin && addr >= info->begin - STACK_GUARD);
}

/**
 * object_is_on_stack - is an object a local variable of the running task?
 * @obj:	its address
 *
 * Context: task.
 * Return: 1 or 0. Row C6.
 */
int object_is_on_stack(const void *obj)
{
	unsigned long low, high, addr = (unsigned long)obj;
	struct stack_info info;

	if (task_stack_info(&info))
		return addr >= info.begin && addr < info.end;
	arch_stack_bounds(&low, &high);
	return addr >= low && addr < high;
}
EXPORT_SYMBOL_GPL(object_is_on_stack);

/** stack_init - stacks can be made from now on; each CPU gets that of its interrupts */
void __init stack_init(void)
{
	thread_size_order = boot_options.stack_order;
	stack_depth_on = boot_options.stack_depth;
	least_not_used = THREAD_SIZE;
	irq_stacks_make();
}
