// SPDX-License-Identifier: MIT
/*
 * arch/host/os/user_mem.c - copies between Quarry and the memory of a program
 *
 * process_vm_readv/writev honour the program's page protections and never fault here, so a
 * bad address costs nothing but a short count. A copy is tried whole; where it comes back short,
 * it goes on page by page, so that the count of bytes not copied is exact to the page that failed.
 *
 * Copies within this process (an embedding program, or a look at a wild kernel pointer) go the
 * same way, or through a pipe where a sandbox refuses that call. Async-signal-safe; calls no kernel
 * code.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/user.h"

#define PAGE	4096UL

typedef ssize_t copy_fn(int pid, void *here, unsigned long there, size_t n);

static ssize_t copy_in(int pid, void *here, unsigned long there, size_t n)
{
	struct iovec local = { here, n }, remote = { (void *)there, n };

	return process_vm_readv(pid, &local, 1, &remote, 1, 0);
}

static ssize_t copy_out(int pid, void *here, unsigned long there, size_t n)
{
	struct iovec local = { here, n }, remote = { (void *)there, n };

	return process_vm_writev(pid, &local, 1, &remote, 1, 0);
}

/* At most a page at once, so the pipe never fills: the host checks both addresses. */
static ssize_t copy_by_pipe(unsigned long from, unsigned long to, size_t n)
{
	int fd[2];
	ssize_t done = -1;

	if (pipe2(fd, O_CLOEXEC))
		return -1;
	if (write(fd[1], (void *)from, n) == (ssize_t)n)
		done = read(fd[0], (void *)to, n);
	close(fd[0]);
	close(fd[1]);
	return done;
}

static ssize_t copy_in_self(int pid, void *here, unsigned long there, size_t n)
{
	return copy_by_pipe(there, (unsigned long)here, n);
}

static ssize_t copy_out_self(int pid, void *here, unsigned long there, size_t n)
{
	return copy_by_pipe((unsigned long)here, there, n);
}

/* Bytes not copied. */
static unsigned long copy_slices(copy_fn *copy, int pid, char *here, unsigned long there, unsigned long n)
{
	while (n) {
		unsigned long slice = PAGE - there % PAGE;
		ssize_t done;

		if (slice > n)
			slice = n;
		done = copy(pid, here, there, slice);
		if (done <= 0)
			break;
		here += done;
		there += done;
		n -= done;
	}
	return n;
}

static unsigned long user_copy(struct os_user *u, copy_fn *copy, copy_fn *self,
			       char *here, unsigned long there, unsigned long n)
{
	int pid = u ? u->tid : getpid(), saved_errno = errno;
	unsigned long left = n;
	ssize_t done;

	if (!n)
		return 0;
	done = copy(pid, here, there, n);
	if (done > 0)
		left -= done;
	if (done < 0 && !u && (errno == EPERM || errno == ENOSYS))
		left = copy_slices(self, pid, here, there, n);
	else if (left && (done >= 0 || errno == EFAULT))
		left = copy_slices(copy, pid, here + n - left, there + n - left, left);
	errno = saved_errno;
	return left;
}

unsigned long os_user_write(struct os_user *u, unsigned long to, const void *from, unsigned long n)
{
	return user_copy(u, copy_out, copy_out_self, (char *)from, to, n);
}

unsigned long os_user_read(struct os_user *u, void *to, unsigned long from, unsigned long n)
{
	return user_copy(u, copy_in, copy_in_self, to, from, n);
}

long user_read_string(struct os_user *u, char *buf, size_t size, unsigned long from)
{
	size_t len = 0;

	while (len < size) {
		size_t slice = PAGE - (from + len) % PAGE;
		char *end;

		if (slice > 256)
			slice = 256;
		if (slice > size - len)
			slice = size - len;
		if (os_user_read(u, buf + len, from + len, slice))
			return -EFAULT;
		end = memchr(buf + len, 0, slice);
		if (end)
			return end - buf;
		len += slice;
	}
	return -ENAMETOOLONG;
}
