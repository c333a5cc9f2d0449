/* SPDX-License-Identifier: MIT */
/*
 * linux/string.h - strings and blocks of memory
 *
 * Names shared with C's library mean what they mean there. memcpy and its kin are the
 * compiler's, so that small constant sizes become moves. Any context, except those that
 * take gfp flags (they allocate: free with kfree()).
 */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/array_size.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/stdarg.h>
#include <linux/types.h>

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *s, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
#define memcpy(to, from, n)	__builtin_memcpy(to, from, n)
#define memmove(to, from, n)	__builtin_memmove(to, from, n)
#define memset(s, c, n)		__builtin_memset(s, c, n)
#define memcmp(a, b, n)		__builtin_memcmp(a, b, n)

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t count);
char *strcpy(char *dest, const char *src);
char *strncpy(char *dest, const char *src, size_t count);
char *stpcpy(char *dest, const char *src);
char *strcat(char *dest, const char *src);
char *strncat(char *dest, const char *src, size_t count);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t count);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t count);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *what);
char *strpbrk(const char *s, const char *accept);
char *strsep(char **s, const char *delimiters);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
void *memchr(const void *s, int c, size_t n);

/**
 * strchrnul - find a character or the end
 * @s:		the string
 * @c:		the character
 *
 * Context: any.
 * Return: the first @c, or the NUL.
 */
char *strchrnul(const char *s, int c);

/**
 * strnchrnul - strchrnul() within so many characters
 * @s:		the string
 * @count:	bytes, at most
 * @c:		the character
 *
 * Context: any.
 * Return: the first @c, or where the search ended.
 */
char *strnchrnul(const char *s, size_t count, int c);

/**
 * strnchr - strchr() within so many characters
 * @s:		the string
 * @count:	bytes, at most
 * @c:		the character
 *
 * Context: any.
 * Return: the first @c, or NULL.
 */
char *strnchr(const char *s, size_t count, int c);

/**
 * strnstr - strstr() within so many characters
 * @s:		the string
 * @what:	what to look for
 * @count:	bytes of @s, at most
 *
 * Context: any.
 * Return: where the first @what begins, or NULL.
 */
char *strnstr(const char *s, const char *what, size_t count);

/**
 * strlcpy - copy a string, cut to fit; prefer strscpy()
 * @dest:	the buffer
 * @src:	the string, read to its end
 * @size:	bytes of the buffer
 *
 * Context: any.
 * Return: the length of @src.
 */
size_t strlcpy(char *dest, const char *src, size_t size);

/**
 * strlcat - append a string, cut to fit
 * @dest:	the string
 * @src:	what to append
 * @size:	bytes of the whole buffer
 *
 * Context: any.
 * Return: the length it tried to make: @size or more if it was cut.
 */
size_t strlcat(char *dest, const char *src, size_t size);

/**
 * strscpy - copy a string into a buffer, always terminated
 * @dest:	the buffer
 * @src:	the string, read no further than @count bytes
 * @count:	bytes of the buffer
 *
 * Context: any.
 * Return: characters copied without the NUL, or -E2BIG if @src was cut (or @count is 0 or above
 * INT_MAX).
 */
ssize_t strscpy(char *dest, const char *src, size_t count);

/**
 * strscpy_pad - strscpy(), and the rest of the buffer is zeros
 * @dest:	the buffer
 * @src:	the string
 * @count:	bytes of the buffer
 *
 * Context: any.
 * Return: as strscpy().
 */
ssize_t strscpy_pad(char *dest, const char *src, size_t count);

/**
 * skip_spaces - pass over white space
 * @s:		the string
 *
 * Context: any.
 * Return: its first character that is not white space.
 */
char * __must_check skip_spaces(const char *s);

/**
 * strim - cut white space at both ends
 * @s:		the string; what is at its end is overwritten
 *
 * Context: any.
 * Return: where it begins after leading white space.
 */
char *strim(char *s);
static inline __must_check char *strstrip(char *s)
{
	return strim(s);
}

/**
 * strreplace - replace each of a character by another
 * @s:		the string
 * @old:	the character
 * @new:	the other
 *
 * Context: any.
 * Return: the end of @s, which is its NUL.
 */
char *strreplace(char *s, char old, char new);

/**
 * memscan - find a byte or the end
 * @s:		the memory
 * @c:		the byte
 * @n:		bytes to look at
 *
 * Context: any.
 * Return: the first @c, or the end of them.
 */
void *memscan(void *s, int c, size_t n);

/**
 * memchr_inv - find a byte that is not a given one, a word at a time
 * @s:		the memory
 * @c:		the byte
 * @n:		bytes to look at
 *
 * Context: any.
 * Return: the first that is not @c, or NULL.
 */
void *memchr_inv(const void *s, int c, size_t n);
void *memset16(uint16_t *s, uint16_t v, size_t count);
void *memset32(uint32_t *s, uint32_t v, size_t count);
void *memset64(uint64_t *s, uint64_t v, size_t count);
static inline void *memset_l(unsigned long *p, unsigned long v, size_t n)
{
	return memset64((uint64_t *)p, v, n);
}
static inline void *memset_p(void **p, void *v, size_t n)
{
	return memset64((uint64_t *)p, (unsigned long)v, n);
}

/**
 * memzero_explicit - zero memory even if nobody reads it again, as with keys
 * @s:		the memory
 * @count:	bytes
 *
 * Context: any.
 */
void memzero_explicit(void *s, size_t count);

/**
 * memcpy_and_pad - copy memory and fill what is left of the buffer
 * @dest:	the buffer
 * @dest_len:	its bytes
 * @src:	what to copy
 * @count:	bytes of it; those that don't fit are left out
 * @pad:	byte to fill with
 *
 * Context: any.
 */
void memcpy_and_pad(void *dest, size_t dest_len, const void *src, size_t count, int pad);

static inline void memcpy_flushcache(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}

/* Set the bytes of *obj after a member, or from a member on. */
#define memset_after(obj, v, member)						\
({										\
	u8 *__ptr = (u8 *)(obj);						\
	typeof(v) __val = (v);							\
	memset(__ptr + offsetofend(typeof(*(obj)), member), __val,		\
	       sizeof(*(obj)) - offsetofend(typeof(*(obj)), member));		\
})
#define memset_startat(obj, v, member)						\
({										\
	u8 *__ptr = (u8 *)(obj);						\
	typeof(v) __val = (v);							\
	memset(__ptr + offsetof(typeof(*(obj)), member), __val,			\
	       sizeof(*(obj)) - offsetof(typeof(*(obj)), member));		\
})

/**
 * sysfs_streq - are strings equal, a newline at the end of either left out?
 * @a:		one
 * @b:		the other
 *
 * Context: any.
 * Return: true if so.
 */
bool sysfs_streq(const char *a, const char *b);

/**
 * match_string - find a string in an array
 * @array:	the strings; a NULL ends them early
 * @n:		how many
 * @s:		the string to find
 *
 * Context: any.
 * Return: its index, or -EINVAL.
 */
int match_string(const char * const *array, size_t n, const char *s);
int __sysfs_match_string(const char * const *array, size_t n, const char *s);
#define sysfs_match_string(_a, _s) __sysfs_match_string(_a, ARRAY_SIZE(_a), _s)

static inline bool strstarts(const char *str, const char *prefix)
{
	return strncmp(str, prefix, strlen(prefix)) == 0;
}

/** str_has_prefix - length of @prefix if @str begins with it, else 0 */
static __always_inline size_t str_has_prefix(const char *str, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(str, prefix, len) == 0 ? len : 0;
}

/** kbasename - what follows the last slash of @path */
static inline const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}

/* Allocated copies: NULL if there is no memory, or nothing was given. */
char *kstrdup(const char *s, gfp_t gfp) __malloc;
const char *kstrdup_const(const char *s, gfp_t gfp);
char *kstrndup(const char *s, size_t max, gfp_t gfp);
void *kmemdup(const void *src, size_t len, gfp_t gfp);
void *kvmemdup(const void *src, size_t len, gfp_t gfp);
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp);
void kfree_const(const void *x);

void *memdup_user(const void __user *src, size_t len);
void *vmemdup_user(const void __user *src, size_t len);
char *strndup_user(const char __user *s, long n);
void *memdup_user_nul(const void __user *src, size_t len);

/**
 * argv_split - cut a string at white space
 * @gfp:	what the allocator may do
 * @str:	the string, which is copied
 * @argcp:	receives the number of words; may be NULL
 *
 * Context: any that @gfp allows.
 * Return: the words, with a NULL behind them, for argv_free(); NULL if there is no memory.
 */
char **argv_split(gfp_t gfp, const char *str, int *argcp);
void argv_free(char **argv);

#endif /* _LINUX_STRING_H */
