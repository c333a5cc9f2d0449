// SPDX-License-Identifier: MIT
/*
 * mm/dma_coherent.c - whole pages that a device reaches by its mask
 *
 * The highest zone that lies below the mask as a whole is asked first; if a higher one could have
 * pages below the mask too, it is tried before, and what lies too high goes back.
 */
#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/string.h>

static bool reaches(u64 mask, struct page *page, unsigned int order)
{
	return page_to_phys(page) + (PAGE_SIZE << order) - 1 <= mask;
}

static struct page *pages_below(struct device *dev, u64 mask, gfp_t gfp, unsigned int order)
{
	static const gfp_t zones[] = { 0, __GFP_DMA32, __GFP_DMA };
	int nid = dev ? dev_to_node(dev) : NUMA_NO_NODE;

	for (int i = 0; i < ARRAY_SIZE(zones); i++) {
		struct page *page;

		if (zones[i] == __GFP_DMA32 && mask < DMA_BIT_MASK(32))
			continue;	/* no better than what was tried */
		page = alloc_pages_node(nid, gfp | zones[i] | __GFP_NOWARN, order);
		if (!page || reaches(mask, page, order))
			return page;
		__free_pages(page, order);
	}
	return NULL;
}

/**
 * dma_alloc_coherent - zeroed memory for a device and the CPUs at once
 * @dev:	the device, whose coherent_dma_mask says which addresses it reaches; NULL: one that reaches all
 * @size:	bytes, rounded up to a power of two of pages
 * @dma_handle:	receives the address for the device
 * @gfp:	what the allocator may do; zones are chosen by the mask
 *
 * Context: any that @gfp allows.
 * Return: the address or NULL. Row B9.
 */
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *dma_handle, gfp_t gfp)
{
	u64 mask = dev ? dev->coherent_dma_mask : ~0ULL;
	struct page *page;

	if (WARN_ON_ONCE(!mask))
		return NULL;
	gfp &= ~(__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM | __GFP_COMP);
	page = pages_below(dev, mask, gfp | __GFP_ZERO, get_order(size));
	if (!page)
		return NULL;
	*dma_handle = page_to_phys(page);
	return page_address(page);
}
EXPORT_SYMBOL(dma_alloc_coherent);

/**
 * dma_free_coherent - give it back
 * @dev:	the device
 * @size:	bytes, as they were asked for
 * @cpu_addr:	the address; NULL is safe
 * @dma_handle:	the device's address
 *
 * Context: any. Row B9.
 */
void dma_free_coherent(struct device *dev, size_t size, void *cpu_addr, dma_addr_t dma_handle)
{
	if (!cpu_addr)
		return;
	WARN_ON(virt_to_phys(cpu_addr) != dma_handle);
	free_pages((unsigned long)cpu_addr, get_order(size));
}
EXPORT_SYMBOL(dma_free_coherent);
