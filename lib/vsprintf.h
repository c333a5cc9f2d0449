/* SPDX-License-Identifier: MIT */
/* lib/vsprintf.h - between formats (lib/vsprintf.c) and what %p can show (lib/vsprintf_pointer.c) */
#ifndef LIB_VSPRINTF_H
#define LIB_VSPRINTF_H

#include <linux/types.h>

/* Where the text goes: it may grow beyond the buffer, whose end is then not written. */
struct out {
	char	*buf;
	size_t	size;
	size_t	len;
};

enum {
	LEFT	= 1,
	PLUS	= 2,
	SPACE	= 4,
	SPECIAL	= 8,		/* # */
	ZEROPAD	= 16,
	SMALL	= 32,		/* lower case hexadecimal */
	SIGN	= 64,
};

/* One conversion of a format; width and precision are -1 when not given. */
struct spec {
	u8	flags;
	u8	base;
	char	size;		/* 'H' for hh, 'h', 'l', 'L' for ll, 'z', 't', or 0 */
	int	width;
	int	precision;
};

#define DECIMAL		((struct spec){ .base = 10, .width = -1, .precision = -1 })

static inline void put(struct out *o, char c)
{
	if (o->len < o->size)
		o->buf[o->len] = c;
	o->len++;
}

/** fmt_text - @len bytes of @s */
void fmt_text(struct out *o, const char *s, size_t len);
/** fmt_field - text in a field of s.width, as the flags say */
void fmt_field(struct out *o, const char *text, size_t len, struct spec s);
/** fmt_string - a string, cut to s.precision, in its field */
void fmt_string(struct out *o, const char *text, struct spec s);
/** fmt_number - @n in its field */
void fmt_number(struct out *o, u64 n, struct spec s);
/** fmt_pointer_good - may @ptr be read? If not, says so */
bool fmt_pointer_good(struct out *o, const void *ptr, struct spec s);
/** fmt_pointer - %p; @fmt is what follows it */
void fmt_pointer(struct out *o, const char *fmt, const void *ptr, struct spec s);

#endif /* LIB_VSPRINTF_H */
