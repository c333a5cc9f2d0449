// SPDX-License-Identifier: MIT
/*
 * kernel/module_load.c - from a module's file to a module in memory, which has not run yet; and back
 *
 * The file is sound (module_elf.c). Its name and version fit; its open names are resolved (module_syms.c); the
 * port maps it; struct module and the tables of exports and parameters are found in its memory, and
 * that these point into it; the modules that it uses are held. module_free() undoes all that, whether the
 * module has run or not.
 *
 * Locking    load_prepare() under module_mutex; module_free() takes it. The port's loader may oops: it is called
 *            by arch_try(), so that the mutex is free afterwards.
 */
#include <linux/kernel.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vermagic.h>
#include <asm-generic/arch.h>

#include "kernel/module_load.h"
#include "kernel/params.h"
#include "kernel/resource.h"
#include "mm/ioremap.h"
#include "mm/percpu.h"
#include "mm/vmalloc.h"

/* ---- licence and origin ---- */

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

/* ---- what the file says of itself ---- */

int load_check_name(struct load *ld)
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

int load_check_version(struct load *ld)
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

/* ---- in memory: struct module and its tables ---- */

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

/* ---- the modules that it uses ---- */

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

/* ---- all of it, and undone ---- */

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

int load_prepare(struct load *ld)
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
	percpu_unregister_section(ld->mod->percpu);
out_strings:
	module_free_strings(ld->mod);
out_unmap:
	load_unmap(ld->private, ld->name);
	return ret;
}

void module_free(struct module *mod)
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
	percpu_unregister_section(mod->percpu);
	module_free_strings(mod);
	load_unmap(private, name);
	mutex_unlock(&module_mutex);
}
