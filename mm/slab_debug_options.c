// SPDX-License-Identifier: MIT
/*
 * mm/slab_debug_options.c - slub_debug=: which caches are debugged, and how
 *
 *	slub_debug=SWITCHES[,CACHE...][;SWITCHES[,CACHE...]]...
 *
 *	F  consistency of slabs	Z  red zones	P  poison	U  owners	T  trace	A  failslab
 *	O  not where slabs would get larger	-  nothing
 *
 * A block without caches is for all of them. A block with caches is for those that it names,
 * "kmalloc-*" names several; the first such block that names a cache adds to its own flags, and
 * blocks without caches then say nothing to it. No switches before the comma: FZPU. U without a
 * name spares caches with SLAB_NOLEAKTRACE; those with SLAB_NO_USER_FLAGS are spared all.
 *
 * Linux	as 6.1.
 */
#include <linux/boot_options.h>
#include <linux/ctype.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/slab_debug.h"

#define FLAGS_DEFAULT	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER)

static const char *options = "";	/* all that follow come from it */
static slab_flags_t flags_for_all;
static bool have_caches;		/* some block names caches */
static bool keep_order;

/* A block: its switches, and its caches; @caches NULL: all. */
struct block {
	slab_flags_t flags;
	bool keep_order;
	char unknown;
	const char *caches;
	const char *end;
};

static void switch_read(struct block *b, char c)
{
	switch (tolower(c)) {
	case '-':
		b->flags = 0;
		break;
	case 'f':
		b->flags |= SLAB_CONSISTENCY_CHECKS;
		break;
	case 'z':
		b->flags |= SLAB_RED_ZONE;
		break;
	case 'p':
		b->flags |= SLAB_POISON;
		break;
	case 'u':
		b->flags |= SLAB_STORE_USER;
		break;
	case 't':
		b->flags |= SLAB_TRACE;
		break;
	case 'a':
		b->flags |= SLAB_FAILSLAB;
		break;
	case 'o':
		b->keep_order = true;
		break;
	default:
		b->unknown = c;
	}
}

/* The block at @text. Return: where the next begins, NULL if there is none. */
static const char *block_read(const char *text, struct block *b)
{
	*b = (struct block) { };
	text += strspn(text, ";");
	if (!*text)
		return NULL;
	if (*text == ',')
		b->flags = FLAGS_DEFAULT;
	for (; *text && *text != ',' && *text != ';'; text++)
		switch_read(b, *text);
	if (*text == ',')
		b->caches = ++text;
	b->end = strchrnul(text, ';');
	return b->end;
}

void slab_debug_options_set(const char *text)
{
	struct block b;

	options = text;
	flags_for_all = 0;
	have_caches = keep_order = false;
	while ((text = block_read(text, &b))) {
		if (b.unknown)
			pr_err("slub_debug option '%c' unknown. skipped\n", b.unknown);
		keep_order |= b.keep_order;
		if (b.caches)
			have_caches = true;
		else
			flags_for_all = b.flags;
	}
}

void __init slab_debug_options_init(void)
{
	slab_debug_options_set(boot_options.slub_debug);
}

bool slab_debug_keeps_order(void)
{
	return keep_order;
}

static bool word_matches(const char *word, size_t len, const char *name)
{
	const char *star = memchr(word, '*', len);

	if (star)
		return !strncmp(word, name, star - word);
	return strlen(name) == len && !strncmp(word, name, len);
}

static bool block_names(const struct block *b, const char *name)
{
	const char *word = b->caches;

	while (word && word < b->end) {
		size_t len = strcspn(word, ",;");

		if (word_matches(word, len, name))
			return true;
		word += len + 1;
	}
	return false;
}

static slab_flags_t flags_switched_on(slab_flags_t flags, const char *name)
{
	const char *text = have_caches ? options : "";
	struct block b;

	while ((text = block_read(text, &b)))
		if (block_names(&b, name))
			return b.flags;
	return flags & SLAB_NOLEAKTRACE ? flags_for_all & ~SLAB_STORE_USER : flags_for_all;
}

slab_flags_t slab_debug_flags(slab_flags_t flags, const char *name)
{
	if (!slab_design->magazines)
		return flags & ~SLAB_SWITCH_FLAGS;	/* no mark: nothing to go by */
	if (arch_memory_watched())
		flags |= SLAB_WATCHED;
	if (flags & SLAB_NO_USER_FLAGS)
		return flags;
	return flags | flags_switched_on(flags, name);
}
