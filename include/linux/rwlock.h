/* SPDX-License-Identifier: MIT */
/*
 * linux/rwlock.h - reader-writer spin locks, which linux/spinlock.h defines
 */
#ifndef _LINUX_RWLOCK_H
#define _LINUX_RWLOCK_H

#include <linux/spinlock.h>

#endif /* _LINUX_RWLOCK_H */
