/* SPDX-License-Identifier: MIT */
/*
 * asm/processor.h - what the port keeps in each task, and hints to the processor
 */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

void arch_yield(void);

/** struct thread_struct - nothing: arch/null/task.c finds a task by its context, not the reverse */
struct thread_struct {
};

/** cpu_relax - the body of a short busy wait: with one CPU, somebody else has to run */
static inline void cpu_relax(void)
{
	arch_yield();
}

#endif /* _ASM_PROCESSOR_H */
