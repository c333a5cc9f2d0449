/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/asm/percpu_stack.h - per-CPU stacks of a port without restartable sequences
 *
 * For <linux/percpu_stack.h> only.
 */
#ifndef _ASM_GENERIC_PERCPU_STACK_H
#define _ASM_GENERIC_PERCPU_STACK_H

#define arch_percpu_stack_pop(stack)		percpu_stack_pop_by_token(stack)
#define arch_percpu_stack_push(stack, object)	percpu_stack_push_by_token(stack, object)

#include <linux/percpu_stack.h>

#endif /* _ASM_GENERIC_PERCPU_STACK_H */
