/* SPDX-License-Identifier: MIT */
/* asm/unaligned.h - integers at any address, in any byte order */
#ifndef _ASM_UNALIGNED_H
#define _ASM_UNALIGNED_H

#include <linux/types.h>
#include <asm/byteorder.h>

#define get_unaligned(ptr) ({						\
	const struct { typeof(*(ptr)) x; } __packed *__pptr = (const void *)(ptr); \
	__pptr->x;							\
})
#define put_unaligned(val, ptr) do {					\
	struct { typeof(*(ptr)) x; } __packed *__pptr = (void *)(ptr);	\
	__pptr->x = (val);						\
} while (0)

#define __quarry_unaligned(order, bits)						\
static inline u##bits get_unaligned_##order##bits(const void *p)		\
{										\
	return order##bits##_to_cpu(get_unaligned((const __##order##bits *)p));	\
}										\
static inline void put_unaligned_##order##bits(u##bits val, void *p)		\
{										\
	put_unaligned(cpu_to_##order##bits(val), (__##order##bits *)p);		\
}
__quarry_unaligned(le, 16)
__quarry_unaligned(le, 32)
__quarry_unaligned(le, 64)
__quarry_unaligned(be, 16)
__quarry_unaligned(be, 32)
__quarry_unaligned(be, 64)
#undef __quarry_unaligned

static inline u32 get_unaligned_be24(const void *p)
{
	const u8 *b = p;

	return b[0] << 16 | b[1] << 8 | b[2];
}

static inline u32 get_unaligned_le24(const void *p)
{
	const u8 *b = p;

	return b[0] | b[1] << 8 | b[2] << 16;
}

static inline void put_unaligned_be24(const u32 val, void *p)
{
	u8 *b = p;

	b[0] = val >> 16;
	b[1] = val >> 8;
	b[2] = val;
}

static inline void put_unaligned_le24(const u32 val, void *p)
{
	u8 *b = p;

	b[0] = val;
	b[1] = val >> 8;
	b[2] = val >> 16;
}

#endif
