/* SPDX-License-Identifier: MIT */
/*
 * asm/pgtable.h - page protections
 *
 * The kernel's own mappings have one protection; PAGE_* for user mappings come with mmap.
 */
#ifndef _ASM_GENERIC_PGTABLE_H
#define _ASM_GENERIC_PGTABLE_H

#include <asm/page.h>

#define PAGE_KERNEL		__pgprot(0x3)
#define PAGE_KERNEL_RO		__pgprot(0x1)
#define PAGE_KERNEL_EXEC	__pgprot(0x7)
#define PAGE_KERNEL_NOCACHE	__pgprot(0x13)

#endif /* _ASM_GENERIC_PGTABLE_H */
