/* SPDX-License-Identifier: MIT */
/* linux/once.h - do something the first time only */
#ifndef _LINUX_ONCE_H
#define _LINUX_ONCE_H

#include <linux/once_lite.h>
#include <linux/types.h>
#include <asm/cmpxchg.h>

/* Call func(args); true the first time. A second caller may pass before the first has ended. */
#define DO_ONCE(func, ...)						\
({									\
	static bool ___done;						\
	bool ___ret = !READ_ONCE(___done) && !xchg(&___done, true);	\
	if (___ret)							\
		func(__VA_ARGS__);					\
	___ret;								\
})

#define get_random_once(buf, nbytes)	DO_ONCE(get_random_bytes, (buf), (nbytes))

#endif
