/* SPDX-License-Identifier: MIT */
/* linux/string_helpers.h - sizes for people, cases, yes and no */
#ifndef _LINUX_STRING_HELPERS_H
#define _LINUX_STRING_HELPERS_H

#include <linux/bits.h>
#include <linux/ctype.h>
#include <linux/string.h>
#include <linux/types.h>

enum string_size_units {
	STRING_UNITS_10,	/* 1000s */
	STRING_UNITS_2,		/* 1024s */
};

/**
 * string_get_size - write a size with three digits, as "12.3 MB" or "11.7 MiB"
 * @size:	blocks
 * @blk_size:	bytes of one
 * @units:	STRING_UNITS_10 (powers of 1000) or STRING_UNITS_2 (of 1024)
 * @buf:	receives the text, cut to fit
 * @len:	its bytes
 *
 * Context: any.
 */
void string_get_size(u64 size, u64 blk_size, enum string_size_units units, char *buf, int len);

/* What string_escape_mem() escapes, and how. */
#define ESCAPE_SPACE	BIT(0)		/* \n \r \t \v \f */
#define ESCAPE_SPECIAL	BIT(1)		/* \" \\ \a \e */
#define ESCAPE_NULL	BIT(2)		/* \0 */
#define ESCAPE_OCTAL	BIT(3)		/* \ooo */
#define ESCAPE_ANY	(ESCAPE_SPACE | ESCAPE_OCTAL | ESCAPE_SPECIAL | ESCAPE_NULL)
#define ESCAPE_NP	BIT(4)		/* but not what is printable */
#define ESCAPE_ANY_NP	(ESCAPE_ANY | ESCAPE_NP)
#define ESCAPE_HEX	BIT(5)		/* \xhh */
#define ESCAPE_NA	BIT(6)		/* but not what is ASCII */
#define ESCAPE_NAP	BIT(7)		/* but not what is both */
#define ESCAPE_APPEND	BIT(8)		/* the dictionary adds to the classes, not limits them */

/**
 * string_escape_mem - copy @src with some characters escaped, as in a C string
 * @only:	characters to limit it to; may be NULL
 *
 * Context: any.
 * Return: bytes that the result needs, without a NUL, which is not written; of them those that
 * fit into @osz were.
 */
int string_escape_mem(const char *src, size_t isz, char *dst, size_t osz, unsigned int flags,
		      const char *only);

static inline void string_upper(char *dst, const char *src)
{
	do {
		*dst++ = toupper(*src);
	} while (*src++);
}

static inline void string_lower(char *dst, const char *src)
{
	do {
		*dst++ = tolower(*src);
	} while (*src++);
}

static inline const char *str_yes_no(bool v) { return v ? "yes" : "no"; }
static inline const char *str_on_off(bool v) { return v ? "on" : "off"; }
static inline const char *str_enable_disable(bool v) { return v ? "enable" : "disable"; }
static inline const char *str_enabled_disabled(bool v) { return v ? "enabled" : "disabled"; }
static inline const char *str_read_write(bool v) { return v ? "read" : "write"; }
static inline const char *str_plural(size_t num) { return num == 1 ? "" : "s"; }

#endif
