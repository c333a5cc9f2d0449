/* SPDX-License-Identifier: MIT */
/*
 * mm/highmem.h - the windows on high memory: mm/highmem.c, kmap_pool.c, kmap_local.c
 */
#ifndef MM_HIGHMEM_H
#define MM_HIGHMEM_H

#include <linux/types.h>

struct module;
struct page;
struct task_struct;
struct verify_report;

/* A task's windows: each has a page on either side that is never mapped. */
#define KMAP_GROUP_PAGES	(2 * KMAP_LEVELS + 1UL)
#define KMAP_GROUPS_MAX		32768U	/* as many tasks as there are numbers for, in Linux */
#define KMAP_GROUP_BYTES	(KMAP_GROUP_PAGES << PAGE_SHIFT)

/**
 * struct kmap_layout - where the windows of tasks are
 * @fix_base:	of the first @nr_fixed groups
 * @base:	of the others
 * @nr_groups:	of both; 0: no high memory
 */
struct kmap_layout {
	unsigned long	fix_base;
	unsigned long	base;
	unsigned int	nr_fixed;
	unsigned int	nr_groups;
};

extern struct kmap_layout kmap_layout;

/** kmap_strict - windows are unmapped as soon as nobody uses them (debug_kmap=1) */
extern bool kmap_strict;

/** highmem_init - set addresses aside for the windows, if the machine has high memory */
void highmem_init(void);

/** kmap_local_init - the table of groups; kmap_layout is filled in */
void kmap_local_init(void);

/** kmap_window_map - show a frame at the window's address; false: the port can't, though unused ones went */
bool kmap_window_map(unsigned long addr, unsigned long pfn);

/** kmap_pool_init - so many permanent windows from @base on */
void kmap_pool_init(unsigned long base, unsigned int nr);

/* What the two kinds of windows know of an address. */
struct page *kmap_pool_page(unsigned long addr);
struct page *kmap_local_window_page(unsigned long addr);
bool kmap_pool_has(unsigned long addr);
bool kmap_local_has(unsigned long addr);
bool kmap_pool_explain(unsigned long addr);
bool kmap_local_explain(unsigned long addr);

/** kmap_nr_used - windows of kmap() that somebody uses. May be out of date at once. */
unsigned long kmap_nr_used(void);

void kmap_pool_module_leaving(const struct module *mod);
void kmap_local_module_leaving(const struct module *mod);

int kmap_pool_verify(struct verify_report *report);
int kmap_local_verify(struct verify_report *report);

#endif /* MM_HIGHMEM_H */
