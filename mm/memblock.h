/* SPDX-License-Identifier: MIT */
/*
 * mm/memblock.h - the beginning and the end of boot memory
 */
#ifndef MM_MEMBLOCK_H
#define MM_MEMBLOCK_H

#include <linux/types.h>

/** memblock_reset - empty lists; addresses below @limit have a direct-map address */
void memblock_reset(phys_addr_t limit);
/** memblock_hand_over - the page allocator has the memory now; refuse requests */
void memblock_hand_over(void);

#endif /* MM_MEMBLOCK_H */
