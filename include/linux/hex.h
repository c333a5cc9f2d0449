/* SPDX-License-Identifier: MIT */
/* linux/hex.h - bytes to hexadecimal text and back */
#ifndef _LINUX_HEX_H
#define _LINUX_HEX_H

#include <linux/types.h>

extern const char hex_asc[];
extern const char hex_asc_upper[];
#define hex_asc_lo(x)		hex_asc[((x) & 0x0f)]
#define hex_asc_hi(x)		hex_asc[((x) & 0xf0) >> 4]
#define hex_asc_upper_lo(x)	hex_asc_upper[((x) & 0x0f)]
#define hex_asc_upper_hi(x)	hex_asc_upper[((x) & 0xf0) >> 4]

static inline char *hex_byte_pack(char *buf, u8 byte)
{
	*buf++ = hex_asc_hi(byte);
	*buf++ = hex_asc_lo(byte);
	return buf;
}

static inline char *hex_byte_pack_upper(char *buf, u8 byte)
{
	*buf++ = hex_asc_upper_hi(byte);
	*buf++ = hex_asc_upper_lo(byte);
	return buf;
}

/**
 * hex_to_bin - the value of a hexadecimal digit
 * @ch:		the digit
 *
 * Context: any.
 * Return: 0 to 15; -1 if it is none.
 */
int hex_to_bin(unsigned char ch);

/**
 * hex2bin - turn hexadecimal digits to bytes
 * @dst:	receives @count bytes
 * @src:	2 * @count digits
 * @count:	bytes
 *
 * Context: any.
 * Return: 0; -EINVAL if one is no digit, and bytes before it are written.
 */
int __must_check hex2bin(u8 *dst, const char *src, size_t count);

/**
 * bin2hex - turn bytes to hexadecimal digits
 * @dst:	receives 2 * @count digits, and no NUL
 * @src:	the bytes
 * @count:	how many
 *
 * Context: any.
 * Return: the end of what was written.
 */
char *bin2hex(char *dst, const void *src, size_t count);

/**
 * hex_dump_to_buffer - one line of a dump
 * @buf:	what to show
 * @len:	its bytes; those beyond @rowsize are left out
 * @rowsize:	bytes a line: 16 or 32
 * @groupsize:	bytes a group: 1, 2, 4 or 8
 * @linebuf:	receives the line, cut to fit
 * @linebuflen:	its bytes
 * @ascii:	add the printable characters
 *
 * Context: any.
 * Return: the length that the line has or would have.
 */
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize,
		       char *linebuf, size_t linebuflen, bool ascii);

#endif
