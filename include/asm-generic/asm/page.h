/* SPDX-License-Identifier: MIT */
/*
 * asm/page.h - frames, and the addresses through which the kernel sees them
 *
 *   pfn p  <->  page_offset_base + p * PAGE_SIZE	direct map, for frames below direct_map_size
 *   pfn p  <->  vmemmap_base + p			its struct page
 *
 * Both bases are the port's choice (arch_memory_init()); they are set once, at boot.
 * Rows A1, A4.
 */
#ifndef _ASM_GENERIC_PAGE_H
#define _ASM_GENERIC_PAGE_H

#include <linux/const.h>

#define PAGE_SHIFT	CONFIG_PAGE_SHIFT
#define PAGE_SIZE	(_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#ifndef __ASSEMBLY__

struct page;

typedef struct { unsigned long pte; } pte_t;
typedef struct { unsigned long pmd; } pmd_t;
typedef struct { unsigned long pud; } pud_t;
typedef struct { unsigned long p4d; } p4d_t;
typedef struct { unsigned long pgd; } pgd_t;
typedef struct { unsigned long pgprot; } pgprot_t;
typedef struct page *pgtable_t;

#define pte_val(x)	((x).pte)
#define pgd_val(x)	((x).pgd)
#define pgprot_val(x)	((x).pgprot)
#define __pte(x)	((pte_t) { (x) })
#define __pgd(x)	((pgd_t) { (x) })
#define __pgprot(x)	((pgprot_t) { (x) })

extern unsigned long page_offset_base;
extern unsigned long direct_map_size;
extern struct page *vmemmap_base;
extern unsigned long max_pfn;
extern unsigned long max_low_pfn;

#define PAGE_OFFSET		page_offset_base
#define vmemmap			vmemmap_base

#define __pa(x)			((unsigned long)(x) - page_offset_base)
#define __va(x)			((void *)((unsigned long)(x) + page_offset_base))
#define __pa_symbol(x)		__pa(x)

#define __pfn_to_page(pfn)	(vmemmap_base + (pfn))
#define __page_to_pfn(page)	((unsigned long)((page) - vmemmap_base))
#define pfn_to_page(pfn)	__pfn_to_page(pfn)
#define page_to_pfn(page)	__page_to_pfn(page)
#define page_to_phys(page)	((phys_addr_t)page_to_pfn(page) << PAGE_SHIFT)
#define phys_to_page(phys)	pfn_to_page((phys) >> PAGE_SHIFT)

#define virt_to_pfn(addr)	(__pa(addr) >> PAGE_SHIFT)
#define pfn_to_virt(pfn)	__va((pfn) << PAGE_SHIFT)
#define pfn_to_kaddr(pfn)	__va((pfn) << PAGE_SHIFT)
#define virt_to_page(addr)	pfn_to_page(virt_to_pfn(addr))
/* True for an address of the direct map: __pa() and virt_to_page() of it mean something. */
#define virt_is_direct(addr)	(__pa(addr) < direct_map_size)
/* And is there memory, or a hole? */
#define virt_addr_valid(addr)	__virt_addr_valid((unsigned long)(addr))
_Bool __virt_addr_valid(unsigned long addr);

#define clear_page(addr)	__builtin_memset((addr), 0, PAGE_SIZE)
#define copy_page(to, from)	__builtin_memcpy((to), (from), PAGE_SIZE)
#define clear_user_page(addr, vaddr, page)	clear_page(addr)
#define copy_user_page(to, from, vaddr, page)	copy_page(to, from)

#endif /* !__ASSEMBLY__ */

#include <asm-generic/getorder.h>

#endif /* _ASM_GENERIC_PAGE_H */
