// SPDX-License-Identifier: MIT
/* tests/embed/probes.c - an object of each kind, with sizes that nothing else has, for tests/cmd/probes.t */
#include <linux/gfp.h>
#include <linux/slab.h>

int probes_pass(void);

int probes_pass(void)
{
	struct kmem_cache *cache = kmem_cache_create("probed", 123, 0, 0, NULL);
	struct page *page = alloc_pages(GFP_KERNEL, 7);
	void *small = kmalloc(57, GFP_KERNEL), *large = kmalloc(54321, GFP_KERNEL);
	void *object = cache ? kmem_cache_alloc(cache, GFP_KERNEL) : NULL;
	int err = !page || !small || !large || !object;

	kfree(large);
	kfree(small);
	if (object)
		kmem_cache_free(cache, object);
	if (page)
		__free_pages(page, 7);
	kmem_cache_destroy(cache);
	return err;
}
