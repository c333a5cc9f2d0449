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

/** string_get_size - @size blocks of @blk_size bytes, as "12.3 MB" or "11.7 MiB" */
void string_get_size(u64 size, u64 blk_size, enum string_size_units units, char *buf, int len);

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
