/* SPDX-License-Identifier: MIT */
/* linux/dynamic_debug.h - debug messages are chosen when a file is compiled (DEBUG), not later */
#ifndef _DYNAMIC_DEBUG_H
#define _DYNAMIC_DEBUG_H

#include <linux/printk.h>

#define DEFINE_DYNAMIC_DEBUG_METADATA(name, fmt)
#ifdef DEBUG
#define DYNAMIC_DEBUG_BRANCH(descriptor) 1
#else
#define DYNAMIC_DEBUG_BRANCH(descriptor) 0
#endif
#define dynamic_pr_debug(fmt, ...)	pr_debug(fmt, ##__VA_ARGS__)
#define dynamic_dev_dbg(dev, fmt, ...)	dev_dbg(dev, fmt, ##__VA_ARGS__)
#define dynamic_hex_dump(prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii)	\
	print_hex_dump_debug(prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii)

#endif /* _DYNAMIC_DEBUG_H */
