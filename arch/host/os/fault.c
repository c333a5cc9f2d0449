// SPDX-License-Identifier: MIT
/*
 * arch/host/os/fault.c - a fault in kernel code becomes a report and a return
 *
 * os_try() remembers a place on its stack; the handler, which runs on a stack of its own (the
 * faulting one may be the very thing that is broken), has the kernel print the oops, and jumps
 * back there. The signals are taken with SA_NODEFER, and the mask goes back to what it was. A fault
 * while reporting, and a fault outside any os_try(), end the process by the default action, at
 * the faulting instruction, so that a debugger or core file shows it.
 *
 * A thread that Quarry starts has two signal stacks, others get them by their first os_try(); they
 * are freed when it ends. The stack that was there before (AddressSanitizer gives each thread one) is
 * put back first. A handler begins on FIRST, which the host disarms meanwhile (SS_AUTODISARM) and arms
 * again at the handler's return: what comes in between stays on the stack it finds. A handler
 * that goes to another stack, an interrupt's, arms SECOND before: so an overflow there is
 * handled too, and nothing ever begins at the top of a stack that is in use.
 */
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "arch/host/os/stack.h"

#define UNWIND_DEPTH	8464		/* frames, of which the handler and the report are the first */
#define SIGNAL_STACK	(256UL << 10)	/* the report formats, walks and spawns addr2line on it */
#define SIGNAL_GUARD	4096UL
#define STACK_BYTES	(2 * (SIGNAL_GUARD + SIGNAL_STACK))

#ifndef SS_AUTODISARM
#define SS_AUTODISARM	(1U << 31)
#endif

struct os_try {
	sigjmp_buf		env;
	struct os_try		*outer;
	struct stack_place	place;
};

enum { FIRST, SECOND };

struct signal_stack {
	char	*base;		/* twice a guard page, then SIGNAL_STACK bytes */
	stack_t	before;
};

/* Read in a handler: must not be allocated on first use, hence initial-exec. */
#define THREAD_LOCAL static __thread __attribute__((tls_model("initial-exec")))

THREAD_LOCAL struct os_try *innermost;
THREAD_LOCAL struct signal_stack *signal_stack;
THREAD_LOCAL int reporting;
THREAD_LOCAL void **unwinding;

static int installed;
static pthread_key_t stack_key;
static int stack_key_error;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;

static void signal_stack_free(void *arg)
{
	struct signal_stack *stack = arg;

	sigaltstack(&stack->before, NULL);
	munmap(stack->base, STACK_BYTES);
	free(stack);
	signal_stack = NULL;
}

static void stack_key_create(void)
{
	stack_key_error = pthread_key_create(&stack_key, signal_stack_free);
}

static char *signal_stack_low(const struct signal_stack *stack, int which)
{
	return stack->base + SIGNAL_GUARD + which * (SIGNAL_GUARD + SIGNAL_STACK);
}

/*
 * Without SS_AUTODISARM (old hosts, valgrind) a fault on an interrupt's stack ends badly: the
 * second's use.
 */
static int signal_stack_arm(int which, unsigned int flags)
{
	stack_t stack = { .ss_size = SIGNAL_STACK, .ss_flags = flags };

	stack.ss_sp = signal_stack_low(signal_stack, which);
	if (!sigaltstack(&stack, NULL))
		return 0;
	stack.ss_flags = 0;
	return sigaltstack(&stack, NULL);
}

/* Without stacks of their own handlers run on the faulting one: all but overflows still work. */
static void signal_stack_make(void)
{
	struct signal_stack *stack = malloc(sizeof(*stack));

	if (!stack)
		return;
	stack->base = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (stack->base == MAP_FAILED)
		goto out_free;
	mprotect(stack->base, SIGNAL_GUARD, PROT_NONE);
	mprotect(signal_stack_low(stack, SECOND) - SIGNAL_GUARD, SIGNAL_GUARD, PROT_NONE);
	sigaltstack(NULL, &stack->before);
	signal_stack = stack;
	if (signal_stack_arm(FIRST, SS_AUTODISARM) < 0)
		goto out_unmap;
	pthread_setspecific(stack_key, stack);
	return;

out_unmap:
	signal_stack = NULL;
	munmap(stack->base, STACK_BYTES);
out_free:
	free(stack);
}

static long signal_stack_call(void *arg)
{
	signal_stack_make();
	return 0;
}

void os_signal_stack(void)
{
	pthread_once(&stack_once, stack_key_create);
	if (!signal_stack && !stack_key_error)
		os_stack_call(signal_stack_call, NULL);
}

int os_signal_stack_bounds(unsigned long addr, unsigned long *low, unsigned long *high)
{
	int which;

	for (which = FIRST; signal_stack && which <= SECOND; which++) {
		*low = (unsigned long)signal_stack_low(signal_stack, which);
		*high = *low + SIGNAL_STACK;
		if (addr >= *low && addr < *high)
			return 1;
	}
	return 0;
}

/* With the first disarmed, signals stay where they come until the second is armed. */
void signal_stack_leave(void)
{
	char *here = __builtin_frame_address(0), *low;

	if (!signal_stack)
		return;
	low = signal_stack_low(signal_stack, FIRST);
	if (here >= low && here < low + SIGNAL_STACK)
		signal_stack_arm(SECOND, SS_AUTODISARM);
}

/* A stack that stays armed while a handler uses it is the program's, or the host is old. */
int signal_stack_may_nest(void)
{
	stack_t now;

	return sigaltstack(NULL, &now) == 0 && (now.ss_flags & (SS_DISABLE | SS_AUTODISARM));
}

static void registers(const ucontext_t *uc, unsigned long *pc, unsigned long *fp, unsigned long *sp)
{
#if defined(__x86_64__)
	*pc = uc->uc_mcontext.gregs[REG_RIP];
	*fp = uc->uc_mcontext.gregs[REG_RBP];
	*sp = uc->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
	*pc = uc->uc_mcontext.pc;
	*fp = uc->uc_mcontext.regs[29];
	*sp = uc->uc_mcontext.sp;
#else
#error "say where this processor keeps its program counter and frame pointer"
#endif
}

/* A trap that the compiler emitted for BUG(), as against code that is no code. */
static int is_trap(unsigned long pc)
{
#if defined(__x86_64__)
	unsigned char code[2];

	return os_user_read(NULL, code, pc, sizeof(code)) == 0 && code[0] == 0x0f && code[1] == 0x0b;
#else
	return 1;
#endif
}

static const char *fault_name(int sig, int code, unsigned long pc)
{
	switch (sig) {
	case SIGFPE:
		return code == FPE_INTDIV ? "divide error" : "floating-point error";
	case SIGILL:
		return is_trap(pc) ? "kernel BUG" : "invalid opcode";
	case SIGBUS:
		return "bus error";
	}
	return code == SI_KERNEL ? "general protection fault" : "page fault";
}

/* As at the fault: a sanitizer's wrapper of handlers may have blocked all signals. */
static void mask_restore(const ucontext_t *fault)
{
	pthread_sigmask(SIG_SETMASK, &fault->uc_sigmask, NULL);
}

/* Armed without SS_AUTODISARM, for AddressSanitizer asks in the jump whether it is on it. */
static void leave_handler(const ucontext_t *fault)
{
	if (signal_stack)
		signal_stack_arm(FIRST, 0);
	mask_restore(fault);
	siglongjmp(innermost->env, 1);
}

/* The next execution of the same instruction, or the next such signal, ends the process. */
static void default_action(int sig)
{
	signal(sig, SIG_DFL);
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
	unsigned long addr = sig == SIGFPE || sig == SIGILL ? 0 : (unsigned long)info->si_addr;
	unsigned long pc, fp, sp;
	const char *what;

	if (info->si_code <= 0) {		/* sent by somebody with kill() */
		default_action(sig);
		raise(sig);
		return;
	}
	if (unwinding) {
		mask_restore(context);
		__builtin_longjmp(unwinding, 1);
	}
	if (reporting) {
		static const char text[] = "quarry: a fault while an oops was being reported\n";

		os_console_write(text, sizeof(text) - 1);
		default_action(sig);
		return;
	}
	reporting = 1;
	registers(context, &pc, &fp, &sp);
	what = fault_name(sig, info->si_code, pc);
	/* A call through a wild pointer: the caller, whose return address it pushed, is to blame. */
	if (sig == SIGSEGV && pc == addr)
		os_user_read(NULL, &pc, sp, sizeof(pc));
	host_fault_report(what, addr, pc, fp);
	reporting = 0;
	if (innermost)
		leave_handler(context);
	default_action(sig);
}

/* glibc loads the unwinder's library on first use, which is nothing to do while an oops is reported. */
static void unwinder_load(void)
{
	void *here;

	backtrace(&here, 1);
}

struct unwind {
	unsigned long	pc, *entries;
	unsigned int	max;
};

/*
 * backtrace(), and 0 if the stack is so broken that it faults. Not by sigsetjmp(): with that
 * ThreadSanitizer forgets the jumps of all lower stacks, and on_fault() needs one when it has
 * reported.
 */
static __attribute__((noinline)) int unwind_chain(void **chain, int max)
{
	void *env[5];
	volatile int n = 0;

	if (!__builtin_setjmp(env)) {
		unwinding = env;
		n = backtrace(chain, max);
	}
	unwinding = NULL;
	return n;
}

static long unwind_call(void *arg)
{
	struct unwind *u = arg;
	void *chain[UNWIND_DEPTH];
	int i, n = unwind_chain(chain, UNWIND_DEPTH);
	unsigned int nr = 0;

	for (i = 0; i < n && chain[i] != (void *)u->pc; i++)
		;
	for (; i < n && nr < u->max; i++)
		u->entries[nr++] = (unsigned long)chain[i];
	return nr;
}

unsigned int os_unwind(unsigned long pc, unsigned long *entries, unsigned int max)
{
	struct unwind u = { pc, entries, max };

	return os_stack_call(unwind_call, &u);
}

int os_faults_install(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE };
	struct sigaction action = { .sa_sigaction = on_fault,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	unsigned int i;

	if (installed)
		return 0;
	pthread_once(&stack_once, stack_key_create);
	if (stack_key_error)
		return -stack_key_error;
	unwinder_load();
	sigemptyset(&action.sa_mask);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (sigaction(signals[i], &action, NULL) < 0)
			return -errno;
	installed = 1;
	return 0;
}

int os_faults_installed(void)
{
	return installed;
}

/* Apart from os_try() so that setjmp() has no local variable to lose. */
static __attribute__((noinline)) long try_call(struct os_try *here, long (*fn)(void *), void *arg,
					       int *faulted)
{
	if (sigsetjmp(here->env, 0)) {
		*faulted = 1;
		return -EFAULT;
	}
	return fn(arg);
}

long os_try(long (*fn)(void *), void *arg, int *faulted)
{
	struct os_try here;
	long ret;

	*faulted = 0;
	if (!installed)
		return fn(arg);
	if (!signal_stack)
		os_signal_stack();
	stack_place_save(&here.place);
	here.outer = innermost;
	innermost = &here;
	ret = try_call(&here, fn, arg, faulted);
	innermost = here.outer;
	if (*faulted) {
		stack_place_restore(&here.place);
		if (signal_stack)
			signal_stack_arm(FIRST, SS_AUTODISARM);
	}
	return ret;
}
