/* SPDX-License-Identifier: MIT */
/*
 * asm/kmap_size.h - how many windows a task has for kmap_local_page()
 */
#ifndef _ASM_KMAP_SIZE_H
#define _ASM_KMAP_SIZE_H

/* kmap_local_page() and kmap_atomic() nest less deep than this. */
#define KM_MAX_IDX	16
/* With the old form, whose types come on top: windows that a task has. */
#define KMAP_LEVELS	24

#endif /* _ASM_KMAP_SIZE_H */
