/* SPDX-License-Identifier: MIT */
/* lib/xarray.h - what lib/idr.c needs of the array besides its public functions */
#ifndef LIB_XARRAY_H
#define LIB_XARRAY_H

#include <linux/types.h>

struct xa_node;
struct xarray;

/** xarray_init - boot: make the cache of nodes; after kmem_cache_init() */
void xarray_init(void);

/** xa_node_alloc - a node that no array has: from the cache, else from what xa_preload() set aside */
struct xa_node *xa_node_alloc(gfp_t gfp);
/** xa_free_spare - free nodes that are chained by next_free */
void xa_free_spare(struct xa_node *spare);

/** xa_load_raw - the entry as it is stored, XA_ZERO_ENTRY too; RCU or the lock held */
void *xa_load_raw(const struct xarray *xa, unsigned long index);

/**
 * xa_alloc_atomic - __xa_alloc() for an index of any size, that never drops the lock
 * @spare:	nodes, chained by next_free, to use first; what is left stays there
 *
 * Return: 0, -EBUSY, or -ENOMEM: then try again with one spare node more.
 */
int xa_alloc_atomic(struct xarray *xa, unsigned long *index, void *entry, unsigned long min,
		    unsigned long max, struct xa_node **spare);

/**
 * xa_preload - set nodes aside on this CPU for one store
 * @index_bits:	the index is below 1 << @index_bits
 *
 * Context: may sleep if @gfp says so. Returns with preemption disabled, in any case.
 * Return: 0, or -ENOMEM if fewer than needed could be had.
 */
int xa_preload(gfp_t gfp, unsigned int index_bits);
/** xa_preload_end - free what was not used, and enable preemption */
void xa_preload_end(void);

#endif
