// SPDX-License-Identifier: MIT
/*
 * mm/memory_map.c - the boot options mem=, machine=, zones= and memmap= as a plan of the machine
 *
 *	machine=x86_64    | DMA 16 MB | DMA32 .. 4 GB | Normal ...       all have an address
 *	machine=x86_32    | DMA 16 MB | Normal .. 896 MB | HighMem ...   HighMem has none until kmap()
 *
 *	zones=NAME:SIZE[,NAME:SIZE]...    dma dma32 normal highmem movable, in this order, from address 0
 *	    zones=dma:16M,normal:200M,highmem:100M      316 MB in all; mem= must say the same, or nothing
 *	    zones=dma:16M,normal:200M,movable           the last may take the rest of mem=
 *	memmap=RANGE[,RANGE]...           may be given several times; sizes take K, M, G, T
 *	    SIZE@START    memory, also above mem= (then there is a hole between)
 *	    SIZE$START    reserved: a hole      SIZE#START    ACPI data: a hole
 *	    exactmap      forget mem=: there is only what the ranges after this give
 *
 * A frame in a hole is within the span of its zone, but not present: pfn_valid() is false.
 * Zones begin and end at multiples of 4 MB; holes at any page.
 * Linux      memmap= as there, without SIZE!START (persistent memory); zones= is Quarry's own.
 */
#include <linux/kernel.h>
#include <linux/boot_options.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include "mm/memblock.h"
#include "mm/memory_map.h"

#define SECTION_BYTES	((u64)PAGES_PER_SECTION << PAGE_SHIFT)
#define MEMORY_MAX	(16ULL << 40)
#define TO_THE_END	(~0ULL)

const char *const zone_type_names[MAX_NR_ZONES] = {
	[ZONE_DMA] = "DMA", [ZONE_DMA32] = "DMA32", [ZONE_NORMAL] = "Normal",
	[ZONE_HIGHMEM] = "HighMem", [ZONE_MOVABLE] = "Movable",
};

unsigned int zone_types;

/* One past each zone's last byte; 0: the profile has no such zone, or leaves it empty. */
static const u64 profile_ends[][MAX_NR_ZONES] __initconst = {
	[MACHINE_X86_64] = {
		[ZONE_DMA] = 16ULL << 20, [ZONE_DMA32] = 4ULL << 30, [ZONE_NORMAL] = TO_THE_END,
	},
	[MACHINE_X86_32] = {
		[ZONE_DMA] = 16ULL << 20, [ZONE_NORMAL] = 896ULL << 20, [ZONE_HIGHMEM] = TO_THE_END,
	},
};

/* Where the reason goes: the first one counts. */
struct reason {
	char *text;
	size_t size;
};

static __printf(2, 3) int say(struct reason *why, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why->text, why->size, fmt, args);
	va_end(args);
	return -EINVAL;
}

/* A size at *@text, which moves past it: false if there is none, or a senseless one. */
static bool __init take_size(const char **text, u64 *size)
{
	char *end;

	if (!isdigit(**text))
		return false;
	*size = memparse(*text, &end);
	*text = end;
	return *size <= MEMORY_MAX;
}

/* ---- zones= ---- */

/* Which zone the word at *@text names; -1: none. *@text moves past it. */
static int __init take_zone(const char **text)
{
	for (int i = 0; i < MAX_NR_ZONES; i++) {
		size_t len = strlen(zone_type_names[i]);

		if (strncasecmp(*text, zone_type_names[i], len) || isalnum((*text)[len]))
			continue;
		*text += len;
		return i;
	}
	return -1;
}

/* One "name:size" at *@text; @end: where the zone before it ended, and then where this one does. */
static int __init zone_read(const char **text, int *last, u64 *end, struct memory_map *map,
			    struct reason *why)
{
	const char *word = *text;
	int idx = take_zone(text);
	u64 size = 0;

	if (idx < 0)
		return say(why, "zones=%s: there is no such zone; there are dma, dma32, normal, highmem, movable",
			   word);
	if (idx <= *last)
		return say(why, "zones=%s: each zone once, in the order dma, dma32, normal, highmem, movable",
			   word);
	*last = idx;
	zone_types |= 1U << idx;
	if (!**text) {
		if (boot_options.mem <= *end)
			return say(why, "zones=: mem=%lluM leaves nothing for the last zone, %s",
				   boot_options.mem >> 20, word);
		map->zone_end[idx] = *end = boot_options.mem;
		return 0;
	}
	if (*(*text)++ != ':' || !take_size(text, &size) || (**text && **text != ','))
		return say(why, "zones=%s: a zone is NAME:SIZE, such as dma:16M; the last may be NAME alone",
			   word);
	if (!size || size % SECTION_BYTES)
		return say(why, "zones=%s: a zone's size is a multiple of %lluM", word, SECTION_BYTES >> 20);
	map->zone_end[idx] = *end += size;
	if (**text == ',')
		++*text;
	return 0;
}

static int __init zones_read(const char *text, struct memory_map *map, struct reason *why)
{
	int last = -1, err = 0;
	u64 end = 0;

	while (*text && !err)
		err = zone_read(&text, &last, &end, map, why);
	if (err)
		return err;
	if (boot_options.mem_given && boot_options.mem != end)
		return say(why, "zones=: the zones hold %lluM, but mem=%lluM", end >> 20,
			   boot_options.mem >> 20);
	if (!(zone_types & (1U << ZONE_DMA | 1U << ZONE_DMA32 | 1U << ZONE_NORMAL)))
		return say(why, "zones=: one of dma, dma32, normal must be there, for the kernel itself");
	map->size = end;
	return 0;
}

static void __init zones_of_profile(struct memory_map *map)
{
	const u64 *ends = profile_ends[boot_options.machine];

	map->size = ALIGN_DOWN(boot_options.mem, PAGE_SIZE);
	zone_types = 1U << ZONE_MOVABLE;
	for (int i = 0; i < MAX_NR_ZONES; i++) {
		map->zone_end[i] = ends[i];
		if (ends[i])
			zone_types |= 1U << i;
	}
}

/* ---- memmap= ---- */

static int __init range_apply(char kind, u64 start, u64 size, const char *word, struct reason *why)
{
	int err;

	if (kind == '@')
		err = memblock_add(start, size);
	else
		err = memblock_remove(start, size);
	return err ? say(why, "memmap=%s: more than %d ranges", word, INIT_MEMBLOCK_REGIONS) : 0;
}

static int __init range_read(const char **text, struct reason *why)
{
	const char *word = *text;
	u64 size, start;
	char kind;

	if (!strncmp(word, "exactmap", 8) && (!word[8] || word[8] == ',')) {
		memblock_remove(0, MEMORY_MAX);
		*text += 8;
	} else {
		if (!take_size(text, &size) || !(kind = *(*text)++) || !strchr("@$#", kind) ||
		    !take_size(text, &start) || (**text && **text != ',') || start + size > MEMORY_MAX)
			return say(why, "memmap=%s: a range is SIZE@START (memory), SIZE$START (reserved) or SIZE#START (ACPI data), or exactmap",
				   word);
		if (!size || size % PAGE_SIZE || start % PAGE_SIZE)
			return say(why, "memmap=%s: sizes and addresses are multiples of the page size, %luK",
				   word, PAGE_SIZE >> 10);
		if (range_apply(kind, start, size, word, why))
			return -EINVAL;
	}
	if (**text == ',')
		++*text;
	return 0;
}

static int __init holes_read(const char *text, struct reason *why)
{
	int err = 0;

	while (*text && !err)
		err = range_read(&text, why);
	if (!err && !memblock.memory.cnt)
		return say(why, "memmap=%s: leaves no memory", boot_options.memmap);
	return err;
}

/* ---- both ---- */

/* What is above the last zone's end, by memmap=, belongs to the highest zone that there is. */
static void __init zones_close(struct memory_map *map)
{
	int highest = 0;

	map->size = ALIGN_DOWN(memblock_end_of_DRAM(), PAGE_SIZE);
	for (int i = 0; i < MAX_NR_ZONES; i++)
		if (map->zone_end[i])
			highest = i;
	map->zone_end[highest] = max(map->zone_end[highest], map->size);
	map->direct_size = 0;
	for (int i = 0; i <= highest; i++) {
		map->zone_end[i] = min(map->zone_end[i], map->size);
		if (i < ZONE_HIGHMEM)
			map->direct_size = max(map->direct_size, map->zone_end[i]);
	}
	/* Movable frames lie in the direct map, but not above high memory. */
	if (!map->zone_end[ZONE_HIGHMEM])
		map->direct_size = map->size;
}

int __init memory_map_read(struct memory_map *map, char *why, size_t why_size)
{
	struct reason reason = { .text = why, .size = why_size };
	int err;

	*map = (struct memory_map) { .size = 0 };
	zone_types = 0;
	if (!*boot_options.zones)
		zones_of_profile(map);
	else if (zones_read(boot_options.zones, map, &reason))
		return -EINVAL;
	memblock_reset(0);
	memblock_add(0, map->size);
	err = holes_read(boot_options.memmap, &reason);
	if (err)
		return err;
	zones_close(map);
	memblock.current_limit = map->direct_size;
	return 0;
}
