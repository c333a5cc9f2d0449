/* SPDX-License-Identifier: MIT */
/*
 * mm/percpu_vm.h - the memory behind chunks of per-CPU data
 */
#ifndef MM_PERCPU_VM_H
#define MM_PERCPU_VM_H

#include <linux/types.h>
#include <linux/gfp_types.h>

/* Addresses of CPU 0's copies of all chunks together. */
#define PCPU_WINDOW_SIZE	(64UL << 20)

/** percpu_vm_init - find the addresses; the window of CPU 0's copies */
unsigned long percpu_vm_init(void);
/** percpu_vm_map - put a zeroed frame behind each CPU's copy of page @addr: 0 or -ENOMEM */
int percpu_vm_map(unsigned long addr, gfp_t gfp);
/** percpu_vm_to_page - the frame behind @addr, CPU @cpu's copy */
struct page *percpu_vm_to_page(unsigned long addr);

#endif /* MM_PERCPU_VM_H */
