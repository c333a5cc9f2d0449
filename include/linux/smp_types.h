/* SPDX-License-Identifier: MIT */
/*
 * linux/smp_types.h - a call for another CPU
 */
#ifndef _LINUX_SMP_TYPES_H
#define _LINUX_SMP_TYPES_H

#include <linux/llist.h>
#include <linux/types.h>

/* State of a call: u_flags. */
enum {
	CSD_FLAG_LOCK	= 0x01,		/* sent, and not done yet */
	CSD_FLAG_WAITED	= 0x02,		/* somebody blocks until it is */
};

/**
 * struct __call_single_node - its place in the other CPU's queue
 * @u_flags:	CSD_FLAG_*, atomic
 */
struct __call_single_node {
	struct llist_node	llist;
	u32			u_flags;
	u32			a_flags;
};

#endif /* _LINUX_SMP_TYPES_H */
