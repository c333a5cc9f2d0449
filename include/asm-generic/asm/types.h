/* SPDX-License-Identifier: MIT */
/* asm/types.h - see linux/types.h */
#ifndef _ASM_TYPES_H
#define _ASM_TYPES_H

#include <linux/types.h>

#endif
