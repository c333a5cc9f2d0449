/* SPDX-License-Identifier: MIT */
/*
 * linux/page-flags-layout.h - how many bits of page->flags mean what
 *
 * All of them are flags: zone and node come from a table by frame number (docs/pages.md).
 */
#ifndef _LINUX_PAGE_FLAGS_LAYOUT_H
#define _LINUX_PAGE_FLAGS_LAYOUT_H

#include <linux/numa.h>

#define ZONES_SHIFT	3

#endif /* _LINUX_PAGE_FLAGS_LAYOUT_H */
