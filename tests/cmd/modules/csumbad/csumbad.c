// SPDX-License-Identifier: MIT
/*
 * csumbad - a driver of the checksum engine that makes one of the mistakes that drivers make
 *
 * mistake=	plain	touches registers without readl()
 *		after	reads a register after iounmap()
 *		width	reads half a register
 *		beyond	reads behind the last one
 *		leak	leaves its region and its mapping behind, when it goes
 *		model	plugs in a device of its own, and leaves it there
 *		twice	asks for a region that it has
 */
#include <linux/err.h>
#include <linux/io.h>
#include <linux/io_model.h>
#include <linux/ioport.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/string.h>

static char *mistake = "none";
module_param(mistake, charp, 0444);

static struct io_model forgotten = { .name = "forgotten", .kind = IO_MODEL_MEMORY };

static int csumbad_probe(struct platform_device *pdev)
{
	struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, 0);
	char __iomem *regs;
	u32 value = 0;

	if (!request_mem_region(res->start, resource_size(res), "csumbad"))
		return -EBUSY;
	regs = ioremap(res->start, resource_size(res));
	if (!regs)
		return -ENOMEM;
	if (!strcmp(mistake, "plain"))
		value = *(volatile u32 *)(__force void *)regs;
	if (!strcmp(mistake, "width"))
		value = readw(regs);
	if (!strcmp(mistake, "beyond"))
		value = readl(regs + resource_size(res));
	if (!strcmp(mistake, "twice") && !request_mem_region(res->start, 4, "csumbad again"))
		pr_info("csumbad: refused\n");
	if (!strcmp(mistake, "leak"))
		return 0;
	if (!strcmp(mistake, "model") && io_model_add(&forgotten, 0x300000000000, PAGE_SIZE))
		pr_err("csumbad: no model\n");
	iounmap(regs);
	if (!strcmp(mistake, "after"))
		value = readl(regs);
	release_mem_region(res->start, resource_size(res));
	pr_info("csumbad: read %#x\n", value);
	return 0;
}

static struct platform_driver csumbad_driver = {
	.probe	= csumbad_probe,
	.driver	= { .name = "csum" },
};
module_platform_driver(csumbad_driver);
MODULE_LICENSE("Dual MIT/GPL");
