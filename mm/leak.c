// SPDX-License-Identifier: MIT
/*
 * mm/leak.c - is everything back that was there at the end of boot?
 *
 * Counted are: objects in use per cache, per-CPU allocations, and frames that are neither free
 * nor a slab's, per zone. Slabs are left out because a cache may keep empty ones; their objects
 * say more. Frames behind per-CPU chunks and the stack depot are left out: their owners keep some.
 */
#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stackdepot.h>
#include <linux/string.h>
#include "init/calls.h"
#include <linux/leak.h>
#include "mm/highmem.h"
#include "mm/page_pcp.h"
#include "mm/percpu.h"
#include "mm/slab.h"
#include "mm/vmalloc.h"

#define MAX_CACHES	256

/*
 * leak_verify() looks again after ever longer pauses, up to this one, before it calls something
 * left.
 */
#define MAX_PAUSE_MS	512

/* Caches are remembered by address; a cache that was made later had no objects. */
struct cache_count {
	const struct kmem_cache *cache;
	unsigned long objects;
};

static struct {
	struct cache_count caches[MAX_CACHES];
	unsigned int nr_caches;
	unsigned long pages[MAX_NUMNODES][MAX_NR_ZONES];
	unsigned long kept;		/* frames that pages_kept() counts */
	unsigned long percpu;
} baseline;

static void settle(void)
{
	sched_quiesce();
	slab_sysfs_rest();
	slab_shrink_all();
	rcu_barrier();			/* slabs of SLAB_TYPESAFE_BY_RCU caches */
	drain_all_pages(NULL);
}

static unsigned long zone_pages_used(struct zone *zone)
{
	return zone_managed_pages(zone) - zone_page_state(zone, NR_FREE_PAGES) - pcp_nr_pages(zone);
}

/* Frames of slabs, whole-page kmalloc not among them, of per-CPU data and of the stack depot. */
static unsigned long pages_kept(void)
{
	struct slabinfo info;
	struct kmem_cache *s;
	unsigned long nr_pages = percpu_nr_pages() + stack_depot_nr_pages();

	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list) {
		slab_get_info(s, &info);
		nr_pages += info.num_pages;
	}
	mutex_unlock(&slab_mutex);
	return nr_pages;
}

static unsigned long pages_used(void)
{
	unsigned long nr_pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		nr_pages += zone_pages_used(zone);
	return nr_pages;
}

static unsigned long objects_used(struct kmem_cache *s)
{
	struct slabinfo info;

	slab_get_info(s, &info);
	return s == vmap_area_cachep ? info.active_objs - READ_ONCE(vmap_space.nr_spare) : info.active_objs;
}

void leak_snapshot(struct leak_snapshot *snapshot)
{
	struct kmem_cache *s;

	settle();
	snapshot->pages = pages_used() - pages_kept();
	snapshot->percpu = percpu_nr_allocs();
	snapshot->windows = kmap_nr_used();
	snapshot->objects = 0;
	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list)
		snapshot->objects += objects_used(s);
	mutex_unlock(&slab_mutex);
}

void leak_baseline(void)
{
	struct kmem_cache *s;
	struct zone *zone;

	settle();
	baseline.nr_caches = 0;
	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list) {
		if (WARN_ON(baseline.nr_caches == MAX_CACHES))
			break;
		baseline.caches[baseline.nr_caches++] = (struct cache_count) {
			.cache = s, .objects = objects_used(s),
		};
	}
	mutex_unlock(&slab_mutex);
	for_each_populated_zone(zone)
		baseline.pages[zone_to_nid(zone)][zone_idx(zone)] = zone_pages_used(zone);
	baseline.kept = pages_kept();
	baseline.percpu = percpu_nr_allocs();
}

static unsigned long baseline_objects(const struct kmem_cache *s)
{
	for (unsigned int i = 0; i < baseline.nr_caches; i++)
		if (baseline.caches[i].cache == s)
			return baseline.caches[i].objects;
	return 0;
}

static int report_objects(void (*report)(void *arg, const char *line), void *arg)
{
	struct kmem_cache *s;
	char line[120];
	int nr_lines = 0;

	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list) {
		unsigned long was = baseline_objects(s), now = objects_used(s);

		if (now <= was)
			continue;
		snprintf(line, sizeof(line), "cache %s: %lu object%s of %u bytes", s->name, now - was,
			 now - was == 1 ? "" : "s", s->object_size);
		report(arg, line);
		nr_lines++;
	}
	mutex_unlock(&slab_mutex);
	return nr_lines;
}

/* Zones can't tell slabs from the rest, so they are listed when the sum is too high. */
static int report_pages(void (*report)(void *arg, const char *line), void *arg)
{
	unsigned long was = 0, now = pages_used() - pages_kept();
	struct zone *zone;
	char line[120];
	int nr_lines = 0;

	for_each_populated_zone(zone)
		was += baseline.pages[zone_to_nid(zone)][zone_idx(zone)];
	was -= baseline.kept;
	if (now <= was)
		return 0;
	snprintf(line, sizeof(line), "pages: %lu more in use than after boot", now - was);
	report(arg, line);
	nr_lines++;
	for_each_populated_zone(zone) {
		unsigned long used = zone_pages_used(zone), before = baseline.pages[zone_to_nid(zone)][zone_idx(zone)];

		if (used <= before)
			continue;
		snprintf(line, sizeof(line), "zone %s: %lu more pages in use, slabs included",
			 zone->name, used - before);
		report(arg, line);
		nr_lines++;
	}
	return nr_lines;
}

static int report_all(void (*report)(void *arg, const char *line), void *arg)
{
	int nr_lines = report_objects(report, arg) + report_pages(report, arg);
	char line[120];

	if (percpu_nr_allocs() > baseline.percpu) {
		snprintf(line, sizeof(line), "per-CPU data: %lu allocations",
			 percpu_nr_allocs() - baseline.percpu);
		report(arg, line);
		nr_lines++;
	}
	return nr_lines;
}

static void report_to_nobody(void *arg, const char *line)
{
}

/* kswapd may be at work, and the counts are not taken at one moment: what is lost stays lost. */
int leak_verify(void (*report)(void *arg, const char *line), void *arg)
{
	for (unsigned int pause = 1; pause <= MAX_PAUSE_MS; pause *= 2) {
		settle();
		if (!report_all(report_to_nobody, NULL))
			return 0;
		msleep(pause);
	}
	return report_all(report, arg);
}
