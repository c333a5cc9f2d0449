/* SPDX-License-Identifier: MIT */
/* linux/prefetch.h - bring memory near before it is used; any address will do */
#ifndef _LINUX_PREFETCH_H
#define _LINUX_PREFETCH_H

#include <linux/types.h>

#define prefetch(x)		__builtin_prefetch(x)
#define prefetchw(x)		__builtin_prefetch(x, 1)
#define spin_lock_prefetch(x)	prefetchw(x)
#define PREFETCH_STRIDE		(4 * 64)

static inline void prefetch_range(void *addr, size_t len)
{
	char *p, *end = (char *)addr + len;

	for (p = addr; p < end; p += PREFETCH_STRIDE)
		prefetch(p);
}

#endif
