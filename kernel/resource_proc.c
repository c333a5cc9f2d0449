// SPDX-License-Identifier: MIT
/*
 * kernel/resource_proc.c - /proc/iomem and /proc/ioports, in Linux's format; the machine's memory in the first
 */
#include <linux/bug.h>
#include <linux/capability.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/memblock.h>
#include <linux/pfn.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "init/calls.h"
#include "kernel/resource.h"
#include "mm/ioremap.h"

#define MAX_DEPTH	5	/* levels that are shown */

static void resource_show(struct seq_file *m, const struct resource *res, int depth, int width)
{
	bool may = capable(CAP_SYS_ADMIN);

	seq_printf(m, "%*s%0*llx-%0*llx : %s\n", depth * 2, "", width, may ? res->start : 0ULL, width,
		   may ? res->end : 0ULL, res->name ?: "<BAD>");
}

static void children_show(struct seq_file *m, const struct resource *parent, int depth, int width)
{
	const struct resource *res;

	for (res = parent->child; res; res = res->sibling) {
		resource_show(m, res, depth, width);
		if (depth + 1 < MAX_DEPTH)
			children_show(m, res, depth + 1, width);
	}
}

static int tree_show(struct seq_file *m, void *v)
{
	const struct resource *root = m->private;

	read_lock(&resource_lock);
	children_show(m, root, 0, root->end < 0x10000 ? 4 : 8);
	read_unlock(&resource_lock);
	return 0;
}

/* Whole frames only: what is less at an end nobody can have. */
static void __init ram_add(const struct memblock_region *range)
{
	struct resource *res = kzalloc(sizeof(*res), GFP_KERNEL | __GFP_NOFAIL);

	res->name = "System RAM";
	res->start = PFN_PHYS(PFN_UP(range->base));
	res->end = PFN_PHYS(PFN_DOWN(range->base + range->size)) - 1;
	res->flags = IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY;
	WARN_ON(insert_resource(&iomem_resource, res));
}

void __init resources_init(void)
{
	unsigned long i;

	iomem_resource.end = (1ULL << PHYS_ADDR_BITS) - 1;
	for (i = 0; i < memblock.memory.cnt; i++)
		ram_add(&memblock.memory.regions[i]);
	proc_create_single_data("ioports", 0, NULL, tree_show, &ioport_resource);
	proc_create_single_data("iomem", 0, NULL, tree_show, &iomem_resource);
}
