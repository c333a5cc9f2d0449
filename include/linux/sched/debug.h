/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/debug.h - call chains of tasks in the log
 */
#ifndef _LINUX_SCHED_DEBUG_H
#define _LINUX_SCHED_DEBUG_H

#include <linux/types.h>

struct task_struct;

/** sched_show_task - one line about @p in the log. Context: any. */
void sched_show_task(struct task_struct *p);

#endif /* _LINUX_SCHED_DEBUG_H */
