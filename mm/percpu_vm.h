/* SPDX-License-Identifier: MIT */
/*
 * mm/percpu_vm.h - the memory behind chunks of per-CPU data
 */
#ifndef MM_PERCPU_VM_H
#define MM_PERCPU_VM_H

#include <linux/types.h>
#include <linux/gfp_types.h>
#include "mm/percpu_chunk.h"

/* Addresses of CPU 0's copies of all chunks together. */
#define PCPU_WINDOW_SIZE	(64UL << 20)
/*
 * ... and where the port has no mappings: 1 MB, or more if frames are so large that it would be few
 * of them.
 */
#define PCPU_DIRECT_SIZE	(16 * PCPU_CHUNK_SIZE)

/**
 * percpu_vm_init - find the window of CPU 0's copies
 * @window, @size: receive where it begins and its bytes
 * @why:	on failure, receives one line with the reason
 *
 * Return: 0, or -ENOMEM if the port can't have per-CPU data for so many CPUs.
 */
int percpu_vm_init(unsigned long *window, size_t *size, char *why, size_t why_size);
/**
 * percpu_vm_map - put a zeroed frame behind each CPU's copy of page @addr
 * @frames:	receives their numbers, one for each CPU
 *
 * Return: 0 or -ENOMEM.
 */
int percpu_vm_map(unsigned long addr, u32 *frames, gfp_t gfp);
/** percpu_vm_unmap - take the frames of page @addr away again, of all CPUs. May sleep. */
void percpu_vm_unmap(unsigned long addr, u32 *frames);

#endif /* MM_PERCPU_VM_H */
