// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_path.c - calls that name a path
 *
 * If the name is Quarry's (user_name.c), Quarry serves the call; all others go to the host untouched.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

/* ---- open ---- */

/* A folder that the host has too is the host's: user_dir.c adds Quarry's names to its listing. */
static bool host_folder(const char *path)
{
	struct entry_stat es;
	struct stat st;

	return !entry_stat_path(path, &es) && S_ISDIR(es.mode) && !stat(path, &st) && S_ISDIR(st.st_mode);
}

static long call_open(struct os_user *u, int dirfd, unsigned long addr, int flags, unsigned int mode)
{
	struct file *file = NULL;
	char path[MAX_PATH];
	struct entry_stat es;
	long err = user_name_get(u, dirfd, addr, !(flags & O_NOFOLLOW), path);

	if (err || host_folder(path))
		return CALL_HOST;
	user_files_settle();
	if (!(flags & O_PATH))
		err = entry_open(path, flags, mode, &file);
	else
		err = entry_stat_path(path, &es);
	if (!err && (flags & O_PATH) && (flags & O_DIRECTORY) && !S_ISDIR(es.mode))
		err = -ENOTDIR;
	return err ? err : user_file_install(u, file, path, flags);
}

static long call_openat2(struct os_user *u)
{
	struct open_how how;

	if (u->arg[3] < sizeof(how) || os_user_read(u, &how, u->arg[2], sizeof(how)))
		return CALL_HOST;
	return call_open(u, u->arg[0], u->arg[1], how.flags, how.mode);
}

/* ---- stat ---- */

static dev_t stat_dev(const char *path)
{
	struct stat st;

	if (!stat(!strncmp(path, "/proc", 5) ? "/proc" : !strncmp(path, "/sys", 4) ? "/sys" : "/dev", &st))
		return st.st_dev;
	return 0;
}

static long put_statx(struct os_user *u, unsigned long addr, const struct entry_stat *es, dev_t dev)
{
	struct statx sx = {
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = 4096,
		.stx_nlink = es->nlink,
		.stx_uid = es->uid,
		.stx_gid = es->gid,
		.stx_mode = es->mode,
		.stx_ino = es->ino,
		.stx_size = es->size,
		.stx_rdev_major = es->rdev_major,
		.stx_rdev_minor = es->rdev_minor,
		.stx_dev_major = major(dev),
		.stx_dev_minor = minor(dev),
	};

	sx.stx_atime.tv_sec = sx.stx_mtime.tv_sec = sx.stx_ctime.tv_sec = es->mtime_sec;
	return os_user_write(u, addr, &sx, sizeof(sx)) ? -EFAULT : 0;
}

long user_stat_put(struct os_user *u, unsigned long addr, const struct entry_stat *es,
		   const char *path, bool statx)
{
	dev_t dev = stat_dev(path);
	struct stat st = {
		.st_dev = dev,
		.st_ino = es->ino,
		.st_nlink = es->nlink,
		.st_mode = es->mode,
		.st_uid = es->uid,
		.st_gid = es->gid,
		.st_rdev = makedev(es->rdev_major, es->rdev_minor),
		.st_size = es->size,
		.st_blksize = 4096,
	};

	if (statx)
		return put_statx(u, addr, es, dev);
	st.st_atim.tv_sec = st.st_mtim.tv_sec = st.st_ctim.tv_sec = es->mtime_sec;
	return os_user_write(u, addr, &st, sizeof(st)) ? -EFAULT : 0;
}

static bool arg_empty(struct os_user *u, unsigned long addr)
{
	char c;

	return !addr || (!os_user_read(u, &c, addr, 1) && !c);
}

static long stat_fd(struct os_user *u, int fd, unsigned long addr, bool statx)
{
	struct user_file *f = user_file_find(u, fd);
	struct entry_stat es;
	long err;

	if (!f)
		return CALL_HOST;
	err = f->file ? entry_stat_file(f->file, &es) : entry_stat_path(f->path, &es);
	if (!err)
		err = user_stat_put(u, addr, &es, user_file_path(f), statx);
	user_file_put(f);
	return err;
}

static long call_stat(struct os_user *u, int dirfd, unsigned long name, int flags, unsigned long addr,
		      bool statx)
{
	char path[MAX_PATH];
	struct entry_stat es;
	long err;

	if ((flags & AT_EMPTY_PATH) && arg_empty(u, name))
		return stat_fd(u, dirfd, addr, statx);
	err = user_name_get(u, dirfd, name, !(flags & AT_SYMLINK_NOFOLLOW), path);
	if (err || host_folder(path))
		return CALL_HOST;
	err = entry_stat_path(path, &es);
	return err ? err : user_stat_put(u, addr, &es, path, statx);
}

/* The user is root of the machine: only the right to execute can be missing. */
static long call_access(struct os_user *u, int dirfd, unsigned long name, int mode)
{
	char path[MAX_PATH];
	struct entry_stat es;
	long err = user_name_get(u, dirfd, name, true, path);

	if (err || host_folder(path))
		return CALL_HOST;
	err = entry_stat_path(path, &es);
	if (!err && (mode & X_OK) && !S_ISDIR(es.mode) && !(es.mode & 0111))
		err = -EACCES;
	return err;
}

/* ---- names ---- */

static long put_link(struct os_user *u, unsigned long addr, unsigned long size, const char *target, long n)
{
	if (n > (long)size)
		n = size;
	return os_user_write(u, addr, target, n) ? -EFAULT : n;
}

static long call_readlink(struct os_user *u, int dirfd, unsigned long name, unsigned long addr,
			  unsigned long size)
{
	char path[MAX_PATH], target[MAX_PATH];
	long n;

	if (user_name_arg(u, dirfd, name, path))
		return CALL_HOST;
	if (user_name_of_alias(u, path, target))
		return put_link(u, addr, size, target, strlen(target));
	if (!user_name_is_quarrys(u, path, false))
		return CALL_HOST;
	n = entry_readlink(path, target, sizeof(target));
	return n < 0 ? n : put_link(u, addr, size, target, n);
}

static long call_mknod(struct os_user *u, int dirfd, unsigned long name, unsigned int mode, unsigned int dev)
{
	char path[MAX_PATH];
	struct stat st;
	long umask, ret;

	if (!S_ISCHR(mode) || user_name_arg(u, dirfd, name, path) || !lstat(path, &st))
		return CALL_HOST;
	user_name_real_folder(path);
	umask = user_status_field(u->tid, "Umask", 8);
	ret = entry_mknod(path, mode & ~(umask < 0 ? 0 : umask), major(dev), minor(dev));
	return ret == 1 ? CALL_HOST : ret;
}

static long call_unlink(struct os_user *u, int dirfd, unsigned long name, int flags)
{
	char path[MAX_PATH];
	long err = user_name_get(u, dirfd, name, false, path);

	if (err || host_folder(path))
		return CALL_HOST;
	return flags & AT_REMOVEDIR ? -ENOTDIR : entry_unlink(path);
}

static long call_chmod(struct os_user *u, int dirfd, unsigned long name, unsigned int mode)
{
	char path[MAX_PATH];
	long err = user_name_get(u, dirfd, name, true, path);

	return err || host_folder(path) ? CALL_HOST : entry_chmod(path, mode);
}

static long call_chown(struct os_user *u, int dirfd, unsigned long name, unsigned int uid, unsigned int gid,
		       bool follow)
{
	char path[MAX_PATH];
	long err = user_name_get(u, dirfd, name, follow, path);

	return err || host_folder(path) ? CALL_HOST : entry_chown(path, uid, gid);
}

static long call_symlink(struct os_user *u, unsigned long target_addr, int dirfd, unsigned long name)
{
	char path[MAX_PATH], target[MAX_PATH];
	struct stat st;
	long ret;

	if (user_name_arg(u, dirfd, name, path) || !lstat(path, &st) ||
	    user_read_string(u, target, sizeof(target), target_addr) <= 0)
		return CALL_HOST;
	user_name_real_folder(path);
	ret = entry_symlink(target, path);
	return ret == 1 ? CALL_HOST : ret;
}

/*
 * The new modification time in @arg: of utime(), or of utimensat() and utimes(). -ECANCELED: not to
 * be set.
 */
static long read_mtime(struct os_user *u, long nr, unsigned long arg, long long *sec)
{
	struct timespec ts[2];
	struct utimbuf buf;

	*sec = time(NULL);
	if (!arg)
		return 0;
	if (nr == SYS_utime) {
		if (os_user_read(u, &buf, arg, sizeof(buf)))
			return -EFAULT;
		*sec = buf.modtime;
		return 0;
	}
	if (os_user_read(u, ts, arg, sizeof(ts)))
		return -EFAULT;
	if (nr == SYS_utimensat && ts[1].tv_nsec == UTIME_OMIT)
		return -ECANCELED;
	if (nr != SYS_utimensat || ts[1].tv_nsec != UTIME_NOW)
		*sec = ts[1].tv_sec;
	return 0;
}

static long call_utimes(struct os_user *u, long nr, int dirfd, unsigned long name, unsigned long arg, int flags)
{
	struct user_file *f = name ? NULL : user_file_find(u, dirfd);
	char path[MAX_PATH];
	long long sec;
	long err;

	if (f) {
		snprintf(path, sizeof(path), "%s", user_file_path(f));
		user_file_put(f);
	} else if (!name || user_name_get(u, dirfd, name, !(flags & AT_SYMLINK_NOFOLLOW), path) || host_folder(path)) {
		return CALL_HOST;
	}
	err = read_mtime(u, nr, arg, &sec);
	if (!err)
		err = entry_set_mtime(path, sec);
	return err == -ECANCELED ? 0 : err;
}

/* Calls that no Quarry name has anything for: @result says so. */
static long call_refused(struct os_user *u, unsigned long name, bool follow, long result)
{
	char path[MAX_PATH];
	long err = user_name_get(u, AT_FDCWD, name, follow, path);

	return err || host_folder(path) ? CALL_HOST : result;
}

/* ---- which is which ---- */

long user_call_path(struct os_user *u, long nr)
{
	unsigned long *a = u->arg;

	switch (nr) {
	case SYS_open:		return call_open(u, AT_FDCWD, a[0], a[1], a[2]);
	case SYS_creat:		return call_open(u, AT_FDCWD, a[0], O_CREAT | O_WRONLY | O_TRUNC, a[1]);
	case SYS_openat:	return call_open(u, a[0], a[1], a[2], a[3]);
	case SYS_openat2:	return call_openat2(u);
	case SYS_stat:		return call_stat(u, AT_FDCWD, a[0], 0, a[1], false);
	case SYS_lstat:		return call_stat(u, AT_FDCWD, a[0], AT_SYMLINK_NOFOLLOW, a[1], false);
	case SYS_newfstatat:	return call_stat(u, a[0], a[1], a[3], a[2], false);
	case SYS_statx:		return call_stat(u, a[0], a[1], a[2], a[4], true);
	case SYS_access:	return call_access(u, AT_FDCWD, a[0], a[1]);
	case SYS_faccessat:
	case SYS_faccessat2:	return call_access(u, a[0], a[1], a[2]);
	case SYS_readlink:	return call_readlink(u, AT_FDCWD, a[0], a[1], a[2]);
	case SYS_readlinkat:	return call_readlink(u, a[0], a[1], a[2], a[3]);
	case SYS_mknod:		return call_mknod(u, AT_FDCWD, a[0], a[1], a[2]);
	case SYS_mknodat:	return call_mknod(u, a[0], a[1], a[2], a[3]);
	case SYS_unlink:	return call_unlink(u, AT_FDCWD, a[0], 0);
	case SYS_unlinkat:	return call_unlink(u, a[0], a[1], a[2]);
	case SYS_chmod:		return call_chmod(u, AT_FDCWD, a[0], a[1]);
	case SYS_fchmodat:
	case SYS_FCHMODAT2:	return call_chmod(u, a[0], a[1], a[2]);
	case SYS_chown:		return call_chown(u, AT_FDCWD, a[0], a[1], a[2], true);
	case SYS_lchown:	return call_chown(u, AT_FDCWD, a[0], a[1], a[2], false);
	case SYS_fchownat:	return call_chown(u, a[0], a[1], a[2], a[3], !(a[4] & AT_SYMLINK_NOFOLLOW));
	case SYS_symlink:	return call_symlink(u, a[0], AT_FDCWD, a[1]);
	case SYS_symlinkat:	return call_symlink(u, a[0], a[1], a[2]);
	case SYS_utimensat:	return call_utimes(u, nr, a[0], a[1], a[2], a[3]);
	case SYS_utimes:
	case SYS_utime:		return call_utimes(u, nr, AT_FDCWD, a[0], a[1], 0);
	case SYS_truncate:	return call_refused(u, a[0], true, -EINVAL);
	case SYS_getxattr:	return call_refused(u, a[0], true, -ENODATA);
	case SYS_lgetxattr:	return call_refused(u, a[0], false, -ENODATA);
	case SYS_listxattr:	return call_refused(u, a[0], true, 0);
	case SYS_llistxattr:	return call_refused(u, a[0], false, 0);
	case SYS_setxattr:	return call_refused(u, a[0], true, -EOPNOTSUPP);
	case SYS_lsetxattr:	return call_refused(u, a[0], false, -EOPNOTSUPP);
	}
	return CALL_OTHER;
}
