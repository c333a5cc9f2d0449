/* SPDX-License-Identifier: MIT */
/* linux/kallsyms.h - names of code addresses, and back */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H

#include <linux/types.h>
#include <linux/module.h>

#define KSYM_NAME_LEN	512
#define KSYM_SYMBOL_LEN	(KSYM_NAME_LEN + 128)

/**
 * sprint_symbol - write "function+0x1c/0x80 [module]" to @buffer of KSYM_SYMBOL_LEN bytes
 *
 * Context: any; slow.
 * Return: characters written.
 */
int sprint_symbol(char *buffer, unsigned long address);
/** sprint_symbol_no_offset - as sprint_symbol(), the name alone */
int sprint_symbol_no_offset(char *buffer, unsigned long address);
int sprint_backtrace(char *buffer, unsigned long address);

#endif /* _LINUX_KALLSYMS_H */
