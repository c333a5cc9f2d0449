/* SPDX-License-Identifier: MIT */
/*
 * linux/poll.h - waiting for a file to become ready
 *
 * A driver's poll() calls poll_wait() for each queue that it would wake, and returns the EPOLL*
 * bits that hold now; it does not sleep itself. Whoever polls hands it a poll_table whose
 * function puts an entry on each queue. Row D5.
 */
#ifndef _LINUX_POLL_H
#define _LINUX_POLL_H

#include <linux/compiler.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <asm/poll.h>
#include <uapi/linux/eventpoll.h>

#define DEFAULT_POLLMASK	(EPOLLIN | EPOLLOUT | EPOLLRDNORM | EPOLLWRNORM)

struct poll_table_struct;
typedef void (*poll_queue_proc)(struct file *, wait_queue_head_t *, struct poll_table_struct *);

/**
 * struct poll_table_struct - how the one who polls hears of a wake-up
 * @_qproc:	puts an entry on a wait queue; NULL: only asks, does not wait
 * @_key:	the events that it cares for
 */
typedef struct poll_table_struct {
	poll_queue_proc	_qproc;
	__poll_t	_key;
} poll_table;

/**
 * poll_wait - have the caller of poll(2) woken when @wait_address is
 * @filp:		the file
 * @wait_address:	the driver's queue; it must live until the file is closed
 * @p:			what the driver's poll() was given; may be NULL
 *
 * Context: may sleep.
 */
static inline void poll_wait(struct file *filp, wait_queue_head_t *wait_address, poll_table *p)
{
	if (p && p->_qproc && wait_address)
		p->_qproc(filp, wait_address, p);
}

static inline bool poll_does_not_wait(const poll_table *p)
{
	return !p || !p->_qproc;
}

static inline __poll_t poll_requested_events(const poll_table *p)
{
	return p ? p->_key : ~(__poll_t)0;
}

static inline void init_poll_funcptr(poll_table *pt, poll_queue_proc qproc)
{
	pt->_qproc = qproc;
	pt->_key = ~(__poll_t)0;
}

static inline bool file_can_poll(struct file *file)
{
	return file->f_op->poll;
}

/** vfs_poll - ask @file what it is ready for; a file without poll() is always ready */
static inline __poll_t vfs_poll(struct file *file, struct poll_table_struct *pt)
{
	if (unlikely(!file->f_op->poll))
		return DEFAULT_POLLMASK;
	return file->f_op->poll(file, pt);
}

#endif /* _LINUX_POLL_H */
