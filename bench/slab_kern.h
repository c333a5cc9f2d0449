/* SPDX-License-Identifier: MIT */
/* bench/slab_kern.h - objects of a cache (the argument), and of kmalloc(), for bench/slab.h's workloads */
#ifndef BENCH_SLAB_KERN_H
#define BENCH_SLAB_KERN_H

#include <linux/slab.h>
#include "bench/slab.h"

static __always_inline void *cache_get(const void *arg, unsigned long size)
{
	return kmem_cache_alloc((struct kmem_cache *)arg, GFP_KERNEL);
}

static __always_inline void cache_put(const void *arg, void *p)
{
	kmem_cache_free((struct kmem_cache *)arg, p);
}

static __always_inline void *kmalloc_get(const void *arg, unsigned long size)
{
	return kmalloc(size, GFP_KERNEL);
}

static __always_inline void *kzalloc_get(const void *arg, unsigned long size)
{
	return kzalloc(size, GFP_KERNEL);
}

static __always_inline void kmalloc_put(const void *arg, void *p)
{
	kfree(p);
}

#endif /* BENCH_SLAB_KERN_H */
