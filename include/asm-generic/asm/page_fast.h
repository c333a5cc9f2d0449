/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/asm/page_fast.h - no shorter way for single pages, for a port without restartable sequences
 *
 * For mm/page_fast.h only. The callers' second ways take the CPU's token.
 */
#ifndef _ASM_GENERIC_PAGE_FAST_H
#define _ASM_GENERIC_PAGE_FAST_H

#define arch_page_pop(type)	((struct page *)NULL)
#define arch_page_put(page)	false

#endif /* _ASM_GENERIC_PAGE_FAST_H */
