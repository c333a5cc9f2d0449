/* SPDX-License-Identifier: MIT */
/*
 * asm/param.h - ticks per second
 */
#ifndef _ASM_PARAM_H
#define _ASM_PARAM_H

#define HZ		CONFIG_HZ
#define USER_HZ		100
#define CLOCKS_PER_SEC	(USER_HZ)

#endif /* _ASM_PARAM_H */
