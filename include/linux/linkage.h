/* SPDX-License-Identifier: MIT */
/* linux/linkage.h - marks for functions that assembly calls; none is needed here */
#ifndef _LINUX_LINKAGE_H
#define _LINUX_LINKAGE_H

#include <linux/compiler_types.h>
#include <linux/stringify.h>

#define CPP_ASMLINKAGE

#endif
