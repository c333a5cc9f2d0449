// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_name.c - from a path that a program names to a name of Quarry's
 *
 * A path is made absolute and clean from what the host knows of the thread (its working directory,
 * the folder behind a descriptor), then Quarry is asked whether the name is its own. A name that is not
 * may still lead to one: through a symbolic link in the last place, through a folder that is reached
 * by a link (the host then has no such file, or a file of /dev, /proc or /sys), or through
 * /dev/fd/N and kin. Links are followed here only as far as that. A program in a chroot names Quarry's
 * files as if its root were the machine's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define MAX_LINKS		8

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

bool user_name_of_alias(struct os_user *u, const char *path, char *out)
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

bool user_name_real_folder(char *path)
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

bool user_name_is_quarrys(struct os_user *u, char *path, bool follow)
{
	struct entry_stat es;
	struct stat st;
	int links, tid;

	for (links = 0; links < MAX_LINKS; links++) {
		if (path_fd_alias(u, path, &tid) >= 0)
			return follow && user_name_of_alias(u, path, path);
		if (entry_path_known(path)) {
			if (!follow || entry_stat_path(path, &es) || !S_ISLNK(es.mode) ||
			    !path_follow(path, true))
				return true;
			continue;
		}
		if (lstat(path, &st)) {
			if (errno != ENOENT || !user_name_real_folder(path))
				return false;
		} else if (follow && S_ISLNK(st.st_mode)) {
			if (!path_follow(path, false))
				return false;
		} else if (!on_shared_folder(st.st_dev) || !user_name_real_folder(path)) {
			return false;
		}
	}
	return false;
}

long user_name_arg(struct os_user *u, int dirfd, unsigned long addr, char *out)
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

long user_name_get(struct os_user *u, int dirfd, unsigned long addr, bool follow, char *path)
{
	if (user_name_arg(u, dirfd, addr, path) || !user_name_is_quarrys(u, path, follow))
		return CALL_HOST;
	return 0;
}
