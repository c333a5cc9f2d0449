/* SPDX-License-Identifier: MIT */
/*
 * linux/lockdep_types.h - what a lock and a task carry for the lock order checker
 *
 * With CONFIG_PROVE_LOCKING (make LOCKDEP=1; always in sanitized builds) every lock has a
 * lockdep_map, and each task remembers what it holds; else both are nothing at all.
 */
#ifndef _LINUX_LOCKDEP_TYPES_H
#define _LINUX_LOCKDEP_TYPES_H

#include <linux/types.h>

#define MAX_LOCKDEP_SUBCLASSES	8U

struct pin_cookie { };

#ifdef CONFIG_PROVE_LOCKING

/* A task that holds more is reported, and not watched any further. */
#define MAX_LOCK_DEPTH		48U

/** struct lock_class_key - its address names a class of locks: those that one line initializes */
struct lock_class_key {
	char subkeys[MAX_LOCKDEP_SUBCLASSES];
};

/**
 * struct lockdep_map - what a lock says of itself
 * @key:	of its class; NULL until the first use of a lock that nobody initialized by a call
 * @name:	as in the source, or NULL
 * @subclass:	as lockdep_set_subclass() left it
 * @class:	where its class was found last
 */
struct lockdep_map {
	const void	*key;
	const char	*name;
	u32		subclass;
	u32		class;
};

/**
 * struct held_lock - one lock that a task holds
 * @map:	which
 * @ip:		where it was taken
 * @class:	its class
 * @context:	0 in a task; 1, 2 or 3 in a softirq, an interrupt, an interrupt of a softirq
 * @read:	0 written, 1 read, 2 read and may be read again
 * @trylock:	it was taken without waiting
 */
struct held_lock {
	struct lockdep_map	*map;
	unsigned long		ip;
	u16			class;
	u8			context;
	u8			read;
	bool			trylock;
};

/* What the task holds, oldest first. Only its own contexts touch it, with interrupts off. */
struct lockdep_task {
	unsigned int		depth;
	unsigned int		off;		/* lockdep_off(), or within the checker */
	struct held_lock	held[MAX_LOCK_DEPTH];
};

#define LOCKDEP_MAP		struct lockdep_map dep_map;
#define LOCKDEP_MAP_INIT(lock)	.dep_map = { .name = #lock },

#else

struct lock_class_key { };
struct lockdep_map { };
struct lockdep_task { };

#define LOCKDEP_MAP
#define LOCKDEP_MAP_INIT(lock)

#endif

#endif /* _LINUX_LOCKDEP_TYPES_H */
