/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/asm/cpu_token.h - taking a CPU's token where it is free: by compare-and-swap
 *
 * For <linux/preempt.h> and kernel/cpu_token.c only. A port with restartable sequences has its own.
 */
#ifndef _ASM_GENERIC_CPU_TOKEN_H
#define _ASM_GENERIC_CPU_TOKEN_H

#include <linux/compiler.h>
#include <linux/thread_info.h>
#include <asm/cmpxchg.h>

static __always_inline bool arch_cpu_token_try(struct thread_info *ti, u64 *held)
{
	struct cpu_token *token = ti->token;
	u64 word = READ_ONCE(token->word);

	*held = (word | CPU_TOKEN_HELD) + ti->context;
	return !(word & CPU_TOKEN_HELD) && try_cmpxchg_acquire(&token->word, &word, *held);
}

/** arch_cpu_token - where @cpu's token is to be; NULL: anywhere */
static inline struct cpu_token *arch_cpu_token(unsigned int cpu)
{
	return NULL;
}

/** arch_cpu_home - number of the processor that @cpu's token is biased to, or CPU_HOME_NONE */
static inline int arch_cpu_home(unsigned int cpu)
{
	return CPU_HOME_NONE;
}

/** arch_first_copy - where sequences begin to count @percpu's copies: there are none */
static inline void *arch_first_copy(void *percpu)
{
	return percpu;
}

/** arch_cpu_restart - sections that processor @home is in begin anew, and it runs a full barrier */
static inline void arch_cpu_restart(int home)
{
}

/** arch_restart_cpus - the same for every processor that runs a task */
static inline void arch_restart_cpus(void)
{
}

#endif /* _ASM_GENERIC_CPU_TOKEN_H */
