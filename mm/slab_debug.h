/* SPDX-License-Identifier: MIT */
/*
 * mm/slab_debug.h - what happens to each object of a cache with one of SLAB_DEBUG_FLAGS
 *
 * Such a cache has no magazine, so every allocation and every free comes by the slow path, and
 * calls these there. Its slabs are laid out like this (a zone or a note is there if its flag is set):
 *
 *	s->start        0          object_size  red_end=link_offset  track             used      size - red_left
 *	| start, pad.. |  object      | red zone | mark | allocated by, freed by | padding | red zone of the next |
 *
 * Lock  slab_debug_lock (mm/slab_debug.c) covers an object's way from free to live and back, with all that
 *       is written round it. It is taken inside of a design's locks, with interrupts off.
 * Row B3. docs/debugging.md has what is found and what is said.
 */
#ifndef MM_SLAB_DEBUG_H
#define MM_SLAB_DEBUG_H

#include <linux/compiler.h>
#include <linux/stackdepot.h>
#include "mm/slab.h"

static __always_inline bool slab_is_debugged(const struct kmem_cache *s)
{
	return unlikely(s->flags & SLAB_DEBUG_FLAGS);
}

/* ---- slub_debug= (mm/slab_debug_options.c) ---- */

/** slab_debug_options_set - from now on caches are made as "slub_debug=@text" says; the text stays */
void slab_debug_options_set(const char *text);
/** slab_debug_options_init - as the boot option says */
void slab_debug_options_init(void);
/** slab_debug_flags - @flags of the cache @name, and what slub_debug= adds */
slab_flags_t slab_debug_flags(slab_flags_t flags, const char *name);
/** slab_debug_keeps_order - slub_debug=O: no debugging where it makes slabs larger */
bool slab_debug_keeps_order(void);

/* ---- hooks (mm/slab_debug.c) ---- */

/**
 * slab_debug_layout - set the offsets of struct kmem_cache's group "debugging"
 *
 * Return: bytes of an object, unaligned; 0: there is no room, and SLAB_METADATA_FLAGS are gone.
 */
unsigned long slab_debug_layout(struct kmem_cache *s);
/** slab_debug_new - slab @page has no objects yet */
void slab_debug_new(struct kmem_cache *s, struct page *page);
/** slab_debug_gone - slab @page is about to go back to the page allocator */
void slab_debug_gone(struct kmem_cache *s, struct page *page);
/** slab_debug_init - @object of a new slab, before its constructor */
void slab_debug_init(struct kmem_cache *s, void *object);
/** slab_debug_ready - the same object, constructed and marked */
void slab_debug_ready(struct kmem_cache *s, void *object);
/**
 * slab_debug_alloc - @object, still marked, is about to be given out for @size bytes
 *
 * Return: true, and it is unmarked. False: it was reported, and stays out of use; take another.
 */
bool slab_debug_alloc(struct kmem_cache *s, struct page *page, void *object, size_t size,
		      unsigned long caller);
/**
 * slab_debug_free - @object, found to be live, is about to go
 *
 * Return: true, and it is marked. False: it was reported, and is still live.
 */
bool slab_debug_free(struct kmem_cache *s, struct page *page, void *object, unsigned long caller);
/** slab_debug_extend - all of the live @object may be used from now on, for somebody asked ksize() */
void slab_debug_extend(struct kmem_cache *s, const void *object);
/** slab_debug_report - slab_report_trailer() of an object that is none of our doing just now. Any context. */
void slab_debug_report(struct kmem_cache *s, struct page *page, void *object);
/** slab_validate - check all objects of @s and report each bad one. Return: how many were bad. Any context. */
unsigned long slab_validate(struct kmem_cache *s);

/* ---- who had it (mm/slab_track.c) ---- */

enum slab_track_kind { SLAB_TRACK_ALLOC, SLAB_TRACK_FREE, NR_SLAB_TRACKS };

/**
 * struct slab_track - who allocated or freed an object last
 * @addr:	who called; 0: nobody yet
 * @handle:	the call chain
 * @when:	jiffies
 */
struct slab_track {
	unsigned long addr;
	depot_stack_handle_t handle;
	int cpu;
	int pid;
	unsigned long when;
};

static inline struct slab_track *slab_track(const struct kmem_cache *s, const void *object,
					    enum slab_track_kind kind)
{
	return (struct slab_track *)((char *)object + s->track) + kind;
}

/** slab_track_here - a note on the caller, who was called by @addr. Any context; may take memory, without waiting. */
struct slab_track slab_track_here(unsigned long addr);
/** slab_track_print - "Allocated in ... age=", "Freed in ..." and the call chains, if there are any */
void slab_track_print(const struct kmem_cache *s, const void *object);
/** slab_track_summary - for alloc_calls and free_calls: a line a caller. Return: bytes. May sleep. */
int slab_track_summary(struct kmem_cache *s, enum slab_track_kind kind, char *buf, size_t size);

/* ---- reports (mm/slab_debug_report.c) ---- */

/** slab_bug - the headline "BUG kmalloc-64 (Not tainted): ..." */
__printf(2, 3) void slab_bug(const struct kmem_cache *s, const char *fmt, ...);
/** slab_fix - "FIX kmalloc-64: ...", what was done about it */
__printf(2, 3) void slab_fix(const struct kmem_cache *s, const char *fmt, ...);
/** slab_report_page - the line about a slab */
void slab_report_page(const struct page *page);
/** slab_report_trailer - all that is known of @object: owners, slab, contents, and the call chain of now */
void slab_report_trailer(const struct kmem_cache *s, const struct page *page, const void *object);

#endif /* MM_SLAB_DEBUG_H */
