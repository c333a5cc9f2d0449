/* SPDX-License-Identifier: MIT */
/* linux/sprintf.h - formatted text; lib/vsprintf.c lists the formats */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H

#include <linux/compiler_attributes.h>
#include <linux/stdarg.h>
#include <linux/types.h>

struct va_format {
	const char	*fmt;
	va_list		*va;
};

/** snprintf - as in C: returns the length that the whole text has, which may be @size or more */
__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
/** scnprintf - the same, but returns what was written, without the NUL: 0 for a @size of 0 */
__printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
__printf(2, 3) int sprintf(char *buf, const char *fmt, ...);
__printf(2, 0) int vsprintf(char *buf, const char *fmt, va_list args);

/** kasprintf - format into a string of kmalloc(); NULL if there is no memory */
__printf(2, 3) __malloc char *kasprintf(gfp_t gfp, const char *fmt, ...);
__printf(2, 0) __malloc char *kvasprintf(gfp_t gfp, const char *fmt, va_list args);
/** kvasprintf_const - the same, without a copy where @fmt is all the text; free with kfree_const() */
__printf(2, 0) const char *kvasprintf_const(gfp_t gfp, const char *fmt, va_list args);

__scanf(2, 3) int sscanf(const char *buf, const char *fmt, ...);
__scanf(2, 0) int vsscanf(const char *buf, const char *fmt, va_list args);

/** num_to_str - @num in decimal, at least @width wide, no NUL; its length, 0 if it doesn't fit */
int num_to_str(char *buf, int size, unsigned long long num, unsigned int width);

#endif
