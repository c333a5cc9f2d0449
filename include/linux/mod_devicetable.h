/* SPDX-License-Identifier: MIT */
/*
 * linux/mod_devicetable.h - tables in which drivers list the devices that they are for
 */
#ifndef _LINUX_MOD_DEVICETABLE_H
#define _LINUX_MOD_DEVICETABLE_H

#include <linux/types.h>

typedef unsigned long kernel_ulong_t;

#define PLATFORM_NAME_SIZE	20

/** struct platform_device_id - a device's name, and the driver's own word about it; an empty name ends a table */
struct platform_device_id {
	char name[PLATFORM_NAME_SIZE];
	kernel_ulong_t driver_data;
};

/** struct of_device_id - of machines with a device tree; here it matches nothing */
struct of_device_id {
	char name[32];
	char type[32];
	char compatible[128];
	const void *data;
};

#endif /* _LINUX_MOD_DEVICETABLE_H */
