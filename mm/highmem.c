// SPDX-License-Identifier: MIT
/*
 * mm/highmem.c - windows onto pages of high memory
 *
 *	| window 0 .. LAST_PKMAP - 1: kmap(), shared | LAST_PKMAP ..: kmap_local_page(), one user |
 *
 * Terms      window: one page of kernel addresses. A shared window shows a page to all who have
 *            kmap()ed it, and counts them; page->kmap_slot leads to it. A local window is its user's.
 * Locking    windows_lock covers the tables, and the mapping calls, which don't sleep.
 * Linux      there are as many local windows as LOCAL_WINDOWS says, for all CPUs together, and a shared
 *            one is unmapped by its last kunmap().
 */
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/bitmap.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/export.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "mm/highmem.h"
#include "mm/page_init.h"

#define LOCAL_WINDOWS	1024
#define NR_WINDOWS	(LAST_PKMAP + LOCAL_WINDOWS)

static DEFINE_SPINLOCK(windows_lock);
static DECLARE_WAIT_QUEUE_HEAD(window_free);
static DECLARE_BITMAP(windows_used, NR_WINDOWS);
static struct page *window_page[NR_WINDOWS];
static unsigned int window_users[LAST_PKMAP];
static unsigned long windows_base;

static void *window_addr(unsigned int slot)
{
	return (void *)(windows_base + ((unsigned long)slot << PAGE_SHIFT));
}

/* A free window of [from, to), showing @page; -1 if there is none. */
static int window_open_locked(struct page *page, unsigned int from, unsigned int to)
{
	unsigned int slot = find_next_zero_bit(windows_used, to, from);

	if (slot >= to ||
	    arch_map_pages((unsigned long)window_addr(slot), page_to_pfn(page), 1))
		return -1;
	__set_bit(slot, windows_used);
	window_page[slot] = page;
	return slot;
}

static void window_close_locked(unsigned int slot)
{
	arch_unmap_pages((unsigned long)window_addr(slot), 1);
	__clear_bit(slot, windows_used);
	window_page[slot] = NULL;
}

static void *window_share(struct page *page)
{
	void *addr = NULL;
	unsigned long flags;
	int slot;

	spin_lock_irqsave(&windows_lock, flags);
	slot = page->kmap_slot ? page->kmap_slot - 1 : window_open_locked(page, 0, LAST_PKMAP);
	if (slot >= 0) {
		window_users[slot]++;
		WRITE_ONCE(page->kmap_slot, slot + 1);
		addr = window_addr(slot);
	}
	spin_unlock_irqrestore(&windows_lock, flags);
	return addr;
}

/**
 * kmap_high - give a high page a permanent window; kmap() is the name to use
 * @page:	a page of ZONE_HIGHMEM
 *
 * A page that has a window shares it, and keeps it until each user has called kunmap_high().
 * Context: sleeps while all windows are taken; takes the lock of the windows.
 * Return: the page's address, PAGE_SIZE bytes long. Row C3.
 */
void *kmap_high(struct page *page)
{
	void *addr;

	wait_event(window_free, (addr = window_share(page)));
	return addr;
}
EXPORT_SYMBOL(kmap_high);

/**
 * kunmap_high - give up one use of a permanent window; kunmap() is the name to use
 * @page:	the page that kmap_high() got
 *
 * A page without a window is reported, and nothing else happens. Row C3.
 * Context: any; takes the lock of the windows, and wakes who waits for one.
 */
void kunmap_high(struct page *page)
{
	bool closed = false;
	unsigned long flags;

	spin_lock_irqsave(&windows_lock, flags);
	if (WARN_ON(!page->kmap_slot)) {
		spin_unlock_irqrestore(&windows_lock, flags);
		return;
	}
	if (!--window_users[page->kmap_slot - 1]) {
		window_close_locked(page->kmap_slot - 1);
		page->kmap_slot = 0;
		closed = true;
	}
	spin_unlock_irqrestore(&windows_lock, flags);
	if (closed)
		wake_up(&window_free);
}
EXPORT_SYMBOL(kunmap_high);

/**
 * kmap_local_high - give a high page a window for a short time; kmap_local_page() is the name to
 * use
 * @page:	a page of ZONE_HIGHMEM
 *
 * Context: any; does not sleep, and panics when all windows of this kind are taken.
 * Return: the page's address, PAGE_SIZE bytes long; never NULL. Row C3.
 */
void *kmap_local_high(struct page *page)
{
	unsigned long flags;
	int slot;

	spin_lock_irqsave(&windows_lock, flags);
	slot = window_open_locked(page, LAST_PKMAP, NR_WINDOWS);
	spin_unlock_irqrestore(&windows_lock, flags);
	if (slot < 0)
		panic("kmap_local_page: all %u windows are in use", LOCAL_WINDOWS);
	return window_addr(slot);
}
EXPORT_SYMBOL(kmap_local_high);

static int window_slot(const void *addr)
{
	unsigned long slot = ((unsigned long)addr - windows_base) >> PAGE_SHIFT;

	return slot < NR_WINDOWS && test_bit(slot, windows_used) ? (int)slot : -1;
}

/**
 * kunmap_local_high - close a window of kmap_local_high(); kunmap_local() is the name to use
 * @vaddr:	any address in the window; one in no such window is reported
 *
 * Row C3.
 * Context: any; takes the lock of the windows.
 */
void kunmap_local_high(const void *vaddr)
{
	unsigned long flags;
	int slot;

	spin_lock_irqsave(&windows_lock, flags);
	slot = window_slot(vaddr);
	if (!WARN_ON(slot < LAST_PKMAP))
		window_close_locked(slot);
	spin_unlock_irqrestore(&windows_lock, flags);
}
EXPORT_SYMBOL(kunmap_local_high);

/**
 * page_address_high - where a high page is visible; page_address() is the name to use
 * @page:	a page of ZONE_HIGHMEM
 *
 * Context: any; takes no lock, so the answer lasts only while the caller holds a window.
 * Return: the address of its permanent window, or NULL if it has none. Row A1.
 */
void *page_address_high(const struct page *page)
{
	unsigned int slot = READ_ONCE(page->kmap_slot);

	return slot ? window_addr(slot - 1) : NULL;
}
EXPORT_SYMBOL(page_address_high);

struct page *kmap_to_page(void *addr)
{
	int slot = window_slot(addr);

	return slot >= 0 ? window_page[slot] : virt_to_page(addr);
}
EXPORT_SYMBOL(kmap_to_page);

bool is_kmap_addr(const void *x)
{
	return window_slot((void *)x) >= 0;
}
EXPORT_SYMBOL(is_kmap_addr);

void __init highmem_init(void)
{
	if (!totalhigh_pages())
		return;
	windows_base = memory_layout.window_end - ((unsigned long)NR_WINDOWS << PAGE_SHIFT);
	memory_layout.window_end = windows_base;
}
