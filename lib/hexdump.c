// SPDX-License-Identifier: MIT
/* lib/hexdump.c - bytes to hexadecimal text and back, and dumps of memory to the log */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/unaligned.h>

const char hex_asc[] = "0123456789abcdef";
EXPORT_SYMBOL(hex_asc);
const char hex_asc_upper[] = "0123456789ABCDEF";
EXPORT_SYMBOL(hex_asc_upper);

int hex_to_bin(unsigned char ch)
{
	if (isdigit(ch))
		return ch - '0';
	ch = tolower(ch);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}
EXPORT_SYMBOL(hex_to_bin);

int hex2bin(u8 *dst, const char *src, size_t count)
{
	while (count--) {
		int hi = hex_to_bin(*src++), lo = hi < 0 ? -1 : hex_to_bin(*src++);

		if (lo < 0)
			return -EINVAL;
		*dst++ = hi << 4 | lo;
	}
	return 0;
}
EXPORT_SYMBOL(hex2bin);

char *bin2hex(char *dst, const void *src, size_t count)
{
	const u8 *bytes = src;

	while (count--)
		dst = hex_byte_pack(dst, *bytes++);
	return dst;
}
EXPORT_SYMBOL(bin2hex);

static u64 group_value(const u8 *p, int size)
{
	switch (size) {
	case 8:
		return get_unaligned((const u64 *)p);
	case 4:
		return get_unaligned((const u32 *)p);
	case 2:
		return get_unaligned((const u16 *)p);
	default:
		return *p;
	}
}

/* The longest line: 32 bytes as single groups, a gap, the characters. */
#define HEX_LINE	(32 * 3 + 2 + 32 + 1)

int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize,
		       char *linebuf, size_t linebuflen, bool ascii)
{
	char line[HEX_LINE];
	const u8 *p = buf;
	int at = 0, column;
	size_t i;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	len = min_t(size_t, len, rowsize);
	if (!is_power_of_2(groupsize) || groupsize > 8 || len % groupsize)
		groupsize = 1;
	for (i = 0; i < len; i += groupsize)
		at += scnprintf(line + at, sizeof(line) - at, "%s%0*llx", i ? " " : "",
				2 * groupsize, group_value(p + i, groupsize));
	if (ascii && len) {
		column = rowsize * 2 + rowsize / groupsize + 1;
		at += scnprintf(line + at, sizeof(line) - at, "%*s", column - at, "");
		for (i = 0; i < len; i++)
			line[at++] = isascii(p[i]) && isprint(p[i]) ? p[i] : '.';
	}
	line[at] = '\0';
	if (linebuflen)
		strscpy(linebuf, line, linebuflen);
	return at;
}
EXPORT_SYMBOL(hex_dump_to_buffer);

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii)
{
	const u8 *p = buf;
	char line[HEX_LINE];
	size_t at;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (at = 0; at < len; at += rowsize) {
		hex_dump_to_buffer(p + at, len - at, rowsize, groupsize, line, sizeof(line), ascii);
		switch (prefix_type) {
		case DUMP_PREFIX_ADDRESS:
			printk("%s%s%p: %s\n", level, prefix_str, p + at, line);
			break;
		case DUMP_PREFIX_OFFSET:
			printk("%s%s%.8zx: %s\n", level, prefix_str, at, line);
			break;
		default:
			printk("%s%s%s\n", level, prefix_str, line);
			break;
		}
	}
}
EXPORT_SYMBOL(print_hex_dump);
