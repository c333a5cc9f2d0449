// SPDX-License-Identifier: MIT
/*
 * drivers/scullv_main.c - scullv: devices whose memory is vmalloc()'s, 16 << order pages at a time. Row F.
 *
 * A quantum may be much larger than what the page allocator has in one piece.
 *
 * Locking	order_now and qset_now are single words, read once when a device gets contents.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "scull.h"
#include "scull_ioctl.h"

#define SCULLV_PAGES		16
#define SCULLV_ORDER_MAX	10

static int devs = SCULL_DEVS;
module_param(devs, int, 0444);
MODULE_PARM_DESC(devs, "number of devices");

static int order;
module_param(order, int, 0444);
MODULE_PARM_DESC(order, "a quantum is 16 << order pages");

static int qset = SCULL_QSET;
module_param(qset, int, 0444);
MODULE_PARM_DESC(qset, "quanta of a set");

MODULE_DESCRIPTION("Character devices that keep what is written to them in vmalloc() memory");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

static int order_now;
static int qset_now;

static int scullv_prepare(struct scull_dev *dev)
{
	dev->quantum = (SCULLV_PAGES * PAGE_SIZE) << READ_ONCE(order_now);
	dev->qset = READ_ONCE(qset_now);
	return 0;
}

static void scullv_finish(struct scull_dev *dev)
{
}

static void *scullv_get(struct scull_dev *dev)
{
	return vzalloc(dev->quantum);
}

static void scullv_put(struct scull_dev *dev, void *piece)
{
	vfree(piece);
}

static int set_order(int n)
{
	if (n < 0 || n > SCULLV_ORDER_MAX)
		return -EINVAL;
	WRITE_ONCE(order_now, n);
	return 0;
}

static int set_qset(int nr)
{
	if (nr < 1 || nr > SCULL_QSET_MAX)
		return -EINVAL;
	WRITE_ONCE(qset_now, nr);
	return 0;
}

static long scullv_ioctl(unsigned int cmd, unsigned long arg)
{
	int __user *user = (int __user *)arg;
	int value, ret;

	switch (cmd) {
	case SCULL_IOCRESET:
		ret = set_order(order);
		return ret ?: set_qset(qset);
	case SCULL_IOCSORDER:
		return get_user(value, user) ? -EFAULT : set_order(value);
	case SCULL_IOCTORDER:
		return set_order(arg);
	case SCULL_IOCGORDER:
		return put_user(READ_ONCE(order_now), user);
	case SCULL_IOCQORDER:
		return READ_ONCE(order_now);
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

static const struct scull_kind scullv_kind = {
	.name		= "scullv",
	.owner		= THIS_MODULE,
	.prepare	= scullv_prepare,
	.finish		= scullv_finish,
	.get		= scullv_get,
	.put		= scullv_put,
	.ioctl		= scullv_ioctl,
};

static int __init scullv_init(void)
{
	int ret = set_order(order) ?: set_qset(qset);

	return ret ?: scull_register(&scullv_kind, devs);
}

static void __exit scullv_exit(void)
{
	scull_unregister();
}

module_init(scullv_init);
module_exit(scullv_exit);
