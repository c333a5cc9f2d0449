// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_fdcall.c - calls on a descriptor that may be a Quarry file
 *
 * The filter traps by number; the number may hold a host file by now, and then the host goes on with
 * the call untouched. What concerns the descriptor rather than the file (close-on-exec, dup) is
 * the host's business too: a Quarry file is a real descriptor of the program.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define MAX_RW	(INT_MAX & ~4095UL)	/* as much as one call of the host's moves */

static unsigned long clamp_count(unsigned long count)
{
	return count > MAX_RW ? MAX_RW : count;
}

/* ---- read and write ---- */

typedef long transfer_fn(struct file *file, void *buf, unsigned long count, long long *pos);

static long transfer_read(struct file *file, void *buf, unsigned long count, long long *pos)
{
	long n = pos ? entry_pread(file, buf, count, *pos) : entry_read(file, buf, count);

	if (pos && n > 0)
		*pos += n;
	return n;
}

static long transfer_write(struct file *file, void *buf, unsigned long count, long long *pos)
{
	long n = pos ? entry_pwrite(file, buf, count, *pos) : entry_write(file, buf, count);

	if (pos && n > 0)
		*pos += n;
	return n;
}

/* Segment by segment, as the kernel does for a driver that has only read() or write(). */
static long transfer_vector(struct os_user *u, struct file *file, transfer_fn *fn, long long *pos)
{
	struct iovec iov[IOV_MAX];
	unsigned long nr = u->arg[2], i;
	long n, total = 0;

	if (nr > IOV_MAX)
		return -EINVAL;
	if (os_user_read(u, iov, u->arg[1], nr * sizeof(iov[0])))
		return -EFAULT;
	for (i = 0; i < nr; i++) {
		if ((ssize_t)iov[i].iov_len < 0)
			return -EINVAL;
	}
	for (i = 0; i < nr; i++) {
		unsigned long len = clamp_count(iov[i].iov_len);

		if (!len)
			continue;
		n = fn(file, iov[i].iov_base, len, pos);
		if (n < 0)
			return total ? total : n;
		total += n;
		if (n != (long)len)
			break;
	}
	return total;
}

/* preadv2/pwritev2: position -1 means the file's own; no flag has a meaning for a device. */
static long transfer_vector2(struct os_user *u, struct file *file, transfer_fn *fn)
{
	long long pos = u->arg[3];

	if (u->arg[5])
		return -EOPNOTSUPP;
	return transfer_vector(u, file, fn, pos == -1 ? NULL : &pos);
}

static long call_transfer(struct os_user *u, struct file *file, long nr)
{
	unsigned long *a = u->arg;
	long long pos = a[3];

	switch (nr) {
	case SYS_read:		return entry_read(file, (void *)a[1], clamp_count(a[2]));
	case SYS_write:		return entry_write(file, (void *)a[1], clamp_count(a[2]));
	case SYS_pread64:	return pos < 0 ? -EINVAL : transfer_read(file, (void *)a[1], clamp_count(a[2]), &pos);
	case SYS_pwrite64:	return pos < 0 ? -EINVAL : transfer_write(file, (void *)a[1], clamp_count(a[2]), &pos);
	case SYS_readv:		return transfer_vector(u, file, transfer_read, NULL);
	case SYS_writev:	return transfer_vector(u, file, transfer_write, NULL);
	case SYS_preadv:	return pos < 0 ? -EINVAL : transfer_vector(u, file, transfer_read, &pos);
	case SYS_pwritev:	return pos < 0 ? -EINVAL : transfer_vector(u, file, transfer_write, &pos);
	case SYS_preadv2:	return transfer_vector2(u, file, transfer_read);
	default:		return transfer_vector2(u, file, transfer_write);
	}
}

/* ---- the descriptor itself ---- */

/* The host makes the copy; its number must be covered before the program can use it. */
static long call_dup(struct os_user *u, long nr)
{
	long fd;

	atomic_fetch_add(&u->proc->opening, 1);
	fd = user_call_run(u, nr);
	if (fd >= 0)
		user_cover(u, fd);
	atomic_fetch_sub(&u->proc->opening, 1);
	return fd;
}

static long call_fcntl(struct os_user *u, struct user_file *f)
{
	switch ((int)u->arg[1]) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		return call_dup(u, SYS_fcntl);
	case F_GETFL:
		return f->file ? entry_get_flags(f->file) : O_PATH;
	case F_SETFL:
		return f->file ? entry_set_flags(f->file, u->arg[2]) : -EBADF;
	case F_SETOWN:
		if (!f->file)
			return -EBADF;
		entry_set_owner(f->file, u->arg[2]);
		return 0;
	case F_GETOWN:
		return f->file ? entry_get_owner(f->file) : -EBADF;
	case F_SETPIPE_SZ:
	case F_GETPIPE_SZ:
		return -EBADF;
	}
	return CALL_HOST;
}

/* FIONBIO, FIOASYNC: flags of the file that come as an int in memory. */
static long ioctl_flag(struct os_user *u, struct file *file, int flag)
{
	int on, flags = entry_get_flags(file);

	if (os_user_read(u, &on, u->arg[2], sizeof(on)))
		return -EFAULT;
	return entry_set_flags(file, on ? flags | flag : flags & ~flag);
}

static long call_ioctl(struct os_user *u, struct file *file)
{
	switch ((unsigned int)u->arg[1]) {
	case FIOCLEX:
	case FIONCLEX:
		return CALL_HOST;
	case FIONBIO:
		return ioctl_flag(u, file, O_NONBLOCK);
	case FIOASYNC:
		return ioctl_flag(u, file, O_ASYNC);
	}
	return entry_ioctl(file, u->arg[1], u->arg[2]);
}

static long call_fstat(struct os_user *u, struct user_file *f)
{
	struct entry_stat es;
	long err = f->file ? entry_stat_file(f->file, &es) : entry_stat_path(f->path, &es);

	return err ? err : user_stat_put(u, u->arg[1], &es, user_file_path(f), false);
}

static long call_lseek(struct os_user *u, struct file *file)
{
	return entry_lseek(file, u->arg[1], u->arg[2]);
}

/* ---- which is which ---- */

/* What works on a descriptor that was opened with O_PATH, too. */
static long call_on_name(struct os_user *u, struct user_file *f, long nr)
{
	unsigned long *a = u->arg;

	switch (nr) {
	case SYS_fstat:
		return call_fstat(u, f);
	case SYS_fcntl:
		return call_fcntl(u, f);
	case SYS_dup:
	case SYS_dup2:
	case SYS_dup3:
		return call_dup(u, nr);
	case SYS_fchmod:
		return f->file ? entry_chmod(user_file_path(f), a[1]) : -EBADF;
	case SYS_fchown:
		return f->file ? entry_chown(user_file_path(f), a[1], a[2]) : -EBADF;
	case SYS_fgetxattr:
		return f->file ? -ENODATA : -EBADF;
	case SYS_flistxattr:
		return f->file ? 0 : -EBADF;
	case SYS_epoll_ctl:
		return -EPERM;
	}
	return CALL_DONE;
}

static long call_on_file(struct os_user *u, struct file *file, long nr)
{
	switch (nr) {
	case SYS_read: case SYS_write: case SYS_pread64: case SYS_pwrite64: case SYS_readv: case SYS_writev:
	case SYS_preadv: case SYS_pwritev: case SYS_preadv2: case SYS_pwritev2:
		return call_transfer(u, file, nr);
	case SYS_lseek:
		return call_lseek(u, file);
	case SYS_ioctl:
		return call_ioctl(u, file);
	case SYS_fsync:
	case SYS_fdatasync:
		return entry_fsync(file, nr == SYS_fdatasync);
	case SYS_fadvise64:
		return 0;
	case SYS_fallocate:
	case SYS_mmap:
		return -ENODEV;
	case SYS_sync_file_range:
		return -ESPIPE;
	}
	/* ftruncate, readahead, sendfile, copy_file_range, splice, tee: not for devices. */
	return -EINVAL;
}

/* The arguments of call @nr that are descriptors. */
static unsigned int fd_args(long nr)
{
	switch (nr) {
	case SYS_sendfile:
	case SYS_tee:
		return 1 << 0 | 1 << 1;
	case SYS_copy_file_range:
	case SYS_splice:
		return 1 << 0 | 1 << 2;
	case SYS_epoll_ctl:
		return 1 << 2;
	case SYS_mmap:
		return 1 << 4;
	}
	return 1 << 0;
}

long user_call_fd(struct os_user *u, long nr)
{
	unsigned int args = fd_args(nr);
	struct user_file *f = NULL;
	long ret;
	int i;

	if (nr == SYS_mmap && (u->arg[3] & MAP_ANONYMOUS))
		return CALL_HOST;
	for (i = 0; i < 6 && !f; i++) {
		if (args & 1U << i)
			f = user_file_find(u, u->arg[i]);
	}
	if (!f)
		return CALL_HOST;
	ret = call_on_name(u, f, nr);
	if (ret == CALL_DONE)
		ret = f->file ? call_on_file(u, f->file, nr) : -EBADF;
	user_file_put(f);
	return ret;
}
