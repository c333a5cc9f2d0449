// SPDX-License-Identifier: MIT
/*
 * mm/slab_debug.c - debugging by flag: what is done to objects on their way out and in
 *
 * SLAB_TRACE  each allocation and each free in the log, with its call chain. Row B3.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include "mm/slab_debug.h"

static void trace(struct kmem_cache *s, struct page *page, void *object, const char *what)
{
	pr_info("TRACE %s %s 0x%px inuse=%d fp=0x%px\n", s->name, what, object, page->inuse,
		page->freelist);
	dump_stack();
}

bool slab_debug_alloc(struct kmem_cache *s, struct page *page, void *object, unsigned long caller)
{
	if (s->flags & SLAB_TRACE)
		trace(s, page, object, "alloc");
	return true;
}

bool slab_debug_free(struct kmem_cache *s, struct page *page, void *object, unsigned long caller)
{
	if (s->flags & SLAB_TRACE)
		trace(s, page, object, "free");
	return true;
}
