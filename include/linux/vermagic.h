/* SPDX-License-Identifier: MIT */
/*
 * linux/vermagic.h - what a module must have in common with the machine that loads it
 *
 * The string is in the module's .modinfo section; the loader compares it with its own. The number
 * after "quarry-" counts changes of the layout of public structures.
 */
#ifndef _LINUX_VERMAGIC_H
#define _LINUX_VERMAGIC_H

#include <linux/stringify.h>
#include <generated/utsrelease.h>

#define VERMAGIC_STRING						\
	UTS_RELEASE " SMP mod_unload quarry-1 page-" __stringify(CONFIG_PAGE_SHIFT) " "

#endif /* _LINUX_VERMAGIC_H */
