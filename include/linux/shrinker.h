/* SPDX-License-Identifier: MIT */
/*
 * linux/shrinker.h - caches that can give memory back
 *
 * When memory is short, each registered shrinker is asked how many objects it could free, and told
 * to try some of them. Row E3.
 */
#ifndef _LINUX_SHRINKER_H
#define _LINUX_SHRINKER_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/gfp_types.h>

struct mem_cgroup;

/**
 * struct shrink_control - what is asked of a shrinker
 * @gfp_mask:	of the allocation that needs the memory: a shrinker must not do I/O without __GFP_IO,
 *		nor take file-system locks without __GFP_FS
 * @nid:	node to free from
 * @nr_to_scan:	objects to try, at most
 * @nr_scanned:	objects that were tried; the shrinker may correct it
 */
struct shrink_control {
	gfp_t gfp_mask;
	int nid;
	unsigned long nr_to_scan;
	unsigned long nr_scanned;
	struct mem_cgroup *memcg;
};

#define SHRINK_STOP	(~0UL)		/* scan_objects: no progress is possible now */
#define SHRINK_EMPTY	(~0UL - 1)	/* count_objects: there are none at all */
#define DEFAULT_SEEKS	2		/* cost of making an object again, in disk seeks */

/**
 * struct shrinker - how to shrink one cache
 * @count_objects:	freeable objects; 0 if none or unknown
 * @scan_objects:	try to free sc->nr_to_scan; how many were freed, or SHRINK_STOP
 * @batch:		objects per scan_objects call; 0 for a default
 * @seeks:		the dearer its objects, the fewer are taken; 0: all that pressure asks for
 */
struct shrinker {
	unsigned long (*count_objects)(struct shrinker *shrinker, struct shrink_control *sc);
	unsigned long (*scan_objects)(struct shrinker *shrinker, struct shrink_control *sc);
	long batch;
	int seeks;
	unsigned int flags;

	/* the rest is mm/shrinker.c's */
	struct list_head list;
	atomic_long_t nr_deferred;
	const char *name;
};

#define SHRINKER_REGISTERED	(1 << 0)
#define SHRINKER_NUMA_AWARE	(1 << 1)
#define SHRINKER_MEMCG_AWARE	(1 << 2)
#define SHRINKER_NONSLAB	(1 << 3)

/**
 * register_shrinker - have a shrinker called from now on
 * @shrinker:	its functions; the memory stays in use until unregister_shrinker()
 * @fmt:	its name, a printf format
 *
 * Context: may sleep; takes shrinker_rwsem.
 * Return: 0 or -ENOMEM. Row E3.
 */
int __printf(2, 3) register_shrinker(struct shrinker *shrinker, const char *fmt, ...);

/**
 * unregister_shrinker - have a shrinker called no more; one that is not registered is left alone
 * @shrinker:	the shrinker, which does not run any more on return
 *
 * Row E3.
 * Context: may sleep; takes shrinker_rwsem, so not from a shrinker.
 */
void unregister_shrinker(struct shrinker *shrinker);

/**
 * synchronize_shrinkers - wait until the shrinkers that run now are done
 *
 * Row E3.
 * Context: may sleep; takes shrinker_rwsem, so not from a shrinker.
 */
void synchronize_shrinkers(void);

/**
 * shrink_slab - call every shrinker on behalf of an allocation
 * @priority:	how many halvings of the caches' contents to ask for: 12 asks for little, 0 for all
 *
 * Context: may sleep. Return: objects freed.
 */
unsigned long shrink_slab(gfp_t gfp_mask, int nid, struct mem_cgroup *memcg, int priority);

#endif /* _LINUX_SHRINKER_H */
