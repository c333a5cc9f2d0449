/* SPDX-License-Identifier: MIT */
/*
 * mm/vmap_area.h - which kernel addresses are taken
 */
#ifndef MM_VMAP_AREA_H
#define MM_VMAP_AREA_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/gfp_types.h>

struct vm_struct;

/**
 * struct vmap_area - a range of addresses, taken or free
 * @start, @end:	one past the last byte
 * @vm:			what it is for; NULL when free
 * @order_list:		all ranges by address: neighbours merge when free
 * @free_list:		free ones of like size (vmap_area.c)
 * @node:		taken ones by address
 */
struct vmap_area {
	unsigned long start;
	unsigned long end;
	struct vm_struct *vm;
	bool taken;
	struct list_head order_list;
	struct list_head free_list;
	struct rb_node node;
};

/* The descriptors' cache, and how many of them are of free ranges: more or less as these are scattered. */
extern struct kmem_cache *vmap_area_cachep;
unsigned long vmap_area_nr_free(void);
/** vmap_area_init - [start, end) is free from now on */
void vmap_area_init(unsigned long start, unsigned long end);
/** vmap_area_alloc - take @size bytes at a multiple of @align for @vm; ERR_PTR(-EBUSY or -ENOMEM). May sleep. */
struct vmap_area *vmap_area_alloc(unsigned long size, unsigned long align, struct vm_struct *vm,
				  gfp_t gfp);
/** vmap_area_free - give it back; it merges with free neighbours */
void vmap_area_free(struct vmap_area *area);
/** vmap_area_find - the taken range that contains @addr, or NULL */
struct vmap_area *vmap_area_find(unsigned long addr);
/** vmap_area_for_each - call @fn for each taken range, by address, with the lock held; stops when it says false */
void vmap_area_for_each(bool (*fn)(struct vmap_area *area, void *arg), void *arg);

#endif /* MM_VMAP_AREA_H */
