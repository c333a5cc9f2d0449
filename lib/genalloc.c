// SPDX-License-Identifier: MIT
/*
 * lib/genalloc.c - pools of addresses (row B9)
 *
 * Invariants G1 a chunk's avail is its clear bits times 2^min_alloc_order. G2 ranges given out
 *            don't overlap.
 * Locking    pool->lock, a leaf, interrupts off, covers the bitmaps; chunks are only added, and read under RCU.
 *            Every function but those that make, add and destroy may be called in any context.
 * Linux      same results as 6.1, by a lock instead of compare-and-swap. There is no device tree: of_gen_pool_get()
 *            is not offered.
 */
#include <linux/bitmap.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/genalloc.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static size_t chunk_size(const struct gen_pool_chunk *chunk)
{
	return chunk->end_addr - chunk->start_addr + 1;
}

static bool chunk_has(const struct gen_pool_chunk *chunk, unsigned long addr)
{
	return addr >= chunk->start_addr && addr <= chunk->end_addr;
}

static unsigned long units(const struct gen_pool *pool, size_t size)
{
	return (size + (1UL << pool->min_alloc_order) - 1) >> pool->min_alloc_order;
}

/* ---- made ---- */

/**
 * gen_pool_create - a pool without memory so far
 * @min_alloc_order:	log2 of the smallest piece, bytes
 * @nid:		node for its own data, or NUMA_NO_NODE
 *
 * Context: may sleep.
 * Return: the pool, which takes the first room that fits; NULL without memory. Row B9.
 */
struct gen_pool *gen_pool_create(int min_alloc_order, int nid)
{
	struct gen_pool *pool = kmalloc_node(sizeof(*pool), GFP_KERNEL, nid);

	if (!pool)
		return NULL;
	spin_lock_init(&pool->lock);
	INIT_LIST_HEAD(&pool->chunks);
	pool->min_alloc_order = min_alloc_order;
	pool->algo = gen_pool_first_fit;
	pool->data = NULL;
	pool->name = NULL;
	return pool;
}
EXPORT_SYMBOL(gen_pool_create);

/**
 * gen_pool_add_owner - add a range to a pool
 * @pool:		the pool
 * @virt:		its address
 * @phys:		its physical address, or -1
 * @size:		bytes
 * @nid:		node for the bitmap, or NUMA_NO_NODE
 * @owner:	told to who asks for the owner of a piece
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM. Row B9.
 */
int gen_pool_add_owner(struct gen_pool *pool, unsigned long virt, phys_addr_t phys, size_t size,
		       int nid, void *owner)
{
	unsigned long nbits = size >> pool->min_alloc_order;
	struct gen_pool_chunk *chunk;
	unsigned long flags;

	chunk = kvzalloc_node(struct_size(chunk, bits, BITS_TO_LONGS(nbits)), GFP_KERNEL, nid);
	if (!chunk)
		return -ENOMEM;
	chunk->phys_addr = phys;
	chunk->start_addr = virt;
	chunk->end_addr = virt + size - 1;
	chunk->owner = owner;
	atomic_long_set(&chunk->avail, size);
	spin_lock_irqsave(&pool->lock, flags);
	list_add_rcu(&chunk->next_chunk, &pool->chunks);
	spin_unlock_irqrestore(&pool->lock, flags);
	return 0;
}
EXPORT_SYMBOL(gen_pool_add_owner);

/**
 * gen_pool_destroy - give a pool up
 * @pool:		the pool
 *
 * A piece that has not come back stops the machine, as in Linux.
 *
 * Context: may sleep. Row B9.
 */
void gen_pool_destroy(struct gen_pool *pool)
{
	struct gen_pool_chunk *chunk, *next;

	list_for_each_entry_safe(chunk, next, &pool->chunks, next_chunk) {
		unsigned long nbits = chunk_size(chunk) >> pool->min_alloc_order;

		BUG_ON(find_next_bit(chunk->bits, nbits, 0) < nbits);
		list_del(&chunk->next_chunk);
		kvfree(chunk);
	}
	kfree_const(pool->name);
	kfree(pool);
}
EXPORT_SYMBOL(gen_pool_destroy);

/* ---- out and in ---- */

static unsigned long chunk_alloc(struct gen_pool *pool, struct gen_pool_chunk *chunk, size_t size,
				 genpool_algo_t algo, void *data)
{
	unsigned long nbits = units(pool, size), end = chunk_size(chunk) >> pool->min_alloc_order;
	unsigned long addr = 0, bit, flags;

	if (size > atomic_long_read(&chunk->avail))
		return 0;
	spin_lock_irqsave(&pool->lock, flags);
	bit = algo(chunk->bits, end, 0, nbits, data, pool, chunk->start_addr);
	if (bit < end && end - bit >= nbits) {
		bitmap_set(chunk->bits, bit, nbits);
		atomic_long_sub(nbits << pool->min_alloc_order, &chunk->avail);
		addr = chunk->start_addr + (bit << pool->min_alloc_order);
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	return addr;
}

/**
 * gen_pool_alloc_algo_owner - a piece, found by an algorithm of the caller's choice
 * @pool:		the pool
 * @size:		bytes, rounded up to whole units
 * @algo:		the algorithm
 * @data:		for it
 * @owner:	receives the chunk's owner; may be NULL
 *
 * Context: any.
 * Return: the address; 0 if there is no room. Row B9.
 */
unsigned long gen_pool_alloc_algo_owner(struct gen_pool *pool, size_t size, genpool_algo_t algo,
					void *data, void **owner)
{
	struct gen_pool_chunk *chunk;
	unsigned long addr = 0;

	if (owner)
		*owner = NULL;
	if (!size)
		return 0;
	rcu_read_lock();
	list_for_each_entry_rcu(chunk, &pool->chunks, next_chunk) {
		addr = chunk_alloc(pool, chunk, size, algo, data);
		if (!addr)
			continue;
		if (owner)
			*owner = chunk->owner;
		break;
	}
	rcu_read_unlock();
	return addr;
}
EXPORT_SYMBOL(gen_pool_alloc_algo_owner);

/**
 * gen_pool_dma_alloc_algo - gen_pool_alloc_algo() for a device
 * @pool:		the pool
 * @size:		bytes
 * @dma:		receives the physical address; may be NULL
 * @algo:		the algorithm
 * @data:		for it
 *
 * Context: any.
 * Return: the address or NULL. Row B9.
 */
void *gen_pool_dma_alloc_algo(struct gen_pool *pool, size_t size, dma_addr_t *dma,
			      genpool_algo_t algo, void *data)
{
	unsigned long addr = pool ? gen_pool_alloc_algo(pool, size, algo, data) : 0;

	if (addr && dma)
		*dma = gen_pool_virt_to_phys(pool, addr);
	return (void *)addr;
}
EXPORT_SYMBOL(gen_pool_dma_alloc_algo);

/**
 * gen_pool_dma_alloc - gen_pool_alloc() for a device
 * @pool:		the pool
 * @size:		bytes
 * @dma:		receives the physical address; may be NULL
 *
 * Context: any.
 * Return: the address or NULL. Row B9.
 */
void *gen_pool_dma_alloc(struct gen_pool *pool, size_t size, dma_addr_t *dma)
{
	return gen_pool_dma_alloc_algo(pool, size, dma, pool->algo, pool->data);
}
EXPORT_SYMBOL(gen_pool_dma_alloc);

/**
 * gen_pool_dma_alloc_align - gen_pool_dma_alloc(), aligned
 * @pool:		the pool
 * @size:		bytes
 * @dma:		receives the physical address; may be NULL
 * @align:	bytes, a power of two
 *
 * Context: any.
 * Return: the address or NULL. Row B9.
 */
void *gen_pool_dma_alloc_align(struct gen_pool *pool, size_t size, dma_addr_t *dma, int align)
{
	struct genpool_data_align data = { .align = align };

	return gen_pool_dma_alloc_algo(pool, size, dma, gen_pool_first_fit_align, &data);
}
EXPORT_SYMBOL(gen_pool_dma_alloc_align);

/**
 * gen_pool_dma_zalloc_algo - gen_pool_dma_alloc_algo(), zeroed
 * @pool:		the pool
 * @size:		bytes
 * @dma:		receives the physical address; may be NULL
 * @algo:		the algorithm
 * @data:		for it
 *
 * Context: any.
 * Return: the address or NULL. Row B9.
 */
void *gen_pool_dma_zalloc_algo(struct gen_pool *pool, size_t size, dma_addr_t *dma,
			       genpool_algo_t algo, void *data)
{
	void *addr = gen_pool_dma_alloc_algo(pool, size, dma, algo, data);

	if (addr)
		memset(addr, 0, size);
	return addr;
}
EXPORT_SYMBOL(gen_pool_dma_zalloc_algo);

/**
 * gen_pool_dma_zalloc - gen_pool_dma_alloc(), zeroed
 * @pool:		the pool
 * @size:		bytes
 * @dma:		receives the physical address; may be NULL
 *
 * Context: any.
 * Return: the address or NULL. Row B9.
 */
void *gen_pool_dma_zalloc(struct gen_pool *pool, size_t size, dma_addr_t *dma)
{
	return gen_pool_dma_zalloc_algo(pool, size, dma, pool->algo, pool->data);
}
EXPORT_SYMBOL(gen_pool_dma_zalloc);

/**
 * gen_pool_dma_zalloc_align - gen_pool_dma_alloc_align(), zeroed
 * @pool:		the pool
 * @size:		bytes
 * @dma:		receives the physical address; may be NULL
 * @align:	bytes, a power of two
 *
 * Context: any.
 * Return: the address or NULL. Row B9.
 */
void *gen_pool_dma_zalloc_align(struct gen_pool *pool, size_t size, dma_addr_t *dma, int align)
{
	struct genpool_data_align data = { .align = align };

	return gen_pool_dma_zalloc_algo(pool, size, dma, gen_pool_first_fit_align, &data);
}
EXPORT_SYMBOL(gen_pool_dma_zalloc_align);

static struct gen_pool_chunk *chunk_of(struct gen_pool *pool, unsigned long addr)
{
	struct gen_pool_chunk *chunk;

	list_for_each_entry_rcu(chunk, &pool->chunks, next_chunk)
		if (chunk_has(chunk, addr))
			return chunk;
	return NULL;
}

static void chunk_free(struct gen_pool *pool, struct gen_pool_chunk *chunk, unsigned long addr,
		       size_t size)
{
	unsigned long bit = (addr - chunk->start_addr) >> pool->min_alloc_order;
	unsigned long nbits = units(pool, size), flags;

	BUG_ON(addr + size - 1 > chunk->end_addr);
	spin_lock_irqsave(&pool->lock, flags);
	BUG_ON(find_next_zero_bit(chunk->bits, bit + nbits, bit) < bit + nbits);
	bitmap_clear(chunk->bits, bit, nbits);
	atomic_long_add(nbits << pool->min_alloc_order, &chunk->avail);
	spin_unlock_irqrestore(&pool->lock, flags);
}

/**
 * gen_pool_free_owner - give a piece back
 * @pool:		the pool
 * @addr:		its address
 * @size:		bytes, as it was asked for
 * @owner:	receives the chunk's owner; may be NULL
 *
 * What is not a piece that is out stops the machine, as in Linux.
 *
 * Context: any. Row B9.
 */
void gen_pool_free_owner(struct gen_pool *pool, unsigned long addr, size_t size, void **owner)
{
	struct gen_pool_chunk *chunk;

	if (owner)
		*owner = NULL;
	rcu_read_lock();
	chunk = chunk_of(pool, addr);
	BUG_ON(!chunk);
	chunk_free(pool, chunk, addr, size);
	if (owner)
		*owner = chunk->owner;
	rcu_read_unlock();
}
EXPORT_SYMBOL(gen_pool_free_owner);

/* ---- what there is ---- */

/**
 * gen_pool_virt_to_phys - the physical address of a pool's memory
 * @pool:		the pool
 * @addr:		address in one of its ranges
 *
 * Context: any.
 * Return: it; -1 if the address is not the pool's. Row B9.
 */
phys_addr_t gen_pool_virt_to_phys(struct gen_pool *pool, unsigned long addr)
{
	struct gen_pool_chunk *chunk;
	phys_addr_t phys = -1;

	rcu_read_lock();
	chunk = chunk_of(pool, addr);
	if (chunk)
		phys = chunk->phys_addr + (addr - chunk->start_addr);
	rcu_read_unlock();
	return phys;
}
EXPORT_SYMBOL(gen_pool_virt_to_phys);

/**
 * gen_pool_for_each_chunk - visit a pool's ranges
 * @pool:		the pool
 * @func:		called for each
 * @data:		for it
 *
 * Context: any; @func must not sleep. Row B9.
 */
void gen_pool_for_each_chunk(struct gen_pool *pool,
			     void (*func)(struct gen_pool *pool, struct gen_pool_chunk *chunk, void *data),
			     void *data)
{
	struct gen_pool_chunk *chunk;

	rcu_read_lock();
	list_for_each_entry_rcu(chunk, &pool->chunks, next_chunk)
		func(pool, chunk, data);
	rcu_read_unlock();
}
EXPORT_SYMBOL(gen_pool_for_each_chunk);

/**
 * gen_pool_has_addr - are these addresses in one range of a pool?
 * @pool:		the pool
 * @start:	the first
 * @size:		bytes
 *
 * Context: any.
 * Return: true if all are. Row B9.
 */
bool gen_pool_has_addr(struct gen_pool *pool, unsigned long start, size_t size)
{
	struct gen_pool_chunk *chunk;
	bool found;

	rcu_read_lock();
	chunk = chunk_of(pool, start);
	found = chunk && start + size - 1 <= chunk->end_addr;
	rcu_read_unlock();
	return found;
}
EXPORT_SYMBOL(gen_pool_has_addr);

static void avail_add(struct gen_pool *pool, struct gen_pool_chunk *chunk, void *sum)
{
	*(size_t *)sum += atomic_long_read(&chunk->avail);
}

static void bytes_add(struct gen_pool *pool, struct gen_pool_chunk *chunk, void *sum)
{
	*(size_t *)sum += chunk_size(chunk);
}

/**
 * gen_pool_avail - bytes that are free
 * @pool:		the pool
 *
 * Context: any.
 * Return: bytes, of all ranges together. Row B9.
 */
size_t gen_pool_avail(struct gen_pool *pool)
{
	size_t sum = 0;

	gen_pool_for_each_chunk(pool, avail_add, &sum);
	return sum;
}
EXPORT_SYMBOL_GPL(gen_pool_avail);

/**
 * gen_pool_size - bytes of a pool
 * @pool:		the pool
 *
 * Context: any.
 * Return: bytes, of all ranges together. Row B9.
 */
size_t gen_pool_size(struct gen_pool *pool)
{
	size_t sum = 0;

	gen_pool_for_each_chunk(pool, bytes_add, &sum);
	return sum;
}
EXPORT_SYMBOL_GPL(gen_pool_size);

/**
 * gen_pool_set_algo - how a pool finds room from now on
 * @pool:		the pool
 * @algo:		the algorithm; NULL: gen_pool_first_fit()
 * @data:		for it
 *
 * Context: any; nobody else uses the pool meanwhile. Row B9.
 */
void gen_pool_set_algo(struct gen_pool *pool, genpool_algo_t algo, void *data)
{
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	pool->algo = algo ? algo : gen_pool_first_fit;
	pool->data = data;
	spin_unlock_irqrestore(&pool->lock, flags);
}
EXPORT_SYMBOL(gen_pool_set_algo);

/* ---- a device's ---- */

static void devm_pool_release(struct device *dev, void *res)
{
	gen_pool_destroy(*(struct gen_pool **)res);
}

static bool names_agree(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static int devm_pool_match(struct device *dev, void *res, void *name)
{
	return names_agree((*(struct gen_pool **)res)->name, name);
}

/**
 * gen_pool_get - the pool that devm_gen_pool_create() made for a device
 * @dev:		the device
 * @name:		as given there; NULL: the one without a name
 *
 * Context: may sleep.
 * Return: the pool or NULL. Row B9.
 */
struct gen_pool *gen_pool_get(struct device *dev, const char *name)
{
	struct gen_pool **res = devres_find(dev, devm_pool_release, devm_pool_match, (void *)name);

	return res ? *res : NULL;
}
EXPORT_SYMBOL_GPL(gen_pool_get);

/**
 * devm_gen_pool_create - a pool that goes with a device
 * @dev:		the device
 * @min_alloc_order:	log2 of the smallest piece, bytes
 * @nid:		node for its own data, or NUMA_NO_NODE
 * @name:		to find it by, or NULL
 *
 * Context: may sleep.
 * Return: the pool; ERR_PTR(-EINVAL) if the device has one of that name, ERR_PTR(-ENOMEM). Row B9.
 */
struct gen_pool *devm_gen_pool_create(struct device *dev, int min_alloc_order, int nid,
				      const char *name)
{
	struct gen_pool **res, *pool;
	const char *copy = NULL;

	if (gen_pool_get(dev, name))
		return ERR_PTR(-EINVAL);
	if (name) {
		copy = kstrdup_const(name, GFP_KERNEL);
		if (!copy)
			return ERR_PTR(-ENOMEM);
	}
	res = devres_alloc(devm_pool_release, sizeof(*res), GFP_KERNEL);
	pool = res ? gen_pool_create(min_alloc_order, nid) : NULL;
	if (!pool) {
		devres_free(res);
		kfree_const(copy);
		return ERR_PTR(-ENOMEM);
	}
	*res = pool;
	pool->name = copy;
	devres_add(dev, res);
	return pool;
}
EXPORT_SYMBOL(devm_gen_pool_create);
