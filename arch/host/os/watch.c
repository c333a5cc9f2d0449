// SPDX-License-Identifier: MIT
/*
 * arch/host/os/watch.c - what memory checkers are told about the machine's memory
 *
 * AddressSanitizer: part of the build; its shadow of what may not be touched is set by calls.
 * Valgrind: known at run time only. A program speaks to it by an instruction sequence that does nothing
 * on a CPU (four rotations that add up to 128 bits, and an exchange of a register with itself); its
 * arguments are six words, the first says what is wanted. Sequence and numbers are part of valgrind's
 * interface, the same in all versions, so its headers are not needed.
 */
#include "arch/host/os/os.h"

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif

#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
#else
#define HAVE_ASAN 0
#define ASAN_POISON_MEMORY_REGION(addr, size)	((void)(addr), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(addr, size)	((void)(addr), (void)(size))
#endif

/* ---- valgrind ---- */

enum request {
	RUNNING_ON_VALGRIND	= 0x1001,
	MALLOCLIKE_BLOCK	= 0x1301,	/* address, size, red zone, zeroed */
	FREELIKE_BLOCK		= 0x1302,	/* address, red zone */
	MAKE_MEM_NOACCESS	= 0x4d430000,	/* address, size: memcheck's, as the next */
	MAKE_MEM_DEFINED	= 0x4d430002,
};

/* Returns 0 where there is no valgrind. */
static unsigned long valgrind(enum request request, const void *addr, unsigned long a, unsigned long b,
			      unsigned long c)
{
	unsigned long answer = 0;
#ifdef __x86_64__
	volatile unsigned long args[6] = { request, (unsigned long)addr, a, b, c, 0 };

	__asm__ volatile("rolq $3, %%rdi\n\trolq $13, %%rdi\n\t"
			 "rolq $61, %%rdi\n\trolq $51, %%rdi\n\t"
			 "xchgq %%rbx, %%rbx"
			 : "+d"(answer) : "a"(args) : "cc", "memory");
#endif
	return answer;
}

static int on_valgrind(void)
{
	static int known;	/* 1: no, 2: yes */
	int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);

	if (!answer) {
		answer = valgrind(RUNNING_ON_VALGRIND, 0, 0, 0, 0) ? 2 : 1;
		__atomic_store_n(&known, answer, __ATOMIC_RELAXED);
	}
	return answer == 2;
}

/* ---- both ---- */

int os_watched(void)
{
	return HAVE_ASAN || on_valgrind();
}

void os_watch_open(void *addr, unsigned long size)
{
	ASAN_UNPOISON_MEMORY_REGION(addr, size);
	if (on_valgrind())
		valgrind(MAKE_MEM_DEFINED, addr, size, 0, 0);
}

void os_watch_close(void *addr, unsigned long size)
{
	ASAN_POISON_MEMORY_REGION(addr, size);
	if (on_valgrind())
		valgrind(MAKE_MEM_NOACCESS, addr, size, 0, 0);
}

void os_watch_alloc(void *object, unsigned long size, int defined)
{
	if (on_valgrind())
		valgrind(MALLOCLIKE_BLOCK, object, size, 0, defined);
}

void os_watch_free(void *object, unsigned long size, int readable)
{
	if (!on_valgrind())
		return;
	valgrind(FREELIKE_BLOCK, object, 0, 0, 0);
	valgrind(readable ? MAKE_MEM_DEFINED : MAKE_MEM_NOACCESS, object, size, 0, 0);
}
