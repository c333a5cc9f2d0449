/* SPDX-License-Identifier: MIT */
/*
 * linux/kmap_ctrl.h - what a task has of windows on high memory (mm/kmap_local.c)
 */
#ifndef _LINUX_KMAP_CTRL_H
#define _LINUX_KMAP_CTRL_H

#include <linux/types.h>
#include <asm/kmap_size.h>

struct module;
struct task_struct;

/**
 * struct kmap_slot - one window
 * @ip:		who opened it, or closed it
 * @pfn:	what it shows, or showed
 * @when:	jiffies when it was closed
 */
struct kmap_slot {
	unsigned long	ip;
	u32		pfn;
	u32		when;
};

/**
 * struct kmap_ctrl - the windows of a task; those of interrupt handlers on top of it, too
 * @idx:	levels in use: the highest that is open, plus 1
 * @group:	which addresses they have, plus 1; 0: none yet
 * @use:	what each level is open for; 0: closed
 * @mapped:	does it show @slot's frame, although closed perhaps?
 */
struct kmap_ctrl {
	unsigned int		idx;
	unsigned int		group;
	u8			use[KMAP_LEVELS];
	bool			mapped[KMAP_LEVELS];
	struct kmap_slot	slot[KMAP_LEVELS];
};

/** kmap_local_leaked - report and close the windows that current has open at @where, where it must have none */
void kmap_local_leaked(const char *where);
/** kmap_local_recover - after an oops: close those that current has opened since it had @idx */
void kmap_local_recover(struct task_struct *task, unsigned int idx);
/** kmap_local_task_free - @task does not run any more: its addresses are free */
void kmap_local_task_free(struct task_struct *task);

/** kmap_module_leaving - report windows that code of @mod opened, which is about to go, and close those of kmap() */
void kmap_module_leaving(const struct module *mod);
/** kmap_explain_fault - say more about a kernel address whose touch faulted; no lock, any context */
void kmap_explain_fault(unsigned long addr);

/** kmap_assert_none - report windows that current has open; @where: "return to user space" */
#define kmap_assert_none(where)							\
	do {									\
		if (unlikely(current->kmap_ctrl.idx))				\
			kmap_local_leaked(where);				\
	} while (0)
#define kmap_assert_nomap()	kmap_assert_none("a point where there must be none")

#endif /* _LINUX_KMAP_CTRL_H */
