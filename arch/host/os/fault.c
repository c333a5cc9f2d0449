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
 * The signal stacks are made by a thread's first os_try() and freed when it ends. The one that
 * was there before (AddressSanitizer gives each thread one) is put back first.
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

#define UNWIND_DEPTH	96		/* frames, of which the handler and the report are the first */
#define SIGNAL_STACK	(256UL << 10)	/* the report formats, walks and spawns addr2line on it */

struct os_try {
	sigjmp_buf	env;
	struct os_try	*outer;
};

struct signal_stack {
	void	*base;		/* a guard page, then SIGNAL_STACK bytes */
	stack_t	before;
};

/* Read in a handler: must not be allocated on first use, hence initial-exec. */
#define THREAD_LOCAL static __thread __attribute__((tls_model("initial-exec")))

THREAD_LOCAL struct os_try *innermost;
THREAD_LOCAL struct signal_stack *signal_stack;
THREAD_LOCAL int reporting;
THREAD_LOCAL sigjmp_buf *unwinding;

static int installed;
static pthread_key_t stack_key;

static void signal_stack_free(void *arg)
{
	struct signal_stack *stack = arg;

	sigaltstack(&stack->before, NULL);
	munmap(stack->base, SIGNAL_STACK + 4096);
	free(stack);
	signal_stack = NULL;
}

/* Without a stack of its own the handler runs on the faulting one: all but overflows still work. */
static void signal_stack_make(void)
{
	struct signal_stack *stack = malloc(sizeof(*stack));
	stack_t new_stack = { .ss_size = SIGNAL_STACK };

	if (!stack)
		return;
	stack->base = mmap(NULL, SIGNAL_STACK + 4096, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stack->base == MAP_FAILED)
		goto out_free;
	mprotect(stack->base, 4096, PROT_NONE);
	new_stack.ss_sp = (char *)stack->base + 4096;
	if (sigaltstack(&new_stack, &stack->before) < 0)
		goto out_unmap;
	signal_stack = stack;
	pthread_setspecific(stack_key, stack);
	return;

out_unmap:
	munmap(stack->base, SIGNAL_STACK + 4096);
out_free:
	free(stack);
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
static void jump_back(sigjmp_buf *env, const ucontext_t *fault)
{
	pthread_sigmask(SIG_SETMASK, &fault->uc_sigmask, NULL);
	siglongjmp(*env, 1);
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
	if (unwinding)
		jump_back(unwinding, context);
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
		jump_back(&innermost->env, context);
	default_action(sig);
}

/* glibc loads the unwinder's library on first use, which is nothing to do while an oops is reported. */
static void unwinder_load(void)
{
	void *here;

	backtrace(&here, 1);
}

/* backtrace(), and 0 if the stack is so broken that it faults. */
static __attribute__((noinline)) int unwind_chain(void **chain, int max)
{
	sigjmp_buf env;
	volatile int n = 0;

	if (!sigsetjmp(env, 0)) {
		unwinding = &env;
		n = backtrace(chain, max);
	}
	unwinding = NULL;
	return n;
}

unsigned int os_unwind(unsigned long pc, unsigned long *entries, unsigned int max)
{
	void *chain[UNWIND_DEPTH];
	int i, n = unwind_chain(chain, UNWIND_DEPTH);
	unsigned int nr = 0;

	for (i = 0; i < n && chain[i] != (void *)pc; i++)
		;
	for (; i < n && nr < max; i++)
		entries[nr++] = (unsigned long)chain[i];
	return nr;
}

int os_faults_install(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE };
	struct sigaction action = { .sa_sigaction = on_fault,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	unsigned int i;
	int err;

	if (installed)
		return 0;
	err = pthread_key_create(&stack_key, signal_stack_free);
	if (err)
		return -err;
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
		signal_stack_make();
	here.outer = innermost;
	innermost = &here;
	ret = try_call(&here, fn, arg, faulted);
	innermost = here.outer;
	return ret;
}
