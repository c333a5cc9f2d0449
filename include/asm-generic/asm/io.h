/* SPDX-License-Identifier: MIT */
/*
 * asm/io.h - access to device memory and ports (row C2)
 *
 * All of it becomes one of four calls, which find the device by the address (mm/io_access.c).
 *
 * Order: accesses of one context to one device arrive in the order of the program, for each is a
 * call that returns when the device has answered; so there are no posted writes. writel() puts
 * earlier accesses of memory before itself (wmb), readl() later ones behind (rmb), as drivers
 * expect of a doorbell and of a status. The _relaxed and __raw_ forms promise neither.
 * docs/devices.md has the argument.
 */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <linux/compiler.h>
#include <linux/swab.h>
#include <linux/types.h>
#include <asm/barrier.h>

#define IO_SPACE_LIMIT	0xffff

/* The calls; @width is 1, 2, 4 or 8. Context: any. */
u64 __io_mem_read(const volatile void __iomem *addr, unsigned int width);
void __io_mem_write(volatile void __iomem *addr, u64 value, unsigned int width);
u64 __io_port_read(unsigned long port, unsigned int width);
void __io_port_write(unsigned long port, u64 value, unsigned int width);

/* Macros, so that the line of a report is the driver's. */
#define __io_ordered_read(type, read)	({ type __value = (read); rmb(); __value; })
#define __io_ordered_write(write)	({ wmb(); write; })

#define readb_relaxed(addr)		((u8)__io_mem_read((addr), 1))
#define readw_relaxed(addr)		((u16)__io_mem_read((addr), 2))
#define readl_relaxed(addr)		((u32)__io_mem_read((addr), 4))
#define readq_relaxed(addr)		((u64)__io_mem_read((addr), 8))
#define writeb_relaxed(value, addr)	__io_mem_write((addr), (u8)(value), 1)
#define writew_relaxed(value, addr)	__io_mem_write((addr), (u16)(value), 2)
#define writel_relaxed(value, addr)	__io_mem_write((addr), (u32)(value), 4)
#define writeq_relaxed(value, addr)	__io_mem_write((addr), (u64)(value), 8)

#define __raw_readb(addr)		readb_relaxed(addr)
#define __raw_readw(addr)		readw_relaxed(addr)
#define __raw_readl(addr)		readl_relaxed(addr)
#define __raw_readq(addr)		readq_relaxed(addr)
#define __raw_writeb(value, addr)	writeb_relaxed(value, addr)
#define __raw_writew(value, addr)	writew_relaxed(value, addr)
#define __raw_writel(value, addr)	writel_relaxed(value, addr)
#define __raw_writeq(value, addr)	writeq_relaxed(value, addr)

#define readb(addr)			__io_ordered_read(u8, readb_relaxed(addr))
#define readw(addr)			__io_ordered_read(u16, readw_relaxed(addr))
#define readl(addr)			__io_ordered_read(u32, readl_relaxed(addr))
#define readq(addr)			__io_ordered_read(u64, readq_relaxed(addr))
#define writeb(value, addr)		__io_ordered_write(writeb_relaxed(value, addr))
#define writew(value, addr)		__io_ordered_write(writew_relaxed(value, addr))
#define writel(value, addr)		__io_ordered_write(writel_relaxed(value, addr))
#define writeq(value, addr)		__io_ordered_write(writeq_relaxed(value, addr))

#define inb(port)			__io_ordered_read(u8, __io_port_read((port), 1))
#define inw(port)			__io_ordered_read(u16, __io_port_read((port), 2))
#define inl(port)			__io_ordered_read(u32, __io_port_read((port), 4))
#define outb(value, port)		__io_ordered_write(__io_port_write((port), (u8)(value), 1))
#define outw(value, port)		__io_ordered_write(__io_port_write((port), (u16)(value), 2))
#define outl(value, port)		__io_ordered_write(__io_port_write((port), (u32)(value), 4))
#define inb_p(port)			inb(port)
#define inw_p(port)			inw(port)
#define inl_p(port)			inl(port)
#define outb_p(value, port)		outb(value, port)
#define outw_p(value, port)		outw(value, port)
#define outl_p(value, port)		outl(value, port)

/* @count accesses of one address, from and to a buffer. */
#define __IO_REPEATED(name_in, name_out, type, read, write, where)			\
static __always_inline void name_in(const where, void *buffer, unsigned long count)	\
{											\
	type *at = buffer;								\
											\
	while (count--)									\
		*at++ = read(addr, sizeof(type));					\
	rmb();										\
}											\
static __always_inline void name_out(where, const void *buffer, unsigned long count)	\
{											\
	const type *at = buffer;							\
											\
	wmb();										\
	while (count--)									\
		write(addr, *at++, sizeof(type));					\
}

#define __IO_MEM	volatile void __iomem *addr
#define __IO_PORT	unsigned long addr
__IO_REPEATED(readsb, writesb, u8, __io_mem_read, __io_mem_write, __IO_MEM)
__IO_REPEATED(readsw, writesw, u16, __io_mem_read, __io_mem_write, __IO_MEM)
__IO_REPEATED(readsl, writesl, u32, __io_mem_read, __io_mem_write, __IO_MEM)
__IO_REPEATED(readsq, writesq, u64, __io_mem_read, __io_mem_write, __IO_MEM)
__IO_REPEATED(insb, outsb, u8, __io_port_read, __io_port_write, __IO_PORT)
__IO_REPEATED(insw, outsw, u16, __io_port_read, __io_port_write, __IO_PORT)
__IO_REPEATED(insl, outsl, u32, __io_port_read, __io_port_write, __IO_PORT)

/* ---- one address for both: ioread8() and so on ---- */

/* What ioport_map() gives for a port: an address in the first pages, where no mapping is. */
#define PIO_OFFSET	0x10000UL
#define PIO_MASK	0x0ffffUL
#define PIO_RESERVED	0x40000UL

u64 __io_any_read(const volatile void __iomem *addr, unsigned int width);
void __io_any_write(volatile void __iomem *addr, u64 value, unsigned int width);

#define ioread8(addr)			__io_ordered_read(u8, __io_any_read((addr), 1))
#define ioread16(addr)			__io_ordered_read(u16, __io_any_read((addr), 2))
#define ioread32(addr)			__io_ordered_read(u32, __io_any_read((addr), 4))
#define ioread64(addr)			__io_ordered_read(u64, __io_any_read((addr), 8))
#define iowrite8(value, addr)		__io_ordered_write(__io_any_write((addr), (u8)(value), 1))
#define iowrite16(value, addr)		__io_ordered_write(__io_any_write((addr), (u16)(value), 2))
#define iowrite32(value, addr)		__io_ordered_write(__io_any_write((addr), (u32)(value), 4))
#define iowrite64(value, addr)		__io_ordered_write(__io_any_write((addr), (u64)(value), 8))

__IO_REPEATED(ioread8_rep, iowrite8_rep, u8, __io_any_read, __io_any_write, __IO_MEM)
__IO_REPEATED(ioread16_rep, iowrite16_rep, u16, __io_any_read, __io_any_write, __IO_MEM)
__IO_REPEATED(ioread32_rep, iowrite32_rep, u32, __io_any_read, __io_any_write, __IO_MEM)
__IO_REPEATED(ioread64_rep, iowrite64_rep, u64, __io_any_read, __io_any_write, __IO_MEM)
#undef __IO_REPEATED
#undef __IO_MEM
#undef __IO_PORT

/* Of devices that have their bytes the other way round. */
#define ioread16be(addr)		swab16(ioread16(addr))
#define ioread32be(addr)		swab32(ioread32(addr))
#define ioread64be(addr)		swab64(ioread64(addr))
#define iowrite16be(value, addr)	iowrite16(swab16(value), addr)
#define iowrite32be(value, addr)	iowrite32(swab32(value), addr)
#define iowrite64be(value, addr)	iowrite64(swab64(value), addr)

void memcpy_fromio(void *to, const volatile void __iomem *from, size_t count);
void memcpy_toio(volatile void __iomem *to, const void *from, size_t count);
void memset_io(volatile void __iomem *addr, int c, size_t count);

/* Accesses are not put off, so there is nothing to push out before a lock is given back. */
#define mmiowb()	barrier()

#endif /* _ASM_IO_H */
