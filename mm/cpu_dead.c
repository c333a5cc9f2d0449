// SPDX-License-Identifier: MIT
/*
 * mm/cpu_dead.c - what memory management fetches from a CPU that has gone
 *
 * Order      objects before pages: slabs that become empty go to the page lists. Each is drained by the
 *            function that the CPU itself would use, called with its per-CPU data (cpu_dead_call()).
 * Locking    cpu_hotplug_lock held for writing; then slab_mutex. So slab_mutex is never held where CPUs
 *            are kept from going.
 */
#include <linux/bug.h>
#include <linux/cpu.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/vmstat.h>
#include "init/calls.h"
#include "mm/slab.h"
#include "mm/sysctl.h"

static int slab_cpu_dead(unsigned int cpu)
{
	struct kmem_cache *s;

	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list)
		if (s->magazine_own)
			cpu_dead_call(cpu, magazine_drain_here, s);
	mutex_unlock(&slab_mutex);
	return 0;
}

static void drain_pages_here(void *unused)
{
	drain_local_pages(NULL);
}

/* The events are counted where they are looked for first. */
static void vm_events_fold(unsigned int cpu)
{
	struct vm_event_state *from = per_cpu_ptr(&vm_event_states, cpu);

	for (int i = 0; i < NR_VM_EVENT_ITEMS; i++) {
		count_vm_events(i, from->event[i]);
		WRITE_ONCE(from->event[i], 0);
	}
}

static int page_alloc_cpu_online(unsigned int cpu)
{
	zone_pcp_update_all();
	return 0;
}

static int page_alloc_cpu_dead(unsigned int cpu)
{
	cpu_dead_call(cpu, drain_pages_here, NULL);
	vm_events_fold(cpu);
	zone_pcp_update_all();
	return 0;
}

/** mm_cpu_init - nothing is lost on CPUs that go. Boot list: after the other users of per-CPU lists. */
void __init mm_cpu_init(void)
{
	BUG_ON(cpuhp_setup_state_nocalls(CPUHP_SLAB_PREPARE, "slab:prepare", NULL, slab_cpu_dead));
	BUG_ON(cpuhp_setup_state_nocalls(CPUHP_PAGE_ALLOC, "mm/page_alloc:pcp", NULL,
					 page_alloc_cpu_dead));
	BUG_ON(cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "mm/page_alloc:high",
					 page_alloc_cpu_online, NULL) < 0);
}
