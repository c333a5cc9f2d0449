// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_alloc_test.c - suite "percpu_alloc": how per-CPU memory is packed, kept in reserve and given back
 */
#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/percpu.h"
#include "mm/percpu_chunk.h"
#include "mm/percpu_vm.h"
#include "mm/verify.h"
#include "tests/kernel/threads.h"

#define NR_SMALL	512

/* All fit side by side where the first one is, or nearly. */
static void small_items_are_packed(struct kunit *test)
{
	void __percpu **p = kunit_kcalloc(test, NR_SMALL, sizeof(*p), GFP_KERNEL);
	unsigned int nr_neighbours = 0;

	for (int i = 0; i < NR_SMALL; i++) {
		p[i] = __alloc_percpu(1 + i % 4, 1);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		KUNIT_EXPECT_EQ(test, (unsigned long)p[i] % PCPU_MIN_ALLOC_SIZE, 0UL);
		nr_neighbours += i && (char *)p[i] - (char *)p[i - 1] == PCPU_MIN_ALLOC_SIZE;
	}
	KUNIT_EXPECT_GT(test, nr_neighbours, NR_SMALL * 3 / 4U);
	for (int i = 0; i < NR_SMALL; i++)
		free_percpu(p[i]);
}

/* A hole of the right size is used before untouched memory. */
static void freed_hole_is_used_again(struct kunit *test)
{
	char __percpu *p[3];

	for (int i = 0; i < 3; i++)
		p[i] = __alloc_percpu(256, 64);
	free_percpu(p[1]);
	KUNIT_EXPECT_PTR_EQ(test, (char __percpu *)__alloc_percpu(256, 64), p[1]);
	for (int i = 0; i < 3; i++)
		free_percpu(p[i]);
}

static unsigned long percpu_frames(void)
{
	return global_node_page_state(NR_PERCPU);
}

/* Many more than the reserve has pages, even if each is one page. */
#define NR_LARGE	16

static void freed_chunks_are_given_back(struct kunit *test)
{
	unsigned int nr_chunks = percpu_nr_chunks();
	unsigned long nr_frames = percpu_frames(), most;
	void __percpu *p[NR_LARGE];

	for (int i = 0; i < NR_LARGE; i++) {
		p[i] = __alloc_percpu(PCPU_MIN_UNIT_SIZE, PAGE_SIZE);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
	}
	KUNIT_EXPECT_GE(test, percpu_nr_chunks(), nr_chunks + NR_LARGE * PCPU_MIN_UNIT_SIZE / PCPU_CHUNK_SIZE - 1);
	most = percpu_frames();
	for (int i = 0; i < NR_LARGE; i++)
		free_percpu(p[i]);
	KUNIT_EXPECT_TRUE(test, test_eventually(percpu_nr_chunks() <= nr_chunks + 1));
	if (!nr_frames)		/* the port has no mappings */
		return;
	KUNIT_EXPECT_GE(test, most - nr_frames, NR_LARGE / 2 * PCPU_MIN_UNIT_SIZE / PAGE_SIZE * nr_cpu_ids);
	KUNIT_EXPECT_TRUE(test, test_eventually(percpu_frames() <= nr_frames +
						(PCPU_CHUNK_PAGES + PCPU_EMPTY_POP_PAGES_HIGH) * nr_cpu_ids));
}

/* Pages of a chunk that is still in use go back, too. */
static void empty_pages_are_depopulated(struct kunit *test)
{
	unsigned long most;
	void __percpu *p[NR_LARGE], __percpu *stays[NR_LARGE];

	if (!percpu_frames()) {
		kunit_skip(test, "the port has no mappings");
		return;
	}
	for (int i = 0; i < NR_LARGE; i++) {
		p[i] = __alloc_percpu(PCPU_MIN_UNIT_SIZE, PAGE_SIZE);
		stays[i] = __alloc_percpu(PAGE_SIZE / 2, 4);
	}
	most = percpu_frames();
	for (int i = 0; i < NR_LARGE; i++)
		free_percpu(p[i]);
	KUNIT_EXPECT_TRUE(test, test_eventually(percpu_frames() < most - NR_LARGE / 2 *
						PCPU_MIN_UNIT_SIZE / PAGE_SIZE * nr_cpu_ids));
	for (int i = 0; i < NR_LARGE; i++)
		free_percpu(stays[i]);
}

#define MAX_ATOMIC	64

/* The reserve has LOW pages at least, and is filled again in the background. */
static void who_cant_wait_lives_on_the_reserve(struct kunit *test)
{
	void __percpu *p[MAX_ATOMIC];
	int nr = 0;

	KUNIT_EXPECT_TRUE(test, test_eventually(READ_ONCE(pcpu_nr_empty) >= PCPU_EMPTY_POP_PAGES_LOW));
	preempt_disable();
	while (nr < MAX_ATOMIC && (p[nr] = __alloc_percpu_gfp(PAGE_SIZE, PAGE_SIZE, GFP_ATOMIC)))
		nr++;
	preempt_enable();
	KUNIT_EXPECT_GE(test, nr, PCPU_EMPTY_POP_PAGES_LOW);
	for (int round = 0; round < 3 && nr < MAX_ATOMIC; round++) {
		KUNIT_EXPECT_TRUE(test, test_eventually(READ_ONCE(pcpu_nr_empty) >= PCPU_EMPTY_POP_PAGES_LOW));
		p[nr] = __alloc_percpu_gfp(PAGE_SIZE, PAGE_SIZE, GFP_NOWAIT);
		KUNIT_EXPECT_NOT_NULL(test, p[nr]);
		nr++;
	}
	while (nr--)
		free_percpu(p[nr]);
}

static void illegal_requests_are_reported(struct kunit *test)
{
	static const struct { size_t size, align; } kinds[] = {
		{ 0, 4 }, { PCPU_MIN_UNIT_SIZE + 1, 8 }, { 8, 24 }, { 8, 2 * PAGE_SIZE },
	};
	struct printk_capture c;
	char says[80];

	for (int i = 0; i < ARRAY_SIZE(kinds); i++) {
		snprintf(says, sizeof(says), "illegal size (%zu) or align (%zu) for percpu allocation",
			 ALIGN(kinds[i].size, PCPU_MIN_ALLOC_SIZE), kinds[i].align);
		printk_capture_begin(&c);
		KUNIT_EXPECT_NULL(test, __alloc_percpu(kinds[i].size, kinds[i].align));
		printk_capture_end(&c);
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, says));
		printk_capture_begin(&c);
		KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(kinds[i].size, kinds[i].align,
							   GFP_KERNEL | __GFP_NOWARN));
		printk_capture_end(&c);
		KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "illegal"));
	}
}

/* Each copy has a frame of its own, which the bytes are in; what is no such copy has none. */
static void copies_have_physical_addresses(struct kunit *test)
{
	u64 __percpu *p = alloc_percpu_gfp(u64, GFP_ATOMIC);
	unsigned int cpu;
	int local;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for_each_possible_cpu(cpu) {
		phys_addr_t phys = per_cpu_ptr_to_phys(per_cpu_ptr(p, cpu));
		char *page;

		KUNIT_ASSERT_NE(test, phys, 0ULL);
		*per_cpu_ptr(p, cpu) = 0x1234567800ULL + cpu;
		barrier();		/* the compiler does not know that these two are one */
		page = kmap_local_page(pfn_to_page(PHYS_PFN(phys)));
		KUNIT_EXPECT_EQ(test, *(u64 *)(page + offset_in_page(phys)), 0x1234567800ULL + cpu);
		kunmap_local(page);
	}
	KUNIT_EXPECT_EQ(test, per_cpu_ptr_to_phys(&local), 0ULL);
	free_percpu(p);
}

/* What is allocated while a CPU is offline is there, zeroed, for its copy, too. */
static void offline_cpu_has_its_copy(struct kunit *test)
{
	unsigned int cpu = cpumask_last(cpu_possible_mask);
	u64 __percpu *p;

	if (num_online_cpus() == 1) {
		kunit_skip(test, "one CPU: it can't go");
		return;
	}
	KUNIT_ASSERT_EQ(test, remove_cpu(cpu), 0);
	p = __alloc_percpu(PCPU_MIN_UNIT_SIZE, 8);
	if (!p)
		add_cpu(cpu);
	KUNIT_ASSERT_TRUE(test, p != NULL);
	KUNIT_EXPECT_NULL(test, memchr_inv(per_cpu_ptr(p, cpu), 0, PCPU_MIN_UNIT_SIZE));
	*per_cpu_ptr(p, cpu) = 4711;
	KUNIT_ASSERT_EQ(test, add_cpu(cpu), 0);
	KUNIT_EXPECT_EQ(test, *per_cpu_ptr(p, cpu), 4711ULL);
	free_percpu(p);
}

/* ---- what is damaged is named ---- */

static char report_text[512];

static int report_of_damage(void *unused)
{
	struct verify_report report = { .text = report_text, .size = sizeof(report_text) };

	return percpu_verify(&report);
}

static int damage_count(void *chunk)
{
	((struct pcpu_chunk *)chunk)->nr_free--;
	report_of_damage(NULL);
	((struct pcpu_chunk *)chunk)->nr_free++;
	return 0;
}

static int damage_bound(void *arg)
{
	struct pcpu_chunk *chunk = arg;
	unsigned int contig = chunk->contig;

	chunk->contig = 0;
	report_of_damage(NULL);
	chunk->contig = contig;
	return 0;
}

static int damage_page(void *arg)
{
	struct pcpu_chunk *chunk = arg;

	chunk->page_used[0]++;
	report_of_damage(NULL);
	chunk->page_used[0]--;
	return 0;
}

static int damage_reserve(void *arg)
{
	pcpu_nr_empty++;
	report_of_damage(NULL);
	pcpu_nr_empty--;
	return 0;
}

static void damaged_chunks_are_named(struct kunit *test)
{
	static const struct { cpu_stop_fn_t damage; const char *says; } kinds[] = {
		{ damage_count, "units in use, counted" }, { damage_bound, "bounds" },
		{ damage_page, "page 0 has" }, { damage_reserve, "per-CPU reserve" },
	};

	for (int i = 0; i < ARRAY_SIZE(kinds); i++) {
		stop_machine(kinds[i].damage, percpu_chunk_at(0), NULL);
		KUNIT_EXPECT_NOT_NULL(test, strstr(report_text, kinds[i].says));
	}
	KUNIT_EXPECT_EQ(test, stop_machine(report_of_damage, NULL, NULL), 0);
}

static struct kunit_case percpu_alloc_cases[] = {
	KUNIT_CASE(small_items_are_packed),
	KUNIT_CASE(freed_hole_is_used_again),
	KUNIT_CASE(freed_chunks_are_given_back),
	KUNIT_CASE(empty_pages_are_depopulated),
	KUNIT_CASE(who_cant_wait_lives_on_the_reserve),
	KUNIT_CASE(illegal_requests_are_reported),
	KUNIT_CASE(copies_have_physical_addresses),
	KUNIT_CASE(offline_cpu_has_its_copy),
	KUNIT_CASE(damaged_chunks_are_named),
	{}
};

static struct kunit_suite percpu_alloc_suite = {
	.name = "percpu_alloc",
	.test_cases = percpu_alloc_cases,
};
kunit_test_suite(percpu_alloc_suite);
