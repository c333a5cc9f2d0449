// SPDX-License-Identifier: MIT
/*
 * mm/kmap_pool.c - kmap(): a limited number of windows, which all who map a page share
 *
 *	pool_window.count   0 shows nothing   1 shows a page that nobody uses just now   n + 1 has n users
 *
 * A window is not unmapped by the last kunmap(): the page often is mapped again soon, and then that
 * costs no mapping. When the search for a window with count 0 comes round to the first one, all
 * with count 1 are unmapped at once. debug_kmap=1 unmaps each when its last user goes, so that a
 * touch of it faults.
 *
 * A page with users has PG_kmapped, so that the page allocator does not take it, or its block, back
 * meanwhile.
 *
 * Invariants P1 count 0: no page. P2 else page->kmap_slot leads to the window, and no other page's
 *            does. Checked by kmap_pool_verify().
 * Locking    pool_lock, interrupts off, covers all; a leaf. The calls of the port are made under it.
 * Linux      kmap() in interrupt context is refused with NULL; counting and waking are the same.
 */
#include <linux/highmem.h>
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kmap_ctrl.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <asm-generic/arch.h>
#include "mm/highmem.h"
#include "mm/verify.h"

#define POOL_MAX	1024
#define PATIENCE	(10 * HZ)	/* until who waits says who has the windows */
#define HOLDERS_SHOWN	8

/**
 * struct pool_window - one window
 * @page:	what it shows
 * @count:	see the top
 * @when:	jiffies when it was unmapped
 * @ip:		who called kmap() last, or who kunmap() when the last user went
 * @old_pfn:	what it showed before it was unmapped
 */
struct pool_window {
	struct page	*page;
	unsigned int	count;
	u32		when;
	unsigned long	ip;
	unsigned long	old_pfn;
};

unsigned long pkmap_base;
unsigned int last_pkmap;
EXPORT_SYMBOL(pkmap_base);
EXPORT_SYMBOL(last_pkmap);

static DEFINE_SPINLOCK(pool_lock);
static DECLARE_WAIT_QUEUE_HEAD(pool_wait);
/* pool_lock held: */
static struct pool_window pool[POOL_MAX];
static DECLARE_BITMAP(pool_mapped, POOL_MAX);	/* those whose count is not 0 */
static unsigned int pool_next;
static unsigned int pool_used;			/* those whose count is above 1 */

void __init kmap_pool_init(unsigned long base, unsigned int nr)
{
	pkmap_base = base;
	last_pkmap = nr;
}

bool kmap_pool_has(unsigned long addr)
{
	return addr - pkmap_base < (unsigned long)last_pkmap << PAGE_SHIFT;
}

/* ---- taking windows away ---- */

static void window_forget_locked(unsigned int nr)
{
	struct pool_window *w = &pool[nr];

	if (w->page->kmap_slot == nr + 1)
		WRITE_ONCE(w->page->kmap_slot, 0);
	w->old_pfn = page_to_pfn(w->page);
	w->when = jiffies;
	w->page = NULL;
	w->count = 0;
	__clear_bit(nr, pool_mapped);
}

static bool window_is_unused(unsigned int nr)
{
	return nr < last_pkmap && pool[nr].count == 1;
}

/* Neighbours go by one call of the port. */
static void flush_locked(void)
{
	for (unsigned int nr = 0; nr < last_pkmap; nr++) {
		unsigned int first = nr;

		for (; window_is_unused(nr); nr++)
			window_forget_locked(nr);
		if (nr > first)
			arch_unmap_pages(PKMAP_ADDR(first), nr - first);
	}
}

void kmap_flush_unused(void)
{
	unsigned long flags;

	spin_lock_irqsave(&pool_lock, flags);
	flush_locked();
	spin_unlock_irqrestore(&pool_lock, flags);
}
EXPORT_SYMBOL(kmap_flush_unused);

/* ---- kmap ---- */

/* A window with count 0; the search goes on where the last one ended. last_pkmap: there is none. */
static unsigned int window_find_locked(void)
{
	unsigned int nr = find_next_zero_bit(pool_mapped, last_pkmap, pool_next);

	if (nr < last_pkmap)
		return nr;
	flush_locked();
	return find_first_zero_bit(pool_mapped, last_pkmap);
}

static bool window_open_locked(struct page *page)
{
	unsigned int nr = window_find_locked();

	if (nr >= last_pkmap)
		return false;
	if (arch_map_pages(PKMAP_ADDR(nr), page_to_pfn(page), 1, 0)) {
		flush_locked();		/* the host is out of mappings */
		if (arch_map_pages(PKMAP_ADDR(nr), page_to_pfn(page), 1, 0))
			return false;
	}
	pool_next = nr + 1;
	pool[nr].page = page;
	pool[nr].count = 1;
	__set_bit(nr, pool_mapped);
	WRITE_ONCE(page->kmap_slot, nr + 1);
	return true;
}

static void *window_get(struct page *page, unsigned long ip)
{
	void *addr = NULL;
	unsigned long flags;

	spin_lock_irqsave(&pool_lock, flags);
	if (page->kmap_slot || window_open_locked(page)) {
		struct pool_window *w = &pool[page->kmap_slot - 1];

		if (w->count++ == 1) {
			pool_used++;
			set_bit(PG_kmapped, &page->flags);
		}
		w->ip = ip;
		addr = (void *)PKMAP_ADDR(page->kmap_slot - 1);
	}
	spin_unlock_irqrestore(&pool_lock, flags);
	return addr;
}

/* Nothing became free for long: some of those who have the windows. */
static void report_waiting(const struct page *page)
{
	pr_warn("kmap: %s[%d] waits for a window for pfn %#lx, all %u are in use\n", current->comm,
		current->pid, page_to_pfn(page), last_pkmap);
	for (unsigned int nr = 0; nr < min_t(unsigned int, HOLDERS_SHOWN, last_pkmap); nr++)
		pr_warn("kmap: window %u: mapped by %pS\n", nr, (void *)READ_ONCE(pool[nr].ip));
}

static noinline void *window_wait(struct page *page, unsigned long ip)
{
	bool told = false;
	void *addr;

	while (!wait_event_timeout(pool_wait, (addr = window_get(page, ip)), PATIENCE)) {
		if (!told)
			report_waiting(page);
		told = true;
	}
	return addr;
}

/**
 * kmap_high - give a high page a permanent window; kmap() is the name to use
 * @page:	a page of high memory
 *
 * A page that has a window shares it, and keeps it at least until each user has called kunmap_high().
 * Context: sleeps while all windows are in use; takes the lock of the windows.
 * Return: the page's address, PAGE_SIZE bytes long; NULL, with a report, in interrupt context. Row C3.
 */
void *kmap_high(struct page *page)
{
	void *addr;

	if (WARN(in_interrupt(), "kmap() in interrupt context: kmap_local_page() is for it\n"))
		return NULL;
	addr = window_get(page, _RET_IP_);
	return likely(addr) ? addr : window_wait(page, _RET_IP_);
}
EXPORT_SYMBOL(kmap_high);

/* ---- kunmap ---- */

static void window_put_locked(unsigned int nr, unsigned long ip)
{
	if (--pool[nr].count > 1)
		return;
	pool_used--;
	clear_bit(PG_kmapped, &pool[nr].page->flags);
	pool[nr].ip = ip;
	if (!kmap_strict)
		return;
	arch_unmap_pages(PKMAP_ADDR(nr), 1);
	window_forget_locked(nr);
}

/**
 * kunmap_high - give up one use of a permanent window; kunmap() is the name to use
 * @page:	the page that kmap_high() got
 *
 * A page that nobody has mapped is reported, and nothing else happens. Row C3.
 * Context: any; takes the lock of the windows, and wakes who waits for one.
 */
void kunmap_high(struct page *page)
{
	unsigned int nr, count = 1;
	unsigned long flags;

	spin_lock_irqsave(&pool_lock, flags);
	nr = page->kmap_slot;
	if (nr)
		count = pool[nr - 1].count;
	if (count > 1)
		window_put_locked(nr - 1, _RET_IP_);
	spin_unlock_irqrestore(&pool_lock, flags);
	WARN(count < 2, "kunmap() of pfn %#lx, which is not mapped by kmap()\n", page_to_pfn(page));
	/* The waiter queued itself before it looked under pool_lock, and found nothing. */
	if (count == 2 && waitqueue_active(&pool_wait))
		wake_up(&pool_wait);
}
EXPORT_SYMBOL(kunmap_high);

/**
 * page_address_high - where a high page is visible; page_address() is the name to use
 * @page:	a page of high memory
 *
 * Context: any; takes no lock, so the answer lasts only while the caller holds a window.
 * Return: the address of its permanent window, or NULL if it has none. Row A1.
 */
void *page_address_high(const struct page *page)
{
	unsigned int slot = READ_ONCE(page->kmap_slot);

	return slot ? (void *)PKMAP_ADDR(slot - 1) : NULL;
}
EXPORT_SYMBOL(page_address_high);

/* ---- looking ---- */

struct page *kmap_pool_page(unsigned long addr)
{
	return kmap_pool_has(addr) ? READ_ONCE(pool[PKMAP_NR(addr)].page) : NULL;
}

bool kmap_pool_explain(unsigned long addr)
{
	const struct pool_window *w = &pool[PKMAP_NR(addr) % POOL_MAX];

	if (!kmap_pool_has(addr))
		return false;
	if (!w->old_pfn)
		pr_alert("kmap window %lu, never mapped\n", PKMAP_NR(addr));
	else
		pr_alert("kmap window %lu, unmapped since %u ms: it showed pfn %#lx; last kunmap() by %pS\n",
			 PKMAP_NR(addr), jiffies_to_msecs((u32)jiffies - w->when), w->old_pfn, (void *)w->ip);
	return true;
}

unsigned long kmap_nr_used(void)
{
	return READ_ONCE(pool_used);
}

void kmap_pool_module_leaving(const struct module *mod)
{
	unsigned long ip, pfn, flags;

	for (unsigned int nr = 0; nr < last_pkmap; nr++) {
		pfn = 0;
		spin_lock_irqsave(&pool_lock, flags);
		ip = pool[nr].ip;
		if (pool[nr].count > 1 && within_module(ip, mod)) {
			pfn = page_to_pfn(pool[nr].page);
			pool[nr].count = 2;
			window_put_locked(nr, ip);
		}
		spin_unlock_irqrestore(&pool_lock, flags);
		if (pfn)
			pr_warn("%s: left a kmap window behind: pfn %#lx, mapped by %pS\n", mod->name, pfn, (void *)ip);
	}
	wake_up(&pool_wait);
}

int kmap_pool_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations, used = 0;

	for (unsigned int nr = 0; nr < last_pkmap; nr++) {
		const struct pool_window *w = &pool[nr];

		used += w->count > 1;
		if (test_bit(nr, pool_mapped) != (w->count > 0) || (w->count > 0) != (w->page != NULL))
			verify_violation(report, "kmap window %u: count %u, page %px, mapped %d", nr, w->count,
					 w->page, test_bit(nr, pool_mapped));
		else if (w->page && (w->page->kmap_slot != nr + 1 || !PageHighMem(w->page)))
			verify_violation(report, "kmap window %u: shows pfn %#lx, which is said to be in window %d",
					 nr, page_to_pfn(w->page), w->page->kmap_slot - 1);
	}
	if (used != pool_used)
		verify_violation(report, "kmap windows: %u are in use, %u are counted", used, pool_used);
	return report->nr_violations - before;
}
