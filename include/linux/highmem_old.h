/* SPDX-License-Identifier: MIT */
/*
 * linux/highmem_old.h - windows as Linux 2.6.10 and 2.6.34 spoke of them: kmap_atomic() with a type
 *
 * <linux/highmem.h> reads it where a build sets QUARRY_API. Each type is one window on a CPU; they
 * are closed in any order. Row C3.
 */
#ifndef _LINUX_HIGHMEM_OLD_H
#define _LINUX_HIGHMEM_OLD_H

#include <linux/highmem.h>

#ifdef QUARRY_API

#undef kunmap_atomic
#define kmap_atomic(page, type)			kmap_atomic_type((page), (type))
#define kmap_atomic_pfn(pfn, type)		kmap_atomic_type(pfn_to_page(pfn), (type))
#define kmap_atomic_prot(page, type, prot)	kmap_atomic_type((page), (type))
#define kunmap_atomic(vaddr, type)		kunmap_atomic_type((vaddr), (type))
#define kmap_atomic_to_page(ptr)		kmap_to_page(ptr)
#if QUARRY_API < 20634
#define memclear_highpage_flush(page, offset, size)	zero_user((page), (offset), (size))
#endif

#endif /* QUARRY_API */

#endif /* _LINUX_HIGHMEM_OLD_H */
