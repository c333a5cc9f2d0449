// SPDX-License-Identifier: MIT
/*
 * arch/host/machine.c - CPUs, clocks, console, entropy, user memory and power of the hosted machine
 *
 * Each is one call of the host side; this file is where the two vocabularies meet.
 */
#include <linux/errno.h>
#include <linux/sched.h>
#include <asm-generic/arch.h>

#include "arch/host/os/os.h"

unsigned int arch_features(void)
{
	return ARCH_HAS_MMU | ARCH_HAS_MODULES | ARCH_HAS_SMP | ARCH_HAS_FOREIGN | ARCH_HAS_SYMBOLS |
	       (os_faults_installed() ? ARCH_HAS_FAULTS : 0);
}

/* ---- CPUs ---- */

unsigned int arch_nr_cpus(void)
{
	return os_nr_cpus();
}

void arch_fence_cpus(void)
{
	os_fence_cpus();
}

/* ---- clocks, console, entropy, power ---- */

u64 arch_clock_ns(void)
{
	return os_clock_ns();
}

u64 arch_clock_real_ns(void)
{
	return os_clock_real_ns();
}

void arch_console_write(const char *text, size_t len, int level)
{
	os_console_write(text, len);
}

void arch_random(void *buf, size_t n)
{
	os_random(buf, n);
}

void arch_halt(int status)
{
	os_halt(status);
}

/* ---- user memory ---- */

unsigned long arch_copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return os_user_write(current->thread.user, (unsigned long)to, from, n);
}

unsigned long arch_copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return os_user_read(current->thread.user, to, (unsigned long)from, n);
}

int arch_copy_nofault(void *to, const void *from, size_t n)
{
	return os_user_read(NULL, to, (unsigned long)from, n) ? -EFAULT : 0;
}

/* ---- modules ---- */

int arch_module_load(const void *image, size_t len, const char *name, struct arch_module *m,
		     char *why, size_t why_size)
{
	struct os_module os;
	int err = os_module_load(image, len, name, &os, why, why_size);

	if (err)
		return err;
	m->handle = os.handle;
	m->base = os.base;
	m->size = os.size;
	return 0;
}

int arch_module_unload(struct arch_module *m)
{
	struct os_module os = { .handle = m->handle, .base = m->base, .size = m->size };
	int err = os_module_unload(&os);

	m->handle = NULL;
	return err;
}
