/* SPDX-License-Identifier: MIT */
/*
 * arch/null/null.h - what the files of this port share
 *
 * The port's "hardware" is four system calls of the Linux that hosts it: write, a clock, sleep
 * and exit (and getrandom, where a board would have its own source). Nothing else of the
 * host is used: no libc, no mmap, no threads, no signals.
 */
#ifndef ARCH_NULL_NULL_H
#define ARCH_NULL_NULL_H

#include <linux/types.h>
#include <asm/page.h>

/*
 * What this machine has: as many frames whatever their size, so that the suites find the same
 * blocks.
 */
#define NULL_MEMORY_SIZE	(16384UL << PAGE_SHIFT)

/* ---- machine.c ---- */

/** null_write - all of @text to a descriptor: 1 is for the tests' output, 2 the console */
void null_write(int fd, const char *text, size_t len);
/** null_sleep - let @ns nanoseconds pass */
void null_sleep(u64 ns);

/* ---- start.c ---- */

#define BOOT_STACK_SIZE	(256UL << 10)
extern unsigned char null_boot_stack[BOOT_STACK_SIZE];

/* ---- main.c ---- */

/** null_main - boot, run the suites that @argv names; the program's exit status */
int null_main(int argc, char **argv);

#endif /* ARCH_NULL_NULL_H */
