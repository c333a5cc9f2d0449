// SPDX-License-Identifier: MIT
/*
 * tests/module/params_test.c - module parameters: each type, arrays, lists, errors
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "kernel/params.h"

static unsigned char p_byte;
static short p_short;
static unsigned short p_ushort;
static int p_int, p_bint;
static unsigned int p_uint, p_hexint;
static long p_long;
static unsigned long p_ulong;
static unsigned long long p_ullong;
static char *p_charp = "literal";
static bool p_bool, p_invbool;
static char p_string[8];
static int p_array[3];
static unsigned int p_array_nr;
static char *p_words[2];

static const struct kparam_string p_string_desc = { sizeof(p_string), p_string };
static const struct kparam_array p_array_desc = {
	.max = 3, .elemsize = sizeof(int), .num = &p_array_nr, .ops = &param_ops_int, .elem = p_array,
};
static const struct kparam_array p_words_desc = {
	.max = 2, .elemsize = sizeof(char *), .ops = &param_ops_charp, .elem = p_words,
};

#define PARAM(_name, _ops, _arg) \
	{ .name = #_name, .ops = &_ops, .perm = 0644, .level = -1, .arg = (void *)(_arg) }

static const struct kernel_param params[] = {
	PARAM(a_byte, param_ops_byte, &p_byte),
	PARAM(a_short, param_ops_short, &p_short),
	PARAM(a_ushort, param_ops_ushort, &p_ushort),
	PARAM(a_int, param_ops_int, &p_int),
	PARAM(a_uint, param_ops_uint, &p_uint),
	PARAM(a_hexint, param_ops_hexint, &p_hexint),
	PARAM(a_long, param_ops_long, &p_long),
	PARAM(a_ulong, param_ops_ulong, &p_ulong),
	PARAM(a_ullong, param_ops_ullong, &p_ullong),
	PARAM(a_charp, param_ops_charp, &p_charp),
	PARAM(a_bool, param_ops_bool, &p_bool),
	PARAM(a_invbool, param_ops_invbool, &p_invbool),
	PARAM(a_bint, param_ops_bint, &p_bint),
	PARAM(a_string, param_ops_string, &p_string_desc),
	PARAM(an_array, param_array_ops, &p_array_desc),
	PARAM(some_words, param_array_ops, &p_words_desc),
};

/* Parses a copy of @text; 0 or the error; the reason is in @why. */
static int parse(const char *text, char *why, size_t size)
{
	struct param_set set = {
		.doing = "params_test", .params = params, .num = ARRAY_SIZE(params),
		.min_level = -32768, .max_level = 32767, .why = why, .why_size = size,
	};
	struct printk_capture c;
	char args[256];
	char *rest;

	strscpy(args, text, sizeof(args));
	printk_capture_begin(&c);
	rest = params_parse(&set, args);
	printk_capture_end(&c);
	return PTR_ERR_OR_ZERO(rest);
}

static int set_param(const char *text)
{
	return parse(text, NULL, 0);
}

/* What a reader of the parameter's file gets. */
static const char *get_param(struct kunit *test, const char *name)
{
	char *buf = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	for (i = 0; buf && i < ARRAY_SIZE(params); i++)
		if (!strcmp(params[i].name, name) && params[i].ops->get(buf, &params[i]) < 0)
			return "error";
	return buf ? buf : "no memory";
}

static void params_exit(struct kunit *test)
{
	params_free(params, ARRAY_SIZE(params));
	p_charp = "literal";
	memset(p_words, 0, sizeof(p_words));
}

/* Each type takes a value in each base it should, and gives it back as text. */
static void params_types_set_and_get(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set_param("a_byte=255 a_short=-32768 a_ushort=65535"), 0);
	KUNIT_EXPECT_EQ(test, p_byte, 255);
	KUNIT_EXPECT_EQ(test, p_short, -32768);
	KUNIT_EXPECT_EQ(test, p_ushort, 65535);
	KUNIT_EXPECT_STREQ(test, get_param(test, "a_byte"), "255\n");
	KUNIT_EXPECT_STREQ(test, get_param(test, "a_short"), "-32768\n");

	KUNIT_EXPECT_EQ(test, set_param("a_int=-0x10 a_uint=010 a_hexint=0xbeef"), 0);
	KUNIT_EXPECT_EQ(test, p_int, -16);
	KUNIT_EXPECT_EQ(test, p_uint, 8u);
	KUNIT_EXPECT_EQ(test, p_hexint, 0xbeefu);
	KUNIT_EXPECT_STREQ(test, get_param(test, "a_hexint"), "0x00beef\n");

	KUNIT_EXPECT_EQ(test, set_param("a_long=-9223372036854775808 a_ulong=18446744073709551615"), 0);
	KUNIT_EXPECT_EQ(test, p_long, LONG_MIN);
	KUNIT_EXPECT_EQ(test, p_ulong, ULONG_MAX);
	KUNIT_EXPECT_EQ(test, set_param("a_ullong=0xffffffffffffffff"), 0);
	KUNIT_EXPECT_EQ(test, p_ullong, ULLONG_MAX);
	KUNIT_EXPECT_STREQ(test, get_param(test, "a_ulong"), "18446744073709551615\n");
}

/* A value that the type can't hold is refused, and the variable keeps its own. */
static void params_out_of_range_is_refused(struct kunit *test)
{
	p_byte = 1;
	p_short = 2;
	KUNIT_EXPECT_EQ(test, set_param("a_byte=256"), -ERANGE);
	KUNIT_EXPECT_EQ(test, set_param("a_short=32768"), -ERANGE);
	KUNIT_EXPECT_EQ(test, set_param("a_uint=-1"), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_param("a_int=12x"), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_param("a_int="), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_param("a_int"), -EINVAL);
	KUNIT_EXPECT_EQ(test, p_byte, 1);
	KUNIT_EXPECT_EQ(test, p_short, 2);
}

/* Yes and no in all spellings; a bool needs no value. */
static void params_bool_spellings(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set_param("a_bool"), 0);
	KUNIT_EXPECT_TRUE(test, p_bool);
	KUNIT_EXPECT_EQ(test, set_param("a_bool=n"), 0);
	KUNIT_EXPECT_FALSE(test, p_bool);
	KUNIT_EXPECT_EQ(test, set_param("a_bool=Y"), 0);
	KUNIT_EXPECT_TRUE(test, p_bool);
	KUNIT_EXPECT_STREQ(test, get_param(test, "a_bool"), "Y\n");
	KUNIT_EXPECT_EQ(test, set_param("a_bool=0 a_invbool=1 a_bint=on"), 0);
	KUNIT_EXPECT_FALSE(test, p_bool);
	KUNIT_EXPECT_FALSE(test, p_invbool);
	KUNIT_EXPECT_STREQ(test, get_param(test, "a_invbool"), "Y\n");
	KUNIT_EXPECT_EQ(test, p_bint, 1);
	KUNIT_EXPECT_EQ(test, set_param("a_bool=maybe"), -EINVAL);
}

/* A charp is copied; a second value frees the first; quotes keep blanks. */
static void params_charp_is_copied(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set_param("a_charp=one"), 0);
	KUNIT_EXPECT_STREQ(test, p_charp, "one");
	KUNIT_EXPECT_EQ(test, set_param("a_charp=\"two words\""), 0);
	KUNIT_EXPECT_STREQ(test, p_charp, "two words");
	KUNIT_EXPECT_STREQ(test, get_param(test, "a_charp"), "two words\n");
}

/* A string goes into the module's array, and must fit. */
static void params_string_must_fit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set_param("a_string=seven77"), 0);
	KUNIT_EXPECT_STREQ(test, p_string, "seven77");
	KUNIT_EXPECT_EQ(test, set_param("a_string=eight888"), -ENOSPC);
	KUNIT_EXPECT_STREQ(test, p_string, "seven77");
}

/* An array takes up to its size, counts what it got, and lists it again. */
static void params_array_counts(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set_param("an_array=1,-2,0x3"), 0);
	KUNIT_EXPECT_EQ(test, p_array_nr, 3u);
	KUNIT_EXPECT_EQ(test, p_array[1], -2);
	KUNIT_EXPECT_EQ(test, p_array[2], 3);
	KUNIT_EXPECT_STREQ(test, get_param(test, "an_array"), "1,-2,3\n");
	KUNIT_EXPECT_EQ(test, set_param("an_array=7"), 0);
	KUNIT_EXPECT_EQ(test, p_array_nr, 1u);
	KUNIT_EXPECT_STREQ(test, get_param(test, "an_array"), "7\n");
	KUNIT_EXPECT_EQ(test, set_param("an_array=1,2,3,4"), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_param("an_array=1,,2"), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_param("some_words=red,green"), 0);
	KUNIT_EXPECT_STREQ(test, p_words[0], "red");
	KUNIT_EXPECT_STREQ(test, p_words[1], "green");
}

/* '-' and '_' are the same in a name. */
static void params_dash_is_underscore(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, set_param("a-int=5"), 0);
	KUNIT_EXPECT_EQ(test, p_int, 5);
	KUNIT_EXPECT_TRUE(test, parameq("a-b_c", "a_b-c"));
	KUNIT_EXPECT_FALSE(test, parameq("a-b", "a-bc"));
}

/* The reason names value and parameter; the last error counts, the first is told. */
static void params_errors_name_the_parameter(struct kunit *test)
{
	char why[128];

	KUNIT_EXPECT_EQ(test, parse("a_int=x", why, sizeof(why)), -EINVAL);
	KUNIT_EXPECT_STREQ(test, why, "`x' invalid for parameter `a_int'");
	KUNIT_EXPECT_EQ(test, parse("nosuch=1", why, sizeof(why)), -ENOENT);
	KUNIT_EXPECT_STREQ(test, why, "Unknown parameter `nosuch'");
	KUNIT_EXPECT_EQ(test, parse("a_string=muchtoolong", why, sizeof(why)), -ENOSPC);
	KUNIT_EXPECT_STREQ(test, why, "`muchtoolong' too large for parameter `a_string'");
	KUNIT_EXPECT_EQ(test, parse("", why, sizeof(why)), 0);
	KUNIT_EXPECT_STREQ(test, why, "");
}

/* "--" ends the list; what follows is given back. */
static void params_dashes_end_the_list(struct kunit *test)
{
	char args[] = "a_int=3 -- a_int=4";
	char *rest = parse_args("params_test", args, params, ARRAY_SIZE(params), -1, -1, NULL, NULL);

	KUNIT_ASSERT_FALSE(test, IS_ERR_OR_NULL(rest));
	KUNIT_EXPECT_STREQ(test, rest, "a_int=4");
	KUNIT_EXPECT_EQ(test, p_int, 3);
}

static int note_unknown(char *param, char *val, const char *doing, void *arg)
{
	scnprintf(arg, 32, "%s:%s:%s", doing, param, val ? val : "none");
	return 0;
}

/* A name that is none of the parameters is handed to the caller. */
static void params_unknown_is_handed_on(struct kunit *test)
{
	char args[] = "other=1";
	char seen[32] = "";

	KUNIT_EXPECT_NULL(test, parse_args("t", args, params, ARRAY_SIZE(params), -1, -1, seen,
					   note_unknown));
	KUNIT_EXPECT_STREQ(test, seen, "t:other:1");
}

static struct kunit_case params_cases[] = {
	KUNIT_CASE(params_types_set_and_get),
	KUNIT_CASE(params_out_of_range_is_refused),
	KUNIT_CASE(params_bool_spellings),
	KUNIT_CASE(params_charp_is_copied),
	KUNIT_CASE(params_string_must_fit),
	KUNIT_CASE(params_array_counts),
	KUNIT_CASE(params_dash_is_underscore),
	KUNIT_CASE(params_errors_name_the_parameter),
	KUNIT_CASE(params_dashes_end_the_list),
	KUNIT_CASE(params_unknown_is_handed_on),
	{}
};

static struct kunit_suite params_suite = {
	.name = "params",
	.exit = params_exit,
	.test_cases = params_cases,
};
kunit_test_suite(params_suite);
