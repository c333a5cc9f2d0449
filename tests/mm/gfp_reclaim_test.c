// SPDX-License-Identifier: MIT
/*
 * tests/mm/gfp_reclaim_test.c - suite "gfp_reclaim": who reclaims, how, how long (rows A6, E3, E5)
 *
 * Zone DMA is drained; a shrinker notes what it is asked by whom.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include "mm/page_buddy.h"
#include "mm/reclaim.h"
#include "tests/mm/gfp_drain.h"

#define TOP		(MAX_ORDER - 1)
#define NR_GIFTS	64
#define PASS		(DEF_PRIORITY + 1)	/* rounds of a pass without gain */
#define IO_AND_FS	(__GFP_IO | __GFP_FS)

static struct spy spy;

static int gfp_reclaim_init(struct kunit *test)
{
	int err = spy_begin(&spy);

	return err ? err : gfp_quiet_init(test);
}

static void gfp_reclaim_exit(struct kunit *test)
{
	gfp_quiet_exit(test);
	spy_end(&spy);
}

/* What the shrinker is told of a request in vain with @gfp. */
static gfp_t told_to_shrinkers(struct kunit *test, gfp_t gfp)
{
	spy.seen = 0;
	KUNIT_EXPECT_NULL(test, alloc_pages(gfp | GFP_DMA | __GFP_NOWARN | __GFP_NORETRY, TOP));
	return spy.seen & IO_AND_FS;
}

static void gfp_reclaim_noio_is_told_to_shrinkers(struct kunit *test)
{
	struct drain d = drain_take(GFP_DMA, TOP);
	unsigned int scope;

	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_KERNEL), IO_AND_FS);
	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_NOIO), 0U);
	scope = memalloc_noio_save();
	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_KERNEL), 0U);
	memalloc_noio_restore(scope);
	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_KERNEL), IO_AND_FS);
	drain_give_back(&d);
}

static void gfp_reclaim_nofs_is_told_to_shrinkers(struct kunit *test)
{
	struct drain d = drain_take(GFP_DMA, TOP);
	unsigned int scope, inner;

	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_NOIO | __GFP_FS), __GFP_FS);
	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_NOFS), __GFP_IO);
	scope = memalloc_nofs_save();
	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_KERNEL), __GFP_IO);
	inner = memalloc_noio_save();
	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_KERNEL), 0U);
	memalloc_noio_restore(inner);
	KUNIT_EXPECT_EQ(test, told_to_shrinkers(test, GFP_KERNEL), __GFP_IO);
	memalloc_nofs_restore(scope);
	drain_give_back(&d);
}

/*
 * Neither do they, nor is that a sleep in atomic context; and a task that reclaims does not do so
 * anew.
 */
static void gfp_reclaim_nowait_never_reclaims(struct kunit *test)
{
	struct drain d = drain_take(GFP_DMA, TOP);
	unsigned int before = spy.nr_own, scope;
	struct printk_capture c;

	printk_capture_begin(&c);
	preempt_disable();
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_NOWAIT | __GFP_NOWARN, TOP));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_ATOMIC | __GFP_NOWARN, TOP));
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "sleeping function called"));
	preempt_enable();
	scope = memalloc_noreclaim_save();
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_KERNEL | __GFP_NOWARN, TOP));
	memalloc_noreclaim_restore(scope);
	KUNIT_EXPECT_EQ(test, spy.nr_own, before);

	preempt_disable();
	__free_page(alloc_page(GFP_KERNEL));
	preempt_enable();
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "sleeping function called from invalid context"));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | __GFP_DIRECT_RECLAIM | __GFP_NOWARN, TOP));
	KUNIT_EXPECT_GT(test, spy.nr_own, before);
	drain_give_back(&d);
}

/* Has kswapd looked for memory since it had done so @before times, or does it within a while? */
static bool kswapd_came(unsigned int before, unsigned int tenths)
{
	while (tenths-- && READ_ONCE(spy.nr_kswapd) == before)
		msleep(100);
	return READ_ONCE(spy.nr_kswapd) != before;
}

/*
 * Does it come when asked with @gfp, for zone DMA alone? A wider request that needed no wake was
 * noted all the same, and makes the first wake end at once where the node is balanced for it, as on
 * Linux: so ask again.
 */
static bool kswapd_comes_if_asked(struct kunit *test, gfp_t gfp, unsigned int before)
{
	bool came = false;

	for (int i = 0; i < 300 && !came; i++) {
		KUNIT_EXPECT_NULL(test, alloc_page(gfp));
		came = kswapd_came(before, 1);
	}
	return came;
}

static void kswapd_let_finish(void)
{
	while (kswapd_came(READ_ONCE(spy.nr_kswapd), 1))
		;
}

static void gfp_wake_without_kswapd_wakes_nobody(struct kunit *test)
{
	struct pglist_data *pgdat = NODE_DATA(first_memory_node);
	struct drain d = drain_take(GFP_DMA, 0);
	unsigned int before;

	kswapd_let_finish();
	before = READ_ONCE(spy.nr_kswapd);
	WRITE_ONCE(pgdat->kswapd_failures, 0);
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_DMA | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_DMA | __GFP_DIRECT_RECLAIM | __GFP_NORETRY | __GFP_NOWARN));
	KUNIT_EXPECT_FALSE(test, kswapd_came(before, 2));
	KUNIT_EXPECT_TRUE(test, kswapd_comes_if_asked(test, GFP_DMA | GFP_NOWAIT | __GFP_NOWARN, before));
	drain_give_back(&d);
}

/* kswapd gives up after a number of passes in vain, and is back once somebody gained something. */
static void gfp_wake_kswapd_gives_up_in_the_end(struct kunit *test)
{
	struct pglist_data *pgdat = NODE_DATA(first_memory_node);
	struct drain d = drain_take(GFP_DMA, 0);
	unsigned int before;

	for (int i = 0; i < 10000 && READ_ONCE(pgdat->kswapd_failures) < MAX_RECLAIM_RETRIES; i++) {
		KUNIT_EXPECT_NULL(test, alloc_page(GFP_DMA | GFP_NOWAIT | __GFP_NOWARN));
		msleep(1);
	}
	KUNIT_EXPECT_EQ(test, READ_ONCE(pgdat->kswapd_failures), MAX_RECLAIM_RETRIES);
	kswapd_let_finish();
	before = READ_ONCE(spy.nr_kswapd);
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_DMA | GFP_NOWAIT | __GFP_NOWARN));
	KUNIT_EXPECT_FALSE(test, kswapd_came(before, 1));
	drain_give_back(&d);
	WRITE_ONCE(pgdat->kswapd_failures, 0);
}

/* Every 16th page of a block of the highest order: free, they make no block larger than a page. */
static struct drain make_gifts(struct page *block, unsigned int order)
{
	struct drain rest = { };

	split_page(block, order);
	for (int i = 0; i < 1 << order; i++) {
		struct page **chain = i % ((1 << order) / NR_GIFTS) ? &rest.chain : &spy.gift;

		set_page_private(block + i, (unsigned long)*chain);
		*chain = block + i;
	}
	return rest;
}

/* The largest blocks of the zone: with large frames 16 MB have none of the highest order. */
static unsigned int largest_order(struct zone *zone)
{
	unsigned int order = TOP;

	while (order && !buddy_nr_blocks(zone, order, -1))
		order--;
	return order;
}

/* Looks of the shrinker for a request of @order in vain, when each look frees a page. */
static unsigned int looks_with_gifts(struct kunit *test, gfp_t gfp, unsigned int order)
{
	unsigned int largest = largest_order(dma_zone());
	struct drain top = drain_take(GFP_DMA | __GFP_MEMALLOC, largest);
	struct drain rest, small;
	struct page *block = top.chain;
	unsigned int before;

	KUNIT_ASSERT_NOT_NULL(test, block);
	top.chain = (struct page *)page_private(block);
	small = drain_take(GFP_DMA | __GFP_MEMALLOC, 0);
	rest = make_gifts(block, largest);
	before = spy.nr_own;
	KUNIT_EXPECT_NULL(test, alloc_pages(gfp | GFP_DMA | __GFP_NOWARN, order));
	before = spy.nr_own - before;
	while (spy.gift)
		spy_count(&spy.shrinker, &(struct shrink_control){ });
	drain_give_back(&rest);
	drain_give_back(&small);
	drain_give_back(&top);
	return before;
}

/* One pass, where others go on for as long as a pass gains something. */
static void gfp_retry_noretry_reclaims_once(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, looks_with_gifts(test, GFP_KERNEL | __GFP_NORETRY, 3), PASS + 0U);
	KUNIT_EXPECT_GE(test, looks_with_gifts(test, GFP_KERNEL, 3), NR_GIFTS + 0U);
}

/* A costly order is worth one pass; with the bit, sixteen more. */
static void gfp_retry_mayfail_goes_on_for_costly_orders(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, looks_with_gifts(test, GFP_KERNEL, TOP), PASS + 0U);
	KUNIT_EXPECT_GT(test, looks_with_gifts(test, GFP_KERNEL | __GFP_RETRY_MAYFAIL, TOP), 3U * PASS);
}

struct patient {
	struct completion begun, done;
	gfp_t gfp;
	struct page *page;
};

static int patient_thread(void *arg)
{
	struct patient *p = arg;

	complete(&p->begun);
	p->page = alloc_page(p->gfp);
	complete(&p->done);
	return 0;
}

/* Return: was it woken by the free, well before it looks by itself, a second after it began to wait? */
static bool patient_is_woken(struct kunit *test, gfp_t gfp)
{
	struct task_struct *task;
	struct patient p = { .gfp = gfp };
	struct drain d;
	bool done, woken;

	init_completion(&p.begun);
	init_completion(&p.done);
	task = kthread_create(patient_thread, &p, "patient");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	get_task_struct(task);
	d = drain_take(GFP_DMA | __GFP_MEMALLOC, 0);
	spy.nr_own = 0;
	spy.of = task;
	wake_up_process(task);
	wait_for_completion(&p.begun);
	done = wait_for_completion_timeout(&p.done, msecs_to_jiffies(200));
	KUNIT_EXPECT_FALSE(test, done);
	KUNIT_EXPECT_LE(test, READ_ONCE(spy.nr_own), 2U * PASS);
	drain_give_back(&d);
	woken = done || wait_for_completion_timeout(&p.done, msecs_to_jiffies(500));
	if (!woken)
		wait_for_completion(&p.done);
	KUNIT_EXPECT_NOT_NULL(test, p.page);
	if (p.page) {
		KUNIT_EXPECT_EQ(test, (int)page_zonenum(p.page), (int)ZONE_DMA);
		__free_page(p.page);
	}
	kthread_stop(task);
	put_task_struct(task);
	return woken;
}

/*
 * DMA taken to the last frame: it waits, without turning round and round, until another task frees. A
 * busy host may let it run late: once of many times it does not.
 */
static void gfp_retry_nofail_waits_for_a_free(struct kunit *test)
{
	unsigned int tries = 0;

	while (!patient_is_woken(test, GFP_DMA | GFP_KERNEL | __GFP_NOFAIL) && test->status == KUNIT_SUCCESS)
		if (++tries == 20) {
			KUNIT_FAIL(test, "the free did not wake it");
			break;
		}
}

/* Without __GFP_DIRECT_RECLAIM it can't wait: that is told, and the request fails. */
static void gfp_retry_nofail_needs_direct_reclaim(struct kunit *test)
{
	struct drain d = drain_take(GFP_DMA, TOP);
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_NOWAIT | __GFP_NOFAIL | __GFP_NOWARN, TOP));
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "WARNING"));
	drain_give_back(&d);
}

static unsigned long event(enum vm_event_item item)
{
	unsigned long all[NR_VM_EVENT_ITEMS];

	all_vm_events(all);
	return all[item];
}

/*
 * /proc/vmstat: frames in and out of DMA, which nobody else uses; who had to reclaim, and who could
 * not.
 */
static void gfp_events_are_counted(struct kunit *test)
{
	unsigned long before = event(PGALLOC_DMA), freed = event(PGFREE), stalls;
	struct page *page = alloc_pages(GFP_DMA, 2), *large = alloc_pages(GFP_DMA, 5);
	struct drain d;

	KUNIT_EXPECT_EQ(test, event(PGALLOC_DMA), before + 4 + 32);
	__free_pages(page, 2);
	__free_pages(large, 5);
	KUNIT_EXPECT_EQ(test, event(PGALLOC_DMA), before + 4 + 32);
	KUNIT_EXPECT_GE(test, event(PGFREE), freed + 4 + 32);

	d = drain_take(GFP_DMA, TOP);
	stalls = event(ALLOCSTALL_DMA);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_NOWAIT | __GFP_NOWARN, TOP));
	KUNIT_EXPECT_EQ(test, event(ALLOCSTALL_DMA), stalls);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN, TOP));
	KUNIT_EXPECT_EQ(test, event(ALLOCSTALL_DMA), stalls + 1);
	drain_give_back(&d);
}

static struct kunit_case gfp_reclaim_cases[] = {
	KUNIT_CASE(gfp_reclaim_noio_is_told_to_shrinkers),
	KUNIT_CASE(gfp_reclaim_nofs_is_told_to_shrinkers),
	KUNIT_CASE(gfp_reclaim_nowait_never_reclaims),
	KUNIT_CASE(gfp_wake_without_kswapd_wakes_nobody),
	KUNIT_CASE(gfp_wake_kswapd_gives_up_in_the_end),
	KUNIT_CASE(gfp_retry_noretry_reclaims_once),
	KUNIT_CASE(gfp_retry_mayfail_goes_on_for_costly_orders),
	KUNIT_CASE(gfp_retry_nofail_waits_for_a_free),
	KUNIT_CASE(gfp_retry_nofail_needs_direct_reclaim),
	KUNIT_CASE(gfp_events_are_counted),
	{}
};

static struct kunit_suite gfp_reclaim_suite = {
	.name = "gfp_reclaim",
	.init = gfp_reclaim_init,
	.exit = gfp_reclaim_exit,
	.test_cases = gfp_reclaim_cases,
};
kunit_test_suite(gfp_reclaim_suite);
