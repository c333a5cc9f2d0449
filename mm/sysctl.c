// SPDX-License-Identifier: MIT
/*
 * mm/sysctl.c - /proc/sys/vm: the page allocator's variables
 *
 * A write takes effect before it returns: the marks and reserves of all zones are computed anew.
 * Linux      the files, ranges and errors of 6.1.
 */
#include <linux/sysctl.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include "mm/page_pcp.h"
#include "mm/page_watermark.h"
#include "mm/sysctl.h"

/* A smaller one would let the CPUs' lists hold most of memory. */
#define HIGH_FRACTION_MIN	8

/* Serialises writes of the variables with the computing from them. */
static DEFINE_MUTEX(marks_mutex);

/* The CPUs' lists are sized by the marks. */
static void marks_apply(void)
{
	struct zone *zone;

	watermarks_update();
	for_each_populated_zone(zone)
		pcp_zone_setup(zone);
}

void zone_pcp_update_all(void)
{
	struct zone *zone;

	mutex_lock(&marks_mutex);
	for_each_populated_zone(zone)
		pcp_zone_setup(zone);
	mutex_unlock(&marks_mutex);
}

static int marks_handler(struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	int err;

	mutex_lock(&marks_mutex);
	err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);
	if (!err && write)
		marks_apply();
	mutex_unlock(&marks_mutex);
	return err;
}

static int reserve_ratio_handler(struct ctl_table *table, int write, void *buffer, size_t *lenp,
				 loff_t *ppos)
{
	int err;

	mutex_lock(&marks_mutex);
	err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);
	for (int i = 0; i < MAX_NR_ZONES; i++)
		sysctl_lowmem_reserve_ratio[i] = max(sysctl_lowmem_reserve_ratio[i], 0);
	if (write)
		marks_apply();
	mutex_unlock(&marks_mutex);
	return err;
}

static int high_fraction_handler(struct ctl_table *table, int write, void *buffer, size_t *lenp,
				 loff_t *ppos)
{
	int old, err;

	mutex_lock(&marks_mutex);
	old = percpu_pagelist_high_fraction;
	err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);
	if (!err && write && percpu_pagelist_high_fraction &&
	    percpu_pagelist_high_fraction < HIGH_FRACTION_MIN) {
		percpu_pagelist_high_fraction = old;
		err = -EINVAL;
	}
	if (!err && write && percpu_pagelist_high_fraction != old)
		marks_apply();
	mutex_unlock(&marks_mutex);
	return err;
}

static struct ctl_table vm_table[] = {
	{
		.procname = "min_free_kbytes", .data = &min_free_kbytes,
		.maxlen = sizeof(min_free_kbytes), .mode = 0644,
		.proc_handler = marks_handler, .extra1 = SYSCTL_ZERO,
	}, {
		.procname = "watermark_scale_factor", .data = &watermark_scale_factor,
		.maxlen = sizeof(watermark_scale_factor), .mode = 0644,
		.proc_handler = marks_handler,
		.extra1 = SYSCTL_ONE, .extra2 = SYSCTL_THREE_THOUSAND,
	}, {
		.procname = "watermark_boost_factor", .data = &watermark_boost_factor,
		.maxlen = sizeof(watermark_boost_factor), .mode = 0644,
		.proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO,
	}, {
		.procname = "lowmem_reserve_ratio", .data = &sysctl_lowmem_reserve_ratio,
		.maxlen = sizeof(sysctl_lowmem_reserve_ratio), .mode = 0644,
		.proc_handler = reserve_ratio_handler,
	}, {
		.procname = "percpu_pagelist_high_fraction", .data = &percpu_pagelist_high_fraction,
		.maxlen = sizeof(percpu_pagelist_high_fraction), .mode = 0644,
		.proc_handler = high_fraction_handler, .extra1 = SYSCTL_ZERO,
	},
	{ }
};

void __init mm_sysctl_init(void)
{
	register_sysctl_init("vm", vm_table);
}
