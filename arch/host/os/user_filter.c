// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_filter.c - which calls of a program stop
 *
 * Two kinds of seccomp filter. The base filter, installed before the first exec and inherited by
 * all, traps calls that name a path, list a folder, or concern modules and the log. A cover,
 * installed in a process when a descriptor number first holds a Quarry file, traps the calls on
 * that number (and, with the first cover, poll and select). Everything else runs at
 * the host's speed: no stop, and for most calls not even a filter run (the host
 * keeps a bitmap of calls that a filter allows whatever their arguments).
 *
 * Filters can't be taken away. A covered number that holds a host file again costs a stop and a
 * look; a process with many covered numbers gets one last cover of all of them.
 *
 * A call of another architecture (i386 in a 64-bit kernel) passes: such programs see the host only.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define ARG_LOW(i)	(offsetof(struct seccomp_data, args) + 8 * (i))

static const unsigned short base_calls[] = {
	SYS_open, SYS_openat, SYS_openat2, SYS_creat, SYS_stat, SYS_lstat, SYS_newfstatat, SYS_statx,
	SYS_access, SYS_faccessat, SYS_faccessat2, SYS_readlink, SYS_readlinkat, SYS_mknod, SYS_mknodat,
	SYS_unlink, SYS_unlinkat, SYS_chmod, SYS_fchmodat, SYS_FCHMODAT2, SYS_chown, SYS_lchown,
	SYS_fchownat, SYS_symlink, SYS_symlinkat, SYS_truncate, SYS_getxattr, SYS_lgetxattr, SYS_listxattr,
	SYS_llistxattr, SYS_getdents64, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_syslog,
	SYS_sched_getaffinity, SYS_sched_setaffinity, SYS_utimensat, SYS_utimes, SYS_utime,
	SYS_setxattr, SYS_lsetxattr,
};

static const unsigned short poll_calls[] = { SYS_poll, SYS_ppoll, SYS_select, SYS_pselect6 };

/* Calls that take a descriptor, by the argument that it is. */
static const unsigned short fd_calls_0[] = {
	SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_preadv, SYS_pwritev,
	SYS_preadv2, SYS_pwritev2, SYS_lseek, SYS_ioctl, SYS_fstat, SYS_fsync, SYS_fdatasync, SYS_fcntl,
	SYS_dup, SYS_dup2, SYS_dup3, SYS_ftruncate, SYS_fallocate, SYS_fadvise64, SYS_readahead,
	SYS_sync_file_range, SYS_fchmod, SYS_fchown, SYS_fgetxattr, SYS_flistxattr,
};
static const unsigned short fd_calls_01[] = { SYS_sendfile, SYS_tee };
static const unsigned short fd_calls_02[] = { SYS_copy_file_range, SYS_splice };
static const unsigned short fd_calls_2[] = { SYS_epoll_ctl };
static const unsigned short fd_calls_4[] = { SYS_mmap };

/* A filter being built. One block per list: "if the call is none of these, skip the block". */
struct filter {
	struct sock_filter	code[160];
	unsigned short		len;
};

static void emit(struct filter *f, unsigned short code, unsigned int k, unsigned char jt, unsigned char jf)
{
	f->code[f->len++] = (struct sock_filter){ code, jt, jf, k };
}

static void emit_return(struct filter *f, unsigned int action)
{
	emit(f, BPF_RET | BPF_K, action, 0, 0);
}

static void filter_begin(struct filter *f)
{
	f->len = 0;
	emit(f, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
	emit_return(f, SECCOMP_RET_ALLOW);
	emit(f, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
}

/* Trap calls of @list that have @number in an argument of the bit mask @args (0: whatever). */
static void filter_trap(struct filter *f, const unsigned short *list, int nr, unsigned int args, int number)
{
	unsigned int body = 1;
	int i;

	if (number == COVER_ALL)
		args = 0;
	if (args)
		body = 2 * __builtin_popcount(args) + 2;
	for (i = 0; i < nr; i++)
		emit(f, BPF_JMP | BPF_JEQ | BPF_K, list[i], nr - 1 - i, i == nr - 1 ? body : 0);
	for (i = 0; i < 6; i++) {
		if (!(args & 1U << i))
			continue;
		args &= ~(1U << i);
		emit(f, BPF_LD | BPF_W | BPF_ABS, ARG_LOW(i), 0, 0);
		emit(f, BPF_JMP | BPF_JEQ | BPF_K, number, 2 * __builtin_popcount(args) + 1, 0);
	}
	if (body > 1)
		emit_return(f, SECCOMP_RET_ALLOW);
	emit_return(f, SECCOMP_RET_TRACE);
}

#define TRAP(f, list, args, number) \
	filter_trap(f, list, sizeof(list) / sizeof((list)[0]), args, number)

static void filter_cover(struct filter *f, int number, bool with_poll)
{
	filter_begin(f);
	TRAP(f, fd_calls_0, 1 << 0, number);
	TRAP(f, fd_calls_01, 1 << 0 | 1 << 1, number);
	TRAP(f, fd_calls_02, 1 << 0 | 1 << 2, number);
	TRAP(f, fd_calls_2, 1 << 2, number);
	TRAP(f, fd_calls_4, 1 << 4, number);
	if (with_poll)
		TRAP(f, poll_calls, 0, 0);
	emit_return(f, SECCOMP_RET_ALLOW);
}

int user_filter_install(void)
{
	struct filter f;
	struct sock_fprog prog = { .filter = f.code };

	filter_begin(&f);
	TRAP(&f, base_calls, 0, 0);
	emit_return(&f, SECCOMP_RET_ALLOW);
	prog.len = f.len;
	/* A privileged user's programs keep their set-user-id bits; others must give them up. */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) == 0)
		return 0;
	if (errno != EACCES)
		return -errno;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog))
		return -errno;
	return 0;
}

static bool covered_locked(struct user_proc *proc, int number)
{
	int i;

	for (i = 0; i < proc->nr_covers; i++) {
		if (proc->covers[i].number == number || proc->covers[i].number == COVER_ALL)
			return true;
	}
	return false;
}

bool user_covered(struct user_proc *proc, int number)
{
	bool yes;

	pthread_mutex_lock(&proc->lock);
	yes = covered_locked(proc, number);
	pthread_mutex_unlock(&proc->lock);
	return yes;
}

/* Have the program install @f for all its threads. */
static long filter_inject(struct os_user *u, struct filter *f)
{
	char image[sizeof(struct sock_fprog) + sizeof(f->code)], saved[sizeof(image)];
	size_t size = sizeof(struct sock_fprog) + f->len * sizeof(f->code[0]);
	unsigned long at = user_scratch(u, saved, size);
	struct sock_fprog *prog = (void *)image;
	long ret;

	if (!at)
		return -EFAULT;
	memset(image, 0, sizeof(*prog));
	prog->len = f->len;
	prog->filter = (void *)(at + sizeof(*prog));
	memcpy(image + sizeof(*prog), f->code, f->len * sizeof(f->code[0]));
	if (os_user_write(u, at, image, size))
		return -EFAULT;
	ret = user_inject(u, SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, at, 0);
	if (ret == -EACCES && !user_inject(u, SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0))
		ret = user_inject(u, SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, at, 0);
	/* A thread with a filter of its own can't be joined: this one alone then. */
	if (ret > 0 || ret == -ESRCH)
		ret = user_inject(u, SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, at, 0);
	user_scratch_restore(u, at, saved, size);
	return ret;
}

int user_cover(struct os_user *u, int number)
{
	struct user_proc *proc = u->proc;
	struct filter f;
	long ret = 0;

	pthread_mutex_lock(&proc->lock);
	if (!covered_locked(proc, number)) {
		if (proc->nr_covers >= COVER_SINGLY)
			number = COVER_ALL;
		filter_cover(&f, number, proc->nr_covers == 0);
		ret = filter_inject(u, &f);
		if (!ret)
			proc->covers[proc->nr_covers++] = (struct user_cover){ number, ++proc->depth };
	}
	pthread_mutex_unlock(&proc->lock);
	return ret;
}
