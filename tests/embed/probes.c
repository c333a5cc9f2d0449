// SPDX-License-Identifier: MIT
/*
 * tests/embed/probes.c - an object of each kind, with sizes that nothing else has, for
 * tests/cmd/probes.t
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>

int probes_pass(void);

int probes_pass(void)
{
	struct kmem_cache *cache = kmem_cache_create("probed", 123, 0, 0, NULL);
	struct page *page = alloc_pages(GFP_KERNEL, 7);
	void *small = kmalloc(57, GFP_KERNEL), *large = kmalloc(54321, GFP_KERNEL);
	void *object = cache ? kmem_cache_alloc(cache, GFP_KERNEL) : NULL;
	struct page *shared = alloc_pages(GFP_KERNEL | __GFP_COMP, 6);
	int err = !page || !small || !large || !object || !shared;

	kfree(large);
	kfree(small);
	if (object)
		kmem_cache_free(cache, object);
	if (page)
		__free_pages(page, 7);
	if (shared) {
		get_page(shared);
		__free_pages(shared, 6);
		put_page(shared);
	}
	kmem_cache_destroy(cache);
	return err;
}
