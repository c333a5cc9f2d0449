// SPDX-License-Identifier: MIT
/* kmapold10.c - windows as in Linux 2.6.10 */
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <asm/kmap_types.h>

static int kmapold10_init(void)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	char *at;
	int zero;

	if (!page)
		return -ENOMEM;
	at = kmap_atomic(page, KM_USER0);
	memset(at, 1, PAGE_SIZE);
	kunmap_atomic(at, KM_USER0);
	memclear_highpage_flush(page, 8, 8);
	at = kmap_atomic(page, KM_USER1);
	zero = at[7] && !at[8] && !at[15] && at[16];
	kunmap_atomic(at, KM_USER1);
	printk(KERN_INFO "kmapold10: cleared %d\n", zero);

	/* Reported: one window for each type. */
	at = kmap_atomic(page, KM_USER0);
	kmap_atomic(page, KM_USER0);
	kunmap_atomic(at, KM_USER1);
	kunmap_atomic(at + 2 * PAGE_SIZE, KM_USER0);
	__free_page(page);
	return 0;
}

static void kmapold10_exit(void)
{
}

module_init(kmapold10_init);
module_exit(kmapold10_exit);
MODULE_LICENSE("GPL");
