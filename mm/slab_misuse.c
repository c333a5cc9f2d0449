// SPDX-License-Identifier: MIT
/*
 * mm/slab_misuse.c - what the slab layer says when it is misused
 *
 * Detected always, with debugging on or off: free of what is not a live object, of an object of another
 * cache, destruction of a cache in use, and, when a free object is given out, a write to it.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include "mm/slab_debug.h"

static const char * const misuse_text[NR_SLAB_MISUSE] = {
	[SLAB_MISUSE_NONE]	  = "nothing wrong",
	[SLAB_MISUSE_WILD]	  = "address is not memory of any allocator",
	[SLAB_MISUSE_VMALLOC]	  = "address belongs to vmalloc: vfree() is for it",
	[SLAB_MISUSE_NOT_SLAB]	  = "page belongs neither to a slab nor to kmalloc",
	[SLAB_MISUSE_INSIDE]	  = "address is not the start of an object",
	[SLAB_MISUSE_FREE]	  = "Object already free",
	[SLAB_MISUSE_OTHER_CACHE] = "object belongs to another cache",
	[SLAB_MISUSE_OVERWRITTEN] = "Freepointer corrupt: free object was written to",
};

const char *slab_misuse_text(enum slab_misuse kind)
{
	return misuse_text[kind];
}

/* The object that @address lies in, or NULL: between objects, or not in a slab of an array of them. */
static void *object_around(const struct kmem_cache *s, const struct page *page, const void *address)
{
	char *first = slab_first_object(page);
	unsigned long offset = (unsigned long)address - (unsigned long)first;

	if (!s->size_inverse || (char *)address < first || offset / s->size >= page->objects)
		return NULL;
	return first + offset / s->size * s->size;
}

/* In Linux's shape, so that what reads its logs reads ours. */
void slab_misuse_report(enum slab_misuse kind, struct kmem_cache *s, const void *address)
{
	struct page *page = virt_addr_valid(address) ? virt_to_head_page(address) : NULL;
	struct kmem_cache *owner = page && PageSlab(page) ? slab_object_cache(page, address) : NULL;
	void *object = owner ? object_around(owner, page, address) : NULL;

	slab_bug(s ?: owner, "%s", misuse_text[kind]);
	pr_err("Address 0x%px, task %s/%d\n", address, current->comm, current->pid);
	if (kind == SLAB_MISUSE_OTHER_CACHE && s && owner)
		pr_err("%s: Wrong slab cache. %s but object is from %s\n", __func__, s->name, owner->name);
	if (object && object != address)
		pr_err("It is %lu bytes into an object of cache %s\n",
		       (unsigned long)address - (unsigned long)object, owner->name);
	if (object)
		slab_debug_report(owner, page, object);
	else
		dump_stack_lvl(KERN_ERR);
	if (kind != SLAB_MISUSE_OVERWRITTEN)
		slab_fix(s ?: owner, "Object at 0x%px not freed", address);
}

/* A few tell whose they are. */
#define REPORT_MAX	16

static void report_object(void *arg, struct kmem_cache *s, struct page *page, void *object)
{
	unsigned int *left = arg;

	if (!*left || slab_design->check(s, page, object))
		return;
	pr_err("Object 0x%px @offset=%lu\n", object,
	       (unsigned long)(object - page_address(page)));
	slab_track_print(s, object);
	(*left)--;
}

void slab_report_objects(struct kmem_cache *s)
{
	unsigned int left = REPORT_MAX;

	slab_bug(s, "Objects remaining in %s on __kmem_cache_shutdown()", s->name);
	slab_design->walk(s, report_object, &left);
}

/**
 * kmem_valid_obj - does an address lie in a slab?
 * @object:	the address
 *
 * Context: any.
 * Return: true if kmem_dump_obj() has something to say about it. Row B2.
 */
bool kmem_valid_obj(void *object)
{
	return virt_addr_valid(object) && PageSlab(virt_to_head_page(object));
}
EXPORT_SYMBOL_GPL(kmem_valid_obj);

/**
 * kmem_dump_obj - print which object of which cache an address lies in
 * @object:	the address
 *
 * Context: any; continues a line of the log.
 * Return: true if it lies in a slab; else false, and nothing is printed. Row B2.
 */
bool kmem_dump_obj(void *object)
{
	struct kmem_cache *s;
	struct page *page;
	void *start;
	size_t size;

	if (!kmem_valid_obj(object))
		return false;
	page = virt_to_head_page(object);
	start = slab_object_find(page, object, &s, &size);
	if (start)
		pr_cont(" slab %s start %px pointer offset %lu size %u\n", s->name, start,
			(unsigned long)(object - start), s->object_size);
	else
		pr_cont(" slab %s, free\n", s->name);
	return true;
}
EXPORT_SYMBOL_GPL(kmem_dump_obj);
