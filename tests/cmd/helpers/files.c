// SPDX-License-Identifier: MIT
/*
 * files.c DEVICE - descriptors of a Quarry file, as a program of the host uses them
 *
 * DEVICE is a plain memory device, empty, that keeps what is written.
 */
#include "check.h"

static const char *device;

static void numbers(void)
{
	int lowest = dup(0), fd, held[12], i;

	close(lowest);
	fd = open(device, O_RDWR);
	CHECK(fd == lowest, "open gives the lowest free number");
	CHECK(dup2(fd, 77) == 77 && write(77, "dup2", 4) == 4, "dup2 to a high number works");
	close(77);
	CHECK(write(77, "x", 1) == -1 && errno == EBADF, "a closed number is closed");
	for (i = 0; i < 12; i++)
		held[i] = open(device, O_RDWR);
	for (i = 0; i < 12; i++) {
		if (held[i] < 0 || lseek(held[i], i, SEEK_SET) != i || lseek(held[i], 0, SEEK_CUR) != i)
			break;
	}
	CHECK(i == 12, "a dozen descriptors, each with a position of its own");
	for (i = 0; i < 12; i++)
		close(held[i]);
	close(fd);
	fd = open("/etc/passwd", O_RDONLY);
	CHECK(fd == lowest && lseek(fd, 0, SEEK_END) > 0, "a number that held a device serves a host file");
	close(fd);
}

static void positions(void)
{
	int fd = open(device, O_RDWR), copy = dup(fd), other = open(device, O_RDWR);
	struct iovec iov[2];
	char a[3], b[5];

	CHECK(write(fd, "abcdefgh", 8) == 8, "write");
	CHECK(lseek(copy, 0, SEEK_CUR) == 8, "dup shares the position");
	CHECK(lseek(other, 0, SEEK_CUR) == 0, "another open has its own");
	CHECK(lseek(fd, 2, SEEK_SET) == 2 && read(copy, a, 3) == 3 && !memcmp(a, "cde", 3), "lseek and read");
	CHECK(pread(fd, a, 3, 5) == 3 && !memcmp(a, "fgh", 3) && lseek(fd, 0, SEEK_CUR) == 5,
	      "pread leaves the position");
	CHECK(pwrite(fd, "XY", 2, 0) == 2 && pread(other, a, 2, 0) == 2 && !memcmp(a, "XY", 2), "pwrite");
	iov[0] = (struct iovec){ a, 3 };
	iov[1] = (struct iovec){ b, 5 };
	lseek(fd, 0, SEEK_SET);
	CHECK(readv(fd, iov, 2) == 8 && !memcmp(a, "XYc", 3) && !memcmp(b, "defgh", 5), "readv");
	CHECK(preadv(fd, iov, 2, 1) == 7 && !memcmp(a, "Ycd", 3), "preadv to the end");
	CHECK(writev(other, iov, 1) == 3, "writev");
	CHECK(lseek(fd, -1, SEEK_SET) == -1 && errno == EINVAL, "lseek to a negative place: EINVAL");
	close(fd);
	CHECK(lseek(copy, 0, SEEK_SET) == 0 && read(copy, a, 1) == 1, "a dup outlives the original");
	close(copy);
	close(other);
}

static void wrong_use(void)
{
	int fd = open(device, O_RDONLY), wr = open(device, O_WRONLY);
	char *none = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char c;

	munmap(none + 4096, 4096);
	write(wr, "some bytes", 10);
	CHECK(read(fd, (void *)8, 4) == -1 && errno == EFAULT, "read to a bad address: EFAULT");
	CHECK(write(fd, "x", 1) == -1 && errno == EBADF, "write on a read-only descriptor: EBADF");
	CHECK(read(wr, &c, 1) == -1 && errno == EBADF, "read on a write-only descriptor: EBADF");
	CHECK(ioctl(fd, 0x1234) == -1 && errno == ENOTTY, "unknown ioctl: ENOTTY");
	CHECK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == ENODEV,
	      "mmap of a driver without mmap: ENODEV");
	CHECK(ftruncate(wr, 0) == -1 && errno == EINVAL, "ftruncate: EINVAL");
	CHECK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, fd, 0) != MAP_FAILED,
	      "anonymous mmap is not concerned");
	CHECK(open("/dev/no-such-device", O_RDONLY) == -1 && errno == ENOENT, "nobody's device: ENOENT");
	close(fd);
	close(wr);
}

static void flags(void)
{
	int fd = open(device, O_RDWR | O_CLOEXEC), n;

	CHECK((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR, "F_GETFL tells the access mode");
	CHECK(!fcntl(fd, F_SETFL, O_NONBLOCK) && (fcntl(fd, F_GETFL) & O_NONBLOCK), "F_SETFL O_NONBLOCK");
	CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC, "O_CLOEXEC");
	CHECK(!ioctl(fd, FIONCLEX) && fcntl(fd, F_GETFD) == 0, "FIONCLEX");
	n = 0;
	CHECK(!ioctl(fd, FIONBIO, &n) && !(fcntl(fd, F_GETFL) & O_NONBLOCK), "FIONBIO off");
	n = fcntl(fd, F_DUPFD_CLOEXEC, 50);
	CHECK(n == 50 && write(n, "z", 1) == 1 && fcntl(n, F_GETFD) == FD_CLOEXEC, "F_DUPFD_CLOEXEC");
	close(n);
	close(fd);
}

static void status(void)
{
	struct stat by_fd, by_name;
	char link[64], path[64];
	int fd = open(device, O_RDONLY), again;
	ssize_t n;

	CHECK(!fstat(fd, &by_fd) && S_ISCHR(by_fd.st_mode), "fstat: a character device");
	CHECK(!stat(device, &by_name) && by_name.st_rdev == by_fd.st_rdev && by_name.st_ino == by_fd.st_ino,
	      "stat agrees with fstat");
	CHECK(major(by_fd.st_rdev) > 0, "it has a major number");
	CHECK(!access(device, R_OK | W_OK) && access(device, X_OK) == -1, "access");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = readlink(path, link, sizeof(link) - 1);
	link[n < 0 ? 0 : n] = 0;
	CHECK(!strcmp(link, device), "/proc/self/fd names it");
	again = open(path, O_RDONLY);
	CHECK(again >= 0 && !fstat(again, &by_name) && by_name.st_rdev == by_fd.st_rdev, "/proc/self/fd opens it again");
	close(again);
	CHECK(!symlink(device, "link") && (again = open("link", O_RDONLY)) >= 0, "open by a symbolic link");
	CHECK(!stat("link", &by_name) && S_ISCHR(by_name.st_mode), "stat by a symbolic link");
	CHECK(!lstat("link", &by_name) && S_ISLNK(by_name.st_mode), "lstat of the link itself");
	close(again);
	close(fd);
}

static void relative(void)
{
	int dev = open("/dev", O_RDONLY | O_DIRECTORY), fd;

	fd = openat(dev, device + 5, O_RDONLY);
	CHECK(fd >= 0, "openat relative to /dev");
	close(fd);
	CHECK(!fchdir(dev) && (fd = open(device + 5, O_RDONLY)) >= 0, "open relative to the working directory");
	close(fd);
	fd = open("../dev/./shm/..//null", O_RDONLY);
	CHECK(fd >= 0, "a host path with dots");
	close(fd);
	close(dev);
}

static void processes(void)
{
	int fd = open(device, O_RDWR), out[2];
	char c[8];
	pid_t pid;

	pwrite(fd, "123456", 6, 0);
	pid = fork();
	if (!pid)
		_exit(read(fd, c, 2) != 2);
	CHECK(!status_of(pid) && lseek(fd, 0, SEEK_CUR) == 2, "a forked child shares the position");
	pipe(out);
	pid = vfork();
	if (!pid) {
		dup2(fd, 0);
		dup2(out[1], 1);
		execlp("head", "head", "-c", "3", NULL);
		_exit(1);
	}
	CHECK(!status_of(pid) && read(out[0], c, 8) == 3 && !memcmp(c, "345", 3), "inherited across vfork and exec");
	pid = fork();
	if (!pid) {
		close(fd);
		raise(SIGKILL);
	}
	CHECK(WIFSIGNALED(status_of(pid)) && read(fd, c, 1) >= 0, "a killed child takes nothing along");
	close(fd);
}

int main(int argc, char **argv)
{
	device = argc > 1 ? argv[1] : "/dev/scullc0";
	numbers();
	positions();
	wrong_use();
	flags();
	status();
	processes();
	relative();
	return 0;
}
