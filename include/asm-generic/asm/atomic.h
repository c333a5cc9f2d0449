/* SPDX-License-Identifier: MIT */
/* asm/atomic.h - see linux/atomic.h, which generates the whole family */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

#include <linux/atomic.h>

#endif
