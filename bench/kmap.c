// SPDX-License-Identifier: MIT
/*
 * bench/kmap.c - a page of a memory file shown and hidden by the host's calls, for bench/kmap_kern.c
 */
#include <sys/mman.h>
#include <unistd.h>

#include "bench/bench.h"

#define NR_PAGES	64
#define PAGE		4096UL

static int file(void)
{
	static int fd;

	if (fd)
		return fd;
	fd = memfd_create("bench-kmap", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, NR_PAGES * PAGE))
		_exit(1);
	return fd;
}

static void map_page(unsigned long nr)
{
	char *at = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file(), nr * PAGE);

	if (at == MAP_FAILED)
		_exit(1);
	*(volatile char *)at = 1;
	munmap(at, PAGE);
}

static void mmap_pair(unsigned long n)
{
	while (n--)
		map_page(0);
}
BENCH("window: map, touch, unmap", "mmap", mmap_pair);

static void mmap_pair_others(unsigned long n)
{
	while (n--)
		map_page(n % NR_PAGES);
}
BENCH("window: map, touch, unmap, 64 pages in turn", "mmap", mmap_pair_others);
