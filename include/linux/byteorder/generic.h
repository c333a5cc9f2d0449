/* SPDX-License-Identifier: MIT */
/*
 * linux/byteorder/generic.h - between the machine's byte order and a fixed one
 *
 * For bits in 16, 32, 64 and order in le, be: cpu_to_ORDERbits(x), ORDERbits_to_cpu(x), with a p at
 * the end for "value at a pointer", with an s for "in place". The plain ones are constant expressions
 * for constants.
 */
#ifndef _LINUX_BYTEORDER_GENERIC_H
#define _LINUX_BYTEORDER_GENERIC_H

#include <linux/swab.h>
#include <linux/types.h>

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define __LITTLE_ENDIAN			1234
#define __LITTLE_ENDIAN_BITFIELD
#define __order_le(bits, x)		((__u##bits)(x))
#define __order_be(bits, x)		__swab##bits(x)
#else
#define __BIG_ENDIAN			4321
#define __BIG_ENDIAN_BITFIELD
#define __order_le(bits, x)		__swab##bits(x)
#define __order_be(bits, x)		((__u##bits)(x))
#endif

#define cpu_to_le16(x)	((__force __le16)__order_le(16, x))
#define cpu_to_le32(x)	((__force __le32)__order_le(32, x))
#define cpu_to_le64(x)	((__force __le64)__order_le(64, x))
#define le16_to_cpu(x)	__order_le(16, (__force __u16)(__le16)(x))
#define le32_to_cpu(x)	__order_le(32, (__force __u32)(__le32)(x))
#define le64_to_cpu(x)	__order_le(64, (__force __u64)(__le64)(x))
#define cpu_to_be16(x)	((__force __be16)__order_be(16, x))
#define cpu_to_be32(x)	((__force __be32)__order_be(32, x))
#define cpu_to_be64(x)	((__force __be64)__order_be(64, x))
#define be16_to_cpu(x)	__order_be(16, (__force __u16)(__be16)(x))
#define be32_to_cpu(x)	__order_be(32, (__force __u32)(__be32)(x))
#define be64_to_cpu(x)	__order_be(64, (__force __u64)(__be64)(x))

#define __cpu_to_le16	cpu_to_le16
#define __cpu_to_le32	cpu_to_le32
#define __cpu_to_le64	cpu_to_le64
#define __le16_to_cpu	le16_to_cpu
#define __le32_to_cpu	le32_to_cpu
#define __le64_to_cpu	le64_to_cpu
#define __cpu_to_be16	cpu_to_be16
#define __cpu_to_be32	cpu_to_be32
#define __cpu_to_be64	cpu_to_be64
#define __be16_to_cpu	be16_to_cpu
#define __be32_to_cpu	be32_to_cpu
#define __be64_to_cpu	be64_to_cpu

#define __quarry_order(order, bits)							\
static inline __u##bits order##bits##_to_cpup(const __##order##bits *p)			\
{											\
	return order##bits##_to_cpu(*p);						\
}											\
static inline __##order##bits cpu_to_##order##bits##p(const __u##bits *p)		\
{											\
	return cpu_to_##order##bits(*p);						\
}											\
static inline void order##bits##_to_cpus(__##order##bits *p)				\
{											\
	*(__u##bits *)p = order##bits##_to_cpu(*p);					\
}											\
static inline void cpu_to_##order##bits##s(__u##bits *p)				\
{											\
	*p = (__force __u##bits)cpu_to_##order##bits(*p);				\
}											\
static inline void order##bits##_add_cpu(__##order##bits *var, u##bits val)		\
{											\
	*var = cpu_to_##order##bits(order##bits##_to_cpu(*var) + val);			\
}											\
static inline void order##bits##_to_cpu_array(u##bits *buf, unsigned int words)		\
{											\
	while (words--) {								\
		*buf = order##bits##_to_cpu((__force __##order##bits)*buf);		\
		buf++;									\
	}										\
}											\
static inline void cpu_to_##order##bits##_array(u##bits *buf, unsigned int words)	\
{											\
	while (words--) {								\
		*buf = (__force u##bits)cpu_to_##order##bits(*buf);			\
		buf++;									\
	}										\
}
__quarry_order(le, 16)
__quarry_order(le, 32)
__quarry_order(le, 64)
__quarry_order(be, 16)
__quarry_order(be, 32)
__quarry_order(be, 64)
#undef __quarry_order

#undef htons
#undef htonl
#undef ntohs
#undef ntohl
#define htons(x)	cpu_to_be16(x)
#define htonl(x)	cpu_to_be32(x)
#define ntohs(x)	be16_to_cpu(x)
#define ntohl(x)	be32_to_cpu(x)
#define __constant_htons(x)	cpu_to_be16(x)
#define __constant_htonl(x)	cpu_to_be32(x)
#define __constant_cpu_to_le16	cpu_to_le16
#define __constant_cpu_to_le32	cpu_to_le32
#define __constant_cpu_to_le64	cpu_to_le64
#define __constant_cpu_to_be16	cpu_to_be16
#define __constant_cpu_to_be32	cpu_to_be32
#define __constant_cpu_to_be64	cpu_to_be64

#endif /* _LINUX_BYTEORDER_GENERIC_H */
