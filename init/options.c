// SPDX-License-Identifier: MIT
/*
 * init/options.c - the boot options: one table, its parser, its text for people
 *
 * To add an option: a field in struct boot_options, its default below, a row in the table.
 * Syntax as on Linux: blanks separate, double quotes keep them, "-" and "_" in names are the same, and
 * of several values for one option the last counts. Unlike Linux, a name that the table
 * lacks is an error, but for "module.parameter=value", which is the module loader's to read.
 *
 * Runs before locks and allocators exist: a static buffer, no printk.
 */
#include <linux/array_size.h>
#include <linux/boot_options.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/mmzone.h>
#include <linux/string.h>
#include <asm/thread_info.h>
#include <asm-generic/arch.h>

#define MAX_CPUS	64	/* struct boot_options.nr_cpus; the host leaves 4 GB of addresses for each */
#define MAX_MEM		(16ULL << 40)
#define SWITCHES_ALL	"FZPU"	/* what slub_debug alone means */
#define DEFAULT_MEM	(256ULL << 20)

enum option_type {
	OPTION_SIZE,		/* u64, bytes */
	OPTION_UINT,		/* unsigned int */
	OPTION_INT,		/* int, not negative */
	OPTION_ULONG,		/* unsigned long */
	OPTION_CHOICE,		/* enum: one of the words of @value, by its place */
	OPTION_WORD,		/* bool: set by the one word of @value */
	OPTION_FLAG,		/* bool: no value */
	OPTION_NO_FLAG,		/* the same, sets it to false */
	OPTION_TEXT,		/* char[BOOT_TEXT_MAX]: read by the part that it is for */
	OPTION_SWITCHES,	/* the same; without a value, or with an empty one: SWITCHES_ALL */
	OPTION_LIST,		/* the same; of several values all count, joined by commas */
};

/**
 * struct option - one row
 * @value:	the allowed values as text
 * @min, @max:	of numbers
 * @fallback:	the default as text
 */
struct option {
	const char		*name;
	enum option_type	type;
	void			*field;
	const char		*value;
	u64			min, max;
	const char		*fallback;
	const char		*help;
};

struct boot_options boot_options;

static const struct boot_options option_defaults = {
	.machine	= MACHINE_X86_64,
	.slab		= SLAB_DESIGN_SLUB,
	.loglevel	= 7,
	.stack_order	= THREAD_ORDER_DEFAULT,
	.page_reporting_order = UINT_MAX,
	.debug_kmap	= IS_ENABLED(CONFIG_DEBUG_VIRTUAL),
};

static const struct option options[] = {
	{ "mem", OPTION_SIZE, &boot_options.mem, "SIZE", 4096, MAX_MEM, "256M",
	  "physical memory of the machine" },
	{ "nr_cpus", OPTION_UINT, &boot_options.nr_cpus, "1..64", 1, MAX_CPUS, "the host's",
	  "CPUs of the machine" },
	{ "machine", OPTION_CHOICE, &boot_options.machine, "x86_64|x86_32", 0, 0, "x86_64",
	  "which zones it has: DMA, DMA32, Normal; or DMA, Normal, HighMem" },
	{ "zones", OPTION_TEXT, boot_options.zones, "NAME:SIZE,...", 0, 0, "",
	  "the zones instead: of dma, dma32, normal, highmem, movable; the last may lack its size" },
	{ "memmap", OPTION_LIST, boot_options.memmap, "SIZE@START|SIZE$START|SIZE#START|exactmap,...",
	  0, 0, "", "more memory (@), holes ($ reserved, # ACPI data); exactmap: only what follows" },
	{ "numa", OPTION_TEXT, boot_options.numa, "off|fake=NODES|fake=SIZE", 0, 0, "off",
	  "cut memory and CPUs into so many nodes, or into nodes of that size" },
	{ "slab", OPTION_CHOICE, &boot_options.slab, "slab|slub|slob", 0, 0, "slub",
	  "design of the slab layer; slob is for machines of a few megabytes" },
	{ "kmalloc_classes", OPTION_CHOICE, &boot_options.kmalloc_classes, "auto|fine|linux", 0, 0, "auto",
	  "sizes of kmalloc's caches: Linux's 13, or 41; auto: 41 where there is memory enough" },
	{ "slab_merge", OPTION_FLAG, &boot_options.slab_merge, "", 0, 0, "",
	  "slab caches whose objects can't be told apart become one" },
	{ "slub_merge", OPTION_FLAG, &boot_options.slab_merge, "", 0, 0, "", "the same" },
	{ "slab_nomerge", OPTION_NO_FLAG, &boot_options.slab_merge, "", 0, 0, "",
	  "they don't; so it is without a word" },
	{ "slub_nomerge", OPTION_NO_FLAG, &boot_options.slab_merge, "", 0, 0, "", "the same" },
	{ "slub_debug", OPTION_SWITCHES, boot_options.slub_debug, "[FZPUTAO][,CACHE...][;...]|-", 0, 0, "",
	  "check slab objects: F slabs, Z red zones, P poison, U owners, T trace; alone: FZPU" },
	{ "slab_debug", OPTION_SWITCHES, boot_options.slub_debug, "[FZPUTAO][,CACHE...][;...]|-", 0, 0, "",
	  "the same" },
	{ "slab_freelist_random", OPTION_FLAG, &boot_options.slab_freelist_random, "", 0, 0, "",
	  "a new slab's objects are handed out in random order" },
	{ "min_free_kbytes", OPTION_ULONG, &boot_options.min_free_kbytes, "0..1073741824", 0, 1UL << 30,
	  "0", "memory that only urgent requests may use; 0: as much as suits mem=" },
	{ "loglevel", OPTION_INT, &boot_options.loglevel, "0..8", 0, 8, "7",
	  "messages more urgent than this go to the console" },
	{ "quiet", OPTION_FLAG, &boot_options.quiet, "", 0, 0, "",
	  "only warnings and worse go to the console" },
	{ "debug", OPTION_FLAG, &boot_options.debug, "", 0, 0, "",
	  "everything goes to the console" },
	{ "ignore_loglevel", OPTION_FLAG, &boot_options.ignore_loglevel, "", 0, 0, "",
	  "everything goes to the console, whatever changes the level later" },
	{ "stack", OPTION_CHOICE, &boot_options.stack_order, "1|2|4|8|16|32|64", 0, 0, "16 KB of them",
	  "pages of each kernel stack" },
	{ "stack_depth", OPTION_FLAG, &boot_options.stack_depth, "", 0, 0, "",
	  "tell whenever a kernel stack was used deeper than any before" },
	{ "page_owner", OPTION_CHOICE, &boot_options.page_owner, "off|on", 0, 0, "off",
	  "remember who allocated and who freed each page" },
	{ "page_poison", OPTION_CHOICE, &boot_options.page_poison, "0|1", 0, 0, "0",
	  "fill free pages, and report those that were written to" },
	{ "init_on_alloc", OPTION_CHOICE, &boot_options.init_on_alloc, "0|1", 0, 0, "0",
	  "zero pages when they are given out" },
	{ "init_on_free", OPTION_CHOICE, &boot_options.init_on_free, "0|1", 0, 0, "0",
	  "zero pages when they are freed" },
	{ "debug_kmap", OPTION_CHOICE, &boot_options.debug_kmap, "0|1", 0, 0, "0; 1 in checked builds",
	  "unmap each window on high memory with its last user, so that a touch faults" },
	{ "failslab", OPTION_TEXT, boot_options.failslab, "INTERVAL,PROBABILITY,SPACE,TIMES", 0, 0, "",
	  "make allocations of objects fail; for the files see docs/fault-injection.md" },
	{ "fail_page_alloc", OPTION_TEXT, boot_options.fail_page_alloc, "INTERVAL,PROBABILITY,SPACE,TIMES",
	  0, 0, "", "make allocations of pages fail" },
	{ "page_reporting.page_reporting_order", OPTION_UINT, &boot_options.page_reporting_order,
	  "0..10", 0, MAX_ORDER - 1, "the driver's, or a pageblock's",
	  "least order of the free blocks that a driver is told of" },
	{ "oops", OPTION_WORD, &boot_options.oops_panic, "panic", 0, 0, "",
	  "a fault in kernel code stops the machine" },
	{ "panic_on_warn", OPTION_FLAG, &boot_options.panic_on_warn, "", 0, 0, "",
	  "a kernel warning stops the machine" },
};

/* ---- text ---- */

bool boot_option_describe(unsigned int i, struct boot_option_info *info)
{
	if (i >= ARRAY_SIZE(options))
		return false;
	info->name = options[i].name;
	info->value = options[i].value;
	info->fallback = options[i].fallback;
	info->help = options[i].help;
	return true;
}

/* Where a message is put together; what does not fit is cut off. */
struct reason {
	char	*text;
	size_t	size;
};

static int say_unknown(struct reason *why, const char *name)
{
	int len = scnprintf(why->text, why->size, "unknown boot option \"%s\"; there are", name);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(options); i++)
		len += scnprintf(why->text + len, why->size - len, "%s %s", i ? "," : "", options[i].name);
	return -EINVAL;
}

static int say_not_allowed(struct reason *why, const struct option *option, const char *given)
{
	static const char sizes[] = "a size from 4K to 16T, such as 512M or 2G";
	const char *allowed = option->type == OPTION_SIZE ? sizes : option->value;

	if (option->type == OPTION_FLAG || option->type == OPTION_NO_FLAG)
		snprintf(why->text, why->size, "boot option %s takes no value, but was given \"%s\"",
			 option->name, given);
	else if (!given || !*given)
		snprintf(why->text, why->size, "boot option %s= lacks its value; allowed: %s",
			 option->name, allowed);
	else
		snprintf(why->text, why->size, "boot option %s=%s is not possible; allowed: %s",
			 option->name, given, allowed);
	return -EINVAL;
}

/* ---- values ---- */

/* Bits by which the suffix at @text shifts a size; 0 if there is none. */
static unsigned int size_shift(const char *text)
{
	static const char suffixes[] = "KMGT";
	const char *at = *text ? strchr(suffixes, toupper(*text)) : NULL;

	return at ? 10 * (at - suffixes + 1) : 0;
}

/* Compares before it shifts, and limits the digits: nothing wraps round to a likely value. */
static bool parse_number(const struct option *option, const char *text, u64 *value)
{
	unsigned int shift = 0;
	char *end;

	if (!isdigit(*text) || strlen(text) > 18)
		return false;
	*value = simple_strtoull(text, &end, 0);
	if (option->type == OPTION_SIZE && *end) {
		shift = size_shift(end);
		if (!shift)
			return false;
		end++;
	}
	if (*end || *value > option->max >> shift)
		return false;
	*value <<= shift;
	return *value >= option->min;
}

/* Place of @text among the words of @words ("a|b|c"), or -1. */
static int parse_choice(const char *words, const char *text)
{
	size_t len = strlen(text);
	int place = 0;

	for (; words; place++) {
		const char *end = strchrnul(words, '|');

		if (end - words == len && !strncmp(words, text, len))
			return place;
		words = *end ? end + 1 : NULL;
	}
	return -1;
}

static bool text_set(const struct option *option, const char *text)
{
	char *field = option->field;
	size_t have = option->type == OPTION_LIST ? strlen(field) : 0;

	return scnprintf(field + have, BOOT_TEXT_MAX - have, "%s%s", have ? "," : "", text) ==
	       strlen(text) + !!have;
}

static bool option_set(const struct option *option, const char *text)
{
	u64 number = 0;
	int place;

	if (option->type == OPTION_FLAG || option->type == OPTION_NO_FLAG) {
		*(bool *)option->field = option->type == OPTION_FLAG;
		return !text;
	}
	if (option->type == OPTION_SWITCHES)
		return text_set(option, text && *text ? text : SWITCHES_ALL);
	if (!text || !*text)
		return false;
	switch (option->type) {
	case OPTION_CHOICE:
		place = parse_choice(option->value, text);
		*(unsigned int *)option->field = place;
		return place >= 0;
	case OPTION_WORD:
		*(bool *)option->field = true;
		return !strcmp(text, option->value);
	case OPTION_TEXT:
	case OPTION_LIST:
		return text_set(option, text);
	default:
		break;
	}
	if (!parse_number(option, text, &number))
		return false;
	if (option->type == OPTION_SIZE)
		*(u64 *)option->field = number;
	else if (option->type == OPTION_ULONG)
		*(unsigned long *)option->field = number;
	else
		*(unsigned int *)option->field = number;
	return true;
}

/* ---- the command line ---- */

static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
			return false;
	return *a == *b;
}

static const struct option *option_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(options); i++)
		if (same_name(options[i].name, name))
			return &options[i];
	return NULL;
}

static int parse_one(const char *name, const char *text, struct reason *why)
{
	const struct option *option = option_find(name);

	if (!option)
		return strchr(name, '.') && text ? 0 : say_unknown(why, name);
	if (!option_set(option, text))
		return say_not_allowed(why, option, text);
	return 0;
}

int __init options_parse(const char *cmdline, char *why, size_t why_size)
{
	static char copy[2048];
	struct reason reason = { .text = why, .size = why_size };
	char *rest = copy, *name, *text;
	int err;

	boot_options = option_defaults;
	boot_options.nr_cpus = clamp_t(unsigned int, arch_nr_cpus(), 1, MAX_CPUS);
	if (strscpy(copy, cmdline, sizeof(copy)) < 0) {
		snprintf(why, why_size, "the boot command line is longer than %zu characters", sizeof(copy) - 1);
		return -EINVAL;
	}
	for (rest = skip_spaces(rest); *rest; rest = skip_spaces(rest)) {
		rest = next_arg(rest, &name, &text);
		err = parse_one(name, text, &reason);
		if (err)
			return err;
	}
	boot_options.mem_given = boot_options.mem != 0;
	if (!boot_options.mem_given)
		boot_options.mem = DEFAULT_MEM;
	return 0;
}
