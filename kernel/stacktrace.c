// SPDX-License-Identifier: MIT
/*
 * kernel/stacktrace.c - noting call chains, and printing them later
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <asm-generic/arch.h>

/* On the stack, which is small. */
#define CHAIN_MAX	48

noinline unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	unsigned long chain[CHAIN_MAX];
	unsigned int skip = skipnr + 1;		/* this function is the first entry */
	unsigned int nr;

	nr = arch_backtrace(0, 0, chain, min(size + skip, (unsigned int)CHAIN_MAX));
	if (nr <= skip)
		return 0;
	nr -= skip;
	memcpy(store, chain + skip, nr * sizeof(chain[0]));
	return nr;
}
EXPORT_SYMBOL_GPL(stack_trace_save);

void stack_trace_print(const unsigned long *trace, unsigned int nr_entries, int spaces)
{
	for (unsigned int i = 0; i < nr_entries; i++)
		printk("%*c%pB\n", 1 + spaces, ' ', (void *)trace[i]);
}
EXPORT_SYMBOL_GPL(stack_trace_print);

int stack_trace_snprint(char *buf, size_t size, const unsigned long *entries,
			unsigned int nr_entries, int spaces)
{
	size_t total = 0;

	for (unsigned int i = 0; i < nr_entries; i++) {
		size_t at = min(total, size);

		total += snprintf(buf + at, size - at, "%*c%pB\n", 1 + spaces, ' ',
				  (void *)entries[i]);
	}
	return total;
}
EXPORT_SYMBOL_GPL(stack_trace_snprint);
