/* SPDX-License-Identifier: MIT */
/*
 * linux/module.h - what a module says about itself, and how others hold on to it
 *
 * Row D5. A module is built by scripts/kbuild and loaded by kernel/module.c; docs/modules.md.
 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/stat.h>
#include <linux/compiler.h>
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/errno.h>
#include <linux/stringify.h>
#include <linux/kobject.h>
#include <linux/moduleparam.h>
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/bug.h>
#include <linux/atomic.h>

#define MODULE_NAME_LEN	56

/* ---- what the source says ---- */

#define MODULE_INFO(tag, info)		__MODULE_INFO(tag, tag, info)
#define MODULE_ALIAS(_alias)		MODULE_INFO(alias, _alias)
#define MODULE_SOFTDEP(_softdep)	MODULE_INFO(softdep, _softdep)
#define MODULE_LICENSE(_license)	MODULE_INFO(license, _license)
#define MODULE_AUTHOR(_author)		MODULE_INFO(author, _author)
#define MODULE_DESCRIPTION(_description) MODULE_INFO(description, _description)
#define MODULE_FIRMWARE(_firmware)	MODULE_INFO(firmware, _firmware)
#define MODULE_VERSION(_version)	MODULE_INFO(version, _version)
#define MODULE_IMPORT_NS(ns)		MODULE_INFO(import_ns, __stringify(ns))

/* Only the name is checked to exist: Quarry has no buses that would look for it. */
#ifdef MODULE
#define MODULE_DEVICE_TABLE(type, name)						\
	extern typeof(name) __mod_##type##__##name##_device_table		\
		__attribute__((unused, alias(__stringify(name))))
#else
#define MODULE_DEVICE_TABLE(type, name)
#endif

/* An alias takes its target's attributes along, where the compiler can say so. */
#ifndef __copy
#if __has_attribute(__copy__)
#define __copy(symbol)	__attribute__((__copy__(symbol)))
#else
#define __copy(symbol)
#endif
#endif

#ifdef MODULE
/* The compiler checks the type of @initfn; the loader calls it by the name init_module. */
#define module_init(initfn)							\
	static inline initcall_t __attribute__((unused)) __inittest(void)	\
	{ return initfn; }							\
	int init_module(void) __copy(initfn) __attribute__((alias(#initfn)))
#define module_exit(exitfn)							\
	static inline exitcall_t __attribute__((unused)) __exittest(void)	\
	{ return exitfn; }							\
	void cleanup_module(void) __copy(exitfn) __attribute__((alias(#exitfn)))

#define early_initcall(fn)		module_init(fn)
#define core_initcall(fn)		module_init(fn)
#define postcore_initcall(fn)		module_init(fn)
#define arch_initcall(fn)		module_init(fn)
#define subsys_initcall(fn)		module_init(fn)
#define fs_initcall(fn)			module_init(fn)
#define rootfs_initcall(fn)		module_init(fn)
#define device_initcall(fn)		module_init(fn)
#define late_initcall(fn)		module_init(fn)
#else
#define module_init(x)			__initcall(x)
#define module_exit(x)			__exitcall(x)
#endif

/* The names that the loader knows the two functions by. */
int init_module(void);
void cleanup_module(void);

/* ---- a loaded module ---- */

enum module_state {
	MODULE_STATE_LIVE,	/* in use, or ready for it */
	MODULE_STATE_COMING,	/* linked; its init function runs */
	MODULE_STATE_GOING,	/* on its way out; try_module_get() fails */
	MODULE_STATE_UNFORMED,	/* being set up */
};

struct module_load;

struct module_kobject {
	struct kobject		kobj;
	struct module		*mod;
	struct kobject		*drivers_dir;
	struct completion	*kobj_completion;
};

/**
 * struct module - a module, in its own memory (section .gnu.linkonce.this_module)
 * @state:	MODULE_STATE_*; changed under module_mutex, read by anybody
 * @list:	of all modules, newest first; changed under module_mutex
 * @name:	of the file, '-' made '_'
 * @init:	may be NULL
 * @exit:	may be NULL: then the module stays for ever once it has an @init
 * @refcnt:	holders + 1 while the module lives; 0 once it is going
 * @load:	the loader's own (kernel/module.h)
 */
struct module {
	enum module_state	state;
	struct list_head	list;
	char			name[MODULE_NAME_LEN];
	struct module_kobject	mkobj;
	const char		*version;
	const char		*srcversion;
	struct kobject		*holders_dir;
	const struct kernel_symbol *syms;
	unsigned int		num_syms;
	struct kernel_param	*kp;
	unsigned int		num_kp;
	int			(*init)(void);
	void			(*exit)(void);
	unsigned long		taints;
	char			*args;
	void			*percpu;
	unsigned int		percpu_size;
	atomic_t		refcnt;
	struct module_load	*load;
};

/** module_name - its name, or "kernel" for NULL */
#define module_name(mod)						\
({									\
	struct module *__mod = (mod);					\
	__mod ? __mod->name : "kernel";					\
})

#define MODULE_ARCH_INIT

static inline bool module_is_live(struct module *mod)
{
	return mod->state != MODULE_STATE_GOING;
}

/**
 * try_module_get - keep @module loaded
 * @module:	NULL means built-in code, which is always there
 *
 * Context: any.
 * Return: false if the module is on its way out: leave it alone then.
 */
bool try_module_get(struct module *module);
/** __module_get - as try_module_get(), for who holds a reference already */
void __module_get(struct module *module);
/** module_put - the opposite */
void module_put(struct module *module);
/** module_refcount - holders; -1 once the module is going */
int module_refcount(struct module *mod);

/** __module_address - the module whose image holds @addr, or NULL; hold module_mutex or rcu */
struct module *__module_address(unsigned long addr);
bool is_module_address(unsigned long addr);
bool is_module_text_address(unsigned long addr);
static inline bool within_module(unsigned long addr, const struct module *mod)
{
	return __module_address(addr) == mod;
}
#define within_module_core(addr, mod)	within_module(addr, mod)
#define within_module_init(addr, mod)	false

/** find_module - by name; call with module_mutex held or from a notifier */
struct module *find_module(const char *name);

/* Modules are looked for nowhere: the user loads them. Always -ENOSYS. */
static inline int request_module_none(const char *name, ...)
{
	return -ENOSYS;
}
#define request_module(mod...)		request_module_none(mod)
#define request_module_nowait(mod...)	request_module_none(mod)
#define try_then_request_module(x, mod...) (x)

struct notifier_block;
/** register_module_notifier - be called with MODULE_STATE_* and the module at each change */
int register_module_notifier(struct notifier_block *nb);
int unregister_module_notifier(struct notifier_block *nb);

/** print_modules - log "Modules linked in: scullc(O)" */
void print_modules(void);

/* Old names of the address of a symbol of another module. */
#define symbol_get(x)	((typeof(&x))(__symbol_get(__stringify(x))))
#define symbol_put(x)	__symbol_put(__stringify(x))
/** __symbol_get - the address of exported name @symbol, its module held; NULL if nobody exports it */
void *__symbol_get(const char *symbol);
void __symbol_put(const char *symbol);

#endif /* _LINUX_MODULE_H */
