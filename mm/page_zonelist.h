/* SPDX-License-Identifier: MIT */
/*
 * mm/page_zonelist.h - the order in which zones are tried
 */
#ifndef MM_PAGE_ZONELIST_H
#define MM_PAGE_ZONELIST_H

#include <linux/mmzone.h>

/** zonelists_build - write every node's lists from the zones that have memory */
void zonelists_build(void);

/* Of each node's list, the first zone that may serve GFP_KERNEL. */
extern struct zone *kernel_zones[MAX_NUMNODES];

#endif /* MM_PAGE_ZONELIST_H */
