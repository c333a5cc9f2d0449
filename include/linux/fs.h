/* SPDX-License-Identifier: MIT */
/*
 * linux/fs.h - open files, and what a driver must offer to have one opened
 *
 * Terms
 *   inode	a thing that has a name: a device node, a /proc file. One for each name.
 *   file	one open of it: position, flags, the driver's private_data.
 * Quarry has no file systems: inodes and dentries exist for its own names only, and carry what
 * drivers look at.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/compiler.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/init.h>
#include <linux/ioctl.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/stat.h>
#include <linux/time64.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/uio.h>
#include <linux/wait.h>
#include <asm/byteorder.h>

struct address_space;
struct cdev;
struct dir_context;
struct file;
struct file_lock;
struct inode;
struct io_comp_batch;
struct io_uring_cmd;
struct iov_iter;
struct kiocb;
struct module;
struct page;
struct pipe_inode_info;
struct poll_table_struct;
struct seq_file;
struct super_block;
struct task_struct;
struct vfsmount;
struct vm_area_struct;

typedef void *fl_owner_t;

/* ---- modes of an open file ---- */

#define FMODE_READ		((__force fmode_t)0x1)
#define FMODE_WRITE		((__force fmode_t)0x2)
#define FMODE_LSEEK		((__force fmode_t)0x4)
#define FMODE_PREAD		((__force fmode_t)0x8)
#define FMODE_PWRITE		((__force fmode_t)0x10)
#define FMODE_EXEC		((__force fmode_t)0x20)
#define FMODE_NDELAY		((__force fmode_t)0x40)
#define FMODE_EXCL		((__force fmode_t)0x80)
#define FMODE_UNSIGNED_OFFSET	((__force fmode_t)0x2000)
#define FMODE_PATH		((__force fmode_t)0x4000)
#define FMODE_ATOMIC_POS	((__force fmode_t)0x8000)
#define FMODE_CAN_READ		((__force fmode_t)0x20000)
#define FMODE_CAN_WRITE		((__force fmode_t)0x40000)
#define FMODE_OPENED		((__force fmode_t)0x80000)
#define FMODE_CREATED		((__force fmode_t)0x100000)
#define FMODE_STREAM		((__force fmode_t)0x200000)
#define FMODE_CAN_ODIRECT	((__force fmode_t)0x400000)
#define FMODE_NOWAIT		((__force fmode_t)0x8000000)

#define OPEN_FMODE(flag)	((__force fmode_t)(((flag) + 1) & O_ACCMODE))

#define MAY_EXEC		0x00000001
#define MAY_WRITE		0x00000002
#define MAY_READ		0x00000004

#define SEEK_SET		0
#define SEEK_CUR		1
#define SEEK_END		2
#define SEEK_DATA		3
#define SEEK_HOLE		4
#define SEEK_MAX		SEEK_HOLE

#define MAX_LFS_FILESIZE	((loff_t)LLONG_MAX)
#define MAX_RW_COUNT		(INT_MAX & PAGE_MASK)

/* The directory entry types of getdents64(2). */
#define DT_UNKNOWN		0
#define DT_FIFO			1
#define DT_CHR			2
#define DT_DIR			4
#define DT_BLK			6
#define DT_REG			8
#define DT_LNK			10
#define DT_SOCK			12
#define DT_WHT			14

#define FIBMAP			_IO(0x00, 1)
#define FIGETBSZ		_IO(0x00, 2)

/* ---- names and things ---- */

struct qstr {
	u32			hash;
	u32			len;
	const unsigned char	*name;
};

/** struct dentry - a name: what it is called, where, and what it stands for */
struct dentry {
	struct dentry		*d_parent;
	struct qstr		d_name;
	struct inode		*d_inode;
	void			*d_fsdata;
};

struct path {
	struct vfsmount		*mnt;
	struct dentry		*dentry;
};

/** struct inode - a device node or a file of /proc or /sys */
struct inode {
	umode_t			i_mode;
	kuid_t			i_uid;
	kgid_t			i_gid;
	unsigned int		i_flags;
	struct super_block	*i_sb;
	struct address_space	*i_mapping;
	unsigned long		i_ino;
	unsigned int		i_nlink;
	dev_t			i_rdev;
	loff_t			i_size;
	struct timespec64	i_atime;
	struct timespec64	i_mtime;
	struct timespec64	i_ctime;
	spinlock_t		i_lock;
	struct rw_semaphore	i_rwsem;
	atomic_t		i_count;
	const struct file_operations *i_fop;
	struct list_head	i_devices;	/* cdev lock held: on i_cdev->list */
	struct cdev		*i_cdev;	/* cdev lock held */
	void			*i_private;
};

/** struct fown_struct - who gets SIGIO */
struct fown_struct {
	rwlock_t		lock;
	int			pid;		/* process to signal; 0: nobody */
	kuid_t			uid;
	int			signum;
};

/**
 * struct file - one open of an inode
 *
 * f_lock covers f_flags; f_pos_lock serialises the calls that use f_pos on regular files (as on
 * Linux, device files are on their own there).
 */
struct file {
	struct path		f_path;
	struct inode		*f_inode;
	const struct file_operations *f_op;
	spinlock_t		f_lock;
	atomic_long_t		f_count;
	unsigned int		f_flags;
	fmode_t			f_mode;
	struct mutex		f_pos_lock;
	loff_t			f_pos;
	struct fown_struct	f_owner;
	const struct cred	*f_cred;
	u64			f_version;
	void			*private_data;
	struct address_space	*f_mapping;
};

/* Called for each name; the answer is: go on? */
typedef bool (*filldir_t)(struct dir_context *, const char *, int, loff_t, u64, unsigned int);

struct dir_context {
	filldir_t		actor;
	loff_t			pos;
};

/** struct file_operations - what a driver does for its open files; NULL where it has nothing */
struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *, loff_t, int);
	ssize_t (*read)(struct file *, char __user *, size_t, loff_t *);
	ssize_t (*write)(struct file *, const char __user *, size_t, loff_t *);
	ssize_t (*read_iter)(struct kiocb *, struct iov_iter *);
	ssize_t (*write_iter)(struct kiocb *, struct iov_iter *);
	int (*iopoll)(struct kiocb *, struct io_comp_batch *, unsigned int);
	int (*iterate)(struct file *, struct dir_context *);
	int (*iterate_shared)(struct file *, struct dir_context *);
	__poll_t (*poll)(struct file *, struct poll_table_struct *);
	long (*unlocked_ioctl)(struct file *, unsigned int, unsigned long);
	long (*compat_ioctl)(struct file *, unsigned int, unsigned long);
	int (*mmap)(struct file *, struct vm_area_struct *);
	unsigned long mmap_supported_flags;
	int (*open)(struct inode *, struct file *);
	int (*flush)(struct file *, fl_owner_t id);
	int (*release)(struct inode *, struct file *);
	int (*fsync)(struct file *, loff_t, loff_t, int datasync);
	int (*fasync)(int, struct file *, int);
	int (*lock)(struct file *, int, struct file_lock *);
	ssize_t (*sendpage)(struct file *, struct page *, int, size_t, loff_t *, int);
	unsigned long (*get_unmapped_area)(struct file *, unsigned long, unsigned long,
					   unsigned long, unsigned long);
	int (*check_flags)(int);
	int (*flock)(struct file *, int, struct file_lock *);
	ssize_t (*splice_write)(struct pipe_inode_info *, struct file *, loff_t *, size_t,
				unsigned int);
	ssize_t (*splice_read)(struct file *, loff_t *, struct pipe_inode_info *, size_t,
			       unsigned int);
	int (*setlease)(struct file *, long, struct file_lock **, void **);
	long (*fallocate)(struct file *, int mode, loff_t offset, loff_t len);
	void (*show_fdinfo)(struct seq_file *, struct file *);
	ssize_t (*copy_file_range)(struct file *, loff_t, struct file *, loff_t, size_t,
				   unsigned int);
	loff_t (*remap_file_range)(struct file *, loff_t, struct file *, loff_t, loff_t,
				   unsigned int);
	int (*fadvise)(struct file *, loff_t, loff_t, int);
	int (*uring_cmd)(struct io_uring_cmd *, unsigned int);
	int (*uring_cmd_iopoll)(struct io_uring_cmd *, struct io_comp_batch *, unsigned int);
};

/* ---- one read or write in progress ---- */

#define IOCB_HIPRI		(1 << 0)
#define IOCB_DSYNC		(1 << 1)
#define IOCB_SYNC		(1 << 2)
#define IOCB_NOWAIT		(1 << 3)
#define IOCB_APPEND		(1 << 4)
#define IOCB_EVENTFD		(1 << 16)
#define IOCB_DIRECT		(1 << 17)
#define IOCB_WRITE		(1 << 18)

struct kiocb {
	struct file		*ki_filp;
	loff_t			ki_pos;
	void (*ki_complete)(struct kiocb *iocb, long ret);
	void			*private;
	int			ki_flags;
	u16			ki_ioprio;
};

/** is_sync_kiocb - does the caller wait for the result? Always so in Quarry. */
static inline bool is_sync_kiocb(struct kiocb *kiocb)
{
	return kiocb->ki_complete == NULL;
}

void init_sync_kiocb(struct kiocb *kiocb, struct file *filp);

/* ---- looking at files ---- */

static inline struct inode *file_inode(const struct file *f)
{
	return f->f_inode;
}

static inline struct dentry *file_dentry(const struct file *file)
{
	return file->f_path.dentry;
}

static inline struct inode *d_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

static inline unsigned int iminor(const struct inode *inode)
{
	return MINOR(inode->i_rdev);
}

static inline unsigned int imajor(const struct inode *inode)
{
	return MAJOR(inode->i_rdev);
}

static inline loff_t i_size_read(const struct inode *inode)
{
	return READ_ONCE(inode->i_size);
}

static inline void i_size_write(struct inode *inode, loff_t i_size)
{
	WRITE_ONCE(inode->i_size, i_size);
}

static inline void inode_lock(struct inode *inode)
{
	down_write(&inode->i_rwsem);
}

static inline void inode_unlock(struct inode *inode)
{
	up_write(&inode->i_rwsem);
}

static inline struct file *get_file(struct file *f)
{
	atomic_long_inc(&f->f_count);
	return f;
}

#define file_count(x)		atomic_long_read(&(x)->f_count)

void fput(struct file *file);
struct timespec64 current_time(struct inode *inode);
char *d_path(const struct path *path, char *buf, int buflen);
char *file_path(struct file *file, char *buf, int buflen);

/* ---- what drivers put into their file_operations ---- */

#define no_llseek	NULL

loff_t noop_llseek(struct file *file, loff_t offset, int whence);
loff_t default_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence, loff_t maxsize,
				loff_t eof);
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size);
loff_t no_seek_end_llseek(struct file *file, loff_t offset, int whence);
loff_t no_seek_end_llseek_size(struct file *file, loff_t offset, int whence, loff_t size);
loff_t vfs_setpos(struct file *file, loff_t offset, loff_t maxsize);
loff_t vfs_llseek(struct file *file, loff_t offset, int whence);

int generic_file_open(struct inode *inode, struct file *filp);
int nonseekable_open(struct inode *inode, struct file *filp);
int stream_open(struct inode *inode, struct file *filp);
int simple_open(struct inode *inode, struct file *file);
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync);

ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos, const void *from,
				size_t available);
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *ppos, const void __user *from,
			       size_t count);
ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos, const void *from,
				size_t available);

/* ---- calls on files ---- */

ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *ppos, int flags);
ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *ppos, int flags);
long vfs_ioctl(struct file *filp, unsigned int cmd, unsigned long arg);
int vfs_fsync(struct file *file, int datasync);
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync);
struct file *filp_open(const char *filename, int flags, umode_t mode);
int filp_close(struct file *filp, fl_owner_t id);
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos);
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos);

const struct file_operations *fops_get(const struct file_operations *fops);
void fops_put(const struct file_operations *fops);

/** replace_fops - from open(): let @fops, already referenced, serve this file */
#define replace_fops(f, fops) \
	do { \
		struct file *__file = (f); \
		fops_put(__file->f_op); \
		__file->f_op = (fops); \
	} while (0)

/* ---- SIGIO ---- */

struct fasync_struct {
	rwlock_t		fa_lock;
	int			magic;
	int			fa_fd;
	struct fasync_struct	*fa_next;
	struct file		*fa_file;	/* NULL: being taken off the list */
	struct rcu_head		fa_rcu;
};

#define FASYNC_MAGIC		0x4601

int fasync_helper(int fd, struct file *filp, int on, struct fasync_struct **fapp);
void kill_fasync(struct fasync_struct **fp, int sig, int band);

/* ---- character device numbers ---- */

#define CHRDEV_MAJOR_DYN_END		234
#define CHRDEV_MAJOR_DYN_EXT_START	511
#define CHRDEV_MAJOR_DYN_EXT_END	384

int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name);
int register_chrdev_region(dev_t from, unsigned int count, const char *name);
void unregister_chrdev_region(dev_t from, unsigned int count);
int __register_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
		      const char *name, const struct file_operations *fops);
void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name);

/** register_chrdev - the old way: all 256 minors of @major (0: pick one, which is returned) */
static inline int register_chrdev(unsigned int major, const char *name,
				  const struct file_operations *fops)
{
	return __register_chrdev(major, 0, 256, name, fops);
}

static inline void unregister_chrdev(unsigned int major, const char *name)
{
	__unregister_chrdev(major, 0, 256, name);
}

static inline bool dir_emit(struct dir_context *ctx, const char *name, int namelen, u64 ino,
			    unsigned int type)
{
	return ctx->actor(ctx, name, namelen, ctx->pos, ino, type);
}

#define DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(__fops, __get, __set, __fmt, __write) \
static int __fops##_open(struct inode *inode, struct file *file) \
{ \
	__simple_attr_check_format(__fmt, 0ull); \
	return simple_attr_open(inode, file, __get, __set, __fmt); \
} \
static const struct file_operations __fops = { \
	.owner = THIS_MODULE, \
	.open = __fops##_open, \
	.release = simple_attr_release, \
	.read = simple_attr_read, \
	.write = __write, \
	.llseek = generic_file_llseek, \
}

#define DEFINE_SIMPLE_ATTRIBUTE(__fops, __get, __set, __fmt) \
	DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(__fops, __get, __set, __fmt, simple_attr_write)

static inline __printf(1, 2) void __simple_attr_check_format(const char *fmt, ...)
{
}

int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *, u64 *),
		     int (*set)(void *, u64), const char *fmt);
int simple_attr_release(struct inode *inode, struct file *file);
ssize_t simple_attr_read(struct file *file, char __user *buf, size_t len, loff_t *ppos);
ssize_t simple_attr_write(struct file *file, const char __user *buf, size_t len, loff_t *ppos);

#endif /* _LINUX_FS_H */
