/* SPDX-License-Identifier: MIT */
/* asm/uaccess.h - the old place of linux/uaccess.h */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

#include <linux/uaccess.h>

#endif /* _ASM_UACCESS_H */
