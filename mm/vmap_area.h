/* SPDX-License-Identifier: MIT */
/*
 * mm/vmap_area.h - which addresses of a space are taken
 */
#ifndef MM_VMAP_AREA_H
#define MM_VMAP_AREA_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/spinlock.h>
#include <linux/gfp_types.h>

struct page;
struct verify_report;
struct vm_struct;

/**
 * enum vmap_state - what a range is, in the order in which it goes round
 * @VMAP_FREE:	may be given out
 * @VMAP_TAKEN:	somebody's
 * @VMAP_GOING:	its owner is giving it back, or has asked for that: nobody finds it any more
 * @VMAP_LAZY:	given back, but not yet to be given out again: until the next purge
 */
enum vmap_state { VMAP_FREE, VMAP_TAKEN, VMAP_GOING, VMAP_LAZY };

/**
 * struct vmap_area - a range of addresses
 * @start, @end:	one past the last byte
 * @state:		as above
 * @vm:			taken, going: what it is for; NULL for vm_map_ram()
 * @caller:		lazy: who had taken it, for reports
 * @largest:		free: bytes of the largest free range in the subtree below
 * @nr_claimed:		taken, going: mappings of the port that it may have (mm/vmap_mappings.c)
 * @frames:		taken: the pages behind it where @vm->pages does not say it; the owner frees it
 * @order_list:		all ranges by address, without gaps
 * @wait_list:		lazy: the space's; going: whoever frees it later
 * @node:		in the tree of free ranges, or in that of all others
 */
struct vmap_area {
	unsigned long start;
	unsigned long end;
	enum vmap_state state;
	unsigned int nr_claimed;
	union {
		struct vm_struct *vm;
		const void *caller;
		unsigned long largest;
	};
	struct page **frames;
	struct list_head order_list;
	struct list_head wait_list;
	struct rb_node node;
};

/**
 * struct vmap_space - the ranges of a stretch of addresses
 * @start:	its first address
 * @lock:	covers the rest; taken with interrupts off
 * @nr_lazy:	pages of lazy ranges
 * @nr_spare:	descriptors of ranges that are nobody's, free and lazy
 */
struct vmap_space {
	unsigned long start;
	spinlock_t lock;
	struct rb_root free;
	struct rb_root used;
	struct list_head order;
	struct list_head lazy;
	unsigned long nr_lazy;
	unsigned long nr_spare;
};

/**
 * struct vmap_request - what is wanted
 * @size:	bytes, whole pages
 * @align:	a power of two, a page at least
 * @start:	not below this
 * @end:	the range ends there at the latest
 */
struct vmap_request {
	unsigned long size;
	unsigned long align;
	unsigned long start;
	unsigned long end;
};

/* The descriptors' cache. */
extern struct kmem_cache *vmap_area_cachep;

/** vmap_area_init - descriptors can be allocated from now on */
void vmap_area_init(void);
/** vmap_space_init - [start, end) is free; 0 or -ENOMEM. May sleep. */
int vmap_space_init(struct vmap_space *space, unsigned long start, unsigned long end);
/** vmap_space_destroy - free its descriptors, whatever they are of. May sleep. */
void vmap_space_destroy(struct vmap_space *space);

/**
 * vmap_area_alloc - take the lowest range that will do, for @vm (or NULL), whose addr is set
 *
 * What is lazy is purged if there is no such range. Context: may sleep.
 * Return: the range, or ERR_PTR(-ENOMEM): no descriptor; (-EBUSY): no room.
 */
struct vmap_area *vmap_area_alloc(struct vmap_space *space, const struct vmap_request *request,
				  struct vm_struct *vm, gfp_t gfp);
/** vmap_area_find - the taken range that contains @addr, or NULL. Any context. */
struct vmap_area *vmap_area_find(struct vmap_space *space, unsigned long addr);
/**
 * vmap_area_claim - the taken range that begins at @addr, if @fits(it); it is going from now on
 *
 * One of several callers at once gets it, the others NULL. Any context.
 */
struct vmap_area *vmap_area_claim(struct vmap_space *space, unsigned long addr,
				  bool (*fits)(const struct vmap_area *area));
/** vmap_area_free - give back a claimed range, which becomes lazy; returns the space's lazy pages now. Any context. */
unsigned long vmap_area_free(struct vmap_space *space, struct vmap_area *area);
/** vmap_space_purge - lazy ranges can be given out again; returns their pages. May sleep. */
unsigned long vmap_space_purge(struct vmap_space *space);

/**
 * vmap_area_visit - call @fn for the first range at or behind @addr that is not free
 *
 * @fn is called with the lock held. Return: false if there is no such range. Any context.
 */
bool vmap_area_visit(struct vmap_space *space, unsigned long addr,
		     void (*fn)(const struct vmap_area *area, void *arg), void *arg);
/** vmap_area_try_visit - the same for the range that contains @addr, free or not, if the lock is to be had at once */
bool vmap_area_try_visit(struct vmap_space *space, unsigned long addr,
			 void (*fn)(const struct vmap_area *area, void *arg), void *arg);

/** vmap_space_verify - the invariants V1-V5 of mm/vmap_area.c; the machine is stopped, or the space nobody else's */
void vmap_space_verify(struct vmap_space *space, struct verify_report *report);

#endif /* MM_VMAP_AREA_H */
