/* SPDX-License-Identifier: MIT */
/*
 * kernel/module_load.h - one load_module() call, between its two parts
 *
 * module_load.c	what comes before the module's own code runs
 * module.c	running it
 */
#ifndef KERNEL_MODULE_LOAD_H
#define KERNEL_MODULE_LOAD_H

#include "kernel/module.h"

#define MODULE_SOURCES_MAX	32	/* modules that one module may use directly */

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

/** load_check_name - take its name out of the file; 0, or -ENOEXEC: it has none that will do */
int load_check_name(struct load *ld);
/** load_check_version - was it built for this kernel? 0 or -ENOEXEC */
int load_check_version(struct load *ld);
/** load_prepare - all up to its first call: @ld->mod is on the list. 0 or -errno. module_mutex held. */
int load_prepare(struct load *ld);
/** module_free - undo load_prepare(); nobody can find the module any more but on the list. May sleep. */
void module_free(struct module *mod);

#endif /* KERNEL_MODULE_LOAD_H */
