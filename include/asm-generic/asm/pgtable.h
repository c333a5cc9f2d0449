/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable.h - page protections
 *
 * Of the kernel's own mappings (vmap(), __vmalloc_node_range()) it is looked at whether they may be
 * written; PAGE_* for user mappings come with mmap.
 */
#ifndef _ASM_GENERIC_PGTABLE_H
#define _ASM_GENERIC_PGTABLE_H

#include <asm/page.h>

#define _PAGE_RW		0x2

#define PAGE_KERNEL		__pgprot(0x3)
#define PAGE_KERNEL_RO		__pgprot(0x1)
#define PAGE_KERNEL_EXEC	__pgprot(0x7)
#define PAGE_KERNEL_NOCACHE	__pgprot(0x13)

#endif /* _ASM_GENERIC_PGTABLE_H */
