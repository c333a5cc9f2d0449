/* SPDX-License-Identifier: MIT */
/*
 * arch/host/os/stack.h - what stack.c and fault.c tell each other
 */
#ifndef ARCH_HOST_OS_STACK_H
#define ARCH_HOST_OS_STACK_H

struct stack_range {
	unsigned long	low, high;	/* 0: the thread's own */
};

/**
 * struct stack_place - on which of its stacks a thread runs
 * @host:	on a kernel stack: up to where the host stack is free; 0: on the host stack
 * @kernel:	on the host stack for a while: up to where the kernel stack is free; else 0
 * @range:	the stack that AddressSanitizer was told of last
 */
struct stack_place {
	unsigned long		host, kernel;
	struct stack_range	range;
};

/** stack_place_save - for stack_place_restore() after a jump to the caller's frame */
void stack_place_save(struct stack_place *place);
void stack_place_restore(const struct stack_place *place);

/** stack_call_untold - os_stack_call() from within a sanitizer's report: it is not told of the other stack */
long stack_call_untold(long (*fn)(void *), void *arg);

/**
 * signal_stack_leave - the caller, if on its signal stack, goes to another: signals that come there
 * must not begin at the top of this one (fault.c)
 */
void signal_stack_leave(void);

/**
 * signal_stack_may_nest - may a signal come on top of a handler that has left its stack?
 *
 * Not if it would begin at the top of a stack on which that handler may have frames.
 */
int signal_stack_may_nest(void);

#endif /* ARCH_HOST_OS_STACK_H */
