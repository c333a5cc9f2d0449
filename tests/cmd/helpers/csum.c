// SPDX-License-Identifier: MIT
/*
 * csum - uses /dev/csumN: csum DEVICES PROCESSES JOBS; each process sums random bytes and compares with its own sum
 *
 * csum DEVICE once FILE: the sum of a file's bytes, as the device says it. csum DEVICE hang N: begins
 * a job of N bytes, for others to kill.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char buf[16384];

static uint32_t crc32(const unsigned char *p, size_t n)
{
	uint32_t crc = ~0u;

	while (n--) {
		crc ^= *p++;
		for (int i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static int sum(int fd, size_t n, uint32_t *result)
{
	char text[16] = "";

	if (write(fd, buf, n) != (ssize_t)n || read(fd, text, sizeof(text)) != 9)
		return -1;
	*result = strtoul(text, NULL, 16);
	return 0;
}

static int worker(int nr, int devices, int jobs)
{
	char path[32];
	int fd, bad = 0;
	uint32_t got;

	snprintf(path, sizeof(path), "/dev/csum%d", nr % devices);
	fd = open(path, O_RDWR);
	if (fd < 0)
		return 1;
	srandom(nr + 1);
	for (int job = 0; job < jobs; job++) {
		size_t n = random() % sizeof(buf);

		for (size_t i = 0; i < n; i++)
			buf[i] = random();
		bad += sum(fd, n, &got) || got != crc32((unsigned char *)buf, n);
	}
	return bad != 0;
}

static int many(int devices, int processes, int jobs)
{
	int bad = 0, status;

	for (int i = 0; i < processes; i++)
		if (!fork())
			_exit(worker(i, devices, jobs));
	while (wait(&status) > 0)
		bad += status != 0;
	printf("bad %d\n", bad);
	return bad;
}

static int once(const char *device, const char *file)
{
	int fd = open(device, O_RDWR), in = open(file, O_RDONLY);
	ssize_t n = read(in, buf, sizeof(buf));
	uint32_t got;

	if (fd < 0 || n < 0 || sum(fd, n, &got))
		return perror(device), 1;
	printf("%08x %08x\n", got, crc32((unsigned char *)buf, n));
	return 0;
}

int main(int argc, char **argv)
{
	int fd;

	if (argc != 4)
		return 2;
	if (!strcmp(argv[2], "once"))
		return once(argv[1], argv[3]);
	if (strcmp(argv[2], "hang"))
		return many(atoi(argv[1]), atoi(argv[2]), atoi(argv[3]));
	fd = open(argv[1], O_RDWR);
	return fd < 0 || write(fd, buf, atoi(argv[3])) < 0 ? errno : 0;
}
