/* SPDX-License-Identifier: MIT */
/*
 * mm/page_zonelist.h - the order in which zones are tried
 */
#ifndef MM_PAGE_ZONELIST_H
#define MM_PAGE_ZONELIST_H

#include <linux/mmzone.h>

/** zonelists_build - write the lists of @pgdat from the zones that have memory */
void zonelists_build(struct pglist_data *pgdat);

#endif /* MM_PAGE_ZONELIST_H */
