/* SPDX-License-Identifier: MIT */
/*
 * mm/page_stack.h - giving a page back to a CPU's stack, with its last use
 *
 * A push (<linux/percpu_stack.h>) and one step more: the page's use count goes from 1 to 0 in it.
 * Somebody who found the page without a reference may try get_page_unless_zero() at that very moment,
 * so that is more than a load and a store. Here it is a locked instruction; <asm/page_stack.h> may know
 * a cheaper way, until page_refs_share() asks for that one.
 */
#ifndef MM_PAGE_STACK_H
#define MM_PAGE_STACK_H

#include <linux/mm.h>
#include <linux/percpu_stack.h>
#include "mm/page_alloc.h"

/*
 * Why the last use of a page must not go by the short way: whoever sets one of these has all sections
 * restarted and all CPUs fenced (arch_restart_cpus(), arch_fence_cpus()) before it relies on them.
 * Waiters are counted, from the second bit on.
 */
#define PAGE_PUT_SHARED		1U	/* page_refs_share() */
#define PAGE_PUT_WAITER		2U	/* somebody sleeps until a page is freed (mm/page_slow.c) */
extern unsigned int page_put_watch;

static __always_inline bool page_stack_put_by_token(struct percpu_stack __percpu *stack,
						    struct page *page)
{
	struct thread_info *ti = current_thread_info();
	struct percpu_stack *s;
	unsigned int old, nr;
	bool fits;

	if (unlikely(!cpu_section_try(ti, &old)))
		return false;
	s = SHIFT_PERCPU_PTR(stack, ti->percpu_offset);
	nr = percpu_stack_nr(s);
	fits = nr < s->cap;
	fits = fits && atomic_cmpxchg(&page->_refcount, 1, 0) == 1;
	if (likely(fits)) {
		s->slot[nr] = page;
		WRITE_ONCE(s->state, s->state + PERCPU_STACK_PUSH);
	}
	if (unlikely(cpu_section_end(ti, old)))
		cpu_token_wake();
	if (unlikely(READ_ONCE(page_put_watch) >= PAGE_PUT_WAITER))
		page_free_wake();
	return fits;
}

#include <asm/page_stack.h>

/*
 * Drop the caller's use of @page, which is likely the last; if it is, the page is free and on top of
 * this CPU's stack. False: the stack is full, the CPU not to be had at once, or page_put_watch set;
 * then the caller has to do it, but for the count if that is 0 already.
 */
static __always_inline bool page_stack_put(struct percpu_stack __percpu *stack, struct page *page)
{
	return arch_page_stack_put(stack, page);
}

#endif /* MM_PAGE_STACK_H */
