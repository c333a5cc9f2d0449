/* SPDX-License-Identifier: MIT */
/*
 * mm/proc.h - the parts of the memory system's files in /proc and /sys
 */
#ifndef MM_PROC_H
#define MM_PROC_H

#include <linux/types.h>

/** mm_proc_zone_init - /proc/buddyinfo, pagetypeinfo, zoneinfo, vmstat */
void mm_proc_zone_init(void);
/** node_vmstat_print - the content of node @nid's file vmstat */
void node_vmstat_print(char *buf, size_t size, int nid);

/* The folder /proc/quarry, for what Linux does not have. */
extern struct proc_dir_entry *proc_quarry;

#endif /* MM_PROC_H */
