/* SPDX-License-Identifier: MIT */
/*
 * mm/highmem.h - boot of the kmap windows
 */
#ifndef MM_HIGHMEM_H
#define MM_HIGHMEM_H

/** highmem_init - set addresses aside for the windows, if the machine has high memory */
void highmem_init(void);

#endif /* MM_HIGHMEM_H */
