// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_path.c - calls that name a path, and those about modules and the log
 *
 * A path is made absolute and clean from what the host knows of the thread (its working directory,
 * the folder behind a descriptor), then Quarry is asked whether the name is its own. A name that is not
 * may still lead to one: through a symbolic link in the last place, through a folder that is reached
 * by a link (the host then has no such file, or a file of /dev, /proc or /sys), or through
 * /dev/fd/N and kin. Links are followed here only as far as that. All other paths go to the host
 * untouched. A program in a chroot names Quarry's files as if its root were the machine's.
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

#define SYS_FCHMODAT2		452
#define MAX_LINKS		8
#define MAX_IMAGE		(256UL << 20)
#define MAX_PARAMS		65536

/* ---- from an argument to a clean path ---- */

/* "." and ".." and slashes; in place. The path is absolute. */
static void path_clean(char *path)
{
	char *in = path, *out = path;

	while (*in) {
		char *end = strchrnul(in + 1, '/');
		size_t len = end - in;

		if (len == 3 && !memcmp(in, "/..", 3)) {
			while (out > path && *--out != '/')
				;
		} else if (len > 1 && !(len == 2 && in[1] == '.')) {
			memmove(out, in, len);
			out += len;
		}
		in = end;
	}
	if (out == path)
		*out++ = '/';
	*out = 0;
}

/* @name as seen from folder @dir; both may overlap @out. */
static int path_join(char *out, const char *dir, const char *name)
{
	char joined[2 * MAX_PATH];
	int n;

	if (*name == '/')
		n = snprintf(joined, sizeof(joined), "%s", name);
	else
		n = snprintf(joined, sizeof(joined), "%s/%s", dir, name);
	if (n >= (int)sizeof(joined))
		return -ENAMETOOLONG;
	path_clean(joined);
	if (strlen(joined) >= MAX_PATH)
		return -ENAMETOOLONG;
	strcpy(out, joined);
	return 0;
}

/* The folder that relative names start from. */
static int path_base(struct os_user *u, int dirfd, char *out)
{
	struct user_file *f;
	char name[64];
	long n;

	if (dirfd == AT_FDCWD) {
		snprintf(name, sizeof(name), "/proc/%d/cwd", u->tid);
		n = readlink(name, out, MAX_PATH - 1);
		if (n < 0)
			return -errno;
		out[n] = 0;
		return 0;
	}
	f = user_file_find(u, dirfd);
	if (f) {
		snprintf(out, MAX_PATH, "%s", user_file_path(f));
		user_file_put(f);
		return 0;
	}
	n = user_fd_readlink(u, dirfd, out, MAX_PATH);
	return n < 0 ? n : *out == '/' ? 0 : -ENOTDIR;
}

/* Is @path /dev/fd/N, /proc/self/fd/N, /proc/<pid>/fd/N or such? The number and whose it is, or -1. */
static int path_fd_alias(struct os_user *u, const char *path, int *tid)
{
	static const char *const std[] = { "/dev/stdin", "/dev/stdout", "/dev/stderr" };
	static const char *const own[] = { "/dev/fd/%d%n", "/proc/self/fd/%d%n", "/proc/thread-self/fd/%d%n" };
	int i, fd, len;

	*tid = u->tid;
	if (strncmp(path, "/dev/", 5) && strncmp(path, "/proc/", 6))
		return -1;
	for (i = 0; i < 3; i++) {
		if (!strcmp(path, std[i]))
			return i;
		if (sscanf(path, own[i], &fd, &len) == 1 && !path[len])
			return fd;
	}
	if (sscanf(path, "/proc/%d/fd/%d%n", tid, &fd, &len) == 2 && !path[len])
		return fd;
	return -1;
}

/* If @path is such an alias of a Quarry file, its true path goes to @out. */
static bool path_of_alias(struct os_user *u, const char *path, char *out)
{
	int tid, fd = path_fd_alias(u, path, &tid);
	struct user_file *f = NULL;

	if (fd >= 0)
		f = tid == u->tid ? user_file_find(u, fd) : user_file_find_in(tid, fd);
	if (!f)
		return false;
	snprintf(out, MAX_PATH, "%s", user_file_path(f));
	user_file_put(f);
	return true;
}

/* Devices of the host's folders in which Quarry has names. */
static bool on_shared_folder(dev_t dev)
{
	static dev_t shared[3];
	static atomic_bool ready;
	static const char *const folder[3] = { "/dev", "/proc", "/sys" };
	struct stat st;
	int i;

	if (!atomic_load(&ready)) {
		for (i = 0; i < 3; i++)
			shared[i] = stat(folder[i], &st) ? 0 : st.st_dev;
		atomic_store(&ready, true);
	}
	return dev == shared[0] || dev == shared[1] || dev == shared[2];
}

/* Replace the folder part of @path by what it really is, links followed. True if that changed it. */
static bool path_real_folder(char *path)
{
	char folder[MAX_PATH], name[64], *slash = strrchr(path, '/');
	char last[256];
	long n;
	int fd;

	if (slash == path || strlen(slash + 1) >= sizeof(last))
		return false;
	strcpy(last, slash + 1);
	memcpy(folder, path, slash - path);
	folder[slash - path] = 0;
	fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	n = readlink(name, folder, sizeof(folder) - 1);
	close(fd);
	if (n <= 0 || (n == slash - path && !memcmp(folder, path, n)))
		return false;
	folder[n] = 0;
	return !path_join(path, folder, last);
}

/* The target of the link @path, if it is one, of Quarry's or the host's; joined to its folder. */
static bool path_follow(char *path, bool known)
{
	char target[MAX_PATH], folder[MAX_PATH];
	long n = known ? entry_readlink(path, target, sizeof(target) - 1)
		       : readlink(path, target, sizeof(target) - 1);

	if (n <= 0)
		return false;
	target[n] = 0;
	strcpy(folder, path);
	strrchr(folder, '/')[1] = 0;
	return !path_join(path, folder, target);
}

/*
 * Does the clean @path lead to a name of Quarry's? Then @path becomes that name. With @follow a
 * link in the last place is followed.
 */
static bool path_is_quarrys(struct os_user *u, char *path, bool follow)
{
	struct entry_stat es;
	struct stat st;
	int links, tid;

	for (links = 0; links < MAX_LINKS; links++) {
		if (path_fd_alias(u, path, &tid) >= 0)
			return follow && path_of_alias(u, path, path);
		if (entry_path_known(path)) {
			if (!follow || entry_stat_path(path, &es) || !S_ISLNK(es.mode) ||
			    !path_follow(path, true))
				return true;
			continue;
		}
		if (lstat(path, &st)) {
			if (errno != ENOENT || !path_real_folder(path))
				return false;
		} else if (follow && S_ISLNK(st.st_mode)) {
			if (!path_follow(path, false))
				return false;
		} else if (!on_shared_folder(st.st_dev) || !path_real_folder(path)) {
			return false;
		}
	}
	return false;
}

/* The path argument as an absolute name. -ENOENT for an empty one; other errors: ask the host. */
static long path_arg(struct os_user *u, int dirfd, unsigned long addr, char *out)
{
	char raw[MAX_PATH], base[MAX_PATH];
	long n = user_read_string(u, raw, sizeof(raw), addr);
	int err;

	if (n <= 0)
		return n ? n : -ENOENT;
	if (*raw == '/')
		return path_join(out, "", raw);
	err = path_base(u, dirfd, base);
	return err ? err : path_join(out, base, raw);
}

/* 0 and @path if the argument is a name of Quarry's, else CALL_HOST. */
static long quarry_path(struct os_user *u, int dirfd, unsigned long addr, bool follow, char *path)
{
	if (path_arg(u, dirfd, addr, path) || !path_is_quarrys(u, path, follow))
		return CALL_HOST;
	return 0;
}

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
	long err = quarry_path(u, dirfd, addr, !(flags & O_NOFOLLOW), path);

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
	err = quarry_path(u, dirfd, name, !(flags & AT_SYMLINK_NOFOLLOW), path);
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
	long err = quarry_path(u, dirfd, name, true, path);

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

	if (path_arg(u, dirfd, name, path))
		return CALL_HOST;
	if (path_of_alias(u, path, target))
		return put_link(u, addr, size, target, strlen(target));
	if (!path_is_quarrys(u, path, false))
		return CALL_HOST;
	n = entry_readlink(path, target, sizeof(target));
	return n < 0 ? n : put_link(u, addr, size, target, n);
}

static long call_mknod(struct os_user *u, int dirfd, unsigned long name, unsigned int mode, unsigned int dev)
{
	char path[MAX_PATH];
	struct stat st;
	long umask, ret;

	if (!S_ISCHR(mode) || path_arg(u, dirfd, name, path) || !lstat(path, &st))
		return CALL_HOST;
	path_real_folder(path);
	umask = user_status_field(u->tid, "Umask", 8);
	ret = entry_mknod(path, mode & ~(umask < 0 ? 0 : umask), major(dev), minor(dev));
	return ret == 1 ? CALL_HOST : ret;
}

static long call_unlink(struct os_user *u, int dirfd, unsigned long name, int flags)
{
	char path[MAX_PATH];
	long err = quarry_path(u, dirfd, name, false, path);

	if (err || host_folder(path))
		return CALL_HOST;
	return flags & AT_REMOVEDIR ? -ENOTDIR : entry_unlink(path);
}

static long call_chmod(struct os_user *u, int dirfd, unsigned long name, unsigned int mode)
{
	char path[MAX_PATH];
	long err = quarry_path(u, dirfd, name, true, path);

	return err || host_folder(path) ? CALL_HOST : entry_chmod(path, mode);
}

static long call_chown(struct os_user *u, int dirfd, unsigned long name, unsigned int uid, unsigned int gid,
		       bool follow)
{
	char path[MAX_PATH];
	long err = quarry_path(u, dirfd, name, follow, path);

	return err || host_folder(path) ? CALL_HOST : entry_chown(path, uid, gid);
}

static long call_symlink(struct os_user *u, unsigned long target_addr, int dirfd, unsigned long name)
{
	char path[MAX_PATH], target[MAX_PATH];
	struct stat st;
	long ret;

	if (path_arg(u, dirfd, name, path) || !lstat(path, &st) ||
	    user_read_string(u, target, sizeof(target), target_addr) <= 0)
		return CALL_HOST;
	path_real_folder(path);
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
	} else if (!name || quarry_path(u, dirfd, name, !(flags & AT_SYMLINK_NOFOLLOW), path) || host_folder(path)) {
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
	long err = quarry_path(u, AT_FDCWD, name, follow, path);

	return err || host_folder(path) ? CALL_HOST : result;
}

/* ---- modules and the log ---- */

static long load_image(struct os_user *u, void *image, unsigned long len, unsigned long params_addr)
{
	char *params = malloc(MAX_PARAMS);
	long ret = -ENOMEM;

	if (params) {
		ret = user_read_string(u, params, MAX_PARAMS, params_addr);
		if (ret >= 0)
			ret = entry_load_module(image, len, params, NULL, 0);
	}
	free(params);
	free(image);
	return ret;
}

static long call_init_module(struct os_user *u)
{
	unsigned long len = u->arg[1];
	void *image;

	if (len > MAX_IMAGE)
		return -ENOMEM;
	image = malloc(len + 1);
	if (!image)
		return -ENOMEM;
	if (os_user_read(u, image, u->arg[0], len)) {
		free(image);
		return -EFAULT;
	}
	user_files_settle();
	return load_image(u, image, len, u->arg[2]);
}

static long call_finit_module(struct os_user *u)
{
	struct user_file *f = user_file_find(u, u->arg[0]);
	unsigned long len = 0;
	char name[64], *image = NULL;
	struct stat st;
	ssize_t n;
	int fd;

	if (f) {
		user_file_put(f);
		return -EINVAL;
	}
	snprintf(name, sizeof(name), "/proc/%d/fd/%d", u->tid, (int)u->arg[0]);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -EBADF : -errno;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && (unsigned long)st.st_size <= MAX_IMAGE)
		image = malloc(st.st_size + 1);
	while (image && len < (unsigned long)st.st_size && (n = pread(fd, image + len, st.st_size - len, len)) > 0)
		len += n;
	close(fd);
	if (!image)
		return -EINVAL;
	user_files_settle();
	return load_image(u, image, len, u->arg[1]);
}

static long call_delete_module(struct os_user *u)
{
	char name[256];
	long n = user_read_string(u, name, sizeof(name), u->arg[0]);

	if (n < 0)
		return n;
	user_files_settle();
	return entry_delete_module(name, u->arg[1]);
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
	case SYS_init_module:	return call_init_module(u);
	case SYS_finit_module:	return call_finit_module(u);
	case SYS_delete_module:	return call_delete_module(u);
	case SYS_syslog:	return entry_syslog(a[0], (void *)a[1], a[2]);
	}
	return CALL_HOST;
}
