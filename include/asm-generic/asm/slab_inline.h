/* SPDX-License-Identifier: MIT */
/* asm-generic/asm/slab_inline.h - for ports where kmalloc() and its kin are functions, and no more */
#ifndef _ASM_GENERIC_SLAB_INLINE_H
#define _ASM_GENERIC_SLAB_INLINE_H
#endif /* _ASM_GENERIC_SLAB_INLINE_H */
