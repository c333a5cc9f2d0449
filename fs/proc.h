/* SPDX-License-Identifier: MIT */
/*
 * fs/proc.h - between the entries of /proc (fs/proc.c) and what programs do with them
 * (fs/proc_file.c)
 */
#ifndef FS_PROC_H
#define FS_PROC_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/proc_fs.h>
#include <linux/spinlock.h>

#include "fs/vfs.h"

/**
 * struct proc_dir_entry - a file, folder or link under /proc
 * @show, @seq_ops, @state_size: for the entries made from those instead of proc_ops
 * @openers:	files whose release() is still to be called
 */
struct proc_dir_entry {
	struct vfs_node			node;
	const struct proc_ops		*ops;
	int (*show)(struct seq_file *, void *);
	const struct seq_operations	*seq_ops;
	unsigned int			state_size;
	spinlock_t			openers_lock;
	struct list_head		openers;
};

static inline struct proc_dir_entry *node_pde(struct vfs_node *node)
{
	return container_of(node, struct proc_dir_entry, node);
}

static inline struct proc_dir_entry *inode_pde(const struct inode *inode)
{
	return node_pde(inode_node(inode));
}

/* Of an entry with proc_ops; the second if they have proc_read_iter(). */
extern const struct file_operations proc_file_fops, proc_iter_file_fops;
/* Of an entry made from an iterator, and from one show(). */
extern const struct proc_ops proc_seq_ops, proc_single_ops;

/** proc_close_all - release() for all who have @de open; nobody can open it any more. May sleep. */
void proc_close_all(struct proc_dir_entry *de);

#endif /* FS_PROC_H */
