// SPDX-License-Identifier: MIT
/*
 * mm/io_access.c - readl() and the others: from an address to the device that answers
 *
 *	address --io_mappings--> physical address --io_mem_models--> registers: ops->read(), memory: a load
 *	port --io_port_models--> ops->read()
 *
 * Both lookups are binary searches in tables without a lock; the device is called as a reader of
 * RCU, so that it does not go away meanwhile (io_model_remove()), with preemption off.
 *
 * An address that no mapping has is touched as it is: hardware does nothing else. So ordinary
 * memory works, as on x86, and what was unmapped faults, which makes an oops that names the
 * driver's line. What the device does not take is reported, and gives all ones, as a bus gives
 * where nobody answers. Row C2.
 * Linux      ports, and physical addresses, that nobody answers at give all ones there, too; the second is
 *            reported here.
 */
#include <linux/align.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "mm/ioremap.h"

/* One access on its way. */
struct access {
	unsigned long		addr;
	unsigned int		width;
	bool			write;
	const void		*caller;
	struct io_mapping_area	*area;
	struct io_model		*model;
	u64			offset;		/* of the model */
};

static u64 all_ones(unsigned int width)
{
	return width == 8 ? ~0ULL : (1ULL << width * 8) - 1;
}

/* ---- plain memory ---- */

static u64 load(const volatile void *p, unsigned int width)
{
	switch (width) {
	case 1:
		return READ_ONCE(*(const volatile u8 *)p);
	case 2:
		return READ_ONCE(*(const volatile u16 *)p);
	case 4:
		return READ_ONCE(*(const volatile u32 *)p);
	default:
		return READ_ONCE(*(const volatile u64 *)p);
	}
}

static void store(volatile void *p, u64 value, unsigned int width)
{
	switch (width) {
	case 1:
		WRITE_ONCE(*(volatile u8 *)p, value);
		break;
	case 2:
		WRITE_ONCE(*(volatile u16 *)p, value);
		break;
	case 4:
		WRITE_ONCE(*(volatile u32 *)p, value);
		break;
	default:
		WRITE_ONCE(*(volatile u64 *)p, value);
	}
}

/* ---- mistakes ---- */

static DEFINE_RATELIMIT_STATE(report_limit, 5 * HZ, 50);

static void report(const struct access *a, const char *why)
{
	u64 phys = a->area ? a->area->phys + (a->addr - a->area->first) : a->addr;

	if (!__ratelimit(&report_limit))
		return;
	if (a->model)
		WARN(1, "I/O memory: %u-byte %s at offset %#llx of %s (%#llx-%#llx) by %pB: %s\n", a->width,
		     a->write ? "write" : "read", a->offset, a->model->name, a->model->start, a->model->end,
		     a->caller, why);
	else
		WARN(1, "I/O memory: %u-byte %s at physical address %pa by %pB: %s\n", a->width,
		     a->write ? "write" : "read", &phys, a->caller, why);
}

/* Does the model take it? */
static bool model_accepts(const struct access *a)
{
	unsigned int widths = a->model->widths;

	if (a->offset + a->width - 1 > a->model->end - a->model->start)
		report(a, "goes beyond the device's end");
	else if (a->model->kind == IO_MODEL_MEMORY)
		return true;
	else if (a->offset % a->width)
		report(a, "not aligned to its size");
	else if (widths && !(widths & a->width))
		report(a, "the device does not take accesses of this size");
	else
		return true;
	return false;
}

/* ---- finding the device; as a reader of RCU ---- */

/* Returns whether there is a mapping; a->model is NULL if it leads nowhere, which is reported. */
static bool mem_find(struct access *a)
{
	u64 phys;

	a->model = NULL;
	a->area = (struct io_mapping_area *)io_range_find(&io_mappings, a->addr);
	if (!a->area)
		return false;
	phys = a->area->phys + (a->addr - a->area->first);
	if (a->addr < a->area->first || a->addr - a->area->first + a->width > a->area->size) {
		report(a, "outside of what ioremap() was asked for");
		return true;
	}
	a->model = (struct io_model *)io_range_find(&io_mem_models, phys);
	if (!a->model) {
		report(a, "no device answers");
		return true;
	}
	a->offset = phys - a->model->start;
	if (!model_accepts(a))
		a->model = NULL;
	return true;
}

/* No mapping, and not memory either: a cookie of a mapping that is gone, or past a mapping's end. */
static bool is_no_address(unsigned long addr)
{
	return addr >= IO_COOKIE_START && addr <= IO_COOKIE_END;
}

static u64 mem_read(struct access *a)
{
	u64 value = all_ones(a->width);

	rcu_read_lock();
	if (mem_find(a)) {
		if (a->model)
			value = a->model->kind == IO_MODEL_MEMORY ? load(a->model->memory + a->offset, a->width) :
				a->model->ops->read(a->model, a->offset, a->width) & all_ones(a->width);
		rcu_read_unlock();
		return value;
	}
	rcu_read_unlock();
	if (is_no_address(a->addr)) {
		report(a, "nothing is mapped there");
		return value;
	}
	return load((const volatile void *)a->addr, a->width);
}

static void mem_write(struct access *a, u64 value)
{
	value &= all_ones(a->width);
	rcu_read_lock();
	if (mem_find(a)) {
		if (a->model && a->model->kind == IO_MODEL_MEMORY)
			store(a->model->memory + a->offset, value, a->width);
		else if (a->model)
			a->model->ops->write(a->model, a->offset, value, a->width);
		rcu_read_unlock();
		return;
	}
	rcu_read_unlock();
	if (is_no_address(a->addr))
		report(a, "nothing is mapped there");
	else
		store((volatile void *)a->addr, value, a->width);
}

u64 __io_mem_read(const volatile void __iomem *addr, unsigned int width)
{
	struct access a = {
		.addr = (__force unsigned long)addr, .width = width, .caller = __builtin_return_address(0),
	};

	return mem_read(&a);
}
EXPORT_SYMBOL(__io_mem_read);

void __io_mem_write(volatile void __iomem *addr, u64 value, unsigned int width)
{
	struct access a = {
		.addr = (__force unsigned long)addr, .width = width, .write = true,
		.caller = __builtin_return_address(0),
	};

	mem_write(&a, value);
}
EXPORT_SYMBOL(__io_mem_write);

/* ---- ports ---- */

/* As a reader of RCU. False: nobody answers there, or not to this. */
static bool port_find(struct access *a)
{
	a->model = (struct io_model *)io_range_find(&io_port_models, a->addr);
	if (!a->model)
		return false;
	a->offset = a->addr - a->model->start;
	return model_accepts(a);
}

static u64 port_read(struct access *a)
{
	u64 value = all_ones(a->width);

	rcu_read_lock();
	if (port_find(a))
		value = a->model->ops->read(a->model, a->offset, a->width) & value;
	rcu_read_unlock();
	return value;
}

static void port_write(struct access *a, u64 value)
{
	rcu_read_lock();
	if (port_find(a))
		a->model->ops->write(a->model, a->offset, value & all_ones(a->width), a->width);
	rcu_read_unlock();
}

u64 __io_port_read(unsigned long port, unsigned int width)
{
	struct access a = { .addr = port, .width = width, .caller = __builtin_return_address(0) };

	return port_read(&a);
}
EXPORT_SYMBOL(__io_port_read);

void __io_port_write(unsigned long port, u64 value, unsigned int width)
{
	struct access a = {
		.addr = port, .width = width, .write = true, .caller = __builtin_return_address(0),
	};

	port_write(&a, value);
}
EXPORT_SYMBOL(__io_port_write);

/* ---- either: the address tells ---- */

/* 1: a port, a->addr; 0: memory; -1: neither, which is reported as Linux does. */
static int is_port(struct access *a)
{
	if (a->addr >= PIO_RESERVED)
		return 0;
	if (a->addr > PIO_OFFSET) {
		a->addr &= PIO_MASK;
		return 1;
	}
	WARN(1, "Bad IO access at port %#lx (%u-byte %s by %pB)\n", a->addr, a->width,
	     a->write ? "write" : "read", a->caller);
	return -1;
}

u64 __io_any_read(const volatile void __iomem *addr, unsigned int width)
{
	struct access a = {
		.addr = (__force unsigned long)addr, .width = width, .caller = __builtin_return_address(0),
	};
	int port = is_port(&a);

	if (port < 0)
		return all_ones(width);
	return port ? port_read(&a) : mem_read(&a);
}
EXPORT_SYMBOL(__io_any_read);

void __io_any_write(volatile void __iomem *addr, u64 value, unsigned int width)
{
	struct access a = {
		.addr = (__force unsigned long)addr, .width = width, .write = true,
		.caller = __builtin_return_address(0),
	};
	int port = is_port(&a);

	if (port > 0)
		port_write(&a, value);
	else if (!port)
		mem_write(&a, value);
}
EXPORT_SYMBOL(__io_any_write);

/**
 * ioport_map - an address for ports, for ioread8() and so on
 * @port:	the first one
 * @nr:		how many
 *
 * Context: any. Row C2.
 * Return: the address; NULL for what is no port.
 */
void __iomem *ioport_map(unsigned long port, unsigned int nr)
{
	return port > PIO_MASK ? NULL : (void __iomem *)(port + PIO_OFFSET);
}
EXPORT_SYMBOL(ioport_map);

/**
 * ioport_unmap - undo ioport_map(): nothing is to be done
 * @addr:	what it gave
 *
 * Context: any. Row C2.
 */
void ioport_unmap(void __iomem *addr)
{
}
EXPORT_SYMBOL(ioport_unmap);

/* ---- many bytes at once ---- */

/* How wide the next access may be: whole pieces, aligned, of a size that the device takes. */
static unsigned int next_width(struct access *a, size_t count)
{
	unsigned int widths = 15, width = 8;
	struct io_range *model;

	rcu_read_lock();
	a->area = (struct io_mapping_area *)io_range_find(&io_mappings, a->addr);
	model = a->area ? io_range_find(&io_mem_models, a->area->phys + (a->addr - a->area->first)) : NULL;
	if (model)
		widths = ((struct io_model *)model)->widths ?: 15;
	rcu_read_unlock();
	while (width > 1 && (width > count || a->addr % width || !(widths & width)))
		width /= 2;
	return width;
}

/**
 * memcpy_fromio - copy out of device memory
 * @to:		where to
 * @from:	from ioremap()
 * @count:	bytes
 *
 * By the widest accesses that the device takes. Row C2.
 * Context: any.
 */
void memcpy_fromio(void *to, const volatile void __iomem *from, size_t count)
{
	struct access a = { .addr = (__force unsigned long)from, .caller = __builtin_return_address(0) };
	u64 value;

	for (; count; count -= a.width, a.addr += a.width, to += a.width) {
		a.width = next_width(&a, count);
		value = mem_read(&a);
		memcpy(to, &value, a.width);
	}
	rmb();
}
EXPORT_SYMBOL(memcpy_fromio);

/**
 * memcpy_toio - copy into device memory
 * @to:		from ioremap()
 * @from:	where from
 * @count:	bytes
 *
 * By the widest accesses that the device takes. Row C2.
 * Context: any.
 */
void memcpy_toio(volatile void __iomem *to, const void *from, size_t count)
{
	struct access a = {
		.addr = (__force unsigned long)to, .write = true, .caller = __builtin_return_address(0),
	};
	u64 value = 0;

	wmb();
	for (; count; count -= a.width, a.addr += a.width, from += a.width) {
		a.width = next_width(&a, count);
		memcpy(&value, from, a.width);
		mem_write(&a, value);
	}
}
EXPORT_SYMBOL(memcpy_toio);

/**
 * memset_io - fill device memory
 * @addr:	from ioremap()
 * @c:		with this byte
 * @count:	bytes
 *
 * By the widest accesses that the device takes. Row C2.
 * Context: any.
 */
void memset_io(volatile void __iomem *addr, int c, size_t count)
{
	struct access a = {
		.addr = (__force unsigned long)addr, .write = true, .caller = __builtin_return_address(0),
	};

	wmb();
	for (; count; count -= a.width, a.addr += a.width) {
		a.width = next_width(&a, count);
		mem_write(&a, (u8)c * 0x0101010101010101ULL);
	}
}
EXPORT_SYMBOL(memset_io);
