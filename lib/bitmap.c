// SPDX-License-Identifier: MIT
/* lib/bitmap.c - operations on whole bitmaps: see linux/bitmap.h for the rules */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <asm/page.h>

/* Every word of the map, the last one masked: true if f(a, b) is 0 in all of them. */
#define ALL_ZERO(nbits, WORD)							\
({										\
	unsigned int i, __full = (nbits) / BITS_PER_LONG;			\
	unsigned long __rest = 0;						\
	for (i = 0; i < __full && !__rest; i++)					\
		__rest = (WORD);						\
	if (!__rest && (nbits) % BITS_PER_LONG)					\
		__rest = (WORD) & BITMAP_LAST_WORD_MASK(nbits);			\
	!__rest;								\
})

bool __bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return ALL_ZERO(nbits, a[i] ^ b[i]);
}
EXPORT_SYMBOL(__bitmap_equal);

bool __bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return ALL_ZERO(nbits, a[i] & ~b[i]);
}
EXPORT_SYMBOL(__bitmap_subset);

bool __bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return !ALL_ZERO(nbits, a[i] & b[i]);
}
EXPORT_SYMBOL(__bitmap_intersects);

/* dst = WORD for every word, the last one masked; the OR of all of them. */
#define COMBINE_MASKED(dst, nbits, WORD)					\
({										\
	unsigned int i, __full = (nbits) / BITS_PER_LONG;			\
	unsigned long __any = 0;						\
	for (i = 0; i < __full; i++)						\
		__any |= (dst)[i] = (WORD);					\
	if ((nbits) % BITS_PER_LONG)						\
		__any |= (dst)[i] = (WORD) & BITMAP_LAST_WORD_MASK(nbits);	\
	__any != 0;								\
})

bool __bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	return COMBINE_MASKED(dst, nbits, a[i] & b[i]);
}
EXPORT_SYMBOL(__bitmap_and);

bool __bitmap_andnot(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		     unsigned int nbits)
{
	return COMBINE_MASKED(dst, nbits, a[i] & ~b[i]);
}
EXPORT_SYMBOL(__bitmap_andnot);

/**
 * bitmap_or - the bits of either bitmap
 * @dst:	receives them; may be one of the others
 * @a:		one
 * @b:		the other
 * @nbits:	bits; those behind them in the last word are undefined
 *
 * Context: any; not atomic.
 */
void bitmap_or(unsigned long *dst, const unsigned long *a, const unsigned long *b,
	       unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = a[i] | b[i];
}
EXPORT_SYMBOL(bitmap_or);

/**
 * bitmap_xor - the bits of just one of two bitmaps
 * @dst:	receives them; may be one of the others
 * @a:		one
 * @b:		the other
 * @nbits:	bits; those behind them in the last word are undefined
 *
 * Context: any; not atomic.
 */
void bitmap_xor(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = a[i] ^ b[i];
}
EXPORT_SYMBOL(bitmap_xor);

/**
 * bitmap_complement - the bits that a bitmap lacks
 * @dst:	receives them; may be @src
 * @src:	the bitmap
 * @nbits:	bits; those behind them in the last word are undefined
 *
 * Context: any; not atomic.
 */
void bitmap_complement(unsigned long *dst, const unsigned long *src, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = ~src[i];
}
EXPORT_SYMBOL(bitmap_complement);

void bitmap_replace(unsigned long *dst, const unsigned long *old, const unsigned long *new,
		    const unsigned long *mask, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = (old[i] & ~mask[i]) | (new[i] & mask[i]);
}
EXPORT_SYMBOL(bitmap_replace);

unsigned int __bitmap_weight(const unsigned long *src, unsigned int nbits)
{
	unsigned int i, weight = 0;

	for (i = 0; i < nbits / BITS_PER_LONG; i++)
		weight += hweight_long(src[i]);
	if (nbits % BITS_PER_LONG)
		weight += hweight_long(src[i] & BITMAP_LAST_WORD_MASK(nbits));
	return weight;
}
EXPORT_SYMBOL(__bitmap_weight);

/* Bits @start up to the end of the run, or of the word, whichever is first. */
static unsigned long run_mask(unsigned int start, unsigned int nbits)
{
	unsigned int from = start % BITS_PER_LONG;
	unsigned long mask = ~0UL << from;

	return from + nbits < BITS_PER_LONG ? mask & ~(~0UL << (from + nbits)) : mask;
}

void bitmap_set(unsigned long *map, unsigned int start, unsigned int nbits)
{
	while (nbits) {
		unsigned int run = min(nbits, BITS_PER_LONG - start % (unsigned int)BITS_PER_LONG);

		map[BIT_WORD(start)] |= run_mask(start, nbits);
		start += run;
		nbits -= run;
	}
}
EXPORT_SYMBOL(bitmap_set);

/**
 * bitmap_clear - clear a run of bits
 * @map:	the bitmap
 * @start:	the first
 * @nbits:	how many
 *
 * Context: any; not atomic.
 */
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int nbits)
{
	while (nbits) {
		unsigned int run = min(nbits, BITS_PER_LONG - start % (unsigned int)BITS_PER_LONG);

		map[BIT_WORD(start)] &= ~run_mask(start, nbits);
		start += run;
		nbits -= run;
	}
}
EXPORT_SYMBOL(bitmap_clear);

/**
 * bitmap_shift_right - move bits towards bit 0
 * @dst:	receives them; may be @src
 * @src:	the bitmap
 * @shift:	by how many places; zeros follow
 * @nbits:	bits of the bitmap
 *
 * Context: any; not atomic.
 */
void bitmap_shift_right(unsigned long *dst, const unsigned long *src, unsigned int shift,
			unsigned int nbits)
{
	unsigned int words = BITS_TO_LONGS(nbits), skip = shift / BITS_PER_LONG;
	unsigned int bits = shift % BITS_PER_LONG, i;
	unsigned long last = BITMAP_LAST_WORD_MASK(nbits);

	for (i = 0; i + skip < words; i++) {
		unsigned long low = src[i + skip], high = 0;

		if (i + skip == words - 1)
			low &= last;
		else if (bits)
			high = src[i + skip + 1] & (i + skip + 1 == words - 1 ? last : ~0UL);
		dst[i] = low >> bits | (bits ? high << (BITS_PER_LONG - bits) : 0);
	}
	for (; i < words; i++)
		dst[i] = 0;
}
EXPORT_SYMBOL(bitmap_shift_right);

/**
 * bitmap_shift_left - move bits away from bit 0
 * @dst:	receives them; may be @src
 * @src:	the bitmap
 * @shift:	by how many places; zeros follow
 * @nbits:	bits of the bitmap
 *
 * Context: any; not atomic.
 */
void bitmap_shift_left(unsigned long *dst, const unsigned long *src, unsigned int shift,
		       unsigned int nbits)
{
	unsigned int words = BITS_TO_LONGS(nbits), skip = shift / BITS_PER_LONG;
	unsigned int bits = shift % BITS_PER_LONG, i;

	for (i = words; i-- > skip;) {
		unsigned long low = bits && i > skip ? src[i - skip - 1] >> (BITS_PER_LONG - bits) : 0;

		dst[i] = src[i - skip] << bits | low;
	}
	for (i = 0; i < min(skip, words); i++)
		dst[i] = 0;
}
EXPORT_SYMBOL(bitmap_shift_left);

unsigned long bitmap_find_next_zero_area_off(unsigned long *map, unsigned long size,
					     unsigned long start, unsigned int nr,
					     unsigned long align_mask, unsigned long align_offset)
{
	for (;;) {
		unsigned long index = find_next_zero_bit(map, size, start), end, bit;

		index = __ALIGN_MASK(index + align_offset, align_mask) - align_offset;
		end = index + nr;
		if (end > size)
			return end;
		bit = find_next_bit(map, end, index);
		if (bit >= end)
			return index;
		start = bit + 1;
	}
}
EXPORT_SYMBOL(bitmap_find_next_zero_area_off);

int bitmap_allocate_region(unsigned long *bitmap, unsigned int pos, int order)
{
	unsigned int len = 1U << order;

	if (find_next_bit(bitmap, pos + len, pos) < pos + len)
		return -EBUSY;
	bitmap_set(bitmap, pos, len);
	return 0;
}
EXPORT_SYMBOL(bitmap_allocate_region);

/**
 * bitmap_release_region - clear a run that bitmap_allocate_region() set
 * @bitmap:	the bitmap
 * @pos:	the first bit
 * @order:	the length is 1 << @order bits
 *
 * Context: any; not atomic.
 */
void bitmap_release_region(unsigned long *bitmap, unsigned int pos, int order)
{
	bitmap_clear(bitmap, pos, 1U << order);
}
EXPORT_SYMBOL(bitmap_release_region);

int bitmap_find_free_region(unsigned long *bitmap, unsigned int bits, int order)
{
	unsigned int pos, len = 1U << order;

	for (pos = 0; pos + len <= bits; pos += len)
		if (!bitmap_allocate_region(bitmap, pos, order))
			return pos;
	return -ENOMEM;
}
EXPORT_SYMBOL(bitmap_find_free_region);

/* ---- as text ---- */

static const char *parse_number(const char *s, unsigned int *n)
{
	char *end;

	if (!isdigit(*s))
		return NULL;
	*n = simple_strtoul(s, &end, 10);
	return end;
}

/* One "first[-last[:used/group]]"; what follows it, or NULL. */
static const char *parse_range(const char *s, unsigned int *first, unsigned int *last,
			       unsigned int *used, unsigned int *group)
{
	s = parse_number(s, first);
	if (!s)
		return NULL;
	*last = *first;
	*used = *group = 1;
	if (*s != '-')
		return s;
	s = parse_number(s + 1, last);
	if (!s || *s != ':')
		return s;
	s = parse_number(s + 1, used);
	if (!s || *s != '/')
		return NULL;
	return parse_number(s + 1, group);
}

int bitmap_parselist(const char *buf, unsigned long *dst, int nbits)
{
	bitmap_zero(dst, nbits);
	for (buf += strspn(buf, ", \n\t"); *buf; buf += strspn(buf, ", \n\t")) {
		unsigned int first, last, used, group, bit;

		buf = parse_range(buf, &first, &last, &used, &group);
		if (!buf || first > last || group == 0 || used > group)
			return -EINVAL;
		if (*buf && !strchr(", \n\t", *buf))
			return -EINVAL;
		if (last >= (unsigned int)nbits)
			return -ERANGE;
		for (bit = first; bit <= last; bit++)
			if ((bit - first) % group < used)
				__set_bit(bit, dst);
	}
	return 0;
}
EXPORT_SYMBOL(bitmap_parselist);

int bitmap_print_to_pagebuf(bool list, char *buf, const unsigned long *mask, int nbits)
{
	size_t room = PAGE_SIZE - ((unsigned long)buf & ~PAGE_MASK);

	return list ? scnprintf(buf, room, "%*pbl\n", nbits, mask)
		    : scnprintf(buf, room, "%*pb\n", nbits, mask);
}
EXPORT_SYMBOL(bitmap_print_to_pagebuf);

/* ---- allocated ---- */

unsigned long *bitmap_alloc(unsigned int nbits, gfp_t flags)
{
	return kmalloc_array(BITS_TO_LONGS(nbits), sizeof(unsigned long), flags);
}
EXPORT_SYMBOL(bitmap_alloc);

/**
 * bitmap_zalloc - allocate a bitmap of zeros
 * @nbits:	bits
 * @flags:	what the allocator may do
 *
 * Context: any that @flags allows.
 * Return: the bitmap, for bitmap_free(), or NULL.
 */
unsigned long *bitmap_zalloc(unsigned int nbits, gfp_t flags)
{
	return bitmap_alloc(nbits, flags | __GFP_ZERO);
}
EXPORT_SYMBOL(bitmap_zalloc);

/**
 * bitmap_alloc_node - bitmap_alloc() near a node
 * @nbits:	bits
 * @flags:	what the allocator may do
 * @node:	node to prefer, or NUMA_NO_NODE
 *
 * Context: any that @flags allows.
 * Return: the bitmap, for bitmap_free(), or NULL.
 */
unsigned long *bitmap_alloc_node(unsigned int nbits, gfp_t flags, int node)
{
	return kmalloc_array_node(BITS_TO_LONGS(nbits), sizeof(unsigned long), flags, node);
}
EXPORT_SYMBOL(bitmap_alloc_node);

/**
 * bitmap_zalloc_node - bitmap_zalloc() near a node
 * @nbits:	bits
 * @flags:	what the allocator may do
 * @node:	node to prefer, or NUMA_NO_NODE
 *
 * Context: any that @flags allows.
 * Return: the bitmap, for bitmap_free(), or NULL.
 */
unsigned long *bitmap_zalloc_node(unsigned int nbits, gfp_t flags, int node)
{
	return bitmap_alloc_node(nbits, flags | __GFP_ZERO, node);
}
EXPORT_SYMBOL(bitmap_zalloc_node);

/**
 * bitmap_free - free a bitmap
 * @bitmap:	from bitmap_alloc() and its like; NULL is safe
 *
 * Context: any.
 */
void bitmap_free(const unsigned long *bitmap)
{
	kfree(bitmap);
}
EXPORT_SYMBOL(bitmap_free);
