// SPDX-License-Identifier: MIT
/*
 * kernel/module_list.c - which modules there are: holding, finding, naming them
 *
 * Locking: the list is changed under module_mutex and read under RCU. kernel/module.c says what
 * mod->refcnt counts.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/kallsyms.h>
#include <linux/errno.h>
#include <linux/notifier.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "kernel/module.h"

DEFINE_MUTEX(module_mutex);
LIST_HEAD(modules);
static BLOCKING_NOTIFIER_HEAD(module_notifiers);

/* ---- references ------------------------------------------------------------- */

bool try_module_get(struct module *module)
{
	if (!module)
		return true;
	return module_is_live(module) && atomic_inc_not_zero(&module->refcnt);
}
EXPORT_SYMBOL(try_module_get);

void __module_get(struct module *module)
{
	if (module)
		atomic_inc(&module->refcnt);
}
EXPORT_SYMBOL(__module_get);

/**
 * module_put - give back what try_module_get() took
 *
 * Context: any.
 */
void module_put(struct module *module)
{
	if (module)
		WARN_ON(atomic_dec_if_positive(&module->refcnt) < 0);
}
EXPORT_SYMBOL(module_put);

/**
 * module_refcount - how many hold @mod
 *
 * Context: any.
 * Return: holders; -1 once the module is going.
 */
int module_refcount(struct module *mod)
{
	return atomic_read(&mod->refcnt) - 1;
}
EXPORT_SYMBOL(module_refcount);

/* ---- finding ------------------------------------------------------------------ */

struct module *find_module(const char *name)
{
	struct module *mod;

	list_for_each_entry_rcu(mod, &modules, list, true)
		if (!strcmp(mod->name, name))
			return mod;
	return NULL;
}

struct module *__module_address(unsigned long addr)
{
	struct module *mod;

	list_for_each_entry_rcu(mod, &modules, list, true)
		if (addr - mod->load->image.base < mod->load->image.size)
			return mod;
	return NULL;
}

bool is_module_address(unsigned long addr)
{
	bool ret;

	rcu_read_lock();
	ret = __module_address(addr) != NULL;
	rcu_read_unlock();
	return ret;
}

bool is_module_text_address(unsigned long addr)
{
	return is_module_address(addr);
}

/**
 * register_module_notifier - be called with MODULE_STATE_* and the module at each change
 *
 * Context: may sleep.
 * Return: 0 or -EEXIST.
 */
int register_module_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&module_notifiers, nb);
}
EXPORT_SYMBOL(register_module_notifier);

/**
 * unregister_module_notifier - the opposite
 *
 * Context: may sleep.
 * Return: 0 or -ENOENT.
 */
int unregister_module_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&module_notifiers, nb);
}
EXPORT_SYMBOL(unregister_module_notifier);

void module_set_state(struct module *mod, enum module_state state)
{
	WRITE_ONCE(mod->state, state);
	blocking_notifier_call_chain(&module_notifiers, state, mod);
}

/* ---- reports ---------------------------------------------------------------------- */

const char *module_state_name(const struct module *mod)
{
	switch (mod->state) {
	case MODULE_STATE_LIVE:
		return "Live";
	case MODULE_STATE_GOING:
		return "Unloading";
	default:
		return "Loading";
	}
}

const char *module_taint_letters(const struct module *mod, char *buf)
{
	char *s = buf;

	*s++ = '(';
	if (mod->taints & 1ul << TAINT_PROPRIETARY_MODULE)
		*s++ = 'P';
	if (mod->taints & 1ul << TAINT_OOT_MODULE)
		*s++ = 'O';
	if (s == buf + 1)
		s = buf;
	else
		*s++ = ')';
	*s = '\0';
	return buf;
}

/* Called from reports, in any context; nothing is to be made for a thread that is no task yet. */
void print_modules(void)
{
	char line[256], taint[8];
	struct module *mod;
	size_t len = 0;

	if (!current_or_null())
		return;
	rcu_read_lock();
	list_for_each_entry_rcu(mod, &modules, list)
		len += scnprintf(line + len, sizeof(line) - len, " %s%s", mod->name,
				 module_taint_letters(mod, taint));
	rcu_read_unlock();
	printk(KERN_DEFAULT "Modules linked in:%.*s\n", (int)len, line);
}
