// SPDX-License-Identifier: MIT
/*
 * mm/fail_page_alloc.c - pages that can't be had, on purpose: fail_page_alloc=, /sys/kernel/debug/fail_page_alloc
 *
 * Asked by the page allocator's general path, which sees every request while fault_diverted is set.
 * Linux      as 6.1.
 */
#include <linux/boot_options.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/gfp.h>
#include "mm/fault.h"

struct fail_page_alloc fail_page_alloc = {
	.attr = FAULT_ATTR_INITIALIZER,
	.ignore_gfp_reclaim = true,
	.ignore_gfp_highmem = true,
	.min_order = 1,
};

bool fail_page_alloc_is_on(void)
{
	return READ_ONCE(fail_page_alloc.attr.probability) != 0;
}

bool should_fail_alloc_page(gfp_t gfp_mask, unsigned int order)
{
	if (order < READ_ONCE(fail_page_alloc.min_order) || (gfp_mask & __GFP_NOFAIL))
		return false;
	if (READ_ONCE(fail_page_alloc.ignore_gfp_highmem) && (gfp_mask & __GFP_HIGHMEM))
		return false;
	if (READ_ONCE(fail_page_alloc.ignore_gfp_reclaim) && (gfp_mask & __GFP_DIRECT_RECLAIM))
		return false;
	return should_fail_ex(&fail_page_alloc.attr, 1 << order,
			      gfp_mask & __GFP_NOWARN ? FAULT_NOWARN : 0);
}

void __init fail_page_alloc_init(void)
{
	struct dentry *dir = fault_rules_init(&fail_page_alloc.attr, "fail_page_alloc",
					      boot_options.fail_page_alloc);

	if (IS_ERR(dir))
		return;
	debugfs_create_bool("ignore-gfp-wait", 0600, dir, &fail_page_alloc.ignore_gfp_reclaim);
	debugfs_create_bool("ignore-gfp-highmem", 0600, dir, &fail_page_alloc.ignore_gfp_highmem);
	debugfs_create_u32("min-order", 0600, dir, &fail_page_alloc.min_order);
}
