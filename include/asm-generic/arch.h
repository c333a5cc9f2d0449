/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/arch.h - what a port owes the core, and nothing else
 *
 * Every function here is called by the core (mm/, lib/, kernel/, fs/, init/)
 * and defined by arch/<arch>/. A port also supplies <asm/current.h> (how to find
 * the running task) and may override any header of include/asm-generic/asm/.
 * Beyond these, the core's objects may refer only to what compilers emit by
 * themselves (memcpy, memmove, memset, memcmp); tests/layers.t checks that.
 *
 * General rules
 *   - Unless said otherwise a function may be called from any context, takes no
 *     lock of the core, and never calls back into the core.
 *   - Errors are negative errno values. Sizes are bytes unless named nr_pages.
 *   - Times are nanoseconds of a monotonic clock.
 *   - What may be called from any context may be called from interrupt handlers, which run on top
 *     of any code that holds a CPU with interrupts on: such functions take no lock of the host's
 *     library and leave errno alone.
 */
#ifndef _ASM_GENERIC_ARCH_H
#define _ASM_GENERIC_ARCH_H

#include <linux/types.h>

struct task_struct;

/* ---- what the port has -------------------------------------------------- */

/* Bits of arch_features(). Where one is missing, the functions named say how they fail. */
#define ARCH_HAS_MMU		1u	/* arch_map_pages(); else -ENOMEM, and the vmalloc range is empty */
#define ARCH_HAS_FAULTS		2u	/* arch_try() comes back after a fault; else the machine ends */
#define ARCH_HAS_MODULES	4u	/* arch_module_load(); else -ENOEXEC */
#define ARCH_HAS_SMP		8u	/* contexts run at the same time; else they take turns */
#define ARCH_HAS_FOREIGN	16u	/* contexts that the port did not start may call in */
#define ARCH_HAS_SYMBOLS	32u	/* arch_symbolize() knows functions; else only addresses */

/** arch_features - what this port can do; suites skip what it can't, and say so */
unsigned int arch_features(void);

/* ---- memory ---------------------------------------------------------- */

/**
 * struct arch_memory - the machine's memory as the port laid it out
 * @size:		physical bytes, frame 0 up; a multiple of PAGE_SIZE
 * @direct_size:	bytes of them, from 0, that have a direct-map address
 * @direct_map:		kernel address of physical address 0; where the port can, nobody uses the addresses
 *			that the frames above @direct_size would have, and a touch of them faults
 * @vmemmap:		address of the struct page array (one for each frame), which
 *			reads as zeros and costs memory only where written
 * @vmalloc_start:	first address of the range for vmalloc, no frames behind it
 * @vmalloc_end:	one past its last
 *
 * The caller fills in @size and @direct_size, and gets the rest.
 */
struct arch_memory {
	u64		size;
	u64		direct_size;
	void		*direct_map;
	void		*vmemmap;
	unsigned long	vmalloc_start;
	unsigned long	vmalloc_end;
};

/**
 * arch_memory_init - provide the machine's physical memory
 * @mem:		in: @size, @direct_size; out: where everything is
 * @page_struct_size:	bytes of one struct page, to size @vmemmap
 * @why:		on failure, receives one line with the reason, for the user
 *
 * Called once, before anything else of the core runs.
 * Return: 0, -ENOMEM if the port can't provide @size, -EINVAL for a size of 0.
 */
int arch_memory_init(struct arch_memory *mem, size_t page_struct_size,
		     char *why, size_t why_size);

/**
 * arch_map_reserve - may arch_map_pages() be used at these addresses, outside of the vmalloc range?
 * @vaddr:	first address, page-aligned
 *
 * Called at boot. A touch faults until something is mapped there; nobody else uses them from now on.
 * Return: 0; -EBUSY or -ENOMEM if they are not to be had.
 */
int arch_map_reserve(unsigned long vaddr, unsigned long nr_pages);

#define ARCH_MAP_READ_ONLY	1u	/* a write there faults */

/**
 * arch_map_pages - map frames at a kernel virtual address
 * @vaddr:	page-aligned, within the vmalloc range or reserved; what was mapped there is replaced
 * @pfn:	first of @nr_pages consecutive frames
 * @flags:	0 or ARCH_MAP_READ_ONLY
 *
 * Return: 0 or -ENOMEM; what was mapped stays then.
 */
int arch_map_pages(unsigned long vaddr, unsigned long pfn, unsigned long nr_pages, unsigned int flags);

/**
 * struct arch_map_limit - what the port can map in all
 * @max:	mappings of runs of frames, and of the holes between them, that there can be; LONG_MAX: any number
 * @used:	how many there are, with those of whatever else shares the limit
 * @name:	what people know the limit by
 */
struct arch_map_limit {
	unsigned long	max, used;
	const char	*name;
};

/** arch_map_count - fill in *@limit. May take long. Context: a task, interrupts on; one caller at a time. */
void arch_map_count(struct arch_map_limit *limit);

/** arch_unmap_pages - take a mapping away; a touch faults from now on, on every CPU */
void arch_unmap_pages(unsigned long vaddr, unsigned long nr_pages);

/**
 * arch_release_pages - the frames' content is no longer needed
 *
 * They stay usable; they read as zeros or as before when next touched.
 */
void arch_release_pages(unsigned long pfn, unsigned long nr_pages);

/** arch_resident_pages - frames that take real memory just now; all of them, if the port can't know */
unsigned long arch_resident_pages(void);

/* ---- memory checkers ------------------------------------------------------ */

/**
 * arch_memory_watched - does a memory checker (AddressSanitizer, valgrind) watch the program?
 *
 * Where none does this is false, and the calls below are not made. Always the same answer.
 */
bool arch_memory_watched(void);

/** arch_memory_open - [@addr, @addr + @size) may be touched */
void arch_memory_open(void *addr, size_t size);

/** arch_memory_close - it may not: a touch is reported where it happens */
void arch_memory_close(void *addr, size_t size);

/**
 * arch_memory_alloc - @object of @size bytes, open, is the caller's from now on
 * @defined:	its contents mean something
 */
void arch_memory_alloc(void *object, size_t size, bool defined);

/** arch_memory_free - the opposite; @readable: what it holds may still be read */
void arch_memory_free(void *object, size_t size, bool readable);

/* ---- CPUs ------------------------------------------------------------- */

/** arch_nr_cpus - CPUs that the hardware has, at least 1 */
unsigned int arch_nr_cpus(void);

/**
 * arch_cpu_hint - the CPU on which the caller runs just now; may be out of date at once
 *
 * Return: its number; nr_cpu_ids or more if it is none of the core's.
 */
unsigned int arch_cpu_hint(void);

/** arch_fence_cpus - a full memory barrier on every CPU that runs a task (membarrier, or an IPI) */
void arch_fence_cpus(void);

/* ---- per-CPU data --------------------------------------------------------- */

/**
 * arch_percpu_offset - what to add to a per-CPU object's address to get @cpu's copy
 *
 * The same for every object: static, of a module, dynamic. CPU 0 uses the object itself.
 * Return: the offset, a multiple of PAGE_SIZE; 0 for CPU 0.
 */
long arch_percpu_offset(unsigned int cpu);

/**
 * arch_percpu_map - make the memory of @cpu's copy of an object exist
 * @start, @size:	the object, or a range of them; any alignment
 *
 * The copy reads as zeros where nothing was written yet; ranges whose pages overlap may be
 * mapped in turn, and what is there already stays. It stays mapped until the machine halts.
 * Return: 0, -ENOMEM, -EBUSY if something else is at that place, -ERANGE if there is no such
 * place (on the host: a program linked at a low fixed address; cpu 0 always works).
 */
int arch_percpu_map(void *start, size_t size, unsigned int cpu);

/* ---- tasks ------------------------------------------------------------- */

/**
 * arch_task_start - run fn(arg) as @task, concurrently
 *
 * @task becomes current in the new context before @fn is called, which runs on task->stack,
 * THREAD_SIZE bytes. When @fn returns the context ends, and arch_task_start's caller must have
 * arranged who frees @task (the core's kthread code does). The port notes task->stack_area first, and
 * gives it to kernel_stack_left() (kernel/stack.h) once the context runs on it no more.
 * Context: may sleep.
 * Return: 0 or -EAGAIN/-ENOMEM.
 */
int arch_task_start(struct task_struct *task, void (*fn)(void *), void *arg);

/**
 * arch_task_foreign - give the caller's context, unknown so far, its task
 *
 * Called by get_current() when it finds none. The port makes a task_struct, all zero but for
 * pid, tgid and comm, makes it current and calls task_init_foreign(); when the context ends, it
 * calls task_exit_foreign() and frees it. A port without foreign contexts never needs it.
 * Context: any that has no task yet; takes no lock of the caller's.
 * Return: the task; a port that can't make one ends the machine.
 */
struct task_struct *arch_task_foreign(void);

/**
 * arch_block - sleep while *word == expected
 * @timeout_ns:	at most this long; negative means without limit
 *
 * May return early for no reason: callers check their condition in a loop. A store to
 * *word followed by arch_wake() is never missed.
 * Return: 0, or -ETIME when the time ran out.
 */
int arch_block(const u32 *word, u32 expected, s64 timeout_ns);

/** arch_wake - wake up to @nr contexts that block on @word */
void arch_wake(const u32 *word, int nr);

/** arch_yield - let another context run; for waits that a block can't express */
void arch_yield(void);

/**
 * arch_stack_call - fn(arg) on another stack
 * @top:	one past the highest address of memory that is nobody's stack just now; a multiple of 16
 *
 * A call chain goes on from there to the caller. Context: any; @fn may do what the caller may.
 * Return: fn's result.
 */
long arch_stack_call(unsigned long top, long (*fn)(void *), void *arg);

/** arch_stack_bounds - lowest address and one past the highest of the current stack */
void arch_stack_bounds(unsigned long *low, unsigned long *high);

/**
 * arch_signal_pending - is there a signal that @task's user process must handle now?
 *
 * Return: 0 none, 1 a signal, 2 a fatal one. Kernel threads and foreign threads: 0.
 */
int arch_signal_pending(struct task_struct *task);

/** arch_send_signal - send @sig to the user process of @task; -ESRCH if it has none */
int arch_send_signal(struct task_struct *task, int sig);

/* ---- interrupts ------------------------------------------------------------ */

/**
 * arch_irq_context - from now on the calling context can be interrupted
 *
 * Return: the number by which arch_irq_kick() finds it; 0 on a port that interrupts nobody:
 * there, interrupts are delivered where contexts take turns.
 */
u32 arch_irq_context(void);

/**
 * arch_irq_kick - have the core's irq_deliver() called in a context, on top of what it does
 * @context:	from arch_irq_context(); it holds a CPU token
 *
 * Does not wait for it. When this returns the context calls irq_deliver() before its next system
 * call (or the like) returns, at the latest. A kick may get lost: the core repeats it.
 */
void arch_irq_kick(u32 context);

/**
 * arch_irq_nest - may irq_deliver() be called in the caller's context once more?
 * @open:	true: from now on; false: no more
 *
 * For softirqs, which run at the end of irq_deliver() with interrupts on. Elsewhere without effect.
 */
void arch_irq_nest(bool open);

/* ---- faults -------------------------------------------------------------- */

/**
 * arch_try - call fn(arg); if it faults, report an oops and come back
 *
 * The fault handler calls the core's die() (kernel/panic.c) with the registers' pc and frame
 * pointer before control returns here. Nests.
 * Return: fn's result, or -EFAULT after an oops; *@oopsed says which.
 */
long arch_try(long (*fn)(void *), void *arg, bool *oopsed);

/**
 * arch_backtrace - walk a call chain
 * @pc:		where to begin; 0 means the caller of this function
 * @fp:		frame pointer that belongs to @pc
 * @entries:	receives return addresses, innermost first
 *
 * Return: how many were stored, at most @max.
 */
unsigned int arch_backtrace(unsigned long pc, unsigned long fp,
			    unsigned long *entries, unsigned int max);

/**
 * arch_symbolize - name a code address for a report
 *
 * Writes "function+0x1c/0x80 [module] (file.c:12)", as much of it as is known; at least the
 * address in hexadecimal. Slow; for reports only.
 * @is_return:	@addr is a return address (arch_backtrace() stores those): the line is that of the
 *		call, the instruction before it; the offset is still @addr's
 *
 * Return: characters written, without the NUL.
 */
int arch_symbolize(unsigned long addr, bool is_return, char *buf, size_t size);

/* ---- user memory ------------------------------------------------------------ */

/**
 * arch_copy_to_user - copy @n bytes to an address of current's user process
 *
 * Never faults, whatever @to is. For a task without a user process, @to is
 * an address of the embedding program.
 * Return: bytes NOT copied.
 */
unsigned long arch_copy_to_user(void __user *to, const void *from, unsigned long n);

/** arch_copy_from_user - the other way; bytes not copied are left as they were */
unsigned long arch_copy_from_user(void *to, const void __user *from, unsigned long n);

/** arch_copy_nofault - copy from a kernel address that may be wild: 0 or -EFAULT */
int arch_copy_nofault(void *to, const void *from, size_t n);

/* ---- time, console, power ------------------------------------------------------ */

/** arch_clock_ns - nanoseconds since some fixed point, never backwards */
u64 arch_clock_ns(void);

/** arch_clock_real_ns - nanoseconds since 1970 */
u64 arch_clock_real_ns(void);

/** arch_console_write - show @len bytes of the log to a person; @level as in KERN_* (0-7) */
void arch_console_write(const char *text, size_t len, int level);

/** arch_random - @n bytes that can't be guessed */
void arch_random(void *buf, size_t n);

/** arch_halt - stop the machine for good, after panic() (status != 0) or power-off (0) */
void __attribute__((noreturn)) arch_halt(int status);

/* ---- modules ---------------------------------------------------------------------- */

/**
 * struct arch_module - a module's image, mapped
 * @handle:	the port's own
 * @base:	what to add to an address in the file to get the address in memory
 * @size:	bytes that the image takes from @base
 */
struct arch_module {
	void		*handle;
	unsigned long	base;
	unsigned long	size;
};

/**
 * arch_module_load - map an ELF shared object and bind its undefined names
 *
 * The core has already checked the file and that every undefined name is exported.
 * Context: may sleep. Runs no code of the module but its compiler's own constructors.
 * Return: 0, -ENOEXEC with the reason in @why, -ENOMEM.
 */
int arch_module_load(const void *image, size_t len, const char *name,
		     struct arch_module *m, char *why, size_t why_size);

/**
 * arch_module_unload - the opposite; no code or data of it may be in use
 * Return: 0, or -EBUSY if the image stays mapped for good all the same (its own doing: unique
 * symbols, "nodelete"); the core only says so.
 */
int arch_module_unload(struct arch_module *m);

#endif /* _ASM_GENERIC_ARCH_H */
