// SPDX-License-Identifier: MIT
/*
 * mm/vmalloc.c - memory that is contiguous only in kernel addresses
 *
 *	addr                                   addr + size
 *	| frame 812 | frame 77 | frame 78 | ... | guard: nothing mapped |
 *
 * Each frame is mapped a second time (its direct-map address still works); runs of frames
 * that happen to be consecutive are mapped in one go. A touch of the guard page faults.
 * Locking    none of its own: an area is its owner's; see vmap_area.c.
 * Linux      as 6.1, except that unmapping is never put off.
 */
#include <linux/vmalloc.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/highmem.h>
#include <linux/llist.h>
#include <linux/workqueue.h>
#include <linux/export.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/highmem.h"
#include "mm/page_init.h"
#include "mm/page_misuse.h"
#include "mm/verify.h"
#include "mm/vmap_area.h"

unsigned long vmalloc_start;
unsigned long vmalloc_end;
EXPORT_SYMBOL(vmalloc_start);
EXPORT_SYMBOL(vmalloc_end);

static atomic_long_t nr_vmalloc_pages;

unsigned long vmalloc_nr_pages(void)
{
	return (unsigned long)atomic_long_read(&nr_vmalloc_pages);
}

bool is_vmalloc_addr(const void *x)
{
	return (unsigned long)x >= vmalloc_start && (unsigned long)x < vmalloc_end;
}
EXPORT_SYMBOL(is_vmalloc_addr);

bool is_vmalloc_or_module_addr(const void *x)
{
	return is_vmalloc_addr(x);
}

/* ---- mapping ---- */

static unsigned int run_length(struct page **pages, unsigned int count)
{
	unsigned int nr = 1;

	while (nr < count && page_to_pfn(pages[nr]) == page_to_pfn(pages[0]) + nr)
		nr++;
	return nr;
}

static int pages_map(unsigned long addr, struct page **pages, unsigned int count)
{
	unsigned int done = 0;

	while (done < count) {
		unsigned int nr = run_length(pages + done, count - done);

		if (arch_map_pages(addr + ((unsigned long)done << PAGE_SHIFT),
				   page_to_pfn(pages[done]), nr)) {
			if (done)
				arch_unmap_pages(addr, done);
			return -ENOMEM;
		}
		done += nr;
	}
	return 0;
}

/* ---- areas ---- */

static struct vm_struct *area_get(unsigned long size, unsigned long align, unsigned long flags,
				  gfp_t gfp, const void *caller)
{
	struct vmap_area *area;
	struct vm_struct *vm;

	might_sleep();
	size = PAGE_ALIGN(size);
	if (!size || WARN_ON(in_interrupt()))
		return NULL;
	vm = kzalloc(sizeof(*vm), gfp & ~(__GFP_ZERO | __GFP_HIGHMEM | GFP_ZONEMASK));
	if (!vm)
		return NULL;
	if (!(flags & VM_NO_GUARD))
		size += PAGE_SIZE;
	vm->flags = flags;
	vm->caller = caller;
	vm->size = size;
	area = vmap_area_alloc(size, max(align, PAGE_SIZE), vm,
			       gfp & ~(__GFP_ZERO | __GFP_HIGHMEM | GFP_ZONEMASK));
	if (IS_ERR(area)) {
		kfree(vm);
		return NULL;
	}
	/* The caller is the first to know the address, so nobody has looked for it yet. */
	vm->addr = (void *)area->start;
	return vm;
}

/**
 * get_vm_area_caller - get_vm_area(), with the caller named in /proc/vmallocinfo
 * @size:	bytes
 * @flags:	VM_ flags
 * @caller:	code address to show
 *
 * Context: may sleep.
 * Return: the descriptor, or NULL. Row C1.
 */
struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller)
{
	return area_get(size, PAGE_SIZE, flags, GFP_KERNEL, caller);
}
EXPORT_SYMBOL_GPL(get_vm_area_caller);

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags)
{
	return get_vm_area_caller(size, flags, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(get_vm_area);

/**
 * find_vm_area - the area that an address lies in
 * @addr:	any address of it
 *
 * Context: not from interrupts: takes vmap_area_lock. The area must not be freed meanwhile.
 * Return: the descriptor, or NULL. Row C1.
 */
struct vm_struct *find_vm_area(const void *addr)
{
	struct vmap_area *area = vmap_area_find((unsigned long)addr);

	return area ? area->vm : NULL;
}
EXPORT_SYMBOL_GPL(find_vm_area);

struct vm_struct *remove_vm_area(const void *addr)
{
	struct vmap_area *area = vmap_area_find((unsigned long)addr);
	struct vm_struct *vm;

	might_sleep();
	if (!area || area->start != (unsigned long)addr)
		return NULL;
	vm = area->vm;
	arch_unmap_pages(area->start, get_vm_area_size(vm) >> PAGE_SHIFT);
	vmap_area_free(area);
	return vm;
}
EXPORT_SYMBOL_GPL(remove_vm_area);

/**
 * free_vm_area - take an area away, with its descriptor
 * @area:	from get_vm_area(); pages mapped there stay the caller's
 *
 * Row C1.
 * Context: may sleep.
 */
void free_vm_area(struct vm_struct *area)
{
	kfree(remove_vm_area(area->addr));
}
EXPORT_SYMBOL_GPL(free_vm_area);

/* ---- vmalloc ---- */

static void pages_free(struct vm_struct *vm)
{
	for (unsigned int i = 0; i < vm->nr_pages; i++) {
		clear_bit(PG_vmalloc, &vm->pages[i]->flags);
		__free_page(vm->pages[i]);
	}
	atomic_long_sub(vm->nr_pages, &nr_vmalloc_pages);
	kvfree(vm->pages);
	vm->nr_pages = 0;
	vm->pages = NULL;
}

static int pages_alloc(struct vm_struct *vm, unsigned int count, gfp_t gfp)
{
	vm->pages = kvcalloc(count, sizeof(vm->pages[0]), gfp & ~(__GFP_ZERO | GFP_ZONEMASK));
	if (!vm->pages)
		return -ENOMEM;
	for (; vm->nr_pages < count; vm->nr_pages++) {
		struct page *page = alloc_page(gfp);

		if (!page)
			break;
		set_bit(PG_vmalloc, &page->flags);
		vm->pages[vm->nr_pages] = page;
	}
	atomic_long_add(vm->nr_pages, &nr_vmalloc_pages);
	return vm->nr_pages == count ? 0 : -ENOMEM;
}

static void vmalloc_warn(unsigned long size, gfp_t gfp, const char *what)
{
	if (gfp & __GFP_NOWARN)
		return;
	pr_warn("%s: vmalloc error: size %lu, %s, mode:%#x\n", current->comm, size, what, gfp);
	dump_stack();
}

static void *vmalloc_range(unsigned long size, unsigned long align, unsigned long vm_flags,
			   gfp_t gfp, const void *caller)
{
	unsigned int count = PFN_UP(size);
	struct vm_struct *vm;

	might_sleep();
	if (!size || PFN_UP(size) > totalram_pages()) {
		vmalloc_warn(size, gfp, "exceeds total pages");
		return NULL;
	}
	vm = area_get(size, align, VM_ALLOC | vm_flags, gfp, caller);
	if (!vm) {
		vmalloc_warn(size, gfp, "vm_struct allocation failed");
		return NULL;
	}
	if (!(gfp & (__GFP_DMA | __GFP_DMA32)))
		gfp |= __GFP_HIGHMEM;
	if (pages_alloc(vm, count, gfp) || pages_map((unsigned long)vm->addr, vm->pages, count)) {
		vmalloc_warn(size, gfp, "failed to allocate or map pages");
		remove_vm_area(vm->addr);
		if (vm->pages)
			pages_free(vm);
		kfree(vm);
		return NULL;
	}
	return vm->addr;
}

void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask, int node,
		     const void *caller)
{
	return vmalloc_range(size, align, 0, gfp_mask, caller);
}
EXPORT_SYMBOL_GPL(__vmalloc_node);

#define VMALLOC_CALLER	__builtin_return_address(0)

void *__vmalloc(unsigned long size, gfp_t gfp_mask)
{
	return vmalloc_range(size, 1, 0, gfp_mask, VMALLOC_CALLER);
}
EXPORT_SYMBOL(__vmalloc);

void *vmalloc(unsigned long size)
{
	return vmalloc_range(size, 1, 0, GFP_KERNEL, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc);

void *vzalloc(unsigned long size)
{
	return vmalloc_range(size, 1, 0, GFP_KERNEL | __GFP_ZERO, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vzalloc);

void *vmalloc_user(unsigned long size)
{
	return vmalloc_range(size, PAGE_SIZE, VM_USERMAP, GFP_KERNEL | __GFP_ZERO, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_user);

/**
 * vmalloc_node - vmalloc() near a node
 * @size:	bytes, rounded up to pages
 * @node:	the node, or NUMA_NO_NODE; not used as long as there is one node
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vmalloc_node(unsigned long size, int node)
{
	return vmalloc_range(size, 1, 0, GFP_KERNEL, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_node);

/**
 * vzalloc_node - vzalloc() near a node
 * @size:	bytes, rounded up to pages
 * @node:	the node, or NUMA_NO_NODE; not used as long as there is one node
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vzalloc_node(unsigned long size, int node)
{
	return vmalloc_range(size, 1, 0, GFP_KERNEL | __GFP_ZERO, VMALLOC_CALLER);
}
EXPORT_SYMBOL(vzalloc_node);

void *vmalloc_32(unsigned long size)
{
	return vmalloc_range(size, 1, 0, GFP_KERNEL | GFP_DMA32, VMALLOC_CALLER);
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
	return vmalloc_range(size, PAGE_SIZE, VM_USERMAP, GFP_KERNEL | GFP_DMA32 | __GFP_ZERO,
			     VMALLOC_CALLER);
}
EXPORT_SYMBOL(vmalloc_32_user);

/**
 * vmalloc_huge - vmalloc() that may use large mappings; here they are of single pages
 * @size:	bytes, rounded up to pages
 * @gfp_mask:	what the allocators may do; __GFP_ZERO for zeros
 *
 * Context: may sleep, whatever @gfp_mask says.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vmalloc_huge(unsigned long size, gfp_t gfp_mask)
{
	return vmalloc_range(size, 1, 0, gfp_mask, VMALLOC_CALLER);
}
EXPORT_SYMBOL_GPL(vmalloc_huge);

/* ---- freeing ---- */

static void vfree_now(const void *addr)
{
	struct vm_struct *vm;

	if (offset_in_page(addr)) {
		WARN(1, "Trying to vfree() bad address (%px)\n", addr);
		return;
	}
	vm = find_vm_area(addr);
	if (!vm || vm->addr != addr || !(vm->flags & (VM_ALLOC | VM_MAP_PUT_PAGES))) {
		WARN(1, "Trying to vfree() nonexistent vm area (%px)\n", addr);
		return;
	}
	remove_vm_area(addr);
	if (vm->flags & VM_MAP_PUT_PAGES) {
		release_pages(vm->pages, vm->nr_pages);
		kvfree(vm->pages);
	} else {
		pages_free(vm);
	}
	kfree(vm);
}

/* From an interrupt: the area itself, which nobody uses any more, links it to the work's list. */
static LLIST_HEAD(vfree_list);

static void vfree_deferred(struct work_struct *work)
{
	struct llist_node *node, *next;

	llist_for_each_safe(node, next, llist_del_all(&vfree_list))
		vfree_now(node);
}

static DECLARE_WORK(vfree_work, vfree_deferred);

/**
 * vfree_atomic - vfree() where one may not sleep
 * @addr:	from vmalloc(), freed later by a work item; NULL is safe
 *
 * Row C1.
 * Context: any; writes a link into the memory.
 */
void vfree_atomic(const void *addr)
{
	if (addr && llist_add((struct llist_node *)addr, &vfree_list))
		schedule_work(&vfree_work);
}
EXPORT_SYMBOL_GPL(vfree_atomic);

void vfree(const void *addr)
{
	if (!addr)
		return;
	if (unlikely(in_interrupt())) {
		vfree_atomic(addr);
		return;
	}
	might_sleep();
	vfree_now(addr);
}
EXPORT_SYMBOL(vfree);

/* ---- mapping other people's pages ---- */

static struct page **pages_copy(struct page **pages, unsigned int count)
{
	struct page **copy = kvmalloc_array(count, sizeof(pages[0]), GFP_KERNEL);

	return copy ? memcpy(copy, pages, count * sizeof(pages[0])) : NULL;
}

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	struct vm_struct *vm;

	might_sleep();
	if (WARN_ON_ONCE(flags & VM_FLUSH_RESET_PERMS) || count > totalram_pages())
		return NULL;
	vm = area_get((unsigned long)count << PAGE_SHIFT, 1, VM_MAP | flags, GFP_KERNEL,
		      VMALLOC_CALLER);
	if (!vm)
		return NULL;
	/* vmalloc_to_page() reads the array, so it must be ours if it is not given to us. */
	vm->pages = flags & VM_MAP_PUT_PAGES ? pages : pages_copy(pages, count);
	if (!vm->pages || pages_map((unsigned long)vm->addr, pages, count)) {
		if (!(flags & VM_MAP_PUT_PAGES))
			kvfree(vm->pages);
		free_vm_area(vm);
		return NULL;
	}
	vm->nr_pages = count;
	return vm->addr;
}
EXPORT_SYMBOL(vmap);

void vunmap(const void *addr)
{
	struct vm_struct *vm;

	if (!addr)
		return;
	might_sleep();
	vm = find_vm_area(addr);
	if (!vm || vm->addr != addr) {
		WARN(1, "Trying to vunmap() nonexistent vm area (%px)\n", addr);
		return;
	}
	remove_vm_area(addr);
	if (vm->flags & VM_MAP)
		kvfree(vm->pages);
	kfree(vm);
}
EXPORT_SYMBOL(vunmap);

/**
 * vm_map_ram - map pages for a short time
 * @pages:	the pages, in order
 * @count:	how many
 * @node:	not used
 *
 * Context: may sleep.
 * Return: the first address, for vm_unmap_ram(), or NULL. Row C1.
 */
void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	return vmap(pages, count, VM_MAP, PAGE_KERNEL);
}
EXPORT_SYMBOL(vm_map_ram);

/**
 * vm_unmap_ram - take away a mapping of vm_map_ram()
 * @mem:	its first address
 * @count:	pages, as it was mapped with
 *
 * Row C1.
 * Context: may sleep.
 */
void vm_unmap_ram(const void *mem, unsigned int count)
{
	vunmap(mem);
}
EXPORT_SYMBOL(vm_unmap_ram);

/**
 * vm_unmap_aliases - have mappings that were given back go at once: here they always do
 *
 * Row C1.
 * Context: any.
 */
void vm_unmap_aliases(void)
{
}
EXPORT_SYMBOL_GPL(vm_unmap_aliases);

struct page *vmalloc_to_page(const void *addr)
{
	struct vm_struct *vm = find_vm_area(addr);
	unsigned long index;

	if (!vm || !vm->pages)
		return NULL;
	index = ((unsigned long)addr - (unsigned long)vm->addr) >> PAGE_SHIFT;
	return index < vm->nr_pages ? vm->pages[index] : NULL;
}
EXPORT_SYMBOL(vmalloc_to_page);

/**
 * vmalloc_to_pfn - the frame behind an address of vmalloc() or vmap() memory
 * @addr:	any address that has one
 *
 * Context: not from interrupts: takes vmap_area_lock.
 * Return: the page frame number. Row C1.
 */
unsigned long vmalloc_to_pfn(const void *addr)
{
	return page_to_pfn(vmalloc_to_page(addr));
}
EXPORT_SYMBOL(vmalloc_to_pfn);

/* ---- invariants: who is in pages_alloc() or pages_free() may be halfway, and need not be stopped ---- */

struct vmalloc_sum {
	struct verify_report *report;
	unsigned long nr_pages;
};

static __no_sanitize_thread bool area_verify(struct vmap_area *area, void *arg)
{
	struct vmalloc_sum *sum = arg;
	struct vm_struct *vm = area->vm;

	if (!vm || !(vm->flags & VM_ALLOC))
		return true;
	sum->nr_pages += vm->nr_pages;
	for (unsigned int i = 0; i < vm->nr_pages; i++) {
		const struct page *page = vm->pages[i];

		if (!page_is_struct_page(page) || page_ref_count(page) <= 0 ||
		    !test_bit(PG_vmalloc, &page->flags))
			verify_suspect(sum->report, (unsigned long)&vm->pages[i], (unsigned long)page,
				       "vmalloc: area at %#lx: page %u of %u (%px) is not its own", area->start,
				       i, vm->nr_pages, page);
	}
	return true;
}

int vmalloc_verify(struct verify_report *report)
{
	struct vmalloc_sum sum = { .report = report };
	unsigned int before = report->nr_violations;

	vmap_area_for_each(area_verify, &sum);
	if (sum.nr_pages != vmalloc_nr_pages())
		verify_suspect(report, (unsigned long)&nr_vmalloc_pages, sum.nr_pages - vmalloc_nr_pages(),
			       "vmalloc: the areas have %lu pages, %lu are counted", sum.nr_pages,
			       vmalloc_nr_pages());
	return report->nr_violations - before;
}

void __init vmalloc_init(void)
{
	highmem_init();
	vmalloc_start = memory_layout.window_start;
	vmalloc_end = memory_layout.window_end;
	vmap_area_init(vmalloc_start, vmalloc_end);
}
