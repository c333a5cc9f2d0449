// SPDX-License-Identifier: MIT
/*
 * mm/page_owner.c - page_owner=on: who allocated each page, and who freed it last
 *
 * A record for each frame, in memory that is taken at boot (about 1.4 % of the machine's). A record is
 * written by who allocates or frees the block, which nobody else has; the file and the reports read
 * records of others' pages as they are at that moment. Call chains are in the stack depot.
 *
 *	records     | pageblock 0: 2^pageblock_order records | pageblock 1 ... |
 *	written     | byte 0                                 | byte 1 ...      |
 *
 * The records of a pageblock are zeroed when the first of them is written, so that boot does not
 * touch them.
 * Locking    owner_lock covers the zeroing; innermost but for the depot's.
 * Linux      /sys/kernel/debug/page_owner and the lines in dump_page() are 6.1's.
 */
#include <linux/boot_options.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/stackdepot.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/page_buddy.h"
#include "mm/page_debug.h"

#define OWNER_STACK_DEPTH	16

struct page_owner {
	u64 ts_nsec;
	u64 free_ts_nsec;
	depot_stack_handle_t handle;
	depot_stack_handle_t free_handle;
	gfp_t gfp_mask;
	pid_t pid;
	pid_t tgid;
	unsigned char order;
	bool allocated;		/* now; else freed */
	char comm[TASK_COMM_LEN];
};

static struct page_owner *records;	/* NULL: off */
static unsigned char *written;
static DEFINE_RAW_SPINLOCK(owner_lock);

void __init page_owner_boot(void)
{
	phys_addr_t phys;

	if (!boot_options.page_owner)
		return;
	written = memblock_alloc((max_pfn >> pageblock_order) + 1, SMP_CACHE_BYTES);
	phys = memblock_phys_alloc((max_pfn + pageblock_nr_pages) * sizeof(records[0]), PAGE_SIZE);
	if (!written || !phys)
		panic("No boot memory for page_owner=on: %lu bytes", max_pfn * sizeof(records[0]));
	records = __va(phys);
}

/* @pfn's record, made to exist. */
static struct page_owner *record_to_write(unsigned long pfn)
{
	unsigned long block = pfn >> pageblock_order;
	unsigned long flags;

	if (unlikely(!smp_load_acquire(&written[block]))) {
		raw_spin_lock_irqsave(&owner_lock, flags);
		if (!written[block])
			memset(&records[block << pageblock_order], 0, sizeof(records[0]) << pageblock_order);
		smp_store_release(&written[block], 1);
		raw_spin_unlock_irqrestore(&owner_lock, flags);
	}
	return &records[pfn];
}

static const struct page_owner *record_to_read(unsigned long pfn)
{
	if (!records || !smp_load_acquire(&written[pfn >> pageblock_order]))
		return NULL;
	return &records[pfn];
}

/* The depot allocates pages: a task that is here already stores no chain. */
static noinline depot_stack_handle_t chain_save(gfp_t gfp)
{
	unsigned long entries[OWNER_STACK_DEPTH];
	depot_stack_handle_t handle;
	unsigned int nr;

	if (current->in_page_owner)
		return 0;
	current->in_page_owner = true;
	nr = stack_trace_save(entries, OWNER_STACK_DEPTH, 2);
	handle = __stack_depot_save(entries, nr, 0, gfp, true);
	current->in_page_owner = false;
	return handle;
}

void page_owner_alloc(struct page *page, unsigned int order, gfp_t gfp)
{
	unsigned long pfn = page_to_pfn(page);
	depot_stack_handle_t handle;
	u64 now = arch_clock_ns();

	if (!records)
		return;
	handle = chain_save(GFP_NOWAIT);
	for (unsigned long i = 0; i < 1UL << order; i++) {
		struct page_owner *r = record_to_write(pfn + i);

		r->handle = handle;
		r->order = order;
		r->gfp_mask = gfp;
		r->ts_nsec = now;
		r->pid = current->pid;
		r->tgid = current->tgid;
		strscpy(r->comm, current->comm, sizeof(r->comm));
		WRITE_ONCE(r->allocated, true);
	}
}

void page_owner_free(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	depot_stack_handle_t handle;
	u64 now = arch_clock_ns();

	if (!records)
		return;
	handle = chain_save(GFP_NOWAIT);
	for (unsigned long i = 0; i < 1UL << order; i++) {
		struct page_owner *r = record_to_write(pfn + i);

		WRITE_ONCE(r->allocated, false);
		r->free_handle = handle;
		r->free_ts_nsec = now;
	}
}

void __page_owner_split(struct page *page, unsigned int order)
{
	if (!records)
		return;
	for (unsigned long i = 0; i < 1UL << order; i++)
		record_to_write(page_to_pfn(page) + i)->order = 0;
}

/* ---- telling it ---- */

static void chain_print(const char *title, const char *missing, depot_stack_handle_t handle)
{
	if (!handle) {
		pr_alert("%s\n", missing);
		return;
	}
	if (title)
		pr_alert("%s\n", title);
	stack_depot_print(handle);
}

void __page_owner_dump(const struct page *page)
{
	const struct page_owner *r = record_to_read(page_to_pfn(page));

	if (!records)
		return;
	if (!r || (!r->ts_nsec && !r->free_ts_nsec)) {
		pr_alert("page_owner info is not present (never set?)\n");
		return;
	}
	pr_alert("page_owner tracks the page as %s\n", r->allocated ? "allocated" : "freed");
	pr_alert("page last allocated via order %u, migratetype %s, gfp_mask %#x(%pGg), pid %d, tgid %d (%s), ts %llu, free_ts %llu\n",
		 r->order, migratetype_names[gfp_migratetype(r->gfp_mask)], r->gfp_mask, &r->gfp_mask,
		 r->pid, r->tgid, r->comm, r->ts_nsec, r->free_ts_nsec);
	chain_print(NULL, "page_owner allocation stack trace missing", r->handle);
	chain_print("page last free stack trace:", "page_owner free stack trace missing", r->free_handle);
}

/* ---- /sys/kernel/debug/page_owner: a record for each block in use, by frame number ---- */

/* Has a block begun at @pfn that is in use? */
static bool record_is_shown(unsigned long pfn)
{
	const struct page_owner *r = record_to_read(pfn);

	return r && READ_ONCE(r->allocated) && r->handle && IS_ALIGNED(pfn, 1UL << r->order);
}

static unsigned long next_shown(unsigned long pfn)
{
	while (pfn < max_pfn && !record_is_shown(pfn))
		pfn = record_to_read(pfn) ? pfn + 1 : ALIGN(pfn + 1, pageblock_nr_pages);
	return pfn;
}

/* The position is the frame number + 1, for NULL ends the file. */
static void *owner_at(loff_t *pos)
{
	unsigned long pfn = next_shown(*pos);

	*pos = pfn;
	return pfn < max_pfn ? (void *)(pfn + 1) : NULL;
}

static void *owner_start(struct seq_file *m, loff_t *pos)
{
	return owner_at(pos);
}

static void *owner_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return owner_at(pos);
}

static void owner_stop(struct seq_file *m, void *v)
{
}

static int owner_show(struct seq_file *m, void *v)
{
	unsigned long pfn = (unsigned long)v - 1, *entries;
	const struct page_owner r = records[pfn];
	struct page *page = pfn_to_page(pfn);
	unsigned int nr;

	seq_printf(m, "Page allocated via order %u, mask %#x(%pGg), pid %d, tgid %d (%s), ts %llu ns, free_ts %llu ns\n",
		   r.order, r.gfp_mask, &r.gfp_mask, r.pid, r.tgid, r.comm, r.ts_nsec, r.free_ts_nsec);
	seq_printf(m, "PFN %lu type %s Block %lu type %s Flags %#lx\n", pfn,
		   migratetype_names[gfp_migratetype(r.gfp_mask)], pfn >> pageblock_order,
		   migratetype_names[buddy_pageblock_type(page_zone(page), pfn)], page->flags);
	nr = stack_depot_fetch(r.handle, &entries);
	for (unsigned int i = 0; i < nr; i++)
		seq_printf(m, " %pB\n", (void *)entries[i]);
	seq_putc(m, '\n');
	return 0;
}

static const struct seq_operations owner_ops = {
	.start = owner_start,
	.next = owner_next,
	.stop = owner_stop,
	.show = owner_show,
};

static int owner_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &owner_ops);
}

static const struct file_operations owner_fops = {
	.open = owner_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = seq_release,
};

void __init page_owner_file_init(void)
{
	if (records)
		debugfs_create_file("page_owner", 0400, NULL, NULL, &owner_fops);
}

/* The depot needs pages; what is allocated before it is ready has no chain. */
void __init page_owner_init(void)
{
	if (records && stack_depot_init())
		panic("No memory for the call chains of page_owner=on");
}
