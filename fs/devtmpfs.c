// SPDX-License-Identifier: MIT
/*
 * fs/devtmpfs.c - device nodes: /dev, and wherever a program calls mknod(2)
 *
 * Three makers, the later ones stronger: a region of numbers implies nodes by its name ("scullc"
 * with 4 minors: /dev/scullc0 .. scullc3; with 1 minor: /dev/scullc; with the 256 of the old
 * register_chrdev(): /dev/name for the first); device_create() and misc_register() create theirs;
 * a program makes its own. A made node replaces an implied one quietly, and stays when the driver goes,
 * as a file would. Of the host's devices none is Quarry's.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/major.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/vfs.h"

#define DEV_MODE_DEFAULT	0600
#define IMPLIED_MAX		64	/* more minors than this imply one node only */
#define DEV_NAME_MAX		80

static struct vfs_node *dev_dir;

/* Majors whose nodes are the host's: memory, terminals. */
static bool major_is_hosts(unsigned int major)
{
	return major == MEM_MAJOR || major == TTY_MAJOR || major == TTYAUX_MAJOR ||
	       (major >= UNIX98_PTY_MASTER_MAJOR &&
		major < UNIX98_PTY_SLAVE_MAJOR + UNIX98_PTY_MAJOR_COUNT);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static struct vfs_node *device_node(const char *name, enum vfs_origin origin, umode_t mode,
				    dev_t dev)
{
	struct vfs_node *node = vfs_node_new(name, VFS_CHRDEV, mode);

	if (node) {
		node->origin = origin;
		node->inode.i_rdev = dev;
	}
	return node;
}

/*
 * Link @node into @dir; what is there and was made by a weaker one goes. The loop is for a name
 * that comes while another goes.
 */
static int link_over_weaker(struct vfs_node *dir, struct vfs_node *node)
{
	struct vfs_node *there;
	int ret;

	while ((ret = vfs_node_link(dir, node)) == -EEXIST) {
		there = vfs_node_child(dir, (const char *)node->dentry.d_name.name);
		if (!there)
			continue;
		if (there->kind != VFS_CHRDEV || there->origin != VFS_IMPLIED ||
		    node->origin == VFS_IMPLIED) {
			vfs_node_put(there);
			break;
		}
		vfs_node_unlink(there);
		vfs_node_put(there);
	}
	return ret;
}

/* Folders that a node needs: in /dev they are Quarry's own, elsewhere the host's too. */
static const struct vfs_make dirs_in_dev = { .kind = VFS_DIR, .transient = true };
static const struct vfs_make dirs_elsewhere = { .kind = VFS_SHARED_DIR, .transient = true };

/* Link @node at @path. Again if its folder, being empty, went just then. */
static int link_at(struct vfs_node *top, const char *path, const struct vfs_make *make,
		   struct vfs_node *node)
{
	struct vfs_node *dir;
	const char *last;
	int ret;

	do {
		dir = vfs_dir_of(top, path, make, &last);
		if (!dir)
			return -ENOMEM;
		ret = link_over_weaker(dir, node);
		vfs_node_put(dir);
	} while (ret == -ENOENT);
	return ret;
}

static int node_make(struct vfs_node *top, const char *path, const struct vfs_make *make,
		     enum vfs_origin origin, umode_t mode, kuid_t uid, kgid_t gid, dev_t dev)
{
	struct vfs_node *node = device_node(last_part(path), origin, mode, dev);
	int ret;

	if (!node)
		return -ENOMEM;
	node->inode.i_uid = uid;
	node->inode.i_gid = gid;
	ret = link_at(top, path, make, node);
	vfs_node_put(node);
	return ret;
}

/* A device's name as a path under /dev: '!' stands for '/'. False if it can't be one. */
static bool dev_path(char *path, const char *name)
{
	if (!*name || *name == '.' || strscpy(path, name, DEV_NAME_MAX) < 0)
		return false;
	strreplace(path, '!', '/');
	return true;
}

/**
 * devtmpfs_create_node - the node of a device that a driver created
 * @name:	under /dev
 * @mode:	permissions; 0 means 0600
 *
 * Return: 0, -EEXIST if a program made one there, -ENOMEM, -EINVAL.
 */
int devtmpfs_create_node(const char *name, umode_t mode, kuid_t uid, kgid_t gid, dev_t dev)
{
	char path[DEV_NAME_MAX];

	if (!dev_path(path, name))
		return -EINVAL;
	return node_make(dev_dir, path, &dirs_in_dev, VFS_CREATED, (mode & 07777) ?: DEV_MODE_DEFAULT,
			 uid, gid, dev);
}

static struct vfs_node *node_by_name(const char *name)
{
	struct vfs_node *node;
	char path[DEV_NAME_MAX + 5] = "/dev/";

	if (!dev_path(path + 5, name) || vfs_lookup(path, false, &node))
		return NULL;
	return node;
}

static void remove_if(const char *name, enum vfs_origin origin, dev_t dev)
{
	struct vfs_node *node = node_by_name(name);

	if (!node)
		return;
	if (node->kind == VFS_CHRDEV && node->origin == origin && node->inode.i_rdev == dev)
		vfs_node_unlink(node);
	vfs_node_put(node);
}

/** devtmpfs_delete_node - take away what devtmpfs_create_node() made, if it is still that */
void devtmpfs_delete_node(const char *name, dev_t dev)
{
	remove_if(name, VFS_CREATED, dev);
}

/** devtmpfs_imply - nodes for a region of device numbers, where their names are free */
void devtmpfs_imply(const char *name, dev_t first, unsigned int count)
{
	char path[DEV_NAME_MAX], numbered[DEV_NAME_MAX + 12];
	unsigned int i, nr = count > IMPLIED_MAX ? 1 : count;

	if (MAJOR(first) == MISC_MAJOR || !dev_path(path, name))
		return;
	for (i = 0; i < nr; i++) {
		snprintf(numbered, sizeof(numbered), nr > 1 ? "%s%u" : "%s", path, i);
		node_make(dev_dir, numbered, &dirs_in_dev, VFS_IMPLIED, DEV_MODE_DEFAULT,
			  GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, first + i);
	}
}

struct numbers {
	dev_t		first;
	unsigned int	count;
};

static bool is_implied(const struct vfs_node *node, const void *arg)
{
	const struct numbers *n = arg;

	return node->kind == VFS_CHRDEV && node->origin == VFS_IMPLIED &&
	       node->inode.i_rdev - n->first < n->count;
}

static void unlink_all(bool (*match)(const struct vfs_node *node, const void *arg),
		       const void *arg)
{
	struct vfs_node *node;

	while ((node = vfs_find(match, arg))) {
		vfs_node_unlink(node);
		vfs_node_put(node);
	}
}

/** devtmpfs_unimply - the region's numbers were given back: its implied nodes go */
void devtmpfs_unimply(dev_t first, unsigned int count)
{
	struct numbers n = { .first = first, .count = count };

	unlink_all(is_implied, &n);
}

static bool is_made(const struct vfs_node *node, const void *arg)
{
	return (node->kind == VFS_CHRDEV || node->kind == VFS_LINK) && node->origin == VFS_MADE;
}

/** devtmpfs_forget_made - power-off: the nodes and links that programs made go */
void devtmpfs_forget_made(void)
{
	unlink_all(is_made, NULL);
}

/* ---- what programs do ---- */

/**
 * devtmpfs_mknod - mknod(2) of a character device
 * @path:	absolute, anywhere
 *
 * Return: 0, -EEXIST, -ENOMEM, or VFS_FOREIGN if the device is the host's.
 */
int devtmpfs_mknod(const char *path, umode_t mode, dev_t dev)
{
	struct vfs_node *node;
	int ret;

	if (major_is_hosts(MAJOR(dev)) && !chrdev_is_reserved(dev))
		return VFS_FOREIGN;
	ret = vfs_lookup(path, false, &node);
	if (!ret) {
		ret = node->kind == VFS_CHRDEV && node->origin == VFS_IMPLIED ? 0 : -EEXIST;
		vfs_node_put(node);
	} else if (ret == VFS_FOREIGN) {
		ret = 0;
	} else if (strncmp(path, "/dev/", 5)) {
		return ret == -ENOENT ? -EACCES : ret;	/* in /proc or /sys */
	} else if (ret == -ENOENT) {
		ret = 0;
	}
	if (ret)
		return ret;
	return node_make(&vfs_root, path, &dirs_elsewhere, VFS_MADE, mode, current_fsuid(),
			 current_fsgid(), dev);
}

/* A node that programs may change: a device or a link of theirs. VFS_FOREIGN, -ENOENT, -EPERM else. */
static int changeable(const char *path, struct vfs_node **node)
{
	int ret = vfs_lookup(path, false, node);

	if (!ret && (*node)->kind != VFS_CHRDEV &&
	    ((*node)->kind != VFS_LINK || (*node)->origin != VFS_MADE)) {
		vfs_node_put(*node);
		ret = -EPERM;
	}
	return ret;
}

/** devtmpfs_unlink - unlink(2) */
int devtmpfs_unlink(const char *path)
{
	struct vfs_node *node;
	int ret = changeable(path, &node);

	if (ret)
		return ret;
	vfs_node_unlink(node);
	vfs_node_put(node);
	return 0;
}

/** devtmpfs_set_mtime - utimensat(2) of a device node */
int devtmpfs_set_mtime(const char *path, time64_t sec)
{
	struct vfs_node *node;
	int ret = changeable(path, &node);

	if (ret)
		return ret;
	node->inode.i_mtime = (struct timespec64){ .tv_sec = sec };
	node->inode.i_ctime = current_time(&node->inode);
	vfs_node_put(node);
	return 0;
}

/** devtmpfs_chmod - chmod(2) of a device node */
int devtmpfs_chmod(const char *path, umode_t mode)
{
	struct vfs_node *node;
	int ret = changeable(path, &node);

	if (ret)
		return ret;
	node->inode.i_mode = (node->inode.i_mode & S_IFMT) | (mode & S_IALLUGO);
	node->inode.i_ctime = current_time(&node->inode);
	vfs_node_put(node);
	return 0;
}

/** devtmpfs_chown - chown(2) of a device node; -1 leaves one as it is */
int devtmpfs_chown(const char *path, uid_t uid, gid_t gid)
{
	struct vfs_node *node;
	int ret = changeable(path, &node);

	if (ret)
		return ret;
	if (uid != (uid_t)-1)
		node->inode.i_uid = KUIDT_INIT(uid);
	if (gid != (gid_t)-1)
		node->inode.i_gid = KGIDT_INIT(gid);
	node->inode.i_ctime = current_time(&node->inode);
	vfs_node_put(node);
	return 0;
}

/**
 * devtmpfs_symlink - symlink(2) into /dev
 *
 * Return: 0, -EEXIST, -ENOMEM, or VFS_FOREIGN if @path is not under /dev.
 */
int devtmpfs_symlink(const char *target, const char *path)
{
	struct vfs_node *link;
	int ret = -ENOMEM;

	if (strncmp(path, "/dev/", 5))
		return VFS_FOREIGN;
	link = vfs_node_new(last_part(path), VFS_LINK, 0777);
	if (!link)
		return -ENOMEM;
	link->origin = VFS_MADE;
	link->target = kstrdup(target, GFP_KERNEL);
	if (link->target) {
		link->inode.i_size = strlen(target);
		ret = link_at(&vfs_root, path, &dirs_elsewhere, link);
	}
	vfs_node_put(link);
	return ret;
}

/** devtmpfs_init - boot: remember the folder /dev, which vfs_init() made */
void __init devtmpfs_init(void)
{
	dev_dir = vfs_node_child(&vfs_root, "dev");
	BUG_ON(!dev_dir);
}
