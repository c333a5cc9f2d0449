// SPDX-License-Identifier: MIT
/*
 * threads.c - threads that open, use and close a device at once, with forks and an exec among them
 *
 * threads DEVICE		eight threads, while the main thread forks
 * threads DEVICE exec		a thread that is not the leader execs cat DEVICE while others work
 */
#include "check.h"

static const char *device;
static volatile int first_wrote;	/* cat will find what worker 0 writes */

static void *worker(void *arg)
{
	long n = (long)arg;
	char block[64], back[64];
	int i;

	memset(block, 'a' + n, sizeof(block));
	for (i = 0; i < 100; i++) {
		int fd = open(device, O_RDWR);

		if (fd < 0 || pwrite(fd, block, 64, 64 * n) != 64 || pread(fd, back, 64, 64 * n) != 64 ||
		    memcmp(block, back, 64))
			return "failed";
		if (!n)
			first_wrote = 1;
		close(fd);
	}
	return NULL;
}

static void *exec_it(void *arg)
{
	execlp("cat", "cat", device, NULL);
	return NULL;
}

static int fork_many(void)
{
	int i, bad = 0;

	for (i = 0; i < 30; i++) {
		pid_t pid = fork();

		if (!pid) {
			int fd = open(device, O_RDWR);
			char c;

			_exit(fd < 0 || pread(fd, &c, 1, 0) < 0 ? 1 : 42);
		}
		bad += WEXITSTATUS(status_of(pid)) != 42;
	}
	return bad;
}

int main(int argc, char **argv)
{
	pthread_t thread[8];
	int bad = 0, i;
	void *ret;
	long n;

	device = argv[1];
	if (argc > 2) {
		for (n = 0; n < 4; n++)
			pthread_create(&thread[n], NULL, worker, (void *)n);
		while (!first_wrote)
			usleep(1000);
		pthread_create(&thread[4], NULL, exec_it, NULL);
		pause();
	}
	for (n = 0; n < 8; n++)
		pthread_create(&thread[n], NULL, worker, (void *)n);
	CHECK(fork_many() == 0, "children forked beside busy threads open the device");
	for (i = 0; i < 8; i++) {
		pthread_join(thread[i], &ret);
		bad += ret != NULL;
	}
	CHECK(bad == 0, "eight threads each read what they wrote");
	return 0;
}
