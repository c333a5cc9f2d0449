// SPDX-License-Identifier: MIT
/*
 * mm/failslab.c - objects that can't be had, on purpose: failslab=, /sys/kernel/debug/failslab
 *
 * Asked by slab_alloc_slow(), which sees every request while fault_diverted is set.
 * Linux      as 6.1, but that requests for a struct kmem_cache can fail too.
 */
#include <linux/boot_options.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include "mm/fault.h"
#include "mm/slab.h"

struct failslab failslab = {
	.attr = FAULT_ATTR_INITIALIZER,
	.ignore_gfp_reclaim = true,
};

bool failslab_is_on(void)
{
	return READ_ONCE(failslab.attr.probability) != 0;
}

int should_failslab(struct kmem_cache *s, gfp_t gfpflags)
{
	if (gfpflags & __GFP_NOFAIL)
		return 0;
	if (READ_ONCE(failslab.ignore_gfp_reclaim) && (gfpflags & __GFP_DIRECT_RECLAIM))
		return 0;
	if (READ_ONCE(failslab.cache_filter) && !(s->flags & SLAB_FAILSLAB))
		return 0;
	return should_fail_ex(&failslab.attr, s->object_size,
			      gfpflags & __GFP_NOWARN ? FAULT_NOWARN : 0) ? -ENOMEM : 0;
}

void __init failslab_init(void)
{
	struct dentry *dir = fault_rules_init(&failslab.attr, "failslab", boot_options.failslab);

	if (IS_ERR(dir))
		return;
	debugfs_create_bool("ignore-gfp-wait", 0600, dir, &failslab.ignore_gfp_reclaim);
	debugfs_create_bool("cache-filter", 0600, dir, &failslab.cache_filter);
}
