// SPDX-License-Identifier: MIT
/*
 * tests/mm/numa_test.c - suite "numa": which node a request gets (row A3)
 *
 * Says most with numa=fake=4; tests/cmd/nodes.t runs it so. With one node the rules hold as well.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/topology.h>
#include <linux/workqueue.h>

/* A node that is asked for gives the page while it has some, with __GFP_THISNODE or without. */
static void numa_alloc_pages_node_comes_from_node(struct kunit *test)
{
	int nid;

	for_each_online_node(nid) {
		struct page *page = alloc_pages_node(nid, GFP_KERNEL, 0);
		struct page *only = alloc_pages_node(nid, GFP_KERNEL | __GFP_THISNODE, 4);

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_ASSERT_NOT_NULL(test, only);
		KUNIT_EXPECT_EQ(test, page_to_nid(page), nid);
		KUNIT_EXPECT_EQ(test, page_to_nid(only), nid);
		__free_page(page);
		__free_pages(only, 4);
	}
}

#define SINGLES	40

/* Return: how many of some single pages are not of this CPU's node, or are not there. */
static long foreign_singles(void *unused)
{
	struct page *pages[SINGLES];
	long foreign = 0;

	for (int i = 0; i < SINGLES; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		foreign += !pages[i] || page_to_nid(pages[i]) != numa_node_id();
	}
	for (int i = 0; i < SINGLES; i++)
		if (pages[i])
			__free_page(pages[i]);
	return foreign;
}

/* Who asks for no node gets single pages, too, of the one that his CPU is on. */
static void numa_single_pages_come_from_the_cpus_node(struct kunit *test)
{
	int cpu;

	for_each_online_cpu(cpu)
		KUNIT_EXPECT_EQ(test, work_on_cpu(cpu, foreign_singles, NULL), 0L);
}

/* A list goes outwards: no node is nearer than the one before it; and each zone is there once. */
static void numa_zonelist_goes_by_distance(struct kunit *test)
{
	int nid;

	for_each_online_node(nid) {
		int before = 0, nr = 0, wanted = 0;
		struct zoneref *ref;
		struct zone *zone;

		for_each_zone_zonelist(zone, ref, node_zonelist(nid, GFP_KERNEL), MAX_NR_ZONES - 1) {
			KUNIT_EXPECT_GE(test, node_distance(nid, zone_to_nid(zone)), before);
			before = node_distance(nid, zone_to_nid(zone));
			nr++;
		}
		for_each_populated_zone(zone)
			wanted += managed_zone(zone);
		KUNIT_EXPECT_EQ(test, nr, wanted);
	}
}

/* A step along the line costs 10 more, there as back. */
static void numa_nodes_lie_in_a_line(struct kunit *test)
{
	int from, to;

	for_each_online_node(from)
		for_each_online_node(to)
			KUNIT_EXPECT_EQ(test, node_distance(from, to), 10 + 10 * (from < to ? to - from : from - to));
}

/* Each node has its share of the memory that there is, to within a section, and of the CPUs. */
static void numa_nodes_share_memory_and_cpus(struct kunit *test)
{
	unsigned int nr_nodes = num_online_nodes(), nr_cpus = num_possible_cpus(), all_cpus = 0;
	unsigned long present = 0;
	int nid;

	for_each_online_node(nid)
		present += node_present_pages(nid);
	for_each_online_node(nid) {
		unsigned int cpus = cpumask_weight(cpumask_of_node(nid));

		KUNIT_EXPECT_LE(test, node_present_pages(nid), present / nr_nodes + PAGES_PER_SECTION);
		KUNIT_EXPECT_GE(test, node_present_pages(nid) + PAGES_PER_SECTION, present / nr_nodes);
		KUNIT_EXPECT_GE(test, cpus, nr_cpus / nr_nodes);
		KUNIT_EXPECT_LE(test, cpus, DIV_ROUND_UP(nr_cpus, nr_nodes));
		all_cpus += cpus;
	}
	KUNIT_EXPECT_EQ(test, all_cpus, nr_cpus);
}

/* A node mask shuts the other nodes out, and the walk says so. */
static void numa_nodemask_limits_request(struct kunit *test)
{
	int last = num_online_nodes() - 1;
	nodemask_t mask = nodemask_of_node(last);
	struct page *page = __alloc_pages(GFP_KERNEL, 0, first_online_node, &mask);
	struct zoneref *ref;
	struct zone *zone;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_to_nid(page), last);
	__free_page(page);
	for_each_zone_zonelist_nodemask(zone, ref, node_zonelist(0, GFP_KERNEL), ZONE_MOVABLE, &mask)
		KUNIT_EXPECT_EQ(test, zone_to_nid(zone), last);
}

/* Wanted from afar, it is a hit there, by another node's CPU. */
static void numa_statistics_tell_local_from_other(struct kunit *test)
{
	int far = num_online_nodes() - 1;
	unsigned long hit, other;
	struct page *page;

	if (far == 0)
		kunit_skip(test, "one node only");
	far = numa_node_id() == far ? 0 : far;
	hit = sum_zone_numa_event_state(far, NUMA_HIT);
	other = sum_zone_numa_event_state(far, NUMA_OTHER);
	page = alloc_pages_node(far, GFP_KERNEL, 0);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_GE(test, sum_zone_numa_event_state(far, NUMA_HIT), hit + 1);
	KUNIT_EXPECT_GE(test, sum_zone_numa_event_state(far, NUMA_OTHER), other + 1);
	__free_page(page);
}

/* A node that is used up: the next one serves, which is a miss there and foreign here. */
static void numa_statistics_tell_miss_from_hit(struct kunit *test)
{
	int nid = num_online_nodes() - 1;
	unsigned long foreign, miss = 0;
	struct page *chain = NULL, *page;

	if (nid == 0)
		kunit_skip(test, "one node only");
	while ((page = alloc_pages_node(nid, GFP_KERNEL | __GFP_THISNODE | __GFP_NORETRY | __GFP_NOWARN, 0))) {
		set_page_private(page, (unsigned long)chain);
		chain = page;
	}
	foreign = sum_zone_numa_event_state(nid, NUMA_FOREIGN);
	miss = global_numa_event_state(NUMA_MISS);
	page = alloc_pages_node(nid, GFP_KERNEL, 0);
	KUNIT_EXPECT_NOT_NULL(test, page);
	if (page && page_to_nid(page) != nid) {
		KUNIT_EXPECT_GE(test, sum_zone_numa_event_state(nid, NUMA_FOREIGN), foreign + 1);
		KUNIT_EXPECT_GE(test, global_numa_event_state(NUMA_MISS), miss + 1);
	} else {
		KUNIT_FAIL(test, "an empty node gave a page");
	}
	if (page)
		__free_page(page);
	while ((page = chain)) {
		chain = (struct page *)page_private(page);
		set_page_private(page, 0);
		__free_page(page);
	}
}

/* Each request counts once, whatever its order, from a CPU's set or past it. */
static void numa_statistics_count_requests(struct kunit *test)
{
	struct zone *zone = &NODE_DATA(first_memory_node)->node_zones[ZONE_DMA];
	unsigned long before = zone_numa_event_state(zone, NUMA_HIT);
	static const unsigned int orders[] = { 0, 0, 3, 4, 1, 5 };
	struct page *pages[ARRAY_SIZE(orders)];

	for (unsigned int i = 0; i < ARRAY_SIZE(orders); i++)
		pages[i] = alloc_pages(GFP_DMA, orders[i]);
	KUNIT_EXPECT_EQ(test, zone_numa_event_state(zone, NUMA_HIT), before + ARRAY_SIZE(orders));
	for (unsigned int i = 0; i < ARRAY_SIZE(orders); i++)
		if (pages[i])
			__free_pages(pages[i], orders[i]);
	KUNIT_EXPECT_EQ(test, zone_numa_event_state(zone, NUMA_HIT), before + ARRAY_SIZE(orders));
}

static struct kunit_case numa_cases[] = {
	KUNIT_CASE(numa_alloc_pages_node_comes_from_node),
	KUNIT_CASE(numa_single_pages_come_from_the_cpus_node),
	KUNIT_CASE(numa_zonelist_goes_by_distance),
	KUNIT_CASE(numa_nodes_lie_in_a_line),
	KUNIT_CASE(numa_nodes_share_memory_and_cpus),
	KUNIT_CASE(numa_nodemask_limits_request),
	KUNIT_CASE(numa_statistics_tell_local_from_other),
	KUNIT_CASE(numa_statistics_tell_miss_from_hit),
	KUNIT_CASE(numa_statistics_count_requests),
	{}
};

static struct kunit_suite numa_suite = {
	.name = "numa",
	.test_cases = numa_cases,
};
kunit_test_suite(numa_suite);
