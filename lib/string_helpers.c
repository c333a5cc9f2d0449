// SPDX-License-Identifier: MIT
/* lib/string_helpers.c - white space, padded copies, strings in tables, sizes for people, words */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

ssize_t strscpy_pad(char *dest, const char *src, size_t count)
{
	ssize_t len = strscpy(dest, src, count);

	if (len >= 0)
		memset(dest + len, 0, count - len);
	return len;
}
EXPORT_SYMBOL(strscpy_pad);

char *skip_spaces(const char *s)
{
	while (isspace(*s))
		s++;
	return (char *)s;
}
EXPORT_SYMBOL(skip_spaces);

char *strim(char *s)
{
	char *end = s + strlen(s);

	while (end > s && isspace(end[-1]))
		end--;
	*end = '\0';
	return skip_spaces(s);
}
EXPORT_SYMBOL(strim);

char *strreplace(char *s, char old, char new)
{
	for (; *s; s++)
		if (*s == old)
			*s = new;
	return s;
}
EXPORT_SYMBOL(strreplace);

void memcpy_and_pad(void *dest, size_t dest_len, const void *src, size_t count, int pad)
{
	if (count > dest_len)
		count = dest_len;
	memcpy(dest, src, count);
	memset((char *)dest + count, pad, dest_len - count);
}
EXPORT_SYMBOL(memcpy_and_pad);

bool sysfs_streq(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == '\n' && !a[1])
		a++;
	if (*b == '\n' && !b[1])
		b++;
	return !*a && !*b;
}
EXPORT_SYMBOL(sysfs_streq);

int match_string(const char * const *array, size_t n, const char *s)
{
	size_t i;

	for (i = 0; i < n && array[i]; i++)
		if (strcmp(array[i], s) == 0)
			return i;
	return -EINVAL;
}
EXPORT_SYMBOL(match_string);

int __sysfs_match_string(const char * const *array, size_t n, const char *s)
{
	size_t i;

	for (i = 0; i < n && array[i]; i++)
		if (sysfs_streq(array[i], s))
			return i;
	return -EINVAL;
}
EXPORT_SYMBOL(__sysfs_match_string);

/* The size as a number from 1 to the unit's base, with what was lost in 1/1000. */
static unsigned int scale_size(u64 *size, u64 blk_size, unsigned int base, unsigned int *thousandths)
{
	unsigned int unit = 0;
	u64 rest = 0, n = *size;

	/* Keep the product within 64 bits: each step up loses less than a thousandth. */
	while (blk_size >= base && n > U64_MAX / blk_size) {
		blk_size /= base;
		unit++;
	}
	while (n > U64_MAX / max_t(u64, blk_size, 1)) {
		n /= base;
		unit++;
	}
	n *= blk_size;
	for (; n >= base; unit++) {
		rest = n % base;
		n /= base;
	}
	*thousandths = rest * 1000 / base;
	*size = n;
	return unit;
}

void string_get_size(u64 size, u64 blk_size, enum string_size_units units, char *buf, int len)
{
	static const char * const units_10[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB" };
	static const char * const units_2[] = {
		"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"
	};
	unsigned int thousandths, unit, digits;
	const char *name;

	unit = scale_size(&size, blk_size, units == STRING_UNITS_10 ? 1000 : 1024, &thousandths);
	name = unit < ARRAY_SIZE(units_2) ? (units == STRING_UNITS_10 ? units_10 : units_2)[unit] : "UNK";
	/* Three significant digits. */
	digits = unit == 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
	if (digits == 0)
		snprintf(buf, len, "%u %s", (u32)size, name);
	else
		snprintf(buf, len, "%u.%0*u %s", (u32)size, digits,
			 thousandths / (digits == 1 ? 100 : 10), name);
}
EXPORT_SYMBOL(string_get_size);

static int count_words(const char *str)
{
	int words = 0;

	for (str = skip_spaces(str); *str; str = skip_spaces(str)) {
		words++;
		while (*str && !isspace(*str))
			str++;
	}
	return words;
}

/* One allocation behind the array's first, hidden, element: argv[-1] is the copy of the text. */
char **argv_split(gfp_t gfp, const char *str, int *argcp)
{
	char *copy = kstrdup(str, gfp), *word;
	int argc = 0, words;
	char **argv;

	if (!copy)
		return NULL;
	words = count_words(copy);
	argv = kmalloc_array(words + 2, sizeof(*argv), gfp);
	if (!argv) {
		kfree(copy);
		return NULL;
	}
	*argv++ = copy;
	for (word = skip_spaces(copy); *word; word = skip_spaces(word)) {
		argv[argc++] = word;
		while (*word && !isspace(*word))
			word++;
		if (*word)
			*word++ = '\0';
	}
	argv[argc] = NULL;
	if (argcp)
		*argcp = argc;
	return argv;
}
EXPORT_SYMBOL(argv_split);

/**
 * argv_free - free what argv_split() gave
 * @argv:	the words, not NULL
 *
 * Context: any.
 */
void argv_free(char **argv)
{
	argv--;
	kfree(argv[0]);
	kfree(argv);
}
EXPORT_SYMBOL(argv_free);
