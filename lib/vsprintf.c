// SPDX-License-Identifier: MIT
/*
 * lib/vsprintf.c - formatted text
 *
 * %d %i %u %x %X %o with hh h l ll L z t, flags - + space # 0, width and precision (both may be
 * *), %c %s %% as in C, but: %#x of 0 is 0x0; no floating point, no %n (an unknown conversion
 * ends the output and warns once).
 *
 * Pointers
 *   %p		the address, 16 digits, plain. Linux prints a hash instead, to hide the kernel from
 *		its users; here they are one process, and a debugger needs the address. It is
 *		what Linux does with no_hash_pointers.
 *   %px %pK	the same
 *   %pS %ps %pB	symbol with offset; name only; with offset, of a return address. %pF %pf: as S, s
 *   %pe		an ERR_PTR as its name, -ENOMEM
 *   %pV		a struct va_format
 *   %pa[pd]	a phys_addr_t or dma_addr_t by reference
 *   %*ph[CDN]	that many bytes in hexadecimal, parted by space, colon, dash, nothing
 *   %pM[FR] %pm[R]	a MAC address by colons (F dashes, R backwards), or without
 *   %pI4 %pi4 %pI6 %pi6 %pI6c	an internet address; i: dotted with leading zeros, or no colons
 *   %pU[bBlL]	16 bytes as UUID: big or little endian, lower or upper case
 *   %pGg %pGp	a gfp_t, a struct page's flags, by reference, as the names of what is in it
 *   %pR %pr	a struct resource: with its flags by name, or as a number
 *   %*pb[l]	a bitmap of that many bits in hexadecimal, or as a list of ranges
 * A bad pointer in one that would be read prints (null) or (efault).
 *
 * Context: any; allocates nothing.
 */
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/hex.h>
#include <linux/ioport.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/page-flags.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <asm/byteorder.h>
#include <asm/page.h>
#include <asm/unaligned.h>
#include "lib/errname.h"

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

static void put(struct out *o, char c)
{
	if (o->len < o->size)
		o->buf[o->len] = c;
	o->len++;
}

static void put_fill(struct out *o, char c, int count)
{
	while (count-- > 0)
		put(o, c);
}

static void put_text(struct out *o, const char *s, size_t len)
{
	while (len--)
		put(o, *s++);
}

/* Text in a field of s.width, as the flags say. */
static void put_field(struct out *o, const char *text, size_t len, struct spec s)
{
	int fill = s.width > 0 && (size_t)s.width > len ? s.width - (int)len : 0;

	if (!(s.flags & LEFT))
		put_fill(o, ' ', fill);
	put_text(o, text, len);
	if (s.flags & LEFT)
		put_fill(o, ' ', fill);
}

static void put_string(struct out *o, const char *text, struct spec s)
{
	put_field(o, text, strnlen(text, s.precision < 0 ? SIZE_MAX : (size_t)s.precision), s);
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

static void put_number(struct out *o, u64 n, struct spec s)
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

/* ---- pointers ---- */

static void put_address(struct out *o, const void *ptr, struct spec s)
{
	s.base = 16;
	s.flags |= SMALL;
	if (s.width < 0) {
		s.width = 2 * sizeof(ptr);
		s.flags |= ZEROPAD;
	}
	put_number(o, (unsigned long)ptr, s);
}

/* May @ptr be read? If not, says so. */
static bool pointer_good(struct out *o, const void *ptr, struct spec s)
{
	if (ptr && (unsigned long)ptr >= PAGE_SIZE && !IS_ERR_VALUE(ptr))
		return true;
	s.precision = -1;
	put_string(o, ptr ? "(efault)" : "(null)", s);
	return false;
}

/* Apart, because of the stack that the name takes. */
static noinline void put_symbol(struct out *o, unsigned long addr, struct spec s, char kind)
{
	char name[KSYM_SYMBOL_LEN];

	if (kind == 's' || kind == 'f')
		sprint_symbol_no_offset(name, addr);
	else if (kind == 'B')
		sprint_backtrace(name, addr);
	else
		sprint_symbol(name, addr);
	put_string(o, name, s);
}

static void put_error(struct out *o, const void *ptr, struct spec s)
{
	const char *name = IS_ERR(ptr) ? errname(PTR_ERR(ptr)) : NULL;

	if (name) {
		put_string(o, name, s);
	} else if (IS_ERR(ptr)) {
		s = DECIMAL;
		s.flags = SIGN;
		put_number(o, PTR_ERR(ptr), s);
	} else {
		put_address(o, ptr, s);
	}
}

static void put_va_format(struct out *o, const struct va_format *vf)
{
	size_t at = min(o->len, o->size);
	va_list args;

	va_copy(args, *vf->va);
	o->len += vsnprintf(o->buf + at, o->size - at, vf->fmt, args);
	va_end(args);
}

static void put_hex_number(struct out *o, u64 n, int bytes)
{
	put_number(o, n, (struct spec){ .base = 16, .flags = SPECIAL | SMALL | ZEROPAD,
					.width = 2 + 2 * bytes, .precision = -1 });
}

static void put_phys(struct out *o, const void *ptr, const char *fmt)
{
	put_hex_number(o, *fmt == 'd' ? *(const dma_addr_t *)ptr : *(const phys_addr_t *)ptr,
		       *fmt == 'd' ? sizeof(dma_addr_t) : sizeof(phys_addr_t));
}

static void put_hex_byte(struct out *o, u8 byte, bool upper)
{
	put(o, upper ? hex_asc_upper_hi(byte) : hex_asc_hi(byte));
	put(o, upper ? hex_asc_upper_lo(byte) : hex_asc_lo(byte));
}

static void put_hex_bytes(struct out *o, const u8 *bytes, int count, char separator)
{
	int i;

	for (i = 0; i < count; i++) {
		if (i && separator)
			put(o, separator);
		put_hex_byte(o, bytes[i], false);
	}
}

static void put_hex_string(struct out *o, const u8 *bytes, struct spec s, char kind)
{
	char separator = kind == 'C' ? ':' : kind == 'D' ? '-' : kind == 'N' ? 0 : ' ';

	put_hex_bytes(o, bytes, s.width < 0 ? 1 : min(s.width, 64), separator);
}

static void put_mac(struct out *o, const u8 *mac, const char *fmt)
{
	u8 bytes[6];
	int i;

	for (i = 0; i < 6; i++)
		bytes[i] = fmt[1] == 'R' ? mac[5 - i] : mac[i];
	put_hex_bytes(o, bytes, 6, fmt[0] == 'm' ? 0 : fmt[1] == 'F' ? '-' : ':');
}

static void put_ip4(struct out *o, const u8 *addr, bool leading_zeros)
{
	struct spec s = DECIMAL;
	int i;

	if (leading_zeros) {
		s.width = 3;
		s.flags = ZEROPAD;
	}
	for (i = 0; i < 4; i++) {
		if (i)
			put(o, '.');
		put_number(o, addr[i], s);
	}
}

/* The longest run of zero words, of two or more: its first word, its length in *len. */
static int ip6_zero_run(const u8 *addr, int *len)
{
	int i, run = 0, best = -1;

	*len = 1;
	for (i = 0; i < 8; i++) {
		run = addr[2 * i] || addr[2 * i + 1] ? 0 : run + 1;
		if (run > *len) {
			*len = run;
			best = i - run + 1;
		}
	}
	return best;
}

static void put_ip6_compressed(struct out *o, const u8 *addr)
{
	struct spec hex = { .base = 16, .flags = SMALL, .width = -1, .precision = -1 };
	int i, len, zeros = ip6_zero_run(addr, &len);
	bool colon = false;

	for (i = 0; i < 8; i++) {
		if (i == zeros) {
			put(o, ':');
			put(o, ':');
			i += len - 1;
			colon = false;
			continue;
		}
		if (colon)
			put(o, ':');
		put_number(o, get_unaligned_be16(addr + 2 * i), hex);
		colon = true;
	}
}

static void put_ip(struct out *o, const u8 *addr, const char *fmt)
{
	int i;

	if (fmt[1] != '6') {
		put_ip4(o, addr, fmt[0] == 'i');
	} else if (fmt[2] == 'c') {
		put_ip6_compressed(o, addr);
	} else {
		for (i = 0; i < 8; i++) {
			if (i && fmt[0] == 'I')
				put(o, ':');
			put_hex_bytes(o, addr + 2 * i, 2, 0);
		}
	}
}

static void put_uuid(struct out *o, const u8 *uuid, char kind)
{
	static const u8 big[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
	static const u8 little[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
	const u8 *order = kind == 'l' || kind == 'L' ? little : big;
	bool upper = kind == 'B' || kind == 'L';
	int i;

	for (i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			put(o, '-');
		put_hex_byte(o, uuid[order[i]], upper);
	}
}

/* 32 bits at a time from the top, by commas; the first group has the digits that it needs. */
static void put_bitmap_hex(struct out *o, const unsigned long *map, int nbits)
{
	struct spec s = { .base = 16, .flags = SMALL | ZEROPAD, .precision = -1 };
	int at, bits = nbits % 32 ? nbits % 32 : 32;

	for (at = round_up(nbits, 32) - 32; at >= 0; at -= 32, bits = 32) {
		u32 group = map[at / BITS_PER_LONG] >> (at % BITS_PER_LONG);

		s.width = DIV_ROUND_UP(bits, 4);
		put_number(o, group & (U32_MAX >> (32 - bits)), s);
		if (at)
			put(o, ',');
	}
}

static void put_bitmap_list(struct out *o, const unsigned long *map, unsigned int nbits)
{
	unsigned int first, end;
	bool comma = false;

	for_each_set_bitrange(first, end, map, nbits) {
		if (comma)
			put(o, ',');
		comma = true;
		put_number(o, first, DECIMAL);
		if (end == first + 1)
			continue;
		put(o, '-');
		put_number(o, end - 1, DECIMAL);
	}
}

/* The names of what is set, and the rest as a number. */
static void put_flags(struct out *o, unsigned long flags, const struct trace_print_flags *names)
{
	struct spec s = { .base = 16, .flags = SMALL | SPECIAL, .width = -1, .precision = -1 };
	bool more = false;

	for (; flags && names->name; names++) {
		if (!names->mask || (flags & names->mask) != names->mask)
			continue;
		if (more)
			put(o, '|');
		put_text(o, names->name, strlen(names->name));
		more = true;
		flags &= ~names->mask;
	}
	if (!flags)
		return;
	if (more)
		put(o, '|');
	put_number(o, flags, s);
}

static void put_page_flags(struct out *o, unsigned long flags)
{
	put_number(o, flags, (struct spec){ .base = 16, .flags = SMALL | SPECIAL, .width = -1, .precision = -1 });
	put(o, '(');
	put_flags(o, flags, pageflag_names);
	put(o, ')');
}

/* How the addresses of each type of resource look; the last one is for all others. */
static const struct {
	unsigned long type;
	const char *name;
	struct spec number;
} resource_looks[] = {
	{ IORESOURCE_IO, "io  ", { .base = 16, .flags = SMALL | SPECIAL | ZEROPAD, .width = 6, .precision = -1 } },
	{ IORESOURCE_MEM, "mem ", { .base = 16, .flags = SMALL | SPECIAL | ZEROPAD, .width = 10, .precision = -1 } },
	{ IORESOURCE_IRQ, "irq ", { .base = 10, .width = -1, .precision = -1 } },
	{ IORESOURCE_DMA, "dma ", { .base = 10, .width = -1, .precision = -1 } },
	{ IORESOURCE_BUS, "bus ", { .base = 16, .flags = SMALL | ZEROPAD, .width = 2, .precision = -1 } },
	{ 0, "??? ", { .base = 16, .flags = SMALL | SPECIAL | ZEROPAD, .width = 10, .precision = -1 } },
};

static const struct {
	unsigned long flag;
	const char *text;
} resource_words[] = {
	{ IORESOURCE_MEM_64, " 64bit" }, { IORESOURCE_PREFETCH, " pref" },
	{ IORESOURCE_WINDOW, " window" }, { IORESOURCE_DISABLED, " disabled" },
};

static void put_resource_flags(struct out *o, unsigned long flags, bool by_name)
{
	unsigned int i;

	if (!by_name) {
		put_text(o, " flags ", 7);
		put_number(o, flags, (struct spec){ .base = 16, .flags = SMALL | SPECIAL, .width = -1, .precision = -1 });
		return;
	}
	for (i = 0; i < ARRAY_SIZE(resource_words); i++)
		if (flags & resource_words[i].flag)
			put_text(o, resource_words[i].text, strlen(resource_words[i].text));
}

static void put_resource_range(struct out *o, const struct resource *res, bool by_name, struct spec number)
{
	if (by_name && (res->flags & IORESOURCE_UNSET)) {
		put_text(o, "size ", 5);
		put_number(o, resource_size(res), number);
		return;
	}
	put_number(o, res->start, number);
	if (res->start == res->end)
		return;
	put(o, '-');
	put_number(o, res->end, number);
}

/* Made in a buffer, for the field's width counts all of it. */
static void put_resource(struct out *o, const struct resource *res, struct spec s, bool by_name)
{
	unsigned int i = 0;
	char text[96];
	struct out part = { .buf = text, .size = sizeof(text) };

	while (resource_looks[i].type && !(res->flags & resource_looks[i].type))
		i++;
	by_name = by_name && resource_looks[i].type;
	put(&part, '[');
	put_text(&part, resource_looks[i].name, 4);
	put_resource_range(&part, res, by_name, resource_looks[i].number);
	put_resource_flags(&part, res->flags, by_name);
	put(&part, ']');
	put_field(o, text, min(part.len, sizeof(text)), s);
}

/* Those whose memory is read. False if @fmt is none of them. */
static bool put_pointed(struct out *o, const char *fmt, const void *ptr, struct spec s)
{
	if (!strchr("VahMmIiUbGRr", *fmt) || !*fmt)
		return false;
	if (!pointer_good(o, ptr, s))
		return true;
	switch (*fmt) {
	case 'V':
		put_va_format(o, ptr);
		break;
	case 'a':
		put_phys(o, ptr, fmt + 1);
		break;
	case 'h':
		put_hex_string(o, ptr, s, fmt[1]);
		break;
	case 'M':
	case 'm':
		put_mac(o, ptr, fmt);
		break;
	case 'I':
	case 'i':
		put_ip(o, ptr, fmt);
		break;
	case 'U':
		put_uuid(o, ptr, fmt[1]);
		break;
	case 'G':
		if (fmt[1] == 'p')
			put_page_flags(o, *(const unsigned long *)ptr);
		else
			put_flags(o, *(const gfp_t *)ptr, gfpflag_names);
		break;
	case 'R':
	case 'r':
		put_resource(o, ptr, s, *fmt == 'R');
		break;
	case 'b':
		if (fmt[1] == 'l')
			put_bitmap_list(o, ptr, max(s.width, 0));
		else
			put_bitmap_hex(o, ptr, max(s.width, 0));
		break;
	}
	return true;
}

static void put_pointer(struct out *o, const char *fmt, const void *ptr, struct spec s)
{
	if (*fmt && strchr("SsFfB", *fmt))
		put_symbol(o, (unsigned long)ptr, s, *fmt);
	else if (*fmt == 'e')
		put_error(o, ptr, s);
	else if (!put_pointed(o, fmt, ptr, s))
		put_address(o, ptr, s);
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
	if (pointer_good(o, text, s))
		put_string(o, text, s);
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
		put_number(o, signed_arg(s.size, args), s);
		return true;
	case 'x':
		s.flags |= SMALL;
		fallthrough;
	case 'X':
		s.base = 16;
		put_number(o, unsigned_arg(s.size, args), s);
		return true;
	case 'u':
	case 'o':
		s.base = *fmt == 'u' ? 10 : 8;
		put_number(o, unsigned_arg(s.size, args), s);
		return true;
	case 'c':
		c = va_arg(*args, int);
		put_field(o, &c, 1, s);
		return true;
	case 's':
		put_string_arg(o, va_arg(*args, const char *), s);
		return true;
	case 'p':
		put_pointer(o, fmt + 1, va_arg(*args, const void *), s);
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
	put_number(&o, num, s);
	return o.len <= (size_t)size ? o.len : 0;
}
EXPORT_SYMBOL(num_to_str);
