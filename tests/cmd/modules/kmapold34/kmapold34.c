// SPDX-License-Identifier: MIT
/* kmapold34.c - kmap_atomic() with a type, as in Linux 2.6.34 */
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/module.h>

/* The order in which drivers of the time closed them. */
static int copy(struct page *to, struct page *from)
{
	char *src = kmap_atomic(from, KM_USER0);
	char *dst = kmap_atomic(to, KM_USER1);
	int right = kmap_atomic_to_page(src) == from && kmap_atomic_to_page(dst) == to;

	memcpy(dst, src, PAGE_SIZE);
	kunmap_atomic(src, KM_USER0);
	kunmap_atomic(dst, KM_USER1);
	return right;
}

static int __init kmapold34_init(void)
{
	struct page *a = alloc_page(GFP_HIGHUSER), *b = alloc_page(GFP_HIGHUSER);
	int right, same, types = 0;
	unsigned long flags;
	char *at;

	if (!a || !b)
		return -ENOMEM;
	at = kmap(a);
	memset(at, 0x34, PAGE_SIZE);
	kunmap(a);
	right = copy(b, a);
	at = kmap_atomic_pfn(page_to_pfn(b), KM_USER0);
	same = !memchr_inv(at, 0x34, PAGE_SIZE);
	kunmap_atomic(at, KM_USER0);

	local_irq_save(flags);
	for (enum km_type type = KM_BOUNCE_READ; type < KM_TYPE_NR; type++) {
		at = kmap_atomic(a, type);
		types += *at == 0x34;
		kunmap_atomic(at, type);
	}
	local_irq_restore(flags);
	printk(KERN_INFO "kmapold34: high %d right %d same %d types %d of %d\n", PageHighMem(a), right, same, types,
	       KM_TYPE_NR);
	__free_page(a);
	__free_page(b);
	return 0;
}

static void __exit kmapold34_exit(void)
{
}

module_init(kmapold34_init);
module_exit(kmapold34_exit);
MODULE_LICENSE("GPL");
