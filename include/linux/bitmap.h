/* SPDX-License-Identifier: MIT */
/*
 * linux/bitmap.h - operations on whole bitmaps
 *
 * Lengths are in bits. Bits of the last word above the length are not cared for when read, and
 * may be written. Not atomic. A bitmap of at most one word is handled in place.
 */
#ifndef _LINUX_BITMAP_H
#define _LINUX_BITMAP_H

#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/find.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/types.h>

struct device;

#define DECLARE_BITMAP(name, bits)	unsigned long name[BITS_TO_LONGS(bits)]

#define BITMAP_FIRST_WORD_MASK(start)	(~0UL << ((start) & (BITS_PER_LONG - 1)))
#define BITMAP_LAST_WORD_MASK(nbits)	(~0UL >> (-(nbits) & (BITS_PER_LONG - 1)))
#define bitmap_size(nbits)		(ALIGN(nbits, BITS_PER_LONG) / BITS_PER_BYTE)

bool __bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits);
bool __bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int nbits);
bool __bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int nbits);
bool __bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits);
bool __bitmap_andnot(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		     unsigned int nbits);
unsigned int __bitmap_weight(const unsigned long *src, unsigned int nbits);

/**
 * bitmap_alloc - allocate a bitmap, not cleared
 * @nbits:	bits
 * @flags:	what the allocator may do
 *
 * Context: any that @flags allows.
 * Return: the bitmap, for bitmap_free(), or NULL.
 */
unsigned long *bitmap_alloc(unsigned int nbits, gfp_t flags);
unsigned long *bitmap_zalloc(unsigned int nbits, gfp_t flags);
unsigned long *bitmap_alloc_node(unsigned int nbits, gfp_t flags, int node);
unsigned long *bitmap_zalloc_node(unsigned int nbits, gfp_t flags, int node);
void bitmap_free(const unsigned long *bitmap);

static inline void bitmap_zero(unsigned long *dst, unsigned int nbits)
{
	memset(dst, 0, BITS_TO_LONGS(nbits) * sizeof(unsigned long));
}

static inline void bitmap_fill(unsigned long *dst, unsigned int nbits)
{
	memset(dst, 0xff, BITS_TO_LONGS(nbits) * sizeof(unsigned long));
}

static inline void bitmap_copy(unsigned long *dst, const unsigned long *src, unsigned int nbits)
{
	memcpy(dst, src, BITS_TO_LONGS(nbits) * sizeof(unsigned long));
}

/** bitmap_copy_clear_tail - copy, and clear the last word's bits above @nbits */
static inline void bitmap_copy_clear_tail(unsigned long *dst, const unsigned long *src,
					  unsigned int nbits)
{
	bitmap_copy(dst, src, nbits);
	if (nbits % BITS_PER_LONG)
		dst[nbits / BITS_PER_LONG] &= BITMAP_LAST_WORD_MASK(nbits);
}

/** bitmap_and - @dst = @a & @b; true if a bit is left */
static inline bool bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
			      unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return (*dst = *a & *b & BITMAP_LAST_WORD_MASK(nbits)) != 0;
	return __bitmap_and(dst, a, b, nbits);
}

static inline bool bitmap_andnot(unsigned long *dst, const unsigned long *a,
				 const unsigned long *b, unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return (*dst = *a & ~*b & BITMAP_LAST_WORD_MASK(nbits)) != 0;
	return __bitmap_andnot(dst, a, b, nbits);
}

void bitmap_or(unsigned long *dst, const unsigned long *a, const unsigned long *b,
	       unsigned int nbits);
void bitmap_xor(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		unsigned int nbits);
void bitmap_complement(unsigned long *dst, const unsigned long *src, unsigned int nbits);

/**
 * bitmap_replace - take some bits of one bitmap and the rest of another
 * @dst:	receives them; may be one of the others
 * @old:	taken where @mask is clear
 * @new:	taken where @mask is set
 * @mask:	which
 * @nbits:	bits; those behind them in the last word are undefined
 *
 * Context: any; not atomic.
 */
void bitmap_replace(unsigned long *dst, const unsigned long *old, const unsigned long *new,
		    const unsigned long *mask, unsigned int nbits);

static inline bool bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return !((*a ^ *b) & BITMAP_LAST_WORD_MASK(nbits));
	return __bitmap_equal(a, b, nbits);
}

static inline bool bitmap_intersects(const unsigned long *a, const unsigned long *b,
				     unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return ((*a & *b) & BITMAP_LAST_WORD_MASK(nbits)) != 0;
	return __bitmap_intersects(a, b, nbits);
}

/** bitmap_subset - is every bit of @a set in @b? */
static inline bool bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return !((*a & ~*b) & BITMAP_LAST_WORD_MASK(nbits));
	return __bitmap_subset(a, b, nbits);
}

static inline bool bitmap_empty(const unsigned long *src, unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return !(*src & BITMAP_LAST_WORD_MASK(nbits));
	return find_first_bit(src, nbits) >= nbits;
}

static inline bool bitmap_full(const unsigned long *src, unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return !(~*src & BITMAP_LAST_WORD_MASK(nbits));
	return find_first_zero_bit(src, nbits) >= nbits;
}

/** bitmap_weight - how many bits are set */
static __always_inline unsigned int bitmap_weight(const unsigned long *src, unsigned int nbits)
{
	if (small_const_nbits(nbits))
		return hweight_long(*src & BITMAP_LAST_WORD_MASK(nbits));
	return __bitmap_weight(src, nbits);
}

/**
 * bitmap_set - set a run of bits
 * @map:	the bitmap
 * @start:	the first
 * @nbits:	how many
 *
 * Context: any; not atomic.
 */
void bitmap_set(unsigned long *map, unsigned int start, unsigned int nbits);
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int nbits);

void bitmap_shift_right(unsigned long *dst, const unsigned long *src, unsigned int shift,
			unsigned int nbits);
void bitmap_shift_left(unsigned long *dst, const unsigned long *src, unsigned int shift,
		       unsigned int nbits);

/**
 * bitmap_find_next_zero_area_off - find a run of clear bits
 * @map:		the bitmap
 * @size:		its bits
 * @start:		where to begin to look
 * @nr:			length of the run
 * @align_mask:		the run begins at a multiple of @align_mask + 1, less @align_offset
 * @align_offset:	see there
 *
 * Context: any; the caller keeps others from the bitmap.
 * Return: its first bit, or a number above @size if there is none.
 */
unsigned long bitmap_find_next_zero_area_off(unsigned long *map, unsigned long size,
					     unsigned long start, unsigned int nr,
					     unsigned long align_mask, unsigned long align_offset);

static inline unsigned long bitmap_find_next_zero_area(unsigned long *map, unsigned long size,
						       unsigned long start, unsigned int nr,
						       unsigned long align_mask)
{
	return bitmap_find_next_zero_area_off(map, size, start, nr, align_mask, 0);
}

/**
 * bitmap_find_free_region - find and set an aligned run of clear bits
 * @bitmap:	the bitmap
 * @bits:	its bits
 * @order:	the length is 1 << @order bits, and the run begins at a multiple of it
 *
 * Context: any; not atomic.
 * Return: the first bit, or -ENOMEM.
 */
int bitmap_find_free_region(unsigned long *bitmap, unsigned int bits, int order);
void bitmap_release_region(unsigned long *bitmap, unsigned int pos, int order);

/**
 * bitmap_allocate_region - set a run of clear bits, or none
 * @bitmap:	the bitmap
 * @pos:	the first bit, a multiple of the length
 * @order:	the length is 1 << @order bits
 *
 * Context: any; not atomic.
 * Return: 0; -EBUSY if a bit of it is set.
 */
int bitmap_allocate_region(unsigned long *bitmap, unsigned int pos, int order);

/**
 * bitmap_parselist - read a list of bits, as "0-3,8,10-20:2/4"
 * @buf:	the list
 * @dst:	receives the bits
 * @nbits:	bits of the bitmap
 *
 * Context: any.
 * Return: 0; -EINVAL if it is no list; -ERANGE for a bit beyond @nbits. After an error @dst may
 * have some of the bits.
 */
int bitmap_parselist(const char *buf, unsigned long *dst, int nbits);

/**
 * bitmap_print_to_pagebuf - write a bitmap, with a newline
 * @list:	as a list of ranges; else in hexadecimal
 * @buf:	where to; cut at the end of its page
 * @mask:	the bitmap
 * @nbits:	its bits
 *
 * Context: any.
 * Return: bytes written, without the NUL.
 */
int bitmap_print_to_pagebuf(bool list, char *buf, const unsigned long *mask, int nbits);

static inline void bitmap_from_u64(unsigned long *dst, u64 mask)
{
	dst[0] = mask;
}

static inline void bitmap_from_arr32(unsigned long *dst, const u32 *buf, unsigned int nbits)
{
	unsigned int i;

	bitmap_zero(dst, nbits);
	for (i = 0; i < BITS_TO_U32(nbits); i++)
		dst[i / 2] |= (unsigned long)buf[i] << (i % 2 * 32);
}

static inline void bitmap_to_arr32(u32 *buf, const unsigned long *src, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_U32(nbits); i++)
		buf[i] = src[i / 2] >> (i % 2 * 32);
	if (nbits % 32)
		buf[i - 1] &= U32_MAX >> (-nbits % 32);
}

/** bitmap_get_value8 - the 8 bits from @start, a multiple of 8 */
static inline unsigned long bitmap_get_value8(const unsigned long *map, unsigned long start)
{
	return (map[BIT_WORD(start)] >> (start % BITS_PER_LONG)) & 0xff;
}

static inline void bitmap_set_value8(unsigned long *map, unsigned long value, unsigned long start)
{
	unsigned long *word = &map[BIT_WORD(start)];
	unsigned long offset = start % BITS_PER_LONG;

	*word = (*word & ~(0xffUL << offset)) | value << offset;
}

#endif /* _LINUX_BITMAP_H */
