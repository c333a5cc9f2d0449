// SPDX-License-Identifier: MIT
/*
 * mm/slab_debug_report.c - how the slab layer tells what it found, in Linux's words and order
 *
 *	BUG cache (taint): what
 *	where, and what is there instead of what
 *	Allocated in, Freed in, with call chains	SLAB_STORE_USER
 *	Slab ... Object ...
 *	Redzone, Object, Redzone, Padding: bytes
 *	call chain of who noticed
 *	FIX cache: what was done about it
 */
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include "mm/slab_debug.h"

void slab_bug(const struct kmem_cache *s, const char *fmt, ...)
{
	struct va_format what = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	what.va = &args;
	pr_err("=============================================================================\n");
	pr_err("BUG %s (%s): %pV\n", s ? s->name : "kmalloc", print_tainted(), &what);
	pr_err("-----------------------------------------------------------------------------\n");
	pr_err("\n");
	va_end(args);
	add_taint(TAINT_BAD_PAGE, LOCKDEP_NOW_UNRELIABLE);
}

void slab_fix(const struct kmem_cache *s, const char *fmt, ...)
{
	struct va_format what = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	what.va = &args;
	pr_err("FIX %s: %pV\n", s ? s->name : "kmalloc", &what);
	va_end(args);
}

void slab_report_page(const struct page *page)
{
	pr_err("Slab 0x%px objects=%u used=%u fp=0x%px flags=%pGp\n", page, page->objects, page->inuse,
	       page->freelist, &page->flags);
}

static void print_section(const char *name, const void *from, size_t length)
{
	print_hex_dump(KERN_ERR, name, DUMP_PREFIX_ADDRESS, 16, 1, from, length, true);
}

void slab_report_trailer(const struct kmem_cache *s, const struct page *page, const void *object)
{
	const char *base = lowmem_page_address(page), *p = object;
	unsigned int end = s->size - s->red_left;

	slab_track_print(s, object);
	slab_report_page(page);
	pr_err("Object 0x%px @offset=%lu mark=0x%016lx\n", object, (unsigned long)(p - base),
	       *link_word(s, object));
	pr_err("\n");
	if (s->red_left)
		print_section("Redzone  ", p - s->red_left, s->red_left);
	else if (p > base + 16)
		print_section("Bytes b4 ", p - 16, 16);
	print_section("Object   ", p, min_t(size_t, s->object_size, PAGE_SIZE));
	if ((s->flags & SLAB_RED_ZONE) && s->red_end > s->object_size)
		print_section("Redzone  ", p + s->object_size, s->red_end - s->object_size);
	if (s->used && s->used < end)
		print_section("Padding  ", p + s->used, end - s->used);
	dump_stack_lvl(KERN_ERR);
}
