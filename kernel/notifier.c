// SPDX-License-Identifier: MIT
/*
 * kernel/notifier.c - lists of functions to call when something happens
 *
 * Invariant: a list is in order of falling priority; equals in order of registration.
 * Locking: as <linux/notifier.h> says. The atomic kind publishes with a release store and waits for
 * RCU readers when it unregisters, so a caller may walk the list without the lock.
 */
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/export.h>
#include <linux/rcupdate.h>

static int chain_register(struct notifier_block **at, struct notifier_block *nb)
{
	for (; *at; at = &(*at)->next) {
		if (*at == nb)
			return -EEXIST;
		if (nb->priority > (*at)->priority)
			break;
	}
	nb->next = *at;
	rcu_assign_pointer(*at, nb);
	return 0;
}

static int chain_unregister(struct notifier_block **at, struct notifier_block *nb)
{
	for (; *at; at = &(*at)->next) {
		if (*at == nb) {
			rcu_assign_pointer(*at, nb->next);
			return 0;
		}
	}
	return -ENOENT;
}

static int chain_call(struct notifier_block **head, unsigned long val, void *v)
{
	struct notifier_block *nb = rcu_dereference_raw(*head), *next;
	int ret = NOTIFY_DONE;

	for (; nb && !(ret & NOTIFY_STOP_MASK); nb = next) {
		next = rcu_dereference_raw(nb->next);
		ret = nb->notifier_call(nb, val, v);
	}
	return ret;
}

/**
 * atomic_notifier_chain_register - put @nb on the list
 *
 * Context: any.
 * Return: 0 or -EEXIST.
 */
int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	unsigned long flags;
	int ret;

	spin_lock_irqsave(&nh->lock, flags);
	ret = chain_register(&nh->head, nb);
	spin_unlock_irqrestore(&nh->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(atomic_notifier_chain_register);

/**
 * atomic_notifier_chain_unregister - take @nb off the list; it is not being called any more
 *
 * Context: may sleep.
 * Return: 0 or -ENOENT.
 */
int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	unsigned long flags;
	int ret;

	spin_lock_irqsave(&nh->lock, flags);
	ret = chain_unregister(&nh->head, nb);
	spin_unlock_irqrestore(&nh->lock, flags);
	synchronize_rcu();
	return ret;
}
EXPORT_SYMBOL_GPL(atomic_notifier_chain_unregister);

/**
 * atomic_notifier_call_chain - call all on the list with @val and @v, until one says stop
 *
 * Context: any.
 * Return: what the last one returned.
 */
int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long val, void *v)
{
	int ret;

	rcu_read_lock();
	ret = chain_call(&nh->head, val, v);
	rcu_read_unlock();
	return ret;
}
EXPORT_SYMBOL_GPL(atomic_notifier_call_chain);

/**
 * blocking_notifier_chain_register - put @nb on the list
 *
 * Context: may sleep.
 * Return: 0 or -EEXIST.
 */
int blocking_notifier_chain_register(struct blocking_notifier_head *nh, struct notifier_block *nb)
{
	int ret;

	down_write(&nh->rwsem);
	ret = chain_register(&nh->head, nb);
	up_write(&nh->rwsem);
	return ret;
}
EXPORT_SYMBOL_GPL(blocking_notifier_chain_register);

/**
 * blocking_notifier_chain_unregister - take @nb off the list; it is not being called any more
 *
 * Context: may sleep.
 * Return: 0 or -ENOENT.
 */
int blocking_notifier_chain_unregister(struct blocking_notifier_head *nh, struct notifier_block *nb)
{
	int ret;

	down_write(&nh->rwsem);
	ret = chain_unregister(&nh->head, nb);
	up_write(&nh->rwsem);
	return ret;
}
EXPORT_SYMBOL_GPL(blocking_notifier_chain_unregister);

/**
 * blocking_notifier_call_chain - call all on the list with @val and @v, until one says stop
 *
 * Context: may sleep.
 * Return: what the last one returned.
 */
int blocking_notifier_call_chain(struct blocking_notifier_head *nh, unsigned long val, void *v)
{
	int ret;

	down_read(&nh->rwsem);
	ret = chain_call(&nh->head, val, v);
	up_read(&nh->rwsem);
	return ret;
}
EXPORT_SYMBOL_GPL(blocking_notifier_call_chain);

/**
 * raw_notifier_chain_register - put @nb on the list
 *
 * Context: the list's user's lock held.
 * Return: 0 or -EEXIST.
 */
int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *nb)
{
	return chain_register(&nh->head, nb);
}
EXPORT_SYMBOL_GPL(raw_notifier_chain_register);

/**
 * raw_notifier_chain_unregister - take @nb off the list; it is not being called any more
 *
 * Context: the list's user's lock held.
 * Return: 0 or -ENOENT.
 */
int raw_notifier_chain_unregister(struct raw_notifier_head *nh, struct notifier_block *nb)
{
	return chain_unregister(&nh->head, nb);
}
EXPORT_SYMBOL_GPL(raw_notifier_chain_unregister);

/**
 * raw_notifier_call_chain - call all on the list with @val and @v, until one says stop
 *
 * Context: the list's user's lock held.
 * Return: what the last one returned.
 */
int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long val, void *v)
{
	return chain_call(&nh->head, val, v);
}
EXPORT_SYMBOL_GPL(raw_notifier_call_chain);
