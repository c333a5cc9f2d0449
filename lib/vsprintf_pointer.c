// SPDX-License-Identifier: MIT
/*
 * lib/vsprintf_pointer.c - what %p shows
 *
 * %p		the address, 16 digits, plain. Linux prints a hash instead, to hide the kernel from
 *		its users; here they are one process, and a debugger needs the address. It is
 *		what Linux does with no_hash_pointers.
 * %px %pK	the same
 * %pS %ps %pB	symbol with offset; name only; with offset, of a return address. %pF %pf: as S, s
 * %pe		an ERR_PTR as its name, -ENOMEM
 * %pV		a struct va_format
 * %pa[pd]	a phys_addr_t or dma_addr_t by reference
 * %*ph[CDN]	that many bytes in hexadecimal, parted by space, colon, dash, nothing
 * %pM[FR] %pm[R]	a MAC address by colons (F dashes, R backwards), or without
 * %pI4 %pi4 %pI6 %pi6 %pI6c	an internet address; i: dotted with leading zeros, or no colons
 * %pU[bBlL]	16 bytes as UUID: big or little endian, lower or upper case
 * %pGg %pGp	a gfp_t, a struct page's flags, by reference, as the names of what is in it
 * %pR %pr	a struct resource: with its flags by name, or as a number
 * %*pb[l]	a bitmap of that many bits in hexadecimal, or as a list of ranges
 * A bad pointer in one that would be read prints (null) or (efault).
 *
 * Context: any; allocates nothing.
 */
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/err.h>
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
#include "lib/vsprintf.h"

static void put_address(struct out *o, const void *ptr, struct spec s)
{
	s.base = 16;
	s.flags |= SMALL;
	if (s.width < 0) {
		s.width = 2 * sizeof(ptr);
		s.flags |= ZEROPAD;
	}
	fmt_number(o, (unsigned long)ptr, s);
}

bool fmt_pointer_good(struct out *o, const void *ptr, struct spec s)
{
	if (ptr && (unsigned long)ptr >= PAGE_SIZE && !IS_ERR_VALUE(ptr))
		return true;
	s.precision = -1;
	fmt_string(o, ptr ? "(efault)" : "(null)", s);
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
	fmt_string(o, name, s);
}

static void put_error(struct out *o, const void *ptr, struct spec s)
{
	const char *name = IS_ERR(ptr) ? errname(PTR_ERR(ptr)) : NULL;

	if (name) {
		fmt_string(o, name, s);
	} else if (IS_ERR(ptr)) {
		s = DECIMAL;
		s.flags = SIGN;
		fmt_number(o, PTR_ERR(ptr), s);
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
	fmt_number(o, n, (struct spec){ .base = 16, .flags = SPECIAL | SMALL | ZEROPAD,
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
		fmt_number(o, addr[i], s);
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
		fmt_number(o, get_unaligned_be16(addr + 2 * i), hex);
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
		fmt_number(o, group & (U32_MAX >> (32 - bits)), s);
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
		fmt_number(o, first, DECIMAL);
		if (end == first + 1)
			continue;
		put(o, '-');
		fmt_number(o, end - 1, DECIMAL);
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
		fmt_text(o, names->name, strlen(names->name));
		more = true;
		flags &= ~names->mask;
	}
	if (!flags)
		return;
	if (more)
		put(o, '|');
	fmt_number(o, flags, s);
}

static void put_page_flags(struct out *o, unsigned long flags)
{
	fmt_number(o, flags, (struct spec){ .base = 16, .flags = SMALL | SPECIAL, .width = -1, .precision = -1 });
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
		fmt_text(o, " flags ", 7);
		fmt_number(o, flags, (struct spec){ .base = 16, .flags = SMALL | SPECIAL, .width = -1, .precision = -1 });
		return;
	}
	for (i = 0; i < ARRAY_SIZE(resource_words); i++)
		if (flags & resource_words[i].flag)
			fmt_text(o, resource_words[i].text, strlen(resource_words[i].text));
}

static void put_resource_range(struct out *o, const struct resource *res, bool by_name, struct spec number)
{
	if (by_name && (res->flags & IORESOURCE_UNSET)) {
		fmt_text(o, "size ", 5);
		fmt_number(o, resource_size(res), number);
		return;
	}
	fmt_number(o, res->start, number);
	if (res->start == res->end)
		return;
	put(o, '-');
	fmt_number(o, res->end, number);
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
	fmt_text(&part, resource_looks[i].name, 4);
	put_resource_range(&part, res, by_name, resource_looks[i].number);
	put_resource_flags(&part, res->flags, by_name);
	put(&part, ']');
	fmt_field(o, text, min(part.len, sizeof(text)), s);
}

/* Those whose memory is read. False if @fmt is none of them. */
static bool put_pointed(struct out *o, const char *fmt, const void *ptr, struct spec s)
{
	if (!strchr("VahMmIiUbGRr", *fmt) || !*fmt)
		return false;
	if (!fmt_pointer_good(o, ptr, s))
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

void fmt_pointer(struct out *o, const char *fmt, const void *ptr, struct spec s)
{
	if (*fmt && strchr("SsFfB", *fmt))
		put_symbol(o, (unsigned long)ptr, s, *fmt);
	else if (*fmt == 'e')
		put_error(o, ptr, s);
	else if (!put_pointed(o, fmt, ptr, s))
		put_address(o, ptr, s);
}
