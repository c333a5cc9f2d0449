// SPDX-License-Identifier: MIT
/* kernel/utsname.c - the names of the system */
#include <linux/export.h>
#include <linux/utsname.h>
#include <generated/utsrelease.h>

#ifdef __aarch64__
#define UTS_MACHINE "aarch64"
#else
#define UTS_MACHINE "x86_64"
#endif

struct new_utsname quarry_utsname = {
	.sysname = "Linux",
	.nodename = "quarry",
	.release = UTS_RELEASE,
	.version = "#1 SMP",
	.machine = UTS_MACHINE,
	.domainname = "(none)",
};
EXPORT_SYMBOL(quarry_utsname);
