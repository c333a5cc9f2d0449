// SPDX-License-Identifier: MIT
/*
 * inventory.c - kernel side: an ordinary piece of kernel code, here a module
 *
 * It knows nothing of Quarry: compiled against a kernel it would be a module too. Items live
 * in a slab cache, their pictures in whole pages, the statistics in per-CPU data.
 *
 * Locking	inventory_lock covers the list and every item on it. Nothing sleeps under it.
 */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "inventory.h"

struct item {
	struct list_head list;
	char *name;
	unsigned int count;
	struct page *photo;
	unsigned int photo_order;
};

static LIST_HEAD(items);
static DEFINE_SPINLOCK(inventory_lock);
static struct kmem_cache *item_cache;
static DEFINE_PER_CPU(unsigned long, calls);

static struct item *item_find(const char *name)
{
	struct item *item;

	list_for_each_entry(item, &items, list)
		if (!strcmp(item->name, name))
			return item;
	return NULL;
}

static struct item *item_new(const char *name)
{
	struct item *item = kmem_cache_zalloc(item_cache, GFP_KERNEL);

	if (!item)
		return NULL;
	item->name = kstrdup(name, GFP_KERNEL);
	if (!item->name) {
		kmem_cache_free(item_cache, item);
		return NULL;
	}
	return item;
}

static void item_free(struct item *item)
{
	if (!item)
		return;
	if (item->photo)
		__free_pages(item->photo, item->photo_order);
	kfree(item->name);
	kmem_cache_free(item_cache, item);
}

int inventory_add(const char *name, unsigned int count)
{
	struct item *item, *fresh;

	this_cpu_inc(calls);
	fresh = item_new(name);
	if (!fresh)
		return -ENOMEM;
	spin_lock(&inventory_lock);
	item = item_find(name);
	if (!item) {
		item = fresh;
		fresh = NULL;
		list_add_tail(&item->list, &items);
	}
	item->count += count;
	spin_unlock(&inventory_lock);
	item_free(fresh);
	return 0;
}

unsigned int inventory_take(const char *name, unsigned int count)
{
	struct item *item, *gone = NULL;

	this_cpu_inc(calls);
	spin_lock(&inventory_lock);
	item = item_find(name);
	if (!item) {
		count = 0;
	} else {
		count = min(count, item->count);
		item->count -= count;
		if (!item->count) {
			list_del(&item->list);
			gone = item;
		}
	}
	spin_unlock(&inventory_lock);
	item_free(gone);
	return count;
}

int inventory_photo(const char *name, const void *picture, unsigned long size)
{
	unsigned int order = get_order(size);
	struct page *photo = alloc_pages(GFP_KERNEL, order), *old;
	unsigned int old_order;
	struct item *item;

	this_cpu_inc(calls);
	if (!photo)
		return -ENOMEM;
	memcpy(page_address(photo), picture, size);
	spin_lock(&inventory_lock);
	item = item_find(name);
	if (item) {
		old = item->photo;
		old_order = item->photo_order;
		item->photo = photo;
		item->photo_order = order;
	} else {
		old = photo;
		old_order = order;
	}
	spin_unlock(&inventory_lock);
	if (old)
		__free_pages(old, old_order);
	return item ? 0 : -ENOENT;
}

unsigned long inventory_calls(void)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(calls, cpu);
	return sum;
}

static int __init inventory_init(void)
{
	item_cache = kmem_cache_create("inventory_item", sizeof(struct item), 0, SLAB_HWCACHE_ALIGN, NULL);
	if (!item_cache)
		return -ENOMEM;
	pr_info("inventory: open\n");
	return 0;
}

static void __exit inventory_exit(void)
{
	struct item *item, *next;

	list_for_each_entry_safe(item, next, &items, list)
		item_free(item);
	INIT_LIST_HEAD(&items);
	kmem_cache_destroy(item_cache);
	pr_info("inventory: closed\n");
}

module_init(inventory_init);
module_exit(inventory_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Example of kernel code inside an ordinary program");
