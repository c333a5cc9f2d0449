// SPDX-License-Identifier: MIT
/*
 * kernel/params.c - module parameters by name: "name=value" lists
 *
 * Locking: param_mutex is held while a parameter is set or read as text, so that neither sees half
 * a string. A module reads its own variables without it, as on Linux.
 * Linux: same results as 6.1.
 */
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "kernel/params.h"

static DEFINE_MUTEX(param_mutex);

/**
 * kernel_param_lock - keep parameters as they are while reading them
 * @mod:	whose; all share one lock
 *
 * Context: may sleep.
 */
void kernel_param_lock(struct module *mod)
{
	mutex_lock(&param_mutex);
}
EXPORT_SYMBOL(kernel_param_lock);

/**
 * kernel_param_unlock - the opposite
 *
 * Context: who holds the lock.
 */
void kernel_param_unlock(struct module *mod)
{
	mutex_unlock(&param_mutex);
}
EXPORT_SYMBOL(kernel_param_unlock);

void params_free(const struct kernel_param *params, unsigned int num)
{
	unsigned int i;

	mutex_lock(&param_mutex);
	for (i = 0; i < num; i++)
		if (params[i].ops->free)
			params[i].ops->free(params[i].arg);
	mutex_unlock(&param_mutex);
}

/* ---- "name=value name=value" ---- */

static char dash2underscore(char c)
{
	return c == '-' ? '_' : c;
}

/**
 * parameqn - are the first @n characters equal, with '-' as good as '_'?
 *
 * Context: any.
 * Return: true if they are.
 */
bool parameqn(const char *a, const char *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (dash2underscore(a[i]) != dash2underscore(b[i]))
			return false;
	return true;
}
EXPORT_SYMBOL_GPL(parameqn);

/**
 * parameq - are the two names equal, with '-' as good as '_'?
 *
 * Context: any.
 * Return: true if they are.
 */
bool parameq(const char *a, const char *b)
{
	return parameqn(a, b, strlen(a) + 1);
}
EXPORT_SYMBOL_GPL(parameq);

static int param_parse_one(const struct param_set *set, char *name, char *val)
{
	unsigned int i;
	int ret;

	for (i = 0; i < set->num; i++) {
		const struct kernel_param *kp = &set->params[i];

		if (!parameq(name, kp->name))
			continue;
		if (kp->level < set->min_level || kp->level > set->max_level)
			return 0;
		if (!val && !(kp->ops->flags & KERNEL_PARAM_OPS_FL_NOARG))
			return -EINVAL;
		mutex_lock(&param_mutex);
		ret = kp->ops->set ? kp->ops->set(val, kp) : -EPERM;
		mutex_unlock(&param_mutex);
		return ret;
	}
	return set->unknown ? set->unknown(name, val, set->doing, set->arg) : -ENOENT;
}

/* Logs what is wrong, and remembers the first such line for the caller. */
static void param_complain(const struct param_set *set, int err, const char *name, const char *val)
{
	char line[256];

	if (err == -ENOENT)
		scnprintf(line, sizeof(line), "Unknown parameter `%s'", name);
	else if (err == -ENOSPC)
		scnprintf(line, sizeof(line), "`%s' too large for parameter `%s'", val ?: "", name);
	else
		scnprintf(line, sizeof(line), "`%s' invalid for parameter `%s'", val ?: "", name);
	printk("%s%s: %s\n", set->log_level ?: KERN_ERR, set->doing, line);
	if (set->why && set->why_size && !set->why[0])
		strscpy(set->why, line, set->why_size);
}

char *params_parse(const struct param_set *set, char *args)
{
	char *name, *val, *err = NULL;
	int ret;

	if (set->why && set->why_size)
		set->why[0] = '\0';
	args = skip_spaces(args);
	while (*args) {
		args = next_arg(args, &name, &val);
		if (!val && !strcmp(name, "--"))
			return err ?: args;
		ret = param_parse_one(set, name, val);
		if (ret) {
			param_complain(set, ret, name, val);
			err = ERR_PTR(ret);
		}
	}
	return err;
}

char *parse_args(const char *name, char *args, const struct kernel_param *params, unsigned int num,
		 s16 min_level, s16 max_level, void *arg,
		 int (*unknown)(char *param, char *val, const char *doing, void *arg))
{
	struct param_set set = {
		.doing = name, .params = params, .num = num, .min_level = min_level,
		.max_level = max_level, .unknown = unknown, .arg = arg,
	};

	return params_parse(&set, args);
}
EXPORT_SYMBOL_GPL(parse_args);
