// SPDX-License-Identifier: MIT
/*
 * drivers/scullp_main.c - scullp: devices whose memory is whole pages, 1 << order at a time. Row F.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "scull.h"

static int order;
module_param(order, int, 0444);
MODULE_PARM_DESC(order, "a quantum is 1 << order pages");

MODULE_DESCRIPTION("Character devices that keep what is written to them in whole pages");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

static struct scull_setting order_setting = SCULL_SETTING(ORDER, order, 0, MAX_ORDER - 1);

static void scullp_prepare(struct scull_dev *dev)
{
	dev->source = (void *)(long)order_setting.now;
	dev->quantum = PAGE_SIZE << order_setting.now;
}

static void *scullp_get(struct scull_dev *dev)
{
	return (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, (long)dev->source);
}

static void scullp_put(struct scull_dev *dev, void *piece)
{
	free_pages((unsigned long)piece, (long)dev->source);
}

static const struct scull_kind scullp_kind = {
	.name		= "scullp",
	.size		= &order_setting,
	.prepare	= scullp_prepare,
	.get		= scullp_get,
	.put		= scullp_put,
};

static int __init scullp_init(void)
{
	return scull_register(&scullp_kind);
}

static void __exit scullp_exit(void)
{
	scull_unregister();
}

module_init(scullp_init);
module_exit(scullp_exit);
