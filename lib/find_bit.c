// SPDX-License-Identifier: MIT
/*
 * lib/find_bit.c - find bits in bitmaps
 *
 * All searches are one: over the words of an expression of one or two bitmaps, for a bit that is set.
 */
#include <linux/export.h>
#include <linux/bitmap.h>
#include <linux/find.h>
#include <linux/math.h>
#include <linux/minmax.h>

/* The first bit from @offset that is set in WORD, an expression of the word's index i. */
#define FIND_NEXT(size, offset, WORD)						\
({										\
	unsigned long __size = (size), __at = (offset), __found = __size;	\
	if (__at < __size) {							\
		unsigned long i = __at / BITS_PER_LONG;				\
		unsigned long __word = (WORD) & BITMAP_FIRST_WORD_MASK(__at);	\
										\
		while (!__word && ++i * BITS_PER_LONG < __size)			\
			__word = (WORD);					\
		if (__word)							\
			__found = min(i * BITS_PER_LONG + __ffs(__word), __size); \
	}									\
	__found;								\
})

/**
 * find_next_bit - find a set bit
 * @addr:	the bitmap
 * @size:	its bits
 * @offset:	where to begin
 *
 * Context: any; takes no lock, so others may have changed what it saw.
 * Return: the bit, or @size if there is none.
 */
unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset)
{
	return FIND_NEXT(size, offset, READ_ONCE(addr[i]));
}
EXPORT_SYMBOL(find_next_bit);

/**
 * find_next_zero_bit - find a clear bit
 * @addr:	the bitmap
 * @size:	its bits
 * @offset:	where to begin
 *
 * Context: any; takes no lock, so others may have changed what it saw.
 * Return: the bit, or @size if there is none.
 */
unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset)
{
	return FIND_NEXT(size, offset, ~READ_ONCE(addr[i]));
}
EXPORT_SYMBOL(find_next_zero_bit);

/**
 * find_next_and_bit - find a bit that is set in both bitmaps
 * @addr1:	one
 * @addr2:	the other
 * @size:	their bits
 * @offset:	where to begin
 *
 * Context: any; takes no lock.
 * Return: the bit, or @size if there is none.
 */
unsigned long find_next_and_bit(const unsigned long *addr1, const unsigned long *addr2,
				unsigned long size, unsigned long offset)
{
	return FIND_NEXT(size, offset, READ_ONCE(addr1[i]) & READ_ONCE(addr2[i]));
}
EXPORT_SYMBOL(find_next_and_bit);

/**
 * find_next_andnot_bit - find a bit that is set in one bitmap and clear in another
 * @addr1:	where it is set
 * @addr2:	where it is clear
 * @size:	their bits
 * @offset:	where to begin
 *
 * Context: any; takes no lock.
 * Return: the bit, or @size if there is none.
 */
unsigned long find_next_andnot_bit(const unsigned long *addr1, const unsigned long *addr2,
				   unsigned long size, unsigned long offset)
{
	return FIND_NEXT(size, offset, READ_ONCE(addr1[i]) & ~READ_ONCE(addr2[i]));
}
EXPORT_SYMBOL(find_next_andnot_bit);

/**
 * find_last_bit - find the last set bit
 * @addr:	the bitmap
 * @size:	its bits
 *
 * Context: any; takes no lock.
 * Return: the bit, or @size if there is none.
 */
unsigned long find_last_bit(const unsigned long *addr, unsigned long size)
{
	unsigned long mask = BITMAP_LAST_WORD_MASK(size);
	unsigned long i = BITS_TO_LONGS(size);

	while (i--) {
		unsigned long word = READ_ONCE(addr[i]) & mask;

		if (word)
			return i * BITS_PER_LONG + __fls(word);
		mask = ~0UL;
	}
	return size;
}
EXPORT_SYMBOL(find_last_bit);

/**
 * find_nth_bit - find a set bit by its number among them
 * @addr:	the bitmap
 * @size:	its bits
 * @n:		0 for the first
 *
 * Context: any; takes no lock.
 * Return: the bit, or @size or above if there are not so many.
 */
unsigned long find_nth_bit(const unsigned long *addr, unsigned long size, unsigned long n)
{
	unsigned long bit;

	for_each_set_bit(bit, addr, size)
		if (n-- == 0)
			break;
	return bit;
}
EXPORT_SYMBOL(find_nth_bit);

/**
 * find_next_clump8 - find eight bits, aligned so, of which one is set
 * @clump:	receives them
 * @addr:	the bitmap
 * @size:	its bits
 * @offset:	where to begin
 *
 * Context: any; takes no lock.
 * Return: the first of the eight, or @size if there are none.
 */
unsigned long find_next_clump8(unsigned long *clump, const unsigned long *addr,
			       unsigned long size, unsigned long offset)
{
	offset = find_next_bit(addr, size, offset);
	if (offset == size)
		return size;
	offset = round_down(offset, 8);
	*clump = bitmap_get_value8(addr, offset);
	return offset;
}
EXPORT_SYMBOL(find_next_clump8);
