// SPDX-License-Identifier: MIT
/*
 * mm/page_slow.c - a request for pages when no zone is above its low mark
 *
 *	1 WAKE     kswapd of each node is told                                 alloc_from_marks
 *	2 DEPTH    the min mark, and below it as far as the request may
 *	           the reserve, for who frees memory or is to die
 *	           again, with what this CPU kept for itself
 *	3 RECLAIM  a pass of reclaim, all CPUs' lists, 2 again                 alloc_after_reclaim
 *	4 RETRY    3 again, as long as it may help
 *	5          __GFP_NOFAIL: sleep until something is freed, 1 again       alloc_wait_for_free
 *	6 REPORT   NULL, and a warning                                         alloc_fail
 *
 * Which bits count in which step is in mm/gfp_table.h.
 *
 * Locking    none held; sleeps with __GFP_DIRECT_RECLAIM only. A sleeper in 5 and who frees are Dekker's
 *            pair: the sleeper counts itself in page_put_watch, runs arch_restart_cpus(), and then
 *            empties all CPUs' lists and tries; who frees reads page_put_watch in the section that puts the
 *            page on a list, or else after it, without a barrier between, as the restart stands for it. So
 *            either the page is found, or the sleeper is seen and woken.
 * Linux      as 6.1, except: no compaction and no OOM killer; a request that may not reclaim takes what
 *            its own CPU's lists hold before it fails; __GFP_NOFAIL sleeps between its tries.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/wait.h>
#include <linux/ratelimit.h>
#include <linux/jiffies.h>
#include <asm-generic/arch.h>
#include "mm/gfp_table.h"
#include "mm/page_alloc.h"
#include "mm/page_migratetype.h"
#include "mm/page_stack.h"
#include "mm/page_watermark.h"
#include "mm/reclaim.h"

/* A sleeper looks by itself too, for what becomes reclaimable without anything being freed. */
#define WAIT_FOR_FREE_MAX	HZ

static atomic_t pages_freed;		/* changes when somebody freed while somebody waited */
static DECLARE_WAIT_QUEUE_HEAD(page_waitq);

/* ---- 1, 2: marks and reserves ---- */

static void wake_kswapds(const struct alloc_request *req)
{
	struct pglist_data *last = NULL;
	struct zoneref *ref;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, ref, req->zonelist, req->highest, req->nodemask) {
		if (zone->zone_pgdat == last || !managed_zone(zone))
			continue;
		wakeup_kswapd(zone, req->gfp, req->order, req->highest);
		last = zone->zone_pgdat;
	}
}

static struct page *alloc_from_marks(const struct alloc_request *req, unsigned int alloc_flags)
{
	unsigned int reserve = alloc_reserve_flags(req->gfp);
	struct page *page;

	if (alloc_flags & ALLOC_KSWAPD)
		wake_kswapds(req);
	page = alloc_from_zones(req, alloc_flags);
	if (!page && reserve)
		page = alloc_from_zones(req, alloc_flags | reserve);
	if (page || !READ_ONCE(req->zonelist->_zonerefs->zone))
		return page;
	drain_local_pages(NULL);
	return alloc_from_zones(req, alloc_flags | reserve);
}

/* ---- 3, 4: reclaim ---- */

/* While the machine boots nobody has anything to give up, and CPUs can't be called yet. */
static bool may_reclaim(const struct alloc_request *req)
{
	return system_state >= SYSTEM_SCHEDULING && gfp_asks(RECLAIM, req->gfp, __GFP_DIRECT_RECLAIM) && !(current->flags & PF_MEMALLOC);
}

/* Would the request be met if everything that reclaim can hope for were free? */
static bool reclaim_could_help(const struct alloc_request *req, unsigned int alloc_flags)
{
	struct zoneref *ref;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, ref, req->zonelist, req->highest, req->nodemask) {
		unsigned long available = zone_page_state(zone, NR_FREE_PAGES) +
					  zone_reclaimable_pages(zone);

		if (zone_watermark_ok_free(zone, req->order, wmark_pages(zone, WMARK_MIN),
					   req->highest, alloc_flags, available))
			return true;
	}
	return false;
}

/* @idle: passes in a row that did not help; a pass never counts as help for a costly order. */
static bool should_retry(const struct alloc_request *req, unsigned int alloc_flags,
			 unsigned long gain, unsigned int *idle)
{
	bool costly = req->order > PAGE_ALLOC_COSTLY_ORDER;

	if (gfp_asks(RETRY, req->gfp, __GFP_NORETRY))
		return false;
	if (costly && !gfp_asks(RETRY, req->gfp, __GFP_RETRY_MAYFAIL))
		return false;
	*idle = gain && !costly ? 0 : *idle + 1;
	if (*idle > MAX_RECLAIM_RETRIES)
		return false;
	return gain || reclaim_could_help(req, alloc_flags);
}

/* One pageblock that was set aside for others; @force: also a zone's last. */
static void unreserve_highatomic(const struct alloc_request *req, bool force)
{
	struct zoneref *ref;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, ref, req->zonelist, req->highest, req->nodemask)
		if (highatomic_unreserve(zone, req->migratetype, force))
			return;
}

static struct page *alloc_after_reclaim(const struct alloc_request *req, unsigned int alloc_flags)
{
	unsigned int idle = 0;
	unsigned long gain;

	do {
		struct page *page;

		gain = try_to_free_pages(req->zonelist, req->order, req->gfp, req->nodemask);
		page = alloc_from_zones(req, alloc_flags);
		if (!page) {
			unreserve_highatomic(req, !gain);
			drain_all_pages(NULL);
			page = alloc_from_zones(req, alloc_flags);
		}
		if (page)
			return page;
		cond_resched();
	} while (should_retry(req, alloc_flags, gain, &idle));
	return NULL;
}

/* ---- 5: waiting ---- */

void page_free_wake(void)
{
	drain_local_pages(NULL);
	atomic_inc(&pages_freed);
	wake_up_all(&page_waitq);
}

static bool must_not_fail(const struct alloc_request *req)
{
	if (!gfp_asks(RETRY, req->gfp, __GFP_NOFAIL))
		return false;
	if (WARN_ON_ONCE(!gfp_asks(RETRY, req->gfp, __GFP_DIRECT_RECLAIM)))
		return false;
	WARN_ON_ONCE(req->order > 1);
	WARN_ON_ONCE(current->flags & PF_MEMALLOC);
	return true;
}

static struct page *alloc_wait_for_free(const struct alloc_request *req, unsigned int alloc_flags)
{
	struct page *page;
	int seen;

	__atomic_add_fetch(&page_put_watch, PAGE_PUT_WAITER, __ATOMIC_SEQ_CST);
	arch_restart_cpus();
	arch_fence_cpus();
	seen = atomic_read(&pages_freed);
	drain_all_pages(NULL);
	while (!(page = alloc_from_zones(req, alloc_flags | ALLOC_HARDER))) {
		if (!wait_event_timeout(page_waitq, atomic_read(&pages_freed) != seen,
					WAIT_FOR_FREE_MAX))
			break;
		seen = atomic_read(&pages_freed);
	}
	__atomic_sub_fetch(&page_put_watch, PAGE_PUT_WAITER, __ATOMIC_SEQ_CST);
	return page;
}

/* ---- 6: failure ---- */

DEFINE_RATELIMIT_STATE(alloc_report_rate, 10 * HZ, 1);

static void alloc_fail(const struct alloc_request *req)
{
	struct zoneref *first = first_zones_zonelist(req->zonelist, req->highest, req->nodemask);

	if (first->zone)
		atomic_long_inc(&first->zone->nr_alloc_fail);
	warn_alloc(req->gfp, req->nodemask, "page allocation failure: order:%u", req->order);
}

noinline struct page *alloc_slow(const struct alloc_request *req)
{
	unsigned int alloc_flags = alloc_flags_from_gfp(req->gfp);
	struct page *page;

	do {
		page = alloc_from_marks(req, alloc_flags);
		if (!page && may_reclaim(req))
			page = alloc_after_reclaim(req, alloc_flags);
		if (!page && !must_not_fail(req)) {
			alloc_fail(req);
			break;
		}
		if (!page)
			page = alloc_wait_for_free(req, alloc_flags);
	} while (!page);
	return page;
}
