/* SPDX-License-Identifier: MIT */
/*
 * linux/kconfig.h - the build-time choices, read before every kernel-side file
 *
 * A CONFIG_X that is on is 1; one that is off is not defined. Use IS_ENABLED(CONFIG_X) in
 * code; #ifdef only round whole functions.
 */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

#ifndef CONFIG_PAGE_SHIFT
#define CONFIG_PAGE_SHIFT 12		/* frames of 4 KB; 13, 14 and 16 also build */
#endif
#define CONFIG_SMP 1
#define CONFIG_64BIT 1
#define CONFIG_MMU 1
#define CONFIG_MODULES 1
#define CONFIG_MODULE_UNLOAD 1
#define CONFIG_PRINTK 1
#define CONFIG_PROC_FS 1
#define CONFIG_HIGHMEM 1
#define CONFIG_ZONE_DMA 1
#define CONFIG_ZONE_DMA32 1
#define CONFIG_SLUB 1
#define CONFIG_KUNIT 1
#define CONFIG_HZ 1000

/* Expands to 1 if its argument is defined to 1, else to 0. */
#define __quarry_ph_1			0,
#define __quarry_second(ignored, value, ...) value
#define __quarry_defined3(arg_or_junk)	__quarry_second(arg_or_junk 1, 0, 0)
#define __quarry_defined2(value)	__quarry_defined3(__quarry_ph_##value)
#define __quarry_defined(option)	__quarry_defined2(option)
#define IS_ENABLED(option)		__quarry_defined(option)
#define IS_BUILTIN(option)		__quarry_defined(option)
#define IS_MODULE(option)		0
#define IS_REACHABLE(option)		__quarry_defined(option)

#endif /* _LINUX_KCONFIG_H */
