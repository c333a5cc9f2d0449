/* SPDX-License-Identifier: MIT */
/*
 * mm/page_reporting.h - what the free lists tell page reporting
 */
#ifndef MM_PAGE_REPORTING_H
#define MM_PAGE_REPORTING_H

#include <linux/compiler.h>
#include <linux/types.h>

/* The least order of which a driver is told; MAX_ORDER as long as there is none. */
extern unsigned int page_reporting_least;

/** page_reporting_request - there is something to tell. Any context, zone->lock may be held. */
void page_reporting_request(void);

/** page_reporting_notify_free - a block of @order has come to its list; zone->lock held */
static inline void page_reporting_notify_free(unsigned int order)
{
	if (unlikely(order >= READ_ONCE(page_reporting_least)))
		page_reporting_request();
}

#endif /* MM_PAGE_REPORTING_H */
