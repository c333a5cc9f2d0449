// SPDX-License-Identifier: MIT
/*
 * arch/host/os/memory.c - the machine's memory: a sparse memfd and three ranges of addresses
 *
 *	memfd		offset = physical address; a hole until a frame is written
 *	direct		the memfd's first bytes, MAP_SHARED, once and for all; behind it, as many addresses as
 *			the rest would take, without memory
 *	vmemmap		private zero pages: the struct page array, which costs what is written of it
 *	vmalloc		reserved addresses (PROT_NONE), over which frames of the memfd are mapped
 *
 * Nothing is touched at boot, so a machine of 1 TB costs three mmap calls. All of it lies well
 * below the program's libraries: the first @percpu_span bytes under a shared object belong to the
 * copies of its per-CPU data (arch_percpu_offset()), and mmap by itself would put large ranges there.
 * When the image itself is low (a fixed address; valgrind) the copies are above it, and so is all this.
 *
 * fork: the frames are shared between parent and child, but struct pages, stacks and variables are
 * copied, so only one of the two may go on using the kernel; include/quarry/quarry.h says so.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch/host/os/os.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

static int memory_fd = -1;
static struct os_memory machine;
static unsigned long direct_span;			/* addresses kept for the direct map, its tail included */
static unsigned long reserved, reserved_size;		/* os_frames_reserve() */

#define ALIGN_2M(n)	((n) & ~((2UL << 20) - 1))
#define GAP		(1UL << 30)	/* between two ranges */
#define FAR_ABOVE	(1UL << 40)

/* Where the next range ends or, when they are placed upwards, begins; 0 leaves it to the host. */
static unsigned long place_next;
static int place_up;

static void place_begin(const struct os_memory *mem)
{
	void *probe = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	place_up = mem->image_is_low;
	place_next = place_up ? FAR_ABOVE : 0;
	if (probe == MAP_FAILED)
		return;
	munmap(probe, 4096);
	if (!place_up && (unsigned long)probe > 4 * mem->percpu_span)
		place_next = ALIGN_2M((unsigned long)probe - mem->percpu_span);
}

/* A hint only: where the range is not free (or a sanitizer owns it), the host chooses. */
static void *place(unsigned long size, int prot, int flags, int fd)
{
	unsigned long hint = place_next;
	void *p;

	if (!place_up)
		hint = place_next > 2 * size ? ALIGN_2M(place_next - size) : 0;
	p = mmap((void *)hint, size, prot, flags | MAP_NORESERVE, fd, 0);
	if (hint && p == (void *)hint)
		place_next = place_up ? ALIGN_2M(hint + size + GAP) : hint - GAP;
	return p;
}

static void say_limit(char *why, unsigned long why_size, const char *what, unsigned long long size)
{
	struct rlimit as;

	if (getrlimit(RLIMIT_AS, &as) == 0 && as.rlim_cur != RLIM_INFINITY)
		snprintf(why, why_size,
			 "the host refuses %llu MB of addresses for %s: the limit is %llu MB (ulimit -v); "
			 "raise it, or boot with a smaller mem= or nr_cpus=",
			 size >> 20, what, (unsigned long long)as.rlim_cur >> 20);
	else
		snprintf(why, why_size,
			 "the host refuses %llu MB of addresses for %s (%s); boot with a smaller mem=",
			 size >> 20, what, strerror(errno));
}

static int create_file(unsigned long long size, char *why, unsigned long why_size)
{
	struct rlimit fsize;
	int fd;

	/* Past this limit ftruncate would not fail but kill the process. */
	if (getrlimit(RLIMIT_FSIZE, &fsize) == 0 && fsize.rlim_cur != RLIM_INFINITY &&
	    size > fsize.rlim_cur) {
		snprintf(why, why_size,
			 "mem= of %llu MB is above the host's file size limit of %llu MB (ulimit -f)",
			 size >> 20, (unsigned long long)fsize.rlim_cur >> 20);
		return -ENOMEM;
	}
	fd = memfd_create("quarry-memory", MFD_CLOEXEC);
	if (fd < 0) {
		snprintf(why, why_size, "the host gives no memory file (memfd_create: %s)", strerror(errno));
		return -ENOMEM;
	}
	if (ftruncate(fd, size) < 0) {
		snprintf(why, why_size, "the host refuses a machine of %llu MB (%s); boot with a smaller mem=",
			 size >> 20, strerror(errno));
		close(fd);
		return -ENOMEM;
	}
	return fd;
}

/* Where the host is short of addresses, half the range for vmalloc will do. */
static void *place_vmalloc(struct os_memory *mem)
{
	void *p;

	for (;;) {
		p = place(mem->vmalloc_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
		if (p != MAP_FAILED || mem->vmalloc_size == mem->vmalloc_least)
			return p;
		mem->vmalloc_size /= 2;
		if (mem->vmalloc_size < mem->vmalloc_least)
			mem->vmalloc_size = mem->vmalloc_least;
	}
}

/*
 * The frames behind @direct_size have no address; those that they would have are kept free, so
 * that who computes one all the same faults. Where the host is short of addresses they are not.
 */
static void *place_direct(const struct os_memory *mem, int fd)
{
	void *p = MAP_FAILED;

	direct_span = mem->size;
	if (mem->size > mem->direct_size)
		p = place(mem->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	if (p != MAP_FAILED)
		return mmap(p, mem->direct_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE | MAP_FIXED, fd, 0);
	direct_span = mem->direct_size;
	return place(mem->direct_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
}

int os_memory_create(struct os_memory *mem, char *why, unsigned long why_size)
{
	void *direct, *vmemmap, *vmalloc;
	int fd;

	if (memory_fd >= 0) {
		snprintf(why, why_size, "the machine's memory exists already");
		return -EBUSY;
	}
	fd = create_file(mem->size, why, why_size);
	if (fd < 0)
		return fd;
	place_begin(mem);
	direct = place_direct(mem, fd);
	if (direct == MAP_FAILED) {
		say_limit(why, why_size, "mem=", mem->direct_size);
		goto out_close;
	}
	vmemmap = place(mem->vmemmap_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	if (vmemmap == MAP_FAILED) {
		say_limit(why, why_size, "the page structures", mem->vmemmap_size);
		goto out_direct;
	}
	vmalloc = place_vmalloc(mem);
	if (vmalloc == MAP_FAILED) {
		say_limit(why, why_size, "vmalloc", mem->vmalloc_size);
		goto out_vmemmap;
	}
	mem->direct = (unsigned long)direct;
	mem->vmemmap = (unsigned long)vmemmap;
	mem->vmalloc = (unsigned long)vmalloc;
	machine = *mem;
	memory_fd = fd;
	return 0;

out_vmemmap:
	munmap(vmemmap, mem->vmemmap_size);
out_direct:
	munmap(direct, direct_span);
out_close:
	close(fd);
	return -ENOMEM;
}

void os_memory_destroy(void)
{
	if (memory_fd < 0)
		return;
	if (reserved_size)
		munmap((void *)reserved, reserved_size);
	reserved_size = 0;
	munmap((void *)machine.direct, direct_span);
	munmap((void *)machine.vmemmap, machine.vmemmap_size);
	munmap((void *)machine.vmalloc, machine.vmalloc_size);
	close(memory_fd);
	memory_fd = -1;
}

int os_frames_reserve(unsigned long vaddr, unsigned long size)
{
	void *p = mmap((void *)vaddr, size, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (p == MAP_FAILED)
		return errno == EEXIST ? -EBUSY : -ENOMEM;
	if (p != (void *)vaddr) {	/* a host that takes the address as a hint */
		munmap(p, size);
		return -EBUSY;
	}
	reserved = vaddr;
	reserved_size = size;
	return 0;
}

/*
 * Who maps a run of frames touches them soon: the page tables filled at once cost a fraction of a
 * fault for each.
 */
#define POPULATE_MIN	(4 * 4096UL)

int os_frames_map(unsigned long vaddr, unsigned long long phys, unsigned long size, int read_only)
{
	int populate = size >= POPULATE_MIN ? MAP_POPULATE : 0;
	int prot = read_only ? PROT_READ : PROT_READ | PROT_WRITE;
	void *p = mmap((void *)vaddr, size, prot, MAP_SHARED | MAP_FIXED | populate, memory_fd, phys);

	return p == MAP_FAILED ? -ENOMEM : 0;
}

void os_frames_unmap(unsigned long vaddr, unsigned long size)
{
	void *p = mmap((void *)vaddr, size, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);

	/* Out of mappings (vm.max_map_count): the range at least has to stop being reachable. */
	if (p == MAP_FAILED)
		mprotect((void *)vaddr, size, PROT_NONE);
}

/* Call @seen for each piece of what a file of /proc says; the kernel gives it a page at a time. */
static int proc_read(const char *path, void (*seen)(const char *text, long len, unsigned long *sum), unsigned long *sum)
{
	static char text[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	long len;

	if (fd < 0)
		return -1;
	while ((len = read(fd, text, sizeof(text))) > 0 || (len < 0 && errno == EINTR))
		seen(text, len, sum);
	close(fd);
	return 0;
}

static void see_digits(const char *text, long len, unsigned long *sum)
{
	for (long i = 0; i < len; i++)
		if (text[i] >= '0' && text[i] <= '9')
			*sum = *sum * 10 + (text[i] - '0');
}

static void see_lines(const char *text, long len, unsigned long *sum)
{
	for (long i = 0; i < len; i++)
		*sum += text[i] == '\n';
}

void os_mappings_count(unsigned long *max, unsigned long *used)
{
	*max = *used = 0;
	if (proc_read("/proc/sys/vm/max_map_count", see_digits, max))
		*max = LONG_MAX;
	proc_read("/proc/self/maps", see_lines, used);
}

void os_frames_release(unsigned long long phys, unsigned long size)
{
	fallocate(memory_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, phys, size);
}

unsigned long long os_frames_resident(void)
{
	struct stat st;

	return fstat(memory_fd, &st) < 0 ? machine.size : (unsigned long long)st.st_blocks * 512;
}

int os_map_at(unsigned long start, unsigned long end)
{
	void *p = mmap((void *)start, end - start, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (p == (void *)start)
		return 0;
	if (p != MAP_FAILED) {		/* a host that takes the address as a hint */
		munmap(p, end - start);
		return -EBUSY;
	}
	return errno == EEXIST ? -EBUSY : errno == ENOMEM ? -ENOMEM : -ERANGE;
}

void *os_pages_alloc(unsigned long size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

void os_pages_free(void *p, unsigned long size)
{
	munmap(p, size);
}
