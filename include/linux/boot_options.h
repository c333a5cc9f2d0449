/* SPDX-License-Identifier: MIT */
/*
 * linux/boot_options.h - the boot options' values, and the table that describes them
 *
 * A command line is "name=value name=value ...", as Linux has it: sizes take K, M, G, T;
 * a value with blanks is written name="a b". init/options.c holds the one table of names, types,
 * ranges and help texts, from which the parser, `quarry --help` and the manual page are made.
 */
#ifndef _LINUX_BOOT_OPTIONS_H
#define _LINUX_BOOT_OPTIONS_H

#include <linux/types.h>

/* Which zones the machine has, and where they end. */
enum machine_profile {
	MACHINE_X86_64,		/* DMA < 16 MB, DMA32 < 4 GB, Normal */
	MACHINE_X86_32,		/* DMA < 16 MB, Normal < 896 MB, HighMem */
};

/* How the slab layer is built under its front. */
enum slab_design {
	SLAB_DESIGN_SLAB,	/* full, partial and empty slabs, free objects by number */
	SLAB_DESIGN_SLUB,	/* free lists inside of the objects */
	SLAB_DESIGN_SLOB,	/* pages shared by all caches, for machines of a few megabytes */
};

/* Which sizes kmalloc() has caches for. */
enum kmalloc_classes {
	KMALLOC_CLASSES_AUTO,	/* the fine ones where there is memory for them */
	KMALLOC_CLASSES_FINE,	/* Linux's and more between them */
	KMALLOC_CLASSES_LINUX,	/* Linux's */
};

#define BOOT_TEXT_MAX	256	/* of an option that is kept as text */

/**
 * struct boot_options - what the command line says, or the defaults
 * @mem:		physical memory, bytes
 * @mem_given:		by the command line, not by default
 * @zones:		zones=, as given; mm/memory_map.c reads it
 * @memmap:		all memmap=, joined by commas
 * @numa:		numa=; mm/numa.c reads it
 * @nr_cpus:		CPUs of the machine, 1 to 64
 * @machine:		profile of zones
 * @slab:		design of the slab layer
 * @kmalloc_classes:	sizes of kmalloc()'s caches
 * @slab_merge:		caches that can't be told apart become one
 * @slub_debug:		slub_debug=; mm/slab_debug_options.c reads it
 * @slab_freelist_random: objects of a new slab are handed out in random order
 * @loglevel:		messages below this level go to the console (0 to 8)
 * @ignore_loglevel:	all messages go to the console
 * @quiet:		console level 4
 * @debug:		console level 8
 * @min_free_kbytes:	reserve that sets the zones' low marks; 0: computed from @mem
 * @stack_order:	pages of a kernel stack, as a power of two
 * @stack_depth:	tell the greatest stack depth so far
 * @page_owner:		each page remembers who allocated and who freed it
 * @page_poison:	free pages are filled, and checked when given out
 * @init_on_alloc:	pages are zeroed when they are given out
 * @init_on_free:	pages are zeroed when they are freed
 * @debug_kmap:		windows on high memory are unmapped with their last user
 * @failslab:		failslab=, as given
 * @fail_page_alloc:	fail_page_alloc=, as given
 * @page_reporting_order: of blocks that a driver is told of, page_reporting.page_reporting_order=; above any: not given
 * @oops_panic:		an oops stops the machine (oops=panic)
 * @panic_on_warn:	a WARN() does
 *
 * Written by options_parse() before anything else runs, read only afterwards.
 */
struct boot_options {
	u64			mem;
	bool			mem_given;
	char			zones[BOOT_TEXT_MAX];
	char			memmap[BOOT_TEXT_MAX];
	char			numa[BOOT_TEXT_MAX];
	unsigned int		nr_cpus;
	enum machine_profile	machine;
	enum slab_design	slab;
	enum kmalloc_classes	kmalloc_classes;
	bool			slab_merge;
	char			slub_debug[BOOT_TEXT_MAX];
	bool			slab_freelist_random;
	int			loglevel;
	bool			ignore_loglevel;
	bool			quiet;
	bool			debug;
	unsigned long		min_free_kbytes;
	unsigned int		stack_order;
	bool			stack_depth;
	unsigned int		page_owner;
	unsigned int		page_poison;
	unsigned int		init_on_alloc;
	unsigned int		init_on_free;
	unsigned int		debug_kmap;
	char			failslab[BOOT_TEXT_MAX];
	char			fail_page_alloc[BOOT_TEXT_MAX];
	unsigned int		page_reporting_order;
	bool			oops_panic;
	bool			panic_on_warn;
};

extern struct boot_options boot_options;

/**
 * struct boot_option_info - one row of the table, as text for a person
 * @name:	"mem"
 * @value:	what may follow: "size", "x86_64|x86_32", "1..64", "" for a flag
 * @fallback:	the default as text; "" if there is none to speak of
 * @help:	one sentence
 */
struct boot_option_info {
	const char	*name;
	const char	*value;
	const char	*fallback;
	const char	*help;
};

/**
 * boot_option_describe - row @i of the table
 *
 * Context: any, also before boot.
 * Return: false when the table has no row @i.
 */
bool boot_option_describe(unsigned int i, struct boot_option_info *info);

/**
 * options_parse - set boot_options from @cmdline
 * @why:	on failure, one line: the option, what was given, what is allowed
 *
 * Context: before boot; no locks, no allocation.
 * Return: 0 or -EINVAL.
 */
int options_parse(const char *cmdline, char *why, size_t why_size);

#endif /* _LINUX_BOOT_OPTIONS_H */
