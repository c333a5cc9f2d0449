/* SPDX-License-Identifier: MIT */
/* mm/mempool_poison.h - elements of a mempool's reserve are nobody's: who touches one is found out */
#ifndef MM_MEMPOOL_POISON_H
#define MM_MEMPOOL_POISON_H

#include <linux/mempool.h>

/** mempool_poisons - slub_debug= asks for poison, in general or for "mempool" */
extern bool mempool_poisons;

/** mempool_poison_init - read the boot option, once the design is known */
void mempool_poison_init(void);

/** mempool_element_close - @element has come to the reserve. Any context. */
void mempool_element_close(mempool_t *pool, void *element);

/** mempool_element_open - it leaves; what was written to it meanwhile is reported. Any context. */
void mempool_element_open(mempool_t *pool, void *element);

#endif /* MM_MEMPOOL_POISON_H */
