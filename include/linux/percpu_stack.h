/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu_stack.h - a stack of pointers for each CPU: the front of the allocators
 *
 * Linux does not have it: there each allocator brings its own (per-CPU page lists, slabs' free
 * pointers, magazines). Here they share one, since the fast way in is the port's: on the host a
 * restartable sequence that costs neither a locked instruction nor the CPU's token
 * (<asm/percpu_stack.h>; docs/locking.md, "Restartable sequences").
 *
 * Terms
 *   pop, push	one step with regard to everything else on that CPU, handlers too. They never wait:
 *		what can't be had at once is left to the caller's slow path.
 *   slow path	holds the CPU with interrupts off, and uses this_cpu_ptr(stack) as plain memory: to
 *		fill up, to drain, to look.
 *
 * Invariants	nr <= cap; slot[0] to slot[nr - 1] are in use; what lies above is not cleared.
 *		Who changes @cap lowers the number below it first.
 *
 * The number and a count of pops share a word, so that one store commits both:
 *
 *	@state	63 ............. 16 | 15 ... 0
 *		pops since creation |    nr
 */
#ifndef _LINUX_PERCPU_STACK_H
#define _LINUX_PERCPU_STACK_H

#include <linux/irqflags.h>
#include <linux/overflow.h>
#include <linux/percpu-defs.h>

/**
 * struct percpu_stack - one CPU's copy; in per-CPU memory, alone or as the end of a larger structure
 * @state:	see above; change it by percpu_stack_set_nr()
 * @cap:	how many it holds at most, up to PERCPU_STACK_MAX; all zero: a stack that is empty and
 *		full
 * @tag:	its user's, constant
 */
struct percpu_stack {
	u64		state;
	unsigned int	cap;
	unsigned int	tag;
	void		*slot[];
};

#define PERCPU_STACK_MAX	0xffffU		/* pointers */
#define PERCPU_STACK_POP	0xffffUL	/* what a pop adds to @state: one pop, one pointer less */
#define PERCPU_STACK_PUSH	1UL

/** percpu_stack_nr - pointers in one CPU's stack; exact while that CPU is held */
static __always_inline unsigned int percpu_stack_nr(const struct percpu_stack *s)
{
	return READ_ONCE(s->state) & PERCPU_STACK_MAX;
}

/** percpu_stack_pops - how many pointers percpu_stack_pop() has taken from it, modulo 2^48 */
static __always_inline u64 percpu_stack_pops(const struct percpu_stack *s)
{
	return READ_ONCE(s->state) >> 16;
}

/** percpu_stack_set_nr - slow path: from now on slot[0] to slot[@nr - 1] are in use */
static __always_inline void percpu_stack_set_nr(struct percpu_stack *s, unsigned int nr)
{
	WRITE_ONCE(s->state, (s->state & ~(u64)PERCPU_STACK_MAX) | nr);
}

/** percpu_stack_bytes - bytes of a stack for @cap pointers */
#define percpu_stack_bytes(cap)	struct_size((struct percpu_stack *)NULL, slot, (cap))

/* By holding the CPU's token: always right, and what ports without a better way use. */
static __always_inline void *percpu_stack_pop_by_token(struct percpu_stack __percpu *stack)
{
	struct thread_info *ti = current_thread_info();
	struct percpu_stack *s;
	void *object = NULL;
	unsigned int old;

	if (unlikely(!cpu_section_try(ti, &old)))
		return NULL;
	s = SHIFT_PERCPU_PTR(stack, ti->percpu_offset);
	if (likely(percpu_stack_nr(s))) {
		object = s->slot[percpu_stack_nr(s) - 1];
		WRITE_ONCE(s->state, s->state + PERCPU_STACK_POP);
	}
	if (unlikely(cpu_section_end(ti, old)))
		cpu_token_wake();
	return object;
}

static __always_inline bool percpu_stack_push_by_token(struct percpu_stack __percpu *stack, void *object)
{
	struct thread_info *ti = current_thread_info();
	struct percpu_stack *s;
	unsigned int old;
	unsigned int nr;
	bool fits;

	if (unlikely(!cpu_section_try(ti, &old)))
		return false;
	s = SHIFT_PERCPU_PTR(stack, ti->percpu_offset);
	nr = percpu_stack_nr(s);
	fits = nr < s->cap;
	if (likely(fits)) {
		s->slot[nr] = object;
		WRITE_ONCE(s->state, s->state + PERCPU_STACK_PUSH);
	}
	if (unlikely(cpu_section_end(ti, old)))
		cpu_token_wake();
	return fits;
}

#include <asm/percpu_stack.h>

/**
 * percpu_stack_pop - take the topmost pointer of this CPU's stack
 * @stack:	per-CPU pointer
 *
 * Context: any, interrupt handlers too; never waits.
 * Return: the pointer; NULL if the stack is empty, or the CPU not to be had at once. Row B1.
 */
static __always_inline void *percpu_stack_pop(struct percpu_stack __percpu *stack)
{
	return arch_percpu_stack_pop(stack);
}

/**
 * percpu_stack_push - put a pointer on this CPU's stack
 * @stack:	per-CPU pointer
 * @object:	not NULL
 *
 * Context: any, interrupt handlers too; never waits.
 * Return: false if the stack is full, or the CPU not to be had at once. Row B1.
 */
static __always_inline bool percpu_stack_push(struct percpu_stack __percpu *stack, void *object)
{
	return arch_percpu_stack_push(stack, object);
}

#endif /* _LINUX_PERCPU_STACK_H */
