// SPDX-License-Identifier: MIT
/*
 * tests/init/options_test.c - the boot options: what is taken, what is refused and how it is said
 *
 * The parser writes boot_options; each test puts back what the boot had there.
 */
#include <kunit/test.h>
#include <linux/boot_options.h>
#include <linux/errno.h>
#include <linux/string.h>

static struct boot_options before;
static char why[320];

static int options_test_init(struct kunit *test)
{
	before = boot_options;
	return 0;
}

static void options_test_exit(struct kunit *test)
{
	boot_options = before;
}

static int parse(const char *cmdline)
{
	why[0] = '\0';
	return options_parse(cmdline, why, sizeof(why));
}

static void options_empty_gives_defaults(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse(""), 0);
	KUNIT_EXPECT_EQ(test, boot_options.mem, 256ULL << 20);
	KUNIT_EXPECT_EQ(test, (int)boot_options.machine, MACHINE_X86_64);
	KUNIT_EXPECT_EQ(test, boot_options.loglevel, 7);
	KUNIT_EXPECT_GE(test, boot_options.nr_cpus, 1U);
	KUNIT_EXPECT_LE(test, boot_options.nr_cpus, 64U);
	KUNIT_EXPECT_FALSE(test, boot_options.quiet);
}

static void options_size_takes_suffixes(struct kunit *test)
{
	static const struct {
		const char	*cmdline;
		u64		mem;
	} cases[] = {
		{ "mem=8388608", 8ULL << 20 }, { "mem=8192K", 8ULL << 20 }, { "mem=8m", 8ULL << 20 },
		{ "mem=3G", 3ULL << 30 }, { "mem=16T", 16ULL << 40 }, { "mem=0x10M", 16ULL << 20 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		KUNIT_EXPECT_EQ_MSG(test, parse(cases[i].cmdline), 0, "%s: %s", cases[i].cmdline, why);
		KUNIT_EXPECT_EQ(test, boot_options.mem, cases[i].mem);
	}
}

static void options_size_refuses_nonsense_and_overflow(struct kunit *test)
{
	static const char * const cases[] = {
		"mem=", "mem", "mem=x", "mem=1x", "mem=1MM", "mem=-1M", "mem=0", "mem=17T", "mem=1P",
		"mem=17592186044417T", "mem=99999999999999999999",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		KUNIT_EXPECT_EQ_MSG(test, parse(cases[i]), -EINVAL, "%s", cases[i]);
		KUNIT_EXPECT_NOT_NULL(test, strstr(why, "16T"));
	}
}

static void options_several_quoted_and_spaced(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse("  mem=64M   machine=\"x86_32\" quiet nr-cpus=3 nr_cpus=5 "), 0);
	KUNIT_EXPECT_EQ(test, boot_options.mem, 64ULL << 20);
	KUNIT_EXPECT_EQ(test, (int)boot_options.machine, MACHINE_X86_32);
	KUNIT_EXPECT_TRUE(test, boot_options.quiet);
	KUNIT_EXPECT_EQ(test, boot_options.nr_cpus, 5U);
}

static void options_error_names_option_value_and_range(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse("nr_cpus=65"), -EINVAL);
	KUNIT_EXPECT_STREQ(test, why, "boot option nr_cpus=65 is not possible; allowed: 1..64");
	KUNIT_EXPECT_EQ(test, parse("slab=slib"), -EINVAL);
	KUNIT_EXPECT_STREQ(test, why, "boot option slab=slib is not possible; allowed: slab|slub|slob");
	KUNIT_EXPECT_EQ(test, parse("machine=x86"), -EINVAL);
	KUNIT_EXPECT_STREQ(test, why, "boot option machine=x86 is not possible; allowed: x86_64|x86_32");
	KUNIT_EXPECT_EQ(test, parse("quiet=1"), -EINVAL);
	KUNIT_EXPECT_STREQ(test, why, "boot option quiet takes no value, but was given \"1\"");
}

static void options_unknown_lists_what_there_is(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse("memory=1G"), -EINVAL);
	KUNIT_EXPECT_NOT_NULL(test, strstr(why, "\"memory\""));
	KUNIT_EXPECT_NOT_NULL(test, strstr(why, "mem, nr_cpus, machine"));
}

/* A module's own parameters on the command line are the loader's concern. */
static void options_module_parameters_are_left_alone(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse("scullc.order=3"), 0);
	KUNIT_EXPECT_EQ(test, parse("scullc.order"), -EINVAL);
}

static void options_reason_is_cut_to_its_buffer(struct kunit *test)
{
	char small[8] = "xxxxxxx";

	KUNIT_EXPECT_EQ(test, options_parse("nonsense", small, 5), -EINVAL);
	KUNIT_EXPECT_EQ(test, small[4], '\0');
	KUNIT_EXPECT_EQ(test, small[5], 'x');
}

static void options_table_describes_each(struct kunit *test)
{
	struct boot_option_info info;
	unsigned int i;

	for (i = 0; boot_option_describe(i, &info); i++) {
		KUNIT_EXPECT_GT(test, strlen(info.name), 0UL);
		KUNIT_EXPECT_GT(test, strlen(info.help), 0UL);
		KUNIT_EXPECT_NOT_NULL(test, info.value);
		KUNIT_EXPECT_NOT_NULL(test, info.fallback);
	}
	KUNIT_EXPECT_GE(test, i, 8U);
}

static struct kunit_case options_cases[] = {
	KUNIT_CASE(options_empty_gives_defaults),
	KUNIT_CASE(options_size_takes_suffixes),
	KUNIT_CASE(options_size_refuses_nonsense_and_overflow),
	KUNIT_CASE(options_several_quoted_and_spaced),
	KUNIT_CASE(options_error_names_option_value_and_range),
	KUNIT_CASE(options_unknown_lists_what_there_is),
	KUNIT_CASE(options_module_parameters_are_left_alone),
	KUNIT_CASE(options_reason_is_cut_to_its_buffer),
	KUNIT_CASE(options_table_describes_each),
	{}
};

static struct kunit_suite options_suite = {
	.name = "options",
	.init = options_test_init,
	.exit = options_test_exit,
	.test_cases = options_cases,
};
kunit_test_suite(options_suite);
