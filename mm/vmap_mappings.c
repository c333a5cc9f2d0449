// SPDX-License-Identifier: MIT
/*
 * mm/vmap_mappings.c - how many more mappings vmalloc() and vmap() may make
 *
 * The port's mappings are limited (on the host vm.max_map_count, for the whole process), and each
 * run of consecutive frames is one, each hole beside it another. Were areas made until the port
 * refuses, nothing would be left for what can't do without: stacks of new threads, libraries,
 * windows, per-CPU pages. So an area claims its mappings before it makes them, and is refused where
 * fewer than a reserve would be left. The others take from the reserve.
 *
 *	| in use by anybody | granted | not granted yet | reserve: limit / 32 |
 *	                      left
 *
 * To count what is in use takes the port long in proportion to it. So a count grants as many claims as
 * there are mappings, MIN_GRANT at least, before the next one; areas that go add what they had
 * claimed, up to the grant: so what others have taken since is noticed before areas have grown by
 * more than that.
 *
 * Locking    count_mutex: counting. `left` is atomic; claims that fail for a moment because two are made at once
 *            are settled under the mutex.
 */
#include <linux/kernel.h>
#include <linux/gfp.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <asm-generic/arch.h>
#include "mm/vmalloc.h"

#define RESERVE_SHARE	32
#define MIN_GRANT	4096L

static DEFINE_MUTEX(count_mutex);
static atomic_long_t left;
static long granted;		/* by the last count */

static bool claim(long nr)
{
	if (atomic_long_sub_return(nr, &left) >= 0)
		return true;
	atomic_long_add(nr, &left);
	return false;
}

/* What is claimed or given back while the port counts is counted as well. */
static void count(struct arch_map_limit *limit, long nr)
{
	long before = atomic_long_read(&left), room, grant;

	arch_map_count(limit);
	room = (long)(limit->max - limit->max / RESERVE_SHARE) - (long)limit->used;
	grant = min(room, max3(MIN_GRANT, (long)limit->used, nr));
	WRITE_ONCE(granted, grant);
	atomic_long_add(grant - before, &left);
}

bool vmap_mappings_claim(unsigned int nr, gfp_t gfp)
{
	struct arch_map_limit limit;
	bool got = claim(nr);

	if (likely(got))
		return true;
	mutex_lock(&count_mutex);
	got = claim(nr);
	if (!got) {
		count(&limit, nr);
		got = claim(nr);
	}
	mutex_unlock(&count_mutex);
	if (!got && !(gfp & __GFP_NOWARN) && printk_ratelimit())
		pr_warn("vmap: %u mappings refused: %lu of %lu are in use, and the last %lu are not for areas (%s)\n",
			nr, limit.used, limit.max, limit.max / RESERVE_SHARE, limit.name);
	return got;
}

void vmap_mappings_release(unsigned int nr)
{
	long now, most = READ_ONCE(granted);

	if (!nr)
		return;
	now = atomic_long_add_return(nr, &left);
	if (now > most)
		atomic_long_sub(now - most, &left);
}
