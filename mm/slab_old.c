// SPDX-License-Identifier: MIT
/*
 * mm/slab_old.c - the constructors, destructors and answers of Linux 2.6.10's caches
 *
 * To the designs such a cache is one with a constructor: its objects keep what they hold while they are
 * free. A slab that was made for somebody who could not wait has PG_owner_priv_1, from
 * slab_pages_alloc().
 * Linux      as 2.6.10; SLAB_CTOR_VERIFY is never passed, for SLAB_DEBUG_INITIAL asks for nothing.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab_old.h>
#include "mm/slab.h"

struct slab_old_form {
	slab_old_ctor_t ctor;
	slab_old_ctor_t dtor;
};

/* Says that there is a constructor; slab_old_construct() is the one that does something. */
static void constructed_elsewhere(void *object)
{
}

void slab_old_construct(struct kmem_cache *s, struct page *page, void *object)
{
	s->old->ctor(object, s, SLAB_CTOR_CONSTRUCTOR | (test_bit(PG_owner_priv_1, &page->flags) ? SLAB_CTOR_ATOMIC : 0));
}

void slab_old_destruct(struct kmem_cache *s, struct page *page)
{
	char *object = slab_first_object(page);

	if (s->old->dtor)
		for (unsigned int i = 0; i < page->objects; i++)
			s->old->dtor(object + (size_t)i * s->size, s, 0);
}

struct kmem_cache *kmem_cache_create_old(const char *name, size_t size, size_t align,
					 unsigned long flags, slab_old_ctor_t ctor, slab_old_ctor_t dtor)
{
	struct slab_old_form *old = NULL;
	struct kmem_cache *s;

	if (WARN_ON(dtor && !ctor))
		return NULL;
	if (size > KMALLOC_MAX_SIZE || align > KMALLOC_MAX_SIZE)
		size = 0;	/* refused below, with a report */
	if (ctor) {
		old = kmalloc(sizeof(*old), GFP_KERNEL);
		if (!old)
			return NULL;
		*old = (struct slab_old_form) { .ctor = ctor, .dtor = dtor };
	}
	s = slab_cache_create_old(name, size, align, flags, old, ctor ? constructed_elsewhere : NULL);
	return s;
}
EXPORT_SYMBOL(kmem_cache_create_old);

int kmem_cache_destroy_old(struct kmem_cache *s)
{
	return slab_cache_destroy(s, _RET_IP_) ? 1 : 0;
}
EXPORT_SYMBOL(kmem_cache_destroy_old);
