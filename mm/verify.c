// SPDX-License-Identifier: MIT
/*
 * mm/verify.c - walk every structure of the memory system and say what does not agree
 */
#include <linux/kernel.h>
#include <linux/sprintf.h>
#include "mm/verify.h"

void verify_violation(struct verify_report *report, const char *fmt, ...)
{
	char *at = report->text + report->len;
	size_t room = report->size - report->len;
	va_list args;
	size_t len;

	report->nr_violations++;
	if (room < 2)
		return;
	va_start(args, fmt);
	len = vscnprintf(at, room - 1, fmt, args);
	va_end(args);
	at[len] = '\n';
	at[len + 1] = '\0';
	report->len += len + 1;
}
