// SPDX-License-Identifier: MIT
/*
 * kernel/module.c - load, run and unload modules
 *
 * Life of a module. load_module() reads the file (module_elf.c), resolves its open names
 * (module_syms.c), lets the port map it, and finds in its memory struct module and the tables of
 * exports and parameters. The module is COMING while its init function runs, LIVE after, GOING from
 * the moment that delete_module() has taken its last reference.
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
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/vermagic.h>
#include <linux/errno.h>
#include <linux/errname.h>
#include <linux/err.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/ctype.h>
#include <asm-generic/arch.h>

#include "init/calls.h"
#include "kernel/printk.h"
#include "kernel/module.h"
#include "kernel/resource.h"
#include "mm/ioremap.h"
#include "mm/percpu.h"
#include "mm/vmalloc.h"
#include "kernel/params.h"

#define MODULE_SOURCES_MAX	32	/* modules that one module may use directly */

void why_set(struct module_why *why, const char *fmt, ...)
{
	va_list args;

	if (!why->text || !why->size || why->text[0])
		return;
	va_start(args, fmt);
	vscnprintf(why->text, why->size, fmt, args);
	va_end(args);
}

/* ---- licence and origin -------------------------------------------------------------- */

static bool licence_is_gpl_compatible(const char *licence)
{
	static const char *const good[] = {
		"GPL", "GPL v2", "GPL and additional rights",
		"Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(good); i++)
		if (!strcmp(licence, good[i]))
			return true;
	return false;
}

static void module_taint(struct module *mod, unsigned int flag)
{
	add_taint(flag, LOCKDEP_STILL_OK);
	mod->taints |= 1ul << flag;
}

static void module_check_origin(struct module *mod, const struct elf_image *img)
{
	const char *licence = elf_image_modinfo(img, "license", NULL);

	if (!elf_image_modinfo(img, "intree", NULL)) {
		if (!test_taint(TAINT_OOT_MODULE))
			pr_info("%s: loading out-of-tree module taints kernel.\n", mod->name);
		module_taint(mod, TAINT_OOT_MODULE);
	}
	if (!mod->load->gpl) {
		if (!test_taint(TAINT_PROPRIETARY_MODULE))
			pr_warn("%s: module license '%s' taints kernel.\n", mod->name,
				licence ?: "unspecified");
		module_taint(mod, TAINT_PROPRIETARY_MODULE);
	}
}

/* ---- loading, step by step ------------------------------------------------------------- */

/**
 * struct load - one load_module() call
 * @img:	the file; not used once the module is mapped and set up
 * @name:	as the file has it in .modinfo
 * @sources:	modules whose symbols it uses
 */
struct load {
	struct elf_image	img;
	const char		*name;
	const char		*args;
	unsigned int		flags;
	struct module		*mod;
	struct module_load	*private;
	struct module		*sources[MODULE_SOURCES_MAX];
	unsigned int		nr_sources;
	struct module_why	*why;
};

static int load_check_name(struct load *ld)
{
	const char *s;

	ld->name = elf_image_modinfo(&ld->img, "name", NULL);
	if (!ld->name || !*ld->name || strlen(ld->name) >= MODULE_NAME_LEN) {
		why_set(ld->why, "not a module: no name in .modinfo");
		return -ENOEXEC;
	}
	for (s = ld->name; *s; s++) {
		if (!isalnum(*s) && *s != '_') {
			why_set(ld->why, "a name with odd characters in .modinfo");
			return -ENOEXEC;
		}
	}
	return 0;
}

const char vermagic[] = VERMAGIC_STRING;

static int load_check_version(struct load *ld)
{
	const char *magic = elf_image_modinfo(&ld->img, "vermagic", NULL);

	if (magic && !strcmp(magic, vermagic))
		return 0;
	printk("%s%s: version magic '%s' should be '%s'\n", why_level(ld->why, KERN_ERR), ld->name,
	       magic ?: "", vermagic);
	why_set(ld->why, "built for another kernel (version magic '%s'): build it again",
		magic ?: "none");
	return -ENOEXEC;
}

/* Where section @name is in memory; *@nr receives how many items of @size it holds. */
static void *load_section(const struct load *ld, const char *name, size_t size, unsigned int *nr)
{
	const Elf_Shdr *sh = elf_image_section(&ld->img, name);

	*nr = 0;
	if (!sh || !(sh->sh_flags & SHF_ALLOC) || sh->sh_addr % 8)
		return NULL;
	*nr = sh->sh_size / size;
	return *nr ? (void *)(ld->private->image.base + sh->sh_addr) : NULL;
}

/* Does @p point into the module's image? What a damaged file makes of a pointer is caught here. */
static bool load_is_inside(const struct load *ld, const void *p)
{
	return (unsigned long)p - ld->private->image.base < ld->private->image.size;
}

/* A parameter's functions are called while it loads: they are its own or of an exported kind. */
static bool load_param_is_sound(const struct load *ld, const struct kernel_param *kp)
{
	return load_is_inside(ld, kp->name) &&
	       (load_is_inside(ld, kp->ops) || (kp->ops && symbol_has_value(kp->ops)));
}

static int load_damaged(struct load *ld, const char *what)
{
	why_set(ld->why, "damaged: %s", what);
	return -ENOEXEC;
}

/* Finds struct module and the tables in the mapped image. */
static int load_find_tables(struct load *ld)
{
	struct module *mod;
	unsigned int i, nr;

	mod = load_section(ld, ".gnu.linkonce.this_module", sizeof(*mod), &nr);
	if (!mod)
		return load_damaged(ld, "no struct module");
	ld->mod = mod;
	mod->syms = load_section(ld, "__ksymtab", sizeof(*mod->syms), &mod->num_syms);
	mod->kp = load_section(ld, "__param", sizeof(*mod->kp), &mod->num_kp);
	mod->percpu = load_section(ld, "percpu", 1, &mod->percpu_size);
	for (i = 0; i < mod->num_syms; i++)
		if (!load_is_inside(ld, mod->syms[i].name))
			return load_damaged(ld, "its table of exports");
	for (i = 0; i < mod->num_kp; i++)
		if (!load_param_is_sound(ld, &mod->kp[i]))
			return load_damaged(ld, "its table of parameters");
	if ((mod->init && !load_is_inside(ld, mod->init)) ||
	    (mod->exit && !load_is_inside(ld, mod->exit)))
		return load_damaged(ld, "its init or exit function");
	return 0;
}

static int load_set_up(struct load *ld)
{
	struct module *mod = ld->mod;

	strscpy(mod->name, ld->name, sizeof(mod->name));
	mod->load = ld->private;
	mod->state = MODULE_STATE_UNFORMED;
	mod->taints = 0;
	atomic_set(&mod->refcnt, 1);
	INIT_LIST_HEAD(&mod->load->users);
	INIT_LIST_HEAD(&mod->load->uses);
	mod->args = kstrdup(ld->args, GFP_KERNEL);
	if (!mod->args)
		return -ENOMEM;
	mod->version = elf_image_modinfo(&ld->img, "version", NULL);
	mod->srcversion = elf_image_modinfo(&ld->img, "srcversion", NULL);
	/* The file goes away; the strings are in the mapped .modinfo too only if it is loaded. */
	mod->version = mod->version ? kstrdup(mod->version, GFP_KERNEL) : NULL;
	mod->srcversion = mod->srcversion ? kstrdup(mod->srcversion, GFP_KERNEL) : NULL;
	return 0;
}

static void module_free_strings(struct module *mod)
{
	kfree(mod->args);
	kfree(mod->version);
	kfree(mod->srcversion);
}

static void module_use_remove(struct module_use *use)
{
	module_sysfs_unhold(use);
	list_del(&use->on_users);
	list_del(&use->on_uses);
	module_put(use->source);
	kfree(use);
}

static void module_drop_uses(struct module *mod)
{
	struct module_use *use, *next;

	list_for_each_entry_safe(use, next, &mod->load->uses, on_uses)
		module_use_remove(use);
}

static int module_use_add(struct module *user, struct module *source)
{
	struct module_use *use = kzalloc(sizeof(*use), GFP_KERNEL);

	if (!use)
		return -ENOMEM;
	/* A source that is not live yet may still fail to become so. */
	if (source->state != MODULE_STATE_LIVE || !try_module_get(source)) {
		kfree(use);
		return -EBUSY;
	}
	use->user = user;
	use->source = source;
	list_add(&use->on_users, &source->load->users);
	list_add(&use->on_uses, &user->load->uses);
	return 0;
}

static int load_use_sources(struct load *ld)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; !ret && i < ld->nr_sources; i++)
		ret = module_use_add(ld->mod, ld->sources[i]);
	if (ret)
		module_drop_uses(ld->mod);
	return ret;
}

static void load_unmap(struct module_load *private, const char *name)
{
	lockdep_free_key_range((void *)private->image.base, private->image.size);
	if (arch_module_unload(&private->image))
		pr_warn("%s: the host keeps its image mapped\n", name);
	kfree(private);
}

static long call_map(void *arg)
{
	struct load *ld = arg;
	char reason[160] = "";
	int ret = arch_module_load(ld->img.data, ld->img.len, ld->name, &ld->private->image,
				   reason, sizeof(reason));

	if (ret && reason[0])
		why_set(ld->why, "%s", reason);
	return ret;
}

/* The port's loader may trip over what the checks let pass; module_mutex must be free then. */
static int load_map(struct load *ld)
{
	bool oopsed;
	int ret;

	ld->private = kzalloc(sizeof(*ld->private), GFP_KERNEL);
	if (!ld->private)
		return -ENOMEM;
	ret = arch_try(call_map, ld, &oopsed);
	if (oopsed) {
		why_set(ld->why, "damaged: mapping it ended in an oops");
		ret = -ENOEXEC;
	}
	if (ret)
		kfree(ld->private);
	return ret;
}

static int load_prepare(struct load *ld)
{
	const char *licence = elf_image_modinfo(&ld->img, "license", NULL);
	bool gpl = licence && licence_is_gpl_compatible(licence);
	int ret;

	if (find_module(ld->name)) {
		why_set(ld->why, "a module of this name is loaded already");
		return -EEXIST;
	}
	ret = module_resolve(&ld->img, ld->name, gpl, ld->sources, MODULE_SOURCES_MAX,
			     &ld->nr_sources, ld->why);
	if (ret)
		return ret;
	ret = load_map(ld);
	if (ret)
		return ret;
	ld->private->gpl = gpl;
	ret = load_find_tables(ld);
	if (ret)
		goto out_unmap;
	ret = load_set_up(ld);
	if (ret)
		goto out_unmap;
	ret = module_check_exports(ld->mod, ld->why);
	if (ret)
		goto out_strings;
	ret = percpu_module_add(ld->mod->percpu, ld->mod->percpu_size);
	if (ret)
		goto out_strings;
	ret = load_use_sources(ld);
	if (ret)
		goto out_percpu;
	module_check_origin(ld->mod, &ld->img);
	list_add_rcu(&ld->mod->list, &modules);
	return 0;

out_percpu:
	percpu_module_del(ld->mod->percpu, ld->mod->percpu_size);
out_strings:
	module_free_strings(ld->mod);
out_unmap:
	load_unmap(ld->private, ld->name);
	return ret;
}

/* The module is off the list's way: undoes load_prepare(). */
static void module_free(struct module *mod)
{
	struct module_load *private = mod->load;
	char name[MODULE_NAME_LEN];

	strscpy(name, mod->name, sizeof(name));
	ioremap_module_left(mod);
	percpu_module_left(mod);
	vmalloc_module_left(mod);
	resource_module_left(mod);
	params_free(mod->kp, mod->num_kp);
	mutex_lock(&module_mutex);
	module_drop_uses(mod);
	list_del_rcu(&mod->list);
	synchronize_rcu();
	percpu_module_del(mod->percpu, mod->percpu_size);
	module_free_strings(mod);
	load_unmap(private, name);
	mutex_unlock(&module_mutex);
}

/* ---- parameters --------------------------------------------------------------------------- */

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

/* ---- init and exit --------------------------------------------------------------------------- */

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

/*
 * ---- unloading
 * ------------------------------------------------------------------------------------
 */

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
