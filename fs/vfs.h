/* SPDX-License-Identifier: MIT */
/*
 * fs/vfs.h - the names and files of Quarry, as fs/ and the port's entry code see them
 *
 * Terms
 *   node		a name of Quarry's: an inode and its dentry in one, in a tree whose root is "/"
 *   shared folder	a folder of the host's in which Quarry has names too (/dev, /proc): the host
 *			answers for it and for all that is not in the tree
 *   own folder		a folder that is Quarry's alone: what is not in it does not exist
 *
 * Locking	node_lock (fs/node.c) covers the tree. A node lives while it is linked or somebody
 *		holds a reference; an open file does.
 * Removal	vfs_node_use() and _unuse() bracket calls into the code behind a node, and
 *		vfs_node_kill() waits until none is running: after it the module may go.
 */
#ifndef FS_VFS_H
#define FS_VFS_H

#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/poll.h>
#include <linux/refcount.h>
#include <linux/types.h>

struct cdev;

enum vfs_kind {
	VFS_SHARED_DIR,
	VFS_DIR,
	VFS_FILE,
	VFS_CHRDEV,
	VFS_LINK,
};

/* Who made a device node: decides who may replace and remove it. */
enum vfs_origin {
	VFS_IMPLIED,		/* a region of numbers, by its name */
	VFS_CREATED,		/* device_create() or misc_register() */
	VFS_MADE,		/* mknod(2) or symlink(2) */
};

/**
 * struct vfs_node - a name
 * @free:	frees the structure that holds the node
 * @in_use:	calls that run in the code behind it; biased by VFS_NODE_DEAD once killed
 * @gone:	completed by the last such call after the kill
 * @target:	of a symbolic link
 * @fill:	of an own folder: puts into it what is in it, when somebody looks; or NULL
 * @filled:	it has done so
 * @cookie:	place in its folder's listing; a later name has a larger one
 */
struct vfs_node {
	struct inode		inode;
	struct dentry		dentry;
	enum vfs_kind		kind;
	enum vfs_origin		origin;
	refcount_t		ref;
	void (*free)(struct vfs_node *node);
	union {
		char		*target;
		int (*fill)(struct vfs_node *dir);
	};
	void			*data;

	atomic_t		in_use;
	struct completion	*gone;

	/* node_lock held: */
	struct vfs_node		*parent;
	struct list_head	children;
	struct list_head	sibling;
	struct hlist_node	hash;
	u64			cookie;
	bool			linked;
	bool			transient;	/* a folder that goes when it is empty */

	bool			filled;		/* fill_mutex */
};

/**
 * struct vfs_file - an open file and what Quarry keeps with it
 * @cdev:	the device that serves it, referenced; NULL if none does
 * @name:	its path, once vfs_file_path() was asked for it
 */
struct vfs_file {
	struct file		file;
	struct vfs_node		*node;
	struct cdev		*cdev;
	char			*name;
	struct list_head	all;
};

#define VFS_NODE_DEAD	INT_MIN

static inline struct vfs_node *inode_node(const struct inode *inode)
{
	return container_of(inode, struct vfs_node, inode);
}

static inline struct vfs_file *to_vfs_file(struct file *file)
{
	return container_of(file, struct vfs_file, file);
}

/**
 * struct vfs_make - how to make a folder on the way to a name
 * @transient:	it goes when the last name in it does
 */
struct vfs_make {
	enum vfs_kind	kind;
	bool		transient;
};

/* ---- node.c ---- */

extern struct vfs_node vfs_root;

int vfs_node_init(struct vfs_node *node, const char *name, enum vfs_kind kind, umode_t mode,
		  void (*free)(struct vfs_node *node));
struct vfs_node *vfs_node_new(const char *name, enum vfs_kind kind, umode_t mode);
void vfs_node_get(struct vfs_node *node);
void vfs_node_put(struct vfs_node *node);
int vfs_node_link(struct vfs_node *parent, struct vfs_node *node);
void vfs_node_unlink(struct vfs_node *node);
bool vfs_node_use(struct vfs_node *node);
void vfs_node_unuse(struct vfs_node *node);
void vfs_node_kill(struct vfs_node *node);
void vfs_node_fill_later(struct vfs_node *dir, int (*fill)(struct vfs_node *dir));
int vfs_node_fill(struct vfs_node *dir);
void vfs_node_unfill(struct vfs_node *parent);
struct vfs_node *vfs_node_child(struct vfs_node *parent, const char *name);
struct vfs_node *vfs_node_first_child(struct vfs_node *parent);
struct vfs_node *vfs_dir_of(struct vfs_node *top, const char *path, const struct vfs_make *make,
			    const char **last);

/* What vfs_lookup() says of a path that is the host's matter. */
#define VFS_FOREIGN	1

int vfs_lookup(const char *path, bool follow, struct vfs_node **node);
int vfs_lookup_dir(const char *path, struct vfs_node **dir);
bool vfs_path_known(const char *path);
int vfs_node_path(struct vfs_node *node, char *buf, size_t size);
int vfs_list(struct vfs_node *dir, u64 after,
	     int (*emit)(void *arg, struct vfs_node *node), void *arg);

struct vfs_node *vfs_find(bool (*match)(const struct vfs_node *node, const void *arg),
			  const void *arg);

/* ---- file.c ---- */

int vfs_open_path(const char *path, int flags, umode_t mode, struct file **file);
const char *vfs_file_path(struct file *file);
unsigned int vfs_report_open(void (*report)(void *arg, const char *line), void *arg);

/* ---- read_write.c: on the file's own position, or one that is given ---- */

ssize_t file_read(struct file *file, char __user *buf, size_t count);
ssize_t file_write(struct file *file, const char __user *buf, size_t count);
ssize_t file_pread(struct file *file, char __user *buf, size_t count, loff_t pos);
ssize_t file_pwrite(struct file *file, const char __user *buf, size_t count, loff_t pos);
loff_t file_lseek(struct file *file, loff_t offset, int whence);

/* ---- ioctl.c, fcntl.c, readdir.c ---- */

long file_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
int file_set_flags(struct file *file, unsigned int flags);
void file_set_owner(struct file *file, int pid);
int file_set_fasync(struct file *file, bool on);
long file_getdents(struct file *file, void __user *buf, size_t size);
extern const struct file_operations vfs_dir_fops;

/* ---- poll.c ---- */

struct vfs_watch;
__poll_t vfs_watch(struct file *file, __poll_t events, void (*ready)(void *arg), void *arg,
		   struct vfs_watch **watch);
void vfs_unwatch(struct vfs_watch *watch);

/* ---- devtmpfs.c ---- */

int devtmpfs_create_node(const char *name, umode_t mode, kuid_t uid, kgid_t gid, dev_t dev);
void devtmpfs_delete_node(const char *name, dev_t dev);
void devtmpfs_imply(const char *name, dev_t first, unsigned int count);
void devtmpfs_unimply(dev_t first, unsigned int count);
int devtmpfs_mknod(const char *path, umode_t mode, dev_t dev);
int devtmpfs_unlink(const char *path);
int devtmpfs_chmod(const char *path, umode_t mode);
int devtmpfs_set_mtime(const char *path, time64_t sec);
int devtmpfs_chown(const char *path, uid_t uid, gid_t gid);
int devtmpfs_symlink(const char *target, const char *path);
void devtmpfs_forget_made(void);
void devtmpfs_init(void);

/* ---- chrdev_region.c, char_dev.c, misc.c, sysfs.c, proc.c, device.c ---- */

extern const struct file_operations def_chr_fops;
bool chrdev_is_reserved(dev_t dev);
void proc_dir_init(void);
void misc_init(void);
void sysfs_init(void);
void debugfs_init(void);

#endif /* FS_VFS_H */
