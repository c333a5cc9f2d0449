/* SPDX-License-Identifier: MIT */
/*
 * linux/mempool.h - allocation that can't fail for want of memory
 *
 * A pool keeps min_nr elements ready. It allocates from below it first, and falls back to its
 * own; who may sleep waits for an element to come back. Row B8.
 */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/types.h>
#include <linux/wait.h>
#include <linux/spinlock.h>
#include <linux/gfp_types.h>
#include <linux/compiler.h>

struct kmem_cache;

typedef void *(mempool_alloc_t)(gfp_t gfp_mask, void *pool_data);
typedef void (mempool_free_t)(void *element, void *pool_data);

typedef struct mempool_s {
	spinlock_t lock;
	int min_nr;		/* size of @elements */
	int curr_nr;		/* how many are there now */
	void **elements;

	void *pool_data;
	mempool_alloc_t *alloc;
	mempool_free_t *free;
	wait_queue_head_t wait;
} mempool_t;

static inline bool mempool_initialized(mempool_t *pool)
{
	return pool->elements != NULL;
}

int mempool_init_node(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		      mempool_free_t *free_fn, void *pool_data, gfp_t gfp_mask, int node_id);
/** mempool_init - make a pool in memory that the caller has; else as mempool_create(). 0 or -ENOMEM. */
int mempool_init(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		 mempool_free_t *free_fn, void *pool_data);
/** mempool_exit - undo mempool_init(); safe on a zeroed pool. May sleep. */
void mempool_exit(mempool_t *pool);

/**
 * mempool_create - a pool
 * @min_nr:	elements that are kept ready; they are allocated now
 * @alloc_fn:	allocates one, or returns NULL
 * @free_fn:	frees one
 * @pool_data:	passed to both
 *
 * Context: may sleep.
 * Return: the pool, or NULL. Row B8.
 */
mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			  void *pool_data);
mempool_t *mempool_create_node(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			       void *pool_data, gfp_t gfp_mask, int nid);
/** mempool_resize - keep @new_min_nr elements from now on. May sleep. 0 or -ENOMEM. */
int mempool_resize(mempool_t *pool, int new_min_nr);
/** mempool_destroy - free it; all its elements must have come back. NULL is safe. May sleep. */
void mempool_destroy(mempool_t *pool);
/**
 * mempool_alloc - one element
 * @gfp_mask:	without __GFP_DIRECT_RECLAIM it fails when below and pool are empty; with it, it waits.
 *		__GFP_ZERO is not allowed
 *
 * Context: may sleep if @gfp_mask says so. Return: the element, or NULL.
 */
void *mempool_alloc(mempool_t *pool, gfp_t gfp_mask) __malloc;
/** mempool_free - give one back; NULL is safe. Context: as free_fn's. */
void mempool_free(void *element, mempool_t *pool);

/* Elements from a slab cache, from kmalloc of a size, of whole pages of an order. */
void *mempool_alloc_slab(gfp_t gfp_mask, void *pool_data);
void mempool_free_slab(void *element, void *pool_data);
void *mempool_kmalloc(gfp_t gfp_mask, void *pool_data);
void mempool_kfree(void *element, void *pool_data);
void *mempool_alloc_pages(gfp_t gfp_mask, void *pool_data);
void mempool_free_pages(void *element, void *pool_data);

static inline int mempool_init_slab_pool(mempool_t *pool, int min_nr, struct kmem_cache *kc)
{
	return mempool_init(pool, min_nr, mempool_alloc_slab, mempool_free_slab, (void *)kc);
}

static inline mempool_t *mempool_create_slab_pool(int min_nr, struct kmem_cache *kc)
{
	return mempool_create(min_nr, mempool_alloc_slab, mempool_free_slab, (void *)kc);
}

static inline int mempool_init_kmalloc_pool(mempool_t *pool, int min_nr, size_t size)
{
	return mempool_init(pool, min_nr, mempool_kmalloc, mempool_kfree, (void *)size);
}

static inline mempool_t *mempool_create_kmalloc_pool(int min_nr, size_t size)
{
	return mempool_create(min_nr, mempool_kmalloc, mempool_kfree, (void *)size);
}

static inline int mempool_init_page_pool(mempool_t *pool, int min_nr, int order)
{
	return mempool_init(pool, min_nr, mempool_alloc_pages, mempool_free_pages,
			    (void *)(long)order);
}

static inline mempool_t *mempool_create_page_pool(int min_nr, int order)
{
	return mempool_create(min_nr, mempool_alloc_pages, mempool_free_pages, (void *)(long)order);
}

#endif /* _LINUX_MEMPOOL_H */
