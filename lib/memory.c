// SPDX-License-Identifier: MIT
/*
 * lib/memory.c - blocks of memory: search, fill
 *
 * memcpy, memmove, memset and memcmp are not here: compilers emit calls to them, so the port
 * (or its C library) supplies them.
 */
#include <linux/export.h>
#include <linux/string.h>

void *memscan(void *s, int c, size_t n)
{
	unsigned char *p = s;

	while (n-- && *p != (unsigned char)c)
		p++;
	return p;
}
EXPORT_SYMBOL(memscan);

/**
 * memchr - find a byte
 * @s:		the memory
 * @c:		the byte
 * @n:		bytes to look at
 *
 * Context: any.
 * Return: the first @c, or NULL.
 */
void *memchr(const void *s, int c, size_t n)
{
	unsigned char *p = memscan((void *)s, c, n);

	return p < (unsigned char *)s + n ? p : NULL;
}
EXPORT_SYMBOL(memchr);

/* A word at a time while words match: poison checks walk whole objects with it. */
void *memchr_inv(const void *s, int c, size_t n)
{
	const unsigned char *p = s, *end = p + n;
	unsigned long pattern = (~0UL / 0xff) * (unsigned char)c;

	while (p < end && (unsigned long)p % sizeof(long)) {
		if (*p != (unsigned char)c)
			return (void *)p;
		p++;
	}
	while (end - p >= (long)sizeof(long) && *(const unsigned long *)p == pattern)
		p += sizeof(long);
	for (; p < end; p++)
		if (*p != (unsigned char)c)
			return (void *)p;
	return NULL;
}
EXPORT_SYMBOL(memchr_inv);

/**
 * memset16 - fill memory with 16-bit values
 * @s:		the memory
 * @v:		the value
 * @count:	values, not bytes
 *
 * Context: any.
 * Return: @s.
 */
void *memset16(uint16_t *s, uint16_t v, size_t count)
{
	for (size_t i = 0; i < count; i++)
		s[i] = v;
	return s;
}
EXPORT_SYMBOL(memset16);

/**
 * memset32 - fill memory with 32-bit values
 * @s:		the memory
 * @v:		the value
 * @count:	values, not bytes
 *
 * Context: any.
 * Return: @s.
 */
void *memset32(uint32_t *s, uint32_t v, size_t count)
{
	for (size_t i = 0; i < count; i++)
		s[i] = v;
	return s;
}
EXPORT_SYMBOL(memset32);

/**
 * memset64 - fill memory with 64-bit values
 * @s:		the memory
 * @v:		the value
 * @count:	values, not bytes
 *
 * Context: any.
 * Return: @s.
 */
void *memset64(uint64_t *s, uint64_t v, size_t count)
{
	for (size_t i = 0; i < count; i++)
		s[i] = v;
	return s;
}
EXPORT_SYMBOL(memset64);

void memzero_explicit(void *s, size_t count)
{
	memset(s, 0, count);
	barrier_data(s);
}
EXPORT_SYMBOL(memzero_explicit);
