// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_module.c - calls about modules and the log: insmod, rmmod and dmesg, unmodified
 *
 * The file's bytes are copied out of the program, or read through the descriptor that it names.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define MAX_IMAGE		(256UL << 20)
#define MAX_PARAMS		65536

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

long user_call_module(struct os_user *u, long nr)
{
	switch (nr) {
	case SYS_init_module:
		return call_init_module(u);
	case SYS_finit_module:
		return call_finit_module(u);
	case SYS_delete_module:
		return call_delete_module(u);
	}
	return entry_syslog(u->arg[0], (void *)u->arg[1], u->arg[2]);
}
