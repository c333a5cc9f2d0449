// SPDX-License-Identifier: MIT
/*
 * mm/vmap.c - other people's pages, mapped one behind the other; and which page is behind an address
 *
 * No page table of ours says what is mapped where (the port's does): the answer comes from the area's
 * array of pages, vmalloc()'s own or the copy that vmap() and vm_map_ram() make.
 *
 * Locking    vmap_space.lock, so that an area's array stays while it is looked at.
 * Linux      as 6.1. vm_map_ram() has no blocks that several small mappings share.
 */
#include <linux/vmalloc.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/export.h>
#include <asm/pgtable.h>
#include <asm-generic/arch.h>
#include "mm/vmalloc.h"

/* ---- mapping ---- */

static unsigned int run_length(struct page **pages, unsigned int count)
{
	unsigned int nr = 1;

	while (nr < count && page_to_pfn(pages[nr]) == page_to_pfn(pages[0]) + nr)
		nr++;
	return nr;
}

/* For an area that has claimed nothing yet: @nr_runs and the hole behind them. */
static int area_claim(struct vmap_area *area, unsigned int nr_runs, gfp_t gfp)
{
	if (!vmap_mappings_claim(nr_runs + 1, gfp))
		return -ENOMEM;
	area->nr_claimed = nr_runs + 1;
	return 0;
}

static unsigned int map_flags(pgprot_t prot)
{
	return pgprot_val(prot) & _PAGE_RW ? 0 : ARCH_MAP_READ_ONLY;
}

int vmap_pages_map(struct vmap_area *area, struct page **pages, unsigned int count, pgprot_t prot, gfp_t gfp)
{
	unsigned int nr_runs = 0, nr, done;

	for (done = 0; done < count; done += run_length(pages + done, count - done))
		nr_runs++;
	if (area_claim(area, nr_runs, gfp))
		return -ENOMEM;
	for (done = 0; done < count; done += nr) {
		nr = run_length(pages + done, count - done);
		if (arch_map_pages(area->start + ((unsigned long)done << PAGE_SHIFT), page_to_pfn(pages[done]), nr,
				   map_flags(prot))) {
			if (done)
				arch_unmap_pages(area->start, done);
			return -ENOMEM;
		}
		cond_resched();
	}
	return 0;
}

static struct page **pages_copy(struct page **pages, unsigned int count)
{
	struct page **copy = kvmalloc_array(count, sizeof(pages[0]), GFP_KERNEL);

	return copy ? memcpy(copy, pages, count * sizeof(pages[0])) : NULL;
}

/* ---- vmap ---- */

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	struct vmap_area *area;
	struct page **copy;
	struct vm_struct *vm;

	might_sleep();
	if (WARN_ON_ONCE(flags & VM_FLUSH_RESET_PERMS))
		return NULL;
	/* The guard behind is also what is before the next area. */
	if (WARN_ON_ONCE(flags & VM_NO_GUARD))
		flags &= ~VM_NO_GUARD;
	if (!count || count > totalram_pages())
		return NULL;
	copy = pages_copy(pages, count);
	if (!copy)
		return NULL;
	vm = get_vm_area_caller((unsigned long)count << PAGE_SHIFT, flags, __builtin_return_address(0));
	area = vm ? vmap_area_find(&vmap_space, (unsigned long)vm->addr) : NULL;
	if (!area || vmap_pages_map(area, pages, count, prot, GFP_KERNEL)) {
		if (vm)
			free_vm_area(vm);
		kvfree(copy);
		return NULL;
	}
	area->frames = copy;
	if (flags & VM_MAP_PUT_PAGES) {
		vm->pages = pages;
		vm->nr_pages = count;
	}
	return vm->addr;
}
EXPORT_SYMBOL(vmap);

/**
 * vmap_pfn - map frames that are not the page allocator's: a device's, those in holes of the memory map
 * @pfns:	page frame numbers, in order; one that pfn_valid() is refused with a warning
 * @count:	how many
 * @prot:	PAGE_KERNEL, or PAGE_KERNEL_RO: a write there is an oops
 *
 * Context: may sleep.
 * Return: the first address, for vunmap(), or NULL. Row C1.
 */
void *vmap_pfn(unsigned long *pfns, unsigned int count, pgprot_t prot)
{
	struct vm_struct *vm = get_vm_area_caller((unsigned long)count << PAGE_SHIFT, VM_IOREMAP,
						  __builtin_return_address(0));

	if (!vm)
		return NULL;
	if (area_claim(vmap_area_find(&vmap_space, (unsigned long)vm->addr), count, GFP_KERNEL))
		goto out_free;
	for (unsigned int i = 0; i < count; i++)
		if (WARN_ON_ONCE(pfn_valid(pfns[i])) ||
		    arch_map_pages((unsigned long)vm->addr + ((unsigned long)i << PAGE_SHIFT), pfns[i], 1,
				   map_flags(prot)))
			goto out_free;
	return vm->addr;

out_free:
	free_vm_area(vm);
	return NULL;
}
EXPORT_SYMBOL_GPL(vmap_pfn);

/*
 * What vfree() gives back with its frames is not for vunmap(), but its owner may keep the pages of
 * a vmap().
 */
static bool is_vunmappable(const struct vmap_area *area)
{
	return area->vm && !(area->vm->flags & VM_ALLOC);
}

void vunmap(const void *addr)
{
	struct vmap_area *area;
	struct vm_struct *vm;

	BUG_ON(in_interrupt());
	might_sleep();
	if (!addr)
		return;
	area = vmap_area_claim(&vmap_space, (unsigned long)addr, is_vunmappable);
	if (!area) {
		vmalloc_misuse_report("vunmap", addr);
		return;
	}
	vm = area->vm;
	vmap_area_unmap(area);
	vmap_area_release(area);
	kfree(vm);
}
EXPORT_SYMBOL(vunmap);

/* ---- for a short time ---- */

/**
 * vm_map_ram - map pages for a short time
 * @pages:	the pages, in order
 * @count:	how many
 * @node:	node for the descriptors; not used
 *
 * There is no guard page behind them.
 * Context: may sleep.
 * Return: the first address, for vm_unmap_ram(), or NULL. Row C1.
 */
void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	struct vmap_request request = {
		.size = (unsigned long)count << PAGE_SHIFT, .align = PAGE_SIZE,
		.start = VMALLOC_START, .end = VMALLOC_END,
	};
	struct vmap_area *area;
	struct page **copy;

	might_sleep();
	if (!count)
		return NULL;
	copy = pages_copy(pages, count);
	if (!copy)
		return NULL;
	area = vmap_area_alloc(&vmap_space, &request, NULL, GFP_KERNEL);
	if (IS_ERR(area)) {
		kvfree(copy);
		return NULL;
	}
	area->frames = copy;
	if (vmap_pages_map(area, pages, count, PAGE_KERNEL, GFP_KERNEL)) {
		vm_unmap_ram((void *)area->start, count);
		return NULL;
	}
	return (void *)area->start;
}
EXPORT_SYMBOL(vm_map_ram);

static bool is_ram(const struct vmap_area *area)
{
	return !area->vm;
}

/**
 * vm_unmap_ram - take away a mapping of vm_map_ram()
 * @mem:	its first address; another is reported
 * @count:	pages, as it was mapped with
 *
 * Row C1.
 * Context: may sleep.
 */
void vm_unmap_ram(const void *mem, unsigned int count)
{
	struct vmap_area *area;

	might_sleep();
	BUG_ON(!mem);
	area = vmap_area_claim(&vmap_space, (unsigned long)mem, is_ram);
	if (!area) {
		vmalloc_misuse_report("vm_unmap_ram", mem);
		return;
	}
	WARN_ON_ONCE(area->end - area->start != (unsigned long)count << PAGE_SHIFT);
	vmap_area_unmap(area);
	vmap_area_release(area);
}
EXPORT_SYMBOL(vm_unmap_ram);

/* ---- what is behind an address ---- */

struct page_lookup {
	unsigned long addr;
	struct page *page;
};

static void page_look(const struct vmap_area *area, void *arg)
{
	struct page_lookup *l = arg;
	struct page **pages = vmap_area_pages(area);
	unsigned long index = (l->addr - area->start) >> PAGE_SHIFT;

	if (area->start <= l->addr && area->state == VMAP_TAKEN && pages && index < vmap_area_nr_mapped(area))
		l->page = pages[index];
}

struct page *vmalloc_to_page(const void *addr)
{
	struct page_lookup l = { .addr = (unsigned long)addr };

	vmap_area_visit(&vmap_space, l.addr, page_look, &l);
	return l.page;
}
EXPORT_SYMBOL(vmalloc_to_page);

/**
 * vmalloc_to_pfn - the frame behind an address of vmalloc() or vmap() memory
 * @addr:	any address that has one
 *
 * Context: any.
 * Return: the page frame number. Row C1.
 */
unsigned long vmalloc_to_pfn(const void *addr)
{
	return page_to_pfn(vmalloc_to_page(addr));
}
EXPORT_SYMBOL(vmalloc_to_pfn);

/* ---- reading it whatever is there ---- */

/* The next stretch at or behind @start that somebody has mapped: [@start, @end). */
struct stretch {
	unsigned long start;
	unsigned long end;
	unsigned long next;		/* where to look for the one after it */
	bool readable;
};

static void stretch_look(const struct vmap_area *area, void *arg)
{
	struct stretch *s = arg;

	s->start = max(s->start, area->start);
	s->end = area->start + ((unsigned long)vmap_area_nr_mapped(area) << PAGE_SHIFT);
	s->next = area->end;
	/* A read of a device may change it. */
	s->readable = area->state == VMAP_TAKEN && !(area->vm && area->vm->flags & VM_IOREMAP);
}

static void stretch_look_state(const struct vmap_area *area, void *arg)
{
	struct stretch *s = arg;

	if (area->state == VMAP_TAKEN) {
		stretch_look(area, arg);
		return;
	}
	*s = (struct stretch) { .start = area->end, .end = area->end, .next = area->end };
}

static void stretch_read(char *to, unsigned long from, unsigned long size)
{
	while (size) {
		unsigned long n = min(size, PAGE_SIZE - offset_in_page(from));

		if (copy_from_kernel_nofault(to, (void *)from, n))
			memset(to, 0, n);
		to += n;
		from += n;
		size -= n;
	}
}

/**
 * vread - read addresses of the vmalloc range, mapped or not
 * @buf:	receives the bytes; zeros where nothing is mapped, and for devices
 * @addr:	the first address
 * @count:	bytes
 *
 * Context: may sleep.
 * Return: @count; 0 if no area lies in that range. Row C1.
 */
long vread(char *buf, char *addr, unsigned long count)
{
	unsigned long at = (unsigned long)addr, end;
	struct stretch s = { .start = at };
	bool any = false;

	if (at + count < at)
		count = -at;
	end = at + count;
	memset(buf, 0, count);
	while (s.start < end && vmap_area_visit(&vmap_space, s.start, stretch_look_state, &s)) {
		if (s.start < min(s.end, end)) {
			any = true;
			if (s.readable)
				stretch_read(buf + (s.start - at), s.start, min(s.end, end) - s.start);
		}
		s.start = s.next;
		cond_resched();
	}
	return any ? (long)count : 0;
}

/* ---- for user space ---- */

int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	return page && page_count(page) ? -ENODEV : -EINVAL;
}
EXPORT_SYMBOL(vm_insert_page);

/**
 * remap_vmalloc_range_partial - map a part of an area into a program
 * @vma:	the program's mapping
 * @uaddr:	where it begins there
 * @kaddr:	the area's first address
 * @pgoff:	pages of the area to leave out
 * @size:	bytes
 *
 * Context: may sleep.
 * Return: 0; -EINVAL if the area is not vmalloc_user()'s or too small, or what vm_insert_page() says. Row C1.
 */
int remap_vmalloc_range_partial(struct vm_area_struct *vma, unsigned long uaddr, void *kaddr,
				unsigned long pgoff, unsigned long size)
{
	struct vm_struct *vm;
	unsigned long off, end;

	if (check_shl_overflow(pgoff, PAGE_SHIFT, &off))
		return -EINVAL;
	size = PAGE_ALIGN(size);
	if (!PAGE_ALIGNED(uaddr) || !PAGE_ALIGNED(kaddr))
		return -EINVAL;
	vm = find_vm_area(kaddr);
	if (!vm || !(vm->flags & (VM_USERMAP | VM_DMA_COHERENT)))
		return -EINVAL;
	if (check_add_overflow(size, off, &end) || end > get_vm_area_size(vm))
		return -EINVAL;
	for (; off < end; off += PAGE_SIZE, uaddr += PAGE_SIZE) {
		int err = vm_insert_page(vma, uaddr, vmalloc_to_page(kaddr + off));

		if (err)
			return err;
	}
	vma->vm_flags |= VM_DONTEXPAND | VM_DONTDUMP;
	return 0;
}
EXPORT_SYMBOL(remap_vmalloc_range_partial);

int remap_vmalloc_range(struct vm_area_struct *vma, void *addr, unsigned long pgoff)
{
	return remap_vmalloc_range_partial(vma, vma->vm_start, addr, pgoff, vma->vm_end - vma->vm_start);
}
EXPORT_SYMBOL(remap_vmalloc_range);
