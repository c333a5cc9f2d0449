/* SPDX-License-Identifier: MIT */
/*
 * linux/timer.h - functions called at a time, in softirq context
 */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/ktime.h>
#include <linux/stddef.h>
#include <linux/lockdep_types.h>

/**
 * struct timer_list - one timer
 * @entry:	its place in the queue, of kernel/timer.c
 * @expires:	jiffies at which @function is called
 * @function:	called in softirq context; may arm the timer again, and free it
 * @flags:	TIMER_*
 */
struct timer_list {
	struct rb_node		entry;
	unsigned long		expires;
	void			(*function)(struct timer_list *timer);
	u32			flags;
	u32			queued;
};

#define TIMER_CPUMASK		0x0003FFFF
#define TIMER_MIGRATING		0x00040000
#define TIMER_DEFERRABLE	0x00080000
#define TIMER_PINNED		0x00100000
#define TIMER_IRQSAFE		0x00200000

#define __TIMER_INITIALIZER(_function, _flags) { .function = (_function), .flags = (_flags) }
#define DEFINE_TIMER(_name, _function) \
	struct timer_list _name = __TIMER_INITIALIZER(_function, 0)

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key);
/** timer_setup - make @timer ready, not armed. Context: any. Row D6. */
#define timer_setup(timer, callback, flags) \
	init_timer_key((timer), (callback), (flags), NULL, NULL)
#define timer_setup_on_stack(timer, callback, flags)	timer_setup(timer, callback, flags)
#define destroy_timer_on_stack(timer)			do { (void)(timer); } while (0)
/** from_timer - the structure in whose member @timer_fieldname @callback_timer is */
#define from_timer(var, callback_timer, timer_fieldname) \
	container_of(callback_timer, typeof(*var), timer_fieldname)

/** timer_pending - is @timer armed? */
static inline int timer_pending(const struct timer_list *timer)
{
	return READ_ONCE(timer->queued) != 0;
}

/** add_timer - arm @timer for timer->expires. Context: any. */
void add_timer(struct timer_list *timer);
void add_timer_on(struct timer_list *timer, int cpu);
/** mod_timer - arm @timer for @expires, whether it is armed or not. Context: any. Return: was it? */
int mod_timer(struct timer_list *timer, unsigned long expires);
/**
 * mod_timer_pending - change the time of a timer that is armed
 * @timer:	the timer; one that is not armed stays so
 * @expires:	in jiffies
 *
 * Context: any; takes timer_base.lock with interrupts off. Row D6.
 * Return: 1 if it was armed, else 0.
 */
int mod_timer_pending(struct timer_list *timer, unsigned long expires);
/**
 * timer_reduce - arm a timer, unless it is armed for an earlier time
 * @timer:	the timer; after timer_shutdown() nothing happens
 * @expires:	in jiffies
 *
 * Context: any; takes timer_base.lock with interrupts off. Row D6.
 * Return: 1 if it was armed, else 0.
 */
int timer_reduce(struct timer_list *timer, unsigned long expires);
/** del_timer - disarm @timer; its function may still be running. Context: any. Return: was it armed? */
int del_timer(struct timer_list *timer);
/**
 * try_to_del_timer_sync - disarm a timer unless its function is running
 * @timer:	the timer
 *
 * Context: any; takes timer_base.lock with interrupts off. Row D6.
 * Return: 1 if it was armed, 0 if not, -1 if its function is running.
 */
int try_to_del_timer_sync(struct timer_list *timer);
/**
 * del_timer_sync - disarm a timer; when this returns its function is not running
 * @timer:	the timer, which nobody arms meanwhile but its function
 *
 * Context: any but the timer's own function, and hardirq only with TIMER_IRQSAFE; waits for the
 * function, so the caller must not hold what that needs. Takes timer_base.lock with interrupts
 * off. Row D6.
 * Return: 1 if it was armed, else 0.
 */
int del_timer_sync(struct timer_list *timer);
#define timer_delete(timer)		del_timer(timer)
#define timer_delete_sync(timer)	del_timer_sync(timer)
#define del_singleshot_timer_sync(timer) del_timer_sync(timer)
/**
 * timer_shutdown_sync - del_timer_sync(), after which arming has no effect
 * @timer:	the timer; timer_setup() makes it usable again
 *
 * Context: as for del_timer_sync().
 * Return: 1 if it was armed, else 0.
 */
int timer_shutdown_sync(struct timer_list *timer);
int timer_shutdown(struct timer_list *timer);

void timers_init(void);

#endif /* _LINUX_TIMER_H */
