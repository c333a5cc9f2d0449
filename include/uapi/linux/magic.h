/* SPDX-License-Identifier: MIT */
/*
 * uapi/linux/magic.h - numbers by which things are recognised
 */
#ifndef _UAPI_LINUX_MAGIC_H
#define _UAPI_LINUX_MAGIC_H

#define STACK_END_MAGIC		0x57AC6E9D	/* the last word of a kernel stack */

#endif /* _UAPI_LINUX_MAGIC_H */
