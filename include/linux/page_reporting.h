/* SPDX-License-Identifier: MIT */
/*
 * linux/page_reporting.h - a driver is told which memory is free (mm/page_reporting.c)
 */
#ifndef _LINUX_PAGE_REPORTING_H
#define _LINUX_PAGE_REPORTING_H

#include <linux/atomic.h>
#include <linux/mmzone.h>
#include <linux/scatterlist.h>
#include <linux/workqueue.h>

/* Blocks that are told of at once; a power of two. */
#define PAGE_REPORTING_CAPACITY		32

/**
 * struct page_reporting_dev_info - a driver that wants to be told
 * @report:	called with a list of @nents free blocks, which nobody gets until it returns. It may sleep.
 *		0: they are not reported again until they have been used; else all is tried again later
 * @work:	page reporting's own
 * @state:	likewise
 * @order:	blocks of this order and larger; 0: of a pageblock and larger
 */
struct page_reporting_dev_info {
	int (*report)(struct page_reporting_dev_info *prdev, struct scatterlist *sg, unsigned int nents);
	struct delayed_work work;
	atomic_t state;
	unsigned int order;
};

/* What order it is, by parameter or by driver; UINT_MAX before there was one. */
extern unsigned int page_reporting_order;

int page_reporting_register(struct page_reporting_dev_info *prdev);
void page_reporting_unregister(struct page_reporting_dev_info *prdev);

#endif
