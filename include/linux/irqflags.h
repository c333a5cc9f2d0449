/* SPDX-License-Identifier: MIT */
/*
 * linux/irqflags.h - the soft interrupt mask of the running task
 *
 * Interrupts off is a bit of thread_info.count; having it set is a reason to hold a CPU, as on
 * hardware, where code with interrupts off can't be taken off its CPU. An interrupt that comes
 * meanwhile leaves a note (irq_pending), and runs when they go on: docs/interrupts.md.
 */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/preempt.h>
#include <linux/typecheck.h>

void irq_run_pending(void);

static __always_inline unsigned long arch_local_save_flags(void)
{
	return current_thread_info()->count & CPU_IRQS_OFF;
}

static __always_inline unsigned long cpu_irqs_save(void)
{
	unsigned long flags = arch_local_save_flags();

	if (!flags)
		cpu_hold(CPU_IRQS_OFF);
	return flags;
}

static __always_inline void cpu_irqs_restore(unsigned long flags)
{
	unsigned long now = arch_local_save_flags();

	if (flags == now)
		return;
	if (flags) {
		cpu_hold(CPU_IRQS_OFF);
		return;
	}
	if (unlikely(READ_ONCE(current_thread_info()->irq_pending)))
		irq_run_pending();
	cpu_drop(CPU_IRQS_OFF);
}

/**
 * cpu_section_try - local_irq_save() for an allocator's fast path: no call, and so no register saved
 * @ti:	the caller's
 * @old: receives what cpu_section_end() wants
 *
 * The steps in between must be few and leave the count as it is.
 * Return: false if the CPU was not free at once; then nothing has changed.
 */
static __always_inline bool cpu_section_try(struct thread_info *ti, unsigned int *old)
{
	*old = ti->count;
	if (!*old) {
		if (unlikely(!cpu_token_try(ti)))
			return false;
		ti->hold_ip = _THIS_IP_;
	}
	ti->count = *old | CPU_IRQS_OFF;
	barrier();
	return true;
}

/**
 * cpu_section_end - the other half. Touches the task no more once the CPU is given back.
 * Return: must the caller call cpu_section_wake(), because somebody waits for a CPU?
 */
static __always_inline bool __must_check cpu_section_end(struct thread_info *ti, unsigned int old)
{
	barrier();
	ti->count = old;
	return !old && cpu_token_put(ti);
}

/**
 * cpu_section_wake - wake who waits for a CPU; only after cpu_section_end() has asked for it
 *
 * Also if he waits no more: his kick may be on its way to this very thread (cpu_token_wake()).
 * Context: any.
 */
static inline void cpu_section_wake(void)
{
	cpu_token_wake();
}

/** local_irq_disable - no interrupt handler runs on this CPU from now on. Context: any. */
#define local_irq_disable()	((void)cpu_irqs_save())
/** local_irq_enable - they may again. Context: any, but hard interrupt. */
#define local_irq_enable()	cpu_irqs_restore(0)
/** local_irq_save - local_irq_disable(), and @flags remembers how it was. Context: any. */
#define local_irq_save(flags)	do { typecheck(unsigned long, flags); (flags) = cpu_irqs_save(); } while (0)
/** local_irq_restore - back to what local_irq_save() found. Context: any. */
#define local_irq_restore(flags) do { typecheck(unsigned long, flags); cpu_irqs_restore(flags); } while (0)
#define local_save_flags(flags)	do { typecheck(unsigned long, flags); (flags) = arch_local_save_flags(); } while (0)
/** irqs_disabled - is local_irq_disable() in force? */
#define irqs_disabled()		(arch_local_save_flags() != 0)
#define irqs_disabled_flags(flags) ((flags) != 0)
#define raw_local_irq_disable()	local_irq_disable()
#define raw_local_irq_enable()	local_irq_enable()
#define raw_local_irq_save(flags) local_irq_save(flags)
#define raw_local_irq_restore(flags) local_irq_restore(flags)
#define raw_irqs_disabled()	irqs_disabled()
#define safe_halt()		barrier()

#endif /* _LINUX_IRQFLAGS_H */
