// SPDX-License-Identifier: MIT
/* lib/kstrtox.c - text to integers: see linux/kstrtox.h */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/uaccess.h>

/* Find the base of @s if @base is 0, and step over a 0x that belongs to it. */
static const char *number_begin(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && _tolower(s[1]) == 'x' && isxdigit(s[2]);

	if (*base == 0)
		*base = hex ? 16 : s[0] == '0' ? 8 : 10;
	return *base == 16 && s[0] == '0' && _tolower(s[1]) == 'x' ? s + 2 : s;
}

static unsigned int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	c = _tolower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : UINT_MAX;
}

/*
 * Read at most @max digits of @base. The value wraps; *overflow says so.
 * Return: how many digits there were.
 */
static size_t read_digits(const char *s, unsigned int base, size_t max, unsigned long long *value,
			  bool *overflow)
{
	size_t n;

	*value = 0;
	*overflow = false;
	for (n = 0; n < max && digit_value(s[n]) < base; n++) {
		if (*value > (ULLONG_MAX - digit_value(s[n])) / base)
			*overflow = true;
		*value = *value * base + digit_value(s[n]);
	}
	return n;
}

static int parse_unsigned(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long value;
	bool overflow;
	size_t digits;

	s = number_begin(s, &base);
	digits = read_digits(s, base, SIZE_MAX, &value, &overflow);
	if (digits == 0)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	s += digits;
	if (*s == '\n')
		s++;
	if (*s)
		return -EINVAL;
	*res = value;
	return 0;
}

/**
 * kstrtoull - read a whole string as a number
 * @s:		the number: no white space in front, a + and a newline at the end allowed
 * @base:	2 to 16, or 0: as the text says, by 0x for 16 and 0 for 8
 * @res:	receives it, if all is well
 *
 * Context: any.
 * Return: 0; -EINVAL if it is no number; -ERANGE if it is too large.
 */
int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	return parse_unsigned(*s == '+' ? s + 1 : s, base, res);
}
EXPORT_SYMBOL(kstrtoull);

/**
 * kstrtoll - read a whole string as a number with a sign
 * @s:		the number, as for kstrtoull(), or with a -
 * @base:	as for kstrtoull()
 * @res:	receives it, if all is well
 *
 * Context: any.
 * Return: 0; -EINVAL if it is no number; -ERANGE if it is too large or too small.
 */
int kstrtoll(const char *s, unsigned int base, long long *res)
{
	unsigned long long value;
	int err;

	if (*s != '-') {
		err = kstrtoull(s, base, &value);
		if (err)
			return err;
		if (value > LLONG_MAX)
			return -ERANGE;
		*res = value;
		return 0;
	}
	err = parse_unsigned(s + 1, base, &value);
	if (err)
		return err;
	if (value > (unsigned long long)LLONG_MAX + 1)
		return -ERANGE;
	*res = -value;
	return 0;
}
EXPORT_SYMBOL(kstrtoll);

#define KSTRTO(name, type, wide, wide_type)					\
int name(const char *s, unsigned int base, type *res)				\
{										\
	wide_type value;							\
	int err = wide(s, base, &value);					\
										\
	if (err)								\
		return err;							\
	if (value != (wide_type)(type)value)					\
		return -ERANGE;							\
	*res = value;								\
	return 0;								\
}										\
EXPORT_SYMBOL(name)

KSTRTO(kstrtoul, unsigned long, kstrtoull, unsigned long long);
KSTRTO(kstrtol, long, kstrtoll, long long);
KSTRTO(kstrtouint, unsigned int, kstrtoull, unsigned long long);
KSTRTO(kstrtoint, int, kstrtoll, long long);
KSTRTO(kstrtou16, u16, kstrtoull, unsigned long long);
KSTRTO(kstrtos16, s16, kstrtoll, long long);
KSTRTO(kstrtou8, u8, kstrtoull, unsigned long long);
KSTRTO(kstrtos8, s8, kstrtoll, long long);

int kstrtobool(const char *s, bool *res)
{
	if (!s)
		return -EINVAL;
	switch (_tolower(s[0])) {
	case 'y':
	case 't':
	case '1':
		*res = true;
		return 0;
	case 'n':
	case 'f':
	case '0':
		*res = false;
		return 0;
	case 'o':
		if (_tolower(s[1]) == 'n') {
			*res = true;
			return 0;
		}
		if (_tolower(s[1]) == 'f') {
			*res = false;
			return 0;
		}
		return -EINVAL;
	default:
		return -EINVAL;
	}
}
EXPORT_SYMBOL(kstrtobool);

/* Sign, prefix, the binary digits of 64 bits, newline, NUL. */
#define NUMBER_TEXT	(1 + 2 + 64 + 1 + 1)

static int number_from_user(char *buf, const char __user *s, size_t count)
{
	count = min_t(size_t, count, NUMBER_TEXT - 1);
	if (copy_from_user(buf, s, count))
		return -EFAULT;
	buf[count] = '\0';
	return 0;
}

#define KSTRTO_FROM_USER(name, type)						\
int name##_from_user(const char __user *s, size_t count, unsigned int base, type *res) \
{										\
	char buf[NUMBER_TEXT];							\
	int err = number_from_user(buf, s, count);				\
										\
	return err ? err : name(buf, base, res);				\
}										\
EXPORT_SYMBOL(name##_from_user)

KSTRTO_FROM_USER(kstrtoull, unsigned long long);
KSTRTO_FROM_USER(kstrtoll, long long);
KSTRTO_FROM_USER(kstrtoul, unsigned long);
KSTRTO_FROM_USER(kstrtol, long);
KSTRTO_FROM_USER(kstrtouint, unsigned int);
KSTRTO_FROM_USER(kstrtoint, int);
KSTRTO_FROM_USER(kstrtou16, u16);
KSTRTO_FROM_USER(kstrtos16, s16);
KSTRTO_FROM_USER(kstrtou8, u8);
KSTRTO_FROM_USER(kstrtos8, s8);

/**
 * kstrtobool_from_user - kstrtobool() of a user's buffer
 * @s:		the user's text
 * @count:	its bytes
 * @res:	receives the answer, if all is well
 *
 * Context: may sleep.
 * Return: 0; -EINVAL if it is neither yes nor no; -EFAULT. Row D1.
 */
int kstrtobool_from_user(const char __user *s, size_t count, bool *res)
{
	char buf[NUMBER_TEXT];
	int err = number_from_user(buf, s, count);

	return err ? err : kstrtobool(buf, res);
}
EXPORT_SYMBOL(kstrtobool_from_user);

/* ---- the older ones ---- */

/**
 * simple_strtoull - read the number at the beginning of a string
 * @s:		the string
 * @endp:	receives where the number ends; may be NULL
 * @base:	2 to 16, or 0: as the text says
 *
 * A number too large goes unnoticed: prefer kstrtoull().
 * Context: any.
 * Return: the number; 0 if there is none.
 */
unsigned long long simple_strtoull(const char *s, char **endp, unsigned int base)
{
	unsigned long long value;
	bool overflow;

	s = number_begin(s, &base);
	s += read_digits(s, base, SIZE_MAX, &value, &overflow);
	if (endp)
		*endp = (char *)s;
	return value;
}
EXPORT_SYMBOL(simple_strtoull);

/**
 * simple_strtoul - simple_strtoull() of an unsigned long
 * @s:		the string
 * @endp:	receives where the number ends; may be NULL
 * @base:	2 to 16, or 0: as the text says
 *
 * Context: any.
 * Return: the number, cut to its type.
 */
unsigned long simple_strtoul(const char *s, char **endp, unsigned int base)
{
	return simple_strtoull(s, endp, base);
}
EXPORT_SYMBOL(simple_strtoul);

/**
 * simple_strtoll - simple_strtoull() with a sign
 * @s:		the string
 * @endp:	receives where the number ends; may be NULL
 * @base:	2 to 16, or 0: as the text says
 *
 * Context: any.
 * Return: the number; 0 if there is none.
 */
long long simple_strtoll(const char *s, char **endp, unsigned int base)
{
	if (*s == '-')
		return -simple_strtoull(s + 1, endp, base);
	return simple_strtoull(s, endp, base);
}
EXPORT_SYMBOL(simple_strtoll);

/**
 * simple_strtol - simple_strtoll() of a long
 * @s:		the string
 * @endp:	receives where the number ends; may be NULL
 * @base:	2 to 16, or 0: as the text says
 *
 * Context: any.
 * Return: the number, cut to its type.
 */
long simple_strtol(const char *s, char **endp, unsigned int base)
{
	return simple_strtoll(s, endp, base);
}
EXPORT_SYMBOL(simple_strtol);
