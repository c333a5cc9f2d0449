// SPDX-License-Identifier: MIT
/* old34.c - a cache in the manner of Linux 2.6.34; QUARRY_API comes from make's command line */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/version.h>
#include <linux/slab.h>

#if LINUX_VERSION_CODE != KERNEL_VERSION(2, 6, 34)
#error "wrong version"
#endif

static int nr_made;

static void ctor(void *object)
{
	nr_made++;
}

static int __init old34_init(void)
{
	struct kmem_cache *s = kmem_cache_create("old34_things", 64, 0, SLAB_DEBUG_FREE | SLAB_PANIC, ctor);
	void *p = kmem_cache_alloc(s, GFP_KERNEL);
	int refused = kmem_cache_destroy(s);

	kmem_cache_free(s, p);
	printk(KERN_INFO "old34: constructed %d, destroy in use %d, then %d\n", nr_made > 0, refused,
	       kmem_cache_destroy(s));
	return 0;
}

static void __exit old34_exit(void)
{
}

module_init(old34_init);
module_exit(old34_exit);
MODULE_LICENSE("GPL");
