/* SPDX-License-Identifier: MIT */
/*
 * asm/processor.h - what the port keeps in each task, and hints to the processor
 */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

struct null_context;

/** struct thread_struct - the context that runs the task; NULL for the boot context */
struct thread_struct {
	struct null_context	*context;
};

/** cpu_relax - the body of a short busy wait: with one CPU, somebody else has to run */
static inline void cpu_relax(void)
{
	void arch_yield(void);

	arch_yield();
}

#endif /* _ASM_PROCESSOR_H */
