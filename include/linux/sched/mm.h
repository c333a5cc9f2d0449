/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/mm.h - scopes in which every allocation of the task is restricted
 */
#ifndef _LINUX_SCHED_MM_H
#define _LINUX_SCHED_MM_H

#include <linux/sched.h>
#include <linux/gfp_types.h>

static inline unsigned int memalloc_flag_save(unsigned int flag)
{
	unsigned int old = current->flags & flag;

	current->flags |= flag;
	return old;
}

static inline void memalloc_flag_restore(unsigned int flag, unsigned int old)
{
	current->flags = (current->flags & ~flag) | old;
}

/**
 * memalloc_noio_save - until memalloc_noio_restore() no allocation of this task starts I/O
 * Return: what to give to the restore. Nests. Context: any. Row A6.
 */
static inline unsigned int memalloc_noio_save(void)
{
	return memalloc_flag_save(PF_MEMALLOC_NOIO);
}

static inline void memalloc_noio_restore(unsigned int flags)
{
	memalloc_flag_restore(PF_MEMALLOC_NOIO, flags);
}

/** memalloc_nofs_save - likewise, none enters file systems */
static inline unsigned int memalloc_nofs_save(void)
{
	return memalloc_flag_save(PF_MEMALLOC_NOFS);
}

static inline void memalloc_nofs_restore(unsigned int flags)
{
	memalloc_flag_restore(PF_MEMALLOC_NOFS, flags);
}

/** memalloc_noreclaim_save - likewise, none reclaims, and all may use the reserve */
static inline unsigned int memalloc_noreclaim_save(void)
{
	return memalloc_flag_save(PF_MEMALLOC);
}

static inline void memalloc_noreclaim_restore(unsigned int flags)
{
	memalloc_flag_restore(PF_MEMALLOC, flags);
}

static inline unsigned int memalloc_pin_save(void)
{
	return memalloc_flag_save(PF_MEMALLOC_PIN);
}

static inline void memalloc_pin_restore(unsigned int flags)
{
	memalloc_flag_restore(PF_MEMALLOC_PIN, flags);
}

/** current_gfp_context - @flags, less what the scopes above forbid */
static inline gfp_t current_gfp_context(gfp_t flags)
{
	unsigned int pflags = READ_ONCE(current->flags);

	if (pflags & PF_MEMALLOC_NOIO)
		flags &= ~(__GFP_IO | __GFP_FS);
	else if (pflags & PF_MEMALLOC_NOFS)
		flags &= ~__GFP_FS;
	return flags;
}

/* May it sleep, and is there something that __might_sleep() would look at more closely? */
static __always_inline bool alloc_is_suspect(const struct task_struct *task, gfp_t gfp_mask)
{
	return likely(gfp_mask & __GFP_DIRECT_RECLAIM) &&
	       (task->thread_info.count | READ_ONCE(task->must_not_sleep));
}

/** might_alloc - an allocation with @gfp_mask may come here: report it if it may not sleep */
static __always_inline void might_alloc(gfp_t gfp_mask)
{
	if (unlikely(alloc_is_suspect(current, gfp_mask)))
		might_sleep();
}

#endif /* _LINUX_SCHED_MM_H */
