/* SPDX-License-Identifier: MIT */
/* asm/byteorder.h - see linux/byteorder/generic.h, which asks the compiler */
#ifndef _ASM_BYTEORDER_H
#define _ASM_BYTEORDER_H

#include <linux/byteorder/generic.h>

#endif
