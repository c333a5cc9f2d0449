// SPDX-License-Identifier: MIT
/*
 * lib/percpu_ref.c - counts of references: making them, and switching between their modes
 *
 * Terms      <linux/percpu-refcount.h>. Bias: what is added to the shared number in per-CPU mode.
 * Invariants P1 references = shared number - bias (in per-CPU mode) + the sum of the CPUs' counts.
 *            P2 one switch at a time: confirm_switch is not NULL from its begin until all is added up, and
 *               the switch itself owns a reference for that time.
 * Locking    switch_lock (spin, interrupts off): the mode, dead or not, and confirm_switch. Who counts takes no
 *            lock: the header says why.
 * Linux      same results and reports as 6.1.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/percpu-refcount.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#define COUNT_BIAS	(1UL << (BITS_PER_LONG - 1))

static DEFINE_SPINLOCK(switch_lock);
static DECLARE_WAIT_QUEUE_HEAD(switch_waitq);

static unsigned long __percpu *counts_of(const struct percpu_ref *ref)
{
	return (unsigned long __percpu *)(READ_ONCE(ref->percpu_count_ptr) &
					 ~__PERCPU_REF_ATOMIC_DEAD);
}

/**
 * percpu_ref_init - make a count with one reference
 * @ref:	the count
 * @release:	called when the last reference is put, possibly in atomic context
 * @flags:	PERCPU_REF_INIT_ATOMIC, _INIT_DEAD, _ALLOW_REINIT
 * @gfp:	for its memory
 *
 * Context: may sleep if @gfp says so.
 * Return: 0 or -ENOMEM. Row C5.
 */
int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release, unsigned int flags, gfp_t gfp)
{
	bool begin_atomic = flags & (PERCPU_REF_INIT_ATOMIC | PERCPU_REF_INIT_DEAD);
	unsigned long __percpu *counts = __alloc_percpu_gfp(sizeof(*counts), sizeof(*counts), gfp);
	struct percpu_ref_data *data;

	if (!counts)
		return -ENOMEM;
	data = kzalloc(sizeof(*data), gfp);
	if (!data) {
		free_percpu(counts);
		return -ENOMEM;
	}
	data->force_atomic = flags & PERCPU_REF_INIT_ATOMIC;
	data->allow_reinit = begin_atomic || (flags & PERCPU_REF_ALLOW_REINIT);
	data->release = release;
	data->ref = ref;
	atomic_long_set(&data->count, (begin_atomic ? 0 : COUNT_BIAS) + !(flags & PERCPU_REF_INIT_DEAD));
	ref->data = data;
	ref->percpu_count_ptr = (unsigned long)counts | (begin_atomic ? __PERCPU_REF_ATOMIC : 0) |
				(flags & PERCPU_REF_INIT_DEAD ? __PERCPU_REF_DEAD : 0);
	return 0;
}
EXPORT_SYMBOL_GPL(percpu_ref_init);

/*
 * Its per-CPU memory is not needed any more: it can't leave atomic mode. Locked, for percpu_ref_kill() changes
 * the same word, and must not bring the address back.
 */
static void counts_free(struct percpu_ref *ref)
{
	unsigned long __percpu *counts;
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	counts = counts_of(ref);
	if (counts) {
		WARN_ON_ONCE(ref->data && ref->data->confirm_switch);
		WRITE_ONCE(ref->percpu_count_ptr, __PERCPU_REF_ATOMIC_DEAD);
	}
	spin_unlock_irqrestore(&switch_lock, flags);
	free_percpu(counts);
}

/**
 * percpu_ref_exit - free what a count holds; nobody uses it. May be called again
 * @ref:	made by percpu_ref_init()
 *
 * percpu_ref_is_zero() still answers.
 * Context: any.
 */
void percpu_ref_exit(struct percpu_ref *ref)
{
	struct percpu_ref_data *data = ref->data;
	unsigned long flags;

	counts_free(ref);
	if (!data)
		return;
	spin_lock_irqsave(&switch_lock, flags);
	ref->percpu_count_ptr |= atomic_long_read(&data->count) << __PERCPU_REF_FLAG_BITS;
	ref->data = NULL;
	spin_unlock_irqrestore(&switch_lock, flags);
	kfree(data);
}
EXPORT_SYMBOL_GPL(percpu_ref_exit);

/* ---- switching ---- */

static void switch_is_complete(struct percpu_ref_data *data)
{
	struct percpu_ref *ref = data->ref;
	bool keeps_counts = data->allow_reinit;

	data->confirm_switch(ref);
	smp_store_release(&data->confirm_switch, NULL);
	wake_up_all(&switch_waitq);
	if (!keeps_counts)
		counts_free(ref);
	percpu_ref_put(ref);	/* of the switch */
}

/* A grace period after the mode became atomic: nobody changes the CPUs' counts any more. */
static void counts_add_up(struct rcu_head *rcu)
{
	struct percpu_ref_data *data = container_of(rcu, struct percpu_ref_data, rcu);
	unsigned long __percpu *counts = counts_of(data->ref);
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += *per_cpu_ptr(counts, cpu);
	atomic_long_add((long)(sum - COUNT_BIAS), &data->count);
	WARN_ONCE(atomic_long_read(&data->count) <= 0,
		  "percpu ref (%ps) <= 0 (%ld) after switching to atomic", data->release,
		  atomic_long_read(&data->count));
	switch_is_complete(data);
}

static void no_confirmation(struct percpu_ref *ref)
{
}

static void switch_to_atomic_locked(struct percpu_ref *ref, percpu_ref_func_t *confirm)
{
	if (ref->percpu_count_ptr & __PERCPU_REF_ATOMIC) {
		if (confirm)
			confirm(ref);
		return;
	}
	WRITE_ONCE(ref->percpu_count_ptr, ref->percpu_count_ptr | __PERCPU_REF_ATOMIC);
	WRITE_ONCE(ref->data->confirm_switch, confirm ? confirm : no_confirmation);
	percpu_ref_get(ref);
	call_rcu(&ref->data->rcu, counts_add_up);
}

/* The zeros and the bias are there before anybody can see the mode. */
static void switch_to_percpu_locked(struct percpu_ref *ref)
{
	unsigned long __percpu *counts = counts_of(ref);
	int cpu;

	if (!(ref->percpu_count_ptr & __PERCPU_REF_ATOMIC) || WARN_ON_ONCE(!ref->data->allow_reinit))
		return;
	atomic_long_add((long)COUNT_BIAS, &ref->data->count);
	for_each_possible_cpu(cpu)
		*per_cpu_ptr(counts, cpu) = 0;
	smp_store_release(&ref->percpu_count_ptr, ref->percpu_count_ptr & ~__PERCPU_REF_ATOMIC);
}

/* To the mode that its flags ask for, once a switch that is under way is over. */
static void switch_mode_locked(struct percpu_ref *ref, percpu_ref_func_t *confirm)
{
	struct percpu_ref_data *data = ref->data;

	wait_event_lock_irq(switch_waitq, !smp_load_acquire(&data->confirm_switch), switch_lock);
	if (data->force_atomic || percpu_ref_is_dying(ref))
		switch_to_atomic_locked(ref, confirm);
	else
		switch_to_percpu_locked(ref);
}

/**
 * percpu_ref_switch_to_atomic - count in one place from now on, until percpu_ref_switch_to_percpu()
 * @ref:		the count
 * @confirm_switch:	called when all CPUs do, from an RCU callback; or NULL
 *
 * Context: may sleep only if a switch is under way.
 */
void percpu_ref_switch_to_atomic(struct percpu_ref *ref, percpu_ref_func_t *confirm_switch)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	ref->data->force_atomic = true;
	switch_mode_locked(ref, confirm_switch);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_switch_to_atomic);

/**
 * percpu_ref_switch_to_atomic_sync - percpu_ref_switch_to_atomic(), and wait until all CPUs do
 * @ref:	the count
 *
 * Context: may sleep.
 */
void percpu_ref_switch_to_atomic_sync(struct percpu_ref *ref)
{
	percpu_ref_switch_to_atomic(ref, NULL);
	wait_event(switch_waitq, !smp_load_acquire(&ref->data->confirm_switch));
}
EXPORT_SYMBOL_GPL(percpu_ref_switch_to_atomic_sync);

/**
 * percpu_ref_switch_to_percpu - count on each CPU again; if it is dead, after percpu_ref_reinit()
 * @ref:	the count
 *
 * Context: may sleep only if a switch is under way.
 */
void percpu_ref_switch_to_percpu(struct percpu_ref *ref)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	ref->data->force_atomic = false;
	switch_mode_locked(ref, NULL);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_switch_to_percpu);

/**
 * percpu_ref_kill_and_confirm - drop the first reference, and switch to one place
 * @ref:		the count; killing it twice is reported
 * @confirm_kill:	called when percpu_ref_tryget_live() fails everywhere; or NULL
 *
 * Context: may sleep only if a switch is under way.
 */
void percpu_ref_kill_and_confirm(struct percpu_ref *ref, percpu_ref_func_t *confirm_kill)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	WARN_ONCE(percpu_ref_is_dying(ref), "%s called more than once on %ps!", __func__,
		  ref->data->release);
	WRITE_ONCE(ref->percpu_count_ptr, ref->percpu_count_ptr | __PERCPU_REF_DEAD);
	switch_mode_locked(ref, confirm_kill);
	percpu_ref_put(ref);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_kill_and_confirm);

/**
 * percpu_ref_is_zero - is there no reference left?
 * @ref:	the count, also after percpu_ref_exit()
 *
 * Context: any. Return: true once the last one is put; false in per-CPU mode.
 */
bool percpu_ref_is_zero(struct percpu_ref *ref)
{
	unsigned long __percpu *counts;
	unsigned long count, flags;

	if (__ref_is_percpu(ref, &counts))
		return false;
	spin_lock_irqsave(&switch_lock, flags);
	count = ref->data ? (unsigned long)atomic_long_read(&ref->data->count) :
			    ref->percpu_count_ptr >> __PERCPU_REF_FLAG_BITS;
	spin_unlock_irqrestore(&switch_lock, flags);
	return !count;
}
EXPORT_SYMBOL_GPL(percpu_ref_is_zero);

/**
 * percpu_ref_reinit - percpu_ref_resurrect() of a count that has reached 0
 * @ref:	the count; made with PERCPU_REF_ALLOW_REINIT or the like
 *
 * Context: may sleep only if a switch is under way.
 */
void percpu_ref_reinit(struct percpu_ref *ref)
{
	WARN_ON_ONCE(!percpu_ref_is_zero(ref));
	percpu_ref_resurrect(ref);
}
EXPORT_SYMBOL_GPL(percpu_ref_reinit);

/**
 * percpu_ref_resurrect - undo percpu_ref_kill(): the first reference is there again
 * @ref:	the count; dead, made with PERCPU_REF_ALLOW_REINIT or the like
 *
 * Context: may sleep only if a switch is under way.
 */
void percpu_ref_resurrect(struct percpu_ref *ref)
{
	unsigned long flags;

	spin_lock_irqsave(&switch_lock, flags);
	WARN_ON_ONCE(!percpu_ref_is_dying(ref) || !counts_of(ref));
	WRITE_ONCE(ref->percpu_count_ptr, ref->percpu_count_ptr & ~__PERCPU_REF_DEAD);
	percpu_ref_get(ref);
	switch_mode_locked(ref, NULL);
	spin_unlock_irqrestore(&switch_lock, flags);
}
EXPORT_SYMBOL_GPL(percpu_ref_resurrect);
