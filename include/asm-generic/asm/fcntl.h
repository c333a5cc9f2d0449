/* SPDX-License-Identifier: MIT */
/* asm/fcntl.h - the old place of linux/fcntl.h */
#ifndef _ASM_FCNTL_H
#define _ASM_FCNTL_H

#include <linux/fcntl.h>

#endif /* _ASM_FCNTL_H */
