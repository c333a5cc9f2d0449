/* SPDX-License-Identifier: MIT */
/* tests/mm/unmerged.h - for caches that must be their own, also when slab_merge was given at boot */
#ifndef TESTS_MM_UNMERGED_H
#define TESTS_MM_UNMERGED_H

#include <linux/slab.h>

/*
 * One of the flags that keep a cache from being an alias; with no failslab rule it does nothing
 * else.
 */
#define SLAB_UNMERGED	SLAB_FAILSLAB

#endif /* TESTS_MM_UNMERGED_H */
