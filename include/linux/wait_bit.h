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

/** bit_waitqueue - the queue that sleepers on @bit of @word share with strangers */
struct wait_queue_head *bit_waitqueue(void *word, int bit);
/** __var_waitqueue - the same for a variable's address */
struct wait_queue_head *__var_waitqueue(void *p);

/** wait_on_bit - sleep in @mode until @bit of @word is clear. Return: 0, or -EINTR. May sleep. */
int wait_on_bit(unsigned long *word, int bit, unsigned int mode);
int wait_on_bit_io(unsigned long *word, int bit, unsigned int mode);
/** wait_on_bit_timeout - Return: 0, -EINTR, or -EAGAIN after @timeout jiffies. */
int wait_on_bit_timeout(unsigned long *word, int bit, unsigned int mode, unsigned long timeout);
/** wait_on_bit_lock - the same, then set the bit: it is the caller's. Return: 0, or -EINTR. */
int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode);
int wait_on_bit_lock_io(unsigned long *word, int bit, unsigned int mode);
/** wake_up_bit - @bit of @word was cleared; the caller had a full barrier after that. Any context. */
void wake_up_bit(void *word, int bit);
/** clear_and_wake_up_bit - clear it (release), and wake. Any context. */
void clear_and_wake_up_bit(int bit, void *word);
/** wake_up_var - the variable at @var changed; the caller had a full barrier after that */
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
