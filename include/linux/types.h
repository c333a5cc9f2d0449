/* SPDX-License-Identifier: MIT */
/*
 * linux/types.h - the kernel's basic types
 *
 * u8..u64 have an exact size; u64 is `unsigned long long` everywhere, so that %llu prints it.
 * Types marked __bitwise (gfp_t, __le32, ...) are distinct to a checker and plain to a compiler.
 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#include <linux/compiler_types.h>
#include <linux/stddef.h>

#define __bitwise
#define __bitwise__

typedef signed char		__s8;
typedef unsigned char		__u8;
typedef signed short		__s16;
typedef unsigned short		__u16;
typedef signed int		__s32;
typedef unsigned int		__u32;
typedef signed long long	__s64;
typedef unsigned long long	__u64;

typedef __s8	s8;
typedef __u8	u8;
typedef __s16	s16;
typedef __u16	u16;
typedef __s32	s32;
typedef __u32	u32;
typedef __s64	s64;
typedef __u64	u64;

#define S8_C(x)		x
#define U8_C(x)		x ## U
#define S16_C(x)	x
#define U16_C(x)	x ## U
#define S32_C(x)	x
#define U32_C(x)	x ## U
#define S64_C(x)	x ## LL
#define U64_C(x)	x ## ULL

#define BITS_PER_LONG		(8 * __SIZEOF_LONG__)
#define BITS_PER_LONG_LONG	64

/* What C programs of the same machine agree on. */
typedef __SIZE_TYPE__		__kernel_size_t;
typedef long			__kernel_ssize_t;
typedef __PTRDIFF_TYPE__	__kernel_ptrdiff_t;
typedef long			__kernel_long_t;
typedef unsigned long		__kernel_ulong_t;
typedef __kernel_ulong_t	__kernel_ino_t;
typedef unsigned int		__kernel_mode_t;
typedef int			__kernel_pid_t;
typedef unsigned int		__kernel_uid_t;
typedef unsigned int		__kernel_gid_t;
typedef __kernel_uid_t		__kernel_uid32_t;
typedef __kernel_gid_t		__kernel_gid32_t;
typedef __kernel_long_t		__kernel_off_t;
typedef long long		__kernel_loff_t;
typedef __kernel_long_t		__kernel_old_time_t;
typedef __kernel_long_t		__kernel_time_t;
typedef long long		__kernel_time64_t;
typedef __kernel_long_t		__kernel_clock_t;
typedef int			__kernel_timer_t;
typedef int			__kernel_clockid_t;
typedef char			*__kernel_caddr_t;

typedef __kernel_size_t		size_t;
typedef __kernel_ssize_t	ssize_t;
typedef __kernel_ptrdiff_t	ptrdiff_t;
typedef __UINTPTR_TYPE__	uintptr_t;
typedef __INTPTR_TYPE__		intptr_t;

typedef u32			__kernel_dev_t;
typedef __kernel_dev_t		dev_t;
typedef __kernel_ino_t		ino_t;
typedef __kernel_mode_t		mode_t;
typedef unsigned short		umode_t;
typedef u32			nlink_t;
typedef __kernel_off_t		off_t;
typedef __kernel_pid_t		pid_t;
typedef __kernel_timer_t	timer_t;
typedef __kernel_clockid_t	clockid_t;
typedef __kernel_loff_t		loff_t;
typedef __kernel_uid32_t	uid_t;
typedef __kernel_gid32_t	gid_t;
typedef __kernel_clock_t	clock_t;
typedef s64			time64_t;
typedef s64			ktime_t;

typedef unsigned char		u_char;
typedef unsigned short		u_short;
typedef unsigned int		u_int;
typedef unsigned long		u_long;
typedef unsigned char		unchar;
typedef unsigned short		ushort;
typedef unsigned int		uint;
typedef unsigned long		ulong;
typedef unsigned long long	ullong;

typedef u8	u_int8_t;
typedef s8	int8_t;
typedef u16	u_int16_t;
typedef s16	int16_t;
typedef u32	u_int32_t;
typedef s32	int32_t;
typedef u64	u_int64_t;
typedef s64	int64_t;
typedef u8	uint8_t;
typedef u16	uint16_t;
typedef u32	uint32_t;
typedef u64	uint64_t;

#define aligned_u64	__u64 __aligned(8)
#define aligned_be64	__be64 __aligned(8)
#define aligned_le64	__le64 __aligned(8)
#define __aligned_u64	__u64 __attribute__((aligned(8)))

typedef __u16 __bitwise	__le16;
typedef __u16 __bitwise	__be16;
typedef __u32 __bitwise	__le32;
typedef __u32 __bitwise	__be32;
typedef __u64 __bitwise	__le64;
typedef __u64 __bitwise	__be64;
typedef __u16 __bitwise	__sum16;
typedef __u32 __bitwise	__wsum;

typedef unsigned int __bitwise	gfp_t;
typedef unsigned int __bitwise	slab_flags_t;
typedef unsigned int __bitwise	fmode_t;
typedef unsigned int __bitwise	__poll_t;

typedef u64		phys_addr_t;
typedef u64		dma_addr_t;
typedef u64		sector_t;
typedef u64		blkcnt_t;
typedef phys_addr_t	resource_size_t;
typedef unsigned long	pgoff_t;
typedef unsigned long	irq_hw_number_t;

typedef struct {
	int counter;
} atomic_t;
#define ATOMIC_INIT(i) { (i) }

typedef struct {
	s64 __aligned(8) counter;
} atomic64_t;

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_head {
	struct hlist_node *first;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

/**
 * struct callback_head - what call_rcu() queues
 * @next:	the next one of the queue
 * @func:	called with this structure when no reader can see it any more
 */
struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
} __attribute__((aligned(sizeof(void *))));
#define rcu_head callback_head

typedef void (*rcu_callback_t)(struct rcu_head *head);
typedef void (*call_rcu_func_t)(struct rcu_head *head, rcu_callback_t func);

typedef void (*swap_r_func_t)(void *a, void *b, int size, const void *priv);
typedef void (*swap_func_t)(void *a, void *b, int size);
typedef int (*cmp_r_func_t)(const void *a, const void *b, const void *priv);
typedef int (*cmp_func_t)(const void *a, const void *b);

struct ustat {
	__kernel_long_t	f_tfree;
	unsigned long	f_tinode;
	char		f_fname[6];
	char		f_fpack[6];
};

#endif /* _LINUX_TYPES_H */
