// SPDX-License-Identifier: MIT
/* old10.c - a cache in the manner of Linux 2.6.10: constructor, destructor, an answer from destroy */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/version.h>
#include <linux/slab.h>

#if LINUX_VERSION_CODE != KERNEL_VERSION(2, 6, 10)
#error "wrong version"
#endif
#if defined(KMEM_CACHE) || defined(SLAB_TYPESAFE_BY_RCU) || defined(SLAB_CONSISTENCY_CHECKS)
#error "names that came later"
#endif

struct thing {
	int made;
	char fill[100];
};

static kmem_cache_t *things;
static int nr_made, nr_unmade, nr_atomic, nr_wrong;

static void thing_ctor(void *object, kmem_cache_t *cache, unsigned long flags)
{
	struct thing *t = object;

	if ((flags & (SLAB_CTOR_VERIFY | SLAB_CTOR_CONSTRUCTOR)) != SLAB_CTOR_CONSTRUCTOR)
		nr_wrong++;
	if (flags & SLAB_CTOR_ATOMIC)
		nr_atomic++;
	t->made = 4711;
	nr_made++;
}

static void thing_dtor(void *object, kmem_cache_t *cache, unsigned long flags)
{
	struct thing *t = object;

	if (t->made != 4711 || flags || cache != things)
		nr_wrong++;
	nr_unmade++;
}

static int __init old10_init(void)
{
	struct thing *a;
	int refused;

	things = kmem_cache_create("old10_things", sizeof(struct thing), 0,
				   SLAB_HWCACHE_ALIGN | SLAB_NO_REAP, thing_ctor, thing_dtor);
	if (!things)
		return -ENOMEM;
	a = kmem_cache_alloc(things, SLAB_ATOMIC);
	if (!a)
		return -ENOMEM;
	printk(KERN_INFO "old10: constructed %d atomic %d\n", a->made == 4711, nr_atomic == nr_made && nr_made > 0);
	refused = kmem_cache_destroy(things);
	kmem_cache_free(things, a);
	printk(KERN_INFO "old10: destroy in use %d, then %d\n", refused, kmem_cache_destroy(things));
	printk(KERN_INFO "old10: all unmade %d wrong %d\n", nr_made == nr_unmade, nr_wrong);
	return 0;
}

static void __exit old10_exit(void)
{
}

module_init(old10_init);
module_exit(old10_exit);
MODULE_LICENSE("Dual MIT/GPL");
