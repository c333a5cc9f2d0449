// SPDX-License-Identifier: MIT
/*
 * tests/cmd/modules/params/params.c - a parameter of each kind; the log shows what they became
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

static unsigned char a_byte = 1;
static short a_short = -2;
static unsigned short a_ushort = 2;
static int an_int = -3;
static unsigned int a_uint = 3, a_hexint = 0x10;
static long a_long = -4;
static unsigned long a_ulong = 4;
static unsigned long long a_ullong = 5;
static char *a_charp = "default";
static bool a_bool, an_invbool;
static char a_string[8] = "abc";
static int an_array[4];
static int an_array_nr;
static int ret;		/* what init returns */
static int hidden;

module_param(a_byte, byte, 0444);
module_param(a_short, short, 0444);
module_param(a_ushort, ushort, 0444);
module_param(an_int, int, 0644);
module_param(a_uint, uint, 0444);
module_param(a_hexint, hexint, 0444);
module_param(a_long, long, 0444);
module_param(a_ulong, ulong, 0444);
module_param(a_ullong, ullong, 0444);
module_param(a_charp, charp, 0644);
module_param(a_bool, bool, 0644);
module_param(an_invbool, invbool, 0444);
module_param_string(a_string, a_string, sizeof(a_string), 0444);
module_param_array(an_array, int, &an_array_nr, 0444);
module_param_named(other_name, ret, int, 0);
module_param(hidden, int, 0);
MODULE_PARM_DESC(an_int, "an integer that can be written");

static int __init params_init(void)
{
	pr_info("params: %u %d %u %d %u %#x %ld %lu %llu\n", a_byte, a_short, a_ushort, an_int,
		a_uint, a_hexint, a_long, a_ulong, a_ullong);
	pr_info("params: '%s' %d %d '%s' %d:%d,%d,%d,%d\n", a_charp, a_bool, an_invbool, a_string,
		an_array_nr, an_array[0], an_array[1], an_array[2], an_array[3]);
	return ret;
}

static void __exit params_exit(void)
{
	pr_info("params: an_int is %d, a_charp '%s'\n", an_int, a_charp);
}

module_init(params_init);
module_exit(params_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("a parameter of each kind");
MODULE_VERSION("0.1");
