// SPDX-License-Identifier: MIT
/* lib/string_escape.c - string_escape_mem(): characters of a string as C writes them */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/types.h>

/* The letter after the backslash for @c, if @from has it; else 0. @from and @to belong together. */
static char letter_for(char c, const char *from, const char *to)
{
	const char *at = c ? strchr(from, c) : NULL;

	return at ? to[at - from] : 0;
}

/* @c's escape in @out: its length; 0 if it stands for itself. */
static size_t escape_char(unsigned char c, unsigned int flags, char out[4])
{
	static const char hex[] = "0123456789abcdef";
	char letter = 0;

	if (flags & ESCAPE_SPACE)
		letter = letter_for(c, "\n\r\t\v\f", "nrtvf");
	if (!letter && (flags & ESCAPE_SPECIAL))
		letter = letter_for(c, "\\\a\033\"", "\\ae\"");
	if (!letter && (flags & ESCAPE_NULL) && !c)
		letter = '0';
	out[0] = '\\';
	if (letter) {
		out[1] = letter;
		return 2;
	}
	if (flags & ESCAPE_OCTAL) {
		out[1] = '0' + (c >> 6);
		out[2] = '0' + ((c >> 3) & 7);
		out[3] = '0' + (c & 7);
		return 4;
	}
	if (flags & ESCAPE_HEX) {
		out[1] = 'x';
		out[2] = hex[c >> 4];
		out[3] = hex[c & 15];
		return 4;
	}
	return 0;
}

/* May @c be escaped at all, by the dictionary and the excepted classes? */
static bool escapable(unsigned char c, unsigned int flags, const char *only)
{
	bool has_dict = only && *only;
	bool in_dict = has_dict && c && strchr(only, c);
	bool append = flags & ESCAPE_APPEND;

	if (has_dict && !in_dict && !append)
		return false;
	if (append && in_dict)
		return true;
	return !((flags & ESCAPE_NAP) && isascii(c) && isprint(c)) &&
	       !((flags & ESCAPE_NP) && isprint(c)) &&
	       !((flags & ESCAPE_NA) && isascii(c));
}

int string_escape_mem(const char *src, size_t isz, char *dst, size_t osz, unsigned int flags,
		      const char *only)
{
	size_t need = 0, len, i;
	char out[4];

	for (; isz--; src++) {
		len = escapable(*src, flags, only) ? escape_char(*src, flags, out) : 0;
		if (!len) {
			out[0] = *src;
			len = 1;
		}
		for (i = 0; i < len; i++, need++)
			if (need < osz)
				dst[need] = out[i];
	}
	return need;
}
EXPORT_SYMBOL(string_escape_mem);
