/* SPDX-License-Identifier: MIT */
/*
 * linux/rwlock_types.h - rwlock_t, which linux/spinlock_types.h defines
 */
#ifndef _LINUX_RWLOCK_TYPES_H
#define _LINUX_RWLOCK_TYPES_H

#include <linux/spinlock_types.h>

#endif /* _LINUX_RWLOCK_TYPES_H */
