/* SPDX-License-Identifier: MIT */
/* linux/utsname.h - the names of the system */
#ifndef _LINUX_UTSNAME_H
#define _LINUX_UTSNAME_H

#include <linux/types.h>

#define __NEW_UTS_LEN 64

struct new_utsname {
	char sysname[__NEW_UTS_LEN + 1];
	char nodename[__NEW_UTS_LEN + 1];
	char release[__NEW_UTS_LEN + 1];
	char version[__NEW_UTS_LEN + 1];
	char machine[__NEW_UTS_LEN + 1];
	char domainname[__NEW_UTS_LEN + 1];
};

extern struct new_utsname quarry_utsname;

/**
 * utsname - the names as uname() gives them
 *
 * Context: any.
 * Return: a structure that nobody changes.
 */
static inline struct new_utsname *utsname(void)
{
	return &quarry_utsname;
}

static inline struct new_utsname *init_utsname(void)
{
	return &quarry_utsname;
}

#endif /* _LINUX_UTSNAME_H */
