/* SPDX-License-Identifier: MIT */
/*
 * linux/vermagic.h - what a module must have in common with the machine that loads it
 *
 * The string is in the module's .modinfo section; the loader compares it with its own.
 * VERMAGIC_LAYOUT comes from the build: what scripts/kbuild/layout makes of the public headers, so
 * that a module built with older ones is refused.
 */
#ifndef _LINUX_VERMAGIC_H
#define _LINUX_VERMAGIC_H

#include <linux/stringify.h>
#include <generated/utsrelease.h>

#define VERMAGIC_STRING						\
	UTS_RELEASE " SMP mod_unload page-" __stringify(CONFIG_PAGE_SHIFT) " layout-" VERMAGIC_LAYOUT " "

#endif /* _LINUX_VERMAGIC_H */
