/* SPDX-License-Identifier: MIT */
/* kernel/kmsg.h - waiting for the log */
#ifndef KERNEL_KMSG_H
#define KERNEL_KMSG_H

#include <linux/types.h>

/**
 * kmsg_wait - sleep until the log has a record @seq or a later one
 *
 * Return: 0, -ERESTARTSYS, or -EAGAIN if no helper could be started.
 */
int kmsg_wait(u64 seq);

#endif /* KERNEL_KMSG_H */
