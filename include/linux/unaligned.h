/* SPDX-License-Identifier: MIT */
/* linux/unaligned.h - see asm/unaligned.h */
#ifndef _LINUX_UNALIGNED_H
#define _LINUX_UNALIGNED_H

#include <asm/unaligned.h>

#endif
