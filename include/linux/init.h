/* SPDX-License-Identifier: MIT */
/*
 * linux/init.h - what runs at boot
 *
 * Quarry keeps init code after boot, so __init and its family only tell the compiler that
 * the code is rarely run. Built-in code (not a module) that is linked into a program announces its
 * initcalls to the kernel by a constructor; boot runs them by level, and within a level in the
 * order in which they were announced. One announced after boot (its shared object was opened
 * later) runs at once. module_init() and module_exit() are in <linux/module.h>.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/types.h>
#include <linux/compiler.h>

#define __init		__attribute__((__cold__))
#define __initdata
#define __initconst
#define __refdata
#define __ref
#define __meminit
#define __meminitdata
#define __memexit
#define __exitdata
#define __head
#ifdef MODULE
#define __exit		__attribute__((__cold__))
#else
#define __exit		__attribute__((__cold__, __used__))
#endif

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

/** saved_command_line - the command line of this boot, as given; what /proc/cmdline shows */
extern char *saved_command_line;

/**
 * struct initcall - one call to make at boot; lives in the announcing object
 * @next, @queued:	init/initcall.c's own
 */
struct initcall {
	initcall_t	fn;
	const char	*name;
	unsigned int	level;
	bool		queued;
	struct initcall	*next;
};

/**
 * initcall_register - announce @call, or run it if the machine has booted already
 *
 * Context: a constructor of a program or shared object; takes no lock of the core before boot.
 */
void initcall_register(struct initcall *call);

#ifndef MODULE
#define __define_initcall(func, lev)						\
	static struct initcall __initcall_##func = {				\
		.fn = func, .name = #func, .level = lev,			\
	};									\
	static void __attribute__((constructor)) __initcall_announce_##func(void) \
	{									\
		initcall_register(&__initcall_##func);				\
	}

#define early_initcall(fn)		__define_initcall(fn, 0)
#define pure_initcall(fn)		__define_initcall(fn, 0)
#define core_initcall(fn)		__define_initcall(fn, 1)
#define core_initcall_sync(fn)		__define_initcall(fn, 1)
#define postcore_initcall(fn)		__define_initcall(fn, 2)
#define postcore_initcall_sync(fn)	__define_initcall(fn, 2)
#define arch_initcall(fn)		__define_initcall(fn, 3)
#define arch_initcall_sync(fn)		__define_initcall(fn, 3)
#define subsys_initcall(fn)		__define_initcall(fn, 4)
#define subsys_initcall_sync(fn)	__define_initcall(fn, 4)
#define fs_initcall(fn)			__define_initcall(fn, 5)
#define fs_initcall_sync(fn)		__define_initcall(fn, 5)
#define rootfs_initcall(fn)		__define_initcall(fn, 5)
#define device_initcall(fn)		__define_initcall(fn, 6)
#define device_initcall_sync(fn)	__define_initcall(fn, 6)
#define late_initcall(fn)		__define_initcall(fn, 7)
#define late_initcall_sync(fn)		__define_initcall(fn, 7)
#define __initcall(fn)			device_initcall(fn)
#define __exitcall(fn)			static exitcall_t __exitcall_##fn __attribute__((__unused__)) = fn
#endif

#endif /* _LINUX_INIT_H */
