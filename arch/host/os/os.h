/* SPDX-License-Identifier: MIT */
/*
 * arch/host/os/os.h - what the host side offers to the kernel side of the port
 *
 * Plain C types only: the kernel side reads it without libc, the host side with it.
 * Errors are negative errno values, sizes are bytes, times nanoseconds. Nothing here calls into
 * the core, except through the functions of the last section, which the .c files of arch/host/ define.
 */
#ifndef ARCH_HOST_OS_H
#define ARCH_HOST_OS_H

struct os_user;			/* a user thread that Quarry traces: os/user*.c */

/* ---- memory: os/memory.c ---- */

/**
 * struct os_memory - the machine's address space
 * @size:		in: physical bytes
 * @direct_size:	in: bytes of them to map at @direct
 * @vmemmap_size:	in: bytes of zero memory at @vmemmap
 * @vmalloc_size:	in: bytes wanted at @vmalloc; out: what the host gave
 * @vmalloc_least:	in: fewer bytes than this are no use
 * @percpu_span:	in: bytes to leave free below the program's libraries
 * @image_is_low:	in: or rather above them, as there is no room below
 * @direct, @vmemmap, @vmalloc: out: addresses
 */
struct os_memory {
	unsigned long long	size;
	unsigned long		direct_size, vmemmap_size, vmalloc_size, vmalloc_least, percpu_span;
	int			image_is_low;
	unsigned long		direct, vmemmap, vmalloc;
};

/** os_memory_create - once; -ENOMEM with the limit that was hit in @why */
int os_memory_create(struct os_memory *mem, char *why, unsigned long why_size);
/** os_memory_destroy - give everything back to the host; no address of it is valid any more */
void os_memory_destroy(void);
/** os_frames_reserve - keep [vaddr, vaddr + size) for os_frames_map(), once; -EBUSY: not empty; -ENOMEM */
int os_frames_reserve(unsigned long vaddr, unsigned long size);
/** os_frames_map - map physical bytes at @vaddr, inside the vmalloc range or what was reserved */
int os_frames_map(unsigned long vaddr, unsigned long long phys, unsigned long size, int read_only);
/**
 * os_mappings_count - how many mappings the host allows the process, and how many it has
 *
 * Where /proc does not tell, any number and none. One caller at a time.
 */
void os_mappings_count(unsigned long *max, unsigned long *used);
/** os_frames_unmap - the opposite: a touch faults */
void os_frames_unmap(unsigned long vaddr, unsigned long size);
/** os_frames_release - the host may take the frames' memory; they read as zeros */
void os_frames_release(unsigned long long phys, unsigned long size);
/** os_frames_resident - bytes of the machine's memory that the host has memory behind */
unsigned long long os_frames_resident(void);
/** os_map_at - private zero memory at exactly [start, end); -EBUSY if that is taken, -ERANGE, -ENOMEM */
int os_map_at(unsigned long start, unsigned long end);
/** os_pages_alloc - private zero memory, whole pages, apart from libc's heap; NULL if there is none */
void *os_pages_alloc(unsigned long size);
void os_pages_free(void *p, unsigned long size);

/* ---- memory checkers: os/watch.c ---- */

/** os_watched - is the program built with AddressSanitizer, or does it run on valgrind? */
int os_watched(void);
/* What may be touched, and what may not. */
void os_watch_open(void *addr, unsigned long size);
void os_watch_close(void *addr, unsigned long size);
/* An object begins to live, and ends; see arch_memory_alloc(), arch_memory_free(). */
void os_watch_alloc(void *object, unsigned long size, int defined);
void os_watch_free(void *object, unsigned long size, int readable);

/* ---- CPUs: os/cpu.c ---- */

unsigned int os_nr_cpus(void);
/** os_cpu_nth - number of the @n-th CPU, from 0, that the process may use; -1 if there are not so many */
int os_cpu_nth(unsigned int n);
unsigned int os_cpu(void);
/** os_fence_cpus - a full barrier on every thread of the process that runs just now */
void os_fence_cpus(void);

/* ---- restartable sequences: os/rseq.c ---- */

/**
 * os_rseq_init - may they be used?
 * @offset:	receives the way from a thread's pointer to its struct rseq
 *
 * Return: 0 or -ENOSYS.
 */
int os_rseq_init(long *offset, unsigned int max_cpus);
/** os_rseq_offset - that way, known before it is known whether it may be used; 0: the C library has none */
long os_rseq_offset(void);
/** os_text_writable - let the program's code from @start to @end be changed, or not any more; -1: refused */
int os_text_writable(void *start, void *end, int writable);
/** os_host_cpus - every host CPU's number is below that; 0: not known */
unsigned int os_host_cpus(void);
/** os_low_memory - @bytes of zeroes below 2 GB, for ever; NULL: there are none */
void *os_low_memory(unsigned long bytes);
/** os_exiting - has the program begun to end? Its threads go on while destructors run. Said where there are sequences. */
int os_exiting(void);
/** os_rseq_restart - those that run on host CPU @cpu, or -1: on any, begin anew; a full barrier there and here */
void os_rseq_restart(int cpu);
/** os_thread_pointer - what the caller's thread-local variables are addressed by */
void *os_thread_pointer(void);

/* ---- threads: os/thread.c ---- */

/**
 * os_thread_start - call host_thread_run(task, fn, arg) in a new thread
 * @name:	what debuggers show; cut to 15 characters
 *
 * The thread blocks all signals but faults. Return: 0, -EAGAIN, -ENOMEM.
 */
int os_thread_start(void *task, void (*fn)(void *), void *arg, const char *name);
/** os_threads_possible - does the host give us @nr (at most 16) more threads just now? 0 or -EAGAIN */
int os_threads_possible(unsigned int nr);
/** os_thread_at_exit - have host_thread_exit(@task) called when the calling thread ends */
int os_thread_at_exit(void *task);
/** os_at_fork - have @fn called in the child whenever the program forks; 0 or -ENOMEM */
int os_at_fork(void (*fn)(void));
/** os_thread_self - the calling thread's host numbers and name */
void os_thread_self(int *tid, int *pid, char *name, unsigned long size);
/** os_block - sleep while *word == expected, at most @timeout_ns (negative: no limit); 0 or -ETIME */
int os_block(const unsigned int *word, unsigned int expected, long long timeout_ns);
void os_wake(const unsigned int *word, int nr);
void os_yield(void);
/** os_stack_bounds - of the calling thread's host stack; looked up once in a thread's life */
void os_stack_bounds(unsigned long *low, unsigned long *high);

/* ---- interrupts: os/irq.c ---- */

/** os_irq_install - choose the signal that interrupts kernel code, and take it; 0 or a negative errno */
int os_irq_install(void);
/** os_irq_signal - its number; 0 before os_irq_install() */
int os_irq_signal(void);
/** os_irq_open - let it interrupt the calling thread; the thread's number */
unsigned int os_irq_open(void);
/** os_irq_kick - send it to a thread; safe in a signal handler */
void os_irq_kick(unsigned int tid);
/** os_irq_nest - in host_irq_kicked(): may the next one come on top (1), or not (0)? */
void os_irq_nest(int open);

/* ---- stacks: os/stack.c ---- */

/** os_stack_enter - fn(arg) on an interrupt's stack of @size bytes that ends at @top */
long os_stack_enter(unsigned long top, unsigned long size, long (*fn)(void *), void *arg);
/** os_task_stack_enter - fn(arg) on the task's stack, below what of it is in use already */
long os_task_stack_enter(unsigned long top, unsigned long size, long (*fn)(void *), void *arg);
/**
 * os_stack_call - fn(arg) on the host stack, for what takes more than a kernel stack has
 *
 * From there it is a plain call. Async-signal-safe as far as @fn is.
 */
long os_stack_call(long (*fn)(void *), void *arg);
/** os_is_stack_jump - is @addr a return address in a change of stacks? */
int os_is_stack_jump(unsigned long addr);

/* ---- clocks, console, entropy, power: os/machine.c ---- */

unsigned long long os_clock_ns(void);
unsigned long long os_clock_real_ns(void);
/** os_console_write - to standard error, in as few writes as it takes */
void os_console_write(const char *text, unsigned long len);
void os_random(void *buf, unsigned long n);
void os_halt(int status) __attribute__((noreturn));
/** os_environment - value of an environment variable, or NULL */
const char *os_environment(const char *name);

/* ---- faults: os/fault.c ---- */

/**
 * os_faults_install - take SIGSEGV, SIGBUS, SIGILL and SIGFPE from now on
 *
 * For the `quarry` command. Embedding programs keep their own handlers: without this call a
 * fault is whatever it is in the program, and os_try() is a plain call.
 */
int os_faults_install(void);
int os_faults_installed(void);
/** os_signal_stack - have signals of the calling thread handled on stacks apart, from now on */
void os_signal_stack(void);
/** os_signal_stack_bounds - of that which holds @addr; 0 if none does */
int os_signal_stack_bounds(unsigned long addr, unsigned long *low, unsigned long *high);
/**
 * os_unwind - the call chain of a fault, by the compiler's unwind tables
 * @pc:	where it faulted
 *
 * Only while the fault is being reported, in its thread.
 * Return: addresses stored in @entries, @pc first; 0 if @pc is not on the chain.
 */
unsigned int os_unwind(unsigned long pc, unsigned long *entries, unsigned int max);
/**
 * os_try - fn(arg); after a fault in it, host_fault_report() and back here
 *
 * Nests. Return: fn's result; -EFAULT with *faulted = 1 after a fault.
 */
long os_try(long (*fn)(void *), void *arg, int *faulted);

/* ---- names of code: os/symbol.c ---- */

/** os_symbolize - "function+0x1c/0x80 [module] (file.c:12)"; characters written; see arch.h */
int os_symbolize(unsigned long addr, int is_return, char *buf, unsigned long size);

/* ---- modules: os/module.c ---- */

/** struct os_module - as struct arch_module */
struct os_module {
	void		*handle;
	unsigned long	base, size;
};

int os_module_load(const void *image, unsigned long len, const char *name, struct os_module *m,
		   char *why, unsigned long why_size);
/** os_module_unload - 0, or -EBUSY if the host's loader keeps the image mapped */
int os_module_unload(struct os_module *m);
/** os_module_at - name of the module whose image holds @addr, its file and base; 0 or -ENOENT */
int os_module_at(unsigned long addr, char *name, unsigned long size, char *path, unsigned long path_size,
		 unsigned long *base);

/* ---- user processes: os/user_mem.c, os/user_signal.c ---- */

/** os_user_write - copy to address @to of the program; bytes NOT copied; @user NULL: this process */
unsigned long os_user_write(struct os_user *user, unsigned long to, const void *from, unsigned long n);
unsigned long os_user_read(struct os_user *user, void *to, unsigned long from, unsigned long n);
/**
 * os_user_signal - 0: none pending; 1: a signal that it does not block or ignore; 2: a fatal one, or it is gone
 * @set:	those, signal s as bit s - 1; SIGKILL among them if 2
 */
int os_user_signal(struct os_user *user, unsigned long *set);
/** os_user_kill - send @sig to the whole process */
int os_user_kill(struct os_user *user, int sig);
/** os_user_tty - major and minor number of the controlling terminal; 0, or -ENOENT if it has none */
int os_user_tty(struct os_user *user, unsigned int *major, unsigned int *minor);

/* ---- called by the host side, defined in arch/host/ ---- */

/**
 * host_fault_report - kernel code faulted: print the oops (fault.c)
 * @what:	the kind of fault, as die() takes it
 * @addr:	what it touched; 0 if that is not known
 * @pc, @fp:	registers at the fault
 *
 * In the faulting thread, on its signal stack, before control returns to os_try(), if to anywhere.
 */
void host_fault_report(const char *what, unsigned long addr, unsigned long pc, unsigned long fp);
/**
 * host_irq_kicked - somebody wants the CPU that the calling thread holds, or held (irq.c)
 *
 * In a signal handler, on top of whatever the thread does.
 */
void host_irq_kicked(void);
/** host_thread_run - the body of a thread of os_thread_start() (task.c) */
void host_thread_run(void *task, void (*fn)(void *), void *arg);
/** host_thread_exit - a thread given to os_thread_at_exit() ends (task.c) */
void host_thread_exit(void *task);

#endif /* ARCH_HOST_OS_H */
