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

/**
 * snprintf - format a text into a buffer
 * @buf:	the buffer; may be NULL if @size is 0
 * @size:	its bytes, at most INT_MAX
 * @fmt:	as for printk()
 *
 * Context: any, if what @fmt names may be read there.
 * Return: characters that the whole text has, without the NUL: @size or more if it was cut.
 */
__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);

/**
 * scnprintf - snprintf() that returns what was written
 * @buf:	the buffer
 * @size:	its bytes
 * @fmt:	as for printk()
 *
 * Context: any.
 * Return: characters written, without the NUL; 0 for a @size of 0.
 */
__printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
__printf(2, 3) int sprintf(char *buf, const char *fmt, ...);
__printf(2, 0) int vsprintf(char *buf, const char *fmt, va_list args);

/**
 * kasprintf - format into a new string
 * @gfp:	what the allocator may do
 * @fmt:	as for printk()
 *
 * Context: any that @gfp allows.
 * Return: the string, for kfree(), or NULL.
 */
__printf(2, 3) __malloc char *kasprintf(gfp_t gfp, const char *fmt, ...);
__printf(2, 0) __malloc char *kvasprintf(gfp_t gfp, const char *fmt, va_list args);

/**
 * kvasprintf_const - kvasprintf() without a copy where the text is a constant
 * @gfp:	what the allocator may do
 * @fmt:	as for printk()
 * @args:	what it names
 *
 * Context: any that @gfp allows.
 * Return: the string, for kfree_const(), or NULL.
 */
__printf(2, 0) const char *kvasprintf_const(gfp_t gfp, const char *fmt, va_list args);

__scanf(2, 3) int sscanf(const char *buf, const char *fmt, ...);
__scanf(2, 0) int vsscanf(const char *buf, const char *fmt, va_list args);

/**
 * num_to_str - write a number in decimal, without a NUL
 * @buf:	the buffer
 * @size:	its bytes
 * @num:	the number
 * @width:	characters to fill up to, with spaces in front
 *
 * Context: any.
 * Return: characters written; 0 if they don't fit.
 */
int num_to_str(char *buf, int size, unsigned long long num, unsigned int width);

#endif
