// SPDX-License-Identifier: MIT
/*
 * mm/slab_debug.c - debugging by flag: what is written round objects, and checked
 *
 *	free   red zones bb, object 6b..6b a5, padding 5a	mark set
 *	live   red zones cc, object as the caller left it	mark 0
 *
 * SLAB_RED_ZONE  writes before and behind an object.
 * SLAB_POISON    writes to a free object, reads of one that was never written, writes to padding.
 * SLAB_STORE_USER who allocated and who freed (mm/slab_track.c). SLAB_TRACE: each time, in the log.
 * SLAB_CONSISTENCY_CHECKS the slab's struct page, and the unused end of the slab.
 *
 * Each is checked when an object is given out and when it is freed, and by slab_validate(). A bad
 * byte is reported with its object, then put right; a bad object is not given out, or not freed.
 *
 * Locking	slab_debug_lock: an object is checked and changed by one at a time, so that two who free the same
 *		one are told apart, and reports do not mix.
 * Linux	as 6.1, except: what a flag has laid out is checked without SLAB_CONSISTENCY_CHECKS too; an object
 *		that was written to while it was free is put aside alone, not its whole slab.
 */
#include <linux/kernel.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/slab_debug.h"

static DEFINE_RAW_SPINLOCK(slab_debug_lock);

/* ---- layout ---- */

#define START_MAX	(255UL << SLAB_COLOUR_SHIFT)	/* page->slab_colour can't say more */

/* Objects with a constructor, or read after they were freed, keep their contents. */
static bool contents_are_ours(const struct kmem_cache *s)
{
	return (s->flags & SLAB_POISON) && !s->ctor && !(s->flags & SLAB_TYPESAFE_BY_RCU);
}

static bool has_red_zones(const struct kmem_cache *s)
{
	return s->flags & (SLAB_RED_ZONE | SLAB_WATCHED);
}

static unsigned long layout(struct kmem_cache *s)
{
	unsigned long size = ALIGN((unsigned long)s->object_size, sizeof(void *));

	s->red_left = s->start = s->track = 0;
	if (has_red_zones(s)) {
		if (size == s->object_size)
			size += sizeof(void *);
		s->start = max(s->align, 1U << SLAB_COLOUR_SHIFT);
		s->red_left = ALIGN(sizeof(void *), s->align);
		if (s->start > START_MAX)
			s->start = s->red_left = 0;
	}
	s->red_end = size;
	s->link_offset = size;
	size += sizeof(void *);
	if (s->flags & SLAB_STORE_USER) {
		s->track = size;
		size += NR_SLAB_TRACKS * sizeof(struct slab_track);
	}
	s->used = size;
	return size + s->red_left;
}

/* Is there room for what surrounds an object, and is it wanted (slub_debug=O)? */
static bool layout_is_possible(const struct kmem_cache *s, unsigned long size)
{
	unsigned int order = get_order(ALIGN(size, s->align) + s->start);

	return order < MAX_ORDER && (!slab_debug_keeps_order() || order <= get_order(s->object_size));
}

unsigned long slab_debug_layout(struct kmem_cache *s)
{
	unsigned long size = layout(s);

	if (layout_is_possible(s, size))
		return size;
	s->flags &= ~SLAB_METADATA_FLAGS;
	s->start = s->red_left = s->red_end = s->track = s->used = 0;
	return 0;
}

/* ---- watchers: a memory checker sees what may be touched (asm-generic/arch.h) ---- */

static char *slot_begin(const struct kmem_cache *s, const void *object)
{
	return (char *)object - s->red_left;
}

/* All of @object's slot may be touched, by us. */
static void slot_open(const struct kmem_cache *s, const void *object)
{
	if (s->flags & SLAB_WATCHED)
		arch_memory_open(slot_begin(s, object), s->size);
}

/* Only the first @size bytes of it, and what is ours behind its red zone. */
static void slot_close(const struct kmem_cache *s, const void *object, size_t size)
{
	if (!(s->flags & SLAB_WATCHED))
		return;
	arch_memory_close(slot_begin(s, object), s->red_left);
	arch_memory_close((char *)object + size, s->red_end - size);
}

/* Free objects under RCU may be read. */
static size_t free_size(const struct kmem_cache *s)
{
	return s->flags & SLAB_TYPESAFE_BY_RCU ? s->object_size : 0;
}

/* ---- contents ---- */

static void fill(const struct kmem_cache *s, void *object, u8 red)
{
	char *p = object;

	if (s->flags & SLAB_RED_ZONE) {
		memset(p - s->red_left, red, s->red_left);
		memset(p + s->object_size, red, s->red_end - s->object_size);
	}
	if (contents_are_ours(s)) {
		memset(p, POISON_FREE, s->object_size - 1);
		p[s->object_size - 1] = POISON_END;
	}
}

/* True if @length bytes are all @value; else one report, and then they are. */
static bool bytes_check(struct kmem_cache *s, struct page *page, void *object, const char *what,
			void *from, u8 value, size_t length)
{
	const char *base = lowmem_page_address(page);
	u8 *fault = memchr_inv(from, value, length), *end = (u8 *)from + length;

	if (likely(!fault))
		return true;
	while (end > fault && end[-1] == value)
		end--;
	slab_bug(s, "%s overwritten", what);
	pr_err("0x%px-0x%px @offset=%lu. First byte 0x%x instead of 0x%x\n", fault, end - 1,
	       (unsigned long)((char *)fault - base), *fault, value);
	slab_report_trailer(s, page, object);
	slab_fix(s, "Restoring %s 0x%px-0x%px=0x%x", what, fault, end - 1, value);
	memset(fault, value, end - fault);
	return false;
}

static bool red_zones_check(struct kmem_cache *s, struct page *page, void *object, u8 red)
{
	char *p = object;
	bool left = bytes_check(s, page, object, "Left Redzone", p - s->red_left, red, s->red_left);
	bool right = bytes_check(s, page, object, "Right Redzone", p + s->object_size, red,
				 s->red_end - s->object_size);

	return left && right;
}

static bool poison_check(struct kmem_cache *s, struct page *page, void *object)
{
	char *p = object;
	bool body = bytes_check(s, page, object, "Poison", p, POISON_FREE, s->object_size - 1);
	bool end = bytes_check(s, page, object, "End Poison", p + s->object_size - 1, POISON_END, 1);

	return body && end;
}

static bool padding_check(struct kmem_cache *s, struct page *page, void *object)
{
	char *p = object;
	bool good = true;

	if (!has_red_zones(s))
		good = bytes_check(s, page, object, "Alignment padding", p + s->object_size,
				   POISON_INUSE, s->red_end - s->object_size);
	return bytes_check(s, page, object, "Object padding", p + s->used, POISON_INUSE,
			   s->size - s->red_left - s->used) & good;
}

/* The mark of a live object is 0, if it lies outside of it. */
static bool mark_check(struct kmem_cache *s, struct page *page, void *object, bool free)
{
	if (free ? object_is_free(s, object) : !(s->flags & SLAB_METADATA_FLAGS) || !*link_word(s, object))
		return true;
	slab_bug(s, "%s", free ? slab_misuse_text(SLAB_MISUSE_OVERWRITTEN) :
				 "Freepointer of an object in use overwritten");
	slab_report_trailer(s, page, object);
	slab_fix(s, "Restoring mark 0x%px", link_word(s, object));
	if (free)
		object_mark(s, object);
	else
		object_unmark(s, object);
	return false;
}

static bool object_check(struct kmem_cache *s, struct page *page, void *object, bool free)
{
	bool good = true;

	if (s->flags & SLAB_RED_ZONE)
		good &= red_zones_check(s, page, object, free ? SLUB_RED_INACTIVE : SLUB_RED_ACTIVE);
	if (free && contents_are_ours(s))
		good &= poison_check(s, page, object);
	if (s->flags & SLAB_POISON)
		good &= padding_check(s, page, object);
	return mark_check(s, page, object, free) & good;
}

/* ---- slabs ---- */

static bool slab_end_check(struct kmem_cache *s, struct page *page)
{
	char *base = lowmem_page_address(page), *end = base + page_size(page) - s->tail;
	char *from = slab_first_object(page) + (size_t)page->objects * s->size - s->red_left;
	u8 *fault = memchr_inv(from, POISON_INUSE, end - from);

	if (likely(!fault))
		return true;
	slab_bug(s, "Padding overwritten. 0x%px-0x%px @offset=%lu", fault, end - 1,
		 (unsigned long)((char *)fault - base));
	slab_report_page(page);
	print_hex_dump(KERN_ERR, "Padding  ", DUMP_PREFIX_ADDRESS, 16, 1, from, end - from, true);
	dump_stack_lvl(KERN_ERR);
	slab_fix(s, "Restoring slab padding 0x%px-0x%px=0x%x", fault, end - 1, POISON_INUSE);
	memset(fault, POISON_INUSE, end - (char *)fault);
	return false;
}

static bool slab_page_check(struct kmem_cache *s, struct page *page)
{
	unsigned long most = slab_room(s, compound_order(page)) / s->size;

	if (page->objects > most) {
		slab_bug(s, "objects %u > max %lu", page->objects, most);
	} else if (page->inuse > page->objects) {
		slab_bug(s, "inuse %u > max %u", page->inuse, page->objects);
	} else {
		return !(s->flags & SLAB_POISON) || slab_end_check(s, page);
	}
	slab_report_page(page);
	dump_stack_lvl(KERN_ERR);
	return false;
}

void slab_debug_new(struct kmem_cache *s, struct page *page)
{
	if (s->flags & SLAB_POISON)
		memset(lowmem_page_address(page), POISON_INUSE, page_size(page));
}

void slab_debug_gone(struct kmem_cache *s, struct page *page)
{
	if (s->flags & SLAB_WATCHED)
		arch_memory_open(lowmem_page_address(page), page_size(page));
}

void slab_debug_init(struct kmem_cache *s, void *object)
{
	fill(s, object, SLUB_RED_INACTIVE);
	if (s->flags & SLAB_STORE_USER)
		memset(slab_track(s, object, 0), 0, NR_SLAB_TRACKS * sizeof(struct slab_track));
}

void slab_debug_ready(struct kmem_cache *s, void *object)
{
	slot_close(s, object, free_size(s));
}

/* ---- out and in ---- */

static void trace(struct kmem_cache *s, struct page *page, void *object, const char *what)
{
	pr_info("TRACE %s %s 0x%px inuse=%d fp=0x%px\n", s->name, what, object, page->inuse,
		page->freelist);
	dump_stack();
}

static bool alloc_check(struct kmem_cache *s, struct page *page, void *object)
{
	bool good = object_check(s, page, object, true);

	if (s->flags & SLAB_CONSISTENCY_CHECKS)
		slab_page_check(s, page);
	if (!good)
		slab_fix(s, "Marking object 0x%px used", object);
	return good;
}

bool slab_debug_alloc(struct kmem_cache *s, struct page *page, void *object, size_t size,
		      unsigned long caller)
{
	struct slab_track track = { };
	unsigned long flags;
	bool good;

	if (s->flags & SLAB_STORE_USER)
		track = slab_track_here(caller);
	raw_spin_lock_irqsave(&slab_debug_lock, flags);
	slot_open(s, object);
	good = alloc_check(s, page, object);
	fill(s, object, SLUB_RED_ACTIVE);
	object_unmark(s, object);
	if (s->flags & SLAB_STORE_USER)
		*slab_track(s, object, SLAB_TRACK_ALLOC) = track;
	slot_close(s, object, good ? size : s->object_size);
	raw_spin_unlock_irqrestore(&slab_debug_lock, flags);
	if (good && (s->flags & SLAB_WATCHED))
		arch_memory_alloc(object, size, s->ctor || free_size(s));
	if (good && (s->flags & SLAB_TRACE))
		trace(s, page, object, "alloc");
	return good;
}

/* Who is second of two that free at the same time comes here too, and is told so. */
static bool free_check(struct kmem_cache *s, struct page *page, void *object)
{
	if (object_is_free(s, object)) {
		slab_misuse_report(SLAB_MISUSE_FREE, s, object);
		return false;
	}
	if (s->flags & SLAB_CONSISTENCY_CHECKS)
		slab_page_check(s, page);
	if (object_check(s, page, object, false))
		return true;
	slab_fix(s, "Object at 0x%px not freed", object);
	return false;
}

bool slab_debug_free(struct kmem_cache *s, struct page *page, void *object, unsigned long caller)
{
	struct slab_track track = { };
	unsigned long flags;
	bool good;

	if (s->flags & SLAB_STORE_USER)
		track = slab_track_here(caller);
	if (s->flags & SLAB_TRACE)
		trace(s, page, object, "free");
	raw_spin_lock_irqsave(&slab_debug_lock, flags);
	slot_open(s, object);
	good = free_check(s, page, object);
	if (good) {
		if (s->flags & SLAB_STORE_USER)
			*slab_track(s, object, SLAB_TRACK_FREE) = track;
		fill(s, object, SLUB_RED_INACTIVE);
		object_mark(s, object);
	}
	slot_close(s, object, good ? free_size(s) : s->object_size);
	raw_spin_unlock_irqrestore(&slab_debug_lock, flags);
	if (good && (s->flags & SLAB_WATCHED))
		arch_memory_free(object, s->object_size, free_size(s) != 0);
	return good;
}

void slab_debug_extend(struct kmem_cache *s, const void *object)
{
	if (s->flags & SLAB_WATCHED)
		arch_memory_open((void *)object, s->object_size);
}

void slab_debug_report(struct kmem_cache *s, struct page *page, void *object)
{
	if (!slab_is_debugged(s)) {
		slab_report_trailer(s, page, object);
		return;
	}
	slot_open(s, object);
	slab_report_trailer(s, page, object);
	slot_close(s, object, object_is_free(s, object) ? free_size(s) : s->object_size);
}

/* ---- all at once ---- */

static void validate_object(void *arg, struct kmem_cache *s, struct page *page, void *object)
{
	unsigned long *nr_bad = arg, flags;
	bool free;

	raw_spin_lock_irqsave(&slab_debug_lock, flags);
	free = object_is_free(s, object);
	slot_open(s, object);
	if (object == slab_first_object(page) && !slab_page_check(s, page))
		++*nr_bad;
	if (!object_check(s, page, object, free))
		++*nr_bad;
	slot_close(s, object, free ? free_size(s) : s->object_size);
	raw_spin_unlock_irqrestore(&slab_debug_lock, flags);
}

unsigned long slab_validate(struct kmem_cache *s)
{
	unsigned long nr_bad = 0;

	if (!slab_is_debugged(s))
		return 0;
	slab_design->walk(s, validate_object, &nr_bad);
	return nr_bad;
}
