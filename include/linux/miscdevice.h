/* SPDX-License-Identifier: MIT */
/* linux/miscdevice.h - character devices of one minor each, under major 10. Row D5. */
#ifndef _LINUX_MISCDEVICE_H
#define _LINUX_MISCDEVICE_H

#include <linux/device.h>
#include <linux/list.h>
#include <linux/major.h>
#include <linux/types.h>

#define PSMOUSE_MINOR		1
#define WATCHDOG_MINOR		130
#define TEMP_MINOR		131
#define APM_MINOR_DEV		134
#define HWRNG_MINOR		183
#define LOOP_CTRL_MINOR		237
#define FUSE_MINOR		229
#define MISC_DYNAMIC_MINOR	255

struct attribute_group;
struct file_operations;

/**
 * struct miscdevice - one device, one node /dev/<name>
 * @minor:	wanted, or MISC_DYNAMIC_MINOR: misc_register() stores the one that was given
 * @nodename:	path under /dev where it is not @name
 * @mode:	permissions of the node; 0 means 0600
 */
struct miscdevice {
	int				minor;
	const char			*name;
	const struct file_operations	*fops;
	struct list_head		list;
	struct device			*parent;
	struct device			*this_device;
	const struct attribute_group	**groups;
	const char			*nodename;
	umode_t				mode;
};

int misc_register(struct miscdevice *misc);
void misc_deregister(struct miscdevice *misc);

#define builtin_misc_device(__misc_device)	builtin_driver(__misc_device, misc_register)
#define module_misc_device(__misc_device) \
	module_driver(__misc_device, misc_register, misc_deregister)
#define MODULE_ALIAS_MISCDEV(minor) \
	MODULE_ALIAS("char-major-" __stringify(MISC_MAJOR) "-" __stringify(minor))

#endif /* _LINUX_MISCDEVICE_H */
