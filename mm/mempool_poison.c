// SPDX-License-Identifier: MIT
/*
 * mm/mempool_poison.c - elements of a mempool's reserve are nobody's: who touches one is found out
 *
 * With slub_debug=P, or slub_debug=P,mempool, they are filled with POISON_FREE and checked when
 * they leave. A memory checker hears of them in any case. Only of kinds whose size is known:
 * objects of a cache, kmalloc()'s, pages.
 * Linux      as 6.1 (CONFIG_SLUB_DEBUG_ON, KASAN); objects with a constructor are not filled, and each page of a
 *            block ends with POISON_END.
 */
#include <asm-generic/arch.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "mm/mempool_poison.h"
#include "mm/slab_debug.h"

#define SHOWN	8	/* bytes on either side of a wrong one */

bool mempool_poisons __read_mostly;

void __init mempool_poison_init(void)
{
	mempool_poisons = slab_debug_flags(0, "mempool") & SLAB_POISON;
}

static void report(const mempool_t *pool, const u8 *mem, size_t wrong, size_t size)
{
	size_t from = wrong > SHOWN ? wrong - SHOWN : 0, to = min(wrong + SHOWN, size);

	pr_err("BUG: mempool element poison mismatch\n");
	pr_err("Mempool %px size %zu\n", pool, size);
	pr_err(" nr=%d @ %px: %s%*ph%s\n", pool->curr_nr, mem, from ? "... " : "", (int)(to - from), mem + from,
	       to < size ? " ..." : "");
	dump_stack();
}

static void poison_fill(u8 *mem, size_t size)
{
	memset(mem, POISON_FREE, size - 1);
	mem[size - 1] = POISON_END;
}

static void poison_check(const mempool_t *pool, u8 *mem, size_t size)
{
	const u8 *wrong = memchr_inv(mem, POISON_FREE, size - 1);

	if (!wrong && mem[size - 1] != POISON_END)
		wrong = mem + size - 1;
	if (wrong)
		report(pool, mem, wrong - mem, size);
	memset(mem, POISON_INUSE, size);
}

/* Bytes of an element that is an object; 0: it is something else. */
static size_t object_bytes(const mempool_t *pool)
{
	if (pool->free == mempool_kfree)
		return (size_t)pool->pool_data;
	if (pool->free == mempool_free_slab)
		return kmem_cache_size(pool->pool_data);
	return 0;
}

static bool may_be_filled(const mempool_t *pool)
{
	return mempool_poisons &&
	       !(pool->free == mempool_free_slab && ((struct kmem_cache *)pool->pool_data)->ctor);
}

static void pages_fill(struct page *page, unsigned int order)
{
	for (unsigned int i = 0; i < 1U << order; i++) {
		void *mem = kmap_local_page(page + i);

		poison_fill(mem, PAGE_SIZE);
		kunmap_local(mem);
	}
}

static void pages_check(const mempool_t *pool, struct page *page, unsigned int order)
{
	for (unsigned int i = 0; i < 1U << order; i++) {
		void *mem = kmap_local_page(page + i);

		poison_check(pool, mem, PAGE_SIZE);
		kunmap_local(mem);
	}
}

void mempool_element_close(mempool_t *pool, void *element)
{
	size_t size = object_bytes(pool);

	if (size) {
		if (may_be_filled(pool))
			poison_fill(element, size);
		if (arch_memory_watched())
			arch_memory_close(element, size);
	} else if (pool->free == mempool_free_pages && mempool_poisons) {
		pages_fill(element, (long)pool->pool_data);
	}
}

void mempool_element_open(mempool_t *pool, void *element)
{
	size_t size = object_bytes(pool);

	if (size) {
		if (arch_memory_watched())
			arch_memory_open(element, size);
		if (may_be_filled(pool))
			poison_check(pool, element, size);
	} else if (pool->free == mempool_free_pages && mempool_poisons) {
		pages_check(pool, element, (long)pool->pool_data);
	}
}
