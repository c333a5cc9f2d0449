// SPDX-License-Identifier: MIT
/*
 * arch/null/memory.c - the machine's memory: a fixed region of the program itself
 *
 * Without an MMU the direct map is the region, the range for vmalloc is empty, and a bad address
 * can't be caught in the act. It can be told apart, though: whatever this machine has lies in
 * the program's image, so copies from and to unknown addresses check that first.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <asm/page.h>
#include <asm-generic/arch.h>

#include "arch/null/null.h"

#define PAGE_STRUCT_MAX		128		/* bytes of one struct page, at most */

/* The largest block of the page allocator is aligned, so the region is. */
static unsigned char memory[NULL_MEMORY_SIZE] __attribute__((aligned(1024 * PAGE_SIZE)));
static unsigned char page_structs[NULL_MEMORY_SIZE / PAGE_SIZE * PAGE_STRUCT_MAX] __attribute__((aligned(64)));

static u64 memory_size;		/* of it, as the machine has it */

/* From the linker: the image's first byte, and one past its last. */
extern const char __executable_start[], _end[];

int arch_memory_init(struct arch_memory *mem, size_t page_struct_size, char *why, size_t why_size)
{
	if (!mem->size)
		return -EINVAL;
	if (mem->size > NULL_MEMORY_SIZE || page_struct_size > PAGE_STRUCT_MAX) {
		snprintf(why, why_size, "mem=%lluM: this machine has %luM",
			 (unsigned long long)mem->size >> 20, NULL_MEMORY_SIZE >> 20);
		return -ENOMEM;
	}
	memory_size = mem->size;
	mem->direct_map = memory;
	mem->vmemmap = page_structs;
	mem->vmalloc_start = 0;
	mem->vmalloc_end = 0;
	return 0;
}

int arch_map_reserve(unsigned long vaddr, unsigned long nr_pages)
{
	return -ENOMEM;
}

int arch_map_pages(unsigned long vaddr, unsigned long pfn, unsigned long nr_pages, unsigned int flags)
{
	return -ENOMEM;
}

void arch_map_count(struct arch_map_limit *limit)
{
	*limit = (struct arch_map_limit) { .name = "there is no MMU" };
}

void arch_unmap_pages(unsigned long vaddr, unsigned long nr_pages)
{
}

/* Nobody takes the memory; it keeps what it held, as the contract allows. */
void arch_release_pages(unsigned long pfn, unsigned long nr_pages)
{
}

unsigned long arch_resident_pages(void)
{
	return memory_size >> PAGE_SHIFT;
}

long arch_percpu_offset(unsigned int cpu)
{
	return 0;
}

int arch_percpu_map(void *start, size_t size, unsigned int cpu)
{
	return cpu ? -ERANGE : 0;
}

/* How many of @n bytes at @addr are the machine's, counted from the first. */
static unsigned long bytes_known(unsigned long addr, unsigned long n)
{
	unsigned long start = (unsigned long)__executable_start, end = (unsigned long)_end;

	return addr >= start && addr < end ? min(n, end - addr) : 0;
}

unsigned long arch_copy_to_user(void __user *to, const void *from, unsigned long n)
{
	unsigned long known = bytes_known((unsigned long)to, n);

	memcpy((__force void *)to, from, known);
	return n - known;
}

unsigned long arch_copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long known = bytes_known((unsigned long)from, n);

	memcpy(to, (__force const void *)from, known);
	return n - known;
}

int arch_copy_nofault(void *to, const void *from, size_t n)
{
	if (bytes_known((unsigned long)from, n) < n)
		return -EFAULT;
	memcpy(to, from, n);
	return 0;
}

/* ---- memory checkers: none knows this machine ---- */

bool arch_memory_watched(void)
{
	return false;
}

void arch_memory_open(void *addr, size_t size)
{
}

void arch_memory_close(void *addr, size_t size)
{
}

void arch_memory_alloc(void *object, size_t size, bool defined)
{
}

void arch_memory_free(void *object, size_t size, bool readable)
{
}
