// SPDX-License-Identifier: MIT
/*
 * mm/percpu.c - allocating per-CPU memory
 *
 * Who may sleep takes any free units, and has the pages under them populated. Who can't takes units of
 * populated pages, for which a reserve is kept: background work populates some when the reserve is low,
 * and gives back what is too much: all empty chunks but one, and empty pages.
 *
 * Terms      mm/percpu_chunk.h.
 * Locking    pcpu_mutex: making, populating, depopulating and ending chunks. In it pcpu_lock (spin, interrupts
 *            off): which units are in use, which pages populated. A page's frames come before it is
 *            marked populated, and go after it is marked not to be. So who finds it populated under
 *            pcpu_lock, and takes units there, keeps the frames.
 * Linux      sizes, alignment, messages and failures as in 6.1.
 */
#define pr_fmt(fmt) "percpu: " fmt

#include <linux/percpu.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/might_sleep.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/spinlock.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/workqueue.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/page_pcp.h"
#include "mm/percpu.h"
#include "mm/percpu_chunk.h"
#include "mm/percpu_vm.h"

#define PCPU_NR_CHUNKS	(PCPU_WINDOW_SIZE / PCPU_CHUNK_SIZE)

DEFINE_SPINLOCK(pcpu_lock);
static DEFINE_MUTEX(pcpu_mutex);
/* By place in the window; NULL where there is none. */
static struct pcpu_chunk *chunks[PCPU_NR_CHUNKS];
static unsigned int nr_places, nr_chunks;
static unsigned long window;
static size_t window_size;
static unsigned long nr_allocs;
static atomic_long_t nr_table_pages;

/* ---- chunks and their pages; pcpu_mutex held ---- */

static struct pcpu_chunk *chunk_make(gfp_t gfp)
{
	struct pcpu_chunk *chunk;
	unsigned int place = 0;
	unsigned long flags;

	while (place < nr_places && chunks[place])
		place++;
	if (place == nr_places)
		return NULL;
	chunk = alloc_pages_exact(pcpu_chunk_bytes(), gfp | __GFP_ZERO);
	if (!chunk)
		return NULL;
	atomic_long_add(PFN_UP(pcpu_chunk_bytes()), &nr_table_pages);
	chunk->base = window + place * PCPU_CHUNK_SIZE;
	spin_lock_irqsave(&pcpu_lock, flags);
	chunks[place] = chunk;
	WRITE_ONCE(nr_chunks, nr_chunks + 1);
	pcpu_chunk_add(chunk);
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return chunk;
}

static u32 *page_frames(struct pcpu_chunk *chunk, unsigned int page)
{
	return chunk->frames + page * nr_cpu_ids;
}

static bool page_populate(struct pcpu_chunk *chunk, unsigned int page, gfp_t gfp)
{
	unsigned long flags;

	if (percpu_vm_map(chunk->base + page * PAGE_SIZE, page_frames(chunk, page), gfp))
		return false;
	spin_lock_irqsave(&pcpu_lock, flags);
	pcpu_page_populated(chunk, page, true);
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return true;
}

/* Nothing is in use, and nobody can find it: it is off its list. */
static void chunk_end(struct pcpu_chunk *chunk)
{
	unsigned int page;

	for_each_set_bit(page, chunk->populated, PCPU_CHUNK_PAGES)
		percpu_vm_unmap(chunk->base + page * PAGE_SIZE, page_frames(chunk, page));
	atomic_long_sub(PFN_UP(pcpu_chunk_bytes()), &nr_table_pages);
	free_pages_exact(chunk, pcpu_chunk_bytes());
}

/* ---- background work ---- */

static void balance(struct work_struct *work);
static DECLARE_WORK(balance_work, balance);
static bool balance_is_possible;
/* Somebody has just got nothing from the reserve. */
static bool atomic_failed;

static void balance_schedule(void)
{
	if (READ_ONCE(balance_is_possible))
		queue_work(system_unbound_wq, &balance_work);
}

/* The second empty chunk, and so on; @bare: only if no page is populated. Off its list. */
static struct pcpu_chunk *spare_chunk_take(bool bare)
{
	struct list_head *slot = &pcpu_slots[PCPU_SLOT_FREE];
	struct pcpu_chunk *chunk, *found = NULL;

	spin_lock_irq(&pcpu_lock);
	list_for_each_entry(chunk, slot, list)
		if (!list_is_first(&chunk->list, slot) && !(bare && chunk->nr_empty))
			found = chunk;
	if (found) {
		chunks[(found->base - window) / PCPU_CHUNK_SIZE] = NULL;
		WRITE_ONCE(nr_chunks, nr_chunks - 1);
		pcpu_chunk_del(found);
	}
	spin_unlock_irq(&pcpu_lock);
	return found;
}

static void spare_chunks_end(bool bare)
{
	struct pcpu_chunk *chunk;

	while ((chunk = spare_chunk_take(bare)))
		chunk_end(chunk);
}

/* Are a quarter of its pages empty and populated, and others have a whole reserve? */
static bool chunk_has_too_much(const struct pcpu_chunk *chunk)
{
	return pcpu_nr_empty > PCPU_EMPTY_POP_PAGES_HIGH + chunk->nr_empty &&
	       chunk->nr_empty >= DIV_ROUND_UP(PCPU_CHUNK_PAGES, 4);
}

/* The highest first: searches begin at the lowest. Marked; the caller takes the frames away. */
static int surplus_page_mark(struct pcpu_chunk *chunk)
{
	int page = PCPU_CHUNK_PAGES - 1;

	while (page >= 0 && (chunk->page_used[page] || !test_bit(page, chunk->populated)))
		page--;
	if (page >= 0)
		pcpu_page_populated(chunk, page, false);
	return page;
}

static void chunk_depopulate(struct pcpu_chunk *chunk)
{
	bool begun = false;
	int page;

	do {
		page = -1;
		spin_lock_irq(&pcpu_lock);
		if (begun ? pcpu_nr_empty > PCPU_EMPTY_POP_PAGES_HIGH : chunk_has_too_much(chunk))
			page = surplus_page_mark(chunk);
		spin_unlock_irq(&pcpu_lock);
		begun = true;
		if (page >= 0)
			percpu_vm_unmap(chunk->base + page * PAGE_SIZE, page_frames(chunk, page));
	} while (page >= 0);
}

static void surplus_depopulate(void)
{
	for (unsigned int place = 0; place < nr_places; place++)
		if (chunks[place])
			chunk_depopulate(chunks[place]);
}

static void chunk_populate_spare(struct pcpu_chunk *chunk, unsigned int *nr, gfp_t gfp)
{
	for (unsigned int page = 0; page < PCPU_CHUNK_PAGES && *nr; page++) {
		if (test_bit(page, chunk->populated))
			continue;
		if (!page_populate(chunk, page, gfp)) {
			*nr = 0;
			return;
		}
		--*nr;
	}
}

/* As Linux: after a failure another HIGH pages, else up to HIGH. */
static void reserve_populate(void)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN;
	unsigned int empty = READ_ONCE(pcpu_nr_empty), nr = PCPU_EMPTY_POP_PAGES_HIGH;
	struct pcpu_chunk *chunk;

	if (!xchg(&atomic_failed, false))
		nr -= min(nr, empty);
	for (unsigned int place = 0; place < nr_places && nr; place++)
		if (chunks[place])
			chunk_populate_spare(chunks[place], &nr, gfp);
	while (nr && (chunk = chunk_make(gfp)))
		chunk_populate_spare(chunk, &nr, gfp);
}

static void balance(struct work_struct *work)
{
	mutex_lock(&pcpu_mutex);
	spare_chunks_end(false);
	surplus_depopulate();
	reserve_populate();
	spare_chunks_end(true);
	mutex_unlock(&pcpu_mutex);
}

/* ---- allocating ---- */

struct request {
	size_t size, align;
	gfp_t gfp;
	bool atomic;
	const char *why;	/* there was nothing */
	unsigned int at;	/* the first unit */
	unsigned long ip;	/* who calls, if that is a module's code */
};

static struct pcpu_chunk *area_take(struct request *r)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;

	spin_lock_irqsave(&pcpu_lock, flags);
	chunk = pcpu_area_take(r->size / PCPU_MIN_ALLOC_SIZE, r->align / PCPU_MIN_ALLOC_SIZE, r->atomic,
			       &r->at);
	if (chunk) {
		WRITE_ONCE(nr_allocs, nr_allocs + 1);
		chunk->site[r->at] = pcpu_site_add(r->ip, r->size);
	}
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return chunk;
}

static void area_give_locked(struct pcpu_chunk *chunk, unsigned int at)
{
	unsigned int nr = pcpu_area_give(chunk, at);

	pcpu_site_sub(chunk->site[at], nr * PCPU_MIN_ALLOC_SIZE);
	WRITE_ONCE(nr_allocs, nr_allocs - 1);
}

static void area_give_back(struct pcpu_chunk *chunk, unsigned int at)
{
	unsigned long flags;

	spin_lock_irqsave(&pcpu_lock, flags);
	area_give_locked(chunk, at);
	spin_unlock_irqrestore(&pcpu_lock, flags);
}

static bool area_populate(struct pcpu_chunk *chunk, const struct request *r)
{
	unsigned long offset = r->at * PCPU_MIN_ALLOC_SIZE;
	unsigned int page = offset / PAGE_SIZE, end = PFN_UP(offset + r->size);

	for (; page < end; page++)
		if (!test_bit(page, chunk->populated) && !page_populate(chunk, page, r->gfp))
			return false;
	return true;
}

static struct pcpu_chunk *area_make_locked(struct request *r)
{
	struct pcpu_chunk *chunk;

	while (!(chunk = area_take(r)))
		if (!chunk_make(r->gfp)) {
			r->why = "failed to allocate new chunk";
			return NULL;
		}
	if (area_populate(chunk, r))
		return chunk;
	area_give_back(chunk, r->at);
	r->why = "failed to populate";
	return NULL;
}

/* May sleep. */
static struct pcpu_chunk *area_make(struct request *r)
{
	struct pcpu_chunk *chunk;

	if (r->gfp & __GFP_NOFAIL)
		mutex_lock(&pcpu_mutex);
	else if (mutex_lock_killable(&pcpu_mutex))
		return NULL;
	chunk = area_make_locked(r);
	mutex_unlock(&pcpu_mutex);
	return chunk;
}

static struct pcpu_chunk *area_find_atomic(struct request *r)
{
	struct pcpu_chunk *chunk = area_take(r);

	if (!chunk) {
		r->why = "atomic alloc failed, no space left";
		WRITE_ONCE(atomic_failed, true);
	}
	return chunk;
}

/* As Linux: ten times, and only for who may sleep. */
static void failure_report(const struct request *r)
{
	static atomic_t warn_limit = ATOMIC_INIT(10);
	int left;

	if (r->atomic || !r->why || (r->gfp & __GFP_NOWARN))
		return;
	left = atomic_dec_if_positive(&warn_limit);
	if (left < 0)
		return;
	pr_warn("allocation failed, size=%zu align=%zu atomic=%d, %s\n", r->size, r->align, r->atomic,
		r->why);
	dump_stack();
	if (!left)
		pr_info("limit reached, disable warning\n");
}

static void copies_zero(unsigned long addr, size_t size)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		memset((void *)(addr + per_cpu_offset(cpu)), 0, size);
}

static void __percpu *area_alloc(size_t size, size_t align, gfp_t gfp, unsigned long ip)
{
	struct request r = {
		.size = ALIGN(size, PCPU_MIN_ALLOC_SIZE),
		.align = max_t(size_t, align, PCPU_MIN_ALLOC_SIZE),
		.ip = is_module_text_address(ip) ? ip : 0,
	};
	struct pcpu_chunk *chunk;
	unsigned long addr;

	gfp = current_gfp_context(gfp);
	r.atomic = (gfp & GFP_KERNEL) != GFP_KERNEL;
	r.gfp = gfp & (GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN | __GFP_NOFAIL);
	if (!r.size || r.size > PCPU_MIN_UNIT_SIZE || r.align > PAGE_SIZE || !is_power_of_2(r.align)) {
		WARN(!(gfp & __GFP_NOWARN), "illegal size (%zu) or align (%zu) for percpu allocation\n",
		     r.size, r.align);
		return NULL;
	}
	might_sleep_if(!r.atomic);
	chunk = r.atomic ? area_find_atomic(&r) : area_make(&r);
	if (!chunk || READ_ONCE(pcpu_nr_empty) < PCPU_EMPTY_POP_PAGES_LOW)
		balance_schedule();
	if (!chunk) {
		failure_report(&r);
		return NULL;
	}
	addr = chunk->base + r.at * PCPU_MIN_ALLOC_SIZE;
	copies_zero(addr, r.size);
	return (void __percpu *)addr;
}

void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
{
	return area_alloc(size, align, gfp, _RET_IP_);
}
EXPORT_SYMBOL_GPL(__alloc_percpu_gfp);

void __percpu *__alloc_percpu(size_t size, size_t align)
{
	return area_alloc(size, align, GFP_KERNEL, _RET_IP_);
}
EXPORT_SYMBOL_GPL(__alloc_percpu);

/* ---- freeing ---- */

static struct pcpu_chunk *chunk_of(unsigned long addr)
{
	unsigned long place = (addr - window) / PCPU_CHUNK_SIZE;

	return place < nr_places ? chunks[place] : NULL;
}

/* What is wrong with freeing @addr; NULL if nothing is. */
static const char *free_is_wrong(const struct pcpu_chunk *chunk, unsigned long addr)
{
	unsigned long offset = addr - chunk->base, unit = offset / PCPU_MIN_ALLOC_SIZE;

	if (!test_bit(unit, chunk->used))
		return "is not in use: freed twice?";
	if (offset % PCPU_MIN_ALLOC_SIZE ||
	    (unit && test_bit(unit - 1, chunk->used) && !test_bit(unit - 1, chunk->last)))
		return "is not the start of a live allocation";
	return NULL;
}

/* Is there work to be done, after something of @chunk was freed? */
static bool wants_balance(const struct pcpu_chunk *chunk)
{
	if (chunk->slot == PCPU_SLOT_FREE)
		return !list_is_singular(&pcpu_slots[PCPU_SLOT_FREE]);
	return chunk_has_too_much(chunk);
}

void free_percpu(void __percpu *ptr)
{
	unsigned long addr = (unsigned long)ptr, flags;
	const char *wrong = "was not allocated by alloc_percpu";
	struct pcpu_chunk *chunk;
	bool surplus = false;

	if (!ptr)
		return;
	spin_lock_irqsave(&pcpu_lock, flags);
	chunk = chunk_of(addr);
	if (chunk)
		wrong = free_is_wrong(chunk, addr);
	if (!wrong) {
		area_give_locked(chunk, (addr - chunk->base) / PCPU_MIN_ALLOC_SIZE);
		surplus = wants_balance(chunk);
	}
	spin_unlock_irqrestore(&pcpu_lock, flags);
	if (surplus)
		balance_schedule();
	WARN(wrong, "free_percpu: %px %s\n", ptr, wrong);
}
EXPORT_SYMBOL_GPL(free_percpu);

phys_addr_t per_cpu_ptr_to_phys(void *addr)
{
	phys_addr_t phys = 0;
	unsigned long flags;
	unsigned int cpu;

	spin_lock_irqsave(&pcpu_lock, flags);
	for_each_possible_cpu(cpu) {
		unsigned long own = (unsigned long)addr - per_cpu_offset(cpu);
		struct pcpu_chunk *chunk = chunk_of(own);
		unsigned int page = chunk ? (own - chunk->base) / PAGE_SIZE : 0;

		if (!chunk || !test_bit(page, chunk->populated))
			continue;
		phys = PFN_PHYS(page_frames(chunk, page)[cpu]) + offset_in_page(addr);
		break;
	}
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return phys;
}
EXPORT_SYMBOL_GPL(per_cpu_ptr_to_phys);

/* ---- for the checks, and boot ---- */

unsigned long percpu_nr_allocs(void)
{
	return READ_ONCE(nr_allocs);
}

unsigned long percpu_nr_pages(void)
{
	return global_node_page_state(NR_PERCPU) + atomic_long_read(&nr_table_pages);
}

unsigned int percpu_nr_chunks(void)
{
	return READ_ONCE(nr_chunks);
}

struct pcpu_chunk *percpu_chunk_at(unsigned int index)
{
	return index < nr_places ? chunks[index] : NULL;
}

int __init percpu_init(char *why, size_t why_size)
{
	unsigned int cpu;
	int err;

	for_each_possible_cpu(cpu)
		__per_cpu_offset[cpu] = arch_percpu_offset(cpu);
	pcpu_slots_init();
	err = percpu_vm_init(&window, &window_size, why, why_size);
	nr_places = window_size / PCPU_CHUNK_SIZE;
	if (!err)
		err = percpu_sections_copy(why, why_size);
	if (err)
		return err;
	pcp_init();
	return 0;
}

/** percpu_balance_init - from now on the reserve is kept. Boot list: after work queues. */
void __init percpu_balance_init(void)
{
	balance(NULL);
	WRITE_ONCE(balance_is_possible, true);
}
