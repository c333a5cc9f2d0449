/* SPDX-License-Identifier: MIT */
/*
 * linux/wait_bit.h - sleep until a bit or a variable changes, without a wait queue of its own
 */
#ifndef _LINUX_WAIT_BIT_H
#define _LINUX_WAIT_BIT_H

#include <linux/wait.h>
#include <linux/bitops.h>

struct wait_bit_key {
	void		*flags;
	int		bit_nr;
	unsigned long	timeout;
};

#define WAIT_ATOMIC_T_BIT_NR	-1

/**
 * bit_waitqueue - the queue that sleepers on a bit share with strangers
 * @word:	the memory
 * @bit:	the bit's number in it
 *
 * Context: any.
 * Return: the queue.
 */
struct wait_queue_head *bit_waitqueue(void *word, int bit);
/** __var_waitqueue - the same for a variable's address */
struct wait_queue_head *__var_waitqueue(void *p);

/**
 * wait_on_bit - sleep until a bit is clear
 * @word:	the memory
 * @bit:	the bit's number in it
 * @mode:	task state to sleep in
 *
 * Context: may sleep. Row D6.
 * Return: 0 if the bit is clear (acquire), -EINTR for a signal.
 */
int wait_on_bit(unsigned long *word, int bit, unsigned int mode);
int wait_on_bit_io(unsigned long *word, int bit, unsigned int mode);
/**
 * wait_on_bit_timeout - sleep until a bit is clear, for a limited time
 * @word:	the memory
 * @bit:	the bit's number in it
 * @mode:	task state to sleep in
 * @timeout:	jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: may sleep. Row D6.
 * Return: 0 if the bit is clear (acquire), -EINTR for a signal, -EAGAIN when the time ran out.
 */
int wait_on_bit_timeout(unsigned long *word, int bit, unsigned int mode, unsigned long timeout);
/**
 * wait_on_bit_lock - sleep until a bit is clear, and set it: it is the caller's
 * @word:	the memory
 * @bit:	the bit's number in it
 * @mode:	task state to sleep in
 *
 * Context: may sleep. Row D6.
 * Return: 0 with the bit set by the caller, -EINTR for a signal.
 */
int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode);
int wait_on_bit_lock_io(unsigned long *word, int bit, unsigned int mode);
/**
 * wake_up_bit - wake those that sleep on a bit
 * @word:	the memory
 * @bit:	the bit's number in it; it was cleared, with a full barrier after that
 *
 * Context: any; takes the queue's lock with interrupts off. Row D6.
 */
void wake_up_bit(void *word, int bit);
/**
 * clear_and_wake_up_bit - clear a bit (release), and wake those that sleep on it
 * @bit:	the bit's number in @word
 * @word:	the memory
 *
 * Context: any; takes the queue's lock with interrupts off. Row D6.
 */
void clear_and_wake_up_bit(int bit, void *word);
/**
 * wake_up_var - wake those that sleep until a variable changes
 * @var:	its address; it has changed, with a full barrier after that
 *
 * Context: any; takes the queue's lock with interrupts off. Row D6.
 */
void wake_up_var(void *var);

#define wait_var_event(var, condition) \
	wait_event(*__var_waitqueue((void *)(var)), condition)
#define wait_var_event_timeout(var, condition, timeout) \
	wait_event_timeout(*__var_waitqueue((void *)(var)), condition, timeout)
#define wait_var_event_interruptible(var, condition) \
	wait_event_interruptible(*__var_waitqueue((void *)(var)), condition)
#define wait_var_event_killable(var, condition) \
	wait_event_killable(*__var_waitqueue((void *)(var)), condition)

#endif /* _LINUX_WAIT_BIT_H */
