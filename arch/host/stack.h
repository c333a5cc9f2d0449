/* SPDX-License-Identifier: MIT */
/*
 * arch/host/stack.h - kernel stacks, as the files of this port share them
 */
#ifndef ARCH_HOST_STACK_H
#define ARCH_HOST_STACK_H

#include <linux/types.h>

/** host_task_stack_call - fn(arg) on the stack of current; where the caller is if that has none */
long host_task_stack_call(long (*fn)(void *), void *arg);
/** host_stack_at - bounds of the stack of the calling thread that holds @addr; false: none does */
bool host_stack_at(unsigned long addr, unsigned long *low, unsigned long *high);

#endif /* ARCH_HOST_STACK_H */
