// SPDX-License-Identifier: MIT
/*
 * fs/node.c - the tree of Quarry's names
 *
 *	/ (shared) -+- dev (shared) --- scullc0
 *		    +- proc (shared) -+- slabinfo
 *		    |		      +- mydriver (own) --- state
 *		    +- sys (shared) --- module (own) --- scullc (own) --- refcnt
 *
 * A path is Quarry's if the walk ends at a node that is no shared folder, or leaves the tree from an
 * own folder or a file (then the answer is -ENOENT or -ENOTDIR). Anything else is the host's.
 *
 * Invariants	N1 a linked node's parent is linked, or is the root. N2 a linked node holds one
 *		reference to itself and one to its parent.
 * Locking	node_lock covers the links; read for walks. Never held while code behind a node runs.
 *		fill_mutex covers vfs_node.fill, also while it runs, and .filled; node_lock inside it.
 */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "fs/node.h"

#define NODE_HASH_BITS	8

DECLARE_RWSEM(node_lock);
static DEFINE_MUTEX(fill_mutex);
static struct hlist_head node_hash[1 << NODE_HASH_BITS];
static u64 node_last_cookie;
static atomic_t node_last_ino = ATOMIC_INIT(1);

/* Nodes appear in folders of a host, whose own numbers begin at 1: the same file is the same number. */
#define FIRST_INO	0x40000000UL

static void root_free(struct vfs_node *node)
{
}

struct vfs_node vfs_root = {
	.inode		= { .i_mode = S_IFDIR | 0755, .i_ino = 1, .i_nlink = 2 },
	.dentry		= {
		.d_parent	= &vfs_root.dentry,
		.d_inode	= &vfs_root.inode,
		.d_name		= { .name = (const unsigned char *)"", .len = 0 },
	},
	.kind		= VFS_SHARED_DIR,
	.ref		= REFCOUNT_INIT(1),
	.free		= root_free,
	.children	= LIST_HEAD_INIT(vfs_root.children),
	.linked		= true,
};

static const char *node_name(const struct vfs_node *node)
{
	return (const char *)node->dentry.d_name.name;
}

static umode_t kind_type(enum vfs_kind kind)
{
	switch (kind) {
	case VFS_CHRDEV:
		return S_IFCHR;
	case VFS_LINK:
		return S_IFLNK;
	case VFS_FILE:
		return S_IFREG;
	default:
		return S_IFDIR;
	}
}

static int node_set_name(struct vfs_node *node, const char *name)
{
	char *copy = kstrdup(name, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	kfree(node->dentry.d_name.name);
	node->dentry.d_name.name = (const unsigned char *)copy;
	node->dentry.d_name.len = strlen(copy);
	return 0;
}

/**
 * vfs_node_init - make the memory at @node a name that is not linked yet
 * @name:	the last part of its path
 * @mode:	permissions; the type follows from @kind
 * @free:	called when the last reference goes; frees what holds @node
 *
 * Return: 0 with one reference, or -ENOMEM.
 */
int vfs_node_init(struct vfs_node *node, const char *name, enum vfs_kind kind, umode_t mode,
		  void (*free)(struct vfs_node *node))
{
	struct inode *inode = &node->inode;

	memset(node, 0, sizeof(*node));
	if (node_set_name(node, name))
		return -ENOMEM;
	node->kind = kind;
	node->free = free;
	refcount_set(&node->ref, 1);
	INIT_LIST_HEAD(&node->children);
	INIT_LIST_HEAD(&node->sibling);
	INIT_HLIST_NODE(&node->hash);
	node->dentry.d_inode = inode;
	node->dentry.d_parent = &node->dentry;

	inode->i_mode = kind_type(kind) | (mode & S_IALLUGO);
	inode->i_ino = FIRST_INO + atomic_inc_return(&node_last_ino);
	inode->i_nlink = node_is_dir(node) ? 2 : 1;
	spin_lock_init(&inode->i_lock);
	init_rwsem(&inode->i_rwsem);
	atomic_set(&inode->i_count, 1);
	INIT_LIST_HEAD(&inode->i_devices);
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time(inode);
	if (kind == VFS_CHRDEV)
		inode->i_fop = &def_chr_fops;
	else if (node_is_dir(node))
		inode->i_fop = &vfs_dir_fops;
	return 0;
}

static void plain_free(struct vfs_node *node)
{
	kfree(node);
}

/** vfs_node_new - a node by itself: folder, link or device; NULL without memory */
struct vfs_node *vfs_node_new(const char *name, enum vfs_kind kind, umode_t mode)
{
	struct vfs_node *node = kmalloc(sizeof(*node), GFP_KERNEL);

	if (node && vfs_node_init(node, name, kind, mode, plain_free)) {
		kfree(node);
		return NULL;
	}
	return node;
}

void vfs_node_get(struct vfs_node *node)
{
	refcount_inc(&node->ref);
}

static void node_destroy(struct vfs_node *node)
{
	if (node->kind == VFS_CHRDEV)
		cd_forget(&node->inode);
	kfree(node->dentry.d_name.name);
	if (node->kind == VFS_LINK)
		kfree(node->target);
	node->free(node);
}

/** vfs_node_put - give a reference back. Context: may sleep; not under node_lock. */
void vfs_node_put(struct vfs_node *node)
{
	struct vfs_node *parent;

	while (node && refcount_dec_and_test(&node->ref)) {
		parent = node->parent;
		node_destroy(node);
		node = parent;
	}
}

static struct hlist_head *node_bucket(const struct vfs_node *parent, const char *name, size_t len)
{
	u32 hash = hash_ptr(parent, 32);

	while (len--)
		hash = hash * 31 + (unsigned char)*name++;
	return &node_hash[hash_32(hash, NODE_HASH_BITS)];
}

struct vfs_node *node_find_locked(const struct vfs_node *parent, const char *name, size_t len)
{
	struct vfs_node *node;

	hlist_for_each_entry(node, node_bucket(parent, name, len), hash)
		if (node->parent == parent && node->dentry.d_name.len == len &&
		    !memcmp(node->dentry.d_name.name, name, len))
			return node;
	return NULL;
}

static void node_hash_locked(struct vfs_node *node)
{
	const struct qstr *name = &node->dentry.d_name;

	hlist_add_head(&node->hash, node_bucket(node->parent, (const char *)name->name, name->len));
}

/**
 * vfs_node_link - put @node into folder @parent
 *
 * Return: 0, -EEXIST if the name is taken, -ENOENT if the folder was removed.
 */
int vfs_node_link(struct vfs_node *parent, struct vfs_node *node)
{
	int ret = 0;

	down_write(&node_lock);
	if (!parent->linked) {
		ret = -ENOENT;
	} else if (node_find_locked(parent, node_name(node), node->dentry.d_name.len)) {
		ret = -EEXIST;
	} else {
		vfs_node_get(parent);
		vfs_node_get(node);
		node->parent = parent;
		node->dentry.d_parent = &parent->dentry;
		node->cookie = ++node_last_cookie;
		node->linked = true;
		list_add_tail(&node->sibling, &parent->children);
		node_hash_locked(node);
	}
	up_write(&node_lock);
	return ret;
}

/* Take @node out of the tree; the folder that should go too, with a reference, or NULL. */
static struct vfs_node *node_remove_locked(struct vfs_node *node)
{
	struct vfs_node *parent = node->parent;

	list_del_init(&node->sibling);
	hlist_del_init(&node->hash);
	node->linked = false;
	if (!parent->transient || !list_empty(&parent->children))
		return NULL;
	vfs_node_get(parent);
	return parent;
}

/*
 * Take @node out, if @only_if_empty only as an empty transient folder, then those above it. Gives
 * back a reference.
 */
static void unlink_upwards(struct vfs_node *node, bool only_if_empty)
{
	struct vfs_node *emptied;
	bool removed;

	for (; node; node = emptied) {
		emptied = NULL;
		down_write(&node_lock);
		removed = node->linked &&
			  (!only_if_empty || (node->transient && list_empty(&node->children)));
		if (removed)
			emptied = node_remove_locked(node);
		up_write(&node_lock);
		if (removed)
			vfs_node_put(node);	/* the tree's reference */
		vfs_node_put(node);
		only_if_empty = true;
	}
}

/**
 * vfs_node_unlink - take @node's name away; who has it open keeps it
 *
 * Transient folders that are empty then go with it. Nothing happens if it is not linked. Its
 * children must be gone, or go by their own calls.
 */
void vfs_node_unlink(struct vfs_node *node)
{
	vfs_node_get(node);
	unlink_upwards(node, false);
}

/** vfs_node_use - may the code behind @node be called? Then vfs_node_unuse() must follow. */
bool vfs_node_use(struct vfs_node *node)
{
	return atomic_inc_unless_negative(&node->in_use);
}

void vfs_node_unuse(struct vfs_node *node)
{
	if (atomic_dec_return(&node->in_use) == VFS_NODE_DEAD)
		complete(node->gone);
}

/**
 * vfs_node_kill - let no more calls into the code behind @node, and wait for those that run
 *
 * The completion is in place before the bias is added, and both atomics are full barriers: whoever
 * brings the count to VFS_NODE_DEAD sees it.
 * Context: may sleep; not from a call that it would wait for. Once for each node.
 */
void vfs_node_kill(struct vfs_node *node)
{
	DECLARE_COMPLETION_ONSTACK(gone);

	node->gone = &gone;
	if (atomic_add_return(VFS_NODE_DEAD, &node->in_use) != VFS_NODE_DEAD)
		wait_for_completion(&gone);
}

/**
 * vfs_node_fill_later - what is in the own folder @dir is made when somebody looks into it
 * @fill:	makes it: 0 or -ENOMEM; NULL: there is nothing more to make, nor is it being made
 *
 * Context: may sleep.
 */
void vfs_node_fill_later(struct vfs_node *dir, int (*fill)(struct vfs_node *dir))
{
	mutex_lock(&fill_mutex);
	WRITE_ONCE(dir->fill, fill);
	WRITE_ONCE(dir->filled, false);
	mutex_unlock(&fill_mutex);
}

/** vfs_node_fill - make what is in folder @dir, if it is still to be made: 0 or -ENOMEM. May sleep. */
int vfs_node_fill(struct vfs_node *dir)
{
	int ret = 0;

	if (!node_is_unfilled(dir))
		return 0;
	mutex_lock(&fill_mutex);
	if (node_is_unfilled(dir)) {
		ret = dir->fill(dir);
		WRITE_ONCE(dir->filled, !ret);
	}
	mutex_unlock(&fill_mutex);
	return ret;
}

/* Somebody has one of the files in @dir. A new reference needs node_lock. */
static bool folder_is_busy_locked(const struct vfs_node *dir)
{
	const struct vfs_node *node;

	list_for_each_entry(node, &dir->children, sibling)
		if (refcount_read(&node->ref) > 1)
			return true;
	return false;
}

/* What is in folder @dir to @gone. */
static void unfill_locked(struct vfs_node *dir, struct list_head *gone)
{
	struct vfs_node *node;

	list_for_each_entry(node, &dir->children, sibling) {
		hlist_del_init(&node->hash);
		node->linked = false;
	}
	list_splice_tail_init(&dir->children, gone);
	WRITE_ONCE(dir->filled, false);
}

/**
 * vfs_node_unfill - what vfs_node_fill() made in the folders of @parent goes, where nobody has any of it
 *
 * The next look makes it anew.
 * Context: may sleep.
 */
void vfs_node_unfill(struct vfs_node *parent)
{
	struct vfs_node *node, *next;
	LIST_HEAD(gone);

	mutex_lock(&fill_mutex);
	down_write(&node_lock);
	list_for_each_entry(node, &parent->children, sibling)
		if (node->filled && !folder_is_busy_locked(node))
			unfill_locked(node, &gone);
	up_write(&node_lock);
	mutex_unlock(&fill_mutex);
	list_for_each_entry_safe(node, next, &gone, sibling) {
		list_del_init(&node->sibling);
		vfs_node_put(node);
	}
}

/** vfs_node_child - the node @name in folder @parent, with a reference; or NULL */
struct vfs_node *vfs_node_child(struct vfs_node *parent, const char *name)
{
	struct vfs_node *node;

	down_read(&node_lock);
	node = node_find_locked(parent, name, strlen(name));
	if (node)
		vfs_node_get(node);
	up_read(&node_lock);
	return node;
}

/** vfs_node_first_child - some node in folder @parent, with a reference; NULL if it is empty */
struct vfs_node *vfs_node_first_child(struct vfs_node *parent)
{
	struct vfs_node *node;

	down_read(&node_lock);
	node = list_first_entry_or_null(&parent->children, struct vfs_node, sibling);
	if (node)
		vfs_node_get(node);
	up_read(&node_lock);
	return node;
}

/* The folder called by the @len characters at @name, made as @make says if it is not there. */
static struct vfs_node *subdir(struct vfs_node *parent, const char *name, size_t len,
			       const struct vfs_make *make)
{
	char *copy = kstrndup(name, len, GFP_KERNEL);
	struct vfs_node *node = NULL;
	int ret = copy ? -EEXIST : -ENOMEM;

	while (ret == -EEXIST) {
		node = vfs_node_child(parent, copy);
		if (node || !make)
			break;
		node = vfs_node_new(copy, make->kind, 0755);
		if (!node)
			break;
		node->transient = make->transient;
		ret = vfs_node_link(parent, node);
		if (ret) {			/* somebody was faster, or the folder went */
			vfs_node_put(node);
			node = NULL;
		}
	}
	kfree(copy);
	return node;
}

/**
 * vfs_dir_of - the folder that @path lies in
 * @top:	where @path starts
 * @path:	"a/b/c": the folder is a/b below @top
 * @make:	how to make the folders that are missing; NULL: don't
 * @last:	receives where the last part begins in @path
 *
 * Return: the folder with a reference, or NULL: it is not there, or there is no memory.
 */
struct vfs_node *vfs_dir_of(struct vfs_node *top, const char *path, const struct vfs_make *make,
			    const char **last)
{
	struct vfs_node *dir = top, *next;
	const char *slash;

	vfs_node_get(dir);
	while ((slash = strchr(path, '/'))) {
		if (slash > path) {
			next = subdir(dir, path, slash - path, make);
			if (!next) {
				unlink_upwards(dir, true);	/* it may be of this call */
				return NULL;
			}
			vfs_node_put(dir);
			dir = next;
		}
		path = slash + 1;
	}
	*last = path;
	return dir;
}

/* The first name in @dir after @cookie, with a reference. */
static struct vfs_node *list_next(struct vfs_node *dir, u64 cookie)
{
	struct vfs_node *node, *found = NULL;

	down_read(&node_lock);
	list_for_each_entry(node, &dir->children, sibling) {
		if (node->cookie > cookie) {
			found = node;
			vfs_node_get(found);
			break;
		}
	}
	up_read(&node_lock);
	return found;
}

/**
 * vfs_list - call @emit for each name in @dir, oldest first
 * @after:	only for those whose cookie is larger
 * @emit:	a non-zero answer ends the list
 *
 * Return: what @emit returned last, or 0; -ENOMEM if the folder could not be filled.
 */
int vfs_list(struct vfs_node *dir, u64 after,
	     int (*emit)(void *arg, struct vfs_node *node), void *arg)
{
	struct vfs_node *node;
	int ret = vfs_node_fill(dir);

	while (!ret && (node = list_next(dir, after))) {
		after = node->cookie;
		ret = emit(arg, node);
		vfs_node_put(node);
	}
	return ret;
}

/* The node after @node, folders before what is in them; NULL after the last. */
static struct vfs_node *tree_next_locked(struct vfs_node *node)
{
	if (!list_empty(&node->children))
		return list_first_entry(&node->children, struct vfs_node, sibling);
	while (node != &vfs_root && list_is_last(&node->sibling, &node->parent->children))
		node = node->parent;
	return node == &vfs_root ? NULL : list_next_entry(node, sibling);
}

/**
 * vfs_find - the first node of the whole tree that @match accepts
 * @match:	called with node_lock held
 *
 * Return: the node with a reference, or NULL.
 */
struct vfs_node *vfs_find(bool (*match)(const struct vfs_node *node, const void *arg),
			  const void *arg)
{
	struct vfs_node *node = &vfs_root;

	down_read(&node_lock);
	while (node && !match(node, arg))
		node = tree_next_locked(node);
	if (node)
		vfs_node_get(node);
	up_read(&node_lock);
	return node;
}

/**
 * current_time - what @inode's times should be set to now
 *
 * Context: any.
 * Return: the time of day.
 */
struct timespec64 current_time(struct inode *inode)
{
	struct timespec64 now;

	ktime_get_real_ts64(&now);
	return now;
}
EXPORT_SYMBOL(current_time);
