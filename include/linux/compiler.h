/* SPDX-License-Identifier: MIT */
/* linux/compiler.h - branch hints, compiler barriers, and accesses that happen exactly once */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/compiler_types.h>

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define likely_notrace(x)	likely(x)
#define unlikely_notrace(x)	unlikely(x)

/* The compiler moves no access to memory across it, and forgets what it knew of memory. */
#define barrier()		__asm__ __volatile__("" : : : "memory")
#define barrier_data(ptr)	__asm__ __volatile__("" : : "r"(ptr) : "memory")
#define barrier_before_unreachable() __asm__ __volatile__("")

#define unreachable()		__builtin_unreachable()

/* A value that the compiler can't reason about. */
#define OPTIMIZER_HIDE_VAR(var)	__asm__ ("" : "=r" (var) : "0" (var))
#define RELOC_HIDE(ptr, off)						\
	({								\
		unsigned long __ptr;					\
		__asm__ ("" : "=r"(__ptr) : "0"(ptr));			\
		(typeof(ptr))(__ptr + (off));				\
	})
#define absolute_pointer(val)	RELOC_HIDE((void *)(val), 0)

#define __UNIQUE_ID_3(prefix, n)	__UNIQUE_ID_ ## prefix ## n
#define __UNIQUE_ID_2(prefix, n)	__UNIQUE_ID_3(prefix, n)
#define __UNIQUE_ID(prefix)		__UNIQUE_ID_2(prefix, __COUNTER__)

#define data_race(expr)		(expr)
#define uninitialized_var(x)	x = x

/* 0, or a build error if @a is a pointer rather than an array. */
#define __must_be_array(a)	BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0]))
#define __is_constexpr(x) \
	(sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))
#define statically_true(x)	(__builtin_constant_p(x) && (x))

#define __ADDRESSABLE(sym) \
	static void * __used __section(".discard.addressable") \
		__UNIQUE_ID(__PASTE_ADDRESSABLE) = (void *)&sym;

#define ___PASTE(a, b)		a##b
#define __PASTE(a, b)		___PASTE(a, b)

#define offset_to_ptr(off)	((void *)((unsigned long)(off) + *(off)))

#ifndef BUILD_BUG_ON_ZERO
#define BUILD_BUG_ON_ZERO(e)	((int)(sizeof(struct { int:(-!!(e)); })))
#endif

#include <asm/rwonce.h>

#endif /* _LINUX_COMPILER_H */
