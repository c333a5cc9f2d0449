/* SPDX-License-Identifier: MIT */
/*
 * asm/processor.h - what the port keeps in each task, and hints to the processor
 */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

struct os_user;

/**
 * struct thread_struct - the port's part of a task_struct; all zero is right for a new one
 * @user:	the user thread on whose behalf the task runs; NULL: a kernel thread, or a
 *		thread of an embedding program. Set by entry_task_begin().
 */
struct thread_struct {
	struct os_user	*user;
};

/** cpu_relax - the body of a short busy wait */
static inline void cpu_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield" ::: "memory");
#else
	__asm__ volatile("" ::: "memory");
#endif
}

#endif /* _ASM_PROCESSOR_H */
