// SPDX-License-Identifier: MIT
/*
 * tests/fs/uaccess_test.c - copies to and from the program: the exact number of bytes that could not be
 *
 * The hole is the page after a vmalloc'ed one: it is unmapped, and addresses of this process are
 * the "program's" for a task without a user process.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>

static char *page;		/* PAGE_SIZE bytes, and then nothing */
#define END	((char __user *)page + PAGE_SIZE)
#define WILD	((void __user *)4096)

static int uaccess_init(struct kunit *test)
{
	if (!(arch_features() & ARCH_HAS_MMU))
		kunit_skip(test, "needs an MMU");
	page = vmalloc(PAGE_SIZE);
	if (!page)
		return -ENOMEM;
	memset(page, 'x', PAGE_SIZE);
	return 0;
}

static void uaccess_exit(struct kunit *test)
{
	vfree(page);
	page = NULL;
}

/* A copy that runs into the hole moves what is before it, byte for byte, and counts the rest. */
static void copy_to_user_counts_bytes_past_the_end(struct kunit *test)
{
	char from[64];

	memset(from, 'a', sizeof(from));
	KUNIT_EXPECT_EQ(test, copy_to_user(END - 64, from, 64), 0);
	KUNIT_EXPECT_EQ(test, copy_to_user(END - 10, from, 64), 54);
	KUNIT_EXPECT_EQ(test, copy_to_user(END - 1, from, 2), 1);
	KUNIT_EXPECT_EQ(test, copy_to_user(END, from, 7), 7);
	KUNIT_EXPECT_EQ(test, copy_to_user(WILD, from, 64), 64);
	KUNIT_EXPECT_EQ(test, copy_to_user(WILD, from, 0), 0);
	KUNIT_EXPECT_EQ(test, page[PAGE_SIZE - 1], 'a');
	KUNIT_EXPECT_EQ(test, page[PAGE_SIZE - 65], 'x');
}

/* From the program: what could not be read is zeros. */
static void copy_from_user_zeroes_what_it_could_not_read(struct kunit *test)
{
	char to[16];

	memset(to, 'b', sizeof(to));
	KUNIT_EXPECT_EQ(test, copy_from_user(to, END - 5, 12), 7);
	KUNIT_EXPECT_MEMEQ(test, to, "xxxxx\0\0\0\0\0\0\0bbbb", 16);
	KUNIT_EXPECT_EQ(test, copy_from_user(to, (void __user *)-4096UL, 16), 16);
	KUNIT_EXPECT_EQ(test, to[15], 0);
}

/* Large copies, over many pages, with a hole at the end. */
static void copy_of_many_pages_is_exact(struct kunit *test)
{
	size_t size = 75 * PAGE_SIZE;
	char *big = vmalloc(size), *small = kvmalloc(size + 5000, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, big);
	KUNIT_ASSERT_NOT_NULL(test, small);
	memset(small, 's', size + 5000);
	KUNIT_EXPECT_EQ(test, copy_to_user((char __user *)big, small, size + 5000), 5000);
	KUNIT_EXPECT_EQ(test, big[size - 1], 's');
	KUNIT_EXPECT_EQ(test, copy_from_user(small, (char __user *)big + 100, size), 100);
	vfree(big);
	kvfree(small);
}

static void get_and_put_user_move_1_2_4_8_bytes(struct kunit *test)
{
	u8 b = 1;
	u16 h = 2;
	u32 w = 3;
	u64 d = 4;
	int n = -5;
	void *p = page, *q;
	long out;

	KUNIT_EXPECT_EQ(test, put_user(0x12, (u8 __user *)&b), 0);
	KUNIT_EXPECT_EQ(test, put_user(0x1234, (u16 __user *)&h), 0);
	KUNIT_EXPECT_EQ(test, put_user(0x12345678, (u32 __user *)&w), 0);
	KUNIT_EXPECT_EQ(test, put_user(0x123456789abcdef0, (u64 __user *)&d), 0);
	KUNIT_EXPECT_EQ(test, b, 0x12);
	KUNIT_EXPECT_EQ(test, h, 0x1234);
	KUNIT_EXPECT_EQ(test, w, 0x12345678);
	KUNIT_EXPECT_EQ(test, d, 0x123456789abcdef0);
	KUNIT_EXPECT_EQ(test, get_user(out, (int __user *)&n), 0);
	KUNIT_EXPECT_EQ(test, out, -5);
	KUNIT_EXPECT_EQ(test, get_user(q, (void *__user *)&p), 0);
	KUNIT_EXPECT_PTR_EQ(test, q, p);
}

/* A half of the variable behind the hole is a fault of the whole; the value read is 0. */
static void get_user_fault_yields_zero(struct kunit *test)
{
	int x = 7;

	KUNIT_EXPECT_EQ(test, get_user(x, (int __user *)(END - 2)), -EFAULT);
	KUNIT_EXPECT_EQ(test, x, 0);
	KUNIT_EXPECT_EQ(test, put_user(1, (int __user *)WILD), -EFAULT);
}

static void clear_user_counts_what_is_left(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, clear_user(END - 1000, 1000), 0);
	KUNIT_EXPECT_EQ(test, page[PAGE_SIZE - 1000], 0);
	KUNIT_EXPECT_EQ(test, page[PAGE_SIZE - 1001], 'x');
	KUNIT_EXPECT_EQ(test, clear_user(END - 300, 1000), 700);
	KUNIT_EXPECT_EQ(test, clear_user(WILD, 3), 3);
}

/* A string may end right before the hole; one that does not end there faults. */
static void strings_end_before_the_hole_or_fault(struct kunit *test)
{
	char buf[32];

	strcpy(page + PAGE_SIZE - 6, "hello");
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, END - 6, sizeof(buf)), 5);
	KUNIT_EXPECT_STREQ(test, buf, "hello");
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, END - 6, 3), 3);
	KUNIT_EXPECT_EQ(test, strnlen_user(END - 6, 100), 6);
	KUNIT_EXPECT_GT(test, strnlen_user(END - 6, 3), 3);
	page[PAGE_SIZE - 1] = '!';
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, END - 6, sizeof(buf)), -EFAULT);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, END - 6, 6), 6);
	KUNIT_EXPECT_EQ(test, strnlen_user(END - 6, 100), 0);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(buf, (char __user *)~0UL, 1), -EFAULT);
}

static void memdup_and_strndup_user_copy_or_say_why(struct kunit *test)
{
	char *p;

	p = memdup_user_nul(END - 4, 4);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, p);
	KUNIT_EXPECT_STREQ(test, p, "xxxx");
	kfree(p);
	KUNIT_EXPECT_EQ(test, PTR_ERR(memdup_user(END - 4, 5)), -EFAULT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(vmemdup_user(WILD, 5)), -EFAULT);
	strcpy(page, "name");
	p = strndup_user((char __user *)page, 5);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, p);
	KUNIT_EXPECT_STREQ(test, p, "name");
	kfree(p);
	KUNIT_EXPECT_EQ(test, PTR_ERR(strndup_user((char __user *)page, 4)), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(strndup_user(WILD, 4)), -EFAULT);
}

/* A structure of another size: shorter is filled up, longer must be zero there. */
static void copy_struct_from_user_checks_the_tail(struct kunit *test)
{
	struct { u32 a, b; } k = { 9, 9 };
	u32 user[4] = { 1, 2, 0, 0 };

	KUNIT_EXPECT_EQ(test, copy_struct_from_user(&k, sizeof(k), user, 4), 0);
	KUNIT_EXPECT_EQ(test, k.b, 0);
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(&k, sizeof(k), user, 16), 0);
	KUNIT_EXPECT_EQ(test, k.b, 2);
	user[3] = 1;
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(&k, sizeof(k), user, 16), -E2BIG);
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(&k, sizeof(k), WILD, 8), -EFAULT);
}

static void kernel_nofault_reads_wild_addresses(struct kunit *test)
{
	unsigned long x = 5, y = 0;
	char buf[8];

	KUNIT_EXPECT_EQ(test, get_kernel_nofault(y, &x), 0);
	KUNIT_EXPECT_EQ(test, y, 5);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&y, (void *)4096, 8), -EFAULT);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&y, page + PAGE_SIZE - 4, 8), -EFAULT);
	KUNIT_EXPECT_EQ(test, strncpy_from_kernel_nofault(buf, "abc", 8), 4);
	KUNIT_EXPECT_EQ(test, strncpy_from_kernel_nofault(buf, (char *)8, 8), -EFAULT);
}

/* An iterator over three segments, one of them empty, the last one running into the hole. */
static void iov_iter_stops_at_the_hole(struct kunit *test)
{
	char a[4], data[32] = "0123456789abcdef";
	struct iovec iov[] = {
		{ .iov_base = (void __user *)a, .iov_len = 4 },
		{ .iov_base = NULL, .iov_len = 0 },
		{ .iov_base = END - 3, .iov_len = 20 },
	};
	struct iov_iter i;

	iov_iter_init(&i, READ, iov, 3, 24);
	KUNIT_EXPECT_EQ(test, copy_to_iter(data, 2, &i), 2);
	KUNIT_EXPECT_EQ(test, copy_to_iter(data + 2, 14, &i), 5);
	KUNIT_EXPECT_MEMEQ(test, a, "0123", 4);
	KUNIT_EXPECT_MEMEQ(test, page + PAGE_SIZE - 3, "456", 3);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&i), 17);
	iov_iter_revert(&i, 6);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&i), 23);
	KUNIT_EXPECT_EQ(test, iov_iter_zero(4, &i), 4);
	KUNIT_EXPECT_MEMEQ(test, a, "0\0\0\0", 4);
	KUNIT_EXPECT_EQ(test, page[PAGE_SIZE - 3], 0);
}

static void iov_iter_from_user_is_all_or_nothing(struct kunit *test)
{
	char to[16];
	struct iov_iter i;

	iov_iter_ubuf(&i, WRITE, END - 8, 16);
	KUNIT_EXPECT_FALSE(test, copy_from_iter_full(to, 9, &i));
	KUNIT_EXPECT_EQ(test, iov_iter_count(&i), 16);
	KUNIT_EXPECT_TRUE(test, copy_from_iter_full(to, 8, &i));
	KUNIT_EXPECT_EQ(test, copy_from_iter(to, 8, &i), 0);
	iov_iter_discard(&i, READ, 100);
	KUNIT_EXPECT_EQ(test, copy_to_iter(to, 16, &i), 16);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&i), 84);
}

static struct kunit_case uaccess_cases[] = {
	KUNIT_CASE(copy_to_user_counts_bytes_past_the_end),
	KUNIT_CASE(copy_from_user_zeroes_what_it_could_not_read),
	KUNIT_CASE(copy_of_many_pages_is_exact),
	KUNIT_CASE(get_and_put_user_move_1_2_4_8_bytes),
	KUNIT_CASE(get_user_fault_yields_zero),
	KUNIT_CASE(clear_user_counts_what_is_left),
	KUNIT_CASE(strings_end_before_the_hole_or_fault),
	KUNIT_CASE(memdup_and_strndup_user_copy_or_say_why),
	KUNIT_CASE(copy_struct_from_user_checks_the_tail),
	KUNIT_CASE(kernel_nofault_reads_wild_addresses),
	KUNIT_CASE(iov_iter_stops_at_the_hole),
	KUNIT_CASE(iov_iter_from_user_is_all_or_nothing),
	{}
};

static struct kunit_suite uaccess_suite = {
	.name = "uaccess", .init = uaccess_init, .exit = uaccess_exit,
	.test_cases = uaccess_cases,
};
kunit_test_suite(uaccess_suite);
