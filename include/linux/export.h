/* SPDX-License-Identifier: MIT */
/*
 * linux/export.h - names that modules may use
 *
 * EXPORT_SYMBOL(x) puts one struct kernel_symbol, called __ksymtab_x, in section __ksymtab. The
 * loader resolves a module's undefined names from these entries and from nothing else; the build
 * reads them off the objects (scripts/exports) to decide what the library shows.
 */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#include <linux/compiler.h>
#include <linux/stringify.h>

struct module;

#ifdef MODULE
extern struct module __this_module;
#define THIS_MODULE (&__this_module)
#else
#define THIS_MODULE ((struct module *)0)
#endif

#define KSYM_GPL	1u	/* only for modules under a licence compatible with the GPL */
#define KSYM_TLS	2u	/* a thread-local variable: it has no one address */

/**
 * struct kernel_symbol - one exported name
 * @name:	as the source says it (libc_names.h may give it the prefix quarry_ at link level)
 * @value:	its address; NULL for KSYM_TLS
 * @ns:		name space of EXPORT_SYMBOL_NS, or NULL
 * @flags:	KSYM_*
 */
struct kernel_symbol {
	const char	*name;
	const void	*value;
	const char	*ns;
	unsigned long	flags;
};

/* The explicit alignment keeps the compiler from padding the entries apart: they form an array. */
#define __EXPORT_ENTRY(sym, addr, space, bits)						\
	extern const struct kernel_symbol __ksymtab_##sym;				\
	const struct kernel_symbol __ksymtab_##sym					\
	__attribute__((used, visibility("hidden"), section("__ksymtab"),		\
		       aligned(sizeof(void *)))) = {					\
		.name = #sym, .value = addr, .ns = space, .flags = bits,		\
	}

#define __EXPORT_FLAGS(sym, space, bits)						\
	extern typeof(sym) sym;								\
	__EXPORT_ENTRY(sym, (const void *)&sym, space, bits)

#define EXPORT_SYMBOL(sym)		__EXPORT_FLAGS(sym, (const char *)0, 0)
#define EXPORT_SYMBOL_GPL(sym)		__EXPORT_FLAGS(sym, (const char *)0, KSYM_GPL)
#define EXPORT_SYMBOL_NS(sym, ns)	__EXPORT_FLAGS(sym, __stringify(ns), 0)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)	__EXPORT_FLAGS(sym, __stringify(ns), KSYM_GPL)
/* A __thread variable, such as the one behind current. */
#define EXPORT_SYMBOL_TLS(sym)		__EXPORT_ENTRY(sym, (const void *)0, (const char *)0, KSYM_TLS)

#endif /* _LINUX_EXPORT_H */
