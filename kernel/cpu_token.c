// SPDX-License-Identifier: MIT
/*
 * kernel/cpu_token.c - CPUs as tokens: taking one when the usual one is not free
 *
 * Terms      docs/locking.md, "CPU tokens"; the fast paths are in <linux/preempt.h>.
 *            home	the processor whose contexts take a token that is not shared by a restartable
 *			sequence; others by compare-and-swap, and then have those sequences restarted.
 * Invariants T1 a token's word is odd exactly while one task holds it; or while one takes it from
 *               elsewhere, and may still find that a sequence at its home came first.
 *            T2 a task holds one token while its count is not 0, else none.
 *            T3 whoever finds no token is counted in cpu_token_waiters, before it looks once
 *               more and blocks.
 *            T4 an offline CPU's word is held, with CPU_TOKEN_OFFLINE for the context, until it comes back.
 * Locking    none. The releaser stores the word and then reads cpu_token_waiters, without a fence;
 *            the waiter counts itself, has arch_fence_cpus() run a fence on every CPU,
 *            and then reads the words. If the fence hit the releaser before its store, its read
 *            comes later still and sees the waiter; if after, the waiter sees the store.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/time64.h>
#include <linux/percpu.h>
#include <asm/processor.h>
#include <asm/cpu_token.h>
#include "kernel/sched.h"

/* Tries before blocking: most holders are done within them. */
#define TOKEN_SPINS	64

/*
 * Takes at home, without one from elsewhere, until a shared token gets its bias back. To take a
 * biased token from elsewhere costs about as much as this many compare-and-swaps save; so whatever
 * comes next, the sum is at most twice that of knowing it before.
 */
#define SHARED_TAKES	128

struct cpu_token *cpu_tokens[NR_CPUS];
static struct cpu_token tokens_anywhere[NR_CPUS];
struct cpu_token cpu_token_none = { .word = CPU_TOKEN_SHARED, .home = CPU_HOME_NONE };

/* Read at each release, written when somebody waits: alone in its cache line. */
unsigned int cpu_token_waiters ____cacheline_aligned;
EXPORT_SYMBOL(cpu_token_waiters);

/* How many of them can take one certain CPU only: then a wake-up must go to all. */
static unsigned int cpu_token_bound_waiters ____cacheline_aligned;
/* Tasks that are on a CPU by migrate_disable(). */
static DEFINE_PER_CPU(unsigned int, nr_pinned);
/* Changes with each release that somebody waits for; the word to block on. */
static u32 cpu_token_gen;

void cpu_token_assign(struct thread_info *ti, unsigned int cpu)
{
	WRITE_ONCE(ti->cpu, cpu);	/* mutex_holder_runs() asks from elsewhere */
	ti->token = cpu_tokens[cpu];
	ti->percpu_offset = __per_cpu_offset[cpu];
}

/*
 * Shared, and so of no use to sections that begin with a processor's number, until
 * cpu_tokens_publish().
 */
void cpu_tokens_init(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		cpu_tokens[cpu] = arch_cpu_token(cpu) ?: &tokens_anywhere[cpu];
		cpu_tokens[cpu]->home = CPU_HOME_NONE;
		cpu_tokens[cpu]->word = CPU_TOKEN_SHARED;
	}
}

/* The next take at home makes a token biased. */
void cpu_tokens_publish(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		struct cpu_token *token = cpu_tokens[cpu];

		token->percpu_offset = __per_cpu_offset[cpu];
		token->last_magazine = per_cpu_ptr(&slab_no_magazine, cpu);
		token->last_page_stack = per_cpu_ptr(&pcp_no_stack, cpu);
		token->shared_left = 0;
		token->home = arch_cpu_home(cpu);
	}
}

/* A section that has read @magazine has begun before the exchange. */
void cpu_tokens_forget_magazine(struct slab_magazine __percpu *magazine)
{
	bool found = false;

	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		struct slab_magazine *here = per_cpu_ptr(magazine, cpu), *none = per_cpu_ptr(&slab_no_magazine, cpu);

		found |= cmpxchg(&cpu_tokens[cpu]->last_magazine, here, none) == here;
	}
	if (found)
		arch_restart_cpus();
}

/*
 * Take @token from anywhere: its word as held, or 0. If it is biased, a sequence at its home may
 * have read it as free before, and store its own held word over ours. After the restart none can
 * any more, and the word tells whose it is.
 */
static u64 token_take(struct cpu_token *token, u64 context)
{
	u64 word = READ_ONCE(token->word);
	u64 held = (word | CPU_TOKEN_HELD | CPU_TOKEN_SHARED) + context;

	if ((word & CPU_TOKEN_HELD) || !try_cmpxchg_acquire(&token->word, &word, held))
		return 0;
	if (!(word & CPU_TOKEN_SHARED)) {
		arch_cpu_restart(token->home);
		if (READ_ONCE(token->word) != held)
			return 0;
	}
	return held;
}

/* The caller has just taken it. Return: its word when it is given back. */
static u32 token_word_next(struct cpu_token *token, u64 held, bool at_home)
{
	u32 next = held + CPU_TOKEN_RELEASE;

	if (token->home == CPU_HOME_NONE)
		return next;
	if (!at_home)
		token->shared_left = SHARED_TAKES;
	else if (!token->shared_left || !--token->shared_left)
		next &= ~CPU_TOKEN_SHARED;
	return next;
}

static bool token_try(struct thread_info *ti, unsigned int cpu, bool at_home)
{
	struct cpu_token *token = cpu_tokens[cpu];
	u64 held = token_take(token, ti->context);

	if (!held)
		return false;
	cpu_token_assign(ti, cpu);
	ti->token_next = token_word_next(token, held, at_home);
	return true;
}

static bool word_is_offline(u64 word)
{
	return word >= CPU_TOKEN_OFFLINE;
}

/* The CPU on which the caller really runs, by the short way if that is open. It holds none. */
static bool token_try_home(struct thread_info *ti, unsigned int cpu)
{
	u64 word = READ_ONCE(cpu_tokens[cpu]->word);

	if (word & CPU_TOKEN_HELD)
		return false;
	if (word & CPU_TOKEN_SHARED)
		return token_try(ti, cpu, true);
	cpu_token_assign(ti, cpu);
	return cpu_token_try(ti);
}

/*
 * Where it runs first: then the per-CPU data are in its cache. Then those that can be had without a
 * restart.
 */
static bool token_try_any(struct thread_info *ti)
{
	unsigned int nr = nr_cpu_ids, here = arch_cpu_hint(), i;

	if (here < nr && cpu_active(here) && token_try_home(ti, here))
		return true;
	for (i = 1; i <= nr; i++) {
		unsigned int cpu = (here + i) % nr;

		if ((READ_ONCE(cpu_tokens[cpu]->word) & CPU_TOKEN_SHARED) && cpu_active(cpu) &&
		    token_try(ti, cpu, false))
			return true;
	}
	for (i = 1; i <= nr; i++) {
		unsigned int cpu = (here + i) % nr;

		if (cpu_active(cpu) && token_try(ti, cpu, false))
			return true;
	}
	return false;
}

static bool token_try_bound(struct thread_info *ti)
{
	return ti->bound_cpu == arch_cpu_hint() ? token_try_home(ti, ti->bound_cpu) :
						  token_try(ti, ti->bound_cpu, false);
}

/* Its own CPU has gone. The core's threads keep the binding for when it comes back; others lose it. */
static void bound_cpu_lost(struct thread_info *ti)
{
	struct task_struct *task = container_of(ti, struct task_struct, thread_info);

	if (task->nr_cpus_allowed != 1 || (READ_ONCE(task->flags) & PF_NO_SETAFFINITY))
		return;
	cpumask_copy(&task->cpus_mask, cpu_possible_mask);
	task->nr_cpus_allowed = nr_cpu_ids;
	ti->bound_cpu = -1;
}

static bool token_try_allowed(struct thread_info *ti)
{
	if (ti->bound_cpu < 0)
		return token_try_any(ti);
	if (token_try_bound(ti))
		return true;
	if (!word_is_offline(READ_ONCE(cpu_tokens[ti->bound_cpu]->word)))
		return false;
	bound_cpu_lost(ti);
	return token_try_any(ti);
}

static void token_wait(struct thread_info *ti)
{
	bool bound = ti->bound_cpu >= 0;

	if (bound)
		__atomic_fetch_add(&cpu_token_bound_waiters, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&cpu_token_waiters, 1, __ATOMIC_SEQ_CST);
	arch_fence_cpus();
	for (;;) {
		u32 gen = smp_load_acquire(&cpu_token_gen);

		if (token_try_allowed(ti))
			break;
		arch_block(&cpu_token_gen, gen, -1);
	}
	__atomic_fetch_sub(&cpu_token_waiters, 1, __ATOMIC_RELAXED);
	if (bound)
		__atomic_fetch_sub(&cpu_token_bound_waiters, 1, __ATOMIC_RELAXED);
}

/* Somebody may be sending a kick to the holder of a token just now; see kick_holder(). */
static u32 cpu_token_kicks;

/*
 * Interrupt who holds @cpu. He must not leave Quarry before the kick has arrived: in an embedding
 * program's own code it would end system calls. The caller is counted as a waiter, so the
 * holder calls cpu_token_wake() after his release; there he waits for kicks that are being sent, and
 * makes a system call, in which those that were sent reach him. Barriers: *count the kick; full;
 * look at the word* against *store the word; full; look at the kicks*.
 */
static void kick_holder(unsigned int cpu)
{
	u64 word;

	__atomic_fetch_add(&cpu_token_kicks, 1, __ATOMIC_SEQ_CST);
	smp_mb();
	word = READ_ONCE(cpu_tokens[cpu]->word);
	if ((word & CPU_TOKEN_HELD) && word >> CPU_TOKEN_CONTEXT_SHIFT && !word_is_offline(word))
		arch_irq_kick(word >> CPU_TOKEN_CONTEXT_SHIFT);
	__atomic_fetch_sub(&cpu_token_kicks, 1, __ATOMIC_RELEASE);
}

/* A kick arrives within a few microseconds, or hit where the holder could only note it. */
#define KICK_AGAIN_MIN	(20 * NSEC_PER_USEC)
#define KICK_AGAIN_MAX	NSEC_PER_MSEC
#define KICK_SPINS	200

static bool still_wanted(const u32 *wanted)
{
	unsigned int i;

	for (i = 0; i < KICK_SPINS && READ_ONCE(*wanted); i++)
		cpu_relax();
	return READ_ONCE(*wanted) != 0;
}

bool cpu_token_take_kicking(const u32 *wanted)
{
	struct thread_info *ti = current_thread_info();
	s64 pause = KICK_AGAIN_MIN;
	bool taken;

	if (token_try_bound(ti))
		return true;
	__atomic_fetch_add(&cpu_token_bound_waiters, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&cpu_token_waiters, 1, __ATOMIC_SEQ_CST);
	arch_fence_cpus();
	for (;;) {
		u32 gen = smp_load_acquire(&cpu_token_gen);

		taken = token_try_bound(ti);
		if (taken || !READ_ONCE(*wanted))
			break;
		kick_holder(ti->bound_cpu);
		if (!still_wanted(wanted))
			break;
		arch_block(&cpu_token_gen, gen, pause);
		pause = min_t(s64, pause * 2, KICK_AGAIN_MAX);
	}
	__atomic_fetch_sub(&cpu_token_waiters, 1, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&cpu_token_bound_waiters, 1, __ATOMIC_RELAXED);
	return taken;
}

bool cpu_token_take_free(unsigned int cpu)
{
	struct thread_info *ti = current_thread_info();

	return (ti->bound_cpu < 0 || ti->bound_cpu == cpu) && token_try(ti, cpu, false);
}

/**
 * cpu_token_take_slow - take any token that @ti may, waiting for one to become free
 *
 * Context: any; may block in the port, which is not sleeping: the task's state stays as it is.
 */
void cpu_token_take_slow(struct thread_info *ti)
{
	unsigned int i;

	for (i = 0; i < TOKEN_SPINS; i++) {
		if (token_try_allowed(ti))
			return;
		cpu_relax();
	}
	token_wait(ti);
}
EXPORT_SYMBOL(cpu_token_take_slow);

/**
 * cpu_token_wake - a token has become free and somebody waits
 *
 * Must not touch the running task: it may be freed already (kernel/kthread.c). When it returns no
 * kick is on its way to the calling thread: kick_holder().
 *
 * Context: any; does not sleep; takes no lock.
 */
void cpu_token_wake(void)
{
	bool bound = READ_ONCE(cpu_token_bound_waiters) != 0;

	smp_mb();
	while (smp_load_acquire(&cpu_token_kicks))
		cpu_relax();
	__atomic_fetch_add(&cpu_token_gen, 1, __ATOMIC_RELEASE);
	arch_wake(&cpu_token_gen, bound ? INT_MAX : 1);
}
EXPORT_SYMBOL(cpu_token_wake);

/**
 * cpu_count_underflow - a preempt_enable() or its like without the other half: report, and ignore
 * it
 * @n:	what was to be taken from the count
 *
 * Context: any.
 */
void cpu_count_underflow(unsigned int n)
{
	WARN(1, "preempt_count underflow: 0x%x - 0x%x\n", current_thread_info()->count, n);
}
EXPORT_SYMBOL(cpu_count_underflow);

bool cpu_token_seize(unsigned int cpu)
{
	struct cpu_token *token = cpu_tokens[cpu];

	if (!token_take(token, 0))
		return false;
	token->shared_left = SHARED_TAKES;
	return true;
}

void cpu_token_unseize(unsigned int cpu)
{
	struct cpu_token *token = cpu_tokens[cpu];

	smp_store_release(&token->word, (u64)(u32)(READ_ONCE(token->word) + CPU_TOKEN_RELEASE));
	barrier();	/* as in cpu_token_put() */
	if (READ_ONCE(cpu_token_waiters))
		cpu_token_wake();
}

void cpu_token_borrow(unsigned int cpu)
{
	struct thread_info *ti = current_thread_info();

	cpu_token_assign(ti, cpu);
	ti->token_next = (u32)READ_ONCE(ti->token->word) + CPU_TOKEN_RELEASE;	/* held all the time */
}

void cpu_token_retire(unsigned int cpu)
{
	struct cpu_token *token = cpu_tokens[cpu];
	u32 released = READ_ONCE(token->word) + CPU_TOKEN_RELEASE;

	smp_store_release(&token->word, released | CPU_TOKEN_HELD | CPU_TOKEN_OFFLINE);
	barrier();	/* as in cpu_token_put() */
	if (READ_ONCE(cpu_token_waiters))
		cpu_token_wake();
}

void cpu_token_revive(unsigned int cpu)
{
	struct cpu_token *token = cpu_tokens[cpu];
	u32 released = READ_ONCE(token->word) + CPU_TOKEN_RELEASE;

	smp_store_release(&token->word, (u64)(released | CPU_TOKEN_HELD));
}

bool cpu_is_pinned(unsigned int cpu)
{
	return per_cpu(nr_pinned, cpu) != 0;
}

void cpu_bind_set(int cpu)
{
	struct thread_info *ti = current_thread_info();

	if (cpu < 0 && current->nr_cpus_allowed == 1)
		cpu = cpumask_first(&current->cpus_mask);
	ti->bound_cpu = cpu;
	if (cpu >= 0)
		cpu_token_assign(ti, cpu);
}

void migrate_disable(void)
{
	struct thread_info *ti = current_thread_info();

	if (ti->migrate_disable) {
		ti->migrate_disable++;
		return;
	}
	preempt_disable();
	ti->migrate_disable = 1;
	ti->unpinned_cpu = ti->bound_cpu;
	ti->bound_cpu = ti->cpu;
	raw_cpu_inc(nr_pinned);
	preempt_enable();
}
EXPORT_SYMBOL_GPL(migrate_disable);

void migrate_enable(void)
{
	struct thread_info *ti = current_thread_info();

	if (WARN_ON_ONCE(!ti->migrate_disable))
		return;
	if (ti->migrate_disable == 1) {
		this_cpu_dec(nr_pinned);	/* still on it: the last use of the binding */
		ti->bound_cpu = ti->unpinned_cpu;
	}
	ti->migrate_disable--;
}
EXPORT_SYMBOL_GPL(migrate_enable);
