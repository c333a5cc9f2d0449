/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/getorder.h - the smallest block order that holds a size
 */
#ifndef _ASM_GENERIC_GETORDER_H
#define _ASM_GENERIC_GETORDER_H

/**
 * get_order - smallest order with PAGE_SIZE << order >= size
 * @size: bytes
 *
 * Context: any.
 * Return: the order; for 0, which has none, BITS_PER_LONG - PAGE_SHIFT.
 */
static inline __attribute__((const, always_inline)) int get_order(unsigned long size)
{
	if (!size)
		return 8 * sizeof(long) - PAGE_SHIFT;
	size = (size - 1) >> PAGE_SHIFT;
	return size ? 8 * (int)sizeof(long) - __builtin_clzl(size) : 0;
}

#endif /* _ASM_GENERIC_GETORDER_H */
