// SPDX-License-Identifier: MIT
/*
 * lib/sscanf.c - read values out of text
 *
 * %d %i %u %x %X %o with hh h l ll L z, %c, %s (a width is its limit), %[set] (needs a width), %n,
 * %%, and
 * * to skip a field. White space in the format matches any amount of it.
 * Return: how many values were stored, %n not counted.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/sprintf.h>
#include <linux/string.h>

struct scan {
	const char	*in;
	const char	*fmt;
	int		width;		/* -1: none given */
	char		size;
	bool		skip;
	int		stored;
};

/* A number is copied out, since its parser reads up to a NUL and knows no width. */
#define NUMBER_MAX	72

static void store_number(struct scan *s, va_list *args, unsigned long long v)
{
	switch (s->size) {
	case 'H':
		*va_arg(*args, unsigned char *) = v;
		break;
	case 'h':
		*va_arg(*args, unsigned short *) = v;
		break;
	case 'l':
	case 'z':
		*va_arg(*args, unsigned long *) = v;
		break;
	case 'L':
		*va_arg(*args, unsigned long long *) = v;
		break;
	default:
		*va_arg(*args, unsigned int *) = v;
		break;
	}
}

static bool is_digit_of(char c, unsigned int base)
{
	if (base == 16)
		return isxdigit(c);
	return isdigit(c) && (base != 8 || c < '8');
}

static bool scan_number(struct scan *s, va_list *args, unsigned int base, bool is_signed)
{
	char text[NUMBER_MAX], *end;
	const char *digits;
	unsigned long long v;

	s->in = skip_spaces(s->in);
	strscpy(text, s->in, s->width > 0 ? min(s->width + 1, NUMBER_MAX) : NUMBER_MAX);
	digits = is_signed && text[0] == '-' ? text + 1 : text;
	if (!is_digit_of(*digits, base ? base : 10))
		return false;
	v = simple_strtoull(digits, &end, base);
	s->in += end - text;
	if (s->skip)
		return true;
	store_number(s, args, digits == text ? v : -v);
	s->stored++;
	return true;
}

static bool scan_chars(struct scan *s, va_list *args)
{
	char *to = s->skip ? NULL : va_arg(*args, char *);
	int n;

	for (n = s->width < 0 ? 1 : s->width; n > 0 && *s->in; n--, s->in++)
		if (to)
			*to++ = *s->in;
	if (n)
		return false;
	s->stored += !s->skip;
	return true;
}

/* The next @len characters are the field: a string. */
static void take_string(struct scan *s, va_list *args, size_t len)
{
	if (!s->skip) {
		char *to = va_arg(*args, char *);

		memcpy(to, s->in, len);
		to[len] = '\0';
		s->stored++;
	}
	s->in += len;
}

static bool scan_string(struct scan *s, va_list *args)
{
	size_t len = 0, limit = s->width < 0 ? SHRT_MAX : s->width;

	s->in = skip_spaces(s->in);
	while (len < limit && s->in[len] && !isspace(s->in[len]))
		len++;
	if (!len)
		return false;
	take_string(s, args, len);
	return true;
}

/* fmt is behind the [. A ] that comes first is one of the set; there are no ranges, as in Linux. */
static bool scan_set(struct scan *s, va_list *args)
{
	DECLARE_BITMAP(set, 256) = { 0 };
	bool negate = *s->fmt == '^';
	size_t len = 0;

	if (s->width < 0)
		return false;
	s->fmt += negate;
	do {
		if (!*s->fmt)
			return false;
		__set_bit((u8)*s->fmt++, set);
	} while (*s->fmt != ']');
	s->fmt++;
	if (negate)
		bitmap_complement(set, set, 256);
	__clear_bit(0, set);
	while (len < (size_t)s->width && test_bit((u8)s->in[len], set))
		len++;
	if (!len)
		return false;
	take_string(s, args, len);
	return true;
}

static void parse_conversion(struct scan *s)
{
	s->skip = *s->fmt == '*';
	s->fmt += s->skip;
	s->width = -1;
	if (isdigit(*s->fmt))
		for (s->width = 0; isdigit(*s->fmt); s->fmt++)
			s->width = min(s->width * 10 + *s->fmt - '0', 1 << 20);
	s->size = 0;
	if ((s->fmt[0] == 'h' || s->fmt[0] == 'l') && s->fmt[1] == s->fmt[0]) {
		s->size = s->fmt[0] == 'h' ? 'H' : 'L';
		s->fmt += 2;
	} else if (*s->fmt && strchr("hlLzZ", *s->fmt)) {
		s->size = *s->fmt == 'Z' ? 'z' : *s->fmt;
		s->fmt++;
	}
}

/* One conversion; false ends the scan. */
static bool scan_one(struct scan *s, const char *begin, va_list *args)
{
	char c;

	parse_conversion(s);
	c = *s->fmt;
	if (!c)
		return false;
	s->fmt++;
	if (c == 'n') {
		*va_arg(*args, int *) = s->in - begin;
		return true;
	}
	if (!*s->in)
		return false;
	switch (c) {
	case 'c':
		return scan_chars(s, args);
	case 's':
		return scan_string(s, args);
	case '[':
		return scan_set(s, args);
	case 'd':
		return scan_number(s, args, 10, true);
	case 'i':
		return scan_number(s, args, 0, true);
	case 'u':
		return scan_number(s, args, 10, false);
	case 'o':
		return scan_number(s, args, 8, false);
	case 'x':
	case 'X':
		return scan_number(s, args, 16, false);
	case '%':
		return *s->in++ == '%';
	default:
		return false;
	}
}

/**
 * vsscanf - read values from a text
 * @buf:	the text
 * @fmt:	what it looks like
 * @args:	pointers to where values go; still usable afterwards
 *
 * Context: any.
 * Return: how many values were stored.
 */
int vsscanf(const char *buf, const char *fmt, va_list args)
{
	struct scan s = { .in = buf, .fmt = fmt };
	va_list copy;

	va_copy(copy, args);
	while (*s.fmt) {
		if (isspace(*s.fmt)) {
			s.fmt = skip_spaces(s.fmt);
			s.in = skip_spaces(s.in);
		} else if (*s.fmt != '%') {
			if (*s.fmt++ != *s.in++)
				break;
		} else {
			s.fmt++;
			if (!scan_one(&s, buf, &copy))
				break;
		}
	}
	va_end(copy);
	return s.stored;
}
EXPORT_SYMBOL(vsscanf);

/**
 * sscanf - read values from a text
 * @buf:	the text
 * @fmt:	what it looks like; pointers to where values go follow
 *
 * Context: any.
 * Return: how many values were stored.
 */
int sscanf(const char *buf, const char *fmt, ...)
{
	va_list args;
	int stored;

	va_start(args, fmt);
	stored = vsscanf(buf, fmt, args);
	va_end(args);
	return stored;
}
EXPORT_SYMBOL(sscanf);
