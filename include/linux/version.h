/* SPDX-License-Identifier: MIT */
/*
 * linux/version.h - which Linux's interface these headers offer: 6.1, or what a module's build chose
 *
 * QUARRY_API is 20610 or 20634 for 2.6.10 and 2.6.34 (docs/modules.md).
 */
#ifndef _LINUX_VERSION_H
#define _LINUX_VERSION_H

#ifdef QUARRY_API
#define LINUX_VERSION_MAJOR		(QUARRY_API / 10000)
#define LINUX_VERSION_PATCHLEVEL	(QUARRY_API / 100 % 100)
#define LINUX_VERSION_SUBLEVEL		(QUARRY_API % 100)
#else
#define LINUX_VERSION_MAJOR		6
#define LINUX_VERSION_PATCHLEVEL	1
#define LINUX_VERSION_SUBLEVEL		0
#endif

#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#ifdef QUARRY_API
#define LINUX_VERSION_CODE	\
	KERNEL_VERSION(LINUX_VERSION_MAJOR, LINUX_VERSION_PATCHLEVEL, LINUX_VERSION_SUBLEVEL)
#else
#define LINUX_VERSION_CODE	(6 * 65536 + 1 * 256 + 0)	/* a number that make can read */
#endif

#endif /* _LINUX_VERSION_H */
