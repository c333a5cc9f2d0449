/* SPDX-License-Identifier: MIT */
/*
 * linux/dma-mapping.h - memory that devices reach: a device's address is the physical one
 *
 * There are no IOMMUs and no caches to flush, so mapping is arithmetic. Row B9.
 */
#ifndef _LINUX_DMA_MAPPING_H
#define _LINUX_DMA_MAPPING_H

#include <linux/device.h>
#include <linux/errno.h>
#include <linux/gfp_types.h>
#include <linux/types.h>

#define DMA_MAPPING_ERROR	(~(dma_addr_t)0)
#define DMA_BIT_MASK(n)		(((n) == 64) ? ~0ULL : ((1ULL << (n)) - 1))

void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *dma_handle, gfp_t gfp);
void dma_free_coherent(struct device *dev, size_t size, void *cpu_addr, dma_addr_t dma_handle);

/** dma_mapping_error - -ENOMEM if @dma_addr is no address, else 0 */
static inline int dma_mapping_error(struct device *dev, dma_addr_t dma_addr)
{
	return dma_addr == DMA_MAPPING_ERROR ? -ENOMEM : 0;
}

/** dma_set_coherent_mask - the addresses that a device reaches, for dma_alloc_coherent(); 0 */
static inline int dma_set_coherent_mask(struct device *dev, u64 mask)
{
	dev->coherent_dma_mask = mask;
	return 0;
}

/** dma_set_mask - the same for mappings; 0, or -EIO if the device has no such mask */
static inline int dma_set_mask(struct device *dev, u64 mask)
{
	if (!dev->dma_mask)
		return -EIO;
	*dev->dma_mask = mask;
	return 0;
}

/** dma_set_mask_and_coherent - both */
static inline int dma_set_mask_and_coherent(struct device *dev, u64 mask)
{
	int err = dma_set_mask(dev, mask);

	return err ? err : dma_set_coherent_mask(dev, mask);
}

#endif /* _LINUX_DMA_MAPPING_H */
