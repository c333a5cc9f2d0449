/* SPDX-License-Identifier: MIT */
/*
 * linux/lockdep_types.h - lock classes have no content here: locks check their own owner
 */
#ifndef _LINUX_LOCKDEP_TYPES_H
#define _LINUX_LOCKDEP_TYPES_H

struct lock_class_key { };
struct lockdep_map { };
struct pin_cookie { };

#endif /* _LINUX_LOCKDEP_TYPES_H */
