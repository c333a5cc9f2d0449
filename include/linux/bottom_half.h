/* SPDX-License-Identifier: MIT */
/*
 * linux/bottom_half.h - keep softirqs (timers, RCU callbacks, tasklets) off this CPU
 */
#ifndef _LINUX_BH_H
#define _LINUX_BH_H

#include <linux/preempt.h>

void do_softirq(void);

/* cpu_drop() of @n, which has a softirq part: then softirqs that were raised meanwhile run. */
static __always_inline void cpu_softirq_drop(unsigned int n)
{
	struct thread_info *ti = current_thread_info();
	unsigned int old = ti->count;

	barrier();
	if (unlikely(old < n)) {
		cpu_count_underflow(n);
		return;
	}
	ti->count = old - n + PREEMPT_OFFSET;	/* the look comes after: kernel/softirq.c, S2 */
	barrier();
	if (unlikely(READ_ONCE(ti->token->softirq_pending)))
		do_softirq();
	cpu_drop(PREEMPT_OFFSET);
}

/** local_bh_disable - no softirq runs on this CPU from now on. Nests. Context: any but hard interrupt. */
#define local_bh_disable()	cpu_hold(SOFTIRQ_DISABLE_OFFSET)
/** local_bh_enable - undo one local_bh_disable(). Context: as that. */
#define local_bh_enable()	cpu_softirq_drop(SOFTIRQ_DISABLE_OFFSET)
#define _local_bh_enable()	local_bh_enable()

#endif /* _LINUX_BH_H */
