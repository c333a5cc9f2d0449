/* SPDX-License-Identifier: MIT */
/*
 * linux/tracepoint-defs.h - names of flags, for printing
 */
#ifndef _LINUX_TRACEPOINT_DEFS_H
#define _LINUX_TRACEPOINT_DEFS_H

/**
 * struct trace_print_flags - the name of one flag, or of several at once
 * @mask:	which must all be set
 * @name:	NULL ends a table
 */
struct trace_print_flags {
	unsigned long		mask;
	const char		*name;
};

#endif /* _LINUX_TRACEPOINT_DEFS_H */
