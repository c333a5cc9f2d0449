/* SPDX-License-Identifier: MIT */
/*
 * mm/page_zonelist.h - the order in which zones are tried
 */
#ifndef MM_PAGE_ZONELIST_H
#define MM_PAGE_ZONELIST_H

#include <linux/mmzone.h>

/** zonelists_build - write every node's lists from the zones that have memory */
void zonelists_build(void);

#endif /* MM_PAGE_ZONELIST_H */
