// SPDX-License-Identifier: MIT
/*
 * lib/stackdepot.c - call chains, each stored once
 *
 *	handle   | extra 5 | valid 1 | offset 10, in 16 bytes | pool 16 |
 *	table    hash -> record -> record ...          pool: 2^POOL_ORDER pages of records
 *
 * Records are only ever added. A reader follows the lists without a lock: a record is complete before
 * it is linked (release; readers load with acquire).
 * Locking    depot_lock covers adding: the pools, their fill and the lists' heads. It is the innermost
 *            lock of all, and memory is got before it is taken.
 * Linux      names and limits of 6.1; the pools are as large as there.
 */
#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/stackdepot.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#define POOL_BYTES		(16UL << 10)
#define POOL_ORDER		(PAGE_SHIFT < 14 ? 14 - PAGE_SHIFT : 0)
#define RECORD_ALIGN_SHIFT	4
#define OFFSET_BITS		(14 - RECORD_ALIGN_SHIFT)
#define VALID_BITS		1
#define POOL_INDEX_BITS		(32 - VALID_BITS - OFFSET_BITS - STACK_DEPOT_EXTRA_BITS)
#define NR_POOLS		(POOL_INDEX_BITS > 13 ? 8192 : 1 << POOL_INDEX_BITS)

union handle_parts {
	depot_stack_handle_t handle;
	struct {
		u32 pool	: POOL_INDEX_BITS;
		u32 offset	: OFFSET_BITS;
		u32 valid	: VALID_BITS;
		u32 extra	: STACK_DEPOT_EXTRA_BITS;
	};
};

struct record {
	struct record *next;
	u32 hash;
	u32 nr_entries;
	union handle_parts parts;
	unsigned long entries[];
};

static struct record **table;		/* NULL until stack_depot_init() */
static unsigned int table_bits;

static DEFINE_RAW_SPINLOCK(depot_lock);
/* depot_lock held for writing: */
static char *pools[NR_POOLS];
static unsigned int nr_pools;
static size_t pool_used;		/* bytes of the last pool */

int stack_depot_init(void)
{
	static DEFINE_RAW_SPINLOCK(init_lock);
	unsigned long nr_pages = rounddown_pow_of_two(clamp(totalram_pages() >> 12, 8UL, 256UL));
	unsigned int order = ilog2(nr_pages);
	struct record **new;
	struct page *page;
	unsigned long flags;

	if (smp_load_acquire(&table))
		return 0;
	page = alloc_pages(GFP_KERNEL | __GFP_ZERO, order);
	if (!page)
		return -ENOMEM;
	new = page_address(page);
	raw_spin_lock_irqsave(&init_lock, flags);
	if (!table) {
		table_bits = ilog2(PAGE_SIZE / sizeof(*table)) + order;
		smp_store_release(&table, new);
		page = NULL;
	}
	raw_spin_unlock_irqrestore(&init_lock, flags);
	if (page)
		__free_pages(page, order);
	return 0;
}
EXPORT_SYMBOL_GPL(stack_depot_init);

unsigned long stack_depot_nr_pages(void)
{
	unsigned long nr_pages = (unsigned long)READ_ONCE(nr_pools) << POOL_ORDER;

	if (smp_load_acquire(&table))
		nr_pages += (sizeof(*table) << table_bits) >> PAGE_SHIFT;
	return nr_pages;
}

/* FNV-1a over words, its halves folded. */
static u32 entries_hash(const unsigned long *entries, unsigned int nr_entries)
{
	u64 hash = 0xcbf29ce484222325ULL;

	for (unsigned int i = 0; i < nr_entries; i++)
		hash = (hash ^ entries[i]) * 0x100000001b3ULL;
	return hash ^ (hash >> 32);
}

static struct record *record_find(u32 hash, const unsigned long *entries, unsigned int nr_entries)
{
	struct record *r = smp_load_acquire(&table[hash & ((1U << table_bits) - 1)]);

	for (; r; r = r->next)
		if (r->hash == hash && r->nr_entries == nr_entries &&
		    !memcmp(r->entries, entries, nr_entries * sizeof(entries[0])))
			return r;
	return NULL;
}

static size_t record_size(unsigned int nr_entries)
{
	return ALIGN(struct_size_t(struct record, entries, nr_entries), 1UL << RECORD_ALIGN_SHIFT);
}

static bool pool_has_room_locked(size_t size)
{
	return nr_pools && pool_used + size <= POOL_BYTES;
}

/* Returns NULL when the last pool is full and *@spare, which it may take, is NULL. */
static struct record *record_new_locked(size_t size, struct page **spare)
{
	struct record *r;

	if (!pool_has_room_locked(size)) {
		if (!*spare || nr_pools == NR_POOLS)
			return NULL;
		pools[nr_pools] = page_address(*spare);
		smp_store_release(&nr_pools, nr_pools + 1);
		pool_used = 0;
		*spare = NULL;
	}
	r = (struct record *)(pools[nr_pools - 1] + pool_used);
	r->parts = (union handle_parts) {
		.pool = nr_pools - 1, .offset = pool_used >> RECORD_ALIGN_SHIFT, .valid = 1,
	};
	pool_used += size;
	return r;
}

static struct record *record_add(u32 hash, const unsigned long *entries, unsigned int nr_entries,
				 struct page **spare)
{
	struct record **head = &table[hash & ((1U << table_bits) - 1)];
	struct record *r;
	unsigned long flags;

	raw_spin_lock_irqsave(&depot_lock, flags);
	r = record_find(hash, entries, nr_entries);
	if (!r && (r = record_new_locked(record_size(nr_entries), spare))) {
		r->hash = hash;
		r->nr_entries = nr_entries;
		memcpy(r->entries, entries, nr_entries * sizeof(entries[0]));
		r->next = *head;
		smp_store_release(head, r);
	}
	raw_spin_unlock_irqrestore(&depot_lock, flags);
	return r;
}

/* What a pool is made of: never high memory, and no loud failure. */
static struct page *pool_alloc(gfp_t gfp)
{
	gfp &= (GFP_ATOMIC | GFP_KERNEL) & ~__GFP_NOFAIL;
	return alloc_pages(gfp | __GFP_NOWARN, POOL_ORDER);
}

depot_stack_handle_t __stack_depot_save(unsigned long *entries, unsigned int nr_entries,
					unsigned int extra_bits, gfp_t gfp_flags, bool can_alloc)
{
	union handle_parts parts = { };
	struct page *spare = NULL;
	struct record *r;
	u32 hash;

	if (!nr_entries || !smp_load_acquire(&table))
		return 0;
	nr_entries = min_t(unsigned int, nr_entries,
			   (POOL_BYTES - sizeof(struct record)) / sizeof(entries[0]));
	hash = entries_hash(entries, nr_entries);
	r = record_find(hash, entries, nr_entries);
	if (!r) {
		r = record_add(hash, entries, nr_entries, &spare);
		if (!r && can_alloc && (spare = pool_alloc(gfp_flags)))
			r = record_add(hash, entries, nr_entries, &spare);
		if (spare)
			__free_pages(spare, POOL_ORDER);
	}
	if (!r)
		return 0;
	parts = r->parts;
	parts.extra = extra_bits;
	return parts.handle;
}
EXPORT_SYMBOL_GPL(__stack_depot_save);

depot_stack_handle_t stack_depot_save(unsigned long *entries, unsigned int nr_entries, gfp_t gfp_flags)
{
	return __stack_depot_save(entries, nr_entries, 0, gfp_flags, true);
}
EXPORT_SYMBOL_GPL(stack_depot_save);

unsigned int stack_depot_get_extra_bits(depot_stack_handle_t handle)
{
	union handle_parts parts = { .handle = handle };

	return parts.extra;
}
EXPORT_SYMBOL_GPL(stack_depot_get_extra_bits);

unsigned int stack_depot_fetch(depot_stack_handle_t handle, unsigned long **entries)
{
	union handle_parts parts = { .handle = handle };
	struct record *r;

	*entries = NULL;
	if (!handle)
		return 0;
	if (WARN(!parts.valid || parts.pool >= smp_load_acquire(&nr_pools),
		 "stack depot: handle %#x was never given out\n", handle))
		return 0;
	r = (struct record *)(pools[parts.pool] + ((size_t)parts.offset << RECORD_ALIGN_SHIFT));
	*entries = r->entries;
	return r->nr_entries;
}
EXPORT_SYMBOL_GPL(stack_depot_fetch);

void stack_depot_print(depot_stack_handle_t handle)
{
	unsigned long *entries;
	unsigned int nr_entries = stack_depot_fetch(handle, &entries);

	if (nr_entries)
		stack_trace_print(entries, nr_entries, 0);
}
EXPORT_SYMBOL_GPL(stack_depot_print);

int stack_depot_snprint(depot_stack_handle_t handle, char *buf, size_t size, int spaces)
{
	unsigned long *entries;
	unsigned int nr_entries = stack_depot_fetch(handle, &entries);

	return nr_entries ? stack_trace_snprint(buf, size, entries, nr_entries, spaces) : 0;
}
EXPORT_SYMBOL_GPL(stack_depot_snprint);
