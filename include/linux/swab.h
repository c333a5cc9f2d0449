/* SPDX-License-Identifier: MIT */
/* linux/swab.h - reverse the order of bytes */
#ifndef _LINUX_SWAB_H
#define _LINUX_SWAB_H

#include <linux/types.h>

#define ___constant_swab16(x)	((__u16)__builtin_bswap16(x))
#define ___constant_swab32(x)	((__u32)__builtin_bswap32(x))
#define ___constant_swab64(x)	((__u64)__builtin_bswap64(x))
#define __swab16(x)	((__u16)__builtin_bswap16((__u16)(x)))
#define __swab32(x)	((__u32)__builtin_bswap32((__u32)(x)))
#define __swab64(x)	((__u64)__builtin_bswap64((__u64)(x)))

static inline __u16 __swab16p(const __u16 *p) { return __swab16(*p); }
static inline __u32 __swab32p(const __u32 *p) { return __swab32(*p); }
static inline __u64 __swab64p(const __u64 *p) { return __swab64(*p); }
static inline void __swab16s(__u16 *p) { *p = __swab16(*p); }
static inline void __swab32s(__u32 *p) { *p = __swab32(*p); }
static inline void __swab64s(__u64 *p) { *p = __swab64(*p); }

static inline __u32 __swahw32(__u32 x) { return x << 16 | x >> 16; }
static inline __u32 __swahb32(__u32 x) { return (x & 0x00ff00ffU) << 8 | (x & 0xff00ff00U) >> 8; }

#define swab16	__swab16
#define swab32	__swab32
#define swab64	__swab64
#define swab16p	__swab16p
#define swab32p	__swab32p
#define swab64p	__swab64p
#define swab16s	__swab16s
#define swab32s	__swab32s
#define swab64s	__swab64s
#define swahw32	__swahw32
#define swahb32	__swahb32
#define swab(x)	((unsigned long)__swab64(x))

#endif
