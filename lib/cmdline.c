// SPDX-License-Identifier: MIT
/* lib/cmdline.c - parts of a command line: sizes with a unit, lists of integers, name=value */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

int get_option(char **str, int *pint)
{
	char *at = *str;
	int value;

	if (!at || !*at)
		return 0;
	value = *at == '-' ? -(int)simple_strtoull(at + 1, str, 0) : (int)simple_strtoull(at, str, 0);
	if (pint)
		*pint = value;
	if (*str == at || (*at == '-' && *str == at + 1))
		return 0;
	if (**str == ',') {
		(*str)++;
		return 2;
	}
	return **str == '-' ? 3 : 1;
}
EXPORT_SYMBOL(get_option);

/*
 * "-6" behind the @first of a range: stores what lies strictly between the two; the last is
 * read next, as a number of its own.
 * Return: 0, or -1 for a range that goes backwards; *count receives how many lie between, which is
 * -1 for 3-3, so that the last takes the place of the first.
 */
static int get_range(char **str, int first, int *ints, int room, int *count)
{
	int last, n;

	(*str)++;
	last = simple_strtol(*str, NULL, 0);
	*count = last - first - 1;
	for (n = 0; n < *count && n < room; n++)
		ints[n] = first + 1 + n;
	return last < first ? -1 : 0;
}

char *get_options(const char *str, int nints, int *ints)
{
	bool count_only = nints == 0;
	int i = 1;

	while (i < nints || count_only) {
		int value, between, kind = get_option((char **)&str, &value);

		if (kind == 0)
			break;
		if (!count_only)
			ints[i] = value;
		if (kind == 3) {
			if (get_range((char **)&str, value, ints + i + 1,
				      count_only ? 0 : nints - i - 1, &between))
				break;
			i += between;
		}
		i++;
		if (kind == 1)
			break;
	}
	ints[0] = i - 1;
	return (char *)str;
}
EXPORT_SYMBOL(get_options);

unsigned long long memparse(const char *ptr, char **retptr)
{
	static const char units[] = "kmgtpe";
	char *end;
	unsigned long long value = simple_strtoull(ptr, &end, 0);
	const char *unit = *end ? strchr(units, _tolower(*end)) : NULL;

	if (unit) {
		value <<= 10 * (unit - units + 1);
		end++;
	}
	if (retptr)
		*retptr = end;
	return value;
}
EXPORT_SYMBOL(memparse);

bool parse_option_str(const char *str, const char *option)
{
	size_t len = strlen(option);

	while (*str) {
		if (!strncmp(str, option, len) && (!str[len] || str[len] == ','))
			return true;
		str = strchrnul(str, ',');
		str += *str == ',';
	}
	return false;
}
EXPORT_SYMBOL(parse_option_str);

static char *unquote(char *s)
{
	size_t len = strlen(s);

	if (*s != '"')
		return s;
	if (len > 1 && s[len - 1] == '"')
		s[len - 1] = '\0';
	return s + 1;
}

char *next_arg(char *args, char **param, char **val)
{
	bool quoted = false;
	char *at, *equals = NULL;

	for (at = args; *at && (quoted || !isspace(*at)); at++) {
		if (*at == '=' && !equals)
			equals = at;
		else if (*at == '"')
			quoted = !quoted;
	}
	if (*at)
		*at++ = '\0';
	if (*args == '"') {
		char *end = strrchr(args, '"');

		if (end > args && !end[1])
			*end = '\0';
		args++;
	}
	*param = args;
	*val = NULL;
	if (equals) {
		*equals = '\0';
		*val = unquote(equals + 1);
	}
	return skip_spaces(at);
}
EXPORT_SYMBOL(next_arg);
