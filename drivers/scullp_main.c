// SPDX-License-Identifier: MIT
/*
 * drivers/scullp_main.c - scullp: devices whose memory is whole pages, 1 << order at a time. Row F.
 *
 * Locking	order_now and qset_now are single words, read once when a device gets contents.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/uaccess.h>

#include "scull.h"
#include "scull_ioctl.h"

static int devs = SCULL_DEVS;
module_param(devs, int, 0444);
MODULE_PARM_DESC(devs, "number of devices");

static int order;
module_param(order, int, 0444);
MODULE_PARM_DESC(order, "a quantum is 1 << order pages");

static int qset = SCULL_QSET;
module_param(qset, int, 0444);
MODULE_PARM_DESC(qset, "quanta of a set");

MODULE_DESCRIPTION("Character devices that keep what is written to them in whole pages");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

static int order_now;
static int qset_now;

static int scullp_prepare(struct scull_dev *dev)
{
	int n = READ_ONCE(order_now);

	dev->source = (void *)(long)n;
	dev->quantum = PAGE_SIZE << n;
	dev->qset = READ_ONCE(qset_now);
	return 0;
}

static void scullp_finish(struct scull_dev *dev)
{
}

static void *scullp_get(struct scull_dev *dev)
{
	return (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, (long)dev->source);
}

static void scullp_put(struct scull_dev *dev, void *piece)
{
	free_pages((unsigned long)piece, (long)dev->source);
}

static int set_order(int n)
{
	if (n < 0 || n >= MAX_ORDER)
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

static long scullp_ioctl(unsigned int cmd, unsigned long arg)
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

static const struct scull_kind scullp_kind = {
	.name		= "scullp",
	.owner		= THIS_MODULE,
	.prepare	= scullp_prepare,
	.finish		= scullp_finish,
	.get		= scullp_get,
	.put		= scullp_put,
	.ioctl		= scullp_ioctl,
};

static int __init scullp_init(void)
{
	int ret = set_order(order) ?: set_qset(qset);

	return ret ?: scull_register(&scullp_kind, devs);
}

static void __exit scullp_exit(void)
{
	scull_unregister();
}

module_init(scullp_init);
module_exit(scullp_exit);
