// SPDX-License-Identifier: MIT
/*
 * mm/mempool.c - pools that keep a minimum of elements for those who must not fail
 *
 * Terms      element: what the pool's alloc function makes. Reserve: elements[0 .. curr_nr).
 *            Below: the allocator that the alloc function calls.
 * Invariants M1 0 <= curr_nr <= min_nr. M2 an element that comes back goes to the reserve while it is
 *            short, so: every element out plus every one in the reserve is at least min_nr, and a caller
 *            that waits is served once somebody gives back.
 * Locking    pool->lock covers the reserve; it is a leaf, taken with interrupts off since
 *            mempool_free() may be called from any context. alloc and free functions run without it.
 * Ordering   mempool_free() reads curr_nr without the lock. The freed element was taken out by somebody,
 *            who saw curr_nr fall before the element reached us; smp_wmb() after the removal in
 *            pool_take() pairs with smp_rmb() in mempool_free(), so that whoever holds an element sees a
 *            curr_nr at least as new as the removal that made it. A stale, higher value is thus possible only
 *            for elements that came from below, when leaving the reserve short is no wrong.
 * Linux      same results as 6.1; a waiter looks again after POOL_RETRY even without a wake-up.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mempool.h>
#include <linux/mmdebug.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include "mm/mempool_poison.h"

/* Elements may come back to the allocator below instead of to the pool: look there now and then. */
#define POOL_RETRY	(5 * HZ)

static void pool_add_locked(mempool_t *pool, void *element)
{
	BUG_ON(pool->curr_nr >= pool->min_nr);
	mempool_element_close(pool, element);
	pool->elements[pool->curr_nr] = element;
	WRITE_ONCE(pool->curr_nr, pool->curr_nr + 1);
}

static void *pool_remove_locked(mempool_t *pool)
{
	BUG_ON(pool->curr_nr <= 0);
	WRITE_ONCE(pool->curr_nr, pool->curr_nr - 1);
	mempool_element_open(pool, pool->elements[pool->curr_nr]);
	return pool->elements[pool->curr_nr];
}

/* An element of the reserve, or NULL. */
static void *pool_take(mempool_t *pool)
{
	void *element = NULL;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (pool->curr_nr) {
		element = pool_remove_locked(pool);
		smp_wmb();	/* pairs with smp_rmb() in mempool_free() */
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	return element;
}

/* Put an element into the reserve if it is short. */
static bool pool_give(mempool_t *pool, void *element)
{
	bool given = false;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (pool->curr_nr < pool->min_nr) {
		pool_add_locked(pool, element);
		given = true;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	return given;
}

/* Fill the reserve up to min_nr. */
static int pool_fill(mempool_t *pool, gfp_t gfp_mask)
{
	while (READ_ONCE(pool->curr_nr) < READ_ONCE(pool->min_nr)) {
		void *element = pool->alloc(gfp_mask, pool->pool_data);

		if (!element)
			return -ENOMEM;
		if (!pool_give(pool, element)) {
			pool->free(element, pool->pool_data);	/* others filled it meanwhile */
			break;
		}
	}
	return 0;
}

/**
 * mempool_exit - free what a pool made by mempool_init() holds
 * @pool:	the pool, or zeroed memory
 *
 * Context: may sleep, as the pool's free function does.
 */
void mempool_exit(mempool_t *pool)
{
	while (pool->curr_nr)
		pool->free(pool_remove_locked(pool), pool->pool_data);
	kfree(pool->elements);
	pool->elements = NULL;
}
EXPORT_SYMBOL(mempool_exit);

/**
 * mempool_destroy - free a pool made by mempool_create()
 * @pool:	the pool, all of whose elements have come back; NULL is safe
 *
 * Context: may sleep, as the pool's free function does.
 */
void mempool_destroy(mempool_t *pool)
{
	if (unlikely(!pool))
		return;
	mempool_exit(pool);
	kfree(pool);
}
EXPORT_SYMBOL(mempool_destroy);

/**
 * mempool_init_node - make a pool in the caller's memory, its table near a node
 * @pool:	the memory
 * @min_nr:	elements to keep ready, allocated now
 * @alloc_fn:	makes one
 * @free_fn:	unmakes one
 * @pool_data:	for both
 * @gfp_mask:	for these first elements and the table
 * @node_id:	node to prefer for the table, or NUMA_NO_NODE
 *
 * Context: may sleep if @gfp_mask says so.
 * Return: 0 or -ENOMEM. Row B8.
 */
int mempool_init_node(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		      mempool_free_t *free_fn, void *pool_data, gfp_t gfp_mask, int node_id)
{
	spin_lock_init(&pool->lock);
	init_waitqueue_head(&pool->wait);
	pool->min_nr = min_nr;
	pool->curr_nr = 0;
	pool->pool_data = pool_data;
	pool->alloc = alloc_fn;
	pool->free = free_fn;
	/* A pool of no elements still has a table: mempool_initialized() asks for it. */
	pool->elements = kmalloc_array_node(max(min_nr, 1), sizeof(void *), gfp_mask, node_id);
	if (!pool->elements)
		return -ENOMEM;
	if (pool_fill(pool, gfp_mask)) {
		mempool_exit(pool);
		return -ENOMEM;
	}
	return 0;
}
EXPORT_SYMBOL(mempool_init_node);

/**
 * mempool_init - make a pool in the caller's memory
 * @pool:	the memory; give it back to mempool_exit()
 * @min_nr:	elements to keep ready
 * @alloc_fn:	makes one
 * @free_fn:	unmakes one
 * @pool_data:	for both
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM. Row B8.
 */
int mempool_init(mempool_t *pool, int min_nr, mempool_alloc_t *alloc_fn,
		 mempool_free_t *free_fn, void *pool_data)
{
	return mempool_init_node(pool, min_nr, alloc_fn, free_fn, pool_data, GFP_KERNEL, NUMA_NO_NODE);
}
EXPORT_SYMBOL(mempool_init);

/**
 * mempool_create_node - make a pool near a node
 * @min_nr:	elements to keep ready
 * @alloc_fn:	makes one
 * @free_fn:	unmakes one
 * @pool_data:	for both
 * @gfp_mask:	for the pool and its first elements
 * @nid:	node to prefer, or NUMA_NO_NODE
 *
 * Context: may sleep if @gfp_mask says so.
 * Return: the pool or NULL. Row B8.
 */
mempool_t *mempool_create_node(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			       void *pool_data, gfp_t gfp_mask, int nid)
{
	mempool_t *pool = kzalloc_node(sizeof(*pool), gfp_mask, nid);

	if (!pool)
		return NULL;
	if (mempool_init_node(pool, min_nr, alloc_fn, free_fn, pool_data, gfp_mask, nid)) {
		kfree(pool);
		return NULL;
	}
	return pool;
}
EXPORT_SYMBOL(mempool_create_node);

/**
 * mempool_create - make a pool
 * @min_nr:	elements to keep ready, allocated now
 * @alloc_fn:	makes one
 * @free_fn:	unmakes one
 * @pool_data:	for both
 *
 * Context: may sleep.
 * Return: the pool or NULL. Row B8.
 */
mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			  void *pool_data)
{
	return mempool_create_node(min_nr, alloc_fn, free_fn, pool_data, GFP_KERNEL, NUMA_NO_NODE);
}
EXPORT_SYMBOL(mempool_create);

static void pool_shrink(mempool_t *pool, int new_min_nr)
{
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	WRITE_ONCE(pool->min_nr, new_min_nr);
	while (pool->curr_nr > new_min_nr) {
		void *element = pool_remove_locked(pool);

		spin_unlock_irqrestore(&pool->lock, flags);
		pool->free(element, pool->pool_data);
		spin_lock_irqsave(&pool->lock, flags);
	}
	spin_unlock_irqrestore(&pool->lock, flags);
}

/**
 * mempool_resize - change how many elements a pool keeps ready
 * @pool:	the pool; resize it from one task at a time
 * @new_min_nr:	at least 1
 *
 * When there is not memory enough to fill a larger pool, it is larger all the same, and elements that
 * come back fill it, as in Linux.
 * Context: may sleep.
 * Return: 0; -ENOMEM when the table could not grow, and then nothing has changed. Row B8.
 */
int mempool_resize(mempool_t *pool, int new_min_nr)
{
	void **elements, **old;
	unsigned long flags;

	BUG_ON(new_min_nr <= 0);
	if (new_min_nr <= pool->min_nr) {
		pool_shrink(pool, new_min_nr);
		return 0;
	}
	elements = kmalloc_array(new_min_nr, sizeof(*elements), GFP_KERNEL);
	if (!elements)
		return -ENOMEM;
	spin_lock_irqsave(&pool->lock, flags);
	old = pool->elements;
	memcpy(elements, old, pool->curr_nr * sizeof(*elements));
	pool->elements = elements;
	WRITE_ONCE(pool->min_nr, new_min_nr);
	spin_unlock_irqrestore(&pool->lock, flags);
	kfree(old);
	pool_fill(pool, GFP_KERNEL);
	return 0;
}
EXPORT_SYMBOL(mempool_resize);

/* Sleep until an element comes back, unless one has done so just now. */
static void pool_wait(mempool_t *pool)
{
	DEFINE_WAIT(wait);

	prepare_to_wait_exclusive(&pool->wait, &wait, TASK_UNINTERRUPTIBLE);
	if (!READ_ONCE(pool->curr_nr))
		schedule_timeout(POOL_RETRY);
	finish_wait(&pool->wait, &wait);
}

/**
 * mempool_alloc - get an element
 * @pool:	the pool
 * @gfp_mask:	what the allocator below may do; __GFP_ZERO can't be kept for elements of the reserve
 *
 * First asks below without sleeping, reserves or warnings, then takes of the pool's reserve, then asks
 * below with all that @gfp_mask allows. A caller that may sleep then waits for an element to come back.
 *
 * Context: any that @gfp_mask allows.
 * Return: the element; NULL only if @gfp_mask lacks __GFP_DIRECT_RECLAIM. Row B8.
 */
void *mempool_alloc(mempool_t *pool, gfp_t gfp_mask)
{
	gfp_t gfp_first;
	void *element;

	VM_WARN_ON_ONCE(gfp_mask & __GFP_ZERO);
	might_sleep_if(gfp_mask & __GFP_DIRECT_RECLAIM);

	gfp_mask |= __GFP_NOMEMALLOC | __GFP_NORETRY | __GFP_NOWARN;
	gfp_first = gfp_mask & ~(__GFP_DIRECT_RECLAIM | __GFP_IO);
	for (;;) {
		element = pool->alloc(gfp_first, pool->pool_data);
		if (likely(element))
			return element;
		element = pool_take(pool);
		if (element)
			return element;
		if (gfp_first != gfp_mask) {
			gfp_first = gfp_mask;	/* the reserve is empty: ask below in earnest */
			continue;
		}
		if (!(gfp_mask & __GFP_DIRECT_RECLAIM))
			return NULL;
		pool_wait(pool);
	}
}
EXPORT_SYMBOL(mempool_alloc);

/**
 * mempool_free - give an element back
 * @element:	from mempool_alloc() of this pool; NULL is safe
 * @pool:	the pool
 *
 * Context: any in which the pool's free function may be called.
 */
void mempool_free(void *element, mempool_t *pool)
{
	if (unlikely(!element))
		return;
	smp_rmb();	/* pairs with smp_wmb() in pool_take(); see the opening */
	if (unlikely(READ_ONCE(pool->curr_nr) < READ_ONCE(pool->min_nr)) && pool_give(pool, element)) {
		wake_up(&pool->wait);
		return;
	}
	pool->free(element, pool->pool_data);
}
EXPORT_SYMBOL(mempool_free);

/**
 * mempool_alloc_slab - alloc function of pools of a cache's objects
 * @gfp_mask:	what the slab allocator may do
 * @pool_data:	the cache, a struct kmem_cache
 *
 * Context: any that @gfp_mask allows.
 * Return: an object or NULL. Row B8.
 */
void *mempool_alloc_slab(gfp_t gfp_mask, void *pool_data)
{
	return kmem_cache_alloc(pool_data, gfp_mask);
}
EXPORT_SYMBOL(mempool_alloc_slab);

/**
 * mempool_free_slab - free function that goes with mempool_alloc_slab()
 * @element:	the object
 * @pool_data:	its cache
 *
 * Row B8.
 * Context: any.
 */
void mempool_free_slab(void *element, void *pool_data)
{
	kmem_cache_free(pool_data, element);
}
EXPORT_SYMBOL(mempool_free_slab);

/**
 * mempool_kmalloc - alloc function of pools of kmalloc() memory
 * @gfp_mask:	what the slab allocator may do
 * @pool_data:	the size in bytes, as a pointer
 *
 * Context: any that @gfp_mask allows.
 * Return: the memory or NULL. Row B8.
 */
void *mempool_kmalloc(gfp_t gfp_mask, void *pool_data)
{
	return kmalloc((size_t)pool_data, gfp_mask);
}
EXPORT_SYMBOL(mempool_kmalloc);

/**
 * mempool_kfree - free function that goes with mempool_kmalloc()
 * @element:	the memory
 * @pool_data:	not used
 *
 * Row B8.
 * Context: any.
 */
void mempool_kfree(void *element, void *pool_data)
{
	kfree(element);
}
EXPORT_SYMBOL(mempool_kfree);

/**
 * mempool_alloc_pages - alloc function of pools of pages
 * @gfp_mask:	what the page allocator may do
 * @pool_data:	the order, as a pointer
 *
 * Context: any that @gfp_mask allows.
 * Return: the first struct page or NULL. Row B8.
 */
void *mempool_alloc_pages(gfp_t gfp_mask, void *pool_data)
{
	return alloc_pages(gfp_mask, (long)pool_data);
}
EXPORT_SYMBOL(mempool_alloc_pages);

/**
 * mempool_free_pages - free function that goes with mempool_alloc_pages()
 * @element:	the first struct page
 * @pool_data:	the order, as a pointer
 *
 * Row B8.
 * Context: any.
 */
void mempool_free_pages(void *element, void *pool_data)
{
	__free_pages(element, (long)pool_data);
}
EXPORT_SYMBOL(mempool_free_pages);
