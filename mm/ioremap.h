/* SPDX-License-Identifier: MIT */
/*
 * mm/ioremap.h - mappings of device memory, between their files and for the rest of the kernel
 *
 * io_range.c	tables that are asked without a lock
 * io_model.c	devices, by physical address and by port
 * ioremap.c	mappings, by kernel address
 * io_access.c	readl() and the others: from a kernel address to a device
 * io_devres.c	the devm_ forms
 */
#ifndef MM_IOREMAP_H
#define MM_IOREMAP_H

#include <linux/io_model.h>
#include <linux/ioport.h>
#include <linux/types.h>

#include "mm/io_range.h"

struct module;
struct vm_struct;

/* Bits of a physical address: memory and devices lie below 2^46, as on most x86-64 machines. */
#define PHYS_ADDR_BITS	46

/**
 * struct io_mapping_area - one ioremap()
 * @range:	all its kernel addresses: whole pages, and the guard page behind them
 * @first:	the one that was given out, and
 * @size:	bytes that were asked for
 * @phys:	what is behind @first
 * @vm:		the addresses; NULL where the port has no MMU
 * @cookie:	there, the addresses: nothing is behind them, but accessors know them
 * @caller:	who mapped it
 */
struct io_mapping_area {
	struct io_range		range;
	unsigned long		first;
	unsigned long		size;
	u64			phys;
	struct vm_struct	*vm;
	struct resource		cookie;
	const void		*caller;
};

extern struct io_range_table io_mappings;	/* struct io_mapping_area, by kernel address */
extern struct io_range_table io_mem_models;	/* struct io_model, by physical address */
extern struct io_range_table io_port_models;	/* struct io_model, by port */

/* Where the port has no MMU: addresses that no memory has. */
#define IO_COOKIE_START	(1UL << 62)
#define IO_COOKIE_END	(IO_COOKIE_START + (1UL << PHYS_ADDR_BITS) - 1)

/** ioremap_caller - ioremap() for @caller, a code address. May sleep. */
void __iomem *ioremap_caller(u64 phys, unsigned long size, const void *caller);
/** ioremap_model_pages - map or unmap @model's memory where it is ioremap()ped. io_range_mutex held; -ENOMEM */
int ioremap_model_pages(struct io_model *model, bool map);
/** ioremap_explain_fault - if a fault at @addr has to do with I/O memory, say what. In a fault handler. */
void ioremap_explain_fault(unsigned long addr);
/** ioremap_module_left - report and undo what @mod, which goes, has left mapped or plugged in; how many */
int ioremap_module_left(const struct module *mod);
/** io_model_module_left - the models' part of it */
int io_model_module_left(const struct module *mod);

#endif /* MM_IOREMAP_H */
