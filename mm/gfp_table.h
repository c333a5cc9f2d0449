/* SPDX-License-Identifier: MIT */
/*
 * mm/gfp_table.h - the one table of what a gfp_t means
 *
 * From it come: the bits that each step of an allocation may look at (gfp_asks()), the reserves
 * that a request may use (mm/gfp.c), the names that %pGg prints, the tables of docs/gfp.md
 * (scripts/gfp-doc), and the list of tests that must exist (tests/gfp.t).
 *
 * The steps of an allocation, in order; docs/gfp.md has the picture:
 *	CHECK	the caller's context
 *	PLACE	which nodes, zones and migrate type will do
 *	WAKE	whether background reclaim is told
 *	DEPTH	how far below a mark the request may go
 *	RECLAIM	whether the caller reclaims, and what that may do
 *	RETRY	how long it goes on
 *	REPORT	whether a failure is told
 *	MAKE	what the block given out is like
 *	NONE	accepted and without effect here
 *
 * A row: X(name, steps, gives, takes, test, meaning). gives and takes: the ALLOC_ flags that the bit
 * adds, and those that it forbids. Order: as reports name them.
 */
#ifndef MM_GFP_TABLE_H
#define MM_GFP_TABLE_H

#include <linux/gfp_types.h>
#include <linux/build_bug.h>

#define GFP_AT_NONE	0x00
#define GFP_AT_CHECK	0x01
#define GFP_AT_PLACE	0x02
#define GFP_AT_WAKE	0x04
#define GFP_AT_DEPTH	0x08
#define GFP_AT_RECLAIM	0x10
#define GFP_AT_RETRY	0x20
#define GFP_AT_REPORT	0x40
#define GFP_AT_MAKE	0x80

#define GFP_MODIFIERS(X)									\
	X(__GFP_DMA, GFP_AT_PLACE | GFP_AT_REPORT, 0, 0, gfp_place_dma_takes_dma_only,		\
	  "Only zone DMA will do. Where there is none, the failure is not reported.")		\
	X(__GFP_HIGHMEM, GFP_AT_CHECK | GFP_AT_PLACE, 0, 0, gfp_place_highmem_starts_at_highmem,	\
	  "Memory without an address will do. Refused where an address is returned.")		\
	X(__GFP_DMA32, GFP_AT_PLACE, 0, 0, gfp_place_dma32_stays_below_4g,			\
	  "Only memory below 4 GB will do.")							\
	X(__GFP_HIGH, GFP_AT_DEPTH, ALLOC_HIGH, 0, gfp_depth_high_stops_at_half_of_min,		\
	  "Urgent: may go down to half of the min mark.")					\
	X(__GFP_ATOMIC, GFP_AT_DEPTH, ALLOC_HARDER, 0, gfp_depth_atomic_stops_at_its_mark,	\
	  "Can't wait: may go a quarter below what is left of the mark, and use blocks that "	\
	  "are kept for such requests.")							\
	X(__GFP_IO, GFP_AT_RECLAIM, 0, 0, gfp_reclaim_noio_is_told_to_shrinkers,		\
	  "Reclaim may start I/O. Handed to shrinkers.")					\
	X(__GFP_FS, GFP_AT_RECLAIM, 0, 0, gfp_reclaim_nofs_is_told_to_shrinkers,		\
	  "Reclaim may enter file systems. Handed to shrinkers.")				\
	X(__GFP_NOWARN, GFP_AT_REPORT, 0, 0, gfp_report_nowarn_is_silent,			\
	  "A failure is not reported.")								\
	X(__GFP_RETRY_MAYFAIL, GFP_AT_RETRY, 0, 0, gfp_retry_mayfail_goes_on_for_costly_orders,	\
	  "Orders above 3 too are tried again after reclaim, up to 16 times.")			\
	X(__GFP_NOFAIL, GFP_AT_RETRY, 0, 0, gfp_retry_nofail_waits_for_a_free,			\
	  "Never fails: sleeps until somebody frees. Needs __GFP_DIRECT_RECLAIM.")		\
	X(__GFP_NORETRY, GFP_AT_RETRY, 0, 0, gfp_retry_noretry_reclaims_once,			\
	  "One pass of reclaim, then failure.")							\
	X(__GFP_COMP, GFP_AT_MAKE, 0, 0, gfp_make_comp_is_compound,				\
	  "A block of several pages is a compound page.")					\
	X(__GFP_ZERO, GFP_AT_MAKE, 0, 0, gfp_make_zero_is_zero,					\
	  "The memory is zeroed, high memory too.")						\
	X(__GFP_NOMEMALLOC, GFP_AT_DEPTH | GFP_AT_REPORT, 0,					\
	  ALLOC_HARDER | ALLOC_OOM | ALLOC_NO_WATERMARKS, gfp_depth_nomemalloc_stops_at_min,	\
	  "No reserves, whatever the task is and __GFP_MEMALLOC says.")				\
	X(__GFP_MEMALLOC, GFP_AT_DEPTH, ALLOC_NO_WATERMARKS, 0, gfp_depth_memalloc_takes_all,	\
	  "May take the last frame: the caller frees more soon. A task with PF_MEMALLOC too.")	\
	X(__GFP_HARDWALL, GFP_AT_NONE, 0, 0, gfp_none_changes_nothing,				\
	  "Stay in the task's cpuset. There are no cpusets: each task may use every node.")	\
	X(__GFP_THISNODE, GFP_AT_PLACE, 0, 0, gfp_place_thisnode_does_not_fall_back,		\
	  "The node that was asked for, or none.")						\
	X(__GFP_RECLAIMABLE, GFP_AT_PLACE, 0, 0, gfp_place_migrate_types_have_page_blocks,	\
	  "From pageblocks of memory that shrinkers can free.")					\
	X(__GFP_MOVABLE, GFP_AT_PLACE, 0, 0, gfp_place_migrate_types_have_page_blocks,		\
	  "From pageblocks of memory that can be moved; with __GFP_HIGHMEM also zone Movable.")	\
	X(__GFP_ACCOUNT, GFP_AT_NONE, 0, 0, gfp_none_changes_nothing,				\
	  "Charge it to the task's memory cgroup. There are none.")				\
	X(__GFP_WRITE, GFP_AT_NONE, 0, 0, gfp_none_changes_nothing,				\
	  "The page will be dirty soon: spread such pages over the nodes. Not done.")		\
	X(__GFP_DIRECT_RECLAIM, GFP_AT_CHECK | GFP_AT_RECLAIM | GFP_AT_RETRY | GFP_AT_REPORT, 0, 0, \
	  gfp_reclaim_nowait_never_reclaims,							\
	  "May sleep, and reclaim itself. In atomic context that is reported.")			\
	X(__GFP_KSWAPD_RECLAIM, GFP_AT_WAKE, ALLOC_KSWAPD, 0, gfp_wake_without_kswapd_wakes_nobody, \
	  "Wakes kswapd when a zone falls to its low mark.")					\
	X(__GFP_COLD, GFP_AT_PLACE, 0, 0, gfp_place_cold_takes_the_cold_end,			\
	  "The page longest in the CPU's list, for who won't touch it soon. Not in 6.1.")	\
	X(__GFP_ZEROTAGS, GFP_AT_NONE, 0, 0, gfp_none_changes_nothing,				\
	  "Clear the memory's tags, where the processor has them.")

/* The sums that callers use: X(name, test, meaning). Order: the largest first, as reports need it. */
#define GFP_TYPES(X)										\
	X(GFP_TRANSHUGE, gfp_type_values_are_linux,						\
	  "A huge page: as the next, and reclaims for it.")					\
	X(GFP_TRANSHUGE_LIGHT, gfp_type_values_are_linux,					\
	  "A huge page if one is to be had without effort: no reclaim, reserves or report.")	\
	X(GFP_HIGHUSER_MOVABLE, gfp_type_highuser_takes_high_memory,				\
	  "User memory that the kernel reaches by page tables only.")				\
	X(GFP_HIGHUSER, gfp_type_highuser_takes_high_memory,					\
	  "User memory that the kernel maps when it needs it.")					\
	X(GFP_USER, gfp_type_user_stops_at_min,							\
	  "User memory that the kernel and devices touch directly.")				\
	X(GFP_KERNEL_ACCOUNT, gfp_type_values_are_linux,					\
	  "As GFP_KERNEL, charged to the task's memory cgroup.")				\
	X(GFP_KERNEL, gfp_type_kernel_stops_at_min,						\
	  "The usual one: may sleep, and do anything to find memory.")				\
	X(GFP_NOFS, gfp_reclaim_nofs_is_told_to_shrinkers,					\
	  "May sleep and do I/O, but not enter file systems: for code that holds their locks.")	\
	X(GFP_ATOMIC, gfp_depth_atomic_stops_at_its_mark,					\
	  "Can't sleep, and must not fail lightly: interrupts, spin locks held.")		\
	X(GFP_NOIO, gfp_reclaim_noio_is_told_to_shrinkers,					\
	  "May sleep, but not start I/O: for block drivers.")					\
	X(GFP_NOWAIT, gfp_reclaim_nowait_never_reclaims,					\
	  "Can't sleep, has no claim on reserves: for who has another way.")			\
	X(GFP_DMA, gfp_place_dma_takes_dma_only,						\
	  "Zone DMA; added to one of the others.")						\
	X(GFP_DMA32, gfp_place_dma32_stays_below_4g,						\
	  "Below 4 GB; added to one of the others.")

/* What books call by another name than Linux 6.1: X(name, today's name, test, meaning). */
#define GFP_OLD_NAMES(X)									\
	X(__GFP_WAIT, __GFP_RECLAIM, gfp_old_names_mean_todays,					\
	  "May sleep and reclaim; kswapd is woken.")						\
	X(__GFP_REPEAT, __GFP_RETRY_MAYFAIL, gfp_old_names_mean_todays,				\
	  "Try harder, but fail in the end.")							\
	X(GFP_TEMPORARY, GFP_KERNEL | __GFP_RECLAIMABLE, gfp_old_names_mean_todays,		\
	  "As GFP_KERNEL, for memory that is freed soon.")

#define GFP_BIT_AT(step, flag, steps)	| (((steps) & (step)) ? (flag) : 0)
#define GFP_BIT_CHECK(f, steps, ...)	GFP_BIT_AT(GFP_AT_CHECK, f, steps)
#define GFP_BIT_PLACE(f, steps, ...)	GFP_BIT_AT(GFP_AT_PLACE, f, steps)
#define GFP_BIT_WAKE(f, steps, ...)	GFP_BIT_AT(GFP_AT_WAKE, f, steps)
#define GFP_BIT_DEPTH(f, steps, ...)	GFP_BIT_AT(GFP_AT_DEPTH, f, steps)
#define GFP_BIT_RECLAIM(f, steps, ...)	GFP_BIT_AT(GFP_AT_RECLAIM, f, steps)
#define GFP_BIT_RETRY(f, steps, ...)	GFP_BIT_AT(GFP_AT_RETRY, f, steps)
#define GFP_BIT_REPORT(f, steps, ...)	GFP_BIT_AT(GFP_AT_REPORT, f, steps)
#define GFP_BIT_MAKE(f, steps, ...)	GFP_BIT_AT(GFP_AT_MAKE, f, steps)

/**
 * gfp_asks - is one of these bits set? Asked in one step of an allocation
 * @step:	CHECK, PLACE, ... as above
 * @gfp:	the request's mask
 * @bits:	constant; the build fails if the table does not list all of them for @step
 */
#define gfp_asks(step, gfp, bits) ({								\
	static_assert(((bits) & ~(0 GFP_MODIFIERS(GFP_BIT_##step))) == 0,			\
		      "mm/gfp_table.h does not list this bit for step " #step);			\
	((gfp) & (bits)) != 0;									\
})

#endif /* MM_GFP_TABLE_H */
