/* SPDX-License-Identifier: MIT */
/* linux/container_of.h - from a member to the structure that holds it */
#ifndef _LINUX_CONTAINER_OF_H
#define _LINUX_CONTAINER_OF_H

#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <linux/types.h>

#define typeof_member(T, m)	typeof(((T *)0)->m)

/**
 * container_of - the structure that a member belongs to
 * @ptr:	pointer to the member
 * @type:	type of the structure
 * @member:	the member's name in it
 */
#define container_of(ptr, type, member) ({				\
	void *__mptr = (void *)(ptr);					\
	static_assert(__same_type(*(ptr), ((type *)0)->member) ||	\
		      __same_type(*(ptr), void),			\
		      "pointer type mismatch in container_of()");	\
	((type *)(__mptr - offsetof(type, member))); })

/** container_of_const - the same, and a pointer to const gives a pointer to const */
#define container_of_const(ptr, type, member)				\
	_Generic(ptr,							\
		const typeof(*(ptr)) *: ((const type *)container_of(ptr, type, member)),\
		default: ((type *)container_of(ptr, type, member))	\
	)

#endif
