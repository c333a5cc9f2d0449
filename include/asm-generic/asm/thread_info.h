/* SPDX-License-Identifier: MIT */
/*
 * asm/thread_info.h - how large kernel stacks are
 *
 * 16 KB, as on x86-64. Sanitizers put red zones into frames and report on the stack of who went
 * wrong, so with them it is eight times that. The boot option stack= says otherwise.
 */
#ifndef _ASM_THREAD_INFO_H
#define _ASM_THREAD_INFO_H

#include <asm/page.h>

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define THREAD_SHIFT_DEFAULT	17
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define THREAD_SHIFT_DEFAULT	17
#endif
#endif
#ifndef THREAD_SHIFT_DEFAULT
#define THREAD_SHIFT_DEFAULT	14
#endif

/* Pages as a power of two, unless stack= is given. */
#define THREAD_ORDER_DEFAULT \
	(THREAD_SHIFT_DEFAULT > PAGE_SHIFT ? THREAD_SHIFT_DEFAULT - PAGE_SHIFT : 0)

extern unsigned int thread_size_order;

#define THREAD_SIZE_ORDER	thread_size_order
#define THREAD_SIZE		(PAGE_SIZE << thread_size_order)

#endif /* _ASM_THREAD_INFO_H */
