// SPDX-License-Identifier: MIT
/* tests/lib/vsprintf_test.c - formats of printk, and sscanf */
#include <asm-generic/arch.h>
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-extra-args"

static const char *const volatile null_string;

/* The text, the length returned, and that a short buffer is cut and terminated. */
static __printf(3, 4) void expect_text(struct kunit *test, const char *want, const char *fmt, ...)
{
	char buf[256], small[4];
	va_list args;
	int len;

	va_start(args, fmt);
	memset(buf, 'X', sizeof(buf));
	len = vsnprintf(buf, sizeof(buf), fmt, args);
	va_end(args);
	KUNIT_EXPECT_STREQ_MSG(test, buf, want, "format \"%s\"", fmt);
	KUNIT_EXPECT_EQ_MSG(test, (size_t)len, strlen(want), "format \"%s\"", fmt);
	KUNIT_EXPECT_EQ(test, buf[len + 1], 'X');

	memset(small, 'Y', sizeof(small));
	va_start(args, fmt);
	KUNIT_EXPECT_EQ(test, vsnprintf(small, 3, fmt, args), len);
	va_end(args);
	KUNIT_EXPECT_EQ(test, strlen(small), min_t(size_t, len, 2));
	KUNIT_EXPECT_EQ(test, small[3], 'Y');
}

static void format_integers(struct kunit *test)
{
	expect_text(test, "0 -1 4294967295", "%d %i %u", 0, -1, -1);
	expect_text(test, "-2147483648", "%d", INT_MIN);
	expect_text(test, "-9223372036854775808", "%lld", LLONG_MIN);
	expect_text(test, "18446744073709551615", "%llu", ULLONG_MAX);
	expect_text(test, "18446744073709551615", "%zu", SIZE_MAX);
	expect_text(test, "-1 -1", "%ld %zd", -1L, (ssize_t)-1);
	expect_text(test, "-1 255 -1 65535", "%hhd %hhu %hd %hu", 255, 255, 65535, 65535);
	expect_text(test, "ff FF 377", "%x %X %o", 255, 255, 255);
	expect_text(test, "0xff 0XFF 0377 0x0 0", "%#x %#X %#o %#x %#o", 255, 255, 255, 0, 0);
}

static void format_flags_width_precision(struct kunit *test)
{
	expect_text(test, "[   42][42   ][00042]", "[%5d][%-5d][%05d]", 42, 42, 42);
	expect_text(test, "[+42][ 42][  +42][+0042]", "[%+d][% d][%+5d][%+05d]", 42, 42, 42, 42);
	expect_text(test, "[  042][042  ]", "[%5.3d][%-5.3d]", 42, 42);
	expect_text(test, "[   42][42   ]", "[%*d][%*d]", 5, 42, -5, 42);
	expect_text(test, "[0x002a][0x2a  ]", "[%#06x][%-#6x]", 42, 42);
	expect_text(test, "[-0042]", "[%05d]", -42);
	expect_text(test, "[12345]", "[%3d]", 12345);
}

static void format_strings(struct kunit *test)
{
	expect_text(test, "[abc][  abc][abc  ][ab]", "[%s][%5s][%-5s][%.2s]", "abc", "abc", "abc", "abc");
	expect_text(test, "[ab][]", "[%.*s][%.0s]", 2, "abc", "abc");
	expect_text(test, "[(null)][a][  a][a  ]%", "[%s][%c][%3c][%-3c]%%", null_string, 'a', 'a', 'a');
	expect_text(test, "(efault)", "%s", ERR_PTR(-EINVAL));
}

static void format_pointers(struct kunit *test)
{
	phys_addr_t phys = 0x123456789abULL;
	void *p = (void *)0xdeadbeefUL;

	expect_text(test, "00000000deadbeef 00000000deadbeef 00000000deadbeef", "%p %px %pK", p, p, p);
	expect_text(test, "0000000000000000", "%p", NULL);
	expect_text(test, "[    deadbeef]", "[%12p]", p);
	expect_text(test, "-ENOMEM -ERESTARTSYS -777", "%pe %pe %pe", ERR_PTR(-ENOMEM),
		    ERR_PTR(-ERESTARTSYS), ERR_PTR(-777));
	expect_text(test, "0x00000123456789ab", "%pa", &phys);
	expect_text(test, "(null) (efault)", "%pa %pM", NULL, (void *)16);
}

static void format_bytes_and_addresses(struct kunit *test)
{
	static const u8 mac[6] = { 0, 0x1b, 0x21, 0xa, 0xb, 0xc };
	static const u8 ip4[4] = { 192, 168, 1, 20 };
	static const u8 ip6[16] = { 0xfe, 0x80, [15] = 1 };
	static const u8 uuid[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

	expect_text(test, "00 1b 21|00:1b:21|00-1b-21|001b21", "%*ph|%*phC|%*phD|%*phN",
		    3, mac, 3, mac, 3, mac, 3, mac);
	expect_text(test, "00:1b:21:0a:0b:0c 00-1b-21-0a-0b-0c 001b210a0b0c 0c:0b:0a:21:1b:00",
		    "%pM %pMF %pm %pMR", mac, mac, mac, mac);
	expect_text(test, "192.168.1.20 192.168.001.020", "%pI4 %pi4", ip4, ip4);
	expect_text(test, "fe80:0000:0000:0000:0000:0000:0000:0001 fe80::1", "%pI6 %pI6c", ip6, ip6);
	expect_text(test, "00010203-0405-0607-0809-0a0b0c0d0e0f", "%pUb", uuid);
	expect_text(test, "03020100-0504-0706-0809-0A0B0C0D0E0F", "%pUL", uuid);
}

static void format_bitmaps(struct kunit *test)
{
	DECLARE_BITMAP(map, 100) = { 0 };

	expect_text(test, "[][0,00000000,00000000,00000000]", "[%*pbl][%*pb]", 100, map, 100, map);
	bitmap_set(map, 1, 3);
	bitmap_set(map, 60, 10);
	__set_bit(99, map);
	expect_text(test, "1-3,60-69,99", "%*pbl", 100, map);
	expect_text(test, "8,0000003f,f0000000,0000000e", "%*pb", 100, map);
}

__printf(2, 3) static void through_va_format(struct kunit *test, const char *fmt, ...)
{
	struct va_format vf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vf.va = &args;
	expect_text(test, "<one 2>", "<%pV>", &vf);
	va_end(args);
}

static void format_va_format(struct kunit *test)
{
	through_va_format(test, "%s %d", "one", 2);
}

static void format_symbols(struct kunit *test)
{
	char buf[256];

	if (!(arch_features() & ARCH_HAS_SYMBOLS))
		kunit_skip(test, "this port has no names of functions");
	snprintf(buf, sizeof(buf), "%ps", kfree);
	KUNIT_EXPECT_STREQ(test, buf, "kfree");
	snprintf(buf, sizeof(buf), "%pS", (char *)kfree + 1);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(buf, "kfree+0x1/0x"), "%s", buf);
}

static void scnprintf_returns_what_was_written(struct kunit *test)
{
	char buf[4];

	KUNIT_EXPECT_EQ(test, scnprintf(buf, sizeof(buf), "%s", "abcdef"), 3);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_EXPECT_EQ(test, scnprintf(buf, 0, "x"), 0);
	KUNIT_EXPECT_EQ(test, scnprintf(buf, 1, "x"), 0);
	KUNIT_EXPECT_EQ(test, snprintf(NULL, 0, "%d", 12345), 5);
}

static void kasprintf_allocates_enough(struct kunit *test)
{
	char *text = kasprintf(GFP_KERNEL, "%s-%08x", "name", 0xbeef);

	KUNIT_ASSERT_NOT_NULL(test, text);
	KUNIT_EXPECT_STREQ(test, text, "name-0000beef");
	kfree(text);
}

static void sscanf_reads_numbers(struct kunit *test)
{
	int a = 0, b = 0, n = 0;
	unsigned long long ull;
	unsigned char byte;
	unsigned int x;
	long l;

	KUNIT_EXPECT_EQ(test, sscanf("12 -34", "%d %d", &a, &b), 2);
	KUNIT_EXPECT_EQ(test, a, 12);
	KUNIT_EXPECT_EQ(test, b, -34);
	KUNIT_EXPECT_EQ(test, sscanf("0x1f:077", "%i:%i%n", &a, &b, &n), 2);
	KUNIT_EXPECT_EQ(test, a, 31);
	KUNIT_EXPECT_EQ(test, b, 63);
	KUNIT_EXPECT_EQ(test, n, 8);
	KUNIT_EXPECT_EQ(test, sscanf("1234", "%2d%2d", &a, &b), 2);
	KUNIT_EXPECT_EQ(test, b, 34);
	KUNIT_EXPECT_EQ(test, sscanf("ffff -5 300 18446744073709551615", "%x %ld %hhu %llu", &x, &l,
				     &byte, &ull), 4);
	KUNIT_EXPECT_EQ(test, x, 0xffffu);
	KUNIT_EXPECT_EQ(test, l, -5L);
	KUNIT_EXPECT_EQ(test, byte, 44);
	KUNIT_EXPECT_EQ(test, ull, ULLONG_MAX);
	KUNIT_EXPECT_EQ(test, sscanf("7 x", "%d %d", &a, &b), 1);
	KUNIT_EXPECT_EQ(test, sscanf("x", "%d", &a), 0);
	KUNIT_EXPECT_EQ(test, sscanf("1 2", "%*d %d", &a), 1);
	KUNIT_EXPECT_EQ(test, a, 2);
}

static void sscanf_reads_strings(struct kunit *test)
{
	char word[16], rest[16], chars[4] = "zzz";

	KUNIT_EXPECT_EQ(test, sscanf("  name=value, more", "%5[^=]", word), 1);
	KUNIT_EXPECT_EQ(test, sscanf("name=azure", "%15[^=]=%15[a-z]", word, rest), 2);
	KUNIT_EXPECT_STREQ(test, word, "name");
	KUNIT_EXPECT_STREQ(test, rest, "az");	/* no ranges, as in Linux: a, - and z */
	KUNIT_EXPECT_EQ(test, sscanf("one two", "%3s%s", word, rest), 2);
	KUNIT_EXPECT_STREQ(test, rest, "two");
	KUNIT_EXPECT_EQ(test, sscanf("abc", "%2c", chars), 1);
	KUNIT_EXPECT_MEMEQ(test, chars, "abz", 3);
}

static struct kunit_case vsprintf_cases[] = {
	KUNIT_CASE(format_integers),
	KUNIT_CASE(format_flags_width_precision),
	KUNIT_CASE(format_strings),
	KUNIT_CASE(format_pointers),
	KUNIT_CASE(format_bytes_and_addresses),
	KUNIT_CASE(format_bitmaps),
	KUNIT_CASE(format_va_format),
	KUNIT_CASE(format_symbols),
	KUNIT_CASE(scnprintf_returns_what_was_written),
	KUNIT_CASE(kasprintf_allocates_enough),
	KUNIT_CASE(sscanf_reads_numbers),
	KUNIT_CASE(sscanf_reads_strings),
	{}
};

static struct kunit_suite vsprintf_suite = {
	.name = "vsprintf",
	.test_cases = vsprintf_cases,
};
kunit_test_suite(vsprintf_suite);
