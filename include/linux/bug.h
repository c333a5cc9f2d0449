/* SPDX-License-Identifier: MIT */
/*
 * linux/bug.h - BUG() stops the caller, WARN() reports and goes on
 *
 * BUG() logs its file and line, then traps: a machine with fault handling makes an oops of it,
 * else the program ends there.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/build_bug.h>
#include <linux/panic.h>
#include <linux/printk.h>

/* The report of BUG(); does not return to kernel code that goes on. */
void bug_report(const char *file, int line, const char *func) __attribute__((cold));

#define BUG()								\
do {									\
	bug_report(__FILE__, __LINE__, __func__);			\
	__builtin_trap();						\
} while (0)

#define BUG_ON(condition)						\
do {									\
	if (unlikely(condition))					\
		BUG();							\
} while (0)

/**
 * warn_slowpath_fmt - the report of WARN()
 * @taint:	bit to add to the taint mask
 * @fmt:	the message; NULL for none
 */
void warn_slowpath_fmt(const char *file, int line, unsigned int taint, const char *fmt, ...)
	__attribute__((cold, format(printf, 4, 5)));

#define WARN_ON(condition)						\
({									\
	int __ret_warn_on = !!(condition);				\
	if (unlikely(__ret_warn_on))					\
		warn_slowpath_fmt(__FILE__, __LINE__, TAINT_WARN, NULL);\
	unlikely(__ret_warn_on);					\
})

#define WARN_TAINT(condition, taint, format, ...)			\
({									\
	int __ret_warn_on = !!(condition);				\
	if (unlikely(__ret_warn_on))					\
		warn_slowpath_fmt(__FILE__, __LINE__, taint, format, ##__VA_ARGS__);\
	unlikely(__ret_warn_on);					\
})
#define WARN(condition, format, ...)	WARN_TAINT(condition, TAINT_WARN, format, ##__VA_ARGS__)

#define WARN_ON_ONCE(condition)						\
({									\
	bool __ret_do_once = !!(condition);				\
	if (unlikely(__ret_do_once && __printk_first()))		\
		WARN_ON(1);						\
	unlikely(__ret_do_once);					\
})
#define WARN_ONCE(condition, format, ...)				\
({									\
	bool __ret_do_once = !!(condition);				\
	if (unlikely(__ret_do_once && __printk_first()))		\
		WARN(1, format, ##__VA_ARGS__);				\
	unlikely(__ret_do_once);					\
})
#define WARN_TAINT_ONCE(condition, taint, format, ...)			\
({									\
	bool __ret_do_once = !!(condition);				\
	if (unlikely(__ret_do_once && __printk_first()))		\
		WARN_TAINT(1, taint, format, ##__VA_ARGS__);		\
	unlikely(__ret_do_once);					\
})

#ifdef CONFIG_SMP
#define WARN_ON_SMP(x)	WARN_ON(x)
#else
#define WARN_ON_SMP(x)	({ 0; })
#endif

#define CHECK_DATA_CORRUPTION(condition, fmt, ...)			\
({									\
	bool corruption = unlikely(condition);				\
	if (corruption)							\
		WARN(1, fmt, ##__VA_ARGS__);				\
	corruption;							\
})

#endif /* _LINUX_BUG_H */
