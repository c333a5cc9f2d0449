// SPDX-License-Identifier: MIT
/*
 * mm/slab_track.c - SLAB_STORE_USER: who allocated an object, and who freed it
 *
 * The notes are written and read with slab_debug_lock held; call chains are in the stack depot.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/sort.h>
#include <linux/sprintf.h>
#include <linux/stacktrace.h>
#include <linux/vmalloc.h>
#include "mm/slab_debug.h"

#define TRACK_DEPTH	16

struct slab_track slab_track_here(unsigned long addr)
{
	struct task_struct *task = current_or_null();
	unsigned long entries[TRACK_DEPTH];
	unsigned int nr = stack_trace_save(entries, TRACK_DEPTH, 2);

	return (struct slab_track) {
		.addr = addr,
		.handle = stack_depot_save(entries, nr, GFP_NOWAIT | __GFP_NOWARN),
		.cpu = raw_smp_processor_id(),
		.pid = task ? task->pid : 0,
		.when = jiffies,
	};
}

static void print_one(const char *what, const struct slab_track *t)
{
	if (!t->addr)
		return;
	pr_err("%s in %pS age=%lu cpu=%d pid=%d\n", what, (void *)t->addr, jiffies - t->when, t->cpu, t->pid);
	if (t->handle)
		stack_depot_print(t->handle);
	else
		pr_err("object allocation/free stack trace missing\n");
}

void slab_track_print(const struct kmem_cache *s, const void *object)
{
	if (!(s->flags & SLAB_STORE_USER))
		return;
	print_one("Allocated", slab_track(s, object, SLAB_TRACK_ALLOC));
	print_one("Freed", slab_track(s, object, SLAB_TRACK_FREE));
}

/* ---- summed up by caller ---- */

struct site {
	unsigned long addr;
	unsigned long count;
	unsigned long sum_age, min_age, max_age;
	int min_pid, max_pid;
	unsigned int nr_cpus;
	DECLARE_BITMAP(cpus, NR_CPUS);
};

struct sites {
	enum slab_track_kind kind;
	unsigned int nr, max;
	struct site *site;
};

static struct site *site_of(struct sites *sites, unsigned long addr)
{
	for (unsigned int i = 0; i < sites->nr; i++)
		if (sites->site[i].addr == addr)
			return &sites->site[i];
	if (sites->nr == sites->max)
		return NULL;
	sites->site[sites->nr] = (struct site) {
		.addr = addr, .min_age = ULONG_MAX, .min_pid = INT_MAX,
	};
	return &sites->site[sites->nr++];
}

/* A live object, as the design's walk() finds it. */
static void site_add(void *arg, struct kmem_cache *s, struct page *page, void *object)
{
	struct sites *sites = arg;
	const struct slab_track *t = slab_track(s, object, sites->kind);
	unsigned long age = jiffies - t->when;
	struct site *site;

	if (object_is_free(s, object))
		return;
	site = site_of(sites, t->addr);
	if (!site)
		return;
	site->count++;
	if (!t->addr)
		return;
	site->sum_age += age;
	site->min_age = min(site->min_age, age);
	site->max_age = max(site->max_age, age);
	site->min_pid = min(site->min_pid, t->pid);
	site->max_pid = max(site->max_pid, t->pid);
	set_bit(t->cpu, site->cpus);
}

static int site_compare(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	return x->count < y->count ? 1 : x->count > y->count ? -1 : 0;
}

static int site_print(const struct site *site, char *buf, size_t size)
{
	int len;

	if (!site->addr)
		return scnprintf(buf, size, "%7ld <not-available>\n", site->count);
	len = scnprintf(buf, size, "%7ld %pS", site->count, (void *)site->addr);
	if (site->min_age != site->max_age)
		len += scnprintf(buf + len, size - len, " age=%lu/%lu/%lu", site->min_age,
				 site->sum_age / site->count, site->max_age);
	else
		len += scnprintf(buf + len, size - len, " age=%lu", site->min_age);
	if (site->min_pid != site->max_pid)
		len += scnprintf(buf + len, size - len, " pid=%d-%d", site->min_pid, site->max_pid);
	else
		len += scnprintf(buf + len, size - len, " pid=%d", site->min_pid);
	if (nr_cpu_ids > 1 && !bitmap_empty(site->cpus, NR_CPUS))
		len += scnprintf(buf + len, size - len, " cpus=%*pbl", NR_CPUS, site->cpus);
	len += scnprintf(buf + len, size - len, "\n");
	return len;
}

int slab_track_summary(struct kmem_cache *s, enum slab_track_kind kind, char *buf, size_t size)
{
	struct sites sites = { .kind = kind, .max = 256 };
	int len = 0;

	sites.site = vmalloc(array_size(sites.max, sizeof(*sites.site)));
	if (!sites.site)
		return -ENOMEM;
	slab_design->walk(s, site_add, &sites);
	if (!sites.nr)
		len = scnprintf(buf, size, "No data\n");
	sort(sites.site, sites.nr, sizeof(*sites.site), site_compare, NULL);
	for (unsigned int i = 0; i < sites.nr && size - len > 256; i++)
		len += site_print(&sites.site[i], buf + len, size - len);
	vfree(sites.site);
	return len;
}
