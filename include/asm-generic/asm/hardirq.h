/* SPDX-License-Identifier: MIT */
/*
 * asm/hardirq.h - the name under which older drivers include <linux/hardirq.h>
 */
#ifndef _ASM_HARDIRQ_H
#define _ASM_HARDIRQ_H

#include <linux/hardirq.h>

#endif /* _ASM_HARDIRQ_H */
