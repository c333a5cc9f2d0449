// SPDX-License-Identifier: MIT
/* lib/kasprintf.c - formatted text in memory of its own */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

/**
 * kvasprintf - format into a new string
 * @gfp:	what the allocator may do
 * @fmt:	as for printk()
 * @args:	what it names
 *
 * Context: any that @gfp allows.
 * Return: the string, for kfree(), or NULL.
 */
char *kvasprintf(gfp_t gfp, const char *fmt, va_list args)
{
	int len = vsnprintf(NULL, 0, fmt, args), again;
	char *text = kmalloc(len + 1, gfp);

	if (!text)
		return NULL;
	again = vsnprintf(text, len + 1, fmt, args);
	WARN(again != len, "arguments of \"%s\" changed while they were formatted", fmt);
	return text;
}
EXPORT_SYMBOL(kvasprintf);

const char *kvasprintf_const(gfp_t gfp, const char *fmt, va_list args)
{
	if (!strchr(fmt, '%'))
		return kstrdup_const(fmt, gfp);
	if (!strcmp(fmt, "%s")) {
		va_list copy;
		const char *text;

		va_copy(copy, args);
		text = kstrdup_const(va_arg(copy, const char *), gfp);
		va_end(copy);
		return text;
	}
	return kvasprintf(gfp, fmt, args);
}
EXPORT_SYMBOL(kvasprintf_const);

char *kasprintf(gfp_t gfp, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = kvasprintf(gfp, fmt, args);
	va_end(args);
	return text;
}
EXPORT_SYMBOL(kasprintf);
