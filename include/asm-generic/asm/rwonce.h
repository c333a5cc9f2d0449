/* SPDX-License-Identifier: MIT */
/*
 * asm/rwonce.h - READ_ONCE and WRITE_ONCE: one access, whole, neither torn nor repeated
 *
 * They order nothing against other memory. In a build for the thread sanitizer they are
 * relaxed atomics, which it understands; otherwise volatile accesses, which cost nothing.
 */
#ifndef _ASM_RWONCE_H
#define _ASM_RWONCE_H

#include <linux/compiler_types.h>

#if defined(__SANITIZE_THREAD__)
#define __QUARRY_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define __QUARRY_TSAN 1
#endif
#endif

#define compiletime_assert_rwonce_type(t)					\
	compiletime_assert(__native_word(t) || sizeof(t) == sizeof(long long),	\
		"Unsupported access size for {READ,WRITE}_ONCE().")

#ifdef __QUARRY_TSAN

#define __READ_ONCE(x)							\
({									\
	__unqual_scalar_typeof(x) __val;				\
	__atomic_load((typeof(__val) *)&(x), &__val, __ATOMIC_RELAXED);	\
	__val;								\
})
#define __WRITE_ONCE(x, val)						\
do {									\
	__unqual_scalar_typeof(x) __tmp = (val);			\
	__atomic_store(&(x), &__tmp, __ATOMIC_RELAXED);			\
} while (0)

#else

#define __READ_ONCE(x)	(*(const volatile __unqual_scalar_typeof(x) *)&(x))
#define __WRITE_ONCE(x, val)				\
do {							\
	*(volatile typeof(x) *)&(x) = (val);		\
} while (0)

#endif

/**
 * READ_ONCE - read a variable that others may change, exactly once
 * @x: an lvalue of at most 8 bytes
 *
 * A reader that follows a pointer it got this way sees what was written before the
 * pointer was published (a data dependency orders the two).
 */
#define READ_ONCE(x)					\
({							\
	compiletime_assert_rwonce_type(x);		\
	__READ_ONCE(x);					\
})

/** WRITE_ONCE - write a variable that others may read at the same time, exactly once */
#define WRITE_ONCE(x, val)				\
do {							\
	compiletime_assert_rwonce_type(x);		\
	__WRITE_ONCE(x, val);				\
} while (0)

#define READ_ONCE_NOCHECK(x)	READ_ONCE(x)

#endif /* _ASM_RWONCE_H */
