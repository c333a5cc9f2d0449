// SPDX-License-Identifier: MIT
/* tests/lib/string_test.c - strings, blocks of memory, characters, text to numbers */
#include <kunit/test.h>
#include <linux/ctype.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

static void copies_stay_in_the_buffer(struct kunit *test)
{
	char buf[8];

	memset(buf, 'X', sizeof(buf));
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abcdef", 4), (ssize_t)-E2BIG);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_EXPECT_EQ(test, buf[4], 'X');
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 4), (ssize_t)3);
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", 0), (ssize_t)-E2BIG);
	KUNIT_EXPECT_EQ(test, strlcpy(buf, "abcdef", 4), 6ul);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_EXPECT_EQ(test, strlcat(buf, "def", 5), 6ul);
	KUNIT_EXPECT_STREQ(test, buf, "abcd");
	memset(buf, 'X', sizeof(buf));
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "ab", 6), (ssize_t)2);
	KUNIT_EXPECT_MEMEQ(test, buf, "ab\0\0\0\0XX", 8);
	strncpy(buf, "wxyz", 2);
	KUNIT_EXPECT_MEMEQ(test, buf, "wx", 3);
	memcpy_and_pad(buf, 6, "pq", 2, '-');
	KUNIT_EXPECT_MEMEQ(test, buf, "pq----X", 7);
}

static void comparisons(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, strcmp("a", "a"), 0);
	KUNIT_EXPECT_LT(test, strcmp("a", "ab"), 0);
	KUNIT_EXPECT_GT(test, strcmp("\xff", "a"), 0);
	KUNIT_EXPECT_EQ(test, strncmp("abx", "aby", 2), 0);
	KUNIT_EXPECT_EQ(test, strcasecmp("HeLLo", "hEllO"), 0);
	KUNIT_EXPECT_EQ(test, strncasecmp("ABx", "aby", 2), 0);
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on\n\n", "on"));
	KUNIT_EXPECT_EQ(test, match_string((const char *[]){ "a", "b", NULL }, 3, "b"), 1);
	KUNIT_EXPECT_EQ(test, match_string((const char *[]){ "a", NULL, "b" }, 3, "b"), -EINVAL);
}

static void searches(struct kunit *test)
{
	static const char s[] = "a/bb/ccc";
	char bytes[40];

	KUNIT_EXPECT_PTR_EQ(test, strchr(s, '/'), s + 1);
	KUNIT_EXPECT_PTR_EQ(test, strrchr(s, '/'), s + 4);
	KUNIT_EXPECT_PTR_EQ(test, strchr(s, 0), s + 8);
	KUNIT_EXPECT_NULL(test, strchr(s, 'x'));
	KUNIT_EXPECT_PTR_EQ(test, strchrnul(s, 'x'), s + 8);
	KUNIT_EXPECT_NULL(test, strnchr(s, 4, 'c'));
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, "b/c"), s + 3);
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, ""), s);
	KUNIT_EXPECT_NULL(test, strnstr(s, "ccc", 7));
	KUNIT_EXPECT_PTR_EQ(test, strpbrk(s, "cb"), s + 2);
	KUNIT_EXPECT_EQ(test, strspn(s, "/ab"), 5ul);
	KUNIT_EXPECT_EQ(test, strcspn(s, "c"), 5ul);
	KUNIT_EXPECT_STREQ(test, kbasename(s), "ccc");
	memset(bytes, 0x5a, sizeof(bytes));
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes + 1, 0x5a, 38));
	bytes[33] = 0;
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(bytes + 1, 0x5a, 38), bytes + 33);
	KUNIT_EXPECT_PTR_EQ(test, memchr(bytes, 0, sizeof(bytes)), bytes + 33);
}

static void cutting(struct kunit *test)
{
	char path[] = "one,,two", blanks[] = " \t padded \n", *at = path, **argv;
	int argc;

	KUNIT_EXPECT_STREQ(test, strsep(&at, ","), "one");
	KUNIT_EXPECT_STREQ(test, strsep(&at, ","), "");
	KUNIT_EXPECT_STREQ(test, strsep(&at, ","), "two");
	KUNIT_EXPECT_NULL(test, strsep(&at, ","));
	KUNIT_EXPECT_STREQ(test, strim(blanks), "padded");
	argv = argv_split(GFP_KERNEL, "  a  bc d ", &argc);
	KUNIT_ASSERT_NOT_NULL(test, argv);
	KUNIT_EXPECT_EQ(test, argc, 3);
	KUNIT_EXPECT_STREQ(test, argv[1], "bc");
	KUNIT_EXPECT_NULL(test, argv[3]);
	argv_free(argv);
}

static void kstrto_takes_whole_numbers_only(struct kunit *test)
{
	unsigned long long ull;
	long long ll;
	int i = 7;
	u8 byte;
	bool b;

	KUNIT_EXPECT_EQ(test, kstrtoint("42\n", 10, &i), 0);
	KUNIT_EXPECT_EQ(test, i, 42);
	KUNIT_EXPECT_EQ(test, kstrtoint("-0x1F", 0, &i), 0);
	KUNIT_EXPECT_EQ(test, i, -31);
	KUNIT_EXPECT_EQ(test, kstrtoint("4 2", 10, &i), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoint("", 10, &i), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoint("+", 10, &i), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoint("08", 0, &i), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoint("2147483648", 10, &i), -ERANGE);
	KUNIT_EXPECT_EQ(test, i, -31);
	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551615", 10, &ull), 0);
	KUNIT_EXPECT_EQ(test, kstrtoull("18446744073709551616", 10, &ull), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoull("-1", 10, &ull), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtoll("-9223372036854775808", 10, &ll), 0);
	KUNIT_EXPECT_EQ(test, ll, LLONG_MIN);
	KUNIT_EXPECT_EQ(test, kstrtoll("9223372036854775808", 10, &ll), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtou8("256", 10, &byte), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtobool("on", &b), 0);
	KUNIT_EXPECT_TRUE(test, b);
	KUNIT_EXPECT_EQ(test, kstrtobool("oFf", &b), 0);
	KUNIT_EXPECT_FALSE(test, b);
	KUNIT_EXPECT_EQ(test, kstrtobool("ok", &b), -EINVAL);
}

static void simple_strtoul_says_where_it_ended(struct kunit *test)
{
	static const char s[] = "0x1fz";
	char *end;

	KUNIT_EXPECT_EQ(test, simple_strtoul(s, &end, 0), 31ul);
	KUNIT_EXPECT_PTR_EQ(test, end, s + 4);
	KUNIT_EXPECT_EQ(test, simple_strtoul("0xg", &end, 0), 0ul);
	KUNIT_EXPECT_EQ(test, *end, 'x');
	KUNIT_EXPECT_EQ(test, simple_strtol("-12", NULL, 10), -12l);
}

static void command_line_parts(struct kunit *test)
{
	char args[] = "a=1 b \"c=2 3\" d=\"4 5\"", *at = args, *param, *val, *end;
	int ints[5];

	KUNIT_EXPECT_EQ(test, memparse("64M,x", &end), 64ull << 20);
	KUNIT_EXPECT_STREQ(test, end, ",x");
	KUNIT_EXPECT_EQ(test, memparse("0x10k", NULL), 16ull << 10);
	KUNIT_EXPECT_EQ(test, *get_options("1,3-5,9", 5, ints), '9');
	KUNIT_EXPECT_EQ(test, ints[0], 4);
	KUNIT_EXPECT_EQ(test, ints[3], 4);
	KUNIT_EXPECT_EQ(test, ints[4], 5);
	KUNIT_EXPECT_TRUE(test, parse_option_str("a,bc,d", "bc"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("a,bcd", "bc"));
	at = next_arg(at, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, "a");
	KUNIT_EXPECT_STREQ(test, val, "1");
	at = next_arg(at, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, "b");
	KUNIT_EXPECT_NULL(test, val);
	at = next_arg(at, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, "c");
	KUNIT_EXPECT_STREQ(test, val, "2 3");
	at = next_arg(at, &param, &val);
	KUNIT_EXPECT_STREQ(test, val, "4 5");
	KUNIT_EXPECT_EQ(test, *at, 0);
}

static void characters_have_their_class(struct kunit *test)
{
	int c;

	for (c = 0; c < 128; c++) {
		bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
		bool digit = c >= '0' && c <= '9';

		KUNIT_EXPECT_EQ(test, !!isalpha(c), upper || lower);
		KUNIT_EXPECT_EQ(test, !!isalnum(c), upper || lower || digit);
		KUNIT_EXPECT_EQ(test, !!isspace(c), c == ' ' || (c >= 9 && c <= 13));
		KUNIT_EXPECT_EQ(test, !!isprint(c), c >= 32 && c < 127);
		KUNIT_EXPECT_EQ(test, !!iscntrl(c), c < 32 || c == 127);
		KUNIT_EXPECT_EQ(test, !!isxdigit(c), digit || (c >= 'a' && c <= 'f') ||
				(c >= 'A' && c <= 'F'));
		KUNIT_EXPECT_EQ(test, toupper(c), lower ? c - 32 : c);
		KUNIT_EXPECT_EQ(test, tolower(c), upper ? c + 32 : c);
	}
}

static void hexadecimal(struct kunit *test)
{
	u8 bytes[3];
	char line[80], text[8] = "";

	KUNIT_EXPECT_EQ(test, hex2bin(bytes, "0aFf10", 3), 0);
	KUNIT_EXPECT_MEMEQ(test, bytes, "\x0a\xff\x10", 3);
	KUNIT_EXPECT_EQ(test, hex2bin(bytes, "0g", 1), -EINVAL);
	bin2hex(text, "\x01\xab", 2);
	KUNIT_EXPECT_STREQ(test, text, "01ab");
	KUNIT_EXPECT_EQ(test, hex_dump_to_buffer("ABC\n", 4, 16, 1, line, sizeof(line), true), 53);
	KUNIT_EXPECT_STREQ(test, line, "41 42 43 0a                                      ABC.");
	hex_dump_to_buffer("ABCDEFGH", 8, 16, 4, line, sizeof(line), false);
	KUNIT_EXPECT_STREQ(test, line, "44434241 48474645");
}

static void sizes_for_people(struct kunit *test)
{
	char buf[16];

	string_get_size(1, 512, STRING_UNITS_2, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "512 B");
	string_get_size(3, 512, STRING_UNITS_2, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "1.50 KiB");
	string_get_size(8192, 4096, STRING_UNITS_10, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "33.5 MB");
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(copies_stay_in_the_buffer),
	KUNIT_CASE(comparisons),
	KUNIT_CASE(searches),
	KUNIT_CASE(cutting),
	KUNIT_CASE(kstrto_takes_whole_numbers_only),
	KUNIT_CASE(simple_strtoul_says_where_it_ended),
	KUNIT_CASE(command_line_parts),
	KUNIT_CASE(characters_have_their_class),
	KUNIT_CASE(hexadecimal),
	KUNIT_CASE(sizes_for_people),
	{}
};

static struct kunit_suite string_suite = {
	.name = "string",
	.test_cases = string_cases,
};
kunit_test_suite(string_suite);
