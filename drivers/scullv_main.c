// SPDX-License-Identifier: MIT
/*
 * drivers/scullv_main.c - scullv: devices whose memory is vmalloc()'s, 16 << order pages at a time. Row F.
 *
 * A quantum may be much larger than what the page allocator has in one piece.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/vmalloc.h>

#include "scull.h"

#define SCULLV_PAGES		16
#define SCULLV_ORDER_MAX	10

static int order;
module_param(order, int, 0444);
MODULE_PARM_DESC(order, "a quantum is 16 << order pages");

MODULE_DESCRIPTION("Character devices that keep what is written to them in vmalloc() memory");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

static struct scull_setting order_setting = SCULL_SETTING(ORDER, order, 0, SCULLV_ORDER_MAX);

static void scullv_prepare(struct scull_dev *dev)
{
	dev->quantum = (SCULLV_PAGES * PAGE_SIZE) << order_setting.now;
}

static void *scullv_get(struct scull_dev *dev)
{
	return vzalloc(dev->quantum);
}

static void scullv_put(struct scull_dev *dev, void *piece)
{
	vfree(piece);
}

static const struct scull_kind scullv_kind = {
	.name		= "scullv",
	.size		= &order_setting,
	.prepare	= scullv_prepare,
	.get		= scullv_get,
	.put		= scullv_put,
};

static int __init scullv_init(void)
{
	return scull_register(&scullv_kind);
}

static void __exit scullv_exit(void)
{
	scull_unregister();
}

module_init(scullv_init);
module_exit(scullv_exit);
