// SPDX-License-Identifier: MIT
/*
 * kernel/module_sysfs.c - /proc/modules and /sys/module, in the form that lsmod and rmmod read
 *
 * /sys/module/<name>/{coresize,initsize,initstate,refcnt,taint,version,srcversion}, holders/ with
 * a link for each module that uses this one, and parameters/ with a file for each parameter
 * that has a mode. Writing to one sets the variable.
 */
#include <linux/kernel.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "kernel/module.h"

static struct kset *module_kset;

/* ---- /proc/modules -------------------------------------------------------------- */

static void *modules_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&module_mutex);
	return seq_list_start(&modules, *pos);
}

static void *modules_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_list_next(v, &modules, pos);
}

static void modules_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&module_mutex);
}

/* "scullc 16384 0 - Live 0x00007f0000000000 (O)" */
static int modules_show(struct seq_file *m, void *v)
{
	struct module *mod = list_entry(v, struct module, list);
	struct module_use *use;
	char taint[8];

	if (mod->state == MODULE_STATE_UNFORMED)
		return 0;
	seq_printf(m, "%s %lu %i ", mod->name, mod->load->image.size, module_refcount(mod));
	list_for_each_entry(use, &mod->load->users, on_users)
		seq_printf(m, "%s,", use->user->name);
	if (mod->init && !mod->exit)
		seq_puts(m, "[permanent],");
	else if (list_empty(&mod->load->users))
		seq_putc(m, '-');
	seq_printf(m, " %s 0x%016lx", module_state_name(mod), mod->load->image.base);
	if (*module_taint_letters(mod, taint))
		seq_printf(m, " %s", taint);
	seq_putc(m, '\n');
	return 0;
}

static const struct seq_operations modules_ops = {
	.start = modules_start,
	.next = modules_next,
	.stop = modules_stop,
	.show = modules_show,
};

/* ---- files of /sys/module/<name> ----------------------------------------------------- */

/* @store may be NULL. */
struct module_attribute {
	struct attribute attr;
	ssize_t (*show)(struct module_attribute *attr, struct module *mod, char *buf);
	ssize_t (*store)(struct module_attribute *attr, struct module *mod, const char *buf,
			 size_t count);
};

static struct module *to_module(struct kobject *kobj)
{
	return container_of(kobj, struct module, mkobj.kobj);
}

static ssize_t module_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct module_attribute *mattr = container_of(attr, struct module_attribute, attr);

	return mattr->show ? mattr->show(mattr, to_module(kobj), buf) : -EIO;
}

static ssize_t module_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
				 size_t count)
{
	struct module_attribute *mattr = container_of(attr, struct module_attribute, attr);

	return mattr->store ? mattr->store(mattr, to_module(kobj), buf, count) : -EIO;
}

static const struct sysfs_ops module_sysfs_ops = {
	.show = module_attr_show,
	.store = module_attr_store,
};

static void module_kobj_release(struct kobject *kobj)
{
	complete(to_module(kobj)->mkobj.kobj_completion);
}

static const struct kobj_type module_ktype = {
	.release = module_kobj_release,
	.sysfs_ops = &module_sysfs_ops,
};

static ssize_t coresize_show(struct module_attribute *attr, struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%lu\n", mod->load->image.size);
}

static ssize_t initsize_show(struct module_attribute *attr, struct module *mod, char *buf)
{
	return sysfs_emit(buf, "0\n");
}

static ssize_t initstate_show(struct module_attribute *attr, struct module *mod, char *buf)
{
	static const char *const names[] = {
		[MODULE_STATE_LIVE] = "live",
		[MODULE_STATE_COMING] = "coming",
		[MODULE_STATE_GOING] = "going",
		[MODULE_STATE_UNFORMED] = "coming",
	};

	return sysfs_emit(buf, "%s\n", names[READ_ONCE(mod->state)]);
}

static ssize_t refcnt_show(struct module_attribute *attr, struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%i\n", module_refcount(mod));
}

static ssize_t taint_show(struct module_attribute *attr, struct module *mod, char *buf)
{
	char letters[8];
	size_t len = strlen(module_taint_letters(mod, letters));

	/* Without the parentheses. */
	return len ? sysfs_emit(buf, "%.*s\n", (int)len - 2, letters + 1) : sysfs_emit(buf, "\n");
}

static ssize_t version_show(struct module_attribute *attr, struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%s\n", mod->version);
}

static ssize_t srcversion_show(struct module_attribute *attr, struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%s\n", mod->srcversion);
}

#define MODULE_ATTR(_name) \
	static struct module_attribute _name##_attr = __ATTR_RO(_name)
MODULE_ATTR(coresize);
MODULE_ATTR(initsize);
MODULE_ATTR(initstate);
MODULE_ATTR(refcnt);
MODULE_ATTR(taint);
MODULE_ATTR(version);
MODULE_ATTR(srcversion);

static struct attribute *module_attrs[] = {
	&coresize_attr.attr, &initsize_attr.attr, &initstate_attr.attr, &refcnt_attr.attr,
	&taint_attr.attr, &version_attr.attr, &srcversion_attr.attr, NULL,
};

static umode_t module_attr_visible(struct kobject *kobj, struct attribute *attr, int n)
{
	struct module *mod = to_module(kobj);

	if ((attr == &version_attr.attr && !mod->version) ||
	    (attr == &srcversion_attr.attr && !mod->srcversion))
		return 0;
	return attr->mode;
}

static const struct attribute_group module_group = {
	.attrs = module_attrs,
	.is_visible = module_attr_visible,
};

/* ---- parameters/ ------------------------------------------------------------------------- */

struct param_attribute {
	struct module_attribute		mattr;
	const struct kernel_param	*kp;
};

/* All of a module's parameters that have a mode. */
struct module_params_dir {
	struct attribute_group	group;
	struct attribute	**attrs;	/* ends with NULL */
	struct param_attribute	params[];
};

static ssize_t param_show(struct module_attribute *mattr, struct module *mod, char *buf)
{
	const struct kernel_param *kp = container_of(mattr, struct param_attribute, mattr)->kp;
	ssize_t ret;

	if (!kp->ops->get)
		return -EPERM;
	kernel_param_lock(mod);
	ret = kp->ops->get(buf, kp);
	kernel_param_unlock(mod);
	return ret;
}

static ssize_t param_store(struct module_attribute *mattr, struct module *mod, const char *buf,
			   size_t count)
{
	const struct kernel_param *kp = container_of(mattr, struct param_attribute, mattr)->kp;
	int ret;

	if (!kp->ops->set)
		return -EPERM;
	kernel_param_lock(mod);
	ret = kp->ops->set(buf, kp);
	kernel_param_unlock(mod);
	return ret ? ret : count;
}

static int params_dir_add(struct module *mod)
{
	struct module_params_dir *dir;
	unsigned int i, n = 0;
	int ret;

	for (i = 0; i < mod->num_kp; i++)
		n += mod->kp[i].perm != 0;
	if (!n)
		return 0;
	dir = kzalloc(struct_size(dir, params, n), GFP_KERNEL);
	if (!dir)
		return -ENOMEM;
	dir->attrs = kcalloc(n + 1, sizeof(*dir->attrs), GFP_KERNEL);
	if (!dir->attrs) {
		kfree(dir);
		return -ENOMEM;
	}
	for (i = 0, n = 0; i < mod->num_kp; i++) {
		struct param_attribute *p = &dir->params[n];

		if (!mod->kp[i].perm)
			continue;
		p->kp = &mod->kp[i];
		p->mattr.attr.name = p->kp->name;
		p->mattr.attr.mode = p->kp->perm;
		p->mattr.show = param_show;
		p->mattr.store = param_store;
		dir->attrs[n++] = &p->mattr.attr;
	}
	dir->group.name = "parameters";
	dir->group.attrs = dir->attrs;
	ret = sysfs_create_group(&mod->mkobj.kobj, &dir->group);
	if (ret) {
		kfree(dir->attrs);
		kfree(dir);
		return ret;
	}
	mod->load->params_dir = dir;
	return 0;
}

static void params_dir_remove(struct module *mod)
{
	struct module_params_dir *dir = mod->load->params_dir;

	if (!dir)
		return;
	sysfs_remove_group(&mod->mkobj.kobj, &dir->group);
	kfree(dir->attrs);
	kfree(dir);
	mod->load->params_dir = NULL;
}

/* ---- the folder ------------------------------------------------------------------------------ */

/* The kobject is part of the module: its last user must be gone before the module may go. */
static void module_kobj_put(struct module *mod)
{
	DECLARE_COMPLETION_ONSTACK(done);

	mod->mkobj.kobj_completion = &done;
	kobject_del(&mod->mkobj.kobj);
	kobject_put(&mod->mkobj.kobj);
	wait_for_completion(&done);
}

/* Only lsmod looks at the link; the use is recorded without it. */
static void module_sysfs_hold(struct module_use *use)
{
	if (use->source->holders_dir && !use->linked)
		use->linked = !sysfs_create_link(use->source->holders_dir, &use->user->mkobj.kobj,
						 use->user->name);
}

int module_sysfs_add(struct module *mod)
{
	struct module_use *use;
	int ret;

	memset(&mod->mkobj, 0, sizeof(mod->mkobj));
	mod->mkobj.mod = mod;
	mod->mkobj.kobj.kset = module_kset;
	ret = kobject_init_and_add(&mod->mkobj.kobj, &module_ktype, NULL, "%s", mod->name);
	if (ret)
		goto out_kobj;
	ret = sysfs_create_group(&mod->mkobj.kobj, &module_group);
	if (ret)
		goto out_kobj;
	ret = -ENOMEM;
	mod->holders_dir = kobject_create_and_add("holders", &mod->mkobj.kobj);
	if (!mod->holders_dir)
		goto out_group;
	ret = params_dir_add(mod);
	if (ret)
		goto out_holders;
	mutex_lock(&module_mutex);
	list_for_each_entry(use, &mod->load->uses, on_uses)
		module_sysfs_hold(use);
	mutex_unlock(&module_mutex);
	return 0;

out_holders:
	kobject_put(mod->holders_dir);
	mod->holders_dir = NULL;
out_group:
	sysfs_remove_group(&mod->mkobj.kobj, &module_group);
out_kobj:
	module_kobj_put(mod);
	return ret;
}

void module_sysfs_remove(struct module *mod)
{
	struct module_use *use;

	mutex_lock(&module_mutex);
	list_for_each_entry(use, &mod->load->uses, on_uses)
		module_sysfs_unhold(use);
	mutex_unlock(&module_mutex);
	params_dir_remove(mod);
	kobject_put(mod->holders_dir);
	mod->holders_dir = NULL;
	sysfs_remove_group(&mod->mkobj.kobj, &module_group);
	module_kobj_put(mod);
}

void module_sysfs_unhold(struct module_use *use)
{
	if (use->linked)
		sysfs_remove_link(use->source->holders_dir, use->user->name);
	use->linked = false;
}

void module_files_init(void)
{
	if (!proc_create_seq("modules", 0444, NULL, &modules_ops))
		pr_err("module: no /proc/modules\n");
	module_kset = kset_create_and_add("module", NULL, NULL);
	if (!module_kset)
		pr_err("module: no /sys/module\n");
}
