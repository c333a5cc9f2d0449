/* SPDX-License-Identifier: MIT */
/* kernel/printk.h - between the parts of the log: printk.c, syslog.c, kmsg.c */
#ifndef KERNEL_PRINTK_H
#define KERNEL_PRINTK_H

#include <linux/types.h>

#include "kernel/printk_ring.h"

#define PRINTK_RENDERED_MAX	2048	/* of a record as people read it, all lines */

/**
 * printk_render - a record as people read it: each line with time, perhaps level, and newline
 * @text:	NUL-terminated text of the record
 * @syslog:	begin each line with "<level>"
 *
 * Lines that do not fit are left out.
 * Return: characters written to @buf, without the NUL.
 */
size_t printk_render(const struct printk_info *info, const char *text, bool syslog,
		     char *buf, size_t size);

/* Counts finished records; who sleeps for the next one blocks on it (kmsg.c). */
extern u32 printk_news;
/* How many want arch_wake(&printk_news). */
extern int printk_news_wanted;

/* Where SYSLOG_ACTION_CLEAR was; /dev/kmsg seeks here with SEEK_DATA. */
u64 syslog_clear_seq(void);

void kmsg_init(void);

#endif /* KERNEL_PRINTK_H */
