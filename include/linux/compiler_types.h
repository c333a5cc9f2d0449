/* SPDX-License-Identifier: MIT */
/*
 * linux/compiler_types.h - address-space marks, and what every declaration may need
 *
 * __user, __iomem, __percpu and __rcu tell a reader (and sparse) which memory a pointer means.
 */
#ifndef _LINUX_COMPILER_TYPES_H
#define _LINUX_COMPILER_TYPES_H

#include <linux/compiler_attributes.h>

#ifdef __CHECKER__
#define __iomem			__attribute__((noderef, address_space(__iomem)))
#define __force			__attribute__((force))
#else
#define __iomem
#define __force
#endif
#define __kernel
#define __user
#define __percpu
#define __rcu
#define __private
#define __nocast
#define __safe
#define __chk_user_ptr(x)	(void)0
#define __chk_io_ptr(x)		(void)0
#define ACCESS_PRIVATE(p, member) ((p)->member)

/* Lock annotations, for sparse. */
#define __must_hold(x)
#define __acquires(x)
#define __cond_acquires(x)
#define __releases(x)
#define __acquire(x)		(void)0
#define __release(x)		(void)0
#define __cond_lock(x, c)	(c)

#ifdef __clang__
#define __no_sanitize_address	__attribute__((no_sanitize("address")))
#define __no_sanitize_thread	__attribute__((no_sanitize("thread")))
#define __no_sanitize_undefined	__attribute__((no_sanitize("undefined")))
#else
#define __no_sanitize_address	__attribute__((__no_sanitize_address__))
#define __no_sanitize_thread	__attribute__((__no_sanitize_thread__))
#define __no_sanitize_undefined	__attribute__((__no_sanitize_undefined__))
#endif
#define __no_kcsan		__no_sanitize_thread
#define __no_kasan_or_inline	__always_inline

#define notrace			__attribute__((__no_instrument_function__))
#define noinline_for_stack	noinline
#define noinstr			noinline notrace
#define __inline		inline
#define __inline__		inline
#define asmlinkage
#define asm_inline		asm __inline	/* as short as can be, for who weighs inlining */
#define __compat_static_assert	_Static_assert
#define __latent_entropy
#define __randomize_layout
#define __no_randomize_layout
#define randomized_struct_fields_start
#define randomized_struct_fields_end
#define __nocfi
#define __counted_by(member)

#define __same_type(a, b)	__builtin_types_compatible_p(typeof(a), typeof(b))

/* A type without const and volatile. */
#define __scalar_type_to_expr_cases(type)	\
		unsigned type: (unsigned type)0, \
		signed type: (signed type)0
#define __unqual_scalar_typeof(x) typeof(			\
		_Generic((x),					\
			 char: (char)0,				\
			 _Bool: (_Bool)0,			\
			 __scalar_type_to_expr_cases(char),	\
			 __scalar_type_to_expr_cases(short),	\
			 __scalar_type_to_expr_cases(int),	\
			 __scalar_type_to_expr_cases(long),	\
			 __scalar_type_to_expr_cases(long long), \
			 default: 1 ? (x) : (x)))

/* Is it as large as a char, short, int or long? */
#define __native_word(t) \
	(sizeof(t) == sizeof(char) || sizeof(t) == sizeof(short) || \
	 sizeof(t) == sizeof(int) || sizeof(t) == sizeof(long))

#define __compiletime_assert(condition, msg, prefix, suffix)		\
	do {								\
		__noreturn extern void prefix ## suffix(void)		\
			__compiletime_error(msg);			\
		if (!(condition))					\
			prefix ## suffix();				\
	} while (0)
#define _compiletime_assert(condition, msg, prefix, suffix) \
	__compiletime_assert(condition, msg, prefix, suffix)
/* Break the build, naming @msg, unless @condition is known to hold once the code is optimised. */
#define compiletime_assert(condition, msg) \
	_compiletime_assert(condition, msg, __compiletime_assert_, __COUNTER__)

#define compiletime_assert_atomic_type(t) \
	compiletime_assert(__native_word(t), "Need native word sized stores/loads for atomicity.")

#endif /* _LINUX_COMPILER_TYPES_H */
