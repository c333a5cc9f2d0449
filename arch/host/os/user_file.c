// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_file.c - Quarry files in programs: pipes, and who has hung up
 *
 *	program					Quarry
 *	fd 3 -> read end of pipe:[4711]		user_file { ino 4711, pipe = write end, file }
 *
 * The host counts the program's references to its end through dup, fork, exec, SCM_RIGHTS, exit and
 * SIGKILL. When the last is gone the write end reports an error (EPOLLERR), and the file is released
 * by the reaper, a task of its own. What a descriptor is gets looked up by the pipe's inode
 * number at each call: there is no copy of the program's descriptor table here.
 *
 * The host reports the hang-up before anybody can know of the close (before wait() returns for
 * the process that exited, for instance), so user_files_settle(), called at the start of each call by
 * path, makes `cat /dev/x; rmmod x` safe: it collects what has hung up and waits for the releases. A
 * release that takes longer than SETTLE_MS doesn't keep others waiting.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define NR_BUCKETS	256
#define SETTLE_MS	1000

static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t released = PTHREAD_COND_INITIALIZER;
/* table_lock held: */
static struct user_file *table[NR_BUCKETS];
static struct user_file *hung_up;	/* out of the table, for the reaper */
static int nr_releasing;		/* hung up or last reference dropped, entry_release() not over */

static int hang_ups = -1;		/* epoll of all write ends */
static int reap_event = -1;
static pthread_t reaper;
static atomic_bool reaper_stop;

static struct user_file **bucket(ino_t ino)
{
	return &table[ino % NR_BUCKETS];
}

static void file_free(struct user_file *f)
{
	if (f->file)
		entry_release(f->file);
	close(f->pipe);
	pthread_mutex_destroy(&f->wake_lock);
	free(f->path);
	free(f);
}

static void release_over(void)
{
	pthread_mutex_lock(&table_lock);
	nr_releasing--;
	pthread_cond_broadcast(&released);
	pthread_mutex_unlock(&table_lock);
}

void user_file_put(struct user_file *f)
{
	bool last;

	pthread_mutex_lock(&table_lock);
	last = atomic_fetch_sub(&f->refs, 1) == 1;
	nr_releasing += last;
	pthread_mutex_unlock(&table_lock);
	if (last) {
		file_free(f);
		release_over();
	}
}

/* ---- hang-ups ---- */

/* table_lock held. Move what has hung up from the table to the reaper's list. */
static void collect_locked(void)
{
	struct epoll_event ev[16];
	int i, n;

	while ((n = epoll_wait(hang_ups, ev, 16, 0)) > 0) {
		for (i = 0; i < n; i++) {
			struct user_file *f = ev[i].data.ptr, **p = bucket(f->ino);

			epoll_ctl(hang_ups, EPOLL_CTL_DEL, f->pipe, NULL);
			while (*p != f)
				p = &(*p)->next;
			*p = f->next;
			f->next = hung_up;
			hung_up = f;
		}
	}
}

static void reap_locked(void)
{
	while (hung_up) {
		struct user_file *f = hung_up;

		hung_up = f->next;
		if (atomic_fetch_sub(&f->refs, 1) != 1)
			continue;	/* a call is still at work on it; its put releases */
		nr_releasing++;
		pthread_mutex_unlock(&table_lock);
		file_free(f);
		release_over();
		pthread_mutex_lock(&table_lock);
	}
}

static void *reaper_main(void *arg)
{
	struct pollfd p[2] = {
		{ .fd = hang_ups, .events = POLLIN }, { .fd = reap_event, .events = POLLIN },
	};
	unsigned long long count;

	if (entry_task_begin(NULL, gettid(), getpid(), getppid(), "quarry-reaper"))
		abort();
	while (!atomic_load(&reaper_stop)) {
		poll(p, 2, -1);
		if (p[1].revents && read(reap_event, &count, sizeof(count)) < 0)
			continue;
		pthread_mutex_lock(&table_lock);
		collect_locked();
		reap_locked();
		pthread_cond_broadcast(&released);
		pthread_mutex_unlock(&table_lock);
	}
	entry_task_end();
	return NULL;
}

static void reaper_wake(void)
{
	unsigned long long one = 1;

	while (write(reap_event, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

int user_files_start(void)
{
	int err;

	hang_ups = epoll_create1(EPOLL_CLOEXEC);
	reap_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (hang_ups < 0 || reap_event < 0)
		return -errno;
	err = pthread_create(&reaper, NULL, reaper_main, NULL);
	return -err;
}

void user_files_stop(void)
{
	atomic_store(&reaper_stop, true);
	reaper_wake();
	pthread_join(reaper, NULL);
	close(hang_ups);
	close(reap_event);
}

void user_files_settle(void)
{
	struct timespec until;
	int err = 0;

	pthread_mutex_lock(&table_lock);
	collect_locked();
	if (hung_up)
		reaper_wake();
	if (hung_up || nr_releasing) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += SETTLE_MS / 1000;
		while ((hung_up || nr_releasing) && !err)
			err = pthread_cond_timedwait(&released, &table_lock, &until);
	}
	pthread_mutex_unlock(&table_lock);
}

/* ---- what a descriptor is ---- */

long user_fd_readlink(struct os_user *u, int fd, char *buf, size_t size)
{
	char name[64];
	long n;

	if (u->fd_dir < 0) {
		snprintf(name, sizeof(name), "/proc/%d/fd", u->tid);
		u->fd_dir = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	}
	snprintf(name, sizeof(name), "%d", fd);
	n = readlinkat(u->fd_dir, name, buf, size - 1);
	if (n < 0)
		return -errno;
	buf[n] = 0;
	return n;
}

/* The file whose pipe the link text "pipe:[4711]" names. */
static struct user_file *file_by_link(const char *link)
{
	struct user_file *f;
	ino_t ino;

	if (strncmp(link, "pipe:[", 6))
		return NULL;
	ino = strtoul(link + 6, NULL, 10);
	pthread_mutex_lock(&table_lock);
	for (f = *bucket(ino); f && f->ino != ino; f = f->next)
		;
	if (f)
		atomic_fetch_add(&f->refs, 1);
	pthread_mutex_unlock(&table_lock);
	return f;
}

struct user_file *user_file_find(struct os_user *u, int fd)
{
	char link[64];

	if (fd < 0 || user_fd_readlink(u, fd, link, sizeof(link)) < 0)
		return NULL;
	return file_by_link(link);
}

struct user_file *user_file_find_in(int tid, int fd)
{
	char name[64], link[64];
	ssize_t n;

	snprintf(name, sizeof(name), "/proc/%d/fd/%d", tid, fd);
	n = readlink(name, link, sizeof(link) - 1);
	if (n < 0)
		return NULL;
	link[n] = 0;
	return file_by_link(link);
}

const char *user_file_path(struct user_file *f)
{
	return f->file ? entry_file_path(f->file) : f->path;
}

int user_file_reader(struct user_file *f)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", f->pipe);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* ---- a new descriptor ---- */

/* The file, and Quarry's own read end, which keeps it from hanging up before the program has its. */
static struct user_file *file_new(struct file *file, const char *path, int *reader)
{
	struct user_file *f = calloc(1, sizeof(*f));
	struct stat st;
	int fd[2];

	if (!f)
		return NULL;
	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK)) {
		free(f);
		return NULL;
	}
	*reader = fd[0];
	f->pipe = fd[1];
	fstat(f->pipe, &st);
	f->ino = st.st_ino;
	f->path = file ? NULL : strdup(path);
	pthread_mutex_init(&f->wake_lock, NULL);
	atomic_init(&f->refs, 1);
	f->file = file;
	return f;
}

static int file_publish(struct user_file *f)
{
	struct epoll_event ev = { .events = 0, .data.ptr = f };	/* EPOLLERR always counts */
	int err = 0;

	pthread_mutex_lock(&table_lock);
	f->next = *bucket(f->ino);
	*bucket(f->ino) = f;
	if (epoll_ctl(hang_ups, EPOLL_CTL_ADD, f->pipe, &ev)) {
		*bucket(f->ino) = f->next;
		err = -errno;
	}
	pthread_mutex_unlock(&table_lock);
	return err;
}

/* The program opens the pipe through Quarry's /proc entry. */
static long open_by_proc(struct os_user *u, struct user_file *f, int flags)
{
	char path[48], saved[sizeof(path)];
	unsigned long at = user_scratch(u, saved, sizeof(path));
	long fd;

	if (!at)
		return -EACCES;
	memset(path, 0, sizeof(path));
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", getpid(), f->pipe);
	os_user_write(u, at, path, sizeof(path));
	u->arg[0] = AT_FDCWD;
	u->arg[1] = at;
	u->arg[2] = O_RDONLY | (flags & O_CLOEXEC);
	u->arg[3] = 0;
	fd = user_call_run(u, SYS_openat);
	user_scratch_restore(u, at, saved, sizeof(path));
	return fd;
}

/*
 * The program may not look into Quarry's /proc entry (another user, another root): it makes a
 * pipe of its own and Quarry takes the other end of that. At the exit stop of the first try.
 */
static long open_by_pipe(struct os_user *u, struct user_file *f, int flags)
{
	int fd[2], saved[2], pidfd, end = -1;
	unsigned long at = user_scratch(u, saved, sizeof(fd));
	struct stat st;
	long ret = at ? user_inject(u, SYS_pipe2, at, O_CLOEXEC, 0, 0) : -EACCES;

	if (ret)
		return ret;
	os_user_read(u, fd, at, sizeof(fd));
	user_scratch_restore(u, at, saved, sizeof(fd));
	pidfd = syscall(SYS_pidfd_open, u->tgid, 0);
	if (pidfd >= 0)
		end = syscall(SYS_pidfd_getfd, pidfd, fd[1], 0);
	close(pidfd);
	user_inject(u, SYS_close, fd[1], 0, 0, 0);
	if (end < 0 || fstat(end, &st)) {
		user_inject(u, SYS_close, fd[0], 0, 0, 0);
		return -EACCES;
	}
	if (!(flags & O_CLOEXEC))
		user_inject(u, SYS_fcntl, fd[0], F_SETFD, 0, 0);
	fcntl(end, F_SETFL, O_NONBLOCK);
	fcntl(end, F_SETFD, FD_CLOEXEC);
	close(f->pipe);
	f->pipe = end;
	f->ino = st.st_ino;
	return fd[0];
}

long user_file_install(struct os_user *u, struct file *file, const char *path, int flags)
{
	int reader = -1;
	struct user_file *f = file_new(file, path, &reader);
	long fd, err;

	if (!f) {
		if (file)
			entry_release(file);
		return -ENFILE;
	}
	atomic_fetch_add(&u->proc->opening, 1);
	fd = open_by_proc(u, f, flags);
	if (fd == -EACCES || fd == -ENOENT || fd == -EPERM)
		fd = open_by_pipe(u, f, flags);
	err = fd < 0 ? fd : file_publish(f);
	if (!err)
		err = user_cover(u, fd);
	atomic_fetch_sub(&u->proc->opening, 1);
	close(reader);
	if (fd < 0)
		file_free(f);
	else if (err)
		fd = err;
	return fd;
}
