// SPDX-License-Identifier: MIT
/*
 * kernel/module.c - load, run and unload modules
 *
 * Life of a module. load_module() has the file checked (module_elf.c) and brought into memory
 * (module_load.c). The module is COMING while its init function runs, LIVE after, GOING from the
 * moment that delete_module() has taken its last reference.
 *
 *	file --check--> mapped --parameters, /sys--> COMING --init--> LIVE --exit--> GOING --> gone
 *	                   ^                            | init failed              |
 *	                   +---- everything undone -----+--------------------------+
 *
 * References: mod->refcnt is 1 for being loaded, and 1 for each holder. It reaches 0 only in
 * module_stop(), and try_module_get() does not raise it from there.
 *
 * Locking: module_mutex covers the list, the use records and all of loading and unloading, except
 * the calls of init and exit and the setting of parameters, which may do anything. A module
 * that oopses in one of them stays COMING or GOING for ever; nothing is held then.
 *
 * Linux: same results as 6.1, except: a module is a shared object; GPL-only names are named as
 * such; MODULE_STRICT_PARAMS; being loaded from outside the tree is told at level info.
 */
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/errname.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm-generic/arch.h>

#include "init/calls.h"
#include "kernel/module_load.h"
#include "kernel/params.h"
#include "kernel/printk.h"

void why_set(struct module_why *why, const char *fmt, ...)
{
	va_list args;

	if (!why->text || !why->size || why->text[0])
		return;
	va_start(args, fmt);
	vscnprintf(why->text, why->size, fmt, args);
	va_end(args);
}

/* ---- parameters ---- */

static int unknown_param(char *param, char *val, const char *doing, void *arg)
{
	const struct load *ld = arg;

	if (ld->flags & MODULE_STRICT_PARAMS)
		return -ENOENT;
	pr_warn("%s: unknown parameter '%s' ignored\n", doing, param);
	return 0;
}

static int load_parameters(struct load *ld)
{
	char reason[128] = "";
	struct param_set set = {
		.doing = ld->mod->name,
		.params = ld->mod->kp,
		.num = ld->mod->num_kp,
		.min_level = -32768,
		.max_level = 32767,
		.unknown = unknown_param,
		.arg = ld,
		.why = reason,
		.why_size = sizeof(reason),
		.log_level = why_level(ld->why, KERN_ERR),
	};
	char *rest = params_parse(&set, ld->mod->args);

	if (IS_ERR(rest)) {
		why_set(ld->why, "%s", reason);
		return PTR_ERR(rest);
	}
	if (rest)
		pr_warn("%s: parameters '%s' after `--' ignored\n", ld->mod->name, rest);
	return 0;
}

/* ---- init and exit ---- */

static long call_init(void *arg)
{
	struct module *mod = arg;

	return mod->init();
}

static long call_exit(void *arg)
{
	struct module *mod = arg;

	mod->exit();
	return 0;
}

/* Linux kills the task whose call ended in an oops. */
static int module_oopsed(struct module *mod, const char *what)
{
	pr_err("%s: its %s function ended in an oops; it can't be used or unloaded\n",
	       mod->name, what);
	arch_send_signal(current, SIGKILL);
	return -EFAULT;
}

static const char *errno_text(int err, char *buf, size_t size)
{
	const char *name = errname(err);

	if (name)
		return name;
	scnprintf(buf, size, "%d", err);
	return buf;
}

static int load_run_init(struct load *ld, bool *oopsed)
{
	struct module *mod = ld->mod;
	char buf[16];
	int ret = 0;

	*oopsed = false;
	if (mod->init)
		ret = arch_try(call_init, mod, oopsed);
	if (*oopsed) {
		why_set(ld->why, "its init function ended in an oops");
		return module_oopsed(mod, "init");
	}
	if (ret < 0)
		why_set(ld->why, "init returned %s", errno_text(ret, buf, sizeof(buf)));
	if (ret > 0) {
		pr_warn("%s: '%s'->init suspiciously returned %d, it should follow 0/-E convention\n"
			"%s: loading module anyway...\n", __func__, mod->name, ret, __func__);
		dump_stack();
	}
	return min(ret, 0);
}

static int load_start(struct load *ld)
{
	struct module *mod = ld->mod;
	bool oopsed;
	int ret;

	module_set_state(mod, MODULE_STATE_COMING);
	ret = load_parameters(ld);
	if (ret)
		goto out_going;
	ret = module_sysfs_add(mod);
	if (ret)
		goto out_going;
	ret = load_run_init(ld, &oopsed);
	if (oopsed)
		return ret;
	if (ret)
		goto out_sysfs;
	module_set_state(mod, MODULE_STATE_LIVE);
	return 0;

out_sysfs:
	module_set_state(mod, MODULE_STATE_GOING);
	module_sysfs_remove(mod);
	module_free(mod);
	return ret;
out_going:
	module_set_state(mod, MODULE_STATE_GOING);
	module_free(mod);
	return ret;
}

int load_module(const void *data, size_t len, const char *args, unsigned int flags,
		char *why_text, size_t why_size)
{
	struct module_why why = { .text = why_text, .size = why_size };
	struct load *ld;
	char buf[16];
	int ret;

	if (why_text && why_size)
		why_text[0] = '\0';
	ld = kzalloc(sizeof(*ld), GFP_KERNEL);
	if (!ld) {
		why_set(&why, "out of memory");
		return -ENOMEM;
	}
	ld->args = args ? args : "";
	ld->flags = flags;
	ld->why = &why;

	ret = elf_image_init(&ld->img, data, len, &why);
	if (!ret)
		ret = load_check_name(ld);
	if (!ret)
		ret = load_check_version(ld);
	if (!ret) {
		mutex_lock(&module_mutex);
		ret = load_prepare(ld);
		mutex_unlock(&module_mutex);
	}
	if (!ret)
		ret = load_start(ld);
	if (ret)
		why_set(&why, "%s", errno_text(ret, buf, sizeof(buf)));
	kfree(ld);
	return ret;
}

/* ---- unloading ---- */

/* Takes the reference for being loaded, if it is the last: nobody can get a new one then. */
static int module_stop(struct module *mod)
{
	if (atomic_cmpxchg(&mod->refcnt, 1, 0) != 1)
		return -EWOULDBLOCK;
	mod->state = MODULE_STATE_GOING;
	return 0;
}

/* Makes the module GOING, or says why not. module_mutex held. */
static int delete_begin_locked(const char *name, struct module **found)
{
	struct module *mod = find_module(name);

	*found = mod;
	if (!mod)
		return -ENOENT;
	if (!list_empty(&mod->load->users))
		return -EWOULDBLOCK;
	if (mod->state != MODULE_STATE_LIVE)
		return -EBUSY;
	if (mod->init && !mod->exit)
		return -EBUSY;
	return module_stop(mod);
}

int delete_module(const char *name, unsigned int flags)
{
	struct module *mod;
	bool oopsed = false;
	int ret;

	ret = mutex_lock_interruptible(&module_mutex);
	if (ret)
		return ret;
	ret = delete_begin_locked(name, &mod);
	mutex_unlock(&module_mutex);
	if (ret)
		return ret;

	if (mod->exit)
		arch_try(call_exit, mod, &oopsed);
	if (oopsed)
		return module_oopsed(mod, "exit");
	module_set_state(mod, MODULE_STATE_GOING);
	kmap_module_leaving(mod);
	module_sysfs_remove(mod);
	module_free(mod);
	return 0;
}

/* The newest module that may be unloaded, by name, and how many there are. module_mutex held. */
static unsigned int next_unloadable_locked(char *name, size_t size)
{
	struct module *mod;
	unsigned int nr = 0;

	name[0] = '\0';
	list_for_each_entry(mod, &modules, list) {
		nr++;
		if (!name[0] && mod->state == MODULE_STATE_LIVE && list_empty(&mod->load->users) &&
		    !module_refcount(mod) && (mod->exit || !mod->init))
			strscpy(name, mod->name, size);
	}
	return nr;
}

int module_unload_all(void)
{
	char name[MODULE_NAME_LEN];
	unsigned int nr;

	do {
		mutex_lock(&module_mutex);
		nr = next_unloadable_locked(name, sizeof(name));
		mutex_unlock(&module_mutex);
	} while (name[0] && !delete_module(name, 0));
	return nr;
}

int module_report_left(void (*report)(void *arg, const char *line), void *arg)
{
	char line[MODULE_NAME_LEN + 64];
	struct module *mod;
	int nr = 0;

	mutex_lock(&module_mutex);
	list_for_each_entry(mod, &modules, list) {
		snprintf(line, sizeof(line), "module %s: still loaded, with what it holds", mod->name);
		report(arg, line);
		nr++;
	}
	mutex_unlock(&module_mutex);
	return nr;
}

void __init module_init_subsys(void)
{
	module_files_init();
	kmsg_init();
}
