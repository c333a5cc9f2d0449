/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu-defs.h - defining per-CPU variables, and reaching one CPU's copy
 *
 * A per-CPU variable lives in section "percpu" of its program, library or module; that one is
 * CPU 0's copy. CPU n's copy is at the same distance, __per_cpu_offset[n], from CPU 0's for all
 * per-CPU data, static or allocated. Row C4.
 *
 *	CPU 1's copy           CPU 0's copy = the variable itself
 *	x + offset[1] <------- x
 *
 * Whoever holds a CPU token (preempt_disable()) has that CPU's copies to itself.
 */
#ifndef _LINUX_PERCPU_DEFS_H
#define _LINUX_PERCPU_DEFS_H

#include <linux/compiler.h>
#include <linux/cache.h>
#include <linux/preempt.h>
#include <linux/threads.h>

extern long __per_cpu_offset[NR_CPUS];

/**
 * percpu_register_section - tell the kernel of per-CPU variables from @start to @stop
 *
 * Called by a constructor of each object that has some, possibly several times.
 * Context: any, before boot too; takes no lock of the core before boot.
 */
void percpu_register_section(void *start, void *stop);

/**
 * percpu_unregister_section - the object with per-CPU variables from @start on is about to go
 *
 * Called by its destructor, possibly several times, and for a module when it is unloaded.
 * Context: as percpu_register_section().
 */
void percpu_unregister_section(void *start);

extern char __start_percpu[] __attribute__((weak, visibility("hidden")));
extern char __stop_percpu[] __attribute__((weak, visibility("hidden")));

/* The first and the last that are called; gcc forgets the number if it is not said with the declaration. */
void __percpu_announce_section(void) __attribute__((constructor(101)));
void __percpu_withdraw_section(void) __attribute__((destructor(101)));

/* One copy for each program or library, however many of its files include this. */
__attribute__((weak, visibility("hidden"))) void __percpu_announce_section(void)
{
	if (&__start_percpu[0] != &__stop_percpu[0])
		percpu_register_section(__start_percpu, __stop_percpu);
}

__attribute__((weak, visibility("hidden"))) void __percpu_withdraw_section(void)
{
	percpu_unregister_section(__start_percpu);
}

#define PER_CPU_BASE_SECTION	"percpu"

#define DECLARE_PER_CPU_SECTION(type, name, sec) \
	extern __attribute__((section("percpu"))) __typeof__(type) name
#define DEFINE_PER_CPU_SECTION(type, name, sec) \
	__attribute__((section("percpu"))) __typeof__(type) name

#define DECLARE_PER_CPU(type, name)	DECLARE_PER_CPU_SECTION(type, name, "")
#define DEFINE_PER_CPU(type, name)	DEFINE_PER_CPU_SECTION(type, name, "")

#define DECLARE_PER_CPU_SHARED_ALIGNED(type, name) \
	DECLARE_PER_CPU_SECTION(type, name, "") ____cacheline_aligned_in_smp
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) \
	DEFINE_PER_CPU_SECTION(type, name, "") ____cacheline_aligned_in_smp
#define DECLARE_PER_CPU_ALIGNED(type, name)	DECLARE_PER_CPU_SHARED_ALIGNED(type, name)
#define DEFINE_PER_CPU_ALIGNED(type, name)	DEFINE_PER_CPU_SHARED_ALIGNED(type, name)
#define DECLARE_PER_CPU_READ_MOSTLY(type, name)	DECLARE_PER_CPU(type, name)
#define DEFINE_PER_CPU_READ_MOSTLY(type, name)	DEFINE_PER_CPU(type, name)
#define DECLARE_PER_CPU_FIRST(type, name)	DECLARE_PER_CPU(type, name)
#define DEFINE_PER_CPU_FIRST(type, name)	DEFINE_PER_CPU(type, name)
#define DECLARE_PER_CPU_PAGE_ALIGNED(type, name) \
	DECLARE_PER_CPU(type, name) __attribute__((aligned(PAGE_SIZE)))
#define DEFINE_PER_CPU_PAGE_ALIGNED(type, name) \
	DEFINE_PER_CPU(type, name) __attribute__((aligned(PAGE_SIZE)))
#define DECLARE_PER_CPU_DECRYPTED(type, name)	DECLARE_PER_CPU(type, name)
#define DEFINE_PER_CPU_DECRYPTED(type, name)	DEFINE_PER_CPU(type, name)

#define EXPORT_PER_CPU_SYMBOL(var)	EXPORT_SYMBOL(var)
#define EXPORT_PER_CPU_SYMBOL_GPL(var)	EXPORT_SYMBOL_GPL(var)

#define __verify_pcpu_ptr(ptr)						\
	do {								\
		const void __percpu *__vpp_verify = (__typeof__((ptr) + 0))NULL; \
		(void)__vpp_verify;					\
	} while (0)

#define SHIFT_PERCPU_PTR(ptr, offset) \
	((__typeof__(*(ptr)) *)((unsigned long)(ptr) + (unsigned long)(offset)))

#define per_cpu_offset(cpu)	(__per_cpu_offset[(cpu)])

/** per_cpu_ptr - @cpu's copy of what @ptr points to. Any context; whose data it is, is the caller's concern. */
#define per_cpu_ptr(ptr, cpu)	SHIFT_PERCPU_PTR((ptr), per_cpu_offset(cpu))
/** raw_cpu_ptr - the copy of the CPU that the caller holds, or held last */
#define raw_cpu_ptr(ptr)	SHIFT_PERCPU_PTR((ptr), this_cpu_offset())
/** this_cpu_ptr - this CPU's copy; the caller holds the CPU (preemption off) */
#define this_cpu_ptr(ptr)	raw_cpu_ptr(ptr)

/** per_cpu - @cpu's copy of @var, as an lvalue */
#define per_cpu(var, cpu)	(*per_cpu_ptr(&(var), cpu))
#define __raw_get_cpu_var(var)	(*raw_cpu_ptr(&(var)))
#define __get_cpu_var(var)	(*this_cpu_ptr(&(var)))

/** get_cpu_var - preempt_disable(), and this CPU's copy as an lvalue; then put_cpu_var() */
#define get_cpu_var(var)	(*({ preempt_disable(); this_cpu_ptr(&(var)); }))
#define put_cpu_var(var)	do { (void)&(var); preempt_enable(); } while (0)
#define get_cpu_ptr(var)	({ preempt_disable(); this_cpu_ptr(var); })
#define put_cpu_ptr(var)	do { (void)(var); preempt_enable(); } while (0)

#endif /* _LINUX_PERCPU_DEFS_H */
