// SPDX-License-Identifier: MIT
/*
 * tests/kernel/resource_test.c - the trees of addresses and ports, regions, what /proc and %pR show
 * of them
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/string.h>

#include "kernel/resource.h"
#include "mm/ioremap.h"

/* A place of the tests' own, far above all memory. */
#define BASE	0x300000000000ULL
#define SIZE	0x100000ULL

static struct resource arena;

static int resource_test_init(struct kunit *test)
{
	arena = (struct resource)DEFINE_RES_MEM_NAMED(BASE, SIZE, "arena");
	return request_resource(&iomem_resource, &arena);
}

static void resource_test_exit(struct kunit *test)
{
	release_resource(&arena);
}

static struct resource range(u64 start, u64 end)
{
	return (struct resource) {
		.start = BASE + start, .end = BASE + end, .name = "r", .flags = IORESOURCE_MEM,
	};
}

/* ---- the tree ---- */

static void request_refuses_overlaps_and_strangers(struct kunit *test)
{
	struct resource a = range(0x1000, 0x1fff), over = range(0x1fff, 0x2fff), in = range(0x1800, 0x18ff);
	struct resource b = range(0x2000, 0x2fff), outside = range(SIZE - 1, SIZE), backwards = range(9, 3);

	KUNIT_ASSERT_EQ(test, request_resource(&arena, &a), 0);
	KUNIT_EXPECT_PTR_EQ(test, request_resource_conflict(&arena, &over), &a);
	KUNIT_EXPECT_EQ(test, request_resource(&arena, &in), -EBUSY);
	KUNIT_EXPECT_PTR_EQ(test, request_resource_conflict(&arena, &outside), &arena);
	KUNIT_EXPECT_EQ(test, request_resource(&arena, &backwards), -EBUSY);
	KUNIT_EXPECT_EQ(test, request_resource(&arena, &b), 0);
	KUNIT_EXPECT_PTR_EQ(test, arena.child, &a);
	KUNIT_EXPECT_PTR_EQ(test, a.sibling, &b);
	KUNIT_EXPECT_PTR_EQ(test, b.parent, &arena);
	KUNIT_EXPECT_PTR_EQ(test, lookup_resource(&arena, BASE + 0x2000), &b);
	KUNIT_EXPECT_NULL(test, lookup_resource(&arena, BASE + 0x2001));
	KUNIT_EXPECT_EQ(test, release_resource(&a), 0);
	KUNIT_EXPECT_EQ(test, release_resource(&a), -EINVAL);
	KUNIT_EXPECT_EQ(test, release_resource(&b), 0);
	KUNIT_EXPECT_NULL(test, arena.child);
}

/*
 * A range goes between a parent and those of its children that it covers; remove_resource() undoes
 * it.
 */
static void insert_goes_above_what_it_covers(struct kunit *test)
{
	struct resource a = range(0x1000, 0x1fff), b = range(0x3000, 0x3fff), c = range(0x5000, 0x5fff);
	struct resource ab = range(0, 0x4fff), half = range(0x3800, 0x6fff), deep = range(0x1100, 0x11ff);

	KUNIT_ASSERT_EQ(test, request_resource(&arena, &a) | request_resource(&arena, &b) |
			      request_resource(&arena, &c), 0);
	KUNIT_EXPECT_PTR_EQ(test, insert_resource_conflict(&arena, &half), &b);
	KUNIT_EXPECT_EQ(test, insert_resource(&arena, &ab), 0);
	KUNIT_EXPECT_PTR_EQ(test, arena.child, &ab);
	KUNIT_EXPECT_PTR_EQ(test, ab.sibling, &c);
	KUNIT_EXPECT_PTR_EQ(test, ab.child, &a);
	KUNIT_EXPECT_PTR_EQ(test, b.parent, &ab);
	KUNIT_EXPECT_NULL(test, b.sibling);
	KUNIT_EXPECT_EQ(test, insert_resource(&iomem_resource, &deep), 0);
	KUNIT_EXPECT_PTR_EQ(test, deep.parent, &a);
	KUNIT_EXPECT_EQ(test, remove_resource(&ab), 0);
	KUNIT_EXPECT_PTR_EQ(test, arena.child, &a);
	KUNIT_EXPECT_PTR_EQ(test, a.parent, &arena);
	KUNIT_EXPECT_PTR_EQ(test, b.sibling, &c);
	release_child_resources(&arena);
	KUNIT_EXPECT_NULL(test, arena.child);
	KUNIT_EXPECT_NULL(test, deep.parent);
}

static void adjust_stops_at_neighbours(struct kunit *test)
{
	struct resource a = range(0x1000, 0x1fff), b = range(0x4000, 0x4fff), in = range(0x1800, 0x18ff);

	KUNIT_ASSERT_EQ(test, request_resource(&arena, &a) | request_resource(&arena, &b) |
			      request_resource(&a, &in), 0);
	KUNIT_EXPECT_EQ(test, adjust_resource(&a, BASE + 0x1000, 0x3001), -EBUSY);
	KUNIT_EXPECT_EQ(test, adjust_resource(&a, BASE + 0x1880, 0x100), -EBUSY);
	KUNIT_EXPECT_EQ(test, adjust_resource(&b, BASE + SIZE - 0x10, 0x11), -EBUSY);
	KUNIT_EXPECT_EQ(test, adjust_resource(&a, BASE + 0x800, 0x3800), 0);
	KUNIT_EXPECT_EQ(test, a.end, BASE + 0x3fff);
	release_child_resources(&arena);
}

static resource_size_t skip_a_page(void *data, const struct resource *gap, resource_size_t size,
				   resource_size_t align)
{
	return gap->start + 0x1000;
}

static void allocate_takes_the_lowest_gap_that_fits(struct kunit *test)
{
	struct resource a = range(0x1000, 0x1fff), b = range(0x4000, 0x4fff), got[4] = { };

	KUNIT_ASSERT_EQ(test, request_resource(&arena, &a) | request_resource(&arena, &b), 0);
	KUNIT_EXPECT_EQ(test, allocate_resource(&arena, &got[0], 0x2000, 0, -1, 0x1000, NULL, NULL), 0);
	KUNIT_EXPECT_EQ(test, got[0].start, BASE + 0x2000);
	KUNIT_EXPECT_EQ(test, got[0].end, BASE + 0x3fff);
	KUNIT_EXPECT_EQ(test, allocate_resource(&arena, &got[1], 0x100, 0, -1, 0x8000, NULL, NULL), 0);
	KUNIT_EXPECT_EQ(test, got[1].start, BASE);
	KUNIT_EXPECT_EQ(test, allocate_resource(&arena, &got[2], 0x100, BASE + 0x5010, -1, 0x10,
						skip_a_page, NULL), 0);
	KUNIT_EXPECT_EQ(test, got[2].start, BASE + 0x6010);
	KUNIT_EXPECT_EQ(test, allocate_resource(&arena, &got[3], 0x1000, 0, BASE + 0x4fff, 0x1000,
						NULL, NULL), -EBUSY);
	KUNIT_EXPECT_EQ(test, allocate_resource(&arena, &got[3], SIZE, 0, -1, 1, NULL, NULL), -EBUSY);
	release_child_resources(&arena);
}

/* ---- against a plain table of slots ---- */

#define SLOTS	64
#define STEPS	20000

static bool slots_free(const u8 *owner, int first, int last)
{
	for (int i = first; i <= last; i++)
		if (owner[i])
			return false;
	return true;
}

/* Two ranges apart, touching in one address, one in the other; kinds are not mixed. */
static void resources_are_compared(struct kunit *test)
{
	struct resource a = DEFINE_RES_MEM(0x1000, 0x100), b = DEFINE_RES_MEM(0x10ff, 0x100), c = DEFINE_RES_MEM(0x1100, 1);
	struct resource in = DEFINE_RES_MEM(0x1010, 0x10), port = DEFINE_RES_IO(0x1010, 0x10), r = { };

	KUNIT_EXPECT_EQ(test, resource_type(&a), (unsigned long)IORESOURCE_MEM);
	KUNIT_EXPECT_TRUE(test, resource_overlaps(&a, &b) && resource_overlaps(&b, &a));
	KUNIT_EXPECT_FALSE(test, resource_overlaps(&a, &c));
	KUNIT_EXPECT_TRUE(test, resource_contains(&a, &in) && resource_contains(&a, &a));
	KUNIT_EXPECT_FALSE(test, resource_contains(&in, &a) || resource_contains(&a, &b) || resource_contains(&a, &port));
	KUNIT_EXPECT_TRUE(test, resource_intersection(&a, &b, &r));
	KUNIT_EXPECT_TRUE(test, r.start == 0x10ff && r.end == 0x10ff);
	KUNIT_EXPECT_TRUE(test, resource_union(&a, &b, &r));
	KUNIT_EXPECT_TRUE(test, r.start == 0x1000 && r.end == 0x11fe);
	KUNIT_EXPECT_FALSE(test, resource_intersection(&a, &c, &r) || resource_union(&a, &c, &r));
}

/* Regions of random slots, taken and given back: request_mem_region() says yes when the table does. */
static void regions_match_a_table(struct kunit *test)
{
	static u8 owner[SLOTS];		/* length of the region that begins here; 255: within one */
	int taken = 0;

	memset(owner, 0, sizeof(owner));
	for (int step = 0; step < STEPS; step++) {
		int first = get_random_u32_below(SLOTS), len = 1 + get_random_u32_below(6);
		int last = min(first + len, SLOTS) - 1;
		bool free = slots_free(owner, first, last);

		len = last - first + 1;
		if (owner[first] && owner[first] != 255) {
			release_mem_region(BASE + first * 16, owner[first] * 16);
			memset(owner + first, 0, owner[first]);
			taken--;
			continue;
		}
		if (!!request_mem_region(BASE + first * 16, len * 16, "model") != free)
			KUNIT_FAIL_AND_ABORT(test, "step %d: slots %d-%d", step, first, last);
		if (!free)
			continue;
		memset(owner + first, 255, len);
		owner[first] = len;
		taken++;
	}
	KUNIT_EXPECT_GT(test, taken, 0);
	for (int i = 0; i < SLOTS; i++)
		if (owner[i] && owner[i] != 255)
			release_mem_region(BASE + i * 16, owner[i] * 16);
	KUNIT_EXPECT_NULL(test, arena.child);
}

/* ---- regions ---- */

/* A busy region lies within the device's, and nobody else gets a part of it. */
static void region_is_busy_until_released(struct kunit *test)
{
	struct resource dev = range(0, 0xfff), *res;

	KUNIT_ASSERT_EQ(test, insert_resource(&iomem_resource, &dev), 0);
	res = request_mem_region(BASE, 0x1000, "first");
	KUNIT_ASSERT_NOT_NULL(test, res);
	KUNIT_EXPECT_PTR_EQ(test, res->parent, &dev);
	KUNIT_EXPECT_EQ(test, res->flags, IORESOURCE_MEM | IORESOURCE_BUSY);
	KUNIT_EXPECT_NULL(test, request_mem_region(BASE + 0x800, 4, "second"));
	KUNIT_EXPECT_NULL(test, request_mem_region(BASE + 0x800, 0x1000, "across"));
	release_mem_region(BASE, 0x1000);
	KUNIT_EXPECT_NOT_NULL(test, request_mem_region(BASE + 0x800, 4, "second"));
	release_mem_region(BASE + 0x800, 4);
	KUNIT_EXPECT_NULL(test, dev.child);
	release_resource(&dev);
}

static void ram_is_nobodys_region(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, request_mem_region(0x100000, 0x1000, "stranger"));
	KUNIT_EXPECT_EQ(test, region_intersects(0x100000, 0x1000, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE),
			REGION_INTERSECTS);
	KUNIT_EXPECT_EQ(test, region_intersects(BASE, 0x1000, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE),
			REGION_DISJOINT);
	KUNIT_EXPECT_EQ(test, iomem_resource.end, (1ULL << PHYS_ADDR_BITS) - 1);
}

#define NONEXISTENT	"Trying to free nonexistent resource <0x0000000000000300-0x0000000000000303>"

static void release_of_nothing_is_reported(struct kunit *test)
{
	struct printk_capture c;

	KUNIT_ASSERT_NOT_NULL(test, request_region(0x300, 8, "port"));
	printk_capture_begin(&c);
	release_region(0x300, 4);
	release_region(0x300, 8);
	release_region(0x300, 4);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, NONEXISTENT), 2U);
	KUNIT_EXPECT_NULL(test, request_region(0xfffe, 4, "beyond"));
}

static struct completion muxed_has;

static int muxed_thread(void *arg)
{
	complete(&muxed_has);
	if (request_muxed_region(0x70, 2, "other"))
		release_region(0x70, 2);
	complete(&muxed_has);
	return 0;
}

/* Two that both say "muxed" take turns; one that does not is refused. */
static void muxed_region_is_waited_for(struct kunit *test)
{
	init_completion(&muxed_has);
	KUNIT_ASSERT_NOT_NULL(test, request_muxed_region(0x70, 2, "one"));
	KUNIT_EXPECT_NULL(test, request_region(0x70, 1, "plain"));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(muxed_thread, NULL, "muxed")));
	wait_for_completion(&muxed_has);
	msleep(20);
	KUNIT_EXPECT_FALSE(test, completion_done(&muxed_has));
	release_region(0x70, 2);
	wait_for_completion(&muxed_has);
	KUNIT_EXPECT_NOT_NULL(test, request_region(0x70, 2, "plain"));
	release_region(0x70, 2);
}

static void devm_regions_go_with_the_device(struct kunit *test)
{
	struct device *dev = root_device_register("restest");
	struct resource own = range(0x8000, 0x8fff);

	KUNIT_ASSERT_FALSE(test, IS_ERR(dev));
	KUNIT_EXPECT_NOT_NULL(test, devm_request_mem_region(dev, BASE, 0x100, "a"));
	KUNIT_EXPECT_NULL(test, devm_request_mem_region(dev, BASE, 0x100, "b"));
	KUNIT_EXPECT_NOT_NULL(test, devm_request_region(dev, 0x300, 8, "ports"));
	KUNIT_EXPECT_EQ(test, devm_request_resource(dev, &arena, &own), 0);
	devm_release_region(dev, 0x300, 8);
	KUNIT_EXPECT_NOT_NULL(test, devm_request_region(dev, 0x300, 4, "ports"));
	root_device_unregister(dev);
	KUNIT_EXPECT_NULL(test, arena.child);
	KUNIT_EXPECT_NOT_NULL(test, request_region(0x300, 8, "ports"));
	release_region(0x300, 8);
}

/* ---- names ---- */

static void resources_print_as_on_linux(struct kunit *test)
{
	static const struct {
		struct resource res;
		const char *by_name, *by_number;
	} rows[] = {
		{ DEFINE_RES_MEM(0xfed00000, 0x400), "[mem 0xfed00000-0xfed003ff]",
		  "[mem 0xfed00000-0xfed003ff flags 0x200]" },
		{ DEFINE_RES_MEM(0x1000, 1), "[mem 0x00001000]", "[mem 0x00001000 flags 0x200]" },
		{ DEFINE_RES_IO(0x60, 5), "[io  0x0060-0x0064]", "[io  0x0060-0x0064 flags 0x100]" },
		{ DEFINE_RES_IRQ(40), "[irq 40]", "[irq 40 flags 0x400]" },
		{ DEFINE_RES_DMA(2), "[dma 2]", "[dma 2 flags 0x800]" },
		{ DEFINE_RES_NAMED(0, 256, NULL, IORESOURCE_BUS), "[bus 00-ff]",
		  "[bus 00-ff flags 0x1000]" },
		{ DEFINE_RES_NAMED(0x10, 0x10, NULL, 0), "[??? 0x00000010-0x0000001f flags 0x0]",
		  "[??? 0x00000010-0x0000001f flags 0x0]" },
		{ DEFINE_RES_NAMED(0, 0x2000, NULL, IORESOURCE_MEM | IORESOURCE_UNSET | IORESOURCE_MEM_64 |
				   IORESOURCE_PREFETCH | IORESOURCE_WINDOW | IORESOURCE_DISABLED),
		  "[mem size 0x00002000 64bit pref window disabled]",
		  "[mem 0x00000000-0x00001fff flags 0x30302200]" },
		{ DEFINE_RES_MEM(0x100000000000, 0x1000), "[mem 0x100000000000-0x100000000fff]",
		  "[mem 0x100000000000-0x100000000fff flags 0x200]" },
	};
	char text[100];

	for (int i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(text, sizeof(text), "%pR", &rows[i].res);
		KUNIT_EXPECT_STREQ(test, text, rows[i].by_name);
		snprintf(text, sizeof(text), "%pr", &rows[i].res);
		KUNIT_EXPECT_STREQ(test, text, rows[i].by_number);
	}
	snprintf(text, sizeof(text), "<%24pR>", &rows[2].res);
	KUNIT_EXPECT_STREQ(test, text, "<     [io  0x0060-0x0064]>");
}

static void page_flags_print_by_name(struct kunit *test)
{
	unsigned long flags = BIT(PG_locked) | BIT(PG_dirty) | BIT(PG_slab_plain), none = 0;
	char text[80];

	snprintf(text, sizeof(text), "%pGp %pGp", &flags, &none);
	KUNIT_EXPECT_STREQ(test, text, "0x8000011(locked|dirty|slab_plain) 0x0()");
}

static struct kunit_case resource_cases[] = {
	KUNIT_CASE(request_refuses_overlaps_and_strangers),
	KUNIT_CASE(insert_goes_above_what_it_covers),
	KUNIT_CASE(adjust_stops_at_neighbours),
	KUNIT_CASE(allocate_takes_the_lowest_gap_that_fits),
	KUNIT_CASE(resources_are_compared),
	KUNIT_CASE(regions_match_a_table),
	KUNIT_CASE(region_is_busy_until_released),
	KUNIT_CASE(ram_is_nobodys_region),
	KUNIT_CASE(release_of_nothing_is_reported),
	KUNIT_CASE(muxed_region_is_waited_for),
	KUNIT_CASE(devm_regions_go_with_the_device),
	KUNIT_CASE(resources_print_as_on_linux),
	KUNIT_CASE(page_flags_print_by_name),
	{}
};

static struct kunit_suite resource_suite = {
	.name = "resource",
	.init = resource_test_init,
	.exit = resource_test_exit,
	.test_cases = resource_cases,
};
kunit_test_suite(resource_suite);
