/* SPDX-License-Identifier: MIT */
/*
 * linux/oom.h - tasks that are to die because memory ran out
 */
#ifndef _LINUX_OOM_H
#define _LINUX_OOM_H

#include <linux/sched.h>

#define TIF_MEMDIE	20	/* of thread_info.flags: may use the reserve, so that it can end */

/** tsk_is_oom_victim - has the task been chosen to end, so that its memory becomes free? */
static inline bool tsk_is_oom_victim(struct task_struct *tsk)
{
	return READ_ONCE(tsk->thread_info.flags) & (1UL << TIF_MEMDIE);
}

#endif /* _LINUX_OOM_H */
