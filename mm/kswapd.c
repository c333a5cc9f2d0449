// SPDX-License-Identifier: MIT
/*
 * mm/kswapd.c - a thread for each node that makes frames free before requests have to wait
 *
 *	a request finds a zone at its low mark      wakeup_kswapd(): order and highest zone noted
 *	kswapd                                      reclaims, harder from round to round, until
 *	some zone that would do is above its high mark for that order: it sleeps again
 *
 * A node is balanced when one zone that the request can use has its high mark. A pass without any
 * gain counts as failure; after MAX_RECLAIM_RETRIES of them kswapd is left asleep, until
 * direct reclaim has gained something (reclaim_node() clears the count).
 *
 * Locking    kswapd_order and kswapd_highest_zoneidx are raised by wakers and taken by kswapd without a
 *            lock; a request that is lost that way comes again, as the zone is still low.
 *            kswapd_wait's lock is taken inside every other.
 * A zone whose marks were raised (mm/page_watermark.c) is a reason to reclaim too: as many frames
 * as they were raised by, but not at any price: a pass without gain ends it. Then they go down
 * again.
 * Linux      as 6.1, without the sleep of a tenth of a second before the long one; a boost that nothing could be
 *            reclaimed for does not count as failure.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/init.h>
#include "init/calls.h"
#include "mm/gfp_table.h"
#include "mm/page_watermark.h"
#include "mm/reclaim.h"

/* MAX_NR_ZONES: no request is noted. */
static enum zone_type wanted_zone(struct pglist_data *pgdat, enum zone_type before)
{
	enum zone_type now = READ_ONCE(pgdat->kswapd_highest_zoneidx);

	return now == MAX_NR_ZONES ? before : now;
}

static bool node_is_balanced(struct pglist_data *pgdat, unsigned int order, enum zone_type highest)
{
	bool any = false;

	for (int i = 0; i <= (int)highest && i < MAX_NR_ZONES; i++) {
		struct zone *zone = &pgdat->node_zones[i];

		if (!managed_zone(zone))
			continue;
		any = true;
		if (zone_watermark_ok(zone, order, wmark_pages(zone, WMARK_HIGH), highest, 0))
			return true;
	}
	return !any;
}

static bool node_is_boosted(struct pglist_data *pgdat, enum zone_type highest)
{
	for (int i = 0; i <= (int)highest && i < MAX_NR_ZONES; i++)
		if (managed_zone(&pgdat->node_zones[i]) && READ_ONCE(pgdat->node_zones[i].watermark_boost))
			return true;
	return false;
}

void wakeup_kswapd(struct zone *zone, gfp_t gfp_flags, unsigned int order, enum zone_type highest)
{
	struct pglist_data *pgdat = zone->zone_pgdat;
	enum zone_type noted = READ_ONCE(pgdat->kswapd_highest_zoneidx);

	if (!gfp_asks(WAKE, gfp_flags, __GFP_KSWAPD_RECLAIM) || !READ_ONCE(pgdat->kswapd))
		return;
	if (noted == MAX_NR_ZONES || noted < highest)
		WRITE_ONCE(pgdat->kswapd_highest_zoneidx, highest);
	if (READ_ONCE(pgdat->kswapd_order) < (int)order)
		WRITE_ONCE(pgdat->kswapd_order, order);
	if (!waitqueue_active(&pgdat->kswapd_wait))
		return;
	if (READ_ONCE(pgdat->kswapd_failures) >= MAX_RECLAIM_RETRIES ||
	    (node_is_balanced(pgdat, order, highest) && !node_is_boosted(pgdat, highest)))
		return;
	wake_up_interruptible(&pgdat->kswapd_wait);
}

/* By how much each zone's marks are raised now; the sum. */
static unsigned long boosts_note(struct pglist_data *pgdat, enum zone_type highest, unsigned long *boosts)
{
	unsigned long sum = 0;

	for (int i = 0; i <= (int)highest && i < MAX_NR_ZONES; i++) {
		boosts[i] = READ_ONCE(pgdat->node_zones[i].watermark_boost);
		sum += boosts[i];
	}
	return sum;
}

/* What was noted is done; what has come since stays. */
static void boosts_drop(struct pglist_data *pgdat, enum zone_type highest, const unsigned long *boosts)
{
	for (int i = 0; i <= (int)highest && i < MAX_NR_ZONES; i++) {
		struct zone *zone = &pgdat->node_zones[i];
		unsigned long flags;

		if (!boosts[i])
			continue;
		spin_lock_irqsave(&zone->lock, flags);
		WRITE_ONCE(zone->watermark_boost,
			   zone->watermark_boost - min(zone->watermark_boost, boosts[i]));
		zone_above_low_update_locked(zone);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
}

/*
 * Rounds of rising pressure until the node is balanced and @boost frames were gained; a round that
 * gained enough keeps the pressure. A node that is not balanced comes first: then the boost does
 * not count.
 */
static unsigned long node_reclaim_rounds(struct pglist_data *pgdat, struct reclaim_control *rc,
					 unsigned long boost)
{
	unsigned long gain = 0;

	while (rc->priority >= 1 && !kthread_should_stop()) {
		bool balanced = node_is_balanced(pgdat, rc->order, rc->highest);
		unsigned long round;

		if (balanced && !boost)
			break;
		if (!balanced && boost) {
			boost = 0;
			rc->priority = DEF_PRIORITY;
		}
		round = reclaim_node(pgdat, rc);
		gain += round;
		if (boost && !round)
			break;
		boost -= min(boost, round);
		if (!round || (round < SWAP_CLUSTER_MAX && !(boost && rc->priority == DEF_PRIORITY - 2)))
			rc->priority--;
		cond_resched();
	}
	return gain;
}

static void node_balance(struct pglist_data *pgdat, unsigned int order, enum zone_type highest)
{
	struct reclaim_control rc = {
		.gfp_mask = GFP_KERNEL,
		.order = order,
		.highest = highest,
		.priority = DEF_PRIORITY,
	};
	unsigned long boosts[MAX_NR_ZONES], boost = boosts_note(pgdat, highest, boosts);
	unsigned long gain;

	count_vm_event(PAGEOUTRUN);
	drain_all_pages(NULL);
	gain = node_reclaim_rounds(pgdat, &rc, boost);
	boosts_drop(pgdat, highest, boosts);
	if (!gain && !node_is_balanced(pgdat, order, highest))
		WRITE_ONCE(pgdat->kswapd_failures, READ_ONCE(pgdat->kswapd_failures) + 1);
}

static bool kswapd_is_wanted(struct pglist_data *pgdat)
{
	if (READ_ONCE(pgdat->kswapd_failures) >= MAX_RECLAIM_RETRIES)
		return kthread_should_stop();
	return READ_ONCE(pgdat->kswapd_highest_zoneidx) != MAX_NR_ZONES || kthread_should_stop();
}

static int kswapd(void *arg)
{
	struct pglist_data *pgdat = arg;
	enum zone_type highest = MAX_NR_ZONES - 1;

	current->flags |= PF_MEMALLOC | PF_KSWAPD;
	for (;;) {
		unsigned int order;

		wait_event_interruptible(pgdat->kswapd_wait, kswapd_is_wanted(pgdat));
		if (kthread_should_stop())
			break;
		order = READ_ONCE(pgdat->kswapd_order);
		highest = wanted_zone(pgdat, highest);
		WRITE_ONCE(pgdat->kswapd_order, 0);
		WRITE_ONCE(pgdat->kswapd_highest_zoneidx, MAX_NR_ZONES);
		node_balance(pgdat, order, highest);
	}
	current->flags &= ~(PF_MEMALLOC | PF_KSWAPD);
	return 0;
}

void __init kswapd_init(void)
{
	struct pglist_data *pgdat;

	for_each_online_pgdat(pgdat) {
		struct task_struct *task;

		init_waitqueue_head(&pgdat->kswapd_wait);
		pgdat->kswapd_highest_zoneidx = MAX_NR_ZONES;
		task = kthread_run(kswapd, pgdat, "kswapd%d", pgdat->node_id);
		if (IS_ERR(task))
			panic("No kswapd for node %d: error %ld", pgdat->node_id, PTR_ERR(task));
		WRITE_ONCE(pgdat->kswapd, task);
	}
}
