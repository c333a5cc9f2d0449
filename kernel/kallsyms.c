// SPDX-License-Identifier: MIT
/* kernel/kallsyms.c - names of code addresses, for messages; the port knows them */
#include <linux/kernel.h>
#include <linux/kallsyms.h>
#include <linux/export.h>
#include <linux/string.h>
#include <asm-generic/arch.h>

int sprint_backtrace(char *buffer, unsigned long address)
{
	return arch_symbolize(address, true, buffer, KSYM_SYMBOL_LEN);
}

/* The port adds " (file.c:12)", which %pS does not have. */
int sprint_symbol(char *buffer, unsigned long address)
{
	char *place;

	arch_symbolize(address, false, buffer, KSYM_SYMBOL_LEN);
	place = strstr(buffer, " (");
	if (place)
		*place = '\0';
	return strlen(buffer);
}
EXPORT_SYMBOL_GPL(sprint_symbol);

/**
 * sprint_symbol_no_offset - as sprint_symbol(), the name alone
 *
 * Context: any; slow.
 * Return: characters written.
 */
int sprint_symbol_no_offset(char *buffer, unsigned long address)
{
	char *plus, *rest;

	sprint_symbol(buffer, address);
	plus = strchr(buffer, '+');
	if (plus) {
		rest = strchrnul(plus, ' ');
		memmove(plus, rest, strlen(rest) + 1);
	}
	return strlen(buffer);
}
EXPORT_SYMBOL_GPL(sprint_symbol_no_offset);
