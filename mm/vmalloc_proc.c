// SPDX-License-Identifier: MIT
/*
 * mm/vmalloc_proc.c - /proc/vmallocinfo: the areas by address, then those whose addresses rest
 *
 * A record's position in the file is the address where to look for it, so that reading goes on
 * where it was although areas come and go; that of an area at rest has RESTING added. What a line
 * tells is copied with the lock held, and printed without: to name a caller takes long.
 *
 * Linux      as 6.1, but readable by all, for nothing here needs root, and addresses are not hashed.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/nodemask.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include "mm/vmalloc.h"

#define RESTING		(1ULL << 62)

struct info_line {
	bool resting;			/* which of the two is looked for */
	bool found;
	bool is_ram;
	bool vpages;
	unsigned long start;
	unsigned long end;
	struct vm_struct vm;
	unsigned int on_node[MAX_NUMNODES];
};

/*
 * The area's owner may just be done with it: the flag, which it clears last, says whether there are
 * pages.
 */
static __no_sanitize_thread void nodes_count(struct info_line *line)
{
	memset(line->on_node, 0, sizeof(line->on_node));
	if (line->vm.flags & VM_UNINITIALIZED)
		return;
	for (unsigned int i = 0; i < line->vm.nr_pages; i++)
		line->on_node[page_to_nid(line->vm.pages[i])]++;
}

static __no_sanitize_thread void line_look(const struct vmap_area *area, void *arg)
{
	struct info_line *line = arg;

	line->start = area->start;
	line->end = area->end;
	line->found = area->state == (line->resting ? VMAP_LAZY : VMAP_TAKEN);
	if (!line->found || line->resting)
		return;
	line->is_ram = !area->vm;
	if (line->is_ram)
		return;
	line->vm = *area->vm;
	line->vpages = is_vmalloc_addr(line->vm.pages);
	nodes_count(line);
}

/* The first record at or behind @pos, whose own position it becomes. */
static struct info_line *line_find(struct info_line *line, loff_t *pos)
{
	unsigned long addr = *pos & ~RESTING;

	line->resting = *pos & RESTING;
	for (;;) {
		if (vmap_area_visit(&vmap_space, addr, line_look, line)) {
			if (line->found)
				break;
			addr = line->end;
		} else if (line->resting) {
			return NULL;
		} else {
			line->resting = true;
			addr = 0;
		}
	}
	*pos = line->start | (line->resting ? RESTING : 0);
	return line;
}

static void *info_start(struct seq_file *m, loff_t *pos)
{
	return line_find(m->private, pos);
}

static void *info_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct info_line *line = v;

	*pos = line->end | (line->resting ? RESTING : 0);
	return line_find(line, pos);
}

static void info_stop(struct seq_file *m, void *v)
{
}

static void vm_show(struct seq_file *m, const struct info_line *line)
{
	static const struct {
		unsigned long flag;
		const char *text;
	} kinds[] = {
		{ VM_IOREMAP, " ioremap" }, { VM_ALLOC, " vmalloc" }, { VM_MAP, " vmap" },
		{ VM_USERMAP, " user" }, { VM_DMA_COHERENT, " dma-coherent" },
	};
	const struct vm_struct *vm = &line->vm;
	unsigned int node;

	if (vm->caller)
		seq_printf(m, " %pS", vm->caller);
	if (vm->nr_pages)
		seq_printf(m, " pages=%u", vm->nr_pages);
	if (vm->phys_addr)
		seq_printf(m, " phys=%pa", &vm->phys_addr);
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
		if (vm->flags & kinds[i].flag)
			seq_puts(m, kinds[i].text);
	if (line->vpages)
		seq_puts(m, " vpages");
	for_each_online_node(node)
		if (line->on_node[node])
			seq_printf(m, " N%u=%u", node, line->on_node[node]);
	seq_putc(m, '\n');
}

static int info_show(struct seq_file *m, void *v)
{
	struct info_line *line = v;

	seq_printf(m, "0x%px-0x%px %7ld", (void *)line->start, (void *)line->end,
		   (long)(line->end - line->start));
	if (line->resting)
		seq_puts(m, " unpurged vm_area\n");
	else if (line->is_ram)
		seq_puts(m, " vm_map_ram\n");
	else
		vm_show(m, line);
	return 0;
}

static const struct seq_operations info_ops = {
	.start	= info_start,
	.next	= info_next,
	.stop	= info_stop,
	.show	= info_show,
};

void __init vmalloc_proc_init(void)
{
	proc_create_seq_private("vmallocinfo", 0444, NULL, &info_ops, sizeof(struct info_line), NULL);
}
