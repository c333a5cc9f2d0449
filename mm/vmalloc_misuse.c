// SPDX-License-Identifier: MIT
/*
 * mm/vmalloc_misuse.c - areas given back wrongly, and touches of what is no memory: whose was it?
 *
 * A wrong vfree() or vunmap() is told apart, reported and not carried out. A fault in the vmalloc
 * range is explained by the area that the address lies in or behind. An area that was given back is
 * known until its addresses are purged.
 *
 * Linux      "Trying to vfree() ..." are its words; it tells fewer kinds apart.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/export.h>
#include "mm/vmalloc.h"

static const char *const misuse_text[NR_VMALLOC_MISUSE] = {
	[VMALLOC_MISUSE_NONE]	   = "nothing wrong",
	[VMALLOC_MISUSE_UNALIGNED] = "address is inside of a page",
	[VMALLOC_MISUSE_FOREIGN]   = "address is not of the vmalloc range",
	[VMALLOC_MISUSE_NOTHING]   = "no area is there",
	[VMALLOC_MISUSE_INSIDE]	   = "address is inside of an area, not its start",
	[VMALLOC_MISUSE_FREED]	   = "the area was given back already",
	[VMALLOC_MISUSE_OTHER]	   = "the area is of another kind",
};

const char *vmalloc_misuse_text(enum vmalloc_misuse kind)
{
	return misuse_text[kind];
}

/* What is known of the range that an address lies in. */
struct place {
	unsigned long addr;
	unsigned long start;
	unsigned long end;
	unsigned long mapped_end;	/* taken: where the guard begins */
	unsigned long flags;
	enum vmap_state state;
	const void *caller;
};

static void place_look(const struct vmap_area *area, void *arg)
{
	struct place *p = arg;

	p->start = area->start;
	p->end = p->mapped_end = area->end;
	p->state = area->state;
	if (p->state == VMAP_LAZY)
		p->caller = area->caller;
	if (p->state == VMAP_FREE || p->state == VMAP_LAZY)
		return;
	p->mapped_end = area->start + ((unsigned long)vmap_area_nr_mapped(area) << PAGE_SHIFT);
	p->caller = area->vm ? area->vm->caller : NULL;
	p->flags = area->vm ? area->vm->flags : 0;
}

/* Also for a lock's holder and in the middle of anything: then nothing is known. */
static bool place_find(unsigned long addr, struct place *p)
{
	*p = (struct place) { .addr = addr };
	return is_vmalloc_addr((void *)addr) && vmap_area_try_visit(&vmap_space, addr, place_look, p);
}

static const char *place_kind(const struct place *p)
{
	if (p->state == VMAP_LAZY)
		return "freed vmalloc";
	return p->flags & VM_ALLOC ? "vmalloc" : p->flags & VM_IOREMAP ? "ioremap" : p->flags ? "vmap" : "vm_map_ram";
}

static void place_print(const char *where, unsigned long distance, const struct place *p)
{
	pr_alert("It is %lu bytes %s the %s area 0x%px-0x%px of %lu bytes", distance, where, place_kind(p),
		 (void *)p->start, (void *)p->end, p->mapped_end - p->start);
	if (p->caller)
		pr_cont(", allocated by %pS\n", p->caller);
	else
		pr_cont("\n");
}

/* ---- wrong frees ---- */

static enum vmalloc_misuse misuse_of(const void *addr, struct place *p)
{
	if (!PAGE_ALIGNED((unsigned long)addr))
		return VMALLOC_MISUSE_UNALIGNED;
	if (!is_vmalloc_addr(addr))
		return VMALLOC_MISUSE_FOREIGN;
	if (!place_find((unsigned long)addr, p) || p->state == VMAP_FREE)
		return VMALLOC_MISUSE_NOTHING;
	if (p->state != VMAP_TAKEN)
		return VMALLOC_MISUSE_FREED;
	return p->start == (unsigned long)addr ? VMALLOC_MISUSE_OTHER : VMALLOC_MISUSE_INSIDE;
}

void vmalloc_misuse_report(const char *what, const void *addr)
{
	struct place p = {};
	enum vmalloc_misuse kind = misuse_of(addr, &p);

	WARN(1, "Trying to %s() %s (%px): %s\n", what,
	     kind == VMALLOC_MISUSE_UNALIGNED ? "bad address" : "nonexistent vm area", addr, misuse_text[kind]);
	if (kind == VMALLOC_MISUSE_UNALIGNED)
		place_find((unsigned long)addr, &p);
	if (p.end && p.state != VMAP_FREE)
		place_print("inside of", (unsigned long)addr - p.start, &p);
}

/* ---- what modules leave ---- */

struct left {
	const struct module *mod;
	bool found;
	unsigned long start, end;
	struct vm_struct vm;
};

/* ioremap() tells of its mappings by itself. */
static void left_look(const struct vmap_area *area, void *arg)
{
	struct left *left = arg;

	left->start = area->start;
	left->end = area->end;
	left->found = area->state == VMAP_TAKEN && area->vm && !(area->vm->flags & VM_IOREMAP) &&
		      within_module((unsigned long)area->vm->caller, left->mod);
	if (left->found)
		left->vm = *area->vm;
}

int vmalloc_module_left(const struct module *mod)
{
	struct left left = { .mod = mod };
	int nr = 0;

	while (vmap_area_visit(&vmap_space, left.end, left_look, &left)) {
		if (!left.found)
			continue;
		pr_err("%s: unloaded, but still has the %s area 0x%px-0x%px of %lu bytes\n", mod->name,
		       left.vm.flags & VM_ALLOC ? "vmalloc" : "vmap", (void *)left.start, (void *)left.end,
		       get_vm_area_size(&left.vm));
		pr_err("%s: allocated by %pB\n", mod->name, left.vm.caller);
		add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
		nr++;
	}
	return nr;
}

/* ---- faults ---- */

void vmalloc_explain_fault(unsigned long addr)
{
	struct place at, next;

	if (!place_find(addr, &at))
		return;
	if (at.state == VMAP_FREE) {
		pr_alert("It is in the vmalloc range, where no area is\n");
		return;
	}
	if (at.state == VMAP_LAZY || at.state == VMAP_GOING) {
		place_print("inside of", addr - at.start, &at);
		return;
	}
	if (addr < at.mapped_end) {
		if (!(at.flags & VM_IOREMAP))
			place_print("inside of", addr - at.start, &at);
		return;
	}
	place_print("behind", addr - at.mapped_end, &at);
	if (place_find(at.end, &next) && next.state == VMAP_TAKEN)
		place_print("before", next.start - addr, &next);
}

/**
 * vmalloc_dump_obj - print which vmalloc area an address lies in
 * @object:	the address
 *
 * Context: any; continues a line of the log.
 * Return: true if it lies in one; else false, and nothing is printed. Row C1.
 */
bool vmalloc_dump_obj(void *object)
{
	struct place p;

	if (!place_find((unsigned long)object, &p) || p.state != VMAP_TAKEN)
		return false;
	pr_cont(" %lu-page vmalloc region starting at %#lx allocated at %pS\n",
		(p.mapped_end - p.start) >> PAGE_SHIFT, p.start, p.caller);
	return true;
}
EXPORT_SYMBOL_GPL(vmalloc_dump_obj);
