/* SPDX-License-Identifier: MIT */
/*
 * linux/uaccess.h - memory of the program on whose behalf the kernel runs
 *
 * A __user address is never dereferenced: the port copies, whatever the address is, and says how
 * many bytes it could not reach. For a task without a user process (an embedding program, a test,
 * a kernel thread) user addresses are addresses of the process itself. Row D1.
 */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm-generic/arch.h>

/* The last page below the end of user space is never mapped. */
#ifndef TASK_SIZE_MAX
#define TASK_SIZE_MAX	((1UL << 47) - 4096)
#endif

#define untagged_addr(addr)	(addr)

static inline bool __access_ok(const void __user *ptr, unsigned long size)
{
	return size <= TASK_SIZE_MAX && (unsigned long)ptr <= TASK_SIZE_MAX - size;
}

/** access_ok - could [@addr, @addr + @size) be a program's? Says nothing about what is there. */
#define access_ok(addr, size)	likely(__access_ok((const void __user *)(addr), (size)))

static inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
	barrier();
}

static inline void pagefault_enable(void)
{
	barrier();
	current->pagefault_disabled--;
}

static inline bool pagefault_disabled(void)
{
	return current->pagefault_disabled != 0;
}

/** faulthandler_disabled - must a user access fail rather than wait for the page? */
#define faulthandler_disabled()	(pagefault_disabled() || in_atomic())

unsigned long _copy_to_user(void __user *to, const void *from, unsigned long n);
unsigned long _copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long __clear_user(void __user *to, unsigned long n);
unsigned long clear_user(void __user *to, unsigned long n);
void __user_copy_overflow(int size, unsigned long count);
int uaccess_get(void *to, const void __user *from, unsigned int size);
int uaccess_put(void __user *to, const void *from, unsigned int size);

/* An object whose size the compiler knows must hold what is copied. */
static __always_inline bool check_copy_size(const void *addr, size_t bytes)
{
	int size = __builtin_object_size(addr, 0);

	if (unlikely(size >= 0 && size < bytes)) {
		__user_copy_overflow(size, bytes);
		return false;
	}
	return bytes <= INT_MAX;
}

/**
 * copy_to_user - copy @n bytes to the program
 * @to:		address in the program
 * @from:	kernel address
 * @n:		bytes
 *
 * Context: may sleep.
 * Return: bytes that could NOT be copied; 0 on success. Row D1.
 */
static __always_inline unsigned long __must_check
copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return likely(check_copy_size(from, n)) ? _copy_to_user(to, from, n) : n;
}

/**
 * copy_from_user - copy @n bytes from the program
 * @to:		kernel address; what could not be read is filled with zeros
 * @from:	address in the program
 * @n:		bytes
 *
 * Context: may sleep.
 * Return: bytes that could NOT be copied; 0 on success. Row D1.
 */
static __always_inline unsigned long __must_check
copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return likely(check_copy_size(to, n)) ? _copy_from_user(to, from, n) : n;
}

static __always_inline unsigned long __must_check
__copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return arch_copy_to_user(to, from, n);
}

static __always_inline unsigned long __must_check
__copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return arch_copy_from_user(to, from, n);
}

#define __copy_to_user_inatomic(to, from, n)	__copy_to_user((to), (from), (n))
#define __copy_from_user_inatomic(to, from, n)	__copy_from_user((to), (from), (n))
#define copy_to_user_nofault(to, from, n)	copy_nofault_result(_copy_to_user((to), (from), (n)))
#define copy_from_user_nofault(to, from, n)	copy_nofault_result(_copy_from_user((to), (from), (n)))

static inline long copy_nofault_result(unsigned long not_copied)
{
	return not_copied ? -EFAULT : 0;
}

/* The size is the pointer's; anything but 1, 2, 4, 8 is refused at compile time. */
#define __uaccess_check_size(ptr) \
	_Static_assert(sizeof(*(ptr)) == 1 || sizeof(*(ptr)) == 2 || \
		       sizeof(*(ptr)) == 4 || sizeof(*(ptr)) == 8, \
		       "get_user and put_user move 1, 2, 4 or 8 bytes")

#define __uaccess_uint(ptr) \
	__typeof__(__builtin_choose_expr(sizeof(*(ptr)) == 1, (u8)0, \
		   __builtin_choose_expr(sizeof(*(ptr)) == 2, (u16)0, \
		   __builtin_choose_expr(sizeof(*(ptr)) == 4, (u32)0, (u64)0))))

/**
 * get_user - read one simple variable of the program
 * @x:		variable to store it in; 0 after an error
 * @ptr:	address in the program, of a type of 1, 2, 4 or 8 bytes
 *
 * Context: may sleep.
 * Return: 0 or -EFAULT. Row D1.
 */
#define get_user(x, ptr) \
({ \
	__uaccess_check_size(ptr); \
	__uaccess_uint(ptr) __gu_val = 0; \
	int __gu_err = uaccess_get(&__gu_val, (ptr), sizeof(__gu_val)); \
	(x) = (__force __typeof__(*(ptr)))__gu_val; \
	__gu_err; \
})

/**
 * put_user - write one simple variable of the program
 * @x:		value
 * @ptr:	address in the program, of a type of 1, 2, 4 or 8 bytes
 *
 * Context: may sleep.
 * Return: 0 or -EFAULT. Row D1.
 */
#define put_user(x, ptr) \
({ \
	__uaccess_check_size(ptr); \
	__typeof__(ptr) __pu_ptr = (ptr); \
	__typeof__(*(ptr)) __pu_val = (x); \
	uaccess_put((void __user *)__pu_ptr, &__pu_val, sizeof(__pu_val)); \
})

#define __get_user(x, ptr)		get_user(x, ptr)
#define __put_user(x, ptr)		put_user(x, ptr)

#define user_access_begin(ptr, len)	access_ok(ptr, len)
#define user_access_end()		do { } while (0)
#define user_read_access_begin(ptr, len)	access_ok(ptr, len)
#define user_read_access_end()		do { } while (0)
#define user_write_access_begin(ptr, len)	access_ok(ptr, len)
#define user_write_access_end()		do { } while (0)
#define unsafe_get_user(x, ptr, label) \
	do { if (unlikely(get_user(x, ptr))) goto label; } while (0)
#define unsafe_put_user(x, ptr, label) \
	do { if (unlikely(put_user(x, ptr))) goto label; } while (0)

long strncpy_from_user(char *dst, const char __user *src, long count);
long strnlen_user(const char __user *str, long count);

int copy_struct_from_user(void *dst, size_t ksize, const void __user *src, size_t usize);
int check_zeroed_user(const void __user *from, size_t size);

long copy_from_kernel_nofault(void *dst, const void *src, size_t size);
long strncpy_from_kernel_nofault(char *dst, const void *unsafe_addr, long count);

/** get_kernel_nofault - read *@ptr, which may be wild, into @val: 0 or -EFAULT */
#define get_kernel_nofault(val, ptr) \
	copy_from_kernel_nofault(&(val), (ptr), sizeof(val))

#endif /* _LINUX_UACCESS_H */
