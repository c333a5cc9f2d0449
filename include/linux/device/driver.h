/* SPDX-License-Identifier: MIT */
/*
 * linux/device/driver.h - modules that do nothing but register and unregister one thing
 */
#ifndef _LINUX_DEVICE_DRIVER_H
#define _LINUX_DEVICE_DRIVER_H

#include <linux/init.h>
#include <linux/module.h>

/**
 * module_driver - the init and exit functions of such a module
 * @__driver:		the thing
 * @__register:		called with its address and what follows @__unregister; init's result
 * @__unregister:	called with the same at the end
 */
#define module_driver(__driver, __register, __unregister, ...)	\
static int __init __driver##_init(void)				\
{								\
	return __register(&(__driver), ##__VA_ARGS__);		\
}								\
module_init(__driver##_init);					\
static void __exit __driver##_exit(void)			\
{								\
	__unregister(&(__driver), ##__VA_ARGS__);		\
}								\
module_exit(__driver##_exit)

/** builtin_driver - the same for code that is linked in and never leaves */
#define builtin_driver(__driver, __register, ...)		\
static int __init __driver##_init(void)				\
{								\
	return __register(&(__driver), ##__VA_ARGS__);		\
}								\
device_initcall(__driver##_init)

#endif /* _LINUX_DEVICE_DRIVER_H */
