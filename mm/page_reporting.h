/* SPDX-License-Identifier: MIT */
/*
 * mm/page_reporting.h - free memory back to the host, in the background
 */
#ifndef MM_PAGE_REPORTING_H
#define MM_PAGE_REPORTING_H

#include <linux/mmzone.h>

/** page_reporting_reserve - touched free frames that @zone keeps */
unsigned long page_reporting_reserve(struct zone *zone);
/** page_reporting_wake - @zone has more than that; zone->lock held */
void page_reporting_wake(struct zone *zone);
/** page_reporting_tick - one turn over all zones; true: another one is due after a while. May sleep. */
bool page_reporting_tick(void);

#endif /* MM_PAGE_REPORTING_H */
