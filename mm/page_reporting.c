// SPDX-License-Identifier: MIT
/*
 * mm/page_reporting.c - Linux's free page reporting: a driver is told which large blocks are free
 *
 * For drivers that tell whoever gives this machine its memory. The port's own host needs no driver:
 * mm/page_release.c.
 *
 *	a block is freed -> two seconds later: blocks off their lists, up to 32 -> report() -> back
 *
 * Terms      Reported: a block on a free list that the driver knows of; PG_reported, lost when it is taken,
 *            split or merged. State: idle; requested, the work is due; active, it runs. A request
 *            while it runs makes another run two seconds after it.
 * Locking    page_reporting_mutex: who registers. zone->lock while blocks are taken off and put
 *            back, not in report(). Who asks for a run reads the driver under RCU; unregister waits
 *            for that, and for the work.
 * Linux      as 6.1, except that frames which nobody has touched since boot are not reported, and that
 *            the pageblocks of what is reported stay of their types.
 */
#include <linux/mm.h>
#include <linux/boot_options.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/page_reporting.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "mm/page_buddy.h"
#include "mm/page_reporting.h"
#include "mm/page_watermark.h"

#define REPORTING_DELAY		(2 * HZ)

/* Of a list, this part is told in a run; the rest in the next one. */
#define RUN_PART		16

enum { REPORTING_IDLE, REPORTING_REQUESTED, REPORTING_ACTIVE };

unsigned int page_reporting_order = UINT_MAX;
EXPORT_SYMBOL_GPL(page_reporting_order);

unsigned int page_reporting_least = MAX_ORDER;

static struct page_reporting_dev_info __rcu *pr_dev_info;
static DEFINE_MUTEX(page_reporting_mutex);

static void run_request(struct page_reporting_dev_info *prdev)
{
	if (atomic_read(&prdev->state) == REPORTING_REQUESTED)
		return;
	/* Who finds it active leaves the word to the work, which looks at it when it is done. */
	if (atomic_xchg(&prdev->state, REPORTING_REQUESTED) == REPORTING_IDLE)
		schedule_delayed_work(&prdev->work, REPORTING_DELAY);
}

void page_reporting_request(void)
{
	struct page_reporting_dev_info *prdev;

	rcu_read_lock();
	prdev = rcu_dereference(pr_dev_info);
	if (prdev)
		run_request(prdev);
	rcu_read_unlock();
}

/* ---- a run ---- */

/**
 * struct run - one run of the work over one zone
 * @sgl:	entries, filled from the last one down
 * @room:	how many are empty
 */
struct run {
	struct page_reporting_dev_info *prdev;
	struct zone *zone;
	struct scatterlist *sgl;
	unsigned int room;
};

/* A block that was not reported yet, or NULL. Others go to the end, where requests look last. */
static struct page *unreported_first_locked(struct zone *zone, unsigned int order, int type)
{
	struct list_head *list = &zone->free_area[order].free_list[type];
	unsigned long nr = zone->free_area[order].nr_free;

	while (nr-- && !list_empty(list)) {
		struct page *page = list_first_entry(list, struct page, lru);

		if (!PageReported(page))
			return page;
		list_move_tail(&page->lru, list);
	}
	return NULL;
}

/* The blocks of the list go back; @reported: the driver has taken note. The list is empty then. */
static void putback_locked(struct run *run, bool reported)
{
	unsigned int nr = PAGE_REPORTING_CAPACITY - run->room;
	struct scatterlist *sg = &run->sgl[run->room];

	for (unsigned int i = 0; i < nr; i++) {
		struct page *page = sg_page(&sg[i]);

		if (buddy_putback_locked(run->zone, page, get_order(sg[i].length)) && reported)
			__SetPageReported(page);
	}
	sg_init_table(run->sgl, PAGE_REPORTING_CAPACITY);
	run->room = PAGE_REPORTING_CAPACITY;
}

/* Called and left with zone->lock held, which it drops meanwhile. */
static int tell(struct run *run, unsigned long *flags)
{
	int err;

	spin_unlock_irqrestore(&run->zone->lock, *flags);
	err = run->prdev->report(run->prdev, &run->sgl[run->room], PAGE_REPORTING_CAPACITY - run->room);
	spin_lock_irqsave(&run->zone->lock, *flags);
	putback_locked(run, !err);
	return err;
}

/* Blocks of one list: told each time there are as many as are told at once. */
static int list_tell(struct run *run, unsigned int order, int type)
{
	struct zone *zone = run->zone;
	unsigned long flags, budget;
	struct page *page;
	int err = 0;

	spin_lock_irqsave(&zone->lock, flags);
	budget = DIV_ROUND_UP(zone->free_area[order].nr_free, PAGE_REPORTING_CAPACITY * RUN_PART);
	while (!err && (page = unreported_first_locked(zone, order, type))) {
		if (!budget) {
			atomic_set(&run->prdev->state, REPORTING_REQUESTED);
			break;
		}
		if (!zone_watermark_ok(zone, 0, min_wmark_pages(zone) + (1UL << order), 0, 0))
			break;
		buddy_isolate_locked(zone, page, order);
		sg_set_page(&run->sgl[--run->room], page, PAGE_SIZE << order, 0);
		if (!run->room) {
			err = tell(run, &flags);
			budget--;
		}
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	return err;
}

static int zone_tell(struct page_reporting_dev_info *prdev, struct zone *zone, struct scatterlist *sgl)
{
	unsigned int least = READ_ONCE(page_reporting_order);
	struct run run = { prdev, zone, sgl, PAGE_REPORTING_CAPACITY };
	unsigned long flags, mark;
	int err = 0;

	/* Whoever needs memory meanwhile has enough without what is being told. */
	mark = low_wmark_pages(zone) + ((unsigned long)PAGE_REPORTING_CAPACITY << least);
	if (!zone_watermark_ok(zone, 0, mark, 0, 0))
		return 0;
	for (unsigned int order = least; order < MAX_ORDER && !err; order++)
		for (int type = 0; type < MIGRATE_TYPES && !err; type++)
			err = list_tell(&run, order, type);
	if (run.room == PAGE_REPORTING_CAPACITY)
		return err;
	spin_lock_irqsave(&zone->lock, flags);
	err = tell(&run, &flags);
	spin_unlock_irqrestore(&zone->lock, flags);
	return err;
}

static void page_reporting_process(struct work_struct *work)
{
	struct page_reporting_dev_info *prdev =
		container_of(to_delayed_work(work), struct page_reporting_dev_info, work);
	struct scatterlist *sgl;
	struct zone *zone;

	atomic_set(&prdev->state, REPORTING_ACTIVE);
	sgl = kmalloc_array(PAGE_REPORTING_CAPACITY, sizeof(*sgl), GFP_KERNEL);
	if (sgl) {
		sg_init_table(sgl, PAGE_REPORTING_CAPACITY);
		for_each_populated_zone(zone)
			if (zone_tell(prdev, zone, sgl))
				break;
		kfree(sgl);
	}
	if (atomic_cmpxchg(&prdev->state, REPORTING_ACTIVE, REPORTING_IDLE) == REPORTING_REQUESTED)
		schedule_delayed_work(&prdev->work, REPORTING_DELAY);
}

/* ---- drivers ---- */

/* The boot option counts, then the driver's wish; it stays for the next driver, as on Linux. */
static void order_choose(const struct page_reporting_dev_info *prdev)
{
	if (page_reporting_order < MAX_ORDER)
		return;
	if (boot_options.page_reporting_order < MAX_ORDER)
		page_reporting_order = boot_options.page_reporting_order;
	else if (prdev->order > 0 && prdev->order < MAX_ORDER)
		page_reporting_order = prdev->order;
	else
		page_reporting_order = pageblock_order;
}

/**
 * page_reporting_register - a driver wants to be told of free memory
 * @prdev:	its report() and order; lives until page_reporting_unregister()
 *
 * The first report comes two seconds later. Context: may sleep.
 * Return: 0; -EBUSY: there is another driver. Row A4.
 */
int page_reporting_register(struct page_reporting_dev_info *prdev)
{
	int err = -EBUSY;

	mutex_lock(&page_reporting_mutex);
	if (!rcu_dereference_protected(pr_dev_info, lockdep_is_held(&page_reporting_mutex))) {
		order_choose(prdev);
		atomic_set(&prdev->state, REPORTING_IDLE);
		INIT_DELAYED_WORK(&prdev->work, page_reporting_process);
		run_request(prdev);
		rcu_assign_pointer(pr_dev_info, prdev);
		WRITE_ONCE(page_reporting_least, page_reporting_order);
		pr_info("Free page reporting enabled\n");
		err = 0;
	}
	mutex_unlock(&page_reporting_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(page_reporting_register);

/**
 * page_reporting_unregister - a driver does not want to be told any more
 * @prdev:	that of page_reporting_register(); of another nothing happens
 *
 * When it returns report() does not run, and won't. Context: may sleep.
 */
void page_reporting_unregister(struct page_reporting_dev_info *prdev)
{
	mutex_lock(&page_reporting_mutex);
	if (prdev == rcu_dereference_protected(pr_dev_info, lockdep_is_held(&page_reporting_mutex))) {
		WRITE_ONCE(page_reporting_least, MAX_ORDER);
		RCU_INIT_POINTER(pr_dev_info, NULL);
		synchronize_rcu();
		cancel_delayed_work_sync(&prdev->work);
	}
	mutex_unlock(&page_reporting_mutex);
}
EXPORT_SYMBOL_GPL(page_reporting_unregister);
