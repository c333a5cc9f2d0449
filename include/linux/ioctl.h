/* SPDX-License-Identifier: MIT */
/* linux/ioctl.h - ioctl command numbers */
#ifndef _LINUX_IOCTL_H
#define _LINUX_IOCTL_H

#include <uapi/linux/ioctl.h>

#endif /* _LINUX_IOCTL_H */
