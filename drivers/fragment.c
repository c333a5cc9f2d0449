// SPDX-License-Identifier: MIT
/*
 * fragment.c - a cache that leaves memory in pieces: a page in use between any two free ones
 *
 * It takes single pages until memory is short, and gives every other one back. What it keeps is
 * a cache of the ordinary kind: a shrinker returns pages when the kernel asks for them. So nothing
 * larger than a page can be had until somebody needs so much that the kernel asks for all (defrag.c).
 */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/shrinker.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(cache_lock);
/* cache_lock held: */
static LIST_HEAD(cache);
static unsigned long nr_cached;

static unsigned long cache_count(struct shrinker *shrinker, struct shrink_control *sc)
{
	return READ_ONCE(nr_cached);
}

/* Up to @nr pages leave the cache: how many did. */
static unsigned long cache_drop(unsigned long nr)
{
	struct page *page, *next;
	unsigned long dropped = 0;
	LIST_HEAD(drop);

	spin_lock(&cache_lock);
	while (dropped < nr && !list_empty(&cache)) {
		list_move(cache.next, &drop);
		dropped++;
	}
	WRITE_ONCE(nr_cached, nr_cached - dropped);
	spin_unlock(&cache_lock);
	list_for_each_entry_safe(page, next, &drop, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	return dropped;
}

static unsigned long cache_scan(struct shrinker *shrinker, struct shrink_control *sc)
{
	unsigned long dropped = cache_drop(sc->nr_to_scan);

	return dropped ? dropped : SHRINK_STOP;
}

static struct shrinker cache_shrinker = {
	.count_objects = cache_count,
	.scan_objects = cache_scan,
	.seeks = 100 * DEFAULT_SEEKS,	/* dear ones: given back only when it is urgent */
};

/*
 * At either end, by chance: a cache that was used for a while does not give neighbours back
 * together.
 */
static void cache_add(struct page *page)
{
	if (get_random_u32() & 1)
		list_add(&page->lru, &cache);
	else
		list_add_tail(&page->lru, &cache);
	nr_cached++;
}

/* Pages with an odd frame number stay in the cache. */
static void block_divide(struct page *page, unsigned int order, struct list_head *back)
{
	split_page(page, order);
	for (unsigned int i = 0; i < 1U << order; i++) {
		if (page_to_pfn(page + i) & 1) {
			cache_add(page + i);
		} else {
			list_add(&page[i].lru, back);
		}
	}
}

/* All blocks of @order and above that can be had so: how many there were. */
static unsigned long cache_fill(gfp_t gfp, unsigned int order)
{
	unsigned long nr_blocks = 0;
	struct page *page, *next;
	LIST_HEAD(back);

	for (int o = MAX_ORDER - 1; o >= (int)order; o--)
		for (; (page = alloc_pages(gfp | __GFP_NOWARN, o)) != NULL; nr_blocks++)
			block_divide(page, o, &back);
	list_for_each_entry_safe(page, next, &back, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	return nr_blocks;
}

static int __init fragment_init(void)
{
	int err;

	/* Without kswapd: woken here, it may come when the shrinker is known, and take all back. */
	cache_fill(0, 0);
	/* Half is free again: now also what was in the reserve, and what other CPUs had. */
	while (cache_fill((GFP_KERNEL | __GFP_NORETRY) & ~__GFP_KSWAPD_RECLAIM, 1))
		;
	err = register_shrinker(&cache_shrinker, "fragment");
	if (err)
		cache_drop(ULONG_MAX);
	else
		pr_info("fragment: %lu pages are cached, each between two free ones\n", nr_cached);
	return err;
}

static void __exit fragment_exit(void)
{
	unregister_shrinker(&cache_shrinker);
	cache_drop(ULONG_MAX);
}

module_init(fragment_init);
module_exit(fragment_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("leaves memory in pieces");
