// SPDX-License-Identifier: MIT
/*
 * lib/usercopy.c - copies between the kernel and the program, checked
 *
 * The port copies (arch_copy_*); here are the checks before it and the forms of copy that are made of
 * it. An address that can't be a program's is never handed to the port. Row D1.
 *
 * Linux	as 6.1; user_access_begin() and its like have nothing to switch on.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define CHUNK	256

/**
 * _copy_to_user - copy_to_user() behind the size check
 *
 * Context: may sleep.
 * Return: bytes NOT copied. Row D1.
 */
unsigned long _copy_to_user(void __user *to, const void *from, unsigned long n)
{
	might_fault();
	return access_ok(to, n) ? arch_copy_to_user(to, from, n) : n;
}
EXPORT_SYMBOL(_copy_to_user);

/**
 * _copy_from_user - copy_from_user() behind the size check
 *
 * What could not be read is zeroed: no old kernel memory is taken for the program's.
 *
 * Context: may sleep.
 * Return: bytes NOT copied. Row D1.
 */
unsigned long _copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long left = n;

	might_fault();
	if (access_ok(from, n))
		left = arch_copy_from_user(to, from, n);
	if (unlikely(left))
		memset(to + (n - left), 0, left);
	return left;
}
EXPORT_SYMBOL(_copy_from_user);

void __user_copy_overflow(int size, unsigned long count)
{
	WARN(1, "Buffer overflow detected (%d < %lu)!\n", size, count);
}
EXPORT_SYMBOL(__user_copy_overflow);

/**
 * uaccess_get - get_user() behind the macro: 0 or -EFAULT, and then *@to is 0
 *
 * Context: may sleep.
 * Return: 0 or -EFAULT.
 */
int uaccess_get(void *to, const void __user *from, unsigned int size)
{
	return _copy_from_user(to, from, size) ? (memset(to, 0, size), -EFAULT) : 0;
}
EXPORT_SYMBOL(uaccess_get);

/**
 * uaccess_put - put_user() behind the macro
 *
 * Context: may sleep.
 * Return: 0 or -EFAULT.
 */
int uaccess_put(void __user *to, const void *from, unsigned int size)
{
	return _copy_to_user(to, from, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL(uaccess_put);

/** __clear_user - clear_user() without the address check */
unsigned long __clear_user(void __user *to, unsigned long n)
{
	static const char zeros[CHUNK];
	unsigned long part, left;

	while (n) {
		part = min_t(unsigned long, n, CHUNK);
		left = arch_copy_to_user(to, zeros, part);
		n -= part - left;
		to += part - left;
		if (left)
			break;
	}
	return n;
}
EXPORT_SYMBOL(__clear_user);

/**
 * clear_user - write zeros to the program
 *
 * Context: may sleep.
 * Return: bytes that could NOT be cleared. Row D1.
 */
unsigned long clear_user(void __user *to, unsigned long n)
{
	might_fault();
	return access_ok(to, n) ? __clear_user(to, n) : n;
}
EXPORT_SYMBOL(clear_user);

/*
 * Bytes from @addr that can be asked for at once: within one page, so that a string may end before
 * a hole.
 */
static unsigned long string_part(const void __user *addr, unsigned long max)
{
	return min3(max, (unsigned long)CHUNK, PAGE_SIZE - offset_in_page(addr));
}

/**
 * strncpy_from_user - copy a string of the program
 * @dst:	kernel memory, @count bytes
 *
 * Context: may sleep.
 * Return: its length without the NUL; @count if it is longer (then there is no NUL); -EFAULT. Row D1.
 */
long strncpy_from_user(char *dst, const char __user *src, long count)
{
	long done = 0, part, got;
	const char *nul;

	might_fault();
	if (unlikely(count <= 0))
		return 0;
	while (done < count) {
		part = string_part(src + done, count - done);
		if (!access_ok(src + done, part))
			return -EFAULT;
		got = part - arch_copy_from_user(dst + done, src + done, part);
		nul = memchr(dst + done, '\0', got);
		if (nul)
			return nul - dst;
		if (got < part)
			return -EFAULT;
		done += part;
	}
	return count;
}
EXPORT_SYMBOL(strncpy_from_user);

/**
 * strnlen_user - how long is the program's string?
 *
 * Context: may sleep.
 * Return: its length with the NUL; more than @count if it is longer; 0 on a fault. Row D1.
 */
long strnlen_user(const char __user *str, long count)
{
	long done = 0, part, got;
	char buf[CHUNK];
	const char *nul;

	might_fault();
	if (unlikely(count <= 0))
		return 0;
	while (done < count) {
		part = string_part(str + done, count - done);
		if (!access_ok(str + done, part))
			return 0;
		got = part - arch_copy_from_user(buf, str + done, part);
		nul = memchr(buf, '\0', got);
		if (nul)
			return done + (nul - buf) + 1;
		if (got < part)
			return 0;
		done += part;
	}
	return count + 1;
}
EXPORT_SYMBOL(strnlen_user);

static void *copy_into(void *p, const void __user *src, size_t len)
{
	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kvfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}

/**
 * memdup_user - @len bytes of the program in kmalloc()ed memory; ERR_PTR(-ENOMEM or -EFAULT)
 *
 * Context: may sleep.
 * Return: the copy, ERR_PTR(-ENOMEM) or ERR_PTR(-EFAULT). Row D1.
 */
void *memdup_user(const void __user *src, size_t len)
{
	return copy_into(kmalloc(len, GFP_USER | __GFP_NOWARN), src, len);
}
EXPORT_SYMBOL(memdup_user);

/**
 * vmemdup_user - the same for large ones: kvfree() frees it
 *
 * Context: may sleep.
 * Return: the copy, ERR_PTR(-ENOMEM) or ERR_PTR(-EFAULT). Row D1.
 */
void *vmemdup_user(const void __user *src, size_t len)
{
	return copy_into(kvmalloc(len, GFP_USER), src, len);
}
EXPORT_SYMBOL(vmemdup_user);

/**
 * memdup_user_nul - memdup_user() and a NUL after it
 *
 * Context: may sleep.
 * Return: the copy, ERR_PTR(-ENOMEM) or ERR_PTR(-EFAULT). Row D1.
 */
void *memdup_user_nul(const void __user *src, size_t len)
{
	char *p = copy_into(kmalloc(len + 1, GFP_KERNEL), src, len);

	if (!IS_ERR(p))
		p[len] = '\0';
	return p;
}
EXPORT_SYMBOL(memdup_user_nul);

/**
 * strndup_user - a string of the program, of at most @n bytes with its NUL; -EINVAL if longer
 *
 * Context: may sleep.
 * Return: the copy, or ERR_PTR(-EINVAL), ERR_PTR(-EFAULT), ERR_PTR(-ENOMEM).
 */
char *strndup_user(const char __user *s, long n)
{
	long len = strnlen_user(s, n);
	char *p;

	if (!len)
		return ERR_PTR(-EFAULT);
	if (len > n)
		return ERR_PTR(-EINVAL);
	p = memdup_user(s, len);
	/* The program may have changed it since it was measured. */
	if (!IS_ERR(p))
		p[len - 1] = '\0';
	return p;
}
EXPORT_SYMBOL(strndup_user);

/**
 * check_zeroed_user - are @size bytes of the program all zero? 1, 0, or -EFAULT
 *
 * Context: may sleep.
 * Return: 1, 0, or -EFAULT.
 */
int check_zeroed_user(const void __user *from, size_t size)
{
	char buf[CHUNK];
	size_t part;

	for (; size; size -= part, from += part) {
		part = min_t(size_t, size, sizeof(buf));
		if (copy_from_user(buf, from, part))
			return -EFAULT;
		if (memchr_inv(buf, 0, part))
			return 0;
	}
	return 1;
}
EXPORT_SYMBOL(check_zeroed_user);

/**
 * copy_struct_from_user - copy a structure whose size program and kernel may see differently
 * @ksize:	bytes that the kernel knows; @usize: the program's
 *
 * What the program lacks becomes zero; what the kernel lacks must be zero.
 * Context: may sleep.
 * Return: 0, -E2BIG, -EFAULT. Row D1.
 */
int copy_struct_from_user(void *dst, size_t ksize, const void __user *src, size_t usize)
{
	size_t size = min(ksize, usize);
	int ret;

	if (usize < ksize) {
		memset(dst + size, 0, ksize - usize);
	} else if (usize > ksize) {
		ret = check_zeroed_user(src + size, usize - ksize);
		if (ret <= 0)
			return ret ?: -E2BIG;
	}
	return copy_from_user(dst, src, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL(copy_struct_from_user);

/**
 * copy_from_kernel_nofault - copy from an address that may be wild: 0 or -EFAULT. Any context.
 *
 * Context: any.
 * Return: 0 or -EFAULT.
 */
long copy_from_kernel_nofault(void *dst, const void *src, size_t size)
{
	return arch_copy_nofault(dst, src, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL_GPL(copy_from_kernel_nofault);

/** strncpy_from_kernel_nofault - a string from such an address: length with the NUL, or -EFAULT */
long strncpy_from_kernel_nofault(char *dst, const void *unsafe_addr, long count)
{
	const char *src = unsafe_addr;
	long i;

	if (unlikely(count <= 0))
		return 0;
	for (i = 0; i < count; i++) {
		if (arch_copy_nofault(dst + i, src + i, 1)) {
			dst[0] = '\0';
			return -EFAULT;
		}
		if (!dst[i])
			return i + 1;
	}
	dst[count - 1] = '\0';
	return count;
}
