/* SPDX-License-Identifier: MIT */
/*
 * linux/vmalloc.h - memory that is contiguous only in kernel addresses
 *
 * Row C1. Sizes are bytes. All of it may sleep; a call from atomic context is reported.
 */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/compiler.h>
#include <linux/gfp_types.h>
#include <linux/overflow.h>
#include <linux/mm_types.h>
#include <asm/page.h>
#include <asm/pgtable.h>

struct notifier_block;
struct vm_area_struct;

#define VM_IOREMAP		0x00000001
#define VM_ALLOC		0x00000002	/* vmalloc() */
#define VM_MAP			0x00000004	/* vmap()ed pages */
#define VM_USERMAP		0x00000008	/* suitable for remap_vmalloc_range() */
#define VM_DMA_COHERENT		0x00000010
#define VM_UNINITIALIZED	0x00000020	/* vmalloc() is still busy with it */
#define VM_NO_GUARD		0x00000040	/* no guard page behind */
#define VM_KASAN		0x00000080
#define VM_FLUSH_RESET_PERMS	0x00000100
#define VM_MAP_PUT_PAGES	0x00000200	/* vfree() drops the pages of a vmap() too */
#define VM_ALLOW_HUGE_VMAP	0x00000400

/**
 * struct vm_struct - one area
 * @addr:	its first address
 * @size:	bytes, guard page included
 * @pages:	the frames behind it, @nr_pages of them
 * @phys_addr:	what ioremap() mapped
 * @caller:	who asked for it
 */
struct vm_struct {
	struct vm_struct *next;
	void *addr;
	unsigned long size;
	unsigned long flags;
	struct page **pages;
	unsigned int nr_pages;
	phys_addr_t phys_addr;
	const void *caller;
};

extern unsigned long vmalloc_start;
extern unsigned long vmalloc_end;
#define VMALLOC_START		vmalloc_start
#define VMALLOC_END		vmalloc_end
#define VMALLOC_TOTAL		(VMALLOC_END - VMALLOC_START)

/**
 * vmalloc - allocate memory that is contiguous only virtually
 * @size:	bytes, rounded up to pages
 *
 * Context: may sleep; elsewhere it is reported.
 * Return: the memory, for vfree(); NULL, with a warning, if there is no memory or no room.
 * Row C1.
 */
void *vmalloc(unsigned long size) __alloc_size(1);

/**
 * vzalloc - vmalloc(), zeroed
 * @size:	bytes, rounded up to pages
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vzalloc(unsigned long size) __alloc_size(1);

/**
 * vmalloc_user - vmalloc(), zeroed, and fit for remap_vmalloc_range()
 * @size:	bytes, rounded up to pages
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vmalloc_user(unsigned long size) __alloc_size(1);
void *vmalloc_node(unsigned long size, int node) __alloc_size(1);
void *vzalloc_node(unsigned long size, int node) __alloc_size(1);

/**
 * vmalloc_32 - vmalloc() of frames below 4 GB
 * @size:	bytes, rounded up to pages
 *
 * Context: may sleep.
 * Return: the memory, for vfree(), or NULL. Row C1.
 */
void *vmalloc_32(unsigned long size) __alloc_size(1);
void *vmalloc_32_user(unsigned long size) __alloc_size(1);
void *vmalloc_huge(unsigned long size, gfp_t gfp_mask) __alloc_size(1);
/** __vmalloc - with the caller's allocation flags, which must allow sleeping */
void *__vmalloc(unsigned long size, gfp_t gfp_mask) __alloc_size(1);
void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp_mask, int node,
		     const void *caller) __alloc_size(1);
void *__vmalloc_node_range(unsigned long size, unsigned long align, unsigned long start,
			   unsigned long end, gfp_t gfp_mask, pgprot_t prot, unsigned long vm_flags,
			   int node, const void *caller) __alloc_size(1);
void *vmalloc_array(size_t n, size_t size) __alloc_size(1, 2);
void *__vmalloc_array(size_t n, size_t size, gfp_t flags) __alloc_size(1, 2);
void *vcalloc(size_t n, size_t size) __alloc_size(1, 2);
void *__vcalloc(size_t n, size_t size, gfp_t flags) __alloc_size(1, 2);

/**
 * vfree - free what vmalloc() gave
 * @addr:	the memory; NULL is safe
 *
 * What is no area's start, or was given back already, is reported, and nothing is freed. Row C1.
 * Context: may sleep; from an interrupt it is put off, see vfree_atomic(). Not from NMI.
 */
void vfree(const void *addr);
void vfree_atomic(const void *addr);

/**
 * vmap - map pages one behind the other
 * @pages:	the pages, in order
 * @count:	how many
 * @flags:	VM_ flags; with VM_MAP_PUT_PAGES, vfree() frees the pages and the array
 * @prot:	not used: the mapping is read and written
 *
 * Context: may sleep.
 * Return: the first address, for vunmap(); NULL if there is no room or memory. Row C1.
 */
void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot);

/**
 * vunmap - take away a mapping of vmap()
 * @addr:	its first address; NULL is safe, another is reported
 *
 * The pages stay the caller's. Row C1.
 * Context: may sleep.
 */
void vunmap(const void *addr);
void *vm_map_ram(struct page **pages, unsigned int count, int node);
void vm_unmap_ram(const void *mem, unsigned int count);
void vm_unmap_aliases(void);
void *vmap_pfn(unsigned long *pfns, unsigned int count, pgprot_t prot);
int register_vmap_purge_notifier(struct notifier_block *nb);
int unregister_vmap_purge_notifier(struct notifier_block *nb);

/**
 * get_vm_area - reserve virtual addresses, and nothing else
 * @size:	bytes
 * @flags:	VM_ flags, as VM_IOREMAP
 *
 * Context: may sleep.
 * Return: the descriptor, for free_vm_area(); NULL if there is no room or memory. Row C1.
 */
struct vm_struct *get_vm_area(unsigned long size, unsigned long flags);
struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller);

/**
 * remove_vm_area - take a mapping away
 * @addr:	the first address of the area
 *
 * Context: may sleep.
 * Return: the descriptor, for kfree(); NULL if no area begins there. Row C1.
 */
struct vm_struct *remove_vm_area(const void *addr);
void free_vm_area(struct vm_struct *area);
struct vm_struct *find_vm_area(const void *addr);

/**
 * vmalloc_to_page - the page behind an address of vmalloc() or vmap() memory
 * @addr:	any address of it, not freed meanwhile
 *
 * Context: any.
 * Return: the page; NULL if none is mapped there. Row C1.
 */
struct page *vmalloc_to_page(const void *addr);
unsigned long vmalloc_to_pfn(const void *addr);
long vread(char *buf, char *addr, unsigned long count);
bool vmalloc_dump_obj(void *object);

/**
 * remap_vmalloc_range - map memory of vmalloc_user() into a program
 * @vma:	the program's mapping, which is filled whole
 * @addr:	the memory
 * @pgoff:	pages of it to leave out
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, see remap_vmalloc_range_partial(). Row C1.
 */
int remap_vmalloc_range(struct vm_area_struct *vma, void *addr, unsigned long pgoff);
int remap_vmalloc_range_partial(struct vm_area_struct *vma, unsigned long uaddr, void *kaddr,
				unsigned long pgoff, unsigned long size);

/**
 * is_vmalloc_addr - is an address in the range that vmalloc() uses?
 * @x:		the address
 *
 * Context: any.
 * Return: true if so, be it allocated or not. Row C1.
 */
bool is_vmalloc_addr(const void *x);
bool is_vmalloc_or_module_addr(const void *x);

/** vmalloc_nr_pages - frames in vmalloc() areas now */
unsigned long vmalloc_nr_pages(void);

static inline size_t get_vm_area_size(const struct vm_struct *area)
{
	return area->flags & VM_NO_GUARD ? area->size : area->size - PAGE_SIZE;
}

#endif /* _LINUX_VMALLOC_H */
