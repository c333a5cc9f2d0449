/* SPDX-License-Identifier: MIT */
/*
 * mm/memory_map.h - where the machine's memory is, and where its zones end
 */
#ifndef MM_MEMORY_MAP_H
#define MM_MEMORY_MAP_H

#include <linux/mmzone.h>

/**
 * struct memory_map - the plan of the machine, in bytes from address 0
 * @size:		one past the last byte of memory
 * @direct_size:	one past the last byte that has an address in the direct map
 * @zone_end:		one past each zone's last byte; not above the zone before: it is empty
 *
 * What below @size is memory and what a hole is in memblock.memory.
 */
struct memory_map {
	u64 size;
	u64 direct_size;
	u64 zone_end[MAX_NR_ZONES];
};

extern const char *const zone_type_names[MAX_NR_ZONES];
/* Zones that the machine can have, a bit for each; the others are not shown in /proc. */
extern unsigned int zone_types;

/**
 * memory_map_read - make @map and memblock.memory from mem=, machine=, zones= and memmap=
 * @why:	on failure, one line: the option, and what is wrong with it
 *
 * Context: boot, before there is memory. Return: 0 or -EINVAL.
 */
int memory_map_read(struct memory_map *map, char *why, size_t why_size);

#endif /* MM_MEMORY_MAP_H */
