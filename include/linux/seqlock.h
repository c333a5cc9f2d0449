/* SPDX-License-Identifier: MIT */
/*
 * linux/seqlock.h - readers that take no lock, and try again when a writer was there
 *
 * The count is odd while a writer is at it. Pairs: the writer's barrier after making it odd with
 * the reader's before looking again; the writer's before making it even with the reader's after
 * its first look.
 */
#ifndef _LINUX_SEQLOCK_H
#define _LINUX_SEQLOCK_H

#include <linux/compiler.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>

typedef struct seqcount {
	unsigned int sequence;
} seqcount_t;

/* The typed counts name the lock that serialises writers; the lock itself is the caller's concern. */
typedef struct { seqcount_t seqcount; } seqcount_raw_spinlock_t;
typedef struct { seqcount_t seqcount; } seqcount_spinlock_t;
typedef struct { seqcount_t seqcount; } seqcount_rwlock_t;
typedef struct { seqcount_t seqcount; } seqcount_mutex_t;

typedef struct {
	seqcount_t	seqcount;
	spinlock_t	lock;
} seqlock_t;

#define SEQCNT_ZERO(name)			{ .sequence = 0 }
#define SEQCNT_SPINLOCK_ZERO(name, lock)	{ .seqcount = SEQCNT_ZERO(name) }
#define SEQCNT_RAW_SPINLOCK_ZERO(name, lock)	{ .seqcount = SEQCNT_ZERO(name) }
#define SEQCNT_RWLOCK_ZERO(name, lock)		{ .seqcount = SEQCNT_ZERO(name) }
#define SEQCNT_MUTEX_ZERO(name, lock)		{ .seqcount = SEQCNT_ZERO(name) }
#define __SEQLOCK_UNLOCKED(name) \
	{ .seqcount = SEQCNT_ZERO(name), .lock = __SPIN_LOCK_UNLOCKED(name) }
#define DEFINE_SEQLOCK(sl)	seqlock_t sl = __SEQLOCK_UNLOCKED(sl)

#define seqcount_init(s)			do { (s)->sequence = 0; } while (0)
#define seqcount_spinlock_init(s, lock)		seqcount_init(&(s)->seqcount)
#define seqcount_raw_spinlock_init(s, lock)	seqcount_init(&(s)->seqcount)
#define seqcount_rwlock_init(s, lock)		seqcount_init(&(s)->seqcount)
#define seqcount_mutex_init(s, lock)		seqcount_init(&(s)->seqcount)

/* The plain count in any of the typed ones. */
#define seqprop_ptr(s)	((seqcount_t *)(s))

static inline unsigned int seqcount_read_stable(const seqcount_t *s)
{
	unsigned int seq;

	while ((seq = smp_load_acquire(&s->sequence)) & 1)
		cpu_relax();
	return seq;
}

static inline int seqcount_changed(const seqcount_t *s, unsigned int start)
{
	smp_rmb();
	return READ_ONCE(s->sequence) != start;
}

static inline void seqcount_write_enter(seqcount_t *s)
{
	WRITE_ONCE(s->sequence, s->sequence + 1);
	smp_wmb();
}

static inline void seqcount_write_leave(seqcount_t *s)
{
	smp_wmb();
	WRITE_ONCE(s->sequence, s->sequence + 1);
}

/** read_seqcount_begin - begin to read; the value is for read_seqcount_retry(). Context: any. */
#define read_seqcount_begin(s)		seqcount_read_stable(seqprop_ptr(s))
#define raw_read_seqcount_begin(s)	seqcount_read_stable(seqprop_ptr(s))
#define __read_seqcount_begin(s)	seqcount_read_stable(seqprop_ptr(s))
#define raw_read_seqcount(s)		smp_load_acquire(&seqprop_ptr(s)->sequence)
#define raw_seqcount_begin(s)		(raw_read_seqcount(s) & ~1U)
/** read_seqcount_retry - was a writer there? Then what was read is not to be used. */
#define read_seqcount_retry(s, start)	seqcount_changed(seqprop_ptr(s), start)
#define __read_seqcount_retry(s, start)	seqcount_changed(seqprop_ptr(s), start)
/** write_seqcount_begin - readers try again from now on. Context: writers' lock held. */
#define write_seqcount_begin(s) \
	do { preempt_disable(); seqcount_write_enter(seqprop_ptr(s)); } while (0)
#define write_seqcount_end(s) \
	do { seqcount_write_leave(seqprop_ptr(s)); preempt_enable(); } while (0)
#define write_seqcount_begin_nested(s, sub)	write_seqcount_begin(s)
#define raw_write_seqcount_begin(s)		seqcount_write_enter(seqprop_ptr(s))
#define raw_write_seqcount_end(s)		seqcount_write_leave(seqprop_ptr(s))
#define write_seqcount_invalidate(s) \
	do { smp_wmb(); seqprop_ptr(s)->sequence += 2; } while (0)

#define seqlock_init(sl) \
	do { spin_lock_init(&(sl)->lock); seqcount_init(&(sl)->seqcount); } while (0)

static inline unsigned int read_seqbegin(const seqlock_t *sl)
{
	return seqcount_read_stable(&sl->seqcount);
}

static inline unsigned int read_seqretry(const seqlock_t *sl, unsigned int start)
{
	return seqcount_changed(&sl->seqcount, start);
}

/** write_seqlock - be the one writer. Context: as spin_lock(). */
static inline void write_seqlock(seqlock_t *sl)
{
	spin_lock(&sl->lock);
	seqcount_write_enter(&sl->seqcount);
}

static inline void write_sequnlock(seqlock_t *sl)
{
	seqcount_write_leave(&sl->seqcount);
	spin_unlock(&sl->lock);
}

#define write_seqlock_bh(sl)	do { local_bh_disable(); write_seqlock(sl); } while (0)
#define write_sequnlock_bh(sl)	do { write_sequnlock(sl); local_bh_enable(); } while (0)
#define write_seqlock_irq(sl)	do { local_irq_disable(); write_seqlock(sl); } while (0)
#define write_sequnlock_irq(sl)	do { write_sequnlock(sl); local_irq_enable(); } while (0)
#define write_seqlock_irqsave(sl, flags) do { local_irq_save(flags); write_seqlock(sl); } while (0)
#define write_sequnlock_irqrestore(sl, flags) \
	do { write_sequnlock(sl); local_irq_restore(flags); } while (0)
#define read_seqlock_excl(sl)		spin_lock(&(sl)->lock)
#define read_sequnlock_excl(sl)		spin_unlock(&(sl)->lock)

static inline void read_seqbegin_or_lock(seqlock_t *lock, int *seq)
{
	if (!(*seq & 1))
		*seq = read_seqbegin(lock);
	else
		read_seqlock_excl(lock);
}

static inline int need_seqretry(seqlock_t *lock, int seq)
{
	return !(seq & 1) && read_seqretry(lock, seq);
}

static inline void done_seqretry(seqlock_t *lock, int seq)
{
	if (seq & 1)
		read_sequnlock_excl(lock);
}

#endif /* _LINUX_SEQLOCK_H */
