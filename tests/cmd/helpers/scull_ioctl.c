// SPDX-License-Identifier: MIT
/*
 * scull_ioctl DEVICE quantum|qset|order FIRST VALUE BAD - the commands of one setting of the scull
 * drivers
 *
 * FIRST is what the module's parameter says, VALUE another that is allowed, BAD one that is not.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include "../../../drivers/scull_ioctl.h"

enum { SET, TELL, GET, QUERY };

static const struct {
	const char *name;
	unsigned long cmd[4];
} settings[] = {
#define SETTING(name, NAME) \
	{ name, { SCULL_IOCS##NAME, SCULL_IOCT##NAME, SCULL_IOCG##NAME, SCULL_IOCQ##NAME } }
	SETTING("quantum", QUANTUM), SETTING("qset", QSET), SETTING("order", ORDER),
};

static void check(int good, const char *setting, const char *what)
{
	printf("%sok - %s: %s\n", good ? "" : "not ", setting, what);
}

int main(int argc, char **argv)
{
	int fd = open(argv[1], O_RDWR), i = 0, got = -1;
	int first = atoi(argv[3]), value = atoi(argv[4]), bad = atoi(argv[5]);
	const unsigned long *cmd;

	while (strcmp(settings[i].name, argv[2]))
		i++;
	cmd = settings[i].cmd;
	check(ioctl(fd, cmd[QUERY]) == first, argv[2], "the parameter's value at first");
	check(!ioctl(fd, cmd[SET], &value) && ioctl(fd, cmd[QUERY]) == value, argv[2], "set, query");
	check(!ioctl(fd, SCULL_IOCRESET) && ioctl(fd, cmd[QUERY]) == first, argv[2], "reset");
	check(!ioctl(fd, cmd[TELL], value) && !ioctl(fd, cmd[GET], &got) && got == value, argv[2], "tell, get");
	check(ioctl(fd, cmd[TELL], bad) == -1 && errno == EINVAL, argv[2], "a bad value: EINVAL");
	check(ioctl(fd, cmd[SET], NULL) == -1 && errno == EFAULT, argv[2], "a bad address: EFAULT");
	check(ioctl(fd, cmd[QUERY]) == value, argv[2], "neither changed it");
	return 0;
}
