/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/asm/cpu_token.h - taking a CPU's token where it is free: by compare-and-swap
 *
 * For <linux/preempt.h> only. Right for tokens without a home; a port with arch_cpu_home() has its own.
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

#endif /* _ASM_GENERIC_CPU_TOKEN_H */
