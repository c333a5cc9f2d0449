/* SPDX-License-Identifier: MIT */
/*
 * linux/poison.h - values that mark memory which must not be used
 *
 * Seen in a register or a dump, each names what went wrong.
 */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

#define POISON_POINTER_DELTA	0xdead000000000000UL

/* list_head after list_del(), hlist_node after hlist_del() */
#define LIST_POISON1		((void *)(0x100 + POISON_POINTER_DELTA))
#define LIST_POISON2		((void *)(0x122 + POISON_POINTER_DELTA))

#define TIMER_ENTRY_STATIC	((void *)(0x300 + POISON_POINTER_DELTA))
#define PAGE_POISON		0xaa
#define TAIL_MAPPING		((void *)(0x400 + POISON_POINTER_DELTA))

/* slab objects */
#define SLUB_RED_INACTIVE	0xbb	/* red zone of a free object */
#define SLUB_RED_ACTIVE		0xcc	/* red zone of a live one */
#define POISON_INUSE		0x5a	/* padding, and objects never yet allocated */
#define POISON_FREE		0x6b	/* free object */
#define POISON_END		0xa5	/* its last byte */

#define MUTEX_DEBUG_INIT	0x11
#define MUTEX_DEBUG_FREE	0x22
#define KEY_DESTROY		0xbd

#endif /* _LINUX_POISON_H */
