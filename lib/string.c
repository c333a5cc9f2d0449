// SPDX-License-Identifier: MIT
/*
 * lib/string.c - strings: length, copy, comparison, search
 *
 * Loops are kept in a form that compilers don't recognise as strlen(): they would replace the body
 * of strlen() by a call to itself.
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/string.h>

/**
 * strlen - the length of a string
 * @s:		the string
 *
 * Context: any.
 * Return: bytes without the NUL.
 */
size_t strlen(const char *s)
{
	const char *end = s;

	while (*end) {
		barrier();
		end++;
	}
	return end - s;
}
EXPORT_SYMBOL(strlen);

/**
 * strnlen - the length of a string that may have no NUL
 * @s:		the string
 * @count:	bytes to look at, at most
 *
 * Context: any.
 * Return: bytes without the NUL, at most @count.
 */
size_t strnlen(const char *s, size_t count)
{
	size_t len = 0;

	while (len < count && s[len])
		len++;
	return len;
}
EXPORT_SYMBOL(strnlen);

/**
 * stpcpy - copy a string
 * @dest:	the buffer, large enough
 * @src:	the string
 *
 * Context: any.
 * Return: the NUL in @dest.
 */
char *stpcpy(char *dest, const char *src)
{
	while ((*dest = *src++))
		dest++;
	return dest;
}
EXPORT_SYMBOL(stpcpy);

/**
 * strcpy - copy a string
 * @dest:	the buffer, large enough; prefer strscpy()
 * @src:	the string
 *
 * Context: any.
 * Return: @dest.
 */
char *strcpy(char *dest, const char *src)
{
	stpcpy(dest, src);
	return dest;
}
EXPORT_SYMBOL(strcpy);

/**
 * strncpy - copy a string and fill the buffer with zeros
 * @dest:	the buffer, without a NUL if the string is too long; prefer strscpy_pad()
 * @src:	the string
 * @count:	bytes of the buffer
 *
 * Context: any.
 * Return: @dest.
 */
char *strncpy(char *dest, const char *src, size_t count)
{
	size_t len = strnlen(src, count);

	memcpy(dest, src, len);
	memset(dest + len, 0, count - len);
	return dest;
}
EXPORT_SYMBOL(strncpy);

size_t strlcpy(char *dest, const char *src, size_t size)
{
	size_t len = strlen(src);

	if (size) {
		size_t copied = len < size ? len : size - 1;

		memcpy(dest, src, copied);
		dest[copied] = '\0';
	}
	return len;
}
EXPORT_SYMBOL(strlcpy);

ssize_t strscpy(char *dest, const char *src, size_t count)
{
	size_t len;

	if (count == 0 || count > INT_MAX)
		return -E2BIG;
	len = strnlen(src, count);
	if (len == count) {
		memcpy(dest, src, count - 1);
		dest[count - 1] = '\0';
		return -E2BIG;
	}
	memcpy(dest, src, len);
	dest[len] = '\0';
	return len;
}
EXPORT_SYMBOL(strscpy);

/**
 * strcat - append a string
 * @dest:	the string, in a buffer that is large enough
 * @src:	what to append
 *
 * Context: any.
 * Return: @dest.
 */
char *strcat(char *dest, const char *src)
{
	strcpy(dest + strlen(dest), src);
	return dest;
}
EXPORT_SYMBOL(strcat);

/**
 * strncat - append the beginning of a string, always terminated
 * @dest:	the string, in a buffer that is large enough
 * @src:	what to append
 * @count:	bytes of it, at most; the NUL comes besides
 *
 * Context: any.
 * Return: @dest.
 */
char *strncat(char *dest, const char *src, size_t count)
{
	size_t at = strlen(dest), len = strnlen(src, count);

	memcpy(dest + at, src, len);
	dest[at + len] = '\0';
	return dest;
}
EXPORT_SYMBOL(strncat);

size_t strlcat(char *dest, const char *src, size_t size)
{
	size_t at = strnlen(dest, size);

	return at + strlcpy(dest + at, src, size - at);
}
EXPORT_SYMBOL(strlcat);

/**
 * strcmp - compare two strings
 * @a:		one
 * @b:		the other
 *
 * Context: any.
 * Return: below 0, 0 or above 0, as bytes without a sign compare.
 */
int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}
EXPORT_SYMBOL(strcmp);

/**
 * strncmp - compare the beginnings of two strings
 * @a:		one
 * @b:		the other
 * @count:	bytes, at most
 *
 * Context: any.
 * Return: below 0, 0 or above 0, as bytes without a sign compare.
 */
int strncmp(const char *a, const char *b, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (a[i] != b[i])
			return (unsigned char)a[i] - (unsigned char)b[i];
		if (!a[i])
			break;
	}
	return 0;
}
EXPORT_SYMBOL(strncmp);

/**
 * strncasecmp - strncmp() that takes capital and small letters as equal
 * @a:		one
 * @b:		the other
 * @count:	bytes, at most
 *
 * Context: any.
 * Return: below 0, 0 or above 0.
 */
int strncasecmp(const char *a, const char *b, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		unsigned char ca = tolower(a[i]), cb = tolower(b[i]);

		if (ca != cb)
			return ca - cb;
		if (!ca)
			break;
	}
	return 0;
}
EXPORT_SYMBOL(strncasecmp);

/**
 * strcasecmp - strcmp() that takes capital and small letters as equal
 * @a:		one
 * @b:		the other
 *
 * Context: any.
 * Return: below 0, 0 or above 0.
 */
int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, SIZE_MAX);
}
EXPORT_SYMBOL(strcasecmp);

char *strnchrnul(const char *s, size_t count, int c)
{
	while (count-- && *s && *s != (char)c)
		s++;
	return (char *)s;
}
EXPORT_SYMBOL(strnchrnul);

char *strchrnul(const char *s, int c)
{
	return strnchrnul(s, SIZE_MAX, c);
}
EXPORT_SYMBOL(strchrnul);

/**
 * strchr - find a character
 * @s:		the string
 * @c:		the character; a NUL is found at the end
 *
 * Context: any.
 * Return: the first @c, or NULL.
 */
char *strchr(const char *s, int c)
{
	s = strchrnul(s, c);
	return *s == (char)c ? (char *)s : NULL;
}
EXPORT_SYMBOL(strchr);

char *strnchr(const char *s, size_t count, int c)
{
	while (count--) {
		if (*s == (char)c)
			return (char *)s;
		if (*s++ == '\0')
			break;
	}
	return NULL;
}
EXPORT_SYMBOL(strnchr);

/**
 * strrchr - find the last of a character
 * @s:		the string
 * @c:		the character
 *
 * Context: any.
 * Return: the last @c, or NULL.
 */
char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}
EXPORT_SYMBOL(strrchr);

char *strnstr(const char *s, const char *what, size_t count)
{
	size_t len = strlen(what);

	if (!len)
		return (char *)s;
	for (; count >= len && *s; s++, count--)
		if (strncmp(s, what, len) == 0)
			return (char *)s;
	return NULL;
}
EXPORT_SYMBOL(strnstr);

/**
 * strstr - find a string in another
 * @s:		the string
 * @what:	what to look for; the empty string is found at once
 *
 * Context: any.
 * Return: where the first @what begins, or NULL.
 */
char *strstr(const char *s, const char *what)
{
	return strnstr(s, what, SIZE_MAX);
}
EXPORT_SYMBOL(strstr);

/**
 * strspn - how many characters at the beginning are of a set
 * @s:		the string
 * @accept:	the set
 *
 * Context: any.
 * Return: the number of them.
 */
size_t strspn(const char *s, const char *accept)
{
	size_t n = 0;

	while (s[n] && strchr(accept, s[n]))
		n++;
	return n;
}
EXPORT_SYMBOL(strspn);

/**
 * strcspn - how many characters at the beginning are not of a set
 * @s:		the string
 * @reject:	the set
 *
 * Context: any.
 * Return: the number of them.
 */
size_t strcspn(const char *s, const char *reject)
{
	size_t n = 0;

	while (s[n] && !strchr(reject, s[n]))
		n++;
	return n;
}
EXPORT_SYMBOL(strcspn);

/**
 * strpbrk - find the first character that is of a set
 * @s:		the string
 * @accept:	the set
 *
 * Context: any.
 * Return: where it is, or NULL.
 */
char *strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)s : NULL;
}
EXPORT_SYMBOL(strpbrk);

/**
 * strsep - cut the next word off a string
 * @s:		in: the string, which is changed; out: what follows, or NULL
 * @delimiters:	characters that end a word, each of them one
 *
 * Context: any.
 * Return: the word, maybe empty; NULL if there was nothing.
 */
char *strsep(char **s, const char *delimiters)
{
	char *begin = *s, *end;

	if (!begin)
		return NULL;
	end = strpbrk(begin, delimiters);
	if (end)
		*end++ = '\0';
	*s = end;
	return begin;
}
EXPORT_SYMBOL(strsep);
