// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_dir.c - listing folders in which both the host and Quarry have names
 *
 * A folder of the host's stays an ordinary descriptor. When the program lists it, the host answers
 * first; records of names that Quarry hides are taken out, and where the host reports the end,
 * Quarry's names that the host did not report are appended. That needs memory between calls: a
 * struct user_dir per process and descriptor number. The host's records begin with "." always, so
 * a listing that starts over (rewinddir, or a new folder on an old number) is seen by the host
 * having records again after the end.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define MAX_BUF		(1UL << 20)

struct record {			/* struct linux_dirent64 */
	unsigned long long	ino;
	long long		off;
	unsigned short		reclen;
	unsigned char		type;
	char			name[];
};

struct name {
	struct name		*next;
	unsigned long long	ino;
	unsigned char		type;
	bool			done;		/* reported by the host, or by us */
	char			name[];
};

struct user_dir {
	struct user_dir		*next;
	int			fd;
	bool			ended;		/* the host has reported the end */
	long long		off;		/* of the host's last record */
	struct name		*names;
	char			path[];
};

/* ---- memory of listings ---- */

static void names_free(struct user_dir *d)
{
	struct name *n;

	while ((n = d->names)) {
		d->names = n->next;
		free(n);
	}
}

static int name_add(void *arg, const char *name, unsigned long long ino, unsigned int type)
{
	struct user_dir *d = arg;
	struct name *n, **p = &d->names;

	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return 0;
	n = malloc(sizeof(*n) + strlen(name) + 1);
	if (!n)
		return -ENOMEM;
	*n = (struct name){ .ino = ino, .type = type };
	strcpy(n->name, name);
	while (*p)
		p = &(*p)->next;
	*p = n;
	return 0;
}

static void dir_begin(struct user_dir *d)
{
	names_free(d);
	d->ended = false;
	entry_readdir(d->path, name_add, d);
}

static void dir_drop(struct user_proc *proc, int fd)
{
	struct user_dir *d, **p = &proc->dirs;

	while ((d = *p) && d->fd != fd)
		p = &d->next;
	if (d) {
		*p = d->next;
		names_free(d);
		free(d);
	}
}

/* The listing of folder @path by descriptor @fd: taken out of the process while in use. */
static struct user_dir *dir_take(struct user_proc *proc, int fd, const char *path)
{
	struct user_dir *d, **p;

	pthread_mutex_lock(&proc->lock);
	for (p = &proc->dirs; (d = *p) && d->fd != fd; p = &d->next)
		;
	if (d)
		*p = d->next;
	pthread_mutex_unlock(&proc->lock);
	if (d && !strcmp(d->path, path))
		return d;
	if (d) {
		names_free(d);
		free(d);
	}
	d = calloc(1, sizeof(*d) + strlen(path) + 1);
	if (d) {
		d->fd = fd;
		strcpy(d->path, path);
		dir_begin(d);
	}
	return d;
}

static void dir_give(struct user_proc *proc, struct user_dir *d)
{
	pthread_mutex_lock(&proc->lock);
	dir_drop(proc, d->fd);
	d->next = proc->dirs;
	proc->dirs = d;
	pthread_mutex_unlock(&proc->lock);
}

void user_dirs_free(struct user_proc *proc)
{
	while (proc->dirs)
		dir_drop(proc, proc->dirs->fd);
}

/* ---- records ---- */

static bool hidden(struct user_dir *d, const char *name)
{
	char path[MAX_PATH + 256];
	struct entry_stat es;

	if (strlen(d->path) + strlen(name) + 2 > sizeof(path))
		return false;
	strcpy(path, d->path);
	strcat(strcat(path, "/"), name);
	return entry_path_known(path) && entry_stat_path(path, &es) == -ENOENT;
}

/* A record of the host's: if Quarry has the name, it is Quarry's, once. */
static void claim(struct user_dir *d, struct record *r)
{
	struct name *n;

	for (n = d->names; n; n = n->next) {
		if (strcmp(n->name, r->name))
			continue;
		n->done = true;
		r->type = n->type;
	}
}

/* The host's records in @buf: take the hidden ones out, note the others; bytes that remain. */
static long pass_records(struct user_dir *d, char *buf, long size)
{
	char *in = buf, *out = buf;

	while (in < buf + size) {
		struct record *r = (void *)in;
		unsigned short len = r->reclen;

		d->off = r->off;
		if (!hidden(d, r->name)) {
			claim(d, r);
			memmove(out, in, len);
			out += len;
		}
		in += len;
	}
	return out - buf;
}

/* Quarry's names that are still due, as many as fit in @size; -EINVAL if not one does. */
static long append_records(struct user_dir *d, char *buf, unsigned long size)
{
	unsigned long used = 0;
	struct name *n;

	for (n = d->names; n; n = n->next) {
		unsigned long len = (sizeof(struct record) + strlen(n->name) + 1 + 7) & ~7UL;
		struct record *r = (void *)(buf + used);

		if (n->done)
			continue;
		if (used + len > size)
			return used ? (long)used : -EINVAL;
		memset(r, 0, len);
		r->ino = n->ino ? n->ino : 1;
		r->off = d->off;
		r->reclen = len;
		r->type = n->type;
		strcpy(r->name, n->name);
		n->done = true;
		used += len;
	}
	return used;
}

/* ---- the call ---- */

/* After the host's answer of @got bytes. */
static long merge(struct os_user *u, struct user_dir *d, long got, unsigned long size)
{
	unsigned long addr = u->arg[1];
	char *buf = malloc(size);
	long ret = -ENOMEM;

	if (!buf)
		return ret;
	if (got > 0) {
		if (d->ended)
			dir_begin(d);
		ret = os_user_read(u, buf, addr, got) ? -EFAULT : pass_records(d, buf, got);
	} else {
		d->ended = true;
		ret = append_records(d, buf, size);
	}
	if (ret > 0 && os_user_write(u, addr, buf, ret))
		ret = -EFAULT;
	free(buf);
	return ret;
}

static long list_host_folder(struct os_user *u, const char *path)
{
	struct user_dir *d = dir_take(u->proc, u->arg[0], path);
	unsigned long size = u->arg[2];
	long ret;

	if (!d)
		return CALL_HOST;
	if (!d->names) {
		names_free(d);
		free(d);
		return CALL_HOST;
	}
	if (size > MAX_BUF)
		u->arg[2] = size = MAX_BUF;
	ret = user_call_run(u, SYS_getdents64);
	if (ret >= 0) {
		bool more = ret > 0;

		ret = merge(u, d, ret, size);
		if (more && !ret) {	/* all hidden: that must not read as the end */
			user_call_again(u);
			ret = CALL_DONE;
		}
	}
	dir_give(u->proc, d);
	return ret;
}

static int no_name(void *arg, const char *name, unsigned long long ino, unsigned int type)
{
	return 0;
}

long user_call_getdents(struct os_user *u)
{
	struct user_file *f = user_file_find(u, u->arg[0]);
	char path[MAX_PATH];
	long ret;

	if (f) {
		ret = f->file ? entry_getdents(f->file, (void *)u->arg[1], u->arg[2]) : -EBADF;
		user_file_put(f);
		return ret;
	}
	if (user_fd_readlink(u, u->arg[0], path, sizeof(path)) < 0 || *path != '/' ||
	    entry_readdir(path, no_name, NULL))
		return CALL_HOST;
	return list_host_folder(u, path);
}
