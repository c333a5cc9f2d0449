/* SPDX-License-Identifier: MIT */
/*
 * linux/bottom_half.h - keep softirqs (timers, RCU callbacks, tasklets) off this CPU
 */
#ifndef _LINUX_BH_H
#define _LINUX_BH_H

#include <linux/preempt.h>

/** local_bh_disable - no softirq runs on this CPU from now on. Nests. Context: any but hard interrupt. */
#define local_bh_disable()	cpu_hold(SOFTIRQ_DISABLE_OFFSET)
/** local_bh_enable - undo one local_bh_disable(). Context: as that. */
#define local_bh_enable()	cpu_drop(SOFTIRQ_DISABLE_OFFSET)
#define _local_bh_enable()	local_bh_enable()

#endif /* _LINUX_BH_H */
