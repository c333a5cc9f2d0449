// SPDX-License-Identifier: MIT
/*
 * mm/vmalloc.c - memory that is contiguous only in kernel addresses
 *
 *	addr                                   addr + size
 *	| frame 812 | frame 77 | frame 78 | ... | guard: nothing mapped |
 *
 * Each frame is mapped a second time (if it is of low memory, its direct-map address still works).
 * What each run of consecutive frames costs is one mapping, so frames come in blocks as large as
 * there are, and what comes one by one is sorted. To split a block makes its pages independent of
 * each other. A touch of the guard page, and of anything that was freed, faults.
 *
 * Locking    doomed_lock: areas whose vfree() was asked for where one may not sleep. A leaf.
 *            Else none: an area is its owner's.
 * Linux      as 6.1. A vfree() of what is no area's start is not carried out.
 */
#include <linux/vmalloc.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/list_sort.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/workqueue.h>
#include <linux/export.h>
#include <asm-generic/arch.h>
#include "mm/vmalloc.h"

#define BLOCK_MAX_ORDER		9	/* 2 MB with frames of 4 KB; larger ones save nothing that shows */
#define BULK_MAX		100	/* single pages that are asked for at a time, as Linux */

atomic_long_t nr_vmalloc_pages;

unsigned long vmalloc_nr_pages(void)
{
	return (unsigned long)atomic_long_read(&nr_vmalloc_pages);
}

/* ---- frames ---- */

static void pages_free(struct vm_struct *vm)
{
	atomic_long_sub(vm->nr_pages, &nr_vmalloc_pages);
	while (vm->nr_pages) {
		struct page *page = vm->pages[--vm->nr_pages];

		clear_bit(PG_vmalloc, &page->flags);
		__free_page(page);
		if (!(vm->nr_pages % BULK_MAX))
			cond_resched();
	}
	kvfree(vm->pages);
	vm->pages = NULL;
}

static int by_pfn(const void *a, const void *b)
{
	const struct page *x = *(struct page *const *)a, *y = *(struct page *const *)b;

	return x < y ? -1 : x > y;
}

/*
 * A block that is to be had without effort: memory that must be reclaimed is not for a contiguous
 * one.
 */
static struct page *block_alloc(unsigned int order, gfp_t gfp, int node)
{
	struct page *page;

	gfp &= ~(__GFP_RECLAIM | __GFP_NOFAIL | __GFP_RETRY_MAYFAIL);
	page = alloc_pages_node(node, gfp | __GFP_NOWARN | __GFP_NORETRY | __GFP_NOMEMALLOC, order);
	if (page)
		split_page(page, order);
	return page;
}

/* Fill @pages from blocks; returns how many there are before only single pages can be had. */
static unsigned int blocks_alloc(struct page **pages, unsigned int count, gfp_t gfp, int node)
{
	unsigned int order = BLOCK_MAX_ORDER, nr = 0;

	while (nr < count) {
		struct page *block;

		order = min_t(unsigned int, order, ilog2(count - nr));
		if (!order)
			break;
		block = block_alloc(order, gfp, node);
		if (!block) {
			order--;
			continue;
		}
		for (unsigned int i = 0; i < 1U << order; i++)
			pages[nr++] = block + i;
	}
	return nr;
}

static unsigned int singles_alloc(struct page **pages, unsigned int count, gfp_t gfp, int node)
{
	unsigned int nr = 0;

	while (nr < count && !fatal_signal_pending(current)) {
		unsigned int want = min_t(unsigned int, count - nr, BULK_MAX), got;

		got = alloc_pages_bulk_array_node(gfp & ~__GFP_NOFAIL, node, want, pages + nr);
		nr += got;
		cond_resched();
		if (got == want)
			continue;
		pages[nr] = alloc_pages_node(node, gfp, 0);
		if (!pages[nr])
			break;
		nr++;
	}
	if (nr > 1)
		sort(pages, nr, sizeof(pages[0]), by_pfn, NULL);
	return nr;
}

static int pages_alloc(struct vm_struct *vm, unsigned int count, gfp_t gfp, int node)
{
	unsigned int nr = blocks_alloc(vm->pages, count, gfp, node);

	if (nr < count)
		nr += singles_alloc(vm->pages + nr, count - nr, gfp, node);
	for (unsigned int i = 0; i < nr; i++)
		set_bit(PG_vmalloc, &vm->pages[i]->flags);
	vm->nr_pages = nr;
	atomic_long_add(nr, &nr_vmalloc_pages);
	return nr == count ? 0 : -ENOMEM;
}

static int page_array_alloc(struct vm_struct *vm, unsigned int count, gfp_t gfp, int node)
{
	unsigned long size = (unsigned long)count * sizeof(vm->pages[0]);
	gfp_t nested = (gfp & GFP_RECLAIM_MASK) | __GFP_ZERO;

	if (size > PAGE_SIZE)
		vm->pages = __vmalloc_node(size, 1, nested, node, vm->caller);
	else
		vm->pages = kmalloc_node(size, nested, node);
	if (vm->pages)
		return 0;
	warn_alloc(gfp, NULL, "vmalloc error: size %lu, failed to allocated page array size %lu",
		   (unsigned long)count * PAGE_SIZE, size);
	return -ENOMEM;
}

/* Frames for @vm, mapped; it says by itself what went wrong, and leaves what there is to the caller. */
static int area_fill(struct vm_struct *vm, gfp_t gfp, pgprot_t prot, int node)
{
	struct vmap_area *area = vmap_area_find(&vmap_space, (unsigned long)vm->addr);
	unsigned int count = get_vm_area_size(vm) >> PAGE_SHIFT;

	if (page_array_alloc(vm, count, gfp, node))
		return -ENOMEM;
	if (!(gfp & (GFP_DMA | GFP_DMA32)))
		gfp |= __GFP_HIGHMEM;
	else if (max_low_pfn <= SZ_4G >> PAGE_SHIFT)
		gfp &= ~GFP_DMA32;	/* all of zone Normal will do: 32-bit machines have no DMA32 */
	if (pages_alloc(vm, count, gfp, node)) {
		if (!fatal_signal_pending(current))
			warn_alloc(gfp, NULL, "vmalloc error: size %lu, page order 0, failed to allocate pages",
				   (unsigned long)vm->nr_pages * PAGE_SIZE);
		return -ENOMEM;
	}
	if (vmap_pages_map(area, vm->pages, count, prot, gfp)) {
		warn_alloc(gfp, NULL, "vmalloc error: size %lu, failed to map pages",
			   (unsigned long)count * PAGE_SIZE);
		return -ENOMEM;
	}
	return 0;
}

/* ---- vmalloc ---- */

static struct vm_struct *area_get(const struct vmap_request *request, gfp_t gfp, unsigned long vm_flags,
				  const void *caller)
{
	for (;;) {
		struct vm_struct *vm = vm_area_get(request, VM_ALLOC | VM_UNINITIALIZED | vm_flags, gfp, caller);
		bool again = !vm && gfp & __GFP_NOFAIL;

		if (vm || in_interrupt())
			return vm;
		warn_alloc(gfp, NULL, "vmalloc error: size %lu, vm_struct allocation failed%s", request->size,
			   again ? ". Retrying." : "");
		if (!again)
			return NULL;
		schedule_timeout_uninterruptible(1);
	}
}

/**
 * __vmalloc_node_range - vmalloc() with all that can be chosen
 * @size:	bytes, rounded up to pages
 * @align:	the address is a multiple of it; a power of two, or 1
 * @start:	no address below
 * @end:	nor from here on
 * @gfp_mask:	what the allocators may do; __GFP_ZERO for zeros
 * @prot:	PAGE_KERNEL, or PAGE_KERNEL_RO: a write there is an oops
 * @vm_flags:	VM_ flags
 * @node:	node to prefer, or NUMA_NO_NODE
 * @caller:	code address to show
 *
 * Context: may sleep, whatever @gfp_mask says.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp_mask, pgprot_t prot, unsigned long vm_flags,
			   int node, const void *caller)
{
	struct vmap_request request = {
		.size = PAGE_ALIGN(size), .align = max(align, PAGE_SIZE), .start = start, .end = end,
	};
	struct vm_struct *vm;

	might_sleep();
	if (WARN_ON_ONCE(!size))
		return NULL;
	if (PFN_UP(size) > totalram_pages()) {
		warn_alloc(gfp_mask, NULL, "vmalloc error: size %lu, exceeds total pages", size);
		return NULL;
	}
	vm = area_get(&request, gfp_mask, vm_flags, caller);
	if (!vm)
		return NULL;
	if (area_fill(vm, gfp_mask, prot, node)) {
		remove_vm_area(vm->addr);
		if (vm->pages)
			pages_free(vm);
		kfree(vm);
		return NULL;
	}
	/* Who looks at the flag, with the lock of the areas, and finds it cleared, sees the pages. */
	smp_wmb();
	vm->flags &= ~VM_UNINITIALIZED;
	return vm->addr;
}

static void *vmalloc_flags(unsigned long size, unsigned long align, gfp_t gfp, unsigned long vm_flags,
			   int node, const void *caller)
{
	might_sleep();		/* the first call of an embedding program boots: there are no bounds before */
	return __vmalloc_node_range(size, align, VMALLOC_START, VMALLOC_END, gfp, PAGE_KERNEL, vm_flags,
				    node, caller);
}

void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask, int node,
		     const void *caller)
{
	return vmalloc_flags(size, align, gfp_mask, 0, node, caller);
}
EXPORT_SYMBOL_GPL(__vmalloc_node);

#define VMALLOC_CALLER	__builtin_return_address(0)

void *__vmalloc(unsigned long size, gfp_t gfp_mask)
{
	return vmalloc_flags(size, 1, gfp_mask, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(__vmalloc);

void *vmalloc(unsigned long size)
{
	return vmalloc_flags(size, 1, GFP_KERNEL, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc);

void *vzalloc(unsigned long size)
{
	return vmalloc_flags(size, 1, GFP_KERNEL | __GFP_ZERO, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vzalloc);

void *vmalloc_user(unsigned long size)
{
	return vmalloc_flags(size, PAGE_SIZE, GFP_KERNEL | __GFP_ZERO, VM_USERMAP, NUMA_NO_NODE,
			     VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_user);

/**
 * vmalloc_node - vmalloc() near a node
 * @size:	bytes, rounded up to pages
 * @node:	the node, or NUMA_NO_NODE
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vmalloc_node(unsigned long size, int node)
{
	return vmalloc_flags(size, 1, GFP_KERNEL, 0, node, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_node);

/**
 * vzalloc_node - vzalloc() near a node
 * @size:	bytes, rounded up to pages
 * @node:	the node, or NUMA_NO_NODE
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vzalloc_node(unsigned long size, int node)
{
	return vmalloc_flags(size, 1, GFP_KERNEL | __GFP_ZERO, 0, node, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vzalloc_node);

void *vmalloc_32(unsigned long size)
{
	return vmalloc_flags(size, 1, GFP_KERNEL | GFP_DMA32, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_32);

/**
 * vmalloc_32_user - vmalloc_user() of frames below 4 GB
 * @size:	bytes, rounded up to pages
 *
 * Context: may sleep.
 * Return: the memory, zeroed, for vfree(), or NULL. Row C1.
 */
void *vmalloc_32_user(unsigned long size)
{
	return vmalloc_flags(size, PAGE_SIZE, GFP_KERNEL | GFP_DMA32 | __GFP_ZERO, VM_USERMAP, NUMA_NO_NODE,
			     VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_32_user);

/**
 * vmalloc_huge - vmalloc() that may use large mappings: here every vmalloc() does
 * @size:	bytes, rounded up to pages
 * @gfp_mask:	what the allocators may do; __GFP_ZERO for zeros
 *
 * Context: may sleep, whatever @gfp_mask says.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vmalloc_huge(unsigned long size, gfp_t gfp_mask)
{
	return vmalloc_flags(size, 1, gfp_mask, VM_ALLOW_HUGE_VMAP, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL_GPL(vmalloc_huge);

/**
 * __vmalloc_array - __vmalloc() of an array
 * @n:		elements
 * @size:	bytes of each
 * @flags:	as __vmalloc()
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL, also where @n * @size overflows. Row C1.
 */
void *__vmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL :
	       vmalloc_flags(bytes, 1, flags, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(__vmalloc_array);

/**
 * vmalloc_array - vmalloc() of an array
 * @n:		elements
 * @size:	bytes of each
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL, also where @n * @size overflows. Row C1.
 */
void *vmalloc_array(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL :
	       vmalloc_flags(bytes, 1, GFP_KERNEL, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_array);

/**
 * __vcalloc - __vmalloc_array(), zeroed
 * @n:		elements
 * @size:	bytes of each
 * @flags:	as __vmalloc()
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL, also where @n * @size overflows. Row C1.
 */
void *__vcalloc(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL :
	       vmalloc_flags(bytes, 1, flags | __GFP_ZERO, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(__vcalloc);

/**
 * vcalloc - vmalloc_array(), zeroed
 * @n:		elements
 * @size:	bytes of each
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL, also where @n * @size overflows. Row C1.
 */
void *vcalloc(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL :
	       vmalloc_flags(bytes, 1, GFP_KERNEL | __GFP_ZERO, 0, NUMA_NO_NODE, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vcalloc);

/* ---- freeing ---- */

static bool is_vfreeable(const struct vmap_area *area)
{
	return area->vm && area->vm->flags & (VM_ALLOC | VM_MAP_PUT_PAGES);
}

/* A claimed area, unmapped, and its frames. */
static void area_vfree(struct vmap_area *area)
{
	struct vm_struct *vm = area->vm;

	if (vm->flags & VM_MAP_PUT_PAGES) {
		release_pages(vm->pages, vm->nr_pages);
		kvfree(vm->pages);
	} else {
		pages_free(vm);
	}
	vmap_area_release(area);
	kfree(vm);
}

static LIST_HEAD(doomed);
static DEFINE_SPINLOCK(doomed_lock);

static int by_address(void *priv, const struct list_head *a, const struct list_head *b)
{
	return list_entry(a, struct vmap_area, wait_list)->start >
	       list_entry(b, struct vmap_area, wait_list)->start;
}

/* Areas of @list, sorted by address: neighbours are unmapped in one call. */
static void unmap_sorted(struct list_head *list)
{
	struct vmap_area *area;
	unsigned long start = 0, end = 0;

	list_for_each_entry(area, list, wait_list) {
		if (area->start != end) {
			if (end)
				arch_unmap_pages(start, (end - start) >> PAGE_SHIFT);
			start = area->start;
		}
		end = area->end;
	}
	if (end)
		arch_unmap_pages(start, (end - start) >> PAGE_SHIFT);
}

static void doomed_free(struct work_struct *work)
{
	struct vmap_area *area, *next;
	LIST_HEAD(list);

	spin_lock_irq(&doomed_lock);
	list_splice_init(&doomed, &list);
	spin_unlock_irq(&doomed_lock);
	list_sort(NULL, &list, by_address);
	unmap_sorted(&list);
	list_for_each_entry_safe(area, next, &list, wait_list) {
		list_del(&area->wait_list);
		area_vfree(area);
	}
}

static DECLARE_WORK(doomed_work, doomed_free);

/* The caller's from now on. NULL: @addr is, or was not vfree()'s to free, which is reported. */
static __always_inline struct vmap_area *vfree_claim(const void *addr)
{
	struct vmap_area *area = NULL;

	if (addr) {
		area = vmap_area_claim(&vmap_space, (unsigned long)addr, is_vfreeable);
		if (!area)
			vmalloc_misuse_report("vfree", addr);
	}
	return area;
}

/**
 * vfree_atomic - vfree() where one may not sleep
 * @addr:	from vmalloc(), freed later by a work item; NULL is safe
 *
 * A wrong address is reported when the call is made. What is freed at about the same time is
 * unmapped together. Row C1.
 * Context: any but NMI.
 */
void vfree_atomic(const void *addr)
{
	struct vmap_area *area;
	unsigned long flags;

	BUG_ON(in_nmi());
	area = vfree_claim(addr);
	if (!area)
		return;
	spin_lock_irqsave(&doomed_lock, flags);
	list_add_tail(&area->wait_list, &doomed);
	spin_unlock_irqrestore(&doomed_lock, flags);
	schedule_work(&doomed_work);
}
EXPORT_SYMBOL_GPL(vfree_atomic);

void vfree(const void *addr)
{
	struct vmap_area *area;

	if (unlikely(in_interrupt())) {
		vfree_atomic(addr);
		return;
	}
	might_sleep();
	area = vfree_claim(addr);
	if (!area)
		return;
	vmap_area_unmap(area);
	area_vfree(area);
}
EXPORT_SYMBOL(vfree);
