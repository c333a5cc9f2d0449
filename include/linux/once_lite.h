/* SPDX-License-Identifier: MIT */
/* linux/once_lite.h - true the first time */
#ifndef _LINUX_ONCE_LITE_H
#define _LINUX_ONCE_LITE_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/cmpxchg.h>

#define __ONCE_LITE_IF(condition)					\
	({								\
		static bool __already_done;				\
		bool __ret_cond = !!(condition);			\
		unlikely(__ret_cond && !READ_ONCE(__already_done) &&	\
			 !xchg(&__already_done, true));			\
	})

#define DO_ONCE_LITE_IF(condition, func, ...)				\
	({								\
		bool __ret_do_once = !!(condition);			\
		if (__ONCE_LITE_IF(__ret_do_once))			\
			func(__VA_ARGS__);				\
		unlikely(__ret_do_once);				\
	})
#define DO_ONCE_LITE(func, ...)	DO_ONCE_LITE_IF(true, func, ##__VA_ARGS__)

#endif
