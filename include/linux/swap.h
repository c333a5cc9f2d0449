/* SPDX-License-Identifier: MIT */
/*
 * linux/swap.h - counts of memory that reclaim works with
 */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

#include <linux/mm.h>

/** nr_free_buffer_pages - see <linux/gfp.h> */
unsigned long nr_free_buffer_pages(void);

static inline long get_nr_swap_pages(void)
{
	return 0;
}

#endif /* _LINUX_SWAP_H */
