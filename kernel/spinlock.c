// SPDX-License-Identifier: MIT
/*
 * kernel/spinlock.c - waiting for spin locks, and reports of their misuse
 *
 * A waiter spins SPIN_TRIES times and then parks: it blocks on the word of a bucket, chosen by
 * the lock's address. The unlocker stores the lock word and then reads spin_parked, which is
 * 0 but for such times; only then it looks at the bucket. So an unlock touches the lock's own
 * memory last with the store that frees it, and the memory may go with the next owner.
 *
 * Barriers   As for CPU tokens (kernel/cpu_token.c): the waiter counts itself in its bucket and in
 *            spin_parked, runs arch_fence_cpus(), and tries again before it blocks.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bit_spinlock.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/limits.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

/* Long enough for a critical section of a microsecond or two, short against a host's time slice. */
#define SPIN_TRIES	100
#define BUCKET_BITS	6

struct spin_bucket {
	u32		gen;		/* changes with each unlock that somebody may wait for */
	unsigned int	waiters;
} ____cacheline_aligned;

static struct spin_bucket spin_buckets[1 << BUCKET_BITS];

/* Read at each unlock, written when somebody parks: alone in its cache line. */
unsigned int spin_parked ____cacheline_aligned;
EXPORT_SYMBOL(spin_parked);

typedef bool (*spin_try_t)(void *lock);

static struct spin_bucket *spin_bucket(const void *lock)
{
	return &spin_buckets[hash_ptr(lock, BUCKET_BITS)];
}

static void spin_park(void *lock, spin_try_t try)
{
	struct spin_bucket *bucket = spin_bucket(lock);

	__atomic_fetch_add(&bucket->waiters, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&spin_parked, 1, __ATOMIC_SEQ_CST);
	arch_fence_cpus();
	for (;;) {
		u32 gen = smp_load_acquire(&bucket->gen);

		if (try(lock))
			break;
		arch_block(&bucket->gen, gen, -1);
	}
	__atomic_fetch_sub(&spin_parked, 1, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&bucket->waiters, 1, __ATOMIC_RELAXED);
}

static void spin_wait(void *lock, spin_try_t try)
{
	unsigned int i;

	for (i = 0; i < SPIN_TRIES; i++) {
		if (try(lock))
			return;
		cpu_relax();
	}
	spin_park(lock, try);
}

/**
 * spin_unlock_wake - wake those that are parked for a lock which has been given back
 * @lock:	its address; the memory may be gone and is not touched
 *
 * Context: any; does not sleep.
 */
void spin_unlock_wake(const void *lock)
{
	struct spin_bucket *bucket = spin_bucket(lock);

	if (!READ_ONCE(bucket->waiters))
		return;
	__atomic_fetch_add(&bucket->gen, 1, __ATOMIC_RELEASE);
	arch_wake(&bucket->gen, INT_MAX);
}
EXPORT_SYMBOL(spin_unlock_wake);

/* ---- spin locks ---- */

static void spin_report(const char *what, const void *lock, unsigned long owner)
{
	struct task_struct *task = current, *holder = (struct task_struct *)owner;

	pr_emerg("BUG: spinlock %s on CPU#%u, %s/%d\n", what, raw_smp_processor_id(), task->comm,
		 task->pid);
	if (holder == task)
		pr_emerg(" lock: %pS, .owner: %s/%d, .owner_cpu: %u\n", lock, task->comm, task->pid,
			 raw_smp_processor_id());
	else
		pr_emerg(" lock: %pS, .owner: %s%px\n", lock, holder ? "task " : "<none>", holder);
	dump_stack();
}

static bool spin_try_any(void *lock)
{
	return spin_try_acquire(lock);
}

/** spin_acquire_slow - @lock is taken: wait for it. Context: holds a CPU. */
void spin_acquire_slow(raw_spinlock_t *lock)
{
	if (unlikely(READ_ONCE(lock->owner) == (unsigned long)current)) {
		spin_report("recursion", lock, (unsigned long)current);
		BUG();
	}
	spin_wait(lock, spin_try_any);
}
EXPORT_SYMBOL(spin_acquire_slow);

/**
 * spin_bad_unlock - report an unlock of what the caller does not hold; the lock is left alone
 * @lock:	the lock
 * @owner:	the task that holds it, as a number; 0: nobody
 *
 * Context: any.
 */
void spin_bad_unlock(raw_spinlock_t *lock, unsigned long owner)
{
	spin_report(owner ? "wrong owner" : "already unlocked", lock, owner);
}
EXPORT_SYMBOL(spin_bad_unlock);

/* ---- reader-writer locks ---- */

/* Handlers may read past a waiting writer: the task that they interrupted may be a reader. */
static bool rwlock_try_read_any(void *arg)
{
	rwlock_t *lock = arg;
	unsigned long word = READ_ONCE(lock->word);
	unsigned long stop = RWLOCK_WRITER | (in_interrupt() ? 0 : RWLOCK_WAITING);

	return !(word & stop) &&
	       try_cmpxchg_acquire(&lock->word, &word, word + RWLOCK_READER);
}

/*
 * Each failed try says again that a writer waits: a writer that got the lock, and goes, takes the
 * mark with it.
 */
static bool rwlock_try_write_any(void *arg)
{
	rwlock_t *lock = arg;
	unsigned long word;

	if (rwlock_try_write(lock))
		return true;
	word = READ_ONCE(lock->word);
	if (word & ~RWLOCK_WAITING)
		__atomic_fetch_or(&lock->word, RWLOCK_WAITING, __ATOMIC_RELAXED);
	return false;
}

static unsigned long rwlock_writer(unsigned long word)
{
	return word & RWLOCK_WRITER ? word & ~(RWLOCK_WRITER | RWLOCK_WAITING) : 0;
}

/**
 * rwlock_read_slow - wait for a lock that a writer holds or waits for, and take it for reading
 * @lock:	the lock; the caller has tried the fast way
 *
 * A handler passes a writer that waits: the task that it interrupted may be a reader. A lock that
 * the caller holds for writing is reported, and BUG().
 *
 * Context: any; holds a CPU; spins, then blocks in the port.
 */
void rwlock_read_slow(rwlock_t *lock)
{
	if (rwlock_writer(READ_ONCE(lock->word)) == (unsigned long)current) {
		spin_report("recursion", lock, (unsigned long)current);
		BUG();
	}
	spin_wait(lock, rwlock_try_read_any);
}
EXPORT_SYMBOL(rwlock_read_slow);

/**
 * rwlock_write_slow - wait for a lock that others hold, and take it for writing
 * @lock:	the lock; the caller has tried the fast way
 *
 * A lock that the caller holds for writing is reported, and BUG().
 *
 * Context: any; holds a CPU; spins, then blocks in the port.
 */
void rwlock_write_slow(rwlock_t *lock)
{
	if (rwlock_writer(READ_ONCE(lock->word)) == (unsigned long)current) {
		spin_report("recursion", lock, (unsigned long)current);
		BUG();
	}
	spin_wait(lock, rwlock_try_write_any);
}
EXPORT_SYMBOL(rwlock_write_slow);

static void rwlock_wake(const rwlock_t *lock)
{
	barrier();
	if (unlikely(READ_ONCE(spin_parked)))
		spin_unlock_wake(lock);
}

/**
 * rwlock_read_release - give back a lock held for reading
 * @lock:	the lock; one that no reader holds is reported and left alone
 *
 * Context: any; does not sleep; the caller gives its CPU back afterwards.
 */
void rwlock_read_release(rwlock_t *lock)
{
	unsigned long word = READ_ONCE(lock->word);

	if (unlikely((word & RWLOCK_WRITER) || word < RWLOCK_READER)) {
		spin_report("already unlocked", lock, rwlock_writer(word));
		return;
	}
	__atomic_fetch_sub(&lock->word, RWLOCK_READER, __ATOMIC_RELEASE);
	rwlock_wake(lock);
}
EXPORT_SYMBOL(rwlock_read_release);

/**
 * rwlock_write_release - give back a lock held for writing
 * @lock:	the lock; one that the caller does not hold so is reported and left alone
 *
 * Clears RWLOCK_WAITING too: writers that still wait set it again, readers get their turn.
 *
 * Context: any; does not sleep; the caller gives its CPU back afterwards.
 */
void rwlock_write_release(rwlock_t *lock)
{
	unsigned long owner = rwlock_writer(READ_ONCE(lock->word));

	if (unlikely(owner != (unsigned long)current)) {
		spin_report(owner ? "wrong owner" : "already unlocked", lock, owner);
		return;
	}
	smp_store_release(&lock->word, 0UL);
	rwlock_wake(lock);
}
EXPORT_SYMBOL(rwlock_write_release);

/* ---- one bit ---- */

/** bit_spin_wait - bit @bitnum is taken: let time pass. Context: holds a CPU. */
void bit_spin_wait(int bitnum, unsigned long *addr)
{
	unsigned int i;

	for (i = 0; i < SPIN_TRIES; i++) {
		if (!test_bit(bitnum, addr))
			return;
		cpu_relax();
	}
	arch_yield();
}
EXPORT_SYMBOL(bit_spin_wait);

/* ---- claims: <linux/lockdep.h> ---- */

/**
 * raw_spin_is_held - does the caller hold a raw spin lock?
 * @lock:	the lock
 *
 * Context: any; takes no lock.
 * Return: true if it does.
 */
bool raw_spin_is_held(const struct raw_spinlock *lock)
{
	return READ_ONCE(lock->owner) == (unsigned long)current;
}
EXPORT_SYMBOL(raw_spin_is_held);

/**
 * spin_is_held - does the caller hold a spin lock?
 * @lock:	the lock
 *
 * Context: any; takes no lock.
 * Return: true if it does.
 */
bool spin_is_held(const struct spinlock *lock)
{
	return raw_spin_is_held(&lock->rlock);
}
EXPORT_SYMBOL(spin_is_held);

/**
 * rwlock_is_write_held - does the caller hold a lock for writing?
 * @lock:	the lock
 *
 * Context: any; takes no lock.
 * Return: true if it does.
 */
bool rwlock_is_write_held(const struct rwlock *lock)
{
	return rwlock_writer(READ_ONCE(lock->word)) == (unsigned long)current;
}
EXPORT_SYMBOL(rwlock_is_write_held);

/**
 * rwlock_is_held - does the caller hold a lock for writing, or anybody for reading?
 * @lock:	the lock; it does not know who its readers are
 *
 * Context: any; takes no lock.
 * Return: true if so.
 */
bool rwlock_is_held(const struct rwlock *lock)
{
	unsigned long word = READ_ONCE(lock->word);

	return rwlock_is_write_held(lock) || (!(word & RWLOCK_WRITER) && word >= RWLOCK_READER);
}
EXPORT_SYMBOL(rwlock_is_held);

/* ---- the last reference, under a lock ---- */

/* One less, unless that would be the last. */
static bool counter_dec_not_last(int *counter)
{
	int old = __atomic_load_n(counter, __ATOMIC_RELAXED);

	do {
		if (old == 1)
			return false;
	} while (!__atomic_compare_exchange_n(counter, &old, old - 1, true, __ATOMIC_RELEASE,
					      __ATOMIC_RELAXED));
	return true;
}

/**
 * _atomic_dec_and_lock - decrement; if that made it 0, keep the lock; atomic_dec_and_lock() is
 * the name to use
 * @atomic:	the counter
 * @lock:	taken only where the counter may become 0
 *
 * Context: any where @lock may be taken. Row D3.
 * Return: 1 with @lock held if the counter became 0, else 0.
 */
int _atomic_dec_and_lock(atomic_t *atomic, spinlock_t *lock)
{
	if (counter_dec_not_last(&atomic->counter))
		return 0;
	spin_lock(lock);
	if (atomic_dec_and_test(atomic))
		return 1;
	spin_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(_atomic_dec_and_lock);

/**
 * _atomic_dec_and_lock_irqsave - the same with interrupts off; atomic_dec_and_lock_irqsave() is
 * the name
 * @atomic:	the counter
 * @lock:	taken only where the counter may become 0
 * @flags:	receives the state of the interrupts if 1 is returned
 *
 * Context: any. Row D3.
 * Return: 1 with @lock held and interrupts off if the counter became 0, else 0.
 */
int _atomic_dec_and_lock_irqsave(atomic_t *atomic, spinlock_t *lock, unsigned long *flags)
{
	if (counter_dec_not_last(&atomic->counter))
		return 0;
	spin_lock_irqsave(lock, *flags);
	if (atomic_dec_and_test(atomic))
		return 1;
	spin_unlock_irqrestore(lock, *flags);
	return 0;
}
EXPORT_SYMBOL(_atomic_dec_and_lock_irqsave);

/**
 * _atomic_dec_and_raw_lock - _atomic_dec_and_lock() with a raw spin lock
 * @atomic:	the counter
 * @lock:	taken only where the counter may become 0
 *
 * Context: any where @lock may be taken. Row D3.
 * Return: 1 with @lock held if the counter became 0, else 0.
 */
int _atomic_dec_and_raw_lock(atomic_t *atomic, raw_spinlock_t *lock)
{
	if (counter_dec_not_last(&atomic->counter))
		return 0;
	raw_spin_lock(lock);
	if (atomic_dec_and_test(atomic))
		return 1;
	raw_spin_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(_atomic_dec_and_raw_lock);

int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock)
{
	if (counter_dec_not_last(&cnt->counter))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(cnt))
		return 1;
	mutex_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(atomic_dec_and_mutex_lock);
