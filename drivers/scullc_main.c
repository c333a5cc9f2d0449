// SPDX-License-Identifier: MIT
/*
 * drivers/scullc_main.c - scullc: devices whose memory is objects of a slab cache. Row F.
 *
 * A slab cache has one object size, so each quantum size in use has a cache: the first is called "scullc", those
 * of other sizes that the ioctls ask for "scullc-<size>". A device that has contents keeps its cache;
 * the settings keep the one for the contents to come.
 *
 * Locking	settings_lock covers the settings and the caches' users. Order: a device's lock first.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "scull.h"
#include "scull_ioctl.h"

#define SCULLC_QUANTUM		4000
#define SCULLC_QUANTUM_MAX	(1 << 20)

static int devs = SCULL_DEVS;
module_param(devs, int, 0444);
MODULE_PARM_DESC(devs, "number of devices");

static int quantum = SCULLC_QUANTUM;
module_param(quantum, int, 0444);
MODULE_PARM_DESC(quantum, "bytes of a quantum, the objects of the slab cache");

static int qset = SCULL_QSET;
module_param(qset, int, 0444);
MODULE_PARM_DESC(qset, "quanta of a set");

MODULE_DESCRIPTION("Character devices that keep what is written to them in a slab cache");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

/* @users: devices with contents of that quantum size, and the settings. */
struct scullc_cache {
	struct list_head	link;
	struct kmem_cache	*cache;
	int			quantum;
	int			users;
	char			name[24];
};

static DEFINE_MUTEX(settings_lock);
static LIST_HEAD(caches);
static struct scullc_cache *cache_now;
static int qset_now;

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
static struct scullc_cache *cache_get_locked(int size)
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

static void cache_put_locked(struct scullc_cache *c)
{
	if (--c->users)
		return;
	list_del(&c->link);
	kmem_cache_destroy(c->cache);
	kfree(c);
}

static int scullc_prepare(struct scull_dev *dev)
{
	mutex_lock(&settings_lock);
	cache_now->users++;
	dev->source = cache_now;
	dev->quantum = cache_now->quantum;
	dev->qset = qset_now;
	mutex_unlock(&settings_lock);
	return 0;
}

static void scullc_finish(struct scull_dev *dev)
{
	mutex_lock(&settings_lock);
	cache_put_locked(dev->source);
	mutex_unlock(&settings_lock);
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

static int set_quantum(int size)
{
	struct scullc_cache *c;

	if (size < 1 || size > SCULLC_QUANTUM_MAX)
		return -EINVAL;
	mutex_lock(&settings_lock);
	c = cache_get_locked(size);
	if (c) {
		if (cache_now)
			cache_put_locked(cache_now);
		cache_now = c;
	}
	mutex_unlock(&settings_lock);
	return c ? 0 : -ENOMEM;
}

static int set_qset(int nr)
{
	if (nr < 1 || nr > SCULL_QSET_MAX)
		return -EINVAL;
	mutex_lock(&settings_lock);
	qset_now = nr;
	mutex_unlock(&settings_lock);
	return 0;
}

static int get_quantum(void)
{
	int size;

	mutex_lock(&settings_lock);
	size = cache_now->quantum;
	mutex_unlock(&settings_lock);
	return size;
}

static long scullc_ioctl(unsigned int cmd, unsigned long arg)
{
	int __user *user = (int __user *)arg;
	int value, ret;

	switch (cmd) {
	case SCULL_IOCRESET:
		ret = set_quantum(quantum);
		return ret ?: set_qset(qset);
	case SCULL_IOCSQUANTUM:
		return get_user(value, user) ? -EFAULT : set_quantum(value);
	case SCULL_IOCTQUANTUM:
		return set_quantum(arg);
	case SCULL_IOCGQUANTUM:
		return put_user(get_quantum(), user);
	case SCULL_IOCQQUANTUM:
		return get_quantum();
	case SCULL_IOCSQSET:
		return get_user(value, user) ? -EFAULT : set_qset(value);
	case SCULL_IOCTQSET:
		return set_qset(arg);
	case SCULL_IOCGQSET:
		return put_user(READ_ONCE(qset_now), user);
	case SCULL_IOCQQSET:
		return READ_ONCE(qset_now);
	default:
		return -ENOTTY;
	}
}

static const struct scull_kind scullc_kind = {
	.name		= "scullc",
	.owner		= THIS_MODULE,
	.prepare	= scullc_prepare,
	.finish		= scullc_finish,
	.get		= scullc_get,
	.put		= scullc_put,
	.ioctl		= scullc_ioctl,
};

static int __init scullc_init(void)
{
	int ret = set_quantum(quantum) ?: set_qset(qset);

	if (!ret)
		ret = scull_register(&scullc_kind, devs);
	if (ret && cache_now)
		cache_put_locked(cache_now);
	return ret;
}

static void __exit scullc_exit(void)
{
	scull_unregister();
	cache_put_locked(cache_now);
}

module_init(scullc_init);
module_exit(scullc_exit);
