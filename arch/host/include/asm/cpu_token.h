/* SPDX-License-Identifier: MIT */
/*
 * asm/cpu_token.h - taking a CPU's token where it is free: a restartable sequence on the host
 */
#ifndef _ASM_CPU_TOKEN_H
#define _ASM_CPU_TOKEN_H

#include <asm/rseq.h>

#ifdef ARCH_HAS_RSEQ

/**
 * arch_cpu_token_try - take @ti's last CPU, if its token is free and biased and this is its home
 * @held:	receives the token's word
 *
 * Acquires: on x86 each load does. Return: false if it can't be had in this way.
 */
static __always_inline bool arch_cpu_token_try(struct thread_info *ti, u64 *held)
{
	struct cpu_token *token = ti->token;
	u64 word;

	asm volatile goto(
		RSEQ_SECTION_BEGIN(new)
		RSEQ_HOME_CHECK(new, token)
		"movq %c[word](%[token]), %[new]\n\t"
		"testb %[taken], %b[new]\n\t"
		"jne " RSEQ_LEAVE "\n\t"
		"leaq %c[held](%[new], %[context]), %[new]\n\t"
		"movq %[new], %c[word](%[token])\n"
		RSEQ_SECTION_END(fail)
		: [new] "=&r" (word)
		: RSEQ_TOKEN_INPUTS, [token] "r" (token), [context] "r" (ti->context),
		  [held] "i" (CPU_TOKEN_HELD)
		: "memory", "cc" : fail);
	*held = word;
	return true;
fail:
	return false;
}

/** arch_cpu_token - where @cpu's token is to be: at its home's place in the table of RSEQ_HERE_BEGIN; NULL: anywhere */
struct cpu_token *arch_cpu_token(unsigned int cpu);

/** arch_cpu_home - number of the host CPU that @cpu's token is biased to, or CPU_HOME_NONE */
int arch_cpu_home(unsigned int cpu);

/** arch_first_copy - where @percpu's copy of host CPU 0 would be, from which the core's sequences count (RSEQ_HERE_PTR) */
void *arch_first_copy(void *percpu);

/** arch_cpu_restart - sections that run on host CPU @home leave, and it runs a full barrier */
void arch_cpu_restart(int home);

/** arch_restart_cpus - the same for all host CPUs: for what every section reads and hardly anybody changes */
void arch_restart_cpus(void);

#else
#include <asm-generic/asm/cpu_token.h>
#endif

#endif /* _ASM_CPU_TOKEN_H */
