// SPDX-License-Identifier: MIT
/*
 * kernel/wait_bit.c - sleep until a bit or a variable changes
 *
 * There are WAIT_TABLE_SIZE queues for the whole machine, chosen by address; sleepers look again
 * when a stranger's wake-up comes their way.
 */
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/sched/signal.h>
#include <linux/wait_bit.h>

#define WAIT_TABLE_BITS	8
#define WAIT_TABLE_SIZE	(1 << WAIT_TABLE_BITS)

#define HEAD1(i)	__WAIT_QUEUE_HEAD_INITIALIZER(wait_table[i])
#define HEAD4(i)	HEAD1(i), HEAD1((i) + 1), HEAD1((i) + 2), HEAD1((i) + 3)
#define HEAD16(i)	HEAD4(i), HEAD4((i) + 4), HEAD4((i) + 8), HEAD4((i) + 12)
#define HEAD64(i)	HEAD16(i), HEAD16((i) + 16), HEAD16((i) + 32), HEAD16((i) + 48)

static struct wait_queue_head wait_table[WAIT_TABLE_SIZE] = {
	HEAD64(0), HEAD64(64), HEAD64(128), HEAD64(192),
};

struct wait_queue_head *bit_waitqueue(void *word, int bit)
{
	return &wait_table[hash_long((unsigned long)word * 8 + bit, WAIT_TABLE_BITS)];
}
EXPORT_SYMBOL(bit_waitqueue);

struct wait_queue_head *__var_waitqueue(void *p)
{
	return &wait_table[hash_ptr(p, WAIT_TABLE_BITS)];
}
EXPORT_SYMBOL(__var_waitqueue);

static bool bit_is_clear(unsigned long *word, int bit)
{
	return !(smp_load_acquire(&word[bit / BITS_PER_LONG]) & (1UL << (bit % BITS_PER_LONG)));
}

int wait_on_bit_timeout(unsigned long *word, int bit, unsigned int mode, unsigned long timeout)
{
	struct wait_queue_head *head = bit_waitqueue(word, bit);
	DEFINE_WAIT(entry);
	long left = timeout;
	int ret = 0;

	might_sleep();
	for (;;) {
		prepare_to_wait(head, &entry, mode);
		if (bit_is_clear(word, bit))
			break;
		if (signal_pending_state(mode, current)) {
			ret = -EINTR;
			break;
		}
		if (!left) {
			ret = -EAGAIN;
			break;
		}
		left = schedule_timeout(left);
	}
	finish_wait(head, &entry);
	return ret;
}
EXPORT_SYMBOL(wait_on_bit_timeout);

int wait_on_bit(unsigned long *word, int bit, unsigned int mode)
{
	might_sleep();
	return bit_is_clear(word, bit) ? 0 :
		wait_on_bit_timeout(word, bit, mode, MAX_SCHEDULE_TIMEOUT);
}
EXPORT_SYMBOL(wait_on_bit);

/**
 * wait_on_bit_io - wait_on_bit(), for callers that wait for a device
 * @word:	the memory
 * @bit:	the bit's number in it
 * @mode:	task state to sleep in
 *
 * Nothing counts such waits here.
 *
 * Context: may sleep.
 * Return: as wait_on_bit().
 */
int wait_on_bit_io(unsigned long *word, int bit, unsigned int mode)
{
	return wait_on_bit(word, bit, mode);
}
EXPORT_SYMBOL(wait_on_bit_io);

int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode)
{
	int ret;

	might_sleep();
	while (test_and_set_bit(bit, word)) {
		ret = wait_on_bit(word, bit, mode);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL(wait_on_bit_lock);

/**
 * wait_on_bit_lock_io - wait_on_bit_lock(), for callers that wait for a device
 * @word:	the memory
 * @bit:	the bit's number in it
 * @mode:	task state to sleep in
 *
 * Nothing counts such waits here.
 *
 * Context: may sleep.
 * Return: as wait_on_bit_lock().
 */
int wait_on_bit_lock_io(unsigned long *word, int bit, unsigned int mode)
{
	return wait_on_bit_lock(word, bit, mode);
}
EXPORT_SYMBOL(wait_on_bit_lock_io);

void wake_up_bit(void *word, int bit)
{
	struct wait_queue_head *head = bit_waitqueue(word, bit);

	if (waitqueue_active(head))
		__wake_up(head, TASK_NORMAL, 0, NULL);
}
EXPORT_SYMBOL(wake_up_bit);

void clear_and_wake_up_bit(int bit, void *word)
{
	clear_bit_unlock(bit, word);
	smp_mb();
	wake_up_bit(word, bit);
}
EXPORT_SYMBOL(clear_and_wake_up_bit);

void wake_up_var(void *var)
{
	struct wait_queue_head *head = __var_waitqueue(var);

	if (waitqueue_active(head))
		__wake_up(head, TASK_NORMAL, 0, NULL);
}
EXPORT_SYMBOL(wake_up_var);
