/* SPDX-License-Identifier: MIT */
/*
 * linux/srcu.h - RCU whose readers may sleep
 */
#ifndef _LINUX_SRCU_H
#define _LINUX_SRCU_H

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/wait.h>

/**
 * struct srcu_struct - one domain
 * @readers:	readers of each of two phases
 * @phase:	which of them a new reader joins
 * @mutex:	one grace period at a time
 * @wait:	where a grace period waits for the readers of a phase
 */
struct srcu_struct {
	atomic_long_t		readers[2];
	unsigned int		phase;
	struct mutex		mutex;
	wait_queue_head_t	wait;
};

#define __SRCU_STRUCT_INIT(name) { \
	.mutex = __MUTEX_INITIALIZER((name).mutex), \
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER((name).wait) }
#define DEFINE_SRCU(name)		struct srcu_struct name = __SRCU_STRUCT_INIT(name)
#define DEFINE_STATIC_SRCU(name)	static DEFINE_SRCU(name)

int init_srcu_struct(struct srcu_struct *ssp);
void cleanup_srcu_struct(struct srcu_struct *ssp);
/** srcu_read_lock - Return: what srcu_read_unlock() takes. Context: any; the reader may sleep. */
int srcu_read_lock(struct srcu_struct *ssp);
void srcu_read_unlock(struct srcu_struct *ssp, int idx);
/** synchronize_srcu - wait for the readers of now. Context: may sleep. */
void synchronize_srcu(struct srcu_struct *ssp);
#define synchronize_srcu_expedited(ssp)		synchronize_srcu(ssp)
#define srcu_dereference(p, ssp)		rcu_dereference(p)
#define srcu_dereference_check(p, ssp, c)	rcu_dereference(p)

#endif /* _LINUX_SRCU_H */
