// SPDX-License-Identifier: MIT
/*
 * bench/vmalloc_kern.c - vmalloc() and vfree(), by size and by areas alive; peers in bench/vmalloc.c
 *
 * Areas alive: each takes two pages of addresses, and behind each is a hole of one page, which a
 * request (a page and its guard) has to pass by. The first MAX_MAPPED are of vmalloc(); the others
 * are only addresses, since the host has room for 65530 mappings in a process.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "bench/bench.h"
#include "bench/vmalloc.h"

#define MAX_MAPPED	4000u
#define MAX_AREAS	100000u

static void vmalloc_touched(unsigned long n, const void *arg)
{
	unsigned long size = (unsigned long)arg;

	while (n--) {
		void *p = vmalloc(size);

		vmalloc_touch(p, size);
		vfree(p);
	}
}

static void vmalloc_pair(unsigned long n, const void *arg)
{
	unsigned long size = (unsigned long)arg;

	while (n--) {
		void *p = vmalloc(size);

		bench_keep(p);
		vfree(p);
	}
}

static void *alive[MAX_AREAS];
static unsigned int nr_alive;

static void area_drop(unsigned int i)
{
	if (i < MAX_MAPPED)
		vfree(alive[i]);
	else
		free_vm_area(alive[i]);
}

/* Behind the last there is room only after a hole that is too small. */
static struct vm_struct *area_add(unsigned int i)
{
	alive[i] = i < MAX_MAPPED ? vmalloc(PAGE_SIZE) : (void *)get_vm_area(PAGE_SIZE, VM_MAP);
	return get_vm_area(PAGE_SIZE, VM_MAP | VM_NO_GUARD);
}

static void areas_make(unsigned int nr)
{
	struct vm_struct **between = vmalloc_array(MAX_AREAS, sizeof(*between));
	unsigned int first = nr_alive;

	while (nr_alive > nr)
		area_drop(--nr_alive);
	for (; nr_alive < nr; nr_alive++)
		between[nr_alive] = area_add(nr_alive);
	while (first < nr_alive)
		free_vm_area(between[first++]);
	vfree(between);
	vm_unmap_aliases();
}

static void areas_10(void)
{
	areas_make(10);
}

static void areas_1000(void)
{
	areas_make(1000);
}

static void areas_100000(void)
{
	areas_make(100000);
}

static void by_areas(const char *who, void (*setup)(void))
{
	bench_add(&(struct bench_case) {
		.workload = VMALLOC_BY_AREAS, .contender = who, .run_arg = vmalloc_pair,
		.arg = (void *)PAGE_SIZE, .setup = setup,
	});
}

static void vmalloc_rows(void)
{
	for (unsigned int i = 0; i < VMALLOC_NR_SIZES; i++) {
		void *size = (void *)(vmalloc_sizes[i] * VMALLOC_PAGE);

		bench_add(&(struct bench_case) {
			.workload = bench_text(VMALLOC_TOUCHED, vmalloc_sizes[i]), .contender = "quarry",
			.run_arg = vmalloc_touched, .arg = size,
		});
		bench_add(&(struct bench_case) {
			.workload = bench_text(VMALLOC_PAIR, vmalloc_sizes[i]), .contender = "quarry",
			.run_arg = vmalloc_pair, .arg = size,
		});
	}
	by_areas("quarry", areas_10);
	by_areas("1000 areas", areas_1000);
	by_areas("100000 areas", areas_100000);
}
BENCH_TABLE(vmalloc_rows);
