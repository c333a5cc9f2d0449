/* SPDX-License-Identifier: MIT */
/* linux/version.h - which Linux's interface these headers offer: 6.1 */
#ifndef _LINUX_VERSION_H
#define _LINUX_VERSION_H

#define LINUX_VERSION_MAJOR		6
#define LINUX_VERSION_PATCHLEVEL	1
#define LINUX_VERSION_SUBLEVEL		0

#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#define LINUX_VERSION_CODE	(6 * 65536 + 1 * 256 + 0)	/* a number that make can read */

#endif /* _LINUX_VERSION_H */
