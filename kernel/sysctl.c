// SPDX-License-Identifier: MIT
/*
 * kernel/sysctl.c - how variables of the kernel are read and written as text
 *
 * The files are in fs/proc_sysctl.c; here are the handlers that a struct ctl_table names.
 * An array's values are separated by tabs when read, by blanks when written. A write sets as many
 * as it gives; one that is no number, or out of range, ends it with -EINVAL: those before it
 * are set. A write that does not begin at the file's start changes nothing and succeeds.
 * Locking	none: a variable is an aligned word, and who needs more has a handler of his own.
 * Linux	as 6.1 with sysctl_writes_strict = 1, its default.
 */
#include <linux/sysctl.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/string.h>

#define NUMBER_MAX_CHARS	21	/* a longer word is no number: -2^63 has 20 */

const int sysctl_vals[] = { 0, 1, 2, 3, 4, 100, 200, 1000, 3000, INT_MAX, 65535, -1 };
EXPORT_SYMBOL(sysctl_vals);

/* A number as text has it. */
struct number {
	unsigned long value;
	bool negative;
};

/**
 * struct vec_kind - how values of one type are kept
 * @size:	of one
 * @store:	set *@slot: 0 or -EINVAL
 * @load:	what *@slot is
 */
struct vec_kind {
	size_t size;
	int (*store)(const struct ctl_table *table, void *slot, struct number n);
	struct number (*load)(const void *slot);
};

/* The number at *@text of @left bytes: moves past it. */
static int number_take(const char **text, size_t *left, struct number *n)
{
	char word[NUMBER_MAX_CHARS + 1];
	size_t len = 0;
	char *end;

	n->negative = *left > 1 && **text == '-';
	if (n->negative) {
		++*text;
		--*left;
	}
	while (len < *left && len < NUMBER_MAX_CHARS && (*text)[len] && !isspace((*text)[len])) {
		word[len] = (*text)[len];
		len++;
	}
	word[len] = '\0';
	if (len == NUMBER_MAX_CHARS || !isdigit(*word))
		return -EINVAL;
	n->value = simple_strtoull(word, &end, 0);
	if (*end)
		return -EINVAL;
	*text += len;
	*left -= len;
	return 0;
}

static void blanks_skip(const char **text, size_t *left)
{
	while (*left && isspace(**text)) {
		++*text;
		--*left;
	}
}

static int vec_write(const struct ctl_table *table, const struct vec_kind *kind, const char *text,
		     size_t left)
{
	unsigned int nr = table->maxlen / kind->size, i;
	char *slot = table->data;
	struct number n;
	int err = 0;

	for (i = 0; i < nr; i++, slot += kind->size) {
		blanks_skip(&text, &left);
		if (!left || !*text)
			break;
		err = number_take(&text, &left, &n);
		if (!err)
			err = kind->store(table, slot, n);
		if (err)
			break;
	}
	return i || err ? err : -EINVAL;
}

static size_t vec_read(const struct ctl_table *table, const struct vec_kind *kind, char *text,
		       size_t size)
{
	const char *slot = table->data, *end = slot + table->maxlen / kind->size * kind->size;
	size_t len = 0;

	for (; slot < end; slot += kind->size) {
		struct number n = kind->load(slot);

		len += scnprintf(text + len, size - len, "%s%s%lu", len ? "\t" : "",
				 n.negative ? "-" : "", n.value);
	}
	return len + scnprintf(text + len, size - len, "\n");
}

static int vec_handle(const struct ctl_table *table, const struct vec_kind *kind, int write,
		      void *buffer, size_t *lenp, loff_t *ppos)
{
	int err = 0;

	if (!table->data || table->maxlen < kind->size || !*lenp || (*ppos && !write)) {
		*lenp = 0;
		return 0;
	}
	if (!write)
		*lenp = vec_read(table, kind, buffer, *lenp);
	else if (!*ppos)
		err = vec_write(table, kind, buffer, *lenp);
	*ppos += *lenp;
	return err;
}

/* Is @value, of @type, beyond what the table allows? */
#define out_of_range(table, type, value)							\
	(((table)->extra1 && (value) < *(const type *)(table)->extra1) ||			\
	 ((table)->extra2 && (value) > *(const type *)(table)->extra2))

/* ---- int ---- */

static struct number int_load(const void *slot)
{
	long value = READ_ONCE(*(const int *)slot);

	return (struct number) { .value = abs(value), .negative = value < 0 };
}

static int int_of(struct number n, int *value)
{
	if (n.value > (unsigned long)INT_MAX + n.negative)
		return -EINVAL;
	*value = n.negative ? -(long)n.value : n.value;
	return 0;
}

static int int_store(const struct ctl_table *table, void *slot, struct number n)
{
	int value, err = int_of(n, &value);

	if (!err)
		WRITE_ONCE(*(int *)slot, value);
	return err;
}

static int int_store_minmax(const struct ctl_table *table, void *slot, struct number n)
{
	int value, err = int_of(n, &value);

	if (err)
		return err;
	if (out_of_range(table, int, value))
		return -EINVAL;
	WRITE_ONCE(*(int *)slot, value);
	return 0;
}

static int jiffies_store(const struct ctl_table *table, void *slot, struct number n)
{
	if (n.value > INT_MAX / HZ)
		return -EINVAL;
	WRITE_ONCE(*(int *)slot, (n.negative ? -1 : 1) * (int)n.value * HZ);
	return 0;
}

static struct number jiffies_load(const void *slot)
{
	struct number n = int_load(slot);

	n.value /= HZ;
	return n;
}

static const struct vec_kind vec_int = { sizeof(int), int_store, int_load };
static const struct vec_kind vec_int_minmax = { sizeof(int), int_store_minmax, int_load };
static const struct vec_kind vec_jiffies = { sizeof(int), jiffies_store, jiffies_load };

/**
 * proc_dointvec - handler of an int, or an array of them
 * @table:	the variable
 * @write:	1: @buffer is what was written; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0, or -EINVAL for what is no number or too large for an int.
 */
int proc_dointvec(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	return vec_handle(table, &vec_int, write, buffer, lenp, ppos);
}
EXPORT_SYMBOL(proc_dointvec);

/**
 * proc_dointvec_minmax - as proc_dointvec(), between *extra1 and *extra2, which are ints
 * @table:	the variable
 * @write:	1: @buffer is what was written; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0, or -EINVAL, also for a value out of range.
 */
int proc_dointvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	return vec_handle(table, &vec_int_minmax, write, buffer, lenp, ppos);
}
EXPORT_SYMBOL(proc_dointvec_minmax);

/**
 * proc_dointvec_jiffies - as proc_dointvec(): seconds in the text, jiffies in the variable
 * @table:	the variable
 * @write:	1: @buffer is what was written; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0 or -EINVAL.
 */
int proc_dointvec_jiffies(struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	return vec_handle(table, &vec_jiffies, write, buffer, lenp, ppos);
}
EXPORT_SYMBOL(proc_dointvec_jiffies);

/* ---- unsigned int, unsigned long ---- */

static struct number uint_load(const void *slot)
{
	return (struct number) { .value = READ_ONCE(*(const unsigned int *)slot) };
}

static int uint_store(const struct ctl_table *table, void *slot, struct number n)
{
	if (n.negative || n.value > UINT_MAX)
		return -EINVAL;
	WRITE_ONCE(*(unsigned int *)slot, n.value);
	return 0;
}

static int uint_store_minmax(const struct ctl_table *table, void *slot, struct number n)
{
	if (!n.negative && n.value <= UINT_MAX && out_of_range(table, unsigned int, n.value))
		return -ERANGE;
	return uint_store(table, slot, n);
}

static struct number ulong_load(const void *slot)
{
	return (struct number) { .value = READ_ONCE(*(const unsigned long *)slot) };
}

/* A negative number is passed over, as Linux does. */
static int ulong_store_minmax(const struct ctl_table *table, void *slot, struct number n)
{
	if (n.negative)
		return 0;
	if (out_of_range(table, unsigned long, n.value))
		return -EINVAL;
	WRITE_ONCE(*(unsigned long *)slot, n.value);
	return 0;
}

static const struct vec_kind vec_uint = { sizeof(int), uint_store, uint_load };
static const struct vec_kind vec_uint_minmax = { sizeof(int), uint_store_minmax, uint_load };
static const struct vec_kind vec_ulong_minmax = { sizeof(long), ulong_store_minmax, ulong_load };

/**
 * proc_douintvec - handler of one unsigned int
 * @table:	the variable
 * @write:	1: @buffer is what was written; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0 or -EINVAL.
 */
int proc_douintvec(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	return vec_handle(table, &vec_uint, write, buffer, lenp, ppos);
}
EXPORT_SYMBOL_GPL(proc_douintvec);

/**
 * proc_douintvec_minmax - as proc_douintvec(), between *extra1 and *extra2, unsigned ints
 * @table:	the variable
 * @write:	1: @buffer is what was written; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0; -EINVAL for what is no number; -ERANGE for a value out of range.
 */
int proc_douintvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	return vec_handle(table, &vec_uint_minmax, write, buffer, lenp, ppos);
}
EXPORT_SYMBOL_GPL(proc_douintvec_minmax);

/**
 * proc_doulongvec_minmax - handler of unsigned longs between *extra1 and *extra2
 * @table:	the variable
 * @write:	1: @buffer is what was written; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0 or -EINVAL.
 */
int proc_doulongvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *lenp,
			   loff_t *ppos)
{
	return vec_handle(table, &vec_ulong_minmax, write, buffer, lenp, ppos);
}
EXPORT_SYMBOL(proc_doulongvec_minmax);

/* ---- bool, text ---- */

static struct number bool_load(const void *slot)
{
	return (struct number) { .value = READ_ONCE(*(const bool *)slot) };
}

static int bool_store(const struct ctl_table *table, void *slot, struct number n)
{
	WRITE_ONCE(*(bool *)slot, n.value != 0);
	return 0;
}

static const struct vec_kind vec_bool = { sizeof(bool), bool_store, bool_load };

/**
 * proc_dobool - handler of a bool: 0 or 1; any other number means 1
 * @table:	the variable
 * @write:	1: @buffer is what was written; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0 or -EINVAL.
 */
int proc_dobool(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	return vec_handle(table, &vec_bool, write, buffer, lenp, ppos);
}
EXPORT_SYMBOL(proc_dobool);

/**
 * proc_dostring - handler of a string in an array of maxlen bytes
 * @table:	the variable
 * @write:	1: @buffer is what was written, up to its first line's end; 0: fill it
 * @buffer:	text
 * @lenp:	its bytes; receives those used
 * @ppos:	position in the file; moved
 *
 * Context: may sleep. Row B7.
 * Return: 0; what is too long is cut off.
 */
int proc_dostring(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	char *data = table->data;
	size_t len;

	if (!data || !table->maxlen || !*lenp || (*ppos && !write)) {
		*lenp = 0;
		return 0;
	}
	if (!write) {
		*lenp = scnprintf(buffer, *lenp, "%.*s\n", table->maxlen, data);
	} else if (!*ppos) {
		len = strcspn(buffer, "\n");
		len = min3(len, *lenp, (size_t)table->maxlen - 1);
		memcpy(data, buffer, len);
		data[len] = '\0';
	}
	*ppos += *lenp;
	return 0;
}
EXPORT_SYMBOL(proc_dostring);
