/* SPDX-License-Identifier: MIT */
/*
 * kernel/module.h - between the parts of the module loader
 *
 * module_elf.c	is the file sound, and what is in it
 * module_syms.c	exported names, and what a module needs of them
 * module_list.c	those that there are
 * module_load.c	from the file to a module in memory, and back (module_load.h)
 * module.c	running it, unloading
 * module_sysfs.c	/proc/modules and /sys/module
 */
#ifndef KERNEL_MODULE_H
#define KERNEL_MODULE_H

#include <linux/types.h>
#include <linux/elf.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <asm-generic/arch.h>

/* One line for the user, as long as the caller wants it. */
struct module_why {
	char	*text;		/* may be NULL */
	size_t	size;
};

/** why_set - say why, unless somebody closer to the cause has done so */
void why_set(struct module_why *why, const char *fmt, ...) __printf(2, 3);

/**
 * why_level - at which level to log what @why tells the caller too
 *
 * A caller that shows the reason itself needs no second line on the console.
 * Return: @level, or KERN_INFO if there is such a caller.
 */
static inline const char *why_level(const struct module_why *why, const char *level)
{
	return why->text ? KERN_INFO : level;
}

/** vermagic - what a module's VERMAGIC_STRING must be */
extern const char vermagic[];

/* ---- the file: module_elf.c ---- */

/**
 * struct elf_image - a module's file, checked: everything in it points inside it
 */
struct elf_image {
	const void	*data;
	size_t		len;
	const Elf_Ehdr	*ehdr;
	const Elf_Phdr	*phdrs;
	const Elf_Shdr	*shdrs;
	const char	*section_names;
	const Elf_Sym	*syms;		/* the dynamic symbol table */
	unsigned int	nr_syms;
	const char	*sym_names;
	const char	*modinfo;	/* "tag=text" strings, each with its NUL */
	size_t		modinfo_len;
};

/** elf_image_init - check the whole file; 0 or -ENOEXEC with the reason in @why */
int elf_image_init(struct elf_image *img, const void *data, size_t len, struct module_why *why);
/** elf_image_section - the section header of that name, or NULL */
const Elf_Shdr *elf_image_section(const struct elf_image *img, const char *name);
/** elf_image_modinfo - text of the first @tag after @prev (NULL: of all), or NULL */
const char *elf_image_modinfo(const struct elf_image *img, const char *tag, const char *prev);

/* ---- exported names: module_syms.c ---- */

/**
 * struct module_load - what the loader keeps about a module
 * @image:	where it is mapped
 * @users:	struct module_use: the modules that use this one
 * @uses:	struct module_use: the modules that this one uses
 * @gpl:	its licence is compatible with the GPL
 */
struct module_load {
	struct arch_module	image;
	struct list_head	users;
	struct list_head	uses;
	bool			gpl;
	struct module_params_dir *params_dir;
};

/* @user refers to a symbol of @source; @linked: holders/ shows it. module_mutex held. */
struct module_use {
	struct list_head	on_users;	/* of source->load->users */
	struct list_head	on_uses;	/* of user->load->uses */
	struct module		*source;
	struct module		*user;
	bool			linked;
};

/* Serialises loading and unloading, but not the modules' own functions. Order: outermost. */
extern struct mutex module_mutex;
/* Newest first. Changed under module_mutex; may be read under RCU. */
extern struct list_head modules;
/** module_set_state - and tell those of register_module_notifier(). May sleep. */
void module_set_state(struct module *mod, enum module_state state);

/** symbol_has_value - is @value, not NULL, the address of something exported? Caller holds module_mutex. */
bool symbol_has_value(const void *value);

/**
 * module_resolve - can every name that the file leaves open be resolved?
 * @sources:	receives up to @max modules whose symbols it uses, *@nr of them
 *
 * Logs each name that can't, and puts them into @why. module_mutex held.
 * Return: 0, -ENOENT, or -E2BIG.
 */
int module_resolve(const struct elf_image *img, const char *name, bool gpl,
		   struct module **sources, unsigned int max, unsigned int *nr,
		   struct module_why *why);

/** module_check_exports - -EEXIST if @mod exports a name that is taken; module_mutex held */
int module_check_exports(struct module *mod, struct module_why *why);

/* ---- loading: module.c ---- */

/* A parameter that the module does not have is an error, not a line in the log. */
#define MODULE_STRICT_PARAMS	1u

/**
 * load_module - init_module(2): map the module in @data, set its parameters, start it
 * @data:	the file, in the kernel's own memory; not needed afterwards
 * @args:	"name=value name=value"
 * @flags:	MODULE_STRICT_PARAMS
 * @why:	on failure, one line for the user; may be NULL
 *
 * Context: may sleep. Row D5.
 * Return: 0, -ENOEXEC, -ENOENT (a name is exported by nobody), -EEXIST, -EINVAL (a parameter),
 *	-ENOMEM, or what its init function returned.
 */
int load_module(const void *data, size_t len, const char *args, unsigned int flags,
		char *why, size_t why_size);
/**
 * delete_module - delete_module(2)
 * Return: 0, -ENOENT, -EWOULDBLOCK (in use), -EBUSY (it has no exit function, or is not live)
 */
int delete_module(const char *name, unsigned int flags);
/** module_unload_all - unload what is not in use, newest first; how many modules remain */
int module_unload_all(void);
/** module_report_left - a line for each module that is still there; how many */
int module_report_left(void (*report)(void *arg, const char *line), void *arg);

/** module_state_name - "Live", "Loading" or "Unloading" */
const char *module_state_name(const struct module *mod);
/** module_taint_letters - "(PO)" into @buf of 8 bytes; empty if none */
const char *module_taint_letters(const struct module *mod, char *buf);

/* ---- what users see: module_sysfs.c ---- */

void module_files_init(void);
/** module_sysfs_add - /sys/module/<name>; 0 or a negative errno */
int module_sysfs_add(struct module *mod);
/** module_sysfs_remove - waits until nobody reads there */
void module_sysfs_remove(struct module *mod);
/** module_sysfs_unhold - take the link /sys/module/<source>/holders/<user> away */
void module_sysfs_unhold(struct module_use *use);

#endif /* KERNEL_MODULE_H */
