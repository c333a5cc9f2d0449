/* SPDX-License-Identifier: MIT */
/* asm/ioctl.h - the old place of linux/ioctl.h */
#ifndef _ASM_IOCTL_H
#define _ASM_IOCTL_H

#include <uapi/linux/ioctl.h>

#endif /* _ASM_IOCTL_H */
