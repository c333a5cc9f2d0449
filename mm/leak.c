// SPDX-License-Identifier: MIT
/*
 * mm/leak.c - is everything back that was there at the end of boot?
 *
 * Counted are: objects in use per cache, per-CPU allocations, and frames that are neither free
 * nor a slab's, per zone. Slabs are left out because a cache may keep empty ones; their objects
 * say more. Frames behind per-CPU chunks and the stack depot are left out: their owners keep some.
 *
 * Locking    cpus_read_lock(), then slab_mutex, then all CPUs: the machine is stopped while it counts.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stackdepot.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include "init/calls.h"
#include <linux/leak.h>
#include "mm/highmem.h"
#include "mm/page_pcp.h"
#include "mm/percpu.h"
#include "mm/slab.h"
#include "mm/vmalloc.h"

/*
 * leak_verify() looks again after ever longer pauses, up to this one, before it calls something
 * left.
 */
#define MAX_PAUSE_MS	512

/* What is in use, all of one moment; each cache has its own count (objects_found). */
struct usage {
	unsigned long objects;		/* of all caches */
	unsigned long zone_pages[MAX_NUMNODES][MAX_NR_ZONES];
	unsigned long pages;		/* of all zones, but those that are left out */
	unsigned long percpu;
	unsigned long windows;
};

/* slab_mutex held: */
static struct usage baseline, found;

static void settle(void)
{
	sched_quiesce();
	slab_sysfs_rest();
	slab_shrink_all();
	rcu_barrier();			/* slabs of SLAB_TYPESAFE_BY_RCU caches */
	drain_all_pages(NULL);
}

/* Return: frames of its slabs, whole-page kmalloc not among them. */
static unsigned long count_cache(struct usage *use, struct kmem_cache *s)
{
	struct slabinfo info;

	slab_get_info(s, &info);
	if (s == vmap_area_cachep)
		info.active_objs -= READ_ONCE(vmap_space.nr_spare);
	s->objects_found = info.active_objs;
	use->objects += info.active_objs;
	return info.num_pages;
}

/* Return: frames in use. */
static unsigned long count_zone(struct usage *use, struct zone *zone)
{
	unsigned long nr_pages = zone_managed_pages(zone) - zone_page_state(zone, NR_FREE_PAGES) - pcp_nr_pages(zone);

	use->zone_pages[zone_to_nid(zone)][zone_idx(zone)] = nr_pages;
	return nr_pages;
}

/* Else a batch that moves meanwhile, from a zone to a CPU's list or from a magazine to a slab, is counted twice. */
static int count_stopped(void *arg)
{
	struct usage *use = arg;
	struct kmem_cache *s;
	struct zone *zone;

	memset(use, 0, sizeof(*use));
	for_each_populated_zone(zone)
		use->pages += count_zone(use, zone);
	list_for_each_entry(s, &slab_caches, list)
		use->pages -= count_cache(use, s);
	use->pages -= percpu_nr_pages() + stack_depot_nr_pages();
	use->percpu = percpu_nr_allocs();
	use->windows = kmap_nr_used();
	return 0;
}

/* Count to @use; slab_mutex is held from here to count_end(). */
static void count_begin(struct usage *use)
{
	settle();
	cpus_read_lock();
	mutex_lock(&slab_mutex);
	stop_machine_cpuslocked(count_stopped, use, NULL);
}

static void count_end(void)
{
	mutex_unlock(&slab_mutex);
	cpus_read_unlock();
}

void leak_snapshot(struct leak_snapshot *snapshot)
{
	count_begin(&found);
	*snapshot = (struct leak_snapshot) {
		.pages = found.pages, .objects = found.objects, .percpu = found.percpu, .windows = found.windows,
	};
	count_end();
}

/* A cache that is made later had no objects. */
void leak_baseline(void)
{
	struct kmem_cache *s;

	count_begin(&baseline);
	list_for_each_entry(s, &slab_caches, list)
		s->objects_before = s->objects_found;
	count_end();
}

static int report_objects(void (*report)(void *arg, const char *line), void *arg)
{
	struct kmem_cache *s;
	char line[120];
	int nr_lines = 0;

	list_for_each_entry(s, &slab_caches, list) {
		unsigned long was = s->objects_before, now = s->objects_found;

		if (now <= was)
			continue;
		snprintf(line, sizeof(line), "cache %s: %lu object%s of %u bytes", s->name, now - was,
			 now - was == 1 ? "" : "s", s->object_size);
		report(arg, line);
		nr_lines++;
	}
	return nr_lines;
}

/* Zones can't tell slabs from the rest, so they are listed when the sum is too high. */
static int report_pages(void (*report)(void *arg, const char *line), void *arg)
{
	struct zone *zone;
	char line[120];
	int nr_lines = 0;

	if (found.pages <= baseline.pages)
		return 0;
	snprintf(line, sizeof(line), "pages: %lu more in use than after boot", found.pages - baseline.pages);
	report(arg, line);
	nr_lines++;
	for_each_populated_zone(zone) {
		unsigned long now = found.zone_pages[zone_to_nid(zone)][zone_idx(zone)];
		unsigned long was = baseline.zone_pages[zone_to_nid(zone)][zone_idx(zone)];

		if (now <= was)
			continue;
		snprintf(line, sizeof(line), "zone %s: %lu more pages in use, slabs included",
			 zone->name, now - was);
		report(arg, line);
		nr_lines++;
	}
	return nr_lines;
}

static int report_percpu(void (*report)(void *arg, const char *line), void *arg)
{
	char line[120];

	if (found.percpu <= baseline.percpu)
		return 0;
	snprintf(line, sizeof(line), "per-CPU data: %lu allocations", found.percpu - baseline.percpu);
	report(arg, line);
	return 1;
}

/* slab_mutex held. */
static int report_all(void (*report)(void *arg, const char *line), void *arg)
{
	return report_objects(report, arg) + report_pages(report, arg) + report_percpu(report, arg);
}

static void report_to_nobody(void *arg, const char *line)
{
}

/* kswapd may be at work: what is lost stays lost. */
int leak_verify(void (*report)(void *arg, const char *line), void *arg)
{
	int nr_lines;

	for (unsigned int pause = 1; pause <= MAX_PAUSE_MS; pause *= 2) {
		count_begin(&found);
		nr_lines = report_all(report_to_nobody, NULL);
		count_end();
		if (!nr_lines)
			return 0;
		msleep(pause);
	}
	count_begin(&found);
	nr_lines = report_all(report, arg);
	count_end();
	return nr_lines;
}
