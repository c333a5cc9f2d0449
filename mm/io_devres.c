// SPDX-License-Identifier: MIT
/* mm/io_devres.c - mappings of device memory that are given back with the device (row C2) */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/ioport.h>

#include "mm/ioremap.h"

static void mapping_release(struct device *dev, void *res)
{
	iounmap(*(void __iomem **)res);
}

static void port_release(struct device *dev, void *res)
{
	ioport_unmap(*(void __iomem **)res);
}

static int address_match(struct device *dev, void *res, void *data)
{
	return *(void **)res == data;
}

static void __iomem *map_for(struct device *dev, resource_size_t offset, resource_size_t size,
			     const void *caller)
{
	void __iomem **owned = devres_alloc(mapping_release, sizeof(*owned), GFP_KERNEL);
	void __iomem *addr;

	if (!owned)
		return NULL;
	addr = ioremap_caller(offset, size, caller);
	if (!addr) {
		devres_free(owned);
		return NULL;
	}
	*owned = addr;
	devres_add(dev, owned);
	return addr;
}

/**
 * devm_ioremap - ioremap() that is undone with the device
 * @dev:	whose
 * @offset:	the first physical address
 * @size:	bytes
 *
 * Context: may sleep. Row C2.
 * Return: the address, or NULL.
 */
void __iomem *devm_ioremap(struct device *dev, resource_size_t offset, resource_size_t size)
{
	return map_for(dev, offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL(devm_ioremap);

/**
 * devm_ioremap_uc - ioremap_uc() that is undone with the device
 * @dev:	whose
 * @offset:	the first physical address
 * @size:	bytes
 *
 * Context: may sleep. Row C2.
 * Return: the address, or NULL.
 */
void __iomem *devm_ioremap_uc(struct device *dev, resource_size_t offset, resource_size_t size)
{
	return map_for(dev, offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(devm_ioremap_uc);

/**
 * devm_ioremap_wc - ioremap_wc() that is undone with the device
 * @dev:	whose
 * @offset:	the first physical address
 * @size:	bytes
 *
 * Context: may sleep. Row C2.
 * Return: the address, or NULL.
 */
void __iomem *devm_ioremap_wc(struct device *dev, resource_size_t offset, resource_size_t size)
{
	return map_for(dev, offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL(devm_ioremap_wc);

/**
 * devm_iounmap - undo devm_ioremap() before its time
 * @dev:	whose
 * @addr:	what it gave; something else is reported
 *
 * Context: may sleep. Row C2.
 */
void devm_iounmap(struct device *dev, void __iomem *addr)
{
	WARN_ON(devres_release(dev, mapping_release, address_match, (__force void *)addr));
}
EXPORT_SYMBOL(devm_iounmap);

static void __iomem *resource_map(struct device *dev, const struct resource *res, const void *caller)
{
	resource_size_t size;
	void __iomem *addr;
	char *name;

	BUG_ON(!dev);
	if (!res || resource_type(res) != IORESOURCE_MEM) {
		dev_err(dev, "invalid resource\n");
		return IOMEM_ERR_PTR(-EINVAL);
	}
	size = resource_size(res);
	name = res->name ? devm_kasprintf(dev, GFP_KERNEL, "%s %s", dev_name(dev), res->name) :
			   devm_kstrdup(dev, dev_name(dev), GFP_KERNEL);
	if (!name) {
		dev_err(dev, "can't generate pretty name for resource %pR\n", res);
		return IOMEM_ERR_PTR(-ENOMEM);
	}
	if (!devm_request_mem_region(dev, res->start, size, name)) {
		dev_err(dev, "can't request region for resource %pR\n", res);
		return IOMEM_ERR_PTR(-EBUSY);
	}
	addr = map_for(dev, res->start, size, caller);
	if (!addr) {
		dev_err(dev, "ioremap failed for resource %pR\n", res);
		devm_release_mem_region(dev, res->start, size);
		return IOMEM_ERR_PTR(-ENOMEM);
	}
	return addr;
}

/**
 * devm_ioremap_resource - request a region and map it; both are undone with the device
 * @dev:	whose
 * @res:	the range, of type memory
 *
 * What goes wrong is logged, so the driver need not. Row C2.
 * Context: may sleep.
 * Return: the address; ERR_PTR(-EINVAL, -EBUSY, -ENOMEM).
 */
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *res)
{
	return resource_map(dev, res, __builtin_return_address(0));
}
EXPORT_SYMBOL(devm_ioremap_resource);

/**
 * devm_ioremap_resource_wc - devm_ioremap_resource() with writes that may be combined: here they never are
 * @dev:	whose
 * @res:	the range, of type memory
 *
 * Context: may sleep. Row C2.
 * Return: as devm_ioremap_resource().
 */
void __iomem *devm_ioremap_resource_wc(struct device *dev, const struct resource *res)
{
	return resource_map(dev, res, __builtin_return_address(0));
}
EXPORT_SYMBOL(devm_ioremap_resource_wc);

/**
 * devm_ioport_map - ioport_map() that is undone with the device
 * @dev:	whose
 * @port:	the first one
 * @nr:		how many
 *
 * Context: may sleep. Row C2.
 * Return: the address, or NULL.
 */
void __iomem *devm_ioport_map(struct device *dev, unsigned long port, unsigned int nr)
{
	void __iomem **owned = devres_alloc(port_release, sizeof(*owned), GFP_KERNEL);

	if (!owned)
		return NULL;
	*owned = ioport_map(port, nr);
	if (*owned) {
		devres_add(dev, owned);
		return *owned;
	}
	devres_free(owned);
	return NULL;
}
EXPORT_SYMBOL(devm_ioport_map);

/**
 * devm_ioport_unmap - undo devm_ioport_map() before its time
 * @dev:	whose
 * @addr:	what it gave; something else is reported
 *
 * Context: may sleep. Row C2.
 */
void devm_ioport_unmap(struct device *dev, void __iomem *addr)
{
	WARN_ON(devres_release(dev, port_release, address_match, (__force void *)addr));
}
EXPORT_SYMBOL(devm_ioport_unmap);
