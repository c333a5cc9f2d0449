/* SPDX-License-Identifier: MIT */
/* linux/kernel.h - what nearly every file of kernel code uses */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/stdarg.h>
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/limits.h>
#include <linux/linkage.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/bitops.h>
#include <linux/hex.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/sprintf.h>
#include <linux/stringify.h>
#include <linux/typecheck.h>
#include <linux/util_macros.h>
#include <linux/build_bug.h>
#include <linux/instruction_pointer.h>
#include <linux/might_sleep.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <asm/byteorder.h>

#define STACK_MAGIC	0xdeadbeef

#define READ		0
#define WRITE		1

#define PTR_IF(cond, ptr)	((cond) ? (ptr) : NULL)
#define u64_to_user_ptr(x)	((void __user *)(uintptr_t)(u64)(x))
#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n)	((u32)((n) & 0xffffffff))
#define upper_16_bits(n)	((u16)((n) >> 16))
#define lower_16_bits(n)	((u16)((n) & 0xffff))

#define REPEAT_BYTE(x)		((~0ul / 0xff) * (x))

/* How many arguments: 0 to 12. */
#define __COUNT_ARGS(_0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _n, X...) _n
#define COUNT_ARGS(X...) __COUNT_ARGS(, ##X, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define __CONCAT(a, b)	a ## b
#define CONCATENATE(a, b) __CONCAT(a, b)

/**
 * get_option - read an integer of a list
 * @str:	in: the text; out: what follows the integer, and its comma
 * @pint:	receives the integer; may be NULL
 *
 * Context: any.
 * Return: 0 none, 1 the last integer, 2 a comma followed, 3 a - follows, as in a range.
 */
int get_option(char **str, int *pint);

/**
 * get_options - read a list of integers and ranges
 * @str:	the text, as "1,3-5"
 * @nints:	elements of @ints; 0: only count
 * @ints:	its first element receives how many, the others the integers
 *
 * Context: any.
 * Return: what follows in @str.
 */
char *get_options(const char *str, int nints, int *ints);

/**
 * memparse - read a number with an optional K, M, G, T, P or E, which are powers of 1024
 * @ptr:	the text
 * @retptr:	receives what follows; may be NULL
 *
 * Context: any.
 * Return: the number, in bytes when it is a size; too large a one is not noticed.
 */
unsigned long long memparse(const char *ptr, char **retptr);

/**
 * parse_option_str - is a word in a comma-separated list?
 * @str:	the list
 * @option:	the word
 *
 * Context: any.
 * Return: true if so.
 */
bool parse_option_str(const char *str, const char *option);

/**
 * next_arg - cut the next "name" or "name=value" off a command line
 * @args:	the line, which is changed; quotes protect spaces
 * @param:	receives the name
 * @val:	receives the value, or NULL
 *
 * Context: any.
 * Return: what follows.
 */
char *next_arg(char *args, char **param, char **val);

int kernel_text_address(unsigned long addr);

/* How far the machine is. */
enum system_states {
	SYSTEM_BOOTING,
	SYSTEM_SCHEDULING,
	SYSTEM_FREEING_INITMEM,
	SYSTEM_RUNNING,
	SYSTEM_HALT,
	SYSTEM_POWER_OFF,
	SYSTEM_RESTART,
	SYSTEM_SUSPEND,
};
extern enum system_states system_state;

#define trace_printk(fmt, ...)	printk(KERN_DEBUG fmt, ##__VA_ARGS__)
#define tracing_on()		do { } while (0)
#define tracing_off()		do { } while (0)

#endif /* _LINUX_KERNEL_H */
