// SPDX-License-Identifier: MIT
/*
 * arch/host/os/stack.c - from a thread's host stack to a kernel stack, and back for a while
 *
 *	host stack	libc's: large, in the program's ordinary memory
 *	kernel stack	a task's or an interrupt's: small, with a guard (kernel/stack.c)
 *
 * Kernel code runs on the second, called from the first. When it needs libc for something that takes
 * much stack (dlopen, names of code, a new thread), that is called on the host stack again, below
 * the frames that wait there for the kernel's return; and if libc's caller
 * enters the kernel from there once more, it goes on below the kernel's frames. So both stacks
 * stay in order, and a jump out of it all (os_try) only has to put `where` back.
 *
 * Debuggers and unwinders walk through: os_stack_jump() keeps a frame pointer, and its unwind entry is
 * marked as a signal frame's, so that nobody minds the next frame being on another stack.
 *
 * AddressSanitizer is told of each change (its fibers), since it asks where the stack ends. A
 * signal that arrives between its two halves finds `telling` set, and does not tell.
 * ThreadSanitizer follows calls and returns, wherever they are, and needs nothing.
 */
#include "arch/host/os/os.h"
#include "arch/host/os/stack.h"

#define THREAD_LOCAL static __thread __attribute__((tls_model("initial-exec")))
#define ALIGN_STACK(sp)	((sp) & ~15UL)

THREAD_LOCAL struct stack_place where;

/*
 * Store the stack pointer at @save, then run fn(arg) below @top. A signal before the switch finds
 * *save set already, one after it as well.
 */
long os_stack_jump(long (*fn)(void *), void *arg, unsigned long top, unsigned long *save);
extern const char os_stack_jump_end[];

#if defined(__x86_64__)
__asm__(".pushsection .text\n"
	".globl os_stack_jump\n"
	".hidden os_stack_jump\n"
	".type os_stack_jump, @function\n"
	"os_stack_jump:\n"
	"	.cfi_startproc\n"
	"	.cfi_signal_frame\n"
	"	pushq %rbp\n"
	"	.cfi_def_cfa_offset 16\n"
	"	.cfi_offset %rbp, -16\n"
	"	movq %rsp, %rbp\n"
	"	.cfi_def_cfa_register %rbp\n"
	"	movq %rdi, %rax\n"
	"	movq %rsi, %rdi\n"
	"	movq %rsp, (%rcx)\n"
	"	movq %rdx, %rsp\n"
	"	call *%rax\n"
	"	leave\n"
	"	.cfi_def_cfa %rsp, 8\n"
	"	ret\n"
	"	.cfi_endproc\n"
	".globl os_stack_jump_end\n"
	".hidden os_stack_jump_end\n"
	"os_stack_jump_end:\n"
	".size os_stack_jump, . - os_stack_jump\n"
	".popsection");
#elif defined(__aarch64__)
__asm__(".pushsection .text\n"
	".globl os_stack_jump\n"
	".hidden os_stack_jump\n"
	".type os_stack_jump, @function\n"
	"os_stack_jump:\n"
	"	.cfi_startproc\n"
	"	.cfi_signal_frame\n"
	"	stp x29, x30, [sp, -16]!\n"
	"	.cfi_def_cfa_offset 16\n"
	"	.cfi_offset x29, -16\n"
	"	.cfi_offset x30, -8\n"
	"	mov x29, sp\n"
	"	.cfi_def_cfa_register x29\n"
	"	mov x9, x0\n"
	"	mov x0, x1\n"
	"	mov x10, sp\n"
	"	str x10, [x3]\n"
	"	mov sp, x2\n"
	"	blr x9\n"
	"	mov sp, x29\n"
	"	ldp x29, x30, [sp], 16\n"
	"	.cfi_def_cfa sp, 0\n"
	"	ret\n"
	"	.cfi_endproc\n"
	".globl os_stack_jump_end\n"
	".hidden os_stack_jump_end\n"
	"os_stack_jump_end:\n"
	".size os_stack_jump, . - os_stack_jump\n"
	".popsection");
#else
#error "write os_stack_jump() for this processor"
#endif

int os_is_stack_jump(unsigned long addr)
{
	return addr > (unsigned long)os_stack_jump && addr <= (unsigned long)os_stack_jump_end;
}

/* ---- the sanitizer's view ---- */

#if defined(__SANITIZE_ADDRESS__)
#define TELL 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TELL 1
#endif
#endif

#ifdef TELL
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

THREAD_LOCAL int telling;

struct told_call {
	long		(*fn)(void *);
	void		*arg;
	const void	*bottom;	/* of the stack that was left */
	size_t		size;
};

/* On the new stack. */
static long told_call(void *arg)
{
	struct told_call *call = arg;
	void *fake;
	long ret;

	__sanitizer_finish_switch_fiber(NULL, &call->bottom, &call->size);
	telling = 0;
	ret = call->fn(call->arg);
	telling = 1;
	__sanitizer_start_switch_fiber(&fake, call->bottom, call->size);
	return ret;
}

static long jump(struct stack_range to, long (*fn)(void *), void *arg, unsigned long top,
		 unsigned long *save)
{
	struct told_call call = { .fn = fn, .arg = arg };
	struct stack_range from = where.range;
	void *fake;
	long ret;

	if (telling)
		return os_stack_jump(fn, arg, top, save);
	telling = 1;
	where.range = to;
	__sanitizer_start_switch_fiber(&fake, (void *)to.low, to.high - to.low);
	ret = os_stack_jump(told_call, &call, top, save);
	__sanitizer_finish_switch_fiber(fake, NULL, NULL);
	where.range = from;
	telling = 0;
	return ret;
}

/* Frames that were abandoned on a small stack left their red zones there. */
static void tell_back(struct stack_range from, struct stack_range to)
{
	void *fake;

	if (from.high)
		__asan_unpoison_memory_region((void *)from.low, from.high - from.low);
	if (!to.high)
		os_stack_bounds(&to.low, &to.high);
	telling = 1;
	__sanitizer_start_switch_fiber(&fake, (void *)to.low, to.high - to.low);
	__sanitizer_finish_switch_fiber(fake, NULL, NULL);
	telling = 0;
}
#else
static long jump(struct stack_range to, long (*fn)(void *), void *arg, unsigned long top,
		 unsigned long *save)
{
	return os_stack_jump(fn, arg, top, save);
}

static void tell_back(struct stack_range from, struct stack_range to)
{
}
#endif

/* ---- back and forth ---- */

void stack_place_save(struct stack_place *place)
{
	*place = where;
}

void stack_place_restore(const struct stack_place *place)
{
	tell_back(where.range, place->range);
	where = *place;
}

long os_stack_enter(unsigned long top, unsigned long size, long (*fn)(void *), void *arg)
{
	struct stack_range to = { top - size, top };
	unsigned long here;
	long ret;

	signal_stack_leave();
	if (where.host)
		return jump(to, fn, arg, top, &here);
	ret = jump(to, fn, arg, top, &where.host);
	where.host = 0;
	return ret;
}

long os_task_stack_enter(unsigned long top, unsigned long size, long (*fn)(void *), void *arg)
{
	struct stack_range to = { top - size, top };
	long ret;

	if (where.host)
		return fn(arg);
	ret = jump(to, fn, arg, where.kernel ? ALIGN_STACK(where.kernel) : top, &where.host);
	where.host = 0;
	return ret;
}

long os_stack_call(long (*fn)(void *), void *arg)
{
	struct stack_range to = { 0, 0 };
	unsigned long host = where.host, kernel = where.kernel;
	long ret;

	if (!host)
		return fn(arg);
	os_stack_bounds(&to.low, &to.high);
	where.host = 0;
	ret = jump(to, fn, arg, ALIGN_STACK(host), &where.kernel);
	where.kernel = kernel;
	where.host = host;
	return ret;
}

long stack_call_untold(long (*fn)(void *), void *arg)
{
	unsigned long kernel;

	return where.host ? os_stack_jump(fn, arg, ALIGN_STACK(where.host), &kernel) : fn(arg);
}
