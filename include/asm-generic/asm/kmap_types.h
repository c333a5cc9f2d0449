/* SPDX-License-Identifier: MIT */
/*
 * asm/kmap_types.h - the types of kmap_atomic() of old, by the name that drivers include
 */
#ifndef _ASM_KMAP_TYPES_H
#define _ASM_KMAP_TYPES_H

#include <asm-generic/kmap_types.h>

#endif /* _ASM_KMAP_TYPES_H */
