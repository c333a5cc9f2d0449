// SPDX-License-Identifier: MIT
/*
 * mm/percpu_static.c - per-CPU variables: the sections of programs, libraries and modules
 *
 * CPU 0 uses a section as it is. The others' copies lie at their CPU's distance from it, and are
 * made at boot, or when a module is loaded.
 * Locking    sections_busy, which works before there are tasks: constructors announce sections.
 */
#include <linux/percpu.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/export.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "mm/percpu.h"

long __per_cpu_offset[NR_CPUS];
EXPORT_SYMBOL(__per_cpu_offset);

#define MAX_SECTIONS	256

struct percpu_section {
	char *start;
	size_t size;
};

static struct percpu_section sections[MAX_SECTIONS];
static unsigned int nr_sections;
static int sections_busy;		/* a lock that needs no task, for constructors */
static bool copies_exist;		/* percpu_init() has made the other CPUs' copies */

static void sections_lock(void)
{
	while (__atomic_exchange_n(&sections_busy, 1, __ATOMIC_ACQUIRE))
		arch_yield();
}

static void sections_unlock(void)
{
	__atomic_store_n(&sections_busy, 0, __ATOMIC_RELEASE);
}

static int section_copy(const struct percpu_section *section)
{
	for (unsigned int cpu = 1; cpu < nr_cpu_ids; cpu++) {
		int err = arch_percpu_map(section->start, section->size, cpu);

		if (err)
			return err;
		memcpy(section->start + per_cpu_offset(cpu), section->start, section->size);
	}
	return 0;
}

static int section_add(void *start, size_t size)
{
	struct percpu_section *section = &sections[0];
	int err = 0;

	if (!size)
		return 0;
	sections_lock();
	while (section < sections + nr_sections && section->start != start)
		section++;
	if (section == sections + nr_sections) {
		*section = (struct percpu_section) { .start = start, .size = size };
		if (nr_sections == MAX_SECTIONS)
			err = -ENOMEM;
		else if (copies_exist)
			err = section_copy(section);
		if (!err)
			nr_sections++;
	}
	sections_unlock();
	return err;
}

void percpu_register_section(void *start, void *stop)
{
	if (section_add(start, stop - start))
		WARN(1, "no memory for the per-CPU variables at %px\n", start);
}
EXPORT_SYMBOL(percpu_register_section);

int percpu_module_add(void *start, size_t size)
{
	return section_add(start, size);
}

void percpu_unregister_section(void *start)
{
	sections_lock();
	for (unsigned int i = 0; i < nr_sections; i++)
		if (sections[i].start == start) {
			sections[i] = sections[--nr_sections];
			break;
		}
	sections_unlock();
}
EXPORT_SYMBOL(percpu_unregister_section);

bool is_kernel_percpu_address(unsigned long addr)
{
	bool found = false;

	sections_lock();
	for (unsigned int i = 0; i < nr_sections && !found; i++)
		found = addr - (unsigned long)sections[i].start < sections[i].size;
	sections_unlock();
	return found;
}
EXPORT_SYMBOL_GPL(is_kernel_percpu_address);

int __init percpu_sections_copy(char *why, size_t why_size)
{
	int err = 0;

	sections_lock();
	for (unsigned int i = 0; i < nr_sections && !err; i++)
		err = section_copy(&sections[i]);
	copies_exist = !err;
	sections_unlock();
	if (err == -ERANGE)
		snprintf(why, why_size, "nr_cpus=%u: this program is linked at a fixed address: build it with -pie, or use nr_cpus=1",
			 nr_cpu_ids);
	else if (err)
		snprintf(why, why_size, "nr_cpus=%u: no room for the per-CPU variables (error %d)", nr_cpu_ids, err);
	return err;
}
