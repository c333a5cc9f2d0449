// SPDX-License-Identifier: MIT
/*
 * arch/null/start.c - where the program begins, and the four functions that compilers call
 *
 * A board's start code would set up its stack and clear .bss; here the host's loader has done
 * the second. Then come the constructors (initcalls and per-CPU sections announce
 * themselves in them), as any C program has it.
 */
#include <linux/compiler.h>
#include <linux/types.h>
#include <asm-generic/arch.h>

#include "arch/null/null.h"

#if !defined(__x86_64__)
#error "arch/null: write start code, system calls and null_switch() for this processor"
#endif

unsigned char null_boot_stack[BOOT_STACK_SIZE] __attribute__((aligned(64)));

typedef void (*constructor_t)(void);

/* From the linker: the constructors of all objects. */
extern const constructor_t __init_array_start[] __attribute__((visibility("hidden")));
extern const constructor_t __init_array_end[] __attribute__((visibility("hidden")));

void __attribute__((noreturn)) null_start(unsigned long *args);

/* The host leaves argc, argv[] on its stack; it is the argument, and ours the stack. */
__asm__(".pushsection .text\n"
	".globl _start\n"
	".type _start, @function\n"
	"_start:\n"
	"	xorl %ebp, %ebp\n"
	"	movq %rsp, %rdi\n"
	"	leaq null_boot_stack(%rip), %rsp\n"
	"	addq $262144, %rsp\n"
	"	call null_start\n"
	"	ud2\n"
	".size _start, . - _start\n"
	".popsection");
_Static_assert(BOOT_STACK_SIZE == 262144, "the start code has the number");

void null_start(unsigned long *args)
{
	const constructor_t *constructor;

	for (constructor = __init_array_start; constructor < __init_array_end; constructor++)
		(*constructor)();
	arch_halt(null_main((int)args[0], (char **)&args[1]));
}

/* ---- what compilers emit calls to; string instructions, so that none becomes a call of itself ---- */

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);

void *memcpy(void *to, const void *from, size_t n)
{
	void *at = to;

	__asm__ volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(n) : : "memory");
	return to;
}

void *memmove(void *to, const void *from, size_t n)
{
	void *at = (char *)to + n - 1;
	const void *last = (const char *)from + n - 1;

	if ((unsigned long)to - (unsigned long)from >= n)
		return memcpy(to, from, n);
	__asm__ volatile("std; rep movsb; cld" : "+D"(at), "+S"(last), "+c"(n) : : "memory", "cc");
	return to;
}

void *memset(void *to, int c, size_t n)
{
	void *at = to;

	__asm__ volatile("rep stosb" : "+D"(at), "+c"(n) : "a"(c) : "memory");
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;

	for (; n; n--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}
