/* SPDX-License-Identifier: MIT */
/*
 * linux/io.h - device memory: mapping it, and access to it (row C2)
 *
 * How a device looks from both sides: docs/devices.md.
 */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/err.h>
#include <linux/types.h>
#include <asm/io.h>
#include <asm/page.h>

struct device;
struct resource;

void __iomem *ioremap(resource_size_t offset, unsigned long size);
void __iomem *ioremap_wc(resource_size_t offset, unsigned long size);
void __iomem *ioremap_wt(resource_size_t offset, unsigned long size);
void __iomem *ioremap_uc(resource_size_t offset, unsigned long size);
void __iomem *ioremap_cache(resource_size_t offset, unsigned long size);
void iounmap(volatile void __iomem *addr);

/** ioremap_np - a mapping without posted writes: refused, as on x86. Context: any. Return: NULL. */
static inline void __iomem *ioremap_np(resource_size_t offset, unsigned long size)
{
	return NULL;
}

void __iomem *ioport_map(unsigned long port, unsigned int nr);
void ioport_unmap(void __iomem *addr);

#define IOMEM_ERR_PTR(err)	((__force void __iomem *)ERR_PTR(err))

void __iomem *devm_ioremap(struct device *dev, resource_size_t offset, resource_size_t size);
void __iomem *devm_ioremap_uc(struct device *dev, resource_size_t offset, resource_size_t size);
void __iomem *devm_ioremap_wc(struct device *dev, resource_size_t offset, resource_size_t size);
void devm_iounmap(struct device *dev, void __iomem *addr);
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *res);
void __iomem *devm_ioremap_resource_wc(struct device *dev, const struct resource *res);
void __iomem *devm_ioport_map(struct device *dev, unsigned long port, unsigned int nr);
void devm_ioport_unmap(struct device *dev, void __iomem *addr);

/** check_signature - do @length bytes of a device's memory equal @signature? Return: 1 or 0. */
static inline int check_signature(const volatile void __iomem *addr, const unsigned char *signature,
				  int length)
{
	while (length--)
		if (readb(addr++) != *signature++)
			return 0;
	return 1;
}

#endif /* _LINUX_IO_H */
