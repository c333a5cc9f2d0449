// SPDX-License-Identifier: MIT
/*
 * list.c FOLDER NAME - a folder in which NAME is Quarry's: listed twice, by small steps, and rewound
 */
#include <dirent.h>
#include <sys/syscall.h>

#include "check.h"

static int count(DIR *dir, const char *name, int *all)
{
	struct dirent *d;
	int n = 0;

	*all = 0;
	while ((d = readdir(dir))) {
		n += !strcmp(d->d_name, name);
		(*all)++;
	}
	return n;
}

/* With a buffer that takes few names at once. */
static int count_small(const char *folder, const char *name, int *all)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY), n = 0;
	char buf[96];
	long got;

	*all = 0;
	while ((got = syscall(SYS_getdents64, fd, buf, sizeof(buf))) > 0) {
		long at = 0;

		while (at < got) {
			struct dirent64 *d = (void *)(buf + at);

			n += !strcmp(d->d_name, name);
			(*all)++;
			at += d->d_reclen;
		}
	}
	close(fd);
	return got < 0 ? -1 : n;
}

int main(int argc, char **argv)
{
	DIR *dir = opendir(argv[1]), *second = opendir(argv[1]);
	int all, again;

	CHECK(count(dir, argv[2], &all) == 1, "the name is listed once");
	CHECK(readdir(dir) == NULL, "the end stays the end");
	rewinddir(dir);
	CHECK(count(dir, argv[2], &again) == 1 && again == all, "the same after rewinddir");
	CHECK(count(second, argv[2], &again) == 1 && again == all, "the same by a second descriptor");
	closedir(dir);
	dir = opendir(argv[1]);
	CHECK(count(dir, argv[2], &again) == 1 && again == all, "the same when opened again");
	CHECK(count_small(argv[1], argv[2], &again) == 1 && again == all, "the same with a small buffer");
	return 0;
}
