/* SPDX-License-Identifier: MIT */
/*
 * linux/cache.h - size of a cache line, and data that begin one
 */
#ifndef _LINUX_CACHE_H
#define _LINUX_CACHE_H

#define L1_CACHE_SHIFT		6
#define L1_CACHE_BYTES		(1 << L1_CACHE_SHIFT)
#define SMP_CACHE_BYTES		L1_CACHE_BYTES
#define INTERNODE_CACHE_SHIFT	L1_CACHE_SHIFT

#define L1_CACHE_ALIGN(x)	(((x) + L1_CACHE_BYTES - 1) & ~((__typeof__(x))L1_CACHE_BYTES - 1))

#define ____cacheline_aligned		__attribute__((__aligned__(SMP_CACHE_BYTES)))
#define ____cacheline_aligned_in_smp	____cacheline_aligned
#define __cacheline_aligned		____cacheline_aligned
#define __cacheline_aligned_in_smp	____cacheline_aligned
#define ____cacheline_internodealigned_in_smp ____cacheline_aligned

#ifndef __read_mostly
#define __read_mostly
#endif
#ifndef __ro_after_init
#define __ro_after_init
#endif

static inline int cache_line_size(void)
{
	return L1_CACHE_BYTES;
}

#endif /* _LINUX_CACHE_H */
