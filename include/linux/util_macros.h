/* SPDX-License-Identifier: MIT */
/* linux/util_macros.h - look-ups in sorted arrays */
#ifndef _LINUX_UTIL_MACROS_H
#define _LINUX_UTIL_MACROS_H

/* Index of the element nearest to x in a[0..as-1], ascending. */
#define find_closest(x, a, as)						\
({									\
	typeof(as) __fc_i, __fc_as = (as) - 1;				\
	typeof(x) __fc_x = (x);						\
	typeof(*a) const *__fc_a = (a);					\
	for (__fc_i = 0; __fc_i < __fc_as; __fc_i++) {			\
		if (__fc_x <= (__fc_a[__fc_i] + __fc_a[__fc_i + 1]) / 2) \
			break;						\
	}								\
	(__fc_i);							\
})

#endif
