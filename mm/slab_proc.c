// SPDX-License-Identifier: MIT
/*
 * mm/slab_proc.c - /proc/slabinfo, version 2.1: a line a cache
 *
 * slab_mutex is held between start and stop. Readable by all, for nothing here needs root. Row B7.
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "mm/slab.h"

static void *slabinfo_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&slab_mutex);
	return seq_list_start(&slab_caches, *pos);
}

static void *slabinfo_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_list_next(v, &slab_caches, pos);
}

static void slabinfo_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&slab_mutex);
}

static int slabinfo_show(struct seq_file *m, void *v)
{
	struct kmem_cache *s = list_entry(v, struct kmem_cache, list);
	struct slabinfo info;

	if (v == slab_caches.next)
		seq_puts(m, "slabinfo - version: 2.1\n"
			 "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>"
			 " : tunables <limit> <batchcount> <sharedfactor>"
			 " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
	slab_get_info(s, &info);
	seq_printf(m, "%-17s %6lu %6lu %6u %4u %4d : tunables %4u %4u %4u : slabdata %6lu %6lu %6lu\n",
		   s->name, info.active_objs, info.num_objs, s->size, s->objects, 1 << s->order,
		   0, 0, 0, info.num_slabs, info.num_slabs, 0UL);
	return 0;
}

static const struct seq_operations slabinfo_ops = {
	.start = slabinfo_start,
	.next = slabinfo_next,
	.stop = slabinfo_stop,
	.show = slabinfo_show,
};

void __init slab_proc_init(void)
{
	proc_create_seq("slabinfo", 0444, NULL, &slabinfo_ops);
}
