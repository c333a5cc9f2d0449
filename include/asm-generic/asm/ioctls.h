/* SPDX-License-Identifier: MIT */
/* asm/ioctls.h - the ioctl numbers that every file knows, as on x86 */
#ifndef _ASM_IOCTLS_H
#define _ASM_IOCTLS_H

#include <uapi/linux/ioctl.h>

#define TCGETS		0x5401
#define FIONREAD	0x541B
#define FIONBIO		0x5421
#define FIONCLEX	0x5450
#define FIOCLEX		0x5451
#define FIOASYNC	0x5452
#define FIOQSIZE	0x5460

#endif /* _ASM_IOCTLS_H */
