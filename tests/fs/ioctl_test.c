// SPDX-License-Identifier: MIT
/* tests/fs/ioctl_test.c - numbers that programs and the kernel must agree on: ioctl, dev_t, flags */
#include <kunit/test.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/ioctl.h>
#include <linux/kdev_t.h>
#include <linux/poll.h>
#include <linux/stat.h>

struct sixteen {
	char bytes[16];
};

/* Values that any program on x86 has compiled in. */
static void ioctl_numbers_are_linux(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, _IO('k', 1), 0x6b01);
	KUNIT_EXPECT_EQ(test, _IOW('k', 2, int), 0x40046b02);
	KUNIT_EXPECT_EQ(test, _IOR('k', 3, struct sixteen), 0x80106b03);
	KUNIT_EXPECT_EQ(test, _IOWR('k', 255, long), 0xc0086bff);
	KUNIT_EXPECT_EQ(test, _IOC_DIR(_IOWR('k', 1, int)), _IOC_READ | _IOC_WRITE);
	KUNIT_EXPECT_EQ(test, _IOC_TYPE(_IOW('q', 9, int)), 'q');
	KUNIT_EXPECT_EQ(test, _IOC_NR(_IOW('q', 9, int)), 9);
	KUNIT_EXPECT_EQ(test, _IOC_SIZE(_IOW('q', 9, struct sixteen)), 16);
}

static void device_numbers_are_linux(struct kunit *test)
{
	dev_t dev = MKDEV(254, 0x12345);

	KUNIT_EXPECT_EQ(test, MAJOR(dev), 254);
	KUNIT_EXPECT_EQ(test, MINOR(dev), 0x12345);
	KUNIT_EXPECT_EQ(test, new_encode_dev(dev), 0x1230fe45);
	KUNIT_EXPECT_EQ(test, new_decode_dev(0x1230fe45), dev);
	KUNIT_EXPECT_EQ(test, old_encode_dev(MKDEV(4, 64)), 0x440);
	KUNIT_EXPECT_EQ(test, old_decode_dev(0x440), MKDEV(4, 64));
}

static void flags_are_linux(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, O_CREAT, 0x40);
	KUNIT_EXPECT_EQ(test, O_NONBLOCK, 0x800);
	KUNIT_EXPECT_EQ(test, O_DIRECTORY, 0x10000);
	KUNIT_EXPECT_EQ(test, O_CLOEXEC, 0x80000);
	KUNIT_EXPECT_EQ(test, O_SYNC, 0x101000);
	KUNIT_EXPECT_EQ(test, OPEN_FMODE(O_RDWR), FMODE_READ | FMODE_WRITE);
	KUNIT_EXPECT_EQ(test, OPEN_FMODE(O_WRONLY), FMODE_WRITE);
	KUNIT_EXPECT_EQ(test, EPOLLRDNORM, POLLRDNORM);
	KUNIT_EXPECT_TRUE(test, S_ISCHR(S_IFCHR | 0600));
}

static struct kunit_case ioctl_cases[] = {
	KUNIT_CASE(ioctl_numbers_are_linux),
	KUNIT_CASE(device_numbers_are_linux),
	KUNIT_CASE(flags_are_linux),
	{}
};

static struct kunit_suite ioctl_suite = { .name = "ioctl", .test_cases = ioctl_cases };
kunit_test_suite(ioctl_suite);
