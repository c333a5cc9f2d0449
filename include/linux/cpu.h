/* SPDX-License-Identifier: MIT */
/*
 * linux/cpu.h - CPUs come and go only at boot; readers still say so
 */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H

#include <linux/types.h>
#include <linux/cpumask.h>
#include <linux/might_sleep.h>

/**
 * cpus_read_lock - the set of online CPUs does not change until cpus_read_unlock()
 *
 * Context: may sleep.
 */
void cpus_read_lock(void);
void cpus_read_unlock(void);
int cpus_read_trylock(void);
#define get_online_cpus()	cpus_read_lock()
#define put_online_cpus()	cpus_read_unlock()
static inline void lockdep_assert_cpus_held(void)
{
}

#endif /* _LINUX_CPU_H */
