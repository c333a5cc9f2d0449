/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/asm/page_stack.h - stacks of free pages of a port without restartable sequences
 *
 * For mm/page_stack.h only.
 */
#ifndef _ASM_GENERIC_PAGE_STACK_H
#define _ASM_GENERIC_PAGE_STACK_H

#define arch_page_stack_put(stack, page)	page_stack_put_by_token(stack, page)

#endif /* _ASM_GENERIC_PAGE_STACK_H */
