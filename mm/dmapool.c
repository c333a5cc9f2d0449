// SPDX-License-Identifier: MIT
/*
 * mm/dmapool.c - pools of small blocks of coherent memory (row B9)
 *
 *	chunk, `allocation` bytes     |block|block|..|boundary|block|block|..|
 *	its bitmap                       1     0                0     1
 *
 * Terms      chunk: one dma_alloc_coherent(); it stays until the pool goes, as in Linux.
 * Invariants P1 no block crosses a multiple of boundary. P2 a bit is set exactly while its block is
 *            out, so that a second free is always noticed. The blocks themselves hold no links.
 * Poison     with page_poison=1 free blocks are POOL_POISON_FREED, checked when they are given out;
 *            fresh ones POOL_POISON_ALLOCATED.
 * Locking    pool->lock, interrupts off: chunks and bitmaps. pools_mutex: the list behind the file "pools".
 *            pool_files_mutex, outside of it: which devices have that file. Its removal waits for who reads it,
 *            and so for pools_mutex.
 * Linux      as 6.1; a free of what is not a live block of the pool is always reported and ignored.
 */
#include <linux/bitmap.h>
#include <linux/boot_options.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#define POOL_POISON_FREED	0xa7
#define POOL_POISON_ALLOCATED	0xa9
#define POOL_NAME_SIZE		32

struct dma_pool {
	/* lock held: */
	spinlock_t lock;
	struct list_head chunks;
	/* fixed: */
	unsigned int blocks;		/* in a chunk */
	unsigned int row;		/* blocks between two boundaries */
	struct device *dev;
	size_t size;
	size_t allocation;
	size_t boundary;
	char name[POOL_NAME_SIZE];
	/* pools_mutex held: */
	struct list_head pools;
};

struct dma_chunk {
	struct list_head list;
	char *vaddr;
	dma_addr_t dma;
	unsigned int in_use;
	unsigned long used[];
};

static LIST_HEAD(all_pools);
static DEFINE_MUTEX(pools_mutex);
static DEFINE_MUTEX(pool_files_mutex);

/* ---- the file ---- */

static void pool_count(struct dma_pool *pool, unsigned int *chunks, unsigned int *blocks)
{
	struct dma_chunk *chunk;
	unsigned long flags;

	*chunks = *blocks = 0;
	spin_lock_irqsave(&pool->lock, flags);
	list_for_each_entry(chunk, &pool->chunks, list) {
		++*chunks;
		*blocks += chunk->in_use;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
}

static ssize_t pools_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	int len = sysfs_emit(buf, "poolinfo - 0.1\n");
	unsigned int chunks, blocks;
	struct dma_pool *pool;

	mutex_lock(&pools_mutex);
	list_for_each_entry(pool, &all_pools, pools) {
		if (pool->dev != dev)
			continue;
		pool_count(pool, &chunks, &blocks);
		len += sysfs_emit_at(buf, len, "%-16s %4u %4zu %4zu %2u\n", pool->name, blocks,
				     chunks * (pool->allocation / pool->size), pool->size, chunks);
	}
	mutex_unlock(&pools_mutex);
	return len;
}
static DEVICE_ATTR_RO(pools);

static bool device_has_pools_locked(const struct device *dev)
{
	struct dma_pool *pool;

	list_for_each_entry(pool, &all_pools, pools)
		if (pool->dev == dev)
			return true;
	return false;
}

static int pool_announce(struct dma_pool *pool)
{
	int err = 0;
	bool first;

	mutex_lock(&pool_files_mutex);
	mutex_lock(&pools_mutex);
	first = pool->dev && !device_has_pools_locked(pool->dev);
	mutex_unlock(&pools_mutex);
	if (first)
		err = device_create_file(pool->dev, &dev_attr_pools);
	if (!err) {
		mutex_lock(&pools_mutex);
		list_add(&pool->pools, &all_pools);
		mutex_unlock(&pools_mutex);
	}
	mutex_unlock(&pool_files_mutex);
	return err;
}

static void pool_unannounce(struct dma_pool *pool)
{
	bool last;

	mutex_lock(&pool_files_mutex);
	mutex_lock(&pools_mutex);
	list_del(&pool->pools);
	last = pool->dev && !device_has_pools_locked(pool->dev);
	mutex_unlock(&pools_mutex);
	if (last)
		device_remove_file(pool->dev, &dev_attr_pools);
	mutex_unlock(&pool_files_mutex);
}

/* ---- made and destroyed ---- */

static void pool_layout(struct dma_pool *pool, size_t size, size_t boundary)
{
	pool->size = size;
	pool->allocation = max_t(size_t, size, PAGE_SIZE);
	pool->boundary = min(boundary ? boundary : pool->allocation, pool->allocation);
	pool->row = pool->boundary / size;
	pool->blocks = pool->allocation / pool->boundary * pool->row +
		       pool->allocation % pool->boundary / size;
}

/**
 * dma_pool_create - a pool of blocks for a device
 * @name:	for reports and the device's file "pools"
 * @dev:	the device; NULL: one that reaches all memory
 * @size:	bytes of a block
 * @align:	of each, a power of two, or 0
 * @boundary:	bytes, a power of two that no block may cross a multiple of; 0: none
 *
 * Context: may sleep.
 * Return: the pool; NULL without memory or for arguments that can't be met. Row B9.
 */
struct dma_pool *dma_pool_create(const char *name, struct device *dev, size_t size, size_t align,
				 size_t boundary)
{
	struct dma_pool *pool;

	align = align ? align : 1;
	if (!is_power_of_2(align) || !size || size > INT_MAX)
		return NULL;
	size = ALIGN(max_t(size_t, size, 4), align);
	if (boundary && (boundary < size || !is_power_of_2(boundary)))
		return NULL;
	pool = kzalloc(sizeof(*pool), GFP_KERNEL);
	if (!pool)
		return NULL;
	strscpy(pool->name, name, sizeof(pool->name));
	pool->dev = dev;
	spin_lock_init(&pool->lock);
	INIT_LIST_HEAD(&pool->chunks);
	pool_layout(pool, size, boundary);
	if (pool_announce(pool)) {
		kfree(pool);
		return NULL;
	}
	return pool;
}
EXPORT_SYMBOL(dma_pool_create);

/**
 * dma_pool_destroy - give a pool up
 * @pool:	the pool; NULL is safe
 *
 * Memory of which blocks are out is reported and not freed.
 * Context: may sleep. Row B9.
 */
void dma_pool_destroy(struct dma_pool *pool)
{
	struct dma_chunk *chunk, *next;

	if (unlikely(!pool))
		return;
	pool_unannounce(pool);
	list_for_each_entry_safe(chunk, next, &pool->chunks, list) {
		if (!chunk->in_use)
			dma_free_coherent(pool->dev, pool->allocation, chunk->vaddr, chunk->dma);
		else
			pr_err("dma_pool_destroy %s, %p busy\n", pool->name, chunk->vaddr);
		kfree(chunk);
	}
	kfree(pool);
}
EXPORT_SYMBOL(dma_pool_destroy);

/* ---- blocks ---- */

static size_t block_offset(const struct dma_pool *pool, unsigned int i)
{
	return i / pool->row * pool->boundary + i % pool->row * pool->size;
}

/* The block at @offset; false if none begins there. */
static bool block_index(const struct dma_pool *pool, size_t offset, unsigned int *i)
{
	*i = offset / pool->boundary * pool->row + offset % pool->boundary / pool->size;
	return *i < pool->blocks && block_offset(pool, *i) == offset;
}

static struct dma_chunk *chunk_new(struct dma_pool *pool, gfp_t gfp)
{
	struct dma_chunk *chunk = kzalloc(struct_size(chunk, used, BITS_TO_LONGS(pool->blocks)),
					  gfp & ~__GFP_ZERO);

	if (!chunk)
		return NULL;
	chunk->vaddr = dma_alloc_coherent(pool->dev, pool->allocation, &chunk->dma, gfp);
	if (!chunk->vaddr) {
		kfree(chunk);
		return NULL;
	}
	if (boot_options.page_poison)
		memset(chunk->vaddr, POOL_POISON_FREED, pool->allocation);
	return chunk;
}

static char *block_take_locked(struct dma_pool *pool, dma_addr_t *handle)
{
	struct dma_chunk *chunk;

	list_for_each_entry(chunk, &pool->chunks, list) {
		unsigned int i;

		if (chunk->in_use == pool->blocks)
			continue;
		i = find_next_zero_bit(chunk->used, pool->blocks, 0);
		__set_bit(i, chunk->used);
		chunk->in_use++;
		*handle = chunk->dma + block_offset(pool, i);
		return chunk->vaddr + block_offset(pool, i);
	}
	return NULL;
}

static char *block_take(struct dma_pool *pool, struct dma_chunk *add, dma_addr_t *handle)
{
	unsigned long flags;
	char *block;

	spin_lock_irqsave(&pool->lock, flags);
	if (add)
		list_add(&add->list, &pool->chunks);
	block = block_take_locked(pool, handle);
	spin_unlock_irqrestore(&pool->lock, flags);
	return block;
}

static void poison_check(struct dma_pool *pool, char *block)
{
	if (memchr_inv(block, POOL_POISON_FREED, pool->size))
		pr_err("dma_pool_alloc %s, %p (corrupted)\n", pool->name, block);
	memset(block, POOL_POISON_ALLOCATED, pool->size);
}

/**
 * dma_pool_alloc - a block
 * @pool:	the pool
 * @mem_flags:	what the allocator may do; __GFP_ZERO for zeros
 * @handle:	receives its address for the device
 *
 * Context: any that @mem_flags allows.
 * Return: the address or NULL. Row B9.
 */
void *dma_pool_alloc(struct dma_pool *pool, gfp_t mem_flags, dma_addr_t *handle)
{
	char *block;

	might_alloc(mem_flags);
	block = block_take(pool, NULL, handle);
	if (!block) {
		struct dma_chunk *chunk = chunk_new(pool, mem_flags);

		if (!chunk)
			return NULL;
		block = block_take(pool, chunk, handle);
		if (!block)
			return NULL;	/* others were faster, a whole chunk's worth */
	}
	if (boot_options.page_poison)
		poison_check(pool, block);
	if (mem_flags & __GFP_ZERO)
		memset(block, 0, pool->size);
	return block;
}
EXPORT_SYMBOL(dma_pool_alloc);

/* What is wrong with this free, in words; NULL if nothing, and then the block is free. */
static const char *block_give_locked(struct dma_pool *pool, char *vaddr, dma_addr_t dma)
{
	struct dma_chunk *chunk;
	unsigned int i;

	list_for_each_entry(chunk, &pool->chunks, list) {
		if (dma < chunk->dma || dma - chunk->dma >= pool->allocation)
			continue;
		if (vaddr - chunk->vaddr != dma - chunk->dma ||
		    !block_index(pool, dma - chunk->dma, &i))
			return "bad vaddr";
		if (!test_bit(i, chunk->used))
			return "already free";
		if (boot_options.page_poison)
			memset(vaddr, POOL_POISON_FREED, pool->size);
		__clear_bit(i, chunk->used);
		chunk->in_use--;
		return NULL;
	}
	return "bad dma";
}

/**
 * dma_pool_free - give a block back
 * @pool:	the pool
 * @vaddr:	the block
 * @dma:	its address for the device
 *
 * What is not a live block of the pool is reported and left alone.
 * Context: any. Row B9.
 */
void dma_pool_free(struct dma_pool *pool, void *vaddr, dma_addr_t dma)
{
	const char *wrong;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	wrong = block_give_locked(pool, vaddr, dma);
	spin_unlock_irqrestore(&pool->lock, flags);
	if (unlikely(wrong)) {
		pr_err("dma_pool_free %s, %p/%#llx (%s)\n", pool->name, vaddr, (u64)dma, wrong);
		dump_stack();
	}
}
EXPORT_SYMBOL(dma_pool_free);

/* ---- a device's ---- */

static void dmam_pool_release(struct device *dev, void *res)
{
	dma_pool_destroy(*(struct dma_pool **)res);
}

static int dmam_pool_match(struct device *dev, void *res, void *pool)
{
	return *(struct dma_pool **)res == pool;
}

/**
 * dmam_pool_create - dma_pool_create() of a pool that goes with its device
 * @name:	for reports
 * @dev:	the device
 * @size:	bytes of a block
 * @align:	of each
 * @allocation:	the boundary
 *
 * Context: may sleep.
 * Return: the pool or NULL. Row B9.
 */
struct dma_pool *dmam_pool_create(const char *name, struct device *dev, size_t size, size_t align,
				  size_t allocation)
{
	struct dma_pool **res = devres_alloc(dmam_pool_release, sizeof(*res), GFP_KERNEL);

	if (!res)
		return NULL;
	*res = dma_pool_create(name, dev, size, align, allocation);
	if (!*res) {
		devres_free(res);
		return NULL;
	}
	devres_add(dev, res);
	return *res;
}
EXPORT_SYMBOL(dmam_pool_create);

/**
 * dmam_pool_destroy - give such a pool up before its device goes
 * @pool:	the pool
 *
 * Context: may sleep. Row B9.
 */
void dmam_pool_destroy(struct dma_pool *pool)
{
	WARN_ON(devres_release(pool->dev, dmam_pool_release, dmam_pool_match, pool));
}
EXPORT_SYMBOL(dmam_pool_destroy);
