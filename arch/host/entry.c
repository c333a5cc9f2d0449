// SPDX-License-Identifier: MIT
/*
 * arch/host/entry.c - the calls that programs make of the kernel (entry.h), on top of fs/ and kernel/
 *
 * Each call that may run a driver's code goes through entry_call(), which runs it on the task's kernel
 * stack, and where an oops ends: the call answers -EFAULT and the program is killed, as it would be
 * by Linux. What the call held (locks, references) stays held, as there.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/syslog.h>
#include <asm-generic/arch.h>

#include "arch/host/entry.h"
#include "arch/host/os/os.h"
#include "arch/host/stack.h"
#include "fs/vfs.h"
#include "kernel/module.h"
#include "kernel/stack.h"
#include <linux/leak.h>
#include <linux/mm_verify.h>

/* What the calls below hand through arch_try(); each uses what it needs. */
struct entry_args {
	struct file		*file;
	const char		*path;
	const char		*text;
	void			*buf;
	unsigned long		count;
	long long		pos;
	int			flags;
	unsigned int		cmd;
	unsigned long		arg;
	struct file		**opened;
	void (*ready)(void *arg);
	struct vfs_watch	**watch;
	char			*why;
};

struct entry_run {
	long (*fn)(void *);
	struct entry_args *args;
};

static long entry_run(void *arg)
{
	struct entry_run *run = arg;
	long ret = host_task_stack_call(run->fn, run->args);

	task_stack_check(current, "at the return of a call");
	debug_check_no_locks_held();
	kmap_assert_none("return to user space");
	return ret;
}

static long entry_call(long (*fn)(void *), struct entry_args *args)
{
	struct entry_run run = { .fn = fn, .args = args };
	bool oopsed;
	long ret = arch_try(entry_run, &run, &oopsed);

	if (oopsed) {
		arch_send_signal(current, SIGKILL);
		return -EFAULT;
	}
	return ret;
}

/* ---- tasks ---- */

int entry_task_begin(struct os_user *user, int tid, int tgid, int parent, const char *comm)
{
	struct task_struct *task = task_alloc_user(tid, tgid, parent, comm);

	if (!task)
		return -ENOMEM;
	task->thread.user = user;
	task->cred = task->real_cred = &init_cred;
	set_current(task);
	return 0;
}

void entry_task_comm(const char *comm)
{
	set_task_comm(current, comm);
}

void entry_task_end(void)
{
	struct kernel_stack *stack = current->stack_area;

	task_free_user(current);
	set_current(NULL);
	kernel_stack_left(stack);
}

/* ---- names ---- */

int entry_path_known(const char *path)
{
	return vfs_path_known(path);
}

static void stat_fill(const struct inode *inode, struct entry_stat *st)
{
	*st = (struct entry_stat) {
		.mode = inode->i_mode,
		.rdev_major = imajor(inode),
		.rdev_minor = iminor(inode),
		.uid = __kuid_val(inode->i_uid),
		.gid = __kgid_val(inode->i_gid),
		.nlink = inode->i_nlink,
		.ino = inode->i_ino,
		.size = i_size_read(inode),
		.mtime_sec = inode->i_mtime.tv_sec,
	};
}

int entry_stat_path(const char *path, struct entry_stat *st)
{
	struct vfs_node *node;
	int ret = vfs_lookup(path, false, &node);

	if (ret)
		return ret == VFS_FOREIGN ? -ENOENT : ret;
	stat_fill(&node->inode, st);
	vfs_node_put(node);
	return 0;
}

/* A driver's open() may ask from which terminal its caller comes. */
static void look_up_tty(struct task_struct *task)
{
	struct signal_struct *signal = task->signal;
	unsigned int major, minor;

	signal->tty = NULL;
	if (!task->thread.user || os_user_tty(task->thread.user, &major, &minor))
		return;
	signal->own_tty.device = MKDEV(major, minor);
	signal->tty = &signal->own_tty;
}

static long do_open(void *p)
{
	struct entry_args *a = p;

	look_up_tty(current);
	return vfs_open_path(a->path, a->flags, a->arg, a->opened);
}

int entry_open(const char *path, int flags, unsigned int mode, struct file **file)
{
	struct entry_args a = { .path = path, .flags = flags, .arg = mode, .opened = file };
	int ret = entry_call(do_open, &a);

	return ret == VFS_FOREIGN ? -ENOENT : ret;
}

int entry_mknod(const char *path, unsigned int mode, unsigned int major, unsigned int minor)
{
	return devtmpfs_mknod(path, mode, MKDEV(major, minor));
}

/* For calls whose answer is 0 or an error: a path that is not Quarry's has no file here. */
static int known_or_noent(int ret)
{
	return ret == VFS_FOREIGN ? -ENOENT : ret;
}

int entry_unlink(const char *path)
{
	return known_or_noent(devtmpfs_unlink(path));
}

int entry_chmod(const char *path, unsigned int mode)
{
	return known_or_noent(devtmpfs_chmod(path, mode));
}

int entry_chown(const char *path, unsigned int uid, unsigned int gid)
{
	return known_or_noent(devtmpfs_chown(path, uid, gid));
}

int entry_set_mtime(const char *path, long long sec)
{
	return known_or_noent(devtmpfs_set_mtime(path, sec));
}

int entry_symlink(const char *target, const char *path)
{
	return devtmpfs_symlink(target, path);
}

long entry_readlink(const char *path, char *buf, unsigned long size)
{
	struct vfs_node *node;
	long ret = known_or_noent(vfs_lookup(path, false, &node));

	if (ret)
		return ret;
	ret = -EINVAL;
	if (node->kind == VFS_LINK) {
		ret = min_t(unsigned long, size, strlen(node->target));
		memcpy(buf, node->target, ret);
	}
	vfs_node_put(node);
	return ret;
}

struct readdir {
	int (*emit)(void *arg, const char *name, unsigned long long ino, unsigned int d_type);
	void *arg;
};

static int readdir_emit(void *arg, struct vfs_node *node)
{
	const struct readdir *rd = arg;

	/* A shared folder is the host's own entry. */
	if (node->kind == VFS_SHARED_DIR)
		return 0;
	return rd->emit(rd->arg, (const char *)node->dentry.d_name.name, node->inode.i_ino,
			(node->inode.i_mode & S_IFMT) >> 12);
}

int entry_readdir(const char *path,
		  int (*emit)(void *arg, const char *name, unsigned long long ino,
			      unsigned int d_type),
		  void *arg)
{
	struct readdir rd = { .emit = emit, .arg = arg };
	struct vfs_node *dir;
	int ret = vfs_lookup_dir(path, &dir);

	if (ret)
		return ret;
	vfs_list(dir, 0, readdir_emit, &rd);
	vfs_node_put(dir);
	return 0;
}

/* ---- files ---- */

static long do_read(void *p)
{
	struct entry_args *a = p;

	return file_read(a->file, (char __user *)a->buf, a->count);
}

long entry_read(struct file *file, void *user_buf, unsigned long count)
{
	struct entry_args a = { .file = file, .buf = user_buf, .count = count };

	return entry_call(do_read, &a);
}

static long do_write(void *p)
{
	struct entry_args *a = p;

	return file_write(a->file, (const char __user *)a->buf, a->count);
}

long entry_write(struct file *file, const void *user_buf, unsigned long count)
{
	struct entry_args a = { .file = file, .buf = (void *)user_buf, .count = count };

	return entry_call(do_write, &a);
}

static long do_pread(void *p)
{
	struct entry_args *a = p;

	return file_pread(a->file, (char __user *)a->buf, a->count, a->pos);
}

long entry_pread(struct file *file, void *user_buf, unsigned long count, long long pos)
{
	struct entry_args a = { .file = file, .buf = user_buf, .count = count, .pos = pos };

	return entry_call(do_pread, &a);
}

static long do_pwrite(void *p)
{
	struct entry_args *a = p;

	return file_pwrite(a->file, (const char __user *)a->buf, a->count, a->pos);
}

long entry_pwrite(struct file *file, const void *user_buf, unsigned long count, long long pos)
{
	struct entry_args a = {
		.file = file, .buf = (void *)user_buf, .count = count, .pos = pos,
	};

	return entry_call(do_pwrite, &a);
}

static long do_lseek(void *p)
{
	struct entry_args *a = p;

	return file_lseek(a->file, a->pos, a->flags);
}

long long entry_lseek(struct file *file, long long offset, int whence)
{
	struct entry_args a = { .file = file, .pos = offset, .flags = whence };

	return entry_call(do_lseek, &a);
}

static long do_ioctl(void *p)
{
	struct entry_args *a = p;

	return file_ioctl(a->file, a->cmd, a->arg);
}

long entry_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct entry_args a = { .file = file, .cmd = cmd, .arg = arg };

	return entry_call(do_ioctl, &a);
}

static long do_fsync(void *p)
{
	struct entry_args *a = p;

	return vfs_fsync(a->file, a->flags);
}

int entry_fsync(struct file *file, int datasync)
{
	struct entry_args a = { .file = file, .flags = datasync };

	return entry_call(do_fsync, &a);
}

int entry_stat_file(struct file *file, struct entry_stat *st)
{
	stat_fill(file_inode(file), st);
	return 0;
}

const char *entry_file_path(struct file *file)
{
	return vfs_file_path(file);
}

static long do_set_flags(void *p)
{
	struct entry_args *a = p;

	return file_set_flags(a->file, a->flags);
}

int entry_set_flags(struct file *file, int flags)
{
	struct entry_args a = { .file = file, .flags = flags };

	return entry_call(do_set_flags, &a);
}

int entry_get_flags(struct file *file)
{
	return file->f_flags;
}

void entry_set_owner(struct file *file, int pid)
{
	file_set_owner(file, pid);
}

int entry_get_owner(struct file *file)
{
	return READ_ONCE(file->f_owner.pid);
}

static long do_getdents(void *p)
{
	struct entry_args *a = p;

	return file_getdents(a->file, (void __user *)a->buf, a->count);
}

long entry_getdents(struct file *file, void *user_buf, unsigned long size)
{
	struct entry_args a = { .file = file, .buf = user_buf, .count = size };

	return entry_call(do_getdents, &a);
}

static long do_release(void *p)
{
	struct entry_args *a = p;

	return filp_close(a->file, NULL);
}

void entry_release(struct file *file)
{
	struct entry_args a = { .file = file };

	entry_call(do_release, &a);
}

/* ---- poll: the host side's watch is ours under another name ---- */

static long do_poll(void *p)
{
	struct entry_args *a = p;

	return (__force unsigned int)vfs_watch(a->file, (__force __poll_t)a->cmd, a->ready, a->buf,
					       a->watch);
}

unsigned int entry_poll(struct file *file, unsigned int events, void (*ready)(void *arg),
			void *arg, struct entry_watch **watch)
{
	struct entry_args a = {
		.file = file, .cmd = events, .ready = ready, .buf = arg,
		.watch = (struct vfs_watch **)watch,
	};
	long ret = entry_call(do_poll, &a);

	return ret < 0 ? (__force unsigned int)EPOLLERR : ret;
}

void entry_unpoll(struct entry_watch *watch)
{
	vfs_unwatch((struct vfs_watch *)watch);
}

/* ---- modules and the log ---- */

static long do_load_module(void *p)
{
	struct entry_args *a = p;

	return load_module(a->buf, a->count, a->text, a->why ? MODULE_STRICT_PARAMS : 0, a->why,
			   a->arg);
}

int entry_load_module(const void *image, unsigned long len, const char *params,
		      char *why, unsigned long why_size)
{
	struct entry_args a = {
		.buf = (void *)image, .count = len, .text = params, .why = why, .arg = why_size,
	};

	return entry_call(do_load_module, &a);
}

static long do_delete_module(void *p)
{
	struct entry_args *a = p;

	return delete_module(a->text, a->flags);
}

int entry_delete_module(const char *name, unsigned int flags)
{
	struct entry_args a = { .text = name, .flags = flags };

	return entry_call(do_delete_module, &a);
}

static long do_unload_all(void *p)
{
	devtmpfs_forget_made();
	return module_unload_all();
}

int entry_unload_all(void)
{
	struct entry_args a = { };

	return entry_call(do_unload_all, &a);
}

static long do_syslog_call(void *p)
{
	struct entry_args *a = p;

	return do_syslog(a->flags, (char __user *)a->buf, a->count);
}

long entry_syslog(int type, void *user_buf, int len)
{
	struct entry_args a = { .flags = type, .buf = user_buf, .count = len };

	return entry_call(do_syslog_call, &a);
}

int entry_verify(void (*report)(void *arg, const char *line), void *arg)
{
	sched_quiesce();
	return vfs_report_open(report, arg) + module_report_left(report, arg) + leak_verify(report, arg) +
	       mm_verify(report, arg);
}
