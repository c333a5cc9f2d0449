// SPDX-License-Identifier: MIT
/*
 * fs/readdir.c - folders as files: getdents64(2) on a folder that is Quarry's own
 *
 * Position 0 is ".", 1 is "..", and from 2 up it is 2 + the cookie of the last name that was given:
 * so a listing that goes on in a changed folder neither repeats nor skips a name that stayed.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "fs/vfs.h"

/* A record of getdents64(2), as programs know it. */
struct dirent64 {
	u64	d_ino;
	s64	d_off;
	u16	d_reclen;
	u8	d_type;
	char	d_name[];
};

#define DIRENT_NAME_MAX	255

struct listing {
	struct file	*file;
	char __user	*buf;
	size_t		left;
	int		error;
};

static int put_record(struct listing *l, const char *name, u64 ino, unsigned int type, loff_t next)
{
	union {
		struct dirent64	d;
		char		bytes[offsetof(struct dirent64, d_name) + DIRENT_NAME_MAX + 1 + 8];
	} record;
	size_t len = min_t(size_t, strlen(name), DIRENT_NAME_MAX);
	size_t size = ALIGN(offsetof(struct dirent64, d_name) + len + 1, sizeof(u64));

	if (size > l->left) {
		l->error = -EINVAL;		/* counts only if it is the first record */
		return 1;
	}
	memset(record.bytes, 0, size);
	record.d.d_ino = ino;
	record.d.d_off = next;
	record.d.d_reclen = size;
	record.d.d_type = type;
	memcpy(record.bytes + offsetof(struct dirent64, d_name), name, len);
	if (copy_to_user(l->buf, record.bytes, size)) {
		l->error = -EFAULT;
		return 1;
	}
	l->buf += size;
	l->left -= size;
	l->file->f_pos = next;
	return 0;
}

static int put_node(void *arg, struct vfs_node *node)
{
	return put_record(arg, (const char *)node->dentry.d_name.name, node->inode.i_ino,
			  (node->inode.i_mode & S_IFMT) >> 12, 2 + node->cookie);
}

static int put_dots(struct listing *l, struct vfs_node *dir)
{
	struct vfs_node *parent = dir->parent ?: dir;

	if (l->file->f_pos == 0 && put_record(l, ".", dir->inode.i_ino, DT_DIR, 1))
		return 1;
	if (l->file->f_pos == 1 && put_record(l, "..", parent->inode.i_ino, DT_DIR, 2))
		return 1;
	return 0;
}

/** file_getdents - the next records of a folder: bytes, 0 at the end, -ENOTDIR, -EINVAL, -EFAULT */
long file_getdents(struct file *file, void __user *buf, size_t size)
{
	struct vfs_node *dir = inode_node(file_inode(file));
	struct listing l = { .file = file, .buf = buf, .left = size };

	if (!S_ISDIR(dir->inode.i_mode))
		return -ENOTDIR;
	mutex_lock(&file->f_pos_lock);
	if (!put_dots(&l, dir))
		vfs_list(dir, file->f_pos - 2, put_node, &l);
	mutex_unlock(&file->f_pos_lock);
	return l.left != size ? size - l.left : l.error;
}

static ssize_t dir_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return -EISDIR;
}

/* Only what getdents64() returned as d_off, and 0, mean anything. */
static loff_t dir_llseek(struct file *file, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	return vfs_setpos(file, offset, MAX_LFS_FILESIZE);
}

const struct file_operations vfs_dir_fops = {
	.llseek	= dir_llseek,
	.read	= dir_read,
};
