// SPDX-License-Identifier: MIT
/*
 * arch/null/irq.c - interrupts where contexts take turns: nobody can be interrupted
 *
 * So an interrupt runs where the raiser's CPU lets it: at once, when interrupts go on, or
 * in the turn of the CPU's interrupt thread (kernel/irq_cpu.c).
 */
#include <asm-generic/arch.h>

u32 arch_irq_context(void)
{
	return 0;
}

void arch_irq_kick(u32 context)
{
}

void arch_irq_nest(bool open)
{
}
