/* SPDX-License-Identifier: MIT */
/* linux/posix_types.h - the __kernel_* types: see linux/types.h */
#ifndef _LINUX_POSIX_TYPES_H
#define _LINUX_POSIX_TYPES_H

#include <linux/types.h>

#endif
