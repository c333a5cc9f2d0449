/* SPDX-License-Identifier: MIT */
/* linux/compiler_attributes.h - short names for attributes that gcc and clang share */
#ifndef _LINUX_COMPILER_ATTRIBUTES_H
#define _LINUX_COMPILER_ATTRIBUTES_H

#define __alias(symbol)		__attribute__((__alias__(#symbol)))
#define __aligned(x)		__attribute__((__aligned__(x)))
#define __aligned_largest	__attribute__((__aligned__))
#define __alloc_size__(...)	__attribute__((__alloc_size__(__VA_ARGS__)))
#define __alloc_size(x, ...)	__alloc_size__(x, ## __VA_ARGS__)
#define __always_unused		__attribute__((__unused__))
#define __maybe_unused		__attribute__((__unused__))
#define __assume_aligned(a, ...) __attribute__((__assume_aligned__(a, ## __VA_ARGS__)))
#define __cleanup(func)		__attribute__((__cleanup__(func)))
#define __cold			__attribute__((__cold__))
#define __attribute_const__	__attribute__((__const__))
#define __deprecated
#define __designated_init
#define __diagnose_as(x...)
#define __gnu_inline		__attribute__((__gnu_inline__))
#define __malloc		__attribute__((__malloc__))
#define __mode(x)		__attribute__((__mode__(x)))
#define __must_check		__attribute__((__warn_unused_result__))
#define __noreturn		__attribute__((__noreturn__))
#define __nonstring
#define __packed		__attribute__((__packed__))
#define __pure			__attribute__((__pure__))
#define __printf(a, b)		__attribute__((__format__(printf, a, b)))
#define __scanf(a, b)		__attribute__((__format__(scanf, a, b)))
#define __section(section)	__attribute__((__section__(section)))
#define __used			__attribute__((__used__))
#define __weak			__attribute__((__weak__))
#define __visible

#if __has_attribute(__error__)
#define __compiletime_error(msg)	__attribute__((__error__(msg)))
#define __compiletime_warning(msg)	__attribute__((__warning__(msg)))
#else
#define __compiletime_error(msg)
#define __compiletime_warning(msg)
#endif

#if __has_attribute(__fallthrough__)
#define fallthrough		__attribute__((__fallthrough__))
#else
#define fallthrough		do { } while (0)
#endif

#undef noinline
#define noinline		__attribute__((__noinline__))
#define __always_inline		inline __attribute__((__always_inline__))
#define __flatten		__attribute__((__flatten__))

#endif /* _LINUX_COMPILER_ATTRIBUTES_H */
