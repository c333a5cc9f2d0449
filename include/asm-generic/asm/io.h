/* SPDX-License-Identifier: MIT */
/*
 * asm/io.h - access to device memory and ports (row C2)
 *
 * All of it becomes one of four calls, which find the device by the address (mm/io_access.c).
 *
 * Order: accesses of one context to one device arrive in the order of the program, for each is a call that
 * returns when the device has answered; so there are no posted writes. writel() puts earlier accesses of memory
 * before itself (wmb), readl() later ones behind (rmb), as drivers expect of a doorbell
 * and of a status. The _relaxed and __raw_ forms promise neither. docs/devices.md has the argument.
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

#define __IO_MEM_ACCESS(sfx, type)							\
static __always_inline type read##sfx##_relaxed(const volatile void __iomem *addr)	\
{											\
	return __io_mem_read(addr, sizeof(type));					\
}											\
static __always_inline void write##sfx##_relaxed(type value, volatile void __iomem *addr) \
{											\
	__io_mem_write(addr, value, sizeof(type));					\
}											\
static __always_inline type __raw_read##sfx(const volatile void __iomem *addr)		\
{											\
	return __io_mem_read(addr, sizeof(type));					\
}											\
static __always_inline void __raw_write##sfx(type value, volatile void __iomem *addr)	\
{											\
	__io_mem_write(addr, value, sizeof(type));					\
}											\
static __always_inline type read##sfx(const volatile void __iomem *addr)		\
{											\
	type value = __io_mem_read(addr, sizeof(type));					\
											\
	rmb();										\
	return value;									\
}											\
static __always_inline void write##sfx(type value, volatile void __iomem *addr)	\
{											\
	wmb();										\
	__io_mem_write(addr, value, sizeof(type));					\
}											\
static __always_inline void reads##sfx(const volatile void __iomem *addr, void *buffer,	\
				       unsigned int count)				\
{											\
	type *at = buffer;								\
											\
	while (count--)									\
		*at++ = __io_mem_read(addr, sizeof(type));				\
	rmb();										\
}											\
static __always_inline void writes##sfx(volatile void __iomem *addr, const void *buffer, \
					unsigned int count)				\
{											\
	const type *at = buffer;							\
											\
	wmb();										\
	while (count--)									\
		__io_mem_write(addr, *at++, sizeof(type));				\
}

__IO_MEM_ACCESS(b, u8)
__IO_MEM_ACCESS(w, u16)
__IO_MEM_ACCESS(l, u32)
__IO_MEM_ACCESS(q, u64)
#undef __IO_MEM_ACCESS

#define __IO_PORT_ACCESS(sfx, type)							\
static __always_inline type in##sfx(unsigned long port)				\
{											\
	type value = __io_port_read(port, sizeof(type));				\
											\
	rmb();										\
	return value;									\
}											\
static __always_inline void out##sfx(type value, unsigned long port)			\
{											\
	wmb();										\
	__io_port_write(port, value, sizeof(type));					\
}											\
static __always_inline type in##sfx##_p(unsigned long port)				\
{											\
	return in##sfx(port);								\
}											\
static __always_inline void out##sfx##_p(type value, unsigned long port)		\
{											\
	out##sfx(value, port);								\
}											\
static __always_inline void ins##sfx(unsigned long port, void *buffer, unsigned int count) \
{											\
	type *at = buffer;								\
											\
	while (count--)									\
		*at++ = __io_port_read(port, sizeof(type));				\
	rmb();										\
}											\
static __always_inline void outs##sfx(unsigned long port, const void *buffer, unsigned int count) \
{											\
	const type *at = buffer;							\
											\
	wmb();										\
	while (count--)									\
		__io_port_write(port, *at++, sizeof(type));				\
}

__IO_PORT_ACCESS(b, u8)
__IO_PORT_ACCESS(w, u16)
__IO_PORT_ACCESS(l, u32)
#undef __IO_PORT_ACCESS

/* ---- one address for both: ioread8() and so on ---- */

/* What ioport_map() gives for a port: an address in the first pages, where no mapping is. */
#define PIO_OFFSET	0x10000UL
#define PIO_MASK	0x0ffffUL
#define PIO_RESERVED	0x40000UL

u64 __io_any_read(const volatile void __iomem *addr, unsigned int width);
void __io_any_write(volatile void __iomem *addr, u64 value, unsigned int width);

#define __IO_ANY_ACCESS(bits)								\
static __always_inline u##bits ioread##bits(const volatile void __iomem *addr)		\
{											\
	u##bits value = __io_any_read(addr, bits / 8);					\
											\
	rmb();										\
	return value;									\
}											\
static __always_inline void iowrite##bits(u##bits value, volatile void __iomem *addr)	\
{											\
	wmb();										\
	__io_any_write(addr, value, bits / 8);						\
}											\
static __always_inline void ioread##bits##_rep(const volatile void __iomem *addr, void *buffer, \
					       unsigned long count)			\
{											\
	u##bits *at = buffer;								\
											\
	while (count--)									\
		*at++ = __io_any_read(addr, bits / 8);					\
	rmb();										\
}											\
static __always_inline void iowrite##bits##_rep(volatile void __iomem *addr, const void *buffer, \
						unsigned long count)			\
{											\
	const u##bits *at = buffer;							\
											\
	wmb();										\
	while (count--)									\
		__io_any_write(addr, *at++, bits / 8);					\
}

__IO_ANY_ACCESS(8)
__IO_ANY_ACCESS(16)
__IO_ANY_ACCESS(32)
__IO_ANY_ACCESS(64)
#undef __IO_ANY_ACCESS

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
