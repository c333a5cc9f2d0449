/* SPDX-License-Identifier: MIT */
/* fs/node.h - between the tree of names (fs/node.c) and walks along paths (fs/node_path.c) */
#ifndef FS_NODE_H
#define FS_NODE_H

#include <linux/rwsem.h>

#include "fs/vfs.h"

/** node_lock - covers the links of the tree; read for walks */
extern struct rw_semaphore node_lock;

static inline bool node_is_dir(const struct vfs_node *node)
{
	return node->kind == VFS_DIR || node->kind == VFS_SHARED_DIR;
}

/** node_is_unfilled - is what is in the own folder @node still to be made? Any context. */
static inline bool node_is_unfilled(const struct vfs_node *node)
{
	return node->kind == VFS_DIR && READ_ONCE(node->fill) && !READ_ONCE(node->filled);
}

/** node_find_locked - the child of @parent called by the @len characters at @name, or NULL */
struct vfs_node *node_find_locked(const struct vfs_node *parent, const char *name, size_t len);

#endif /* FS_NODE_H */
