/* SPDX-License-Identifier: MIT */
/*
 * arch/host/entry.h - the calls that user processes make of the kernel
 *
 * The seam between the host side (arch/host/os/, which traces the programs) and
 * the kernel side (fs/, kernel/, by way of arch/host/entry.c). Plain C types only: it is
 * read in both worlds. Pointers named user_* are addresses in the program.
 *
 * Rules
 *   - Every call but entry_task_begin() is made by the kernel half of a user thread, between
 *     entry_task_begin() and entry_task_end(), and acts for that task. It may sleep.
 *   - Errors are negative errno values; -512 (-ERESTARTSYS) means: interrupted by a signal.
 *   - A fault in kernel code ends the call with -EFAULT, after the oops is reported and the
 *     program has been sent SIGKILL.
 *   - Paths are absolute and lexically clean: no "." or "..", no "//", no slash at the end.
 */
#ifndef ARCH_HOST_ENTRY_H
#define ARCH_HOST_ENTRY_H

struct file;
struct os_user;			/* a user thread, as the host side knows it */

/* ---- tasks ---- */

/** entry_task_begin - the calling host thread becomes the task of @user; 0 or -ENOMEM */
int entry_task_begin(struct os_user *user, int tid, int tgid, int parent, const char *comm);
/** entry_task_comm - the program changed (exec) or was renamed */
void entry_task_comm(const char *comm);
/** entry_task_end - the user thread is gone; frees the task */
void entry_task_end(void);

/* ---- names ---- */

struct entry_stat {
	unsigned int		mode;		/* S_IFCHR | 0600, ... */
	unsigned int		rdev_major, rdev_minor;
	unsigned int		uid, gid, nlink;
	unsigned long long	ino, size;
	long long		mtime_sec;
};

/**
 * entry_path_known - does Quarry answer for this path?
 *
 * True for its device nodes, its files under /proc and /sys, and for names that it hides although
 * the host has them. Cheap: asked on every path call of every program. For other paths the host's
 * answer stands.
 */
int entry_path_known(const char *path);
/** entry_stat_path - 0 and *st, or -ENOENT */
int entry_stat_path(const char *path, struct entry_stat *st);
/** entry_open - open(2); @flags and @mode are the program's. 0 and *file, or -ENOENT, -ENXIO, ... */
int entry_open(const char *path, int flags, unsigned int mode, struct file **file);
/**
 * entry_mknod - mknod(2) of a character device; any absolute path
 * Return: 0, -EEXIST, or 1 when Quarry has no concern with it and the host should do it.
 */
int entry_mknod(const char *path, unsigned int mode, unsigned int major, unsigned int minor);
int entry_unlink(const char *path);
int entry_chmod(const char *path, unsigned int mode);
int entry_set_mtime(const char *path, long long sec);
int entry_chown(const char *path, unsigned int uid, unsigned int gid);
/** entry_symlink - a link whose name is under a folder that Quarry serves (/dev); 1: the host's matter */
int entry_symlink(const char *target, const char *path);
/** entry_readlink - target of a symbolic link that Quarry holds; its length, -EINVAL if it is none */
long entry_readlink(const char *path, char *buf, unsigned long size);
/**
 * entry_readdir - the names that Quarry has in folder @path
 * @emit:	called for each; d_type as in dirent (DT_CHR 2, DT_DIR 4, DT_REG 8, DT_LNK 10)
 *
 * Return: 0, -ENOTDIR, -ENOENT if it has nothing there.
 */
int entry_readdir(const char *path,
		  int (*emit)(void *arg, const char *name, unsigned long long ino, unsigned int d_type),
		  void *arg);

/* ---- files: as the system calls of the same names ---- */

long entry_read(struct file *file, void *user_buf, unsigned long count);
long entry_write(struct file *file, const void *user_buf, unsigned long count);
long entry_pread(struct file *file, void *user_buf, unsigned long count, long long pos);
long entry_pwrite(struct file *file, const void *user_buf, unsigned long count, long long pos);
long long entry_lseek(struct file *file, long long offset, int whence);
long entry_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
int entry_fsync(struct file *file, int datasync);
int entry_stat_file(struct file *file, struct entry_stat *st);
/** entry_file_path - the path by which it was opened, for /proc/<pid>/fd */
const char *entry_file_path(struct file *file);
/** entry_set_flags - fcntl(F_SETFL): O_NONBLOCK, O_APPEND, FASYNC */
int entry_set_flags(struct file *file, int flags);
/** entry_get_flags - fcntl(F_GETFL) */
int entry_get_flags(struct file *file);
/** entry_set_owner - fcntl(F_SETOWN): the process that SIGIO goes to; 0: none */
void entry_set_owner(struct file *file, int pid);
/** entry_get_owner - fcntl(F_GETOWN) */
int entry_get_owner(struct file *file);
/** entry_getdents - for a file that is a folder: the next records of getdents64; bytes, 0 at the end */
long entry_getdents(struct file *file, void *user_buf, unsigned long size);
/** entry_release - the last descriptor is gone; @file is freed */
void entry_release(struct file *file);

/**
 * entry_poll - what is @file ready for?
 * @events:	POLL* bits that the caller cares for
 * @ready:	called, with any locks held, each time that the driver wakes its pollers; must not sleep;
 *		NULL to only ask
 * @watch:	receives what entry_unpoll() takes
 *
 * Return: the bits that are ready now, of @events and POLLERR, POLLHUP.
 */
struct entry_watch;
unsigned int entry_poll(struct file *file, unsigned int events, void (*ready)(void *arg), void *arg,
			struct entry_watch **watch);
void entry_unpoll(struct entry_watch *watch);

/* ---- modules and the log ---- */

/**
 * entry_load_module - init_module(2)
 * @image:	the file's bytes, in Quarry's own memory
 * @params:	"name=value name=value"
 * @why:	on failure, one line for the user ("Unknown symbol foo (err -2)"); may be NULL
 */
int entry_load_module(const void *image, unsigned long len, const char *params,
		      char *why, unsigned long why_size);
int entry_delete_module(const char *name, unsigned int flags);
/**
 * entry_unload_all - power-off: forget the nodes and links that programs made, unload every module
 * that is not in use, newest first; how many remain
 */
int entry_unload_all(void);
/** entry_syslog - syslog(2) */
long entry_syslog(int type, void *user_buf, int len);

/**
 * entry_verify - is everything back that was there after boot, and is no structure damaged?
 * @report:	called with each line that says what is left (pages, objects of a cache, open files)
 *
 * Return: 0 when no page and no object is left, else how many lines were reported.
 */
int entry_verify(void (*report)(void *arg, const char *line), void *arg);

#endif /* ARCH_HOST_ENTRY_H */
