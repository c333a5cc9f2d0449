// SPDX-License-Identifier: MIT
/*
 * mm/kmap_local.c - kmap_local_page(), kmap_atomic(): windows of a task
 *
 *	group	| - | level 0 | - | level 1 | - | ... | level KMAP_LEVELS - 1 | - |     -: never mapped
 *
 * Terms      group: a task's windows. It takes one when it first needs it, and keeps it until its end; when
 *            half of all are taken, only while it has a window open.
 *            level: a window's place in the group. They are opened upwards; an interrupt handler goes on where
 *            the task that it interrupted is. So a group is a stack, and only its task touches it.
 *            typed: opened by kmap_atomic() of old, which was told a type. Closed in any order; what lies
 *            below an open level waits for it.
 * A closed window stays mapped until its level shows another page, unless debug_kmap=1. A window is
 * mapped before anybody knows its address, and its task alone uses it, so no lock is needed for
 * that.
 *
 * Invariants L1 levels from idx up are closed. L2 the level below idx is open. L3 a group's owner
 *            leads back to it.
 * Locking    groups_lock, interrupts off: which groups are taken, by whom. A leaf.
 * Linux      there are no windows of CPUs to be filled anew at each switch; windows of tasks are seen by all.
 */
#include <linux/highmem.h>
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kmap_ctrl.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <asm-generic/arch.h>
#include "mm/highmem.h"
#include "mm/page_misuse.h"
#include "mm/verify.h"

/* kmap_ctrl.use[] */
#define USE_NONE	0
#define USE_OPEN	1
#define USE_TYPED(type)	((type) + 2)
#define USE_TYPE(use)	((use) - 2)

static const char *const type_names[KM_TYPE_NR] = {
	"KM_BOUNCE_READ", "KM_SKB_SUNRPC_DATA", "KM_SKB_DATA_SOFTIRQ", "KM_USER0", "KM_USER1", "KM_BIO_SRC_IRQ",
	"KM_BIO_DST_IRQ", "KM_PTE0", "KM_PTE1", "KM_PTE2", "KM_IRQ0", "KM_IRQ1", "KM_SOFTIRQ0", "KM_SOFTIRQ1",
	"KM_SYNC_ICACHE", "KM_SYNC_DCACHE", "KM_UML_USERCOPY", "KM_IRQ_PTE", "KM_NMI", "KM_NMI_PTE",
};

static DEFINE_SPINLOCK(groups_lock);
/* groups_lock held: */
static DECLARE_BITMAP(groups_used, KMAP_GROUPS_MAX);
static unsigned int groups_nr_used;
static struct task_struct **group_owner;	/* written with the lock held, read without by reports */

/* ---- addresses ---- */

static unsigned long group_base(unsigned int group)
{
	if (group < kmap_layout.nr_fixed)
		return kmap_layout.fix_base + group * KMAP_GROUP_BYTES;
	return kmap_layout.base + (group - kmap_layout.nr_fixed) * KMAP_GROUP_BYTES;
}

static unsigned long level_addr(unsigned int group, unsigned int level)
{
	return group_base(group) + ((2 * level + 1UL) << PAGE_SHIFT);
}

/* Which group an address is in; -1: none. */
static int group_at(unsigned long addr)
{
	unsigned long fixed = kmap_layout.nr_fixed * KMAP_GROUP_BYTES;
	unsigned long others = (kmap_layout.nr_groups - kmap_layout.nr_fixed) * KMAP_GROUP_BYTES;

	if (addr - kmap_layout.fix_base < fixed)
		return (addr - kmap_layout.fix_base) / KMAP_GROUP_BYTES;
	if (addr - kmap_layout.base < others)
		return (addr - kmap_layout.base) / KMAP_GROUP_BYTES + kmap_layout.nr_fixed;
	return -1;
}

/* Which level of its group; -1 between two windows. */
static int level_at(unsigned int group, unsigned long addr)
{
	unsigned int nr = (addr - group_base(group)) >> PAGE_SHIFT;

	return nr & 1 ? (int)(nr / 2) : -1;
}

bool kmap_local_has(unsigned long addr)
{
	return group_at(addr) >= 0;
}

/* ---- groups ---- */

static bool groups_are_scarce(void)
{
	return READ_ONCE(groups_nr_used) > kmap_layout.nr_groups / 2;
}

static noinline void group_take(struct task_struct *task)
{
	unsigned long flags;
	unsigned int nr;

	spin_lock_irqsave(&groups_lock, flags);
	nr = find_first_zero_bit(groups_used, kmap_layout.nr_groups);
	if (nr < kmap_layout.nr_groups && !task->kmap_ctrl.group) {
		__set_bit(nr, groups_used);
		WRITE_ONCE(groups_nr_used, groups_nr_used + 1);
		WRITE_ONCE(group_owner[nr], task);
		WRITE_ONCE(task->kmap_ctrl.group, nr + 1);
	}
	spin_unlock_irqrestore(&groups_lock, flags);
	if (nr >= kmap_layout.nr_groups)
		panic("kmap_local_page: %u tasks have windows open, there are no more addresses",
		      kmap_layout.nr_groups);
}

static void levels_unmap(struct kmap_ctrl *ctrl)
{
	for (unsigned int level = 0; level < KMAP_LEVELS; level++) {
		if (ctrl->mapped[level])
			arch_unmap_pages(level_addr(ctrl->group - 1, level), 1);
		ctrl->mapped[level] = false;
	}
}

static noinline void group_release(struct kmap_ctrl *ctrl)
{
	unsigned long flags;
	unsigned int nr;

	spin_lock_irqsave(&groups_lock, flags);
	nr = ctrl->group - 1;
	if (ctrl->group && !ctrl->idx) {
		levels_unmap(ctrl);
		WRITE_ONCE(ctrl->group, 0);
		WRITE_ONCE(group_owner[nr], NULL);
		WRITE_ONCE(groups_nr_used, groups_nr_used - 1);
		__clear_bit(nr, groups_used);
	}
	spin_unlock_irqrestore(&groups_lock, flags);
}

/* ---- what is said ---- */

static void say_levels(const struct kmap_ctrl *ctrl)
{
	for (int level = ctrl->idx - 1; level >= 0; level--)
		if (ctrl->use[level] != USE_NONE)
			pr_warn("kmap window: pfn %#x, mapped by %pS\n", ctrl->slot[level].pfn,
				(void *)ctrl->slot[level].ip);
}

static const char *use_name(unsigned int use)
{
	return use >= USE_TYPED(0) ? type_names[USE_TYPE(use)] : "no type";
}

/* ---- open ---- */

/* Typed windows are as many as there are types, and don't count among the others. */
static noinline void level_check(const struct kmap_ctrl *ctrl)
{
	unsigned int nr_open = 0;

	for (unsigned int level = 0; level < ctrl->idx; level++)
		nr_open += ctrl->use[level] == USE_OPEN;
	if (nr_open < KM_MAX_IDX - 1 && ctrl->idx < KMAP_LEVELS)
		return;
	pr_err("kmap_local_page: %u windows are open in one task\n", ctrl->idx);
	say_levels(ctrl);
	BUG();
}

/* The next level: an interrupt that comes after has those above. */
static unsigned int level_push(struct kmap_ctrl *ctrl)
{
	unsigned int level = ctrl->idx;

	if (unlikely(level >= KM_MAX_IDX - 1))
		level_check(ctrl);
	WRITE_ONCE(ctrl->idx, level + 1);
	barrier();
	return level;
}

static void *window_open(unsigned long pfn, unsigned int use, unsigned long ip)
{
	struct task_struct *task = current;
	struct kmap_ctrl *ctrl = &task->kmap_ctrl;
	unsigned int level = level_push(ctrl);
	struct kmap_slot *slot = &ctrl->slot[level];
	unsigned long addr;

	if (unlikely(!ctrl->group))
		group_take(task);
	addr = level_addr(ctrl->group - 1, level);
	slot->ip = ip;
	WRITE_ONCE(ctrl->use[level], use);
	if (ctrl->mapped[level] && slot->pfn == pfn)
		return (void *)addr;
	slot->pfn = pfn;
	if (unlikely(!kmap_window_map(addr, pfn)))
		panic("kmap_local_page: the host maps no more pages");
	ctrl->mapped[level] = true;
	return (void *)addr;
}

/**
 * kmap_local_high - give a high page a window for the calling task; kmap_local_page() is the name to use
 * @pfn:	the page's frame number
 *
 * Context: any; does not sleep. More than KM_MAX_IDX - 1 windows at a time are a BUG().
 * Return: the page's address, PAGE_SIZE bytes long; NULL, with a report, where there is no memory. Row C3.
 */
void *kmap_local_high(unsigned long pfn)
{
	if (WARN(pfn >= max_pfn, "kmap_local_pfn(%#lx): there is no such frame\n", pfn))
		return NULL;
	return window_open(pfn, USE_OPEN, _RET_IP_);
}
EXPORT_SYMBOL(kmap_local_high);

/* ---- close ---- */

/* Levels that are closed and have no open one above end. */
static void levels_pop(struct kmap_ctrl *ctrl)
{
	while (ctrl->idx && ctrl->use[ctrl->idx - 1] == USE_NONE)
		WRITE_ONCE(ctrl->idx, ctrl->idx - 1);
	if (!ctrl->idx && unlikely(groups_are_scarce()))
		group_release(ctrl);
}

/* Has it been freed meanwhile? Who got it since, if anybody did, can't be told from its user. */
static noinline void freed_check(const struct kmap_slot *slot)
{
	struct page *page = pfn_to_page(slot->pfn);

	WARN(page_free_check(page, page->alloc_order) == PAGE_MISUSE_FREE,
	     "pfn %#x was freed while it was mapped by %pS\n", slot->pfn, (void *)slot->ip);
}

static void level_close(struct kmap_ctrl *ctrl, unsigned int level, unsigned long ip)
{
	struct kmap_slot *slot = &ctrl->slot[level];

	if (unlikely(!page_ref_count(pfn_to_page(slot->pfn))))
		freed_check(slot);
	if (kmap_strict) {
		arch_unmap_pages(level_addr(ctrl->group - 1, level), 1);
		ctrl->mapped[level] = false;
	}
	slot->ip = ip;
	slot->when = jiffies;
	WRITE_ONCE(ctrl->use[level], USE_NONE);
	barrier();
	levels_pop(ctrl);
}

/* The level of a window of the caller's that is open; -1, with a report, for any other address. */
static int level_find(const struct kmap_ctrl *ctrl, const void *vaddr)
{
	int group = group_at((unsigned long)vaddr);
	int level = group < 0 ? -1 : level_at(group, (unsigned long)vaddr);
	const struct task_struct *owner;

	if (WARN(level < 0, "kunmap_local(%px): not the address of a window of kmap_local_page()\n", vaddr))
		return -1;
	owner = READ_ONCE(group_owner[group]);
	if (WARN(owner != current, "kunmap_local(%px): a window of another task\n", vaddr))
		return -1;
	if (WARN(ctrl->use[level] == USE_NONE, "kunmap_local(%px): closed already, by %pS\n", vaddr,
		 (void *)ctrl->slot[level].ip))
		return -1;
	return level;
}

/* Windows without a type are closed in the opposite order. */
static void order_check(const struct kmap_ctrl *ctrl, unsigned int level)
{
	unsigned int top = ctrl->idx - 1;

	while (top > level && ctrl->use[top] != USE_OPEN)
		top--;
	WARN(top > level, "kunmap_local() out of order: pfn %#x, mapped by %pS, before pfn %#x, mapped by %pS\n",
	     ctrl->slot[level].pfn, (void *)ctrl->slot[level].ip, ctrl->slot[top].pfn,
	     (void *)ctrl->slot[top].ip);
}

/**
 * kunmap_local_indexed - close a window of kmap_local_high(); kunmap_local() is the name to use
 * @vaddr:	any address in the window
 *
 * An address in no open window of the task's is reported, and nothing else happens; a window that
 * is not the last one opened is reported, and closed. Row C3.
 * Context: any; the task that opened it.
 */
void kunmap_local_indexed(const void *vaddr)
{
	struct kmap_ctrl *ctrl = &current->kmap_ctrl;
	int level = level_find(ctrl, vaddr);

	if (level < 0)
		return;
	order_check(ctrl, level);
	level_close(ctrl, level, _RET_IP_);
}
EXPORT_SYMBOL(kunmap_local_indexed);

/* ---- the old form ---- */

static bool type_is_irq(enum km_type type)
{
	return type == KM_IRQ0 || type == KM_IRQ1 || type == KM_BOUNCE_READ || type == KM_BIO_SRC_IRQ ||
	       type == KM_BIO_DST_IRQ;
}

static bool type_is_softirq(enum km_type type)
{
	return type == KM_SOFTIRQ0 || type == KM_SOFTIRQ1 || type == KM_SKB_SUNRPC_DATA ||
	       type == KM_SKB_DATA_SOFTIRQ;
}

/* A window of a CPU is no one's who may be interrupted by another user of its type. */
static bool type_fits_context(enum km_type type)
{
	if (type_is_irq(type))
		return irqs_disabled();
	if (in_hardirq())
		return type == KM_NMI || type == KM_NMI_PTE || type == KM_IRQ_PTE;
	if (type == KM_SOFTIRQ0 || type == KM_SOFTIRQ1)
		return in_interrupt() || irqs_disabled();
	return !in_serving_softirq() || irqs_disabled() || type_is_softirq(type);
}

static int level_of_type(const struct kmap_ctrl *ctrl, enum km_type type)
{
	for (int level = ctrl->idx - 1; level >= 0; level--)
		if (ctrl->use[level] == USE_TYPED(type))
			return level;
	return -1;
}

/**
 * kmap_atomic_type - kmap_atomic() of Linux 2.6: an address with preemption and page faults off
 * @page:	any page
 * @type:	KM_*: each can be in use once on a CPU; twice is reported, and so is one of another context
 *
 * Context: any; does not sleep.
 * Return: the address, PAGE_SIZE bytes long. Row C3.
 */
void *kmap_atomic_type(struct page *page, enum km_type type)
{
	struct kmap_ctrl *ctrl = &current->kmap_ctrl;
	int level;

	preempt_disable();
	pagefault_disable();
	if (!PageHighMem(page))
		return page_address(page);
	BUG_ON((unsigned int)type >= KM_TYPE_NR);
	WARN(!type_fits_context(type), "kmap_atomic(%s): not a type for this context\n", type_names[type]);
	level = level_of_type(ctrl, type);
	WARN(level >= 0, "kmap_atomic(%s): in use already, mapped by %pS\n", type_names[type],
	     level >= 0 ? (void *)ctrl->slot[level].ip : NULL);
	return window_open(page_to_pfn(page), USE_TYPED(type), _RET_IP_);
}
EXPORT_SYMBOL(kmap_atomic_type);

/**
 * kunmap_atomic_type - the end of kmap_atomic_type()
 * @vaddr:	the address
 * @type:	the type; another one is reported
 *
 * Context: any; the same task. Row C3.
 */
void kunmap_atomic_type(const void *vaddr, enum km_type type)
{
	struct kmap_ctrl *ctrl = &current->kmap_ctrl;
	int level = virt_is_direct(vaddr) ? -1 : level_find(ctrl, vaddr);

	if (level >= 0) {
		WARN(ctrl->use[level] != USE_TYPED(type), "kunmap_atomic(%s): mapped with %s\n",
		     (unsigned int)type < KM_TYPE_NR ? type_names[type] : "a wrong type", use_name(ctrl->use[level]));
		level_close(ctrl, level, _RET_IP_);
	}
	pagefault_enable();
	preempt_enable();
}
EXPORT_SYMBOL(kunmap_atomic_type);

/* ---- windows left open ---- */

/* Close all levels from @idx up, by a task that no interrupt is on top of. */
static void levels_close_from(struct kmap_ctrl *ctrl, unsigned int idx)
{
	for (unsigned int level = idx; level < ctrl->idx; level++) {
		ctrl->use[level] = USE_NONE;
		ctrl->slot[level].when = jiffies;
	}
	if (ctrl->idx > idx)
		WRITE_ONCE(ctrl->idx, idx);
}

void kmap_local_leaked(const char *where)
{
	struct kmap_ctrl *ctrl = &current->kmap_ctrl;

	WARN(1, "%s[%d]: windows of kmap_local_page() left open at %s\n", current->comm, current->pid, where);
	say_levels(ctrl);
	levels_close_from(ctrl, 0);
	levels_unmap(ctrl);
}

void kmap_local_recover(struct task_struct *task, unsigned int idx)
{
	levels_close_from(&task->kmap_ctrl, idx);
}

void kmap_local_task_free(struct task_struct *task)
{
	if (!task->kmap_ctrl.group)
		return;
	levels_close_from(&task->kmap_ctrl, 0);
	group_release(&task->kmap_ctrl);
}

void kmap_local_module_leaving(const struct module *mod)
{
	unsigned long flags;

	for (unsigned int nr = 0; nr < kmap_layout.nr_groups; nr++) {
		struct kmap_slot left[KMAP_LEVELS / 4];
		unsigned int nr_left = 0;

		nr = find_next_bit(groups_used, kmap_layout.nr_groups, nr);
		if (nr >= kmap_layout.nr_groups)
			break;
		spin_lock_irqsave(&groups_lock, flags);
		for (unsigned int level = 0; group_owner[nr] && level < KMAP_LEVELS; level++) {
			const struct kmap_ctrl *ctrl = &group_owner[nr]->kmap_ctrl;

			if (READ_ONCE(ctrl->use[level]) != USE_NONE && nr_left < ARRAY_SIZE(left) &&
			    within_module(READ_ONCE(ctrl->slot[level].ip), mod))
				left[nr_left++] = ctrl->slot[level];
		}
		spin_unlock_irqrestore(&groups_lock, flags);
		while (nr_left--)
			pr_warn("%s: left a window of kmap_local_page() open: pfn %#x, mapped by %pS\n", mod->name,
				left[nr_left].pfn, (void *)left[nr_left].ip);
	}
}

/* ---- looking ---- */

struct page *kmap_local_window_page(unsigned long addr)
{
	int group = group_at(addr), level = group < 0 ? -1 : level_at(group, addr);
	struct page *page = NULL;
	unsigned long flags;

	if (level < 0)
		return NULL;
	/* The owner can't go away meanwhile. */
	spin_lock_irqsave(&groups_lock, flags);
	if (group_owner[group] && READ_ONCE(group_owner[group]->kmap_ctrl.use[level]) != USE_NONE)
		page = pfn_to_page(READ_ONCE(group_owner[group]->kmap_ctrl.slot[level].pfn));
	spin_unlock_irqrestore(&groups_lock, flags);
	return page;
}

bool kmap_local_explain(unsigned long addr)
{
	int group = group_at(addr), level = group < 0 ? -1 : level_at(group, addr);
	const struct task_struct *owner = group < 0 ? NULL : READ_ONCE(group_owner[group]);
	const struct kmap_slot *slot = owner && level >= 0 ? &owner->kmap_ctrl.slot[level] : NULL;

	if (group < 0)
		return false;
	if (level < 0)
		pr_alert("beside a kmap window, %s's\n", owner ? owner->comm : "nobody");
	else if (!slot || !slot->pfn)
		pr_alert("kmap window, %s's level %d, not mapped\n", owner ? owner->comm : "nobody", level);
	else
		pr_alert("kmap window, %s's level %d, unmapped since %u ms: it showed pfn %#x; kunmap_local() by %pS\n",
			 owner->comm, level, jiffies_to_msecs((u32)jiffies - slot->when), slot->pfn, (void *)slot->ip);
	return true;
}

/* Tasks that hold no CPU may be anywhere in window_open(): only what stays so is wrong. */
static void group_verify(struct verify_report *report, unsigned int nr)
{
	const struct task_struct *owner = group_owner[nr];
	const struct kmap_ctrl *ctrl;

	if (!owner || owner->kmap_ctrl.group != nr + 1) {
		verify_violation(report, "kmap group %u: its task %px does not know it", nr, owner);
		return;
	}
	ctrl = &owner->kmap_ctrl;
	if (ctrl->idx > KMAP_LEVELS)
		verify_violation(report, "kmap group %u: %s has %u windows open", nr, owner->comm, ctrl->idx);
	for (unsigned int level = 0; level < KMAP_LEVELS; level++)
		if (level >= ctrl->idx && ctrl->use[level] != USE_NONE)
			verify_suspect(report, (unsigned long)ctrl, level,
				       "kmap group %u: %s's window %u is open, but above %u", nr, owner->comm,
				       level, ctrl->idx);
}

int kmap_local_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations, nr, used = 0;

	for_each_set_bit(nr, groups_used, kmap_layout.nr_groups) {
		group_verify(report, nr);
		used++;
	}
	if (used != groups_nr_used)
		verify_violation(report, "kmap groups: %u are taken, %u are counted", used, groups_nr_used);
	return report->nr_violations - before;
}

void __init kmap_local_init(void)
{
	group_owner = alloc_pages_exact(kmap_layout.nr_groups * sizeof(*group_owner), GFP_KERNEL | __GFP_ZERO);
	if (!group_owner)
		panic("No memory for the table of %u groups of kmap windows", kmap_layout.nr_groups);
}
