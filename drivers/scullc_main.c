// SPDX-License-Identifier: MIT
/*
 * drivers/scullc_main.c - scullc: devices whose memory is objects of a slab cache. Row F.
 *
 * A slab cache has one object size, so each quantum size in use has a cache: the first is called
 * "scullc", those of other sizes that the ioctls ask for "scullc-<size>". A device that has
 * contents keeps its cache; the setting keeps the one for the contents to come.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "scull.h"

#define SCULLC_QUANTUM		4000
#define SCULLC_QUANTUM_MAX	(1 << 20)

static int quantum = SCULLC_QUANTUM;
module_param(quantum, int, 0444);
MODULE_PARM_DESC(quantum, "bytes of a quantum, the objects of the slab cache");

MODULE_DESCRIPTION("Character devices that keep what is written to them in a slab cache");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

/* @users: devices with contents of that quantum size, and the setting. */
struct scullc_cache {
	struct list_head	link;
	struct kmem_cache	*cache;
	int			quantum;
	int			users;
	char			name[24];
};

static LIST_HEAD(caches);
static struct scullc_cache *cache_now;

static struct scullc_cache *cache_new(int size)
{
	struct scullc_cache *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return NULL;
	if (size == quantum)
		strscpy(c->name, "scullc", sizeof(c->name));
	else
		snprintf(c->name, sizeof(c->name), "scullc-%d", size);
	c->cache = kmem_cache_create(c->name, size, 0, SLAB_HWCACHE_ALIGN, NULL);
	if (!c->cache) {
		kfree(c);
		return NULL;
	}
	c->quantum = size;
	list_add(&c->link, &caches);
	return c;
}

/* The cache for quanta of @size bytes, with one more user; NULL without memory. */
static struct scullc_cache *cache_get(int size)
{
	struct scullc_cache *c;

	list_for_each_entry(c, &caches, link)
		if (c->quantum == size)
			goto found;
	c = cache_new(size);
	if (!c)
		return NULL;
found:
	c->users++;
	return c;
}

static void cache_put(struct scullc_cache *c)
{
	if (--c->users)
		return;
	list_del(&c->link);
	kmem_cache_destroy(c->cache);
	kfree(c);
}

static int scullc_change(int size)
{
	struct scullc_cache *c = cache_get(size);

	if (!c)
		return -ENOMEM;
	if (cache_now)
		cache_put(cache_now);
	cache_now = c;
	return 0;
}

static struct scull_setting quantum_setting =
	SCULL_SETTING(QUANTUM, quantum, 1, SCULLC_QUANTUM_MAX, .change = scullc_change);

static void scullc_prepare(struct scull_dev *dev)
{
	cache_now->users++;
	dev->source = cache_now;
	dev->quantum = cache_now->quantum;
}

static void scullc_finish(struct scull_dev *dev)
{
	cache_put(dev->source);
}

static void *scullc_get(struct scull_dev *dev)
{
	struct scullc_cache *c = dev->source;

	return kmem_cache_zalloc(c->cache, GFP_KERNEL);
}

static void scullc_put(struct scull_dev *dev, void *piece)
{
	struct scullc_cache *c = dev->source;

	kmem_cache_free(c->cache, piece);
}

static const struct scull_kind scullc_kind = {
	.name		= "scullc",
	.size		= &quantum_setting,
	.prepare	= scullc_prepare,
	.finish		= scullc_finish,
	.get		= scullc_get,
	.put		= scullc_put,
};

static int __init scullc_init(void)
{
	int ret = scull_register(&scullc_kind);

	if (ret && cache_now)
		cache_put(cache_now);
	return ret;
}

static void __exit scullc_exit(void)
{
	scull_unregister();
	cache_put(cache_now);
}

module_init(scullc_init);
module_exit(scullc_exit);
