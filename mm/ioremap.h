/* SPDX-License-Identifier: MIT */
/*
 * mm/ioremap.h - mappings of device memory, for the rest of the kernel
 */
#ifndef MM_IOREMAP_H
#define MM_IOREMAP_H

#include <linux/types.h>

/* Bits of a physical address: memory and devices lie below 2^46, as on most x86-64 machines. */
#define PHYS_ADDR_BITS	46

#endif /* MM_IOREMAP_H */
