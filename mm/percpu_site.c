// SPDX-License-Identifier: MIT
/*
 * mm/percpu_site.c - which lines of modules have how much per-CPU memory
 *
 * Site: a place in a module's code that calls alloc_percpu(). Its number is kept with each
 * allocation that it made, so that what is left when the module is unloaded can be told by the
 * line. Allocations of the kernel itself, and those of sites beyond the 255th, have number 0.
 *
 * Invariant  a site in use has nr > 0; ip is 0 once its module is gone.
 * Locking    pcpu_lock.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include "mm/percpu.h"
#include "mm/percpu_chunk.h"
#include "mm/verify.h"

struct site {
	unsigned long ip;
	unsigned long bytes;
	unsigned int nr;	/* allocations */
};

static struct site sites[PCPU_NR_SITES];

static unsigned int site_find(unsigned long ip)
{
	unsigned int unused = 0;

	for (unsigned int i = PCPU_NR_SITES - 1; i; i--) {
		if (sites[i].nr && sites[i].ip == ip)
			return i;
		if (!sites[i].nr)
			unused = i;
	}
	return unused;
}

u8 pcpu_site_add(unsigned long ip, size_t bytes)
{
	unsigned int i = ip ? site_find(ip) : 0;

	if (!i)
		return 0;
	sites[i].ip = ip;
	sites[i].nr++;
	sites[i].bytes += bytes;
	return i;
}

void pcpu_site_sub(u8 nr, size_t bytes)
{
	if (!nr)
		return;
	sites[nr].nr--;
	sites[nr].bytes -= bytes;
}

/* A site of @mod that has something, which is nobody's from now on. */
static bool site_take(const struct module *mod, struct site *left)
{
	unsigned long flags;
	unsigned int i = 1;

	spin_lock_irqsave(&pcpu_lock, flags);
	while (i < PCPU_NR_SITES && !(sites[i].nr && within_module(sites[i].ip, mod)))
		i++;
	if (i < PCPU_NR_SITES) {
		*left = sites[i];
		sites[i].ip = 0;
	}
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return i < PCPU_NR_SITES;
}

int percpu_module_left(const struct module *mod)
{
	struct site left;
	int nr = 0;

	while (site_take(mod, &left)) {
		pr_err("%s: unloaded, but still has %u per-CPU allocation%s, %lu bytes for each CPU\n", mod->name,
		       left.nr, left.nr == 1 ? "" : "s", left.bytes);
		pr_err("%s: allocated by %pB\n", mod->name, (void *)left.ip);
		add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
		nr += left.nr;
	}
	return nr;
}

void pcpu_sites_verify(const unsigned int *counts, struct verify_report *report)
{
	for (unsigned int i = 1; i < PCPU_NR_SITES; i++)
		if (sites[i].nr != counts[i])
			verify_violation(report, "per-CPU site %pS: %u allocations, counted %u", (void *)sites[i].ip,
					 counts[i], sites[i].nr);
}
