/* SPDX-License-Identifier: MIT */
/*
 * linux/stackdepot.h - each call chain stored once, named by 32 bits
 *
 * For records that are kept by the million and mostly say the same: who allocated this page,
 * who freed this object. Chains are never forgotten.
 */
#ifndef _LINUX_STACKDEPOT_H
#define _LINUX_STACKDEPOT_H

#include <linux/gfp.h>

typedef u32 depot_stack_handle_t;

/* Bits of a handle that are the user's; they don't take part in looking chains up. */
#define STACK_DEPOT_EXTRA_BITS	5

/**
 * stack_depot_init - make the depot ready; needed once, more often does no harm
 *
 * Context: may sleep; from the moment on that the page allocator works.
 * Return: 0 or -ENOMEM.
 */
int stack_depot_init(void);

/**
 * __stack_depot_save - store a call chain, or find it stored
 * @entries:	return addresses, innermost first
 * @nr_entries:	how many; 0 gives handle 0
 * @extra_bits:	put into the handle, for stack_depot_get_extra_bits()
 * @gfp_flags:	what may be done to get memory, when there is need and @can_alloc
 * @can_alloc:	false: use only memory that the depot has
 *
 * Context: any that @gfp_flags allows, not NMI.
 * Return: the handle, or 0 if there is no room.
 */
depot_stack_handle_t __stack_depot_save(unsigned long *entries, unsigned int nr_entries,
					unsigned int extra_bits, gfp_t gfp_flags, bool can_alloc);

/**
 * stack_depot_save - __stack_depot_save() that may allocate, without extra bits
 *
 * Context: any that @gfp_flags allows, not NMI.
 * Return: the handle, or 0 if there is no room.
 */
depot_stack_handle_t stack_depot_save(unsigned long *entries, unsigned int nr_entries,
				      gfp_t gfp_flags);

/**
 * stack_depot_get_extra_bits - the part of a handle that is the user's
 *
 * Context: any.
 * Return: the bits.
 */
unsigned int stack_depot_get_extra_bits(depot_stack_handle_t handle);

/**
 * stack_depot_fetch - the chain behind a handle
 * @entries:	receives the address of the array, which stays
 *
 * Context: any.
 * Return: its length; 0, and *@entries NULL, for handle 0 and for one that never was given out.
 */
unsigned int stack_depot_fetch(depot_stack_handle_t handle, unsigned long **entries);

/**
 * stack_depot_print - print the chain behind @handle, a line for each function
 *
 * Context: any.
 */
void stack_depot_print(depot_stack_handle_t handle);

/**
 * stack_depot_snprint - the same into a buffer
 * @spaces:	blanks before each line, besides one
 *
 * Context: any.
 * Return: characters that there are, or would be; 0 for handle 0.
 */
int stack_depot_snprint(depot_stack_handle_t handle, char *buf, size_t size, int spaces);

/** stack_depot_nr_pages - frames that the depot has taken, which it keeps. Any context. */
unsigned long stack_depot_nr_pages(void);

#endif /* _LINUX_STACKDEPOT_H */
