// SPDX-License-Identifier: MIT
/*
 * mm/slab_classes.c - which sizes kmalloc() has caches for
 *
 * Linux's    8 16 32 64 96 128 192 256 512 1k 2k 4k 8k, of each type; with larger frames more.
 * Fine       28 more between them, so that a size from 65 to 2048 wastes less than a fifth of its
 *            object, not a half: see kmalloc_class(). Of the usual type only: the others have few
 *            objects.
 * Which      kmalloc_classes= at boot. By itself a machine has the fine ones if it has so many frames
 *            that a slab of each does not matter. A design that needs no classes has Linux's.
 * Invariants K1 kmalloc_caches[type][kmalloc_class(size)] is a cache whose objects have @size bytes,
 *            for each type; where there is no fine one it is Linux's, of kmalloc_index(size).
 *            K2 an object's address is a multiple of the largest power of two, up to 64, that
 *            divides @size: where the steps are smaller than that, @size is a class itself; and
 *            slabs begin at pages, colours at cache lines. (Not with debugging, which puts
 *            something between objects.)
 * Locking    none: written at boot.
 */
#include <linux/boot_options.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include "mm/slab.h"

/* Before boot, and where there is none, the cache that never has an object: the slow path finds out. */
struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][NR_KMALLOC_CLASSES] = {
	[0 ... NR_KMALLOC_TYPES - 1] = { [0 ... NR_KMALLOC_CLASSES - 1] = &slab_no_cache },
};
EXPORT_SYMBOL(kmalloc_caches);

static const struct {
	const char *name[NR_KMALLOC_TYPES];
	unsigned int size;
} kmalloc_info[KMALLOC_SHIFT_HIGH + 1] = {
#define KMALLOC_CLASS(text, bytes)	\
	{ { "kmalloc-" text, "kmalloc-rcl-" text, "dma-kmalloc-" text }, bytes }
	[1]  = KMALLOC_CLASS("96", 96),
	[2]  = KMALLOC_CLASS("192", 192),
	[3]  = KMALLOC_CLASS("8", 8),
	[4]  = KMALLOC_CLASS("16", 16),
	[5]  = KMALLOC_CLASS("32", 32),
	[6]  = KMALLOC_CLASS("64", 64),
	[7]  = KMALLOC_CLASS("128", 128),
	[8]  = KMALLOC_CLASS("256", 256),
	[9]  = KMALLOC_CLASS("512", 512),
	[10] = KMALLOC_CLASS("1k", 1 << 10),
	[11] = KMALLOC_CLASS("2k", 2 << 10),
	[12] = KMALLOC_CLASS("4k", 4 << 10),
	[13] = KMALLOC_CLASS("8k", 8 << 10),
#if KMALLOC_SHIFT_HIGH >= 14
	[14] = KMALLOC_CLASS("16k", 16 << 10),
#endif
#if KMALLOC_SHIFT_HIGH >= 15
	[15] = KMALLOC_CLASS("32k", 32 << 10),
#endif
#if KMALLOC_SHIFT_HIGH >= 17
	[16] = KMALLOC_CLASS("64k", 64 << 10),
	[17] = KMALLOC_CLASS("128k", 128 << 10),
#endif
#undef KMALLOC_CLASS
};

static const struct {
	const char *name;
	unsigned int size;
} kmalloc_fine_info[] = {
#define KMALLOC_FINE(bytes)	{ "kmalloc-" #bytes, bytes }
	KMALLOC_FINE(48), KMALLOC_FINE(80), KMALLOC_FINE(112), KMALLOC_FINE(160),
	KMALLOC_FINE(224), KMALLOC_FINE(288), KMALLOC_FINE(320), KMALLOC_FINE(352),
	KMALLOC_FINE(384), KMALLOC_FINE(416), KMALLOC_FINE(448), KMALLOC_FINE(480),
	KMALLOC_FINE(576), KMALLOC_FINE(640), KMALLOC_FINE(704), KMALLOC_FINE(768),
	KMALLOC_FINE(832), KMALLOC_FINE(896), KMALLOC_FINE(960), KMALLOC_FINE(1152),
	KMALLOC_FINE(1280), KMALLOC_FINE(1408), KMALLOC_FINE(1536), KMALLOC_FINE(1664),
	KMALLOC_FINE(1792), KMALLOC_FINE(1920), KMALLOC_FINE(3072), KMALLOC_FINE(6144),
#undef KMALLOC_FINE
};

static const slab_flags_t kmalloc_flags[NR_KMALLOC_TYPES] = {
	[KMALLOC_RECLAIM] = SLAB_RECLAIM_ACCOUNT,
	[KMALLOC_DMA] = SLAB_CACHE_DMA,
};

/* A power of two is aligned to itself. */
static void __init linux_class_make(int type, unsigned int index)
{
	unsigned int size = kmalloc_info[index].size;
	unsigned int align = is_power_of_2(size) ? size : 0;

	kmalloc_caches[type][index] = slab_cache_make_early(kmalloc_info[index].name[type], size, align,
							    kmalloc_flags[type] | SLAB_KMALLOC);
}

static void __init linux_classes_make(int type)
{
	struct kmem_cache **caches = kmalloc_caches[type];

	for (unsigned int index = 1; index <= KMALLOC_SHIFT_HIGH; index++)
		linux_class_make(type, index);
	for (unsigned int size = KMALLOC_MIN_SIZE; size <= KMALLOC_FINE_MAX; size += KMALLOC_MIN_SIZE)
		caches[kmalloc_class(size)] = caches[kmalloc_index(size)];
}

static void __init fine_classes_make(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(kmalloc_fine_info); i++) {
		unsigned int size = kmalloc_fine_info[i].size;
		struct kmem_cache **cache = &kmalloc_caches[KMALLOC_NORMAL][kmalloc_class(size)];

		*cache = slab_cache_make_early(kmalloc_fine_info[i].name, size, 0,
					       SLAB_KMALLOC | SLAB_TIGHT);
	}
}

/* Frames from which on a machine has them by itself: for their slabs, and for magazines. */
#define FINE_MIN_FRAMES		(16UL << 10)
#define FINE_MIN_FRAMES_PER_CPU	(1UL << 10)

static bool __init classes_are_fine(void)
{
	if (slab_design->kmalloc)
		return false;
	if (boot_options.kmalloc_classes == KMALLOC_CLASSES_AUTO)
		return totalram_pages() >= max(FINE_MIN_FRAMES, FINE_MIN_FRAMES_PER_CPU * nr_cpu_ids);
	return boot_options.kmalloc_classes == KMALLOC_CLASSES_FINE;
}

void __init kmalloc_caches_make(void)
{
	for (int type = 0; type < NR_KMALLOC_TYPES; type++)
		linux_classes_make(type);
	if (classes_are_fine())
		fine_classes_make();
}
