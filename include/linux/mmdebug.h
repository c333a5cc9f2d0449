/* SPDX-License-Identifier: MIT */
/*
 * linux/mmdebug.h - checks of the memory system itself
 */
#ifndef _LINUX_MMDEBUG_H
#define _LINUX_MMDEBUG_H

#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/stringify.h>

struct page;

/**
 * dump_page - print what is known about a page: counts, flags, order, zone
 * @page:	the page; a pointer to no struct page is said to be one
 * @reason:	printed last, or NULL
 *
 * Row A1.
 * Context: any.
 */
void dump_page(struct page *page, const char *reason);

/* Off unless CONFIG_DEBUG_VM: then they cost nothing but must compile. */
#define VM_BUG_ON(cond)		do { if (IS_ENABLED(CONFIG_DEBUG_VM)) BUG_ON(cond); } while (0)
#define VM_WARN_ON(cond)	do { if (IS_ENABLED(CONFIG_DEBUG_VM)) WARN_ON(cond); } while (0)
#define VM_WARN_ON_ONCE(cond)	do { if (IS_ENABLED(CONFIG_DEBUG_VM)) WARN_ON_ONCE(cond); } while (0)
#define VM_WARN_ONCE(cond, format...) \
	do { if (IS_ENABLED(CONFIG_DEBUG_VM)) WARN_ONCE(cond, format); } while (0)
#define VM_BUG_ON_PAGE(cond, page)						\
	do {									\
		if (IS_ENABLED(CONFIG_DEBUG_VM) && unlikely(cond)) {		\
			dump_page(page, "VM_BUG_ON_PAGE(" __stringify(cond) ")"); \
			BUG();							\
		}								\
	} while (0)

#endif /* _LINUX_MMDEBUG_H */
