/* SPDX-License-Identifier: MIT */
/*
 * linux/io_model.h - the device's side of I/O memory and ports: hardware made of software
 *
 * A model answers at a range of physical addresses outside of memory, or of ports. Drivers reach it
 * as they reach hardware: ioremap() and readl(), or inb(). Quarry's own; docs/devices.md shows how
 * to write one. Row C2.
 */
#ifndef _LINUX_IO_MODEL_H
#define _LINUX_IO_MODEL_H

#include <linux/types.h>

struct io_model;

enum io_model_kind {
	IO_MODEL_REGISTERS,	/* each access is a call of @ops; a raw touch faults */
	IO_MODEL_MEMORY,	/* plain memory that the device and the driver share; whole pages */
	IO_MODEL_PORTS,		/* as registers, at ports: inb(), outb() */
};

/**
 * struct io_model_ops - what registers do
 * @read:	the value of the @width bytes at @offset
 * @write:	@value goes there
 *
 * Called in the context of the access, any context, with preemption off: they take spinlocks
 * with interrupts off, never sleep, and may raise interrupts.
 */
struct io_model_ops {
	u64	(*read)(struct io_model *model, u64 offset, unsigned int width);
	void	(*write)(struct io_model *model, u64 offset, u64 value, unsigned int width);
};

/**
 * struct io_model - a range that a device answers at
 * @start, @end:	first and last address; by io_model_add()
 * @name:		for reports
 * @widths:		sizes of accesses that it takes, or'ed: 1, 2, 4, 8; 0: all
 * @ops:		of registers and ports
 * @memory:		of memory: its kernel address for the device, zeros at first; by io_model_add()
 * @caller:		who added it
 */
struct io_model {
	u64				start;
	u64				end;
	char				name[32];
	enum io_model_kind		kind;
	unsigned int			widths;
	const struct io_model_ops	*ops;
	void				*memory;
	const void			*caller;
};

/**
 * io_model_add - plug it in: from now on accesses reach it
 * @model:	kind, name, widths and ops set, the rest zero; must live until io_model_remove()
 * @start:	first physical address, or port
 * @size:	bytes; of memory, like @start, whole pages
 *
 * Context: may sleep. Row C2.
 * Return: 0; -EINVAL for such a range, or registers without @ops; -EBUSY where there is memory of the machine
 * or another model; -ENOMEM.
 */
int io_model_add(struct io_model *model, u64 start, u64 size);

/**
 * io_model_remove - pull it out
 * @model:	when this returns its functions are not running and will not be called
 *
 * Mappings of it stay: reads give all ones from now on, a touch of what was its memory faults.
 * Context: may sleep. Row C2.
 */
void io_model_remove(struct io_model *model);

#endif /* _LINUX_IO_MODEL_H */
