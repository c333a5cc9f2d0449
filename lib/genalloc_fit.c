// SPDX-License-Identifier: MIT
/*
 * lib/genalloc_fit.c - where pools of addresses find room: the algorithms (row B9)
 *
 * Locking    the pool's lock is held. Any context.
 * Linux      same results as 6.1.
 */
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/genalloc.h>
#include <linux/limits.h>
#include <linux/math.h>
#include <linux/log2.h>

/**
 * gen_pool_first_fit - the first room that is large enough
 * @map:		bitmap
 * @size:		bits
 * @start:	first bit to look at
 * @nr:		bits wanted
 * @data:		not used
 * @pool:		the pool
 * @start_addr:	address of the first bit
 *
 * Context: any, with the pool's lock held.
 * Return: the first bit of the room; @size or more if there is none. Row B9.
 */
unsigned long gen_pool_first_fit(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr,
				 void *data, struct gen_pool *pool, unsigned long start_addr)
{
	return bitmap_find_next_zero_area(map, size, start, nr, 0);
}
EXPORT_SYMBOL(gen_pool_first_fit);

/**
 * gen_pool_first_fit_align - the first at an aligned address
 * @map:		bitmap
 * @size:		bits
 * @start:	first bit to look at
 * @nr:		bits wanted
 * @data:		struct genpool_data_align
 * @pool:		the pool
 * @start_addr:	address of the first bit
 *
 * Context: any, with the pool's lock held.
 * Return: the first bit of the room; @size or more if there is none. Row B9.
 */
unsigned long gen_pool_first_fit_align(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr,
				 void *data, struct gen_pool *pool, unsigned long start_addr)
{
	const struct genpool_data_align *want = data;
	int order = pool->min_alloc_order;
	unsigned long mask = DIV_ROUND_UP((unsigned long)want->align, 1UL << order) - 1;
	unsigned long off = (start_addr & (want->align - 1)) >> order;

	return bitmap_find_next_zero_area_off(map, size, start, nr, mask, off);
}
EXPORT_SYMBOL(gen_pool_first_fit_align);

/**
 * gen_pool_first_fit_order_align - the first at a place aligned to the size, rounded up to a power of two
 * @map:		bitmap
 * @size:		bits
 * @start:	first bit to look at
 * @nr:		bits wanted
 * @data:		not used
 * @pool:		the pool
 * @start_addr:	address of the first bit
 *
 * Context: any, with the pool's lock held.
 * Return: the first bit of the room; @size or more if there is none. Row B9.
 */
unsigned long gen_pool_first_fit_order_align(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr,
				 void *data, struct gen_pool *pool, unsigned long start_addr)
{
	return bitmap_find_next_zero_area(map, size, start, nr, roundup_pow_of_two(nr) - 1);
}
EXPORT_SYMBOL(gen_pool_first_fit_order_align);

/**
 * gen_pool_fixed_alloc - exactly there, or nowhere
 * @map:		bitmap
 * @size:		bits
 * @start:	first bit to look at
 * @nr:		bits wanted
 * @data:		struct genpool_data_fixed
 * @pool:		the pool
 * @start_addr:	address of the first bit
 *
 * Context: any, with the pool's lock held.
 * Return: the first bit of the room; @size or more if there is none. Row B9.
 */
unsigned long gen_pool_fixed_alloc(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr,
				 void *data, struct gen_pool *pool, unsigned long start_addr)
{
	const struct genpool_data_fixed *want = data;
	unsigned long bit = want->offset >> pool->min_alloc_order;

	if (WARN_ON(want->offset & ((1UL << pool->min_alloc_order) - 1)))
		return size;
	return bitmap_find_next_zero_area(map, size, start + bit, nr, 0) == bit ? bit : size;
}
EXPORT_SYMBOL(gen_pool_fixed_alloc);

/**
 * gen_pool_best_fit - the smallest room that is large enough
 * @map:		bitmap
 * @size:		bits
 * @start:	first bit to look at
 * @nr:		bits wanted
 * @data:		not used
 * @pool:		the pool
 * @start_addr:	address of the first bit
 *
 * Context: any, with the pool's lock held.
 * Return: the first bit of the room; @size or more if there is none. Row B9.
 */
unsigned long gen_pool_best_fit(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr,
				 void *data, struct gen_pool *pool, unsigned long start_addr)
{
	unsigned long best = size, best_len = ULONG_MAX, at, end;

	for (at = find_next_zero_bit(map, size, start); at < size; at = find_next_zero_bit(map, size, end)) {
		end = find_next_bit(map, size, at);
		if (end - at >= nr && end - at < best_len) {
			best = at;
			best_len = end - at;
		}
	}
	return best;
}
EXPORT_SYMBOL(gen_pool_best_fit);
