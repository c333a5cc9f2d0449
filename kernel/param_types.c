// SPDX-License-Identifier: MIT
/*
 * kernel/param_types.c - the types of module parameters: numbers, yes and no, strings, arrays
 *
 * Each is two functions, from text and to text. They are called with kernel_param_lock() held, which covers
 * the list of strings too.
 * Linux: same results as 6.1.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/kstrtox.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

#define PARAM_STRING_MAX	1024	/* characters of a charp parameter */

/* ---- numbers ---- */

#define STANDARD_PARAM_DEF(name, type, format, strtolfn)			\
	int param_set_##name(const char *val, const struct kernel_param *kp)	\
	{									\
		return strtolfn(val, 0, (type *)kp->arg);			\
	}									\
	int param_get_##name(char *buffer, const struct kernel_param *kp)	\
	{									\
		return scnprintf(buffer, PAGE_SIZE, format "\n", *(type *)kp->arg);\
	}									\
	const struct kernel_param_ops param_ops_##name = {			\
		.set = param_set_##name,					\
		.get = param_get_##name,					\
	}

STANDARD_PARAM_DEF(byte, unsigned char, "%hhu", kstrtou8);
STANDARD_PARAM_DEF(short, short, "%hi", kstrtos16);
STANDARD_PARAM_DEF(ushort, unsigned short, "%hu", kstrtou16);
STANDARD_PARAM_DEF(int, int, "%i", kstrtoint);
STANDARD_PARAM_DEF(uint, unsigned int, "%u", kstrtouint);
STANDARD_PARAM_DEF(long, long, "%li", kstrtol);
STANDARD_PARAM_DEF(ulong, unsigned long, "%lu", kstrtoul);
STANDARD_PARAM_DEF(ullong, unsigned long long, "%llu", kstrtoull);
STANDARD_PARAM_DEF(hexint, unsigned int, "%#08x", kstrtouint);

EXPORT_SYMBOL(param_set_byte);
EXPORT_SYMBOL(param_get_byte);
EXPORT_SYMBOL(param_ops_byte);
EXPORT_SYMBOL(param_set_short);
EXPORT_SYMBOL(param_get_short);
EXPORT_SYMBOL(param_ops_short);
EXPORT_SYMBOL(param_set_ushort);
EXPORT_SYMBOL(param_get_ushort);
EXPORT_SYMBOL(param_ops_ushort);
EXPORT_SYMBOL(param_set_int);
EXPORT_SYMBOL(param_get_int);
EXPORT_SYMBOL(param_ops_int);
EXPORT_SYMBOL(param_set_uint);
EXPORT_SYMBOL(param_get_uint);
EXPORT_SYMBOL(param_ops_uint);
EXPORT_SYMBOL(param_set_long);
EXPORT_SYMBOL(param_get_long);
EXPORT_SYMBOL(param_ops_long);
EXPORT_SYMBOL(param_set_ulong);
EXPORT_SYMBOL(param_get_ulong);
EXPORT_SYMBOL(param_ops_ulong);
EXPORT_SYMBOL(param_set_ullong);
EXPORT_SYMBOL(param_get_ullong);
EXPORT_SYMBOL(param_ops_ullong);
EXPORT_SYMBOL(param_set_hexint);
EXPORT_SYMBOL(param_get_hexint);
EXPORT_SYMBOL(param_ops_hexint);

/**
 * param_set_uint_minmax - an unsigned int within bounds, for the ops of others
 *
 * Context: may sleep.
 * Return: 0, -EINVAL, -ERANGE.
 */
int param_set_uint_minmax(const char *val, const struct kernel_param *kp,
			  unsigned int min, unsigned int max)
{
	unsigned int num;
	int ret;

	if (!val)
		return -EINVAL;
	ret = kstrtouint(val, 0, &num);
	if (ret)
		return ret;
	if (num < min || num > max)
		return -EINVAL;
	*(unsigned int *)kp->arg = num;
	return 0;
}
EXPORT_SYMBOL_GPL(param_set_uint_minmax);

/* ---- yes and no ---- */

static int bool_parse(const char *val, bool *value)
{
	return kstrtobool(val ? val : "1", value);
}

/**
 * param_set_bool - set a bool: yes and no in the spellings of kstrtobool(); no value is yes
 *
 * Context: may sleep; kernel_param_lock() held.
 * Return: 0 or a negative errno.
 */
int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return bool_parse(val, kp->arg);
}
EXPORT_SYMBOL(param_set_bool);

/**
 * param_get_bool - write Y or N and a newline to a page
 *
 * Context: kernel_param_lock() held.
 * Return: characters written.
 */
int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%c\n", *(bool *)kp->arg ? 'Y' : 'N');
}
EXPORT_SYMBOL(param_get_bool);

const struct kernel_param_ops param_ops_bool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool,
	.get = param_get_bool,
};
EXPORT_SYMBOL(param_ops_bool);

/**
 * param_set_bool_enable_only - set a bool that can only become true (-EROFS)
 *
 * Context: may sleep; kernel_param_lock() held.
 * Return: 0 or a negative errno.
 */
int param_set_bool_enable_only(const char *val, const struct kernel_param *kp)
{
	bool new_value;
	int ret = bool_parse(val, &new_value);

	if (ret)
		return ret;
	if (!new_value && *(bool *)kp->arg)
		return -EROFS;
	*(bool *)kp->arg = new_value;
	return 0;
}
EXPORT_SYMBOL_GPL(param_set_bool_enable_only);

const struct kernel_param_ops param_ops_bool_enable_only = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool_enable_only,
	.get = param_get_bool,
};
EXPORT_SYMBOL_GPL(param_ops_bool_enable_only);

/**
 * param_set_invbool - set a bool, set to the opposite
 *
 * Context: may sleep; kernel_param_lock() held.
 * Return: 0 or a negative errno.
 */
int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool value;
	int ret = bool_parse(val, &value);

	if (!ret)
		*(bool *)kp->arg = !value;
	return ret;
}
EXPORT_SYMBOL(param_set_invbool);

/**
 * param_get_invbool - write Y or N and a newline to a page
 *
 * Context: kernel_param_lock() held.
 * Return: characters written.
 */
int param_get_invbool(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%c\n", *(bool *)kp->arg ? 'N' : 'Y');
}
EXPORT_SYMBOL(param_get_invbool);

const struct kernel_param_ops param_ops_invbool = {
	.set = param_set_invbool,
	.get = param_get_invbool,
};
EXPORT_SYMBOL(param_ops_invbool);

/**
 * param_set_bint - set an int, set like a bool
 *
 * Context: may sleep; kernel_param_lock() held.
 * Return: 0 or a negative errno.
 */
int param_set_bint(const char *val, const struct kernel_param *kp)
{
	bool value;
	int ret = bool_parse(val, &value);

	if (!ret)
		*(int *)kp->arg = value;
	return ret;
}
EXPORT_SYMBOL(param_set_bint);

const struct kernel_param_ops param_ops_bint = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bint,
	.get = param_get_int,
};
EXPORT_SYMBOL(param_ops_bint);

/* ---- strings ---- */

/*
 * A charp's first value may be a literal of the module, its later ones are ours: this list
 * knows which. kernel_param_lock() held.
 */
struct param_string {
	struct list_head	list;
	char			text[];
};
static LIST_HEAD(param_strings);

static void param_string_free_locked(const char *text)
{
	struct param_string *s;

	list_for_each_entry(s, &param_strings, list) {
		if (s->text == text) {
			list_del(&s->list);
			kfree(s);
			return;
		}
	}
}

/**
 * param_set_charp - set a string of at most 1024 characters, copied (-ENOSPC)
 *
 * Context: may sleep; kernel_param_lock() held.
 * Return: 0 or a negative errno.
 */
int param_set_charp(const char *val, const struct kernel_param *kp)
{
	size_t len = strnlen(val, PARAM_STRING_MAX + 1);
	struct param_string *s;

	if (len > PARAM_STRING_MAX) {
		pr_err("%s: string parameter too long\n", kp->name);
		return -ENOSPC;
	}
	s = kmalloc(sizeof(*s) + len + 1, GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	strscpy(s->text, val, len + 1);
	param_string_free_locked(*(char **)kp->arg);
	list_add(&s->list, &param_strings);
	*(char **)kp->arg = s->text;
	return 0;
}
EXPORT_SYMBOL(param_set_charp);

/**
 * param_get_charp - write the string and a newline to a page
 *
 * Context: kernel_param_lock() held.
 * Return: characters written.
 */
int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%s\n", *(char **)kp->arg);
}
EXPORT_SYMBOL(param_get_charp);

/**
 * param_free_charp - give back the string that a charp was set to
 *
 * Context: may sleep; kernel_param_lock() held.
 */
void param_free_charp(void *arg)
{
	param_string_free_locked(*(char **)arg);
}
EXPORT_SYMBOL(param_free_charp);

const struct kernel_param_ops param_ops_charp = {
	.set = param_set_charp,
	.get = param_get_charp,
	.free = param_free_charp,
};
EXPORT_SYMBOL(param_ops_charp);

/**
 * param_set_copystring - set a string into the module's own array (-ENOSPC)
 *
 * Context: may sleep; kernel_param_lock() held.
 * Return: 0 or a negative errno.
 */
int param_set_copystring(const char *val, const struct kernel_param *kp)
{
	const struct kparam_string *kps = kp->str;

	if (strnlen(val, kps->maxlen) == kps->maxlen) {
		pr_err("%s: string doesn't fit in %u chars.\n", kp->name, kps->maxlen - 1);
		return -ENOSPC;
	}
	strscpy(kps->string, val, kps->maxlen);
	return 0;
}
EXPORT_SYMBOL(param_set_copystring);

/**
 * param_get_string - write the string and a newline to a page
 *
 * Context: kernel_param_lock() held.
 * Return: characters written.
 */
int param_get_string(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%s\n", kp->str->string);
}
EXPORT_SYMBOL(param_get_string);

const struct kernel_param_ops param_ops_string = {
	.set = param_set_copystring,
	.get = param_get_string,
};
EXPORT_SYMBOL(param_ops_string);

/* ---- arrays ---- */

/* One element of @val, up to its comma, goes through a copy: @val itself is not ours to change. */
static int param_array_set(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	struct kernel_param elem = *kp;
	unsigned int unused, *num = arr->num ? arr->num : &unused;
	char *copy, *rest, *item;
	int ret = 0;

	copy = rest = kstrdup(val, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	elem.arg = arr->elem;
	for (*num = 0; !ret && (item = strsep(&rest, ",")); elem.arg += arr->elemsize) {
		if (*num == arr->max) {
			pr_err("%s: can only take %i arguments\n", kp->name, arr->max);
			ret = -EINVAL;
			break;
		}
		ret = arr->ops->set(item, &elem);
		if (!ret)
			++*num;
	}
	kfree(copy);
	return ret;
}

static int param_array_get(char *buffer, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	unsigned int i, num = arr->num ? *arr->num : arr->max;
	struct kernel_param elem = *kp;
	int ret, off = 0;

	for (i = 0; i < num; i++) {
		if (i)
			buffer[off - 1] = ',';	/* was the newline of the one before */
		elem.arg = arr->elem + arr->elemsize * i;
		ret = arr->ops->get(buffer + off, &elem);
		if (ret < 0)
			return ret;
		off += ret;
	}
	buffer[off] = '\0';
	return off;
}

static void param_array_free(void *arg)
{
	const struct kparam_array *arr = arg;
	unsigned int i;

	for (i = 0; arr->ops->free && i < (arr->num ? *arr->num : arr->max); i++)
		arr->ops->free(arr->elem + arr->elemsize * i);
}

const struct kernel_param_ops param_array_ops = {
	.set = param_array_set,
	.get = param_array_get,
	.free = param_array_free,
};
EXPORT_SYMBOL(param_array_ops);
