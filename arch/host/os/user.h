/* SPDX-License-Identifier: MIT */
/*
 * arch/host/os/user.h - user processes: what the files user*.c share
 *
 * Terms
 *   half		the host thread in Quarry that traces one user thread and executes its
 *			concerned calls: the thread's kernel half, and so its task
 *   entry stop		the program has asked for a call that the filter traps; not begun yet
 *   exit stop		the host has finished the call; the program has not seen the result
 *   cover		to install a filter that traps calls on a descriptor number
 *   Quarry file	a struct user_file; in the program it is the read end of a pipe whose write
 *			end is user_file.pipe
 *
 * Locking: leaves, never nested: user_file.c's table lock, user_proc.lock, user_file.wake_lock,
 * user.c's list lock. None is held across an entry_*() call. user_proc.lock is held while the
 * program executes an injected seccomp().
 */
#ifndef ARCH_HOST_OS_USER_H
#define ARCH_HOST_OS_USER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/user.h>

#include "arch/host/entry.h"

/* What a handler of a trapped call may return instead of a result. */
#define CALL_HOST	(-0x7fffffffffffffffL)		/* the host does it, untouched */
#define CALL_DONE	(-0x7ffffffffffffffeL)		/* registers are set; just go on */
#define CALL_OTHER	(-0x7ffffffffffffffdL)		/* it is none that names a path */

#define SYS_FCHMODAT2	452	/* newer than some hosts' headers */

/* The kernel's own codes for "interrupted": never seen by the program. */
#define K_ERESTARTSYS		512
#define K_ERESTARTNOHAND	514
#define K_ENOIOCTLCMD		515
#define K_ERESTART_RESTARTBLOCK	516

#define MAX_PATH	4096
#define COVER_ALL	(-1)	/* pseudo number: every descriptor call is trapped */
#define COVER_SINGLY	8	/* so many numbers get a filter of their own */

/* A number that is covered, and how many filters the process had once it was. */
struct user_cover {
	int	number;
	int	depth;
};

/* A user process: what its threads share. lock held: everything but refs, pid, first. */
struct user_proc {
	atomic_int		refs;
	atomic_int		opening;	/* threads between a host open and its cover */
	int			pid;
	bool			first;		/* the program named on the command line */
	pthread_mutex_t		lock;
	int			depth;		/* seccomp filters installed */
	int			nr_covers;
	struct user_cover	covers[COVER_SINGLY + 1];
	struct user_dir		*dirs;		/* user_dir.c: folders being listed */
};

/* An affinity mask. Threads of machines with more CPUs are not pinned. */
struct user_cpus {
	unsigned long	bits[16];
};

/* A user thread, owned by its half. */
struct os_user {
	int			tid, tgid;
	pthread_t		half;
	struct user_proc	*proc;
	struct os_user		*next, **pprev;	/* user.c's list of all */
	struct user_regs_struct	regs;		/* of the current entry stop, or to start with */
	unsigned long		arg[6];		/* the call's arguments, from regs */
	unsigned long long	mask;		/* signal mask to start with */
	bool			fresh;		/* not yet taken over from its parent's half */
	bool			scan;		/* may hold Quarry files on uncovered numbers */
	int			stop_due;	/* a stop to be asked for again: SIGSTOP, SIGTRAP, 0 */
	bool			at_exit;	/* stopped at the exit, not the entry, of a call */
	bool			in_call;	/* its half is at work on a call */
	bool			gone;		/* it has ended (status) or its exec'ing sibling replaced it */
	bool			has_status;
	int			status;
	int			fd_dir;		/* /proc/<tid>/fd, or -1 */
	int			status_fd;	/* /proc/<tid>/status, or -1 */
	int			ppid;
	char			comm[16];
	struct {				/* a poll() that is gone into again */
		unsigned long	sp, fds;
		long long	deadline_ns;
	} again;
	struct {				/* where it runs: user_cpu.c */
		struct os_user		*next;
		int			pinned;		/* CPU, or -1 */
		int			last;		/* CPU of the last pin, or -1 */
		int			half;		/* tid of the half */
		unsigned int		streak;		/* calls of this burst */
		_Atomic long long	last_ns;	/* when it last called */
		long long		since_ns;	/* when it was pinned, or that was tried */
		struct user_cpus	saved, half_saved;
	} cpu;
};

/* An open Quarry file. refs: one of the table while any descriptor exists, one of each call. */
struct user_file {
	struct user_file	*next;		/* table */
	ino_t			ino;		/* of the pipe: its name in the program's fd table */
	int			pipe;		/* write end; POLLERR on it: the last descriptor is gone */
	atomic_int		refs;
	struct file		*file;		/* NULL: opened with O_PATH */
	char			*path;		/* for O_PATH */
	pthread_mutex_t		wake_lock;
	/* wake_lock held: */
	bool			woken;		/* a byte is in the pipe */
	int			in_poll;	/* programs that wait on the pipe */
};

/* ---- user.c: stops ---- */

/** user_wait - wait for the next stop of @u's thread; 0 and *status, or -ESRCH when it is gone */
int user_wait(struct os_user *u, int *status);
/** user_resume - let it go on; @request is PTRACE_CONT, PTRACE_SYSCALL, PTRACE_LISTEN */
void user_resume(struct os_user *u, int request, int sig);
/** user_status_line - the value of field @name ("Tgid") of /proc/<tid>/status in base @base, or -1 */
long long user_status_field(int tid, const char *name, int base);

/* ---- user_call.c: executing, replacing and injecting calls ---- */

/** user_call - serve the call at whose entry stop @u is; it may be resumed then */
void user_call(struct os_user *u);
/** user_call_run - let the host do the call @nr with the arguments u->arg; its result, -ESRCH if gone */
long user_call_run(struct os_user *u, long nr);
/** user_call_again - at the exit stop: have the program ask for the same call once more */
void user_call_again(struct os_user *u);
/** user_inject - at the exit stop: have the program execute a call of ours; its result */
long user_inject(struct os_user *u, long nr, unsigned long a0, unsigned long a1, unsigned long a2,
		 unsigned long a3);
/** user_scratch - @size bytes below the program's stack, saved in @saved; address, 0 if none */
unsigned long user_scratch(struct os_user *u, void *saved, size_t size);
void user_scratch_restore(struct os_user *u, unsigned long at, const void *saved, size_t size);

/* ---- user_filter.c ---- */

/** user_filter_install - the calling process's base filter, before its exec; 0 or -errno */
int user_filter_install(void);
/** user_cover - at an exit stop: see that calls on @number are trapped; 0 or -errno */
int user_cover(struct os_user *u, int number);
bool user_covered(struct user_proc *proc, int number);

/* ---- user_file.c ---- */

int user_files_start(void);
void user_files_stop(void);
/** user_files_settle - releases of files closed so far are over (or take long) */
void user_files_settle(void);
/** user_file_find - what descriptor @fd of @u is; a reference, or NULL when it is the host's */
struct user_file *user_file_find(struct os_user *u, int fd);
/** user_file_find_in - the same for a descriptor of any process */
struct user_file *user_file_find_in(int tid, int fd);
void user_file_put(struct user_file *f);
/** user_file_install - give @u, at an entry stop, a descriptor for @file; the number or -errno */
long user_file_install(struct os_user *u, struct file *file, const char *path, int flags);
/** user_file_reader - a temporary read end of @f's pipe, or -errno; close() it */
int user_file_reader(struct user_file *f);
const char *user_file_path(struct user_file *f);
/** user_fd_readlink - what /proc/<tid>/fd/<fd> points at; its length or -errno */
long user_fd_readlink(struct os_user *u, int fd, char *buf, size_t size);

/* ---- user_fdcall.c, user_path.c, user_module.c, user_dir.c, user_poll.c, user_cpu.c: the calls ---- */

long user_call_fd(struct os_user *u, long nr);
/** user_call_path - serve a call that names a path, or CALL_OTHER */
long user_call_path(struct os_user *u, long nr);
/** user_call_module - serve init_module, finit_module, delete_module, syslog */
long user_call_module(struct os_user *u, long nr);
long user_call_getdents(struct os_user *u);
long user_call_poll(struct os_user *u, long nr);
long user_call_affinity(struct os_user *u, long nr);
void user_dirs_free(struct user_proc *proc);
/** user_stat_put - write @st as a struct stat (@statx false) or struct statx at @addr; 0 or -EFAULT */
long user_stat_put(struct os_user *u, unsigned long addr, const struct entry_stat *st,
		   const char *path, bool statx);
/** user_cpu_call - @u makes a trapped call: maybe keep it and its half on one CPU */
void user_cpu_call(struct os_user *u);
/** user_cpu_release - give @u its CPUs back */
void user_cpu_release(struct os_user *u);
/** user_cpu_child - @tid was made by @parent: it must not inherit the pin */
void user_cpu_child(struct os_user *parent, int tid);

/* ---- user_name.c: paths, in buffers of MAX_PATH ---- */

/** user_name_arg - a path argument as an absolute name. 0; -ENOENT for an empty one; else: ask the host */
long user_name_arg(struct os_user *u, int dirfd, unsigned long addr, char *out);
/**
 * user_name_is_quarrys - does the clean @path lead to a name of Quarry's? Then it becomes that name
 * @follow: a link in the last place is followed
 */
bool user_name_is_quarrys(struct os_user *u, char *path, bool follow);
/** user_name_get - both: 0 and the name in @path, or CALL_HOST */
long user_name_get(struct os_user *u, int dirfd, unsigned long addr, bool follow, char *path);
/** user_name_of_alias - if @path is /dev/fd/N or the like, of a Quarry file, its true path to @out */
bool user_name_of_alias(struct os_user *u, const char *path, char *out);
/** user_name_real_folder - @path's folder becomes what it is with links followed; true if that changed it */
bool user_name_real_folder(char *path);

/* ---- user_mem.c (more in os.h) ---- */

/** user_read_string - a string of the program; its length, -EFAULT, -ENAMETOOLONG */
long user_read_string(struct os_user *u, char *buf, size_t size, unsigned long from);

#endif /* ARCH_HOST_OS_USER_H */
