/* SPDX-License-Identifier: MIT */
/*
 * mm/percpu.h - what the leak check wants to know of per-CPU data
 */
#ifndef MM_PERCPU_H
#define MM_PERCPU_H

/** percpu_nr_allocs - allocations that are live */
unsigned long percpu_nr_allocs(void);
/** percpu_nr_pages - frames behind chunks, and of their tables; they stay */
unsigned long percpu_nr_pages(void);

#endif /* MM_PERCPU_H */
