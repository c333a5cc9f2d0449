// SPDX-License-Identifier: MIT
/*
 * lib/vsprintf.c - formatted text
 *
 * %d %i %u %x %X %o with hh h l ll L z t, flags - + space # 0, width and precision (both may be
 * *), %c %s %% as in C, but: %#x of 0 is 0x0; no floating point, no %n (an unknown conversion
 * ends the output and warns once).
 *
 * What follows %p is in lib/vsprintf_pointer.c.
 *
 * Context: any; allocates nothing.
 */
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include "lib/vsprintf.h"

static void put_fill(struct out *o, char c, int count)
{
	while (count-- > 0)
		put(o, c);
}

void fmt_text(struct out *o, const char *s, size_t len)
{
	while (len--)
		put(o, *s++);
}

void fmt_field(struct out *o, const char *text, size_t len, struct spec s)
{
	int fill = s.width > 0 && (size_t)s.width > len ? s.width - (int)len : 0;

	if (!(s.flags & LEFT))
		put_fill(o, ' ', fill);
	fmt_text(o, text, len);
	if (s.flags & LEFT)
		put_fill(o, ' ', fill);
}

void fmt_string(struct out *o, const char *text, struct spec s)
{
	fmt_field(o, text, strnlen(text, s.precision < 0 ? SIZE_MAX : (size_t)s.precision), s);
}

/* Digits of @n, last first; how many. */
static int digits_of(u64 n, struct spec s, char *digits)
{
	int count = 0;

	do {
		u8 digit = n % s.base;

		digits[count++] = s.flags & SMALL ? hex_asc[digit] : hex_asc_upper[digit];
		n /= s.base;
	} while (n);
	return count;
}

static char sign_of(u64 *n, struct spec s)
{
	if (!(s.flags & SIGN))
		return 0;
	if ((s64)*n < 0) {
		*n = -*n;
		return '-';
	}
	return s.flags & PLUS ? '+' : s.flags & SPACE ? ' ' : 0;
}

void fmt_number(struct out *o, u64 n, struct spec s)
{
	char digits[24], sign = sign_of(&n, s);
	bool octal = (s.flags & SPECIAL) && s.base == 8 && n;
	bool hex = (s.flags & SPECIAL) && s.base == 16;
	int count = digits_of(n, s, digits);
	int shown = max(count, s.precision);
	int fill = s.width - shown - !!sign - octal - 2 * hex;

	if (!(s.flags & (LEFT | ZEROPAD)))
		put_fill(o, ' ', fill);
	if (sign)
		put(o, sign);
	if (octal || hex)
		put(o, '0');
	if (hex)
		put(o, s.flags & SMALL ? 'x' : 'X');
	if ((s.flags & (LEFT | ZEROPAD)) == ZEROPAD)
		put_fill(o, '0', fill);
	put_fill(o, '0', shown - count);
	while (count)
		put(o, digits[--count]);
	if (s.flags & LEFT)
		put_fill(o, ' ', fill);
}

/* ---- the format ---- */

static const char *parse_flags(const char *fmt, struct spec *s)
{
	for (;; fmt++) {
		switch (*fmt) {
		case '-':
			s->flags |= LEFT;
			break;
		case '+':
			s->flags |= PLUS;
			break;
		case ' ':
			s->flags |= SPACE;
			break;
		case '#':
			s->flags |= SPECIAL;
			break;
		case '0':
			s->flags |= ZEROPAD;
			break;
		default:
			return fmt;
		}
	}
}

/* Digits, or * for an argument. */
static const char *parse_count(const char *fmt, int *count, va_list *args)
{
	if (*fmt == '*') {
		*count = va_arg(*args, int);
		return fmt + 1;
	}
	for (*count = 0; isdigit(*fmt); fmt++)
		*count = min(*count * 10 + *fmt - '0', 1 << 23);
	return fmt;
}

static const char *parse_size(const char *fmt, struct spec *s)
{
	if (fmt[0] == 'h' && fmt[1] == 'h') {
		s->size = 'H';
		return fmt + 2;
	}
	if ((fmt[0] == 'l' && fmt[1] == 'l') || fmt[0] == 'L') {
		s->size = 'L';
		return fmt + (fmt[0] == 'l' ? 2 : 1);
	}
	if (*fmt && strchr("hlzZt", *fmt)) {
		s->size = _tolower(*fmt);
		return fmt + 1;
	}
	return fmt;
}

/* @fmt is behind the %; returns the conversion's letter. */
static const char *parse_spec(const char *fmt, struct spec *s, va_list *args)
{
	*s = (struct spec){ .width = -1, .precision = -1 };
	fmt = parse_flags(fmt, s);
	if (isdigit(*fmt) || *fmt == '*')
		fmt = parse_count(fmt, &s->width, args);
	if (s->width < -1) {
		s->width = -s->width;
		s->flags |= LEFT;
	}
	if (*fmt == '.') {
		fmt = parse_count(fmt + 1, &s->precision, args);
		s->precision = max(s->precision, -1);
	}
	return parse_size(fmt, s);
}

static u64 signed_arg(char size, va_list *args)
{
	switch (size) {
	case 'H':
		return (signed char)va_arg(*args, int);
	case 'h':
		return (short)va_arg(*args, int);
	case 'l':
	case 'z':
	case 't':
		return va_arg(*args, long);
	case 'L':
		return va_arg(*args, long long);
	default:
		return va_arg(*args, int);
	}
}

static u64 unsigned_arg(char size, va_list *args)
{
	switch (size) {
	case 'H':
		return (unsigned char)va_arg(*args, int);
	case 'h':
		return (unsigned short)va_arg(*args, int);
	case 'l':
	case 'z':
	case 't':
		return va_arg(*args, unsigned long);
	case 'L':
		return va_arg(*args, unsigned long long);
	default:
		return va_arg(*args, unsigned int);
	}
}

static void put_string_arg(struct out *o, const char *text, struct spec s)
{
	if (fmt_pointer_good(o, text, s))
		fmt_string(o, text, s);
}

/* One conversion; false if there is none of that letter. */
static bool convert(struct out *o, const char *fmt, struct spec s, va_list *args)
{
	char c;

	switch (*fmt) {
	case 'd':
	case 'i':
		s.base = 10;
		s.flags |= SIGN;
		fmt_number(o, signed_arg(s.size, args), s);
		return true;
	case 'x':
		s.flags |= SMALL;
		fallthrough;
	case 'X':
		s.base = 16;
		fmt_number(o, unsigned_arg(s.size, args), s);
		return true;
	case 'u':
	case 'o':
		s.base = *fmt == 'u' ? 10 : 8;
		fmt_number(o, unsigned_arg(s.size, args), s);
		return true;
	case 'c':
		c = va_arg(*args, int);
		fmt_field(o, &c, 1, s);
		return true;
	case 's':
		put_string_arg(o, va_arg(*args, const char *), s);
		return true;
	case 'p':
		fmt_pointer(o, fmt + 1, va_arg(*args, const void *), s);
		return true;
	case '%':
		put(o, '%');
		return true;
	default:
		return false;
	}
}

/* Behind a conversion: %p takes the letters and digits that follow it with it. */
static const char *skip_conversion(const char *fmt)
{
	if (*fmt++ == 'p')
		while (isalnum(*fmt))
			fmt++;
	return fmt;
}

static void format(struct out *o, const char *fmt, va_list *args)
{
	struct spec s;

	while (*fmt) {
		if (*fmt != '%') {
			put(o, *fmt++);
			continue;
		}
		fmt = parse_spec(fmt + 1, &s, args);
		if (!convert(o, fmt, s, args)) {
			WARN_ONCE(1, "Please remove unsupported %%%c in format string\n", *fmt);
			return;
		}
		fmt = skip_conversion(fmt);
	}
}

/**
 * vsnprintf - format a text into a buffer
 * @buf:	the buffer; may be NULL if @size is 0
 * @size:	its bytes, at most INT_MAX
 * @fmt:	as for printk()
 * @args:	what it names; still usable afterwards
 *
 * Context: any, if what @fmt names may be read there.
 * Return: characters that the whole text has, without the NUL: @size or more if it was cut.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct out o = { .buf = buf, .size = size };
	va_list copy;

	if (WARN_ON_ONCE(size > INT_MAX))
		return 0;
	va_copy(copy, args);
	format(&o, fmt, &copy);
	va_end(copy);
	if (size)
		buf[min(o.len, size - 1)] = '\0';
	return o.len;
}
EXPORT_SYMBOL(vsnprintf);

/**
 * vscnprintf - vsnprintf() that returns what was written
 * @buf:	the buffer
 * @size:	its bytes
 * @fmt:	as for printk()
 * @args:	what it names
 *
 * Context: any.
 * Return: characters written, without the NUL; 0 for a @size of 0.
 */
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int len;

	if (!size)
		return 0;
	len = vsnprintf(buf, size, fmt, args);
	return min_t(size_t, len, size - 1);
}
EXPORT_SYMBOL(vscnprintf);

/**
 * vsprintf - format a text into a buffer that is known to be large enough
 * @buf:	the buffer
 * @fmt:	as for printk()
 * @args:	what it names
 *
 * Context: any.
 * Return: characters written, without the NUL.
 */
int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}
EXPORT_SYMBOL(vsprintf);

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(snprintf);

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(scnprintf);

/**
 * sprintf - format a text into a buffer that is known to be large enough
 * @buf:	the buffer
 * @fmt:	as for printk()
 *
 * Context: any.
 * Return: characters written, without the NUL.
 */
int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsprintf(buf, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(sprintf);

int num_to_str(char *buf, int size, unsigned long long num, unsigned int width)
{
	struct spec s = DECIMAL;
	struct out o = { .buf = buf, .size = size };

	s.width = width;
	fmt_number(&o, num, s);
	return o.len <= (size_t)size ? o.len : 0;
}
EXPORT_SYMBOL(num_to_str);
