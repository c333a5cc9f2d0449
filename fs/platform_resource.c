// SPDX-License-Identifier: MIT
/* fs/platform_resource.c - what a platform device has: addresses, ports, interrupts (rows C2, D5) */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/string.h>

/**
 * platform_get_resource - a resource by type and number
 * @pdev:	the device
 * @type:	IORESOURCE_MEM, IORESOURCE_IRQ, ...
 * @num:	counted within the type, from 0
 *
 * Context: any. Row C2.
 * Return: the resource, or NULL.
 */
struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int num)
{
	for (u32 i = 0; i < pdev->num_resources; i++)
		if (resource_type(&pdev->resource[i]) == type && num-- == 0)
			return &pdev->resource[i];
	return NULL;
}
EXPORT_SYMBOL_GPL(platform_get_resource);

/**
 * platform_get_resource_byname - a resource by type and name
 * @pdev:	the device
 * @type:	IORESOURCE_MEM, IORESOURCE_IRQ, ...
 * @name:	as the resource has it
 *
 * Context: any. Row C2.
 * Return: the resource, or NULL.
 */
struct resource *platform_get_resource_byname(struct platform_device *pdev, unsigned int type,
					      const char *name)
{
	for (u32 i = 0; i < pdev->num_resources; i++) {
		struct resource *r = &pdev->resource[i];

		if (resource_type(r) == type && r->name && !strcmp(r->name, name))
			return r;
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(platform_get_resource_byname);

/**
 * platform_get_irq_optional - a device's interrupt line, if it has that many
 * @pdev:	the device
 * @num:	from 0
 *
 * Context: any. Row D4.
 * Return: the line, or -ENXIO.
 */
int platform_get_irq_optional(struct platform_device *pdev, unsigned int num)
{
	struct resource *r = platform_get_resource(pdev, IORESOURCE_IRQ, num);

	return r ? (int)r->start : -ENXIO;
}
EXPORT_SYMBOL_GPL(platform_get_irq_optional);

/**
 * platform_get_irq - a device's interrupt line; that it has none is logged
 * @pdev:	the device
 * @num:	from 0
 *
 * Context: any. Row D4.
 * Return: the line, or -ENXIO.
 */
int platform_get_irq(struct platform_device *pdev, unsigned int num)
{
	int irq = platform_get_irq_optional(pdev, num);

	if (irq < 0)
		dev_err(&pdev->dev, "IRQ index %u not found\n", num);
	return irq;
}
EXPORT_SYMBOL_GPL(platform_get_irq);

/**
 * platform_get_irq_byname - a device's interrupt line by name; that there is none is logged
 * @pdev:	the device
 * @name:	as the resource has it
 *
 * Context: any. Row D4.
 * Return: the line, or -ENXIO.
 */
int platform_get_irq_byname(struct platform_device *pdev, const char *name)
{
	struct resource *r = platform_get_resource_byname(pdev, IORESOURCE_IRQ, name);

	if (r)
		return r->start;
	dev_err(&pdev->dev, "IRQ %s not found\n", name);
	return -ENXIO;
}
EXPORT_SYMBOL_GPL(platform_get_irq_byname);

/**
 * platform_irq_count - how many interrupt lines a device has
 * @pdev:	the device
 *
 * Context: any. Row D4.
 * Return: the number.
 */
int platform_irq_count(struct platform_device *pdev)
{
	int nr = 0;

	while (platform_get_irq_optional(pdev, nr) >= 0)
		nr++;
	return nr;
}
EXPORT_SYMBOL_GPL(platform_irq_count);

/**
 * devm_platform_get_and_ioremap_resource - devm_ioremap_resource() of a device's own addresses
 * @pdev:	the device
 * @index:	which, from 0
 * @res:	receives the resource; may be NULL
 *
 * Context: may sleep. Row C2.
 * Return: the address, or ERR_PTR(); failures are logged.
 */
void __iomem *devm_platform_get_and_ioremap_resource(struct platform_device *pdev, unsigned int index,
						     struct resource **res)
{
	struct resource *r = platform_get_resource(pdev, IORESOURCE_MEM, index);

	if (res)
		*res = r;
	return devm_ioremap_resource(&pdev->dev, r);
}
EXPORT_SYMBOL_GPL(devm_platform_get_and_ioremap_resource);

/**
 * devm_platform_ioremap_resource - the same, where only the address matters
 * @pdev:	the device
 * @index:	which, from 0
 *
 * Context: may sleep. Row C2.
 * Return: the address, or ERR_PTR(); failures are logged.
 */
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index)
{
	return devm_platform_get_and_ioremap_resource(pdev, index, NULL);
}
EXPORT_SYMBOL_GPL(devm_platform_ioremap_resource);

/**
 * devm_platform_ioremap_resource_byname - the same by name
 * @pdev:	the device
 * @name:	as the resource has it
 *
 * Context: may sleep. Row C2.
 * Return: the address, or ERR_PTR(); failures are logged.
 */
void __iomem *devm_platform_ioremap_resource_byname(struct platform_device *pdev, const char *name)
{
	return devm_ioremap_resource(&pdev->dev, platform_get_resource_byname(pdev, IORESOURCE_MEM, name));
}
EXPORT_SYMBOL_GPL(devm_platform_ioremap_resource_byname);
