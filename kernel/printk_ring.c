// SPDX-License-Identifier: MIT
/*
 * kernel/printk_ring.c - the store behind the log
 *
 * Two rings: descriptors (struct printk_info) indexed by sequence number, and text, indexed by a
 * byte position that only grows. A record's text may wrap round the end of the ring.
 *
 *	text	...| rec 7 | rec 8  | rec 9 |......free......| rec 4 | rec 5 | rec 6 |
 *						    head^    ^pos of first_seq
 *
 * Invariants
 *   R1 first_seq <= next_seq <= first_seq + PRINTK_RING_RECORDS
 *   R2 head - pos(first_seq) <= PRINTK_RING_TEXT
 *   R3 texts lie in the order of their numbers, without gaps; the last one ends at head
 *   R4 only the last record may be unfinished
 *
 * Locking: ring_lock_word covers all of it. It is a lock of its own kind because the log must
 * work before there are tasks, and from a fault handler. Why it can't deadlock: the holder
 * copies a bounded number of bytes from memory that its caller has already read, to static
 * memory; it calls nothing, so it can't fault, print or sleep, and it has interrupts off (a
 * task that holds no CPU is not interrupted anyway). A contender sleeps in
 * arch_block(), which needs no task. It is a leaf: no lock is taken under it.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/sched.h>
#include <asm-generic/arch.h>

#include "kernel/printk_ring.h"

static struct printk_info ring_info[PRINTK_RING_RECORDS];
static char ring_text[PRINTK_RING_TEXT];
static u64 ring_first_seq, ring_next_seq, ring_head;

/* 0 free, 1 held, 2 held and somebody may wait. */
static u32 ring_lock_word;

/* Would a handler that prints interrupt the holder? */
static bool ring_must_mask(void)
{
	struct task_struct *task = current_or_null();

	return task && task->thread_info.count && !(task->thread_info.count & CPU_IRQS_OFF);
}

/* Return: for ring_unlock(). */
static bool ring_lock(void)
{
	bool masked = ring_must_mask();
	u32 expected = 0;

	if (masked)
		local_irq_disable();
	if (__atomic_compare_exchange_n(&ring_lock_word, &expected, 1, false,
					__ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return masked;
	while (__atomic_exchange_n(&ring_lock_word, 2, __ATOMIC_ACQUIRE))
		arch_block(&ring_lock_word, 2, -1);
	return masked;
}

/* The release pairs with the acquire of the next ring_lock(). */
static void ring_unlock(bool masked)
{
	if (__atomic_exchange_n(&ring_lock_word, 0, __ATOMIC_RELEASE) == 2)
		arch_wake(&ring_lock_word, 1);
	if (masked)
		local_irq_enable();
}

static struct printk_info *ring_slot(u64 seq)
{
	return &ring_info[seq & (PRINTK_RING_RECORDS - 1)];
}

static struct printk_info *ring_unfinished_locked(void)
{
	struct printk_info *last;

	if (ring_first_seq == ring_next_seq)
		return NULL;
	last = ring_slot(ring_next_seq - 1);
	return last->flags & PRINTK_NEWLINE ? NULL : last;
}

/* Number of records that readers see, from 0. */
static u64 ring_visible_locked(void)
{
	return ring_next_seq - (ring_unfinished_locked() ? 1 : 0);
}

/* Drops old records until @len bytes fit; @keep: the last record must stay. */
static bool ring_make_room_locked(size_t len, bool keep)
{
	while (ring_first_seq < ring_next_seq &&
	       ring_head + len - ring_slot(ring_first_seq)->text_pos > PRINTK_RING_TEXT) {
		if (keep && ring_first_seq == ring_next_seq - 1)
			return false;
		ring_first_seq++;
	}
	return true;
}

static void ring_add_text_locked(const char *text, size_t len)
{
	size_t at = ring_head & (PRINTK_RING_TEXT - 1);
	size_t part = min_t(size_t, len, PRINTK_RING_TEXT - at);

	memcpy(ring_text + at, text, part);
	memcpy(ring_text, text + part, len - part);
	ring_head += len;
}

static void ring_get_text_locked(const struct printk_info *info, char *buf, size_t len)
{
	size_t at = info->text_pos & (PRINTK_RING_TEXT - 1);
	size_t part = min_t(size_t, len, PRINTK_RING_TEXT - at);

	memcpy(buf, ring_text + at, part);
	memcpy(buf + part, ring_text, len - part);
}

static void ring_finish_locked(void)
{
	struct printk_info *last = ring_unfinished_locked();

	if (last)
		last->flags |= PRINTK_NEWLINE;
}

void ring_store(const struct printk_info *info, const char *text, size_t len)
{
	bool masked;
	struct printk_info *slot;

	len = min_t(size_t, len, PRINTK_TEXT_MAX);
	masked = ring_lock();
	ring_finish_locked();
	ring_make_room_locked(len, false);
	if (ring_next_seq - ring_first_seq == PRINTK_RING_RECORDS)
		ring_first_seq++;
	slot = ring_slot(ring_next_seq);
	*slot = *info;
	slot->seq = ring_next_seq;
	slot->text_pos = ring_head;
	slot->text_len = len;
	ring_add_text_locked(text, len);
	ring_next_seq++;
	ring_unlock(masked);
}

bool ring_continue(const struct printk_info *info, const char *text, size_t len)
{
	bool masked;
	struct printk_info *last;
	bool ok;

	masked = ring_lock();
	last = ring_unfinished_locked();
	ok = last && last->caller == info->caller && last->text_len + len <= PRINTK_TEXT_MAX &&
	     ring_make_room_locked(len, true);
	if (ok) {
		ring_add_text_locked(text, len);
		last->text_len += len;
		last->flags |= info->flags & PRINTK_NEWLINE;
	}
	ring_unlock(masked);
	return ok;
}

void ring_finish(void)
{
	bool masked = ring_lock();

	ring_finish_locked();
	ring_unlock(masked);
}

int ring_read(u64 *seq, struct printk_info *info, char *buf, size_t size)
{
	bool masked;
	int ret = -ENOENT;

	masked = ring_lock();
	if (*seq < ring_first_seq)
		*seq = ring_first_seq;
	if (*seq < ring_visible_locked()) {
		*info = *ring_slot(*seq);
		if (size) {
			size_t len = min_t(size_t, info->text_len, size - 1);

			ring_get_text_locked(info, buf, len);
			buf[len] = '\0';
		}
		ret = 0;
	}
	ring_unlock(masked);
	return ret;
}

u64 ring_first(void)
{
	bool masked;
	u64 seq;

	masked = ring_lock();
	seq = ring_first_seq;
	ring_unlock(masked);
	return seq;
}

u64 ring_next(void)
{
	bool masked;
	u64 seq;

	masked = ring_lock();
	seq = ring_visible_locked();
	ring_unlock(masked);
	return seq;
}
