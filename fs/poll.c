// SPDX-License-Identifier: MIT
/*
 * fs/poll.c - being told when a file may have become ready
 *
 * A watch stands on the wait queues that the driver named in its poll(), one entry on each, and
 * calls back at every wake-up that concerns its events; whoever holds it then asks again. No
 * task sleeps here: that is the business of who holds the watch.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "fs/vfs.h"

/**
 * struct vfs_watch - a registration with the wait queues of one file
 * @events:	bits for which @ready is called
 */
struct vfs_watch {
	poll_table		pt;
	struct file		*file;
	__poll_t		events;
	void (*ready)(void *arg);
	void			*arg;
	struct list_head	entries;
	bool			failed;
};

struct watch_entry {
	wait_queue_entry_t	wait;
	wait_queue_head_t	*head;
	struct vfs_watch	*watch;
	struct list_head	link;
};

static int watch_wake(wait_queue_entry_t *wait, unsigned int mode, int sync, void *key)
{
	struct watch_entry *entry = container_of(wait, struct watch_entry, wait);
	__poll_t events = (__force __poll_t)(unsigned long)key;

	if (events && !(events & entry->watch->events))
		return 0;
	entry->watch->ready(entry->watch->arg);
	return 1;
}

static void watch_queue(struct file *file, wait_queue_head_t *head, poll_table *pt)
{
	struct vfs_watch *watch = container_of(pt, struct vfs_watch, pt);
	struct watch_entry *entry = kmalloc(sizeof(*entry), GFP_KERNEL);

	if (!entry) {
		watch->failed = true;
		return;
	}
	entry->head = head;
	entry->watch = watch;
	init_waitqueue_func_entry(&entry->wait, watch_wake);
	list_add(&entry->link, &watch->entries);
	add_wait_queue(head, &entry->wait);
}

/**
 * vfs_watch - what is @file ready for, and when may that have changed?
 * @events:	EPOLL* bits that matter; EPOLLERR and EPOLLHUP always do
 * @ready:	called at each wake-up, under the wait queue's lock; NULL to only ask
 * @watch:	receives what vfs_unwatch() takes; NULL if nobody will call
 *
 * Context: may sleep.
 * Return: the bits that hold now. Without memory for the watch: EPOLLERR.
 */
__poll_t vfs_watch(struct file *file, __poll_t events, void (*ready)(void *arg), void *arg,
		   struct vfs_watch **watch)
{
	struct vfs_watch *w;
	poll_table ask = { ._key = events | EPOLLERR | EPOLLHUP };
	__poll_t mask;

	if (watch)
		*watch = NULL;
	if (!ready)
		return vfs_poll(file, &ask) & ask._key;
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return EPOLLERR;
	w->pt._qproc = watch_queue;
	w->pt._key = w->events = ask._key;
	w->file = get_file(file);
	w->ready = ready;
	w->arg = arg;
	INIT_LIST_HEAD(&w->entries);
	mask = vfs_poll(file, &w->pt) & ask._key;
	if (w->failed) {
		vfs_unwatch(w);
		return EPOLLERR;
	}
	*watch = w;
	return mask;
}

/** vfs_unwatch - end a watch; its ready() is not running when this returns. NULL is safe. */
void vfs_unwatch(struct vfs_watch *watch)
{
	struct watch_entry *entry, *next;

	if (!watch)
		return;
	list_for_each_entry_safe(entry, next, &watch->entries, link) {
		remove_wait_queue(entry->head, &entry->wait);
		kfree(entry);
	}
	fput(watch->file);
	kfree(watch);
}
