/* SPDX-License-Identifier: MIT */
/*
 * kernel/resource.h - between the files that keep the trees of resources
 *
 * resource.c		the trees: request, insert, allocate
 * resource_region.c	what drivers take: request_region(), and whether a module gives it back
 * resource_proc.c	/proc/iomem, /proc/ioports, the machine's memory
 */
#ifndef KERNEL_RESOURCE_H
#define KERNEL_RESOURCE_H

#include <linux/ioport.h>
#include <linux/spinlock.h>

/* Covers both trees. Innermost; not taken in interrupts. */
extern rwlock_t resource_lock;

/** resource_link - put @new into @root: NULL, or what is in its way (@root: it does not fit). Lock held. */
struct resource *resource_link(struct resource *root, struct resource *new);
/** resource_unlink - take @old out; what is in it moves up unless @with_children. Lock held; -EINVAL */
int resource_unlink(struct resource *old, bool with_children);

/**
 * resource_module_left - @mod goes: report what it asked for and has not given back, and take it
 *
 * Its text and data are still there. Context: may sleep. Return: how many.
 */
int resource_module_left(const struct module *mod);

#endif /* KERNEL_RESOURCE_H */
