// SPDX-License-Identifier: MIT
/*
 * fs/seq_print.c - what show() of a seq_file calls: text into its record
 *
 * What does not fit fills the buffer; the record is made again in a larger one (fs/seq_file.c).
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

/**
 * seq_vprintf - seq_printf() with a va_list
 *
 * Context: any.
 */
void seq_vprintf(struct seq_file *m, const char *fmt, va_list args)
{
	int len;

	if (m->count < m->size) {
		len = vsnprintf(m->buf + m->count, m->size - m->count, fmt, args);
		if (m->count + len < m->size) {
			m->count += len;
			return;
		}
	}
	seq_commit(m, -1);
}
EXPORT_SYMBOL(seq_vprintf);

/**
 * seq_printf - add formatted text to the record
 *
 * Context: any.
 */
void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	seq_vprintf(m, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(seq_printf);

/**
 * seq_putc - add a character
 *
 * Context: any.
 */
void seq_putc(struct seq_file *m, char c)
{
	if (m->count < m->size)
		m->buf[m->count++] = c;
}
EXPORT_SYMBOL(seq_putc);

/**
 * seq_puts - add a string
 *
 * Context: any.
 */
void seq_puts(struct seq_file *m, const char *s)
{
	seq_write(m, s, strlen(s));
}
EXPORT_SYMBOL(seq_puts);

/**
 * seq_write - add @len bytes as they are: 0, or -1 if they did not fit
 *
 * Context: any.
 * Return: 0 or -1.
 */
int seq_write(struct seq_file *m, const void *data, size_t len)
{
	if (m->count + len < m->size) {
		memcpy(m->buf + m->count, data, len);
		m->count += len;
		return 0;
	}
	seq_commit(m, -1);
	return -1;
}
EXPORT_SYMBOL(seq_write);

/**
 * seq_put_decimal_ull_width - add @delimiter and a number, with blanks to @width columns
 *
 * Context: any.
 */
void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter, unsigned long long num,
			       unsigned int width)
{
	seq_printf(m, "%s%*llu", delimiter ?: "", (int)width, num);
}
EXPORT_SYMBOL(seq_put_decimal_ull_width);

/**
 * seq_put_decimal_ull - add @delimiter and a number
 *
 * Context: any.
 */
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long num)
{
	seq_put_decimal_ull_width(m, delimiter, num, 0);
}
EXPORT_SYMBOL(seq_put_decimal_ull);

/**
 * seq_put_decimal_ll - add @delimiter and a signed number
 *
 * Context: any.
 */
void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long num)
{
	seq_printf(m, "%s%lld", delimiter ?: "", num);
}
EXPORT_SYMBOL(seq_put_decimal_ll);

/**
 * seq_put_hex_ll - @v in hexadecimal, with zeros to @width digits
 *
 * Context: any.
 */
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, unsigned long long v,
		    unsigned int width)
{
	seq_printf(m, "%s%0*llx", delimiter ?: "", (int)width, v);
}
EXPORT_SYMBOL(seq_put_hex_ll);

/**
 * seq_pad - fill up to the width that seq_setwidth() said, then add @c unless it is NUL
 *
 * Context: any.
 */
void seq_pad(struct seq_file *m, char c)
{
	ssize_t size = m->pad_until - m->count;

	if (size > 0) {
		if (size + m->count > m->size) {
			seq_commit(m, -1);
			return;
		}
		memset(m->buf + m->count, ' ', size);
		m->count += size;
	}
	if (c)
		seq_putc(m, c);
}
EXPORT_SYMBOL(seq_pad);

/**
 * seq_escape_mem - add @len bytes with string_escape_mem()
 *
 * Context: any.
 */
void seq_escape_mem(struct seq_file *m, const char *src, size_t len, unsigned int flags,
		    const char *esc)
{
	char *buf;
	size_t size = seq_get_buf(m, &buf);
	int ret = string_escape_mem(src, len, buf, size, flags, esc);

	seq_commit(m, ret < size ? ret : -1);
}
EXPORT_SYMBOL(seq_escape_mem);

/**
 * seq_hex_dump - print_hex_dump() into the record
 *
 * Context: any.
 */
void seq_hex_dump(struct seq_file *m, const char *prefix_str, int prefix_type, int rowsize,
		  int groupsize, const void *buf, size_t len, bool ascii)
{
	char line[32 * 3 + 2 + 32 + 1];
	const u8 *bytes = buf;
	size_t i, part;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (i = 0; i < len && !seq_has_overflowed(m); i += part) {
		part = min_t(size_t, rowsize, len - i);
		hex_dump_to_buffer(bytes + i, part, rowsize, groupsize, line, sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			seq_printf(m, "%s%p: %s\n", prefix_str, bytes + i, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			seq_printf(m, "%s%.8zx: %s\n", prefix_str, i, line);
		else
			seq_printf(m, "%s%s\n", prefix_str, line);
	}
}
EXPORT_SYMBOL(seq_hex_dump);

/**
 * mangle_path - copy @p to @s with the characters of @esc as octal escapes
 *
 * The two may overlap, @s being in front. Return: the end of the copy; NULL if it met @p.
 * Context: any.
 */
char *mangle_path(char *s, const char *p, const char *esc)
{
	char c;

	while (s <= p) {
		c = *p++;
		if (!c)
			return s;
		if (!strchr(esc, c)) {
			*s++ = c;
		} else {
			if (s + 4 > p)
				break;
			*s++ = '\\';
			*s++ = '0' + ((c & 0300) >> 6);
			*s++ = '0' + ((c & 070) >> 3);
			*s++ = '0' + (c & 07);
		}
	}
	return NULL;
}
EXPORT_SYMBOL(mangle_path);

/**
 * seq_path - add the path, with the characters of @esc escaped: its length, or -1
 *
 * Context: may sleep.
 * Return: its length or -1.
 */
int seq_path(struct seq_file *m, const struct path *path, const char *esc)
{
	char *buf, *p, *end;
	size_t size = seq_get_buf(m, &buf);
	int ret = -1;

	if (size) {
		p = d_path(path, buf, size);
		end = IS_ERR(p) ? NULL : mangle_path(buf, p, esc);
		if (end)
			ret = end - buf;
	}
	seq_commit(m, ret);
	return ret;
}
EXPORT_SYMBOL(seq_path);

/**
 * seq_file_path - seq_path() of an open file
 *
 * Context: may sleep.
 * Return: its length or -1.
 */
int seq_file_path(struct seq_file *m, struct file *file, const char *esc)
{
	return seq_path(m, &file->f_path, esc);
}
EXPORT_SYMBOL(seq_file_path);
