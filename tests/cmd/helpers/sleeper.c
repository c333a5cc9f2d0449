// SPDX-License-Identifier: MIT
/*
 * sleeper.c - uses the device named by the argument, and waits for a line of input
 *
 * Nothing of that wait is Quarry's business, so until it is over the task is where the driver left it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	char byte;

	if (fd < 0 || read(fd, &byte, 1) != 1 || close(fd) || write(1, "ready\n", 6) != 6)
		return 1;
	if (read(0, &byte, 1) != 1 || access("/dev/kmsg", F_OK))
		return 2;
	puts("awake");
	return 0;
}
