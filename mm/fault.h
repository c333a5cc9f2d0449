/* SPDX-License-Identifier: MIT */
/*
 * mm/fault.h - failure injection: between the rules of the allocators and the switch of their fast
 * paths
 */
#ifndef MM_FAULT_H
#define MM_FAULT_H

#include <linux/fault-inject.h>
#include <linux/types.h>

/** fault_divert_update - a rule has changed: should allocations pass by the slow paths? May sleep. */
void fault_divert_update(void);

/** fault_rules_init - rules from a boot option, which may be empty, and their folder in debugfs: it or ERR_PTR() */
struct dentry *fault_rules_init(struct fault_attr *attr, const char *name, char *option);

bool failslab_is_on(void);
bool fail_page_alloc_is_on(void);

/** failslab_init - failslab= and its folder in debugfs */
void failslab_init(void);
/** fail_page_alloc_init - fail_page_alloc= and its folder */
void fail_page_alloc_init(void);

/**
 * struct failslab - rules for objects
 * @attr:		when
 * @ignore_gfp_reclaim:	never those that may reclaim
 * @cache_filter:	only of caches with SLAB_FAILSLAB
 */
struct failslab {
	struct fault_attr attr;
	bool ignore_gfp_reclaim;
	bool cache_filter;
};

/**
 * struct fail_page_alloc - rules for pages
 * @attr:		when
 * @ignore_gfp_reclaim:	never those that may reclaim
 * @ignore_gfp_highmem:	never those that may be of high memory
 * @min_order:		none smaller
 */
struct fail_page_alloc {
	struct fault_attr attr;
	bool ignore_gfp_reclaim;
	bool ignore_gfp_highmem;
	u32 min_order;
};

extern struct failslab failslab;
extern struct fail_page_alloc fail_page_alloc;

#endif /* MM_FAULT_H */
