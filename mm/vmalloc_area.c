// SPDX-License-Identifier: MIT
/*
 * mm/vmalloc_area.c - areas of kernel addresses, with nothing behind them yet
 *
 *	addr                      addr + get_vm_area_size()  addr + size
 *	| pages mapped by the area's owner .............. | guard: never mapped |
 *
 * Given back, an area is unmapped at once: its frames are somebody else's a moment later, and a
 * stray touch must fault. On the host to unmap is one call which flushes the CPUs as well, so there
 * is no flush to put off. What is put off are the addresses: they rest (lazy) until
 * lazy_max_pages() of them rest, until there is no room left, or until vm_unmap_aliases(); then all
 * go back in one sweep.
 *
 * Locking    vmap_space.lock, see vmap_area.c. An area's contents are its owner's.
 * Linux      as 6.1.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/notifier.h>
#include <linux/ratelimit.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <linux/export.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/highmem.h"
#include "mm/page_init.h"
#include "mm/vmalloc.h"

#define LAZY_BYTES_PER_STEP	(32UL << 20)	/* as Linux */
#define IOREMAP_MAX_ORDER	(7 + PAGE_SHIFT)

struct vmap_space vmap_space;
unsigned long vmalloc_start;
unsigned long vmalloc_end;
EXPORT_SYMBOL(vmalloc_start);
EXPORT_SYMBOL(vmalloc_end);

bool is_vmalloc_addr(const void *x)
{
	return (unsigned long)x >= vmalloc_start && (unsigned long)x < vmalloc_end;
}
EXPORT_SYMBOL(is_vmalloc_addr);

bool is_vmalloc_or_module_addr(const void *x)
{
	return is_vmalloc_addr(x);
}

/* ---- addresses that rest ---- */

/* More CPUs free more at a time, but by far not in proportion. */
static unsigned long lazy_max_pages(void)
{
	return fls(num_online_cpus()) * (LAZY_BYTES_PER_STEP / PAGE_SIZE);
}

static void purge_work_fn(struct work_struct *work)
{
	vmap_space_purge(&vmap_space);
}

static DECLARE_WORK(purge_work, purge_work_fn);

/**
 * vm_unmap_aliases - addresses of areas that were given back can be given out again
 *
 * Their mappings went when they were given back.
 * Context: may sleep. Row C1.
 */
void vm_unmap_aliases(void)
{
	might_sleep();
	vmap_space_purge(&vmap_space);
}
EXPORT_SYMBOL_GPL(vm_unmap_aliases);

static BLOCKING_NOTIFIER_HEAD(purge_notifiers);

/**
 * register_vmap_purge_notifier - be asked to give areas back when there is no room
 * @nb:	called with a pointer to a count of pages, to which it adds what it gave back
 *
 * Context: may sleep.
 * Return: 0 or a negative errno. Row C1.
 */
int register_vmap_purge_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&purge_notifiers, nb);
}
EXPORT_SYMBOL_GPL(register_vmap_purge_notifier);

/**
 * unregister_vmap_purge_notifier - be asked no more
 * @nb:	as registered
 *
 * Context: may sleep.
 * Return: 0 or a negative errno. Row C1.
 */
int unregister_vmap_purge_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&purge_notifiers, nb);
}
EXPORT_SYMBOL_GPL(unregister_vmap_purge_notifier);

/* ---- getting ---- */

static struct vmap_area *addresses_get(const struct vmap_request *request, struct vm_struct *vm, gfp_t gfp)
{
	struct vmap_area *area = vmap_area_alloc(&vmap_space, request, vm, gfp);
	unsigned long freed = 0;

	if (PTR_ERR_OR_ZERO(area) != -EBUSY || !gfpflags_allow_blocking(gfp))
		return area;
	blocking_notifier_call_chain(&purge_notifiers, 0, &freed);
	if (freed)
		area = vmap_area_alloc(&vmap_space, request, vm, gfp);
	if (IS_ERR(area) && !(gfp & __GFP_NOWARN) && printk_ratelimit())
		pr_warn("vmap allocation for size %lu failed: %lu MB of addresses are too few\n",
			request->size, VMALLOC_TOTAL >> 20);
	return area;
}

struct vm_struct *vm_area_get(const struct vmap_request *request, unsigned long flags, gfp_t gfp,
			      const void *caller)
{
	struct vmap_request r = *request;
	struct vm_struct *vm;

	might_sleep();
	r.size = PAGE_ALIGN(r.size);
	if (!r.size || WARN_ON(in_interrupt()))
		return NULL;
	gfp &= GFP_RECLAIM_MASK;
	vm = kzalloc(sizeof(*vm), gfp);
	if (!vm)
		return NULL;
	if (flags & VM_IOREMAP)
		r.align = 1UL << clamp_t(int, get_count_order_long(r.size), PAGE_SHIFT, IOREMAP_MAX_ORDER);
	if (!(flags & VM_NO_GUARD))
		r.size += PAGE_SIZE;
	vm->flags = flags;
	vm->caller = caller;
	vm->size = r.size;
	if (!IS_ERR(addresses_get(&r, vm, gfp)))
		return vm;
	kfree(vm);
	return NULL;
}

/**
 * get_vm_area_caller - get_vm_area(), with the caller named in /proc/vmallocinfo
 * @size:	bytes
 * @flags:	VM_ flags
 * @caller:	code address to show
 *
 * Context: may sleep.
 * Return: the descriptor, or NULL. Row C1.
 */
struct vm_struct *get_vm_area_caller(unsigned long size, unsigned long flags, const void *caller)
{
	struct vmap_request request = { .size = size, .align = PAGE_SIZE };

	might_sleep();		/* the first call of an embedding program boots: there are no bounds before */
	request.start = VMALLOC_START;
	request.end = VMALLOC_END;
	return vm_area_get(&request, flags, GFP_KERNEL, caller);
}
EXPORT_SYMBOL_GPL(get_vm_area_caller);

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags)
{
	return get_vm_area_caller(size, flags, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(get_vm_area);

/* ---- looking up ---- */

/**
 * find_vm_area - the area that an address lies in
 * @addr:	any address of it
 *
 * Context: any. The area must not be given back meanwhile.
 * Return: the descriptor, or NULL. Row C1.
 */
struct vm_struct *find_vm_area(const void *addr)
{
	struct vmap_area *area = vmap_area_find(&vmap_space, (unsigned long)addr);

	return area ? area->vm : NULL;
}
EXPORT_SYMBOL_GPL(find_vm_area);

unsigned int vmap_area_nr_mapped(const struct vmap_area *area)
{
	/* vm_map_ram() has neither descriptor nor guard. */
	return (area->vm ? get_vm_area_size(area->vm) : area->end - area->start) >> PAGE_SHIFT;
}

struct page **vmap_area_pages(const struct vmap_area *area)
{
	if (area->frames || !area->vm || area->vm->flags & VM_UNINITIALIZED)
		return area->frames;
	return area->vm->pages;
}

/* ---- giving back ---- */

void vmap_area_unmap(const struct vmap_area *area)
{
	arch_unmap_pages(area->start, vmap_area_nr_mapped(area));
}

void vmap_area_release(struct vmap_area *area)
{
	kvfree(area->frames);
	vmap_mappings_release(area->nr_claimed);
	if (vmap_area_free(&vmap_space, area) > lazy_max_pages())
		schedule_work(&purge_work);
}

static bool has_vm(const struct vmap_area *area)
{
	return area->vm;
}

struct vm_struct *remove_vm_area(const void *addr)
{
	struct vmap_area *area;
	struct vm_struct *vm;

	might_sleep();
	area = vmap_area_claim(&vmap_space, (unsigned long)addr, has_vm);
	if (!area)
		return NULL;
	vm = area->vm;
	vmap_area_unmap(area);
	vmap_area_release(area);
	return vm;
}
EXPORT_SYMBOL_GPL(remove_vm_area);

/**
 * free_vm_area - take an area away, with its descriptor
 * @area:	from get_vm_area(); pages mapped there stay the caller's
 *
 * Row C1.
 * Context: may sleep.
 */
void free_vm_area(struct vm_struct *area)
{
	struct vm_struct *removed = remove_vm_area(area->addr);

	/* Another's area, or none any more: nothing of this one may be touched. */
	if (WARN(removed != area, "free_vm_area(%px) of no area", area))
		return;
	kfree(removed);
}
EXPORT_SYMBOL_GPL(free_vm_area);

void __init vmalloc_init(void)
{
	highmem_init();
	vmalloc_start = memory_layout.window_start;
	vmalloc_end = memory_layout.window_end;
	vmap_area_init();
	if (vmap_space_init(&vmap_space, vmalloc_start, vmalloc_end))
		panic("No memory for the map of kernel addresses");
}
