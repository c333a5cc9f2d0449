// SPDX-License-Identifier: MIT
/*
 * fs/node_path.c - from paths to nodes of the tree (fs/node.c), and back
 *
 * Locking	node_lock, read.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/limits.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/node.h"

#define NODE_MAX_LINKS	40		/* as Linux: more is -ELOOP */

/* Where a walk stopped. */
struct walk {
	struct vfs_node	*node;		/* the last node reached */
	const char	*rest;		/* what follows it in the path; "" at the end */
};

/* Node by node from the root, by name only; a link or a missing name ends it. */
static void walk_locked(struct walk *w, const char *path)
{
	struct vfs_node *node = &vfs_root, *next;
	size_t len;

	while (*path == '/')
		path++;
	while (*path && node_is_dir(node)) {
		len = strchrnul(path, '/') - path;
		next = node_find_locked(node, path, len);
		if (!next)
			break;
		node = next;
		path += len;
		while (*path == '/')
			path++;
	}
	w->node = node;
	w->rest = path;
}

/*
 * The same, through folders that are filled on the way. Return: 0, node_lock held for reading; or -ENOMEM,
 * not held.
 */
static int walk_begin(struct walk *w, const char *path)
{
	int ret;

	do {
		down_read(&node_lock);
		walk_locked(w, path);
		if (!*w->rest || !node_is_unfilled(w->node))
			return 0;
		vfs_node_get(w->node);
		up_read(&node_lock);
		ret = vfs_node_fill(w->node);
		vfs_node_put(w->node);
	} while (!ret);
	return ret;
}

static int walk_result(const struct walk *w)
{
	if (!*w->rest)
		return w->node->kind == VFS_SHARED_DIR ? VFS_FOREIGN : 0;
	if (w->node->kind == VFS_SHARED_DIR)
		return VFS_FOREIGN;
	return w->node->kind == VFS_DIR ? -ENOENT : -ENOTDIR;
}

/* Take "." and ".." and doubled slashes out of the absolute path @path, in place. */
static void path_clean(char *path)
{
	char *in = path, *out = path;
	size_t len;

	while (*in) {
		while (*in == '/')
			in++;
		len = strchrnul(in, '/') - in;
		if (len == 2 && in[0] == '.' && in[1] == '.') {
			while (out > path && *--out != '/')
				;
		} else if (len && !(len == 1 && in[0] == '.')) {
			*out++ = '/';
			memmove(out, in, len);
			out += len;
		}
		in += len;
	}
	*out = '\0';
}

static int node_path_locked(const struct vfs_node *node, char *buf, size_t size)
{
	size_t len = 0;
	const struct vfs_node *n;

	for (n = node; n != &vfs_root && n; n = n->parent)
		len += 1 + n->dentry.d_name.len;
	if (len + 1 > size)
		return -ENAMETOOLONG;
	buf[len] = '\0';
	for (n = node; n != &vfs_root && n; n = n->parent) {
		len -= n->dentry.d_name.len;
		memcpy(buf + len, n->dentry.d_name.name, n->dentry.d_name.len);
		buf[--len] = '/';
	}
	return 0;
}

/* The path that the link @w->node and the rest after it lead to, in new memory. */
static char *link_path_locked(const struct walk *w)
{
	const struct vfs_node *link = w->node;
	char *path = kmalloc(PATH_MAX, GFP_KERNEL);
	int len = 0;

	if (!path)
		return ERR_PTR(-ENOMEM);
	if (link->target[0] != '/' && !node_path_locked(link->parent, path, PATH_MAX))
		len = strlen(path);
	if (snprintf(path + len, PATH_MAX - len, "/%s/%s", link->target, w->rest) >=
	    PATH_MAX - len) {
		kfree(path);
		return ERR_PTR(-ENAMETOOLONG);
	}
	path_clean(path);
	return path;
}

/* Walk @path through the links on its way. On success @w->node is referenced. */
static int walk(struct walk *w, const char *path, bool follow)
{
	char *redirected = NULL, *next;
	int links, ret;

	for (links = 0; ; links++) {
		ret = walk_begin(w, redirected ?: path);
		if (ret) {
			kfree(redirected);
			return ret;
		}
		ret = walk_result(w);
		next = NULL;
		if (w->node->kind == VFS_LINK && (*w->rest || follow))
			next = links < NODE_MAX_LINKS ? link_path_locked(w) : ERR_PTR(-ELOOP);
		else if (!ret)
			vfs_node_get(w->node);
		up_read(&node_lock);
		kfree(redirected);
		redirected = next;
		if (!next)
			return ret;
		if (IS_ERR(next))
			return PTR_ERR(next);
	}
}

/**
 * vfs_lookup - find the node of an absolute, clean path
 * @follow:	if the last part is a symbolic link, go on to its target
 * @node:	receives it, with a reference
 *
 * Return: 0; VFS_FOREIGN if the host should answer; -ENOENT, -ENOTDIR, -ELOOP, -ENAMETOOLONG, -ENOMEM.
 */
int vfs_lookup(const char *path, bool follow, struct vfs_node **node)
{
	struct walk w;
	int ret = walk(&w, path, follow);

	if (!ret)
		*node = w.node;
	return ret;
}

/** vfs_lookup_dir - the same for a folder, shared ones included: 0, -ENOENT, -ENOTDIR, -ENOMEM */
int vfs_lookup_dir(const char *path, struct vfs_node **dir)
{
	struct walk w;
	int ret = walk_begin(&w, path);

	if (ret)
		return ret;
	if (*w.rest)
		ret = -ENOENT;
	else if (!node_is_dir(w.node))
		ret = -ENOTDIR;
	else
		vfs_node_get(w.node);
	up_read(&node_lock);
	*dir = w.node;
	return ret;
}

/** vfs_path_known - does Quarry answer for @path, be it with an error? */
bool vfs_path_known(const char *path)
{
	struct vfs_node *node;
	int ret = vfs_lookup(path, false, &node);

	if (!ret)
		vfs_node_put(node);
	return ret != VFS_FOREIGN;
}

/** vfs_node_path - write @node's path: 0 or -ENAMETOOLONG */
int vfs_node_path(struct vfs_node *node, char *buf, size_t size)
{
	int ret;

	down_read(&node_lock);
	if (node == &vfs_root)
		ret = size < 2 ? -ENAMETOOLONG : (strcpy(buf, "/"), 0);
	else
		ret = node_path_locked(node, buf, size);
	up_read(&node_lock);
	return ret;
}

/**
 * d_path - write the path of @path into @buf
 *
 * Context: may sleep.
 * Return: where the text starts (at @buf's end), or ERR_PTR(-ENAMETOOLONG).
 */
char *d_path(const struct path *path, char *buf, int buflen)
{
	struct vfs_node *node = container_of(path->dentry, struct vfs_node, dentry);
	size_t len;

	if (buflen <= 0 || vfs_node_path(node, buf, buflen))
		return ERR_PTR(-ENAMETOOLONG);
	len = strlen(buf) + 1;
	return memmove(buf + buflen - len, buf, len);
}
EXPORT_SYMBOL(d_path);

/**
 * file_path - d_path() of an open file
 *
 * Context: may sleep.
 * Return: as d_path().
 */
char *file_path(struct file *file, char *buf, int buflen)
{
	return d_path(&file->f_path, buf, buflen);
}
EXPORT_SYMBOL(file_path);
