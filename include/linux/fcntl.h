/* SPDX-License-Identifier: MIT */
/* linux/fcntl.h - flags of an open file */
#ifndef _LINUX_FCNTL_H
#define _LINUX_FCNTL_H

#include <linux/stat.h>
#include <uapi/linux/fcntl.h>

#endif /* _LINUX_FCNTL_H */
