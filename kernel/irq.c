// SPDX-License-Identifier: MIT
/*
 * kernel/irq.c - interrupt lines: who wants them, and what happens when one is raised
 *
 * Terms      line	a number below NR_IRQS. Lines have no hardware behind them: device models and
 *			tests raise them (irq_raise(), irq_inject_interrupt()). All are edges.
 *            action	one request of a line; a shared line has several, all called for each edge.
 *            masked	a line is not served while it is disabled (depth), or while a thread of an
 *			IRQF_ONESHOT action has still to run. An edge that comes then is kept.
 * Invariants L1 the handlers of a line never run on two CPUs at once: LINE_INPROGRESS. An edge
 *               that comes meanwhile is kept, and the CPU that runs them calls them again.
 *            L2 a bit of threads_oneshot is set from when the handler asks for its thread until that
 *               is over.
 * Locking    desc->lock, interrupts off: all but the raised bits, which are atomic. Handlers are called
 *            without it. desc->request_mutex: request and free, which sleep. Order: mutex, lock.
 *            actions are taken off the list under the lock, and freed when LINE_INPROGRESS has
 *            been clear since.
 * Linux      reports of misuse and their limits are those of 6.1.
 */
#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "init/calls.h"
#include "kernel/cpuhp.h"
#include "kernel/irq.h"
#include "kernel/irq_desc.h"

struct irq_desc irq_descs[NR_IRQS];

/* Raised lines by the CPU that is to serve them; atomic. */
static DECLARE_BITMAP(raised[NR_CPUS], NR_IRQS);

/* Line @irq, or NULL. */
static struct irq_desc *irq_desc_of(unsigned int irq)
{
	return irq < NR_IRQS ? &irq_descs[irq] : NULL;
}

/* ---- raising ---- */

/*
 * The CPU may go meanwhile. *Raise; full barrier; is it online?* against *not online; full barrier;
 * look for what is raised*: one of the two, or both, raise it again.
 */
static void line_raise(unsigned int irq)
{
	unsigned int cpu;

	do {
		cpu = READ_ONCE(irq_descs[irq].cpu);
		set_bit(irq, raised[cpu]);
		smp_mb__after_atomic();
		irq_post(cpu, IRQ_VECTOR_LINES);
	} while (unlikely(!cpu_online(cpu)) && test_and_clear_bit(irq, raised[cpu]));
}

void irq_lines_leave(unsigned int cpu)
{
	unsigned int irq;

	for (irq = 0; irq < NR_IRQS; irq++)
		if (irq_descs[irq].cpu == cpu)
			WRITE_ONCE(irq_descs[irq].cpu, cpumask_any(cpu_online_mask));
}

void irq_lines_raise_again(unsigned int cpu)
{
	unsigned int irq;

	smp_mb();	/* see line_raise() */
	for_each_set_bit(irq, raised[cpu], NR_IRQS)
		if (test_and_clear_bit(irq, raised[cpu]))
			line_raise(irq);
}

int irq_raise(unsigned int irq)
{
	struct irq_desc *desc = irq_desc_of(irq);

	if (!desc)
		return -EINVAL;
	line_raise(irq);
	return 0;
}

int irq_inject_interrupt(unsigned int irq)
{
	struct irq_desc *desc = irq_desc_of(irq);

	if (!desc || !READ_ONCE(desc->actions))
		return -EINVAL;
	return irq_raise(irq);
}
EXPORT_SYMBOL_GPL(irq_inject_interrupt);

/* ---- serving ---- */

static bool line_masked(const struct irq_desc *desc)
{
	return desc->depth || desc->threads_oneshot || !desc->actions;
}

/* Lock held. The action's thread has to run; a oneshot line stays masked until it has. */
static void action_wake_thread(struct irq_desc *desc, struct irq_action *action)
{
	if (!action->thread) {
		pr_warn("IRQ %d device %s returned IRQ_WAKE_THREAD but no thread function available.",
			desc->irq, action->name);
		return;
	}
	if (test_and_set_bit(ACTION_THREAD_WANTED, &action->state))
		return;
	desc->threads_oneshot |= action->thread_mask;
	atomic_inc(&desc->threads_active);
	wake_up_process(action->thread);
}

static irqreturn_t action_call(struct irq_desc *desc, struct irq_action *action)
{
	irqreturn_t ret = action->handler(desc->irq, action->dev);

	if (WARN_ONCE(!irqs_disabled(), "irq %u handler %pS enabled interrupts\n", desc->irq,
		      action->handler))
		local_irq_disable();
	if (ret == IRQ_WAKE_THREAD) {
		raw_spin_lock(&desc->lock);
		action_wake_thread(desc, action);
		raw_spin_unlock(&desc->lock);
	}
	return ret;
}

static irqreturn_t actions_call(struct irq_desc *desc)
{
	struct irq_action *action;
	irqreturn_t ret = IRQ_NONE;

	for (action = READ_ONCE(desc->actions); action; action = READ_ONCE(action->next))
		ret |= action_call(desc, action);
	return ret;
}

/* Hard interrupt, on @cpu. */
static void line_serve(struct irq_desc *desc, unsigned int cpu)
{
	raw_spin_lock(&desc->lock);
	desc->counts[cpu]++;
	if (line_masked(desc) || (desc->state & LINE_INPROGRESS)) {
		desc->state |= desc->actions ? LINE_PENDING : 0;
		raw_spin_unlock(&desc->lock);
		return;
	}
	desc->state |= LINE_INPROGRESS;
	do {
		irqreturn_t ret;

		desc->state &= ~LINE_PENDING;
		raw_spin_unlock(&desc->lock);
		ret = actions_call(desc);
		irq_note_result(desc, ret);
		raw_spin_lock(&desc->lock);
	} while ((desc->state & LINE_PENDING) && !line_masked(desc));
	desc->state &= ~LINE_INPROGRESS;
	raw_spin_unlock(&desc->lock);
}

void irq_serve_lines(unsigned int cpu)
{
	unsigned int irq;

	for_each_set_bit(irq, raised[cpu], NR_IRQS)
		if (test_and_clear_bit(irq, raised[cpu]))
			line_serve(&irq_descs[irq], cpu);
}

/* Lock held. The line is no longer masked: was an edge kept? Then raise it, without the lock. */
static bool line_take_pending(struct irq_desc *desc)
{
	bool pending = (desc->state & LINE_PENDING) && !line_masked(desc) &&
		       !(desc->state & LINE_INPROGRESS);

	if (pending)
		desc->state &= ~LINE_PENDING;
	return pending;
}

/* ---- enabling ---- */

/* Lock held. */
static void line_disable(struct irq_desc *desc)
{
	desc->depth++;
}

void disable_irq_nosync(unsigned int irq)
{
	struct irq_desc *desc = irq_desc_of(irq);
	unsigned long flags;

	if (!desc)
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	line_disable(desc);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}
EXPORT_SYMBOL(disable_irq_nosync);

void disable_irq(unsigned int irq)
{
	might_sleep();
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}
EXPORT_SYMBOL(disable_irq);

bool disable_hardirq(unsigned int irq)
{
	disable_irq_nosync(irq);
	return synchronize_hardirq(irq);
}
EXPORT_SYMBOL_GPL(disable_hardirq);

void enable_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_desc_of(irq);
	unsigned long flags;
	bool resend = false;

	if (!desc)
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	if (WARN(!desc->depth, "Unbalanced enable for IRQ %d\n", irq))
		goto out;
	if (!--desc->depth)
		resend = line_take_pending(desc);
out:
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	if (resend)
		line_raise(irq);
}
EXPORT_SYMBOL(enable_irq);

/* ---- waiting for the end ---- */

static bool line_in_progress(struct irq_desc *desc)
{
	unsigned long flags;
	bool runs;

	raw_spin_lock_irqsave(&desc->lock, flags);
	runs = desc->state & LINE_INPROGRESS;
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return runs;
}

bool synchronize_hardirq(unsigned int irq)
{
	struct irq_desc *desc = irq_desc_of(irq);

	if (!desc)
		return true;
	while (line_in_progress(desc))
		irq_relax();
	return !atomic_read(&desc->threads_active);
}
EXPORT_SYMBOL(synchronize_hardirq);

void synchronize_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_desc_of(irq);

	if (!desc)
		return;
	synchronize_hardirq(irq);
	wait_event(desc->wait_for_threads, !atomic_read(&desc->threads_active));
}
EXPORT_SYMBOL(synchronize_irq);

/* ---- affinity ---- */

int irq_set_affinity(unsigned int irq, const struct cpumask *cpumask)
{
	struct irq_desc *desc = irq_desc_of(irq);
	unsigned int cpu;

	if (!desc)
		return -EINVAL;
	preempt_disable();	/* no CPU goes */
	cpu = cpumask_first_and(cpumask, cpu_online_mask);
	if (cpu < nr_cpu_ids)
		WRITE_ONCE(desc->cpu, cpu);
	preempt_enable();
	return cpu < nr_cpu_ids ? 0 : -EINVAL;
}
EXPORT_SYMBOL_GPL(irq_set_affinity);

int irq_force_affinity(unsigned int irq, const struct cpumask *cpumask)
{
	return irq_set_affinity(irq, cpumask);
}
EXPORT_SYMBOL_GPL(irq_force_affinity);

int irq_set_affinity_hint(unsigned int irq, const struct cpumask *m)
{
	return m ? irq_set_affinity(irq, m) : 0;
}
EXPORT_SYMBOL_GPL(irq_set_affinity_hint);

/* ---- threads ---- */

static irqreturn_t default_handler(int irq, void *dev)
{
	return IRQ_WAKE_THREAD;
}

/* The thread function has run for all edges so far: the line may be served again. */
static void action_thread_done(struct irq_desc *desc, struct irq_action *action)
{
	unsigned long flags;
	bool resend = false;

	raw_spin_lock_irqsave(&desc->lock, flags);
	if (!test_bit(ACTION_THREAD_WANTED, &action->state)) {
		desc->threads_oneshot &= ~action->thread_mask;
		resend = line_take_pending(desc);
	}
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	if (atomic_dec_and_test(&desc->threads_active))
		wake_up(&desc->wait_for_threads);
	if (resend)
		line_raise(desc->irq);
}

static int action_thread_main(void *arg)
{
	struct irq_action *action = arg;
	struct irq_desc *desc = action->desc;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (test_and_clear_bit(ACTION_THREAD_WANTED, &action->state)) {
			__set_current_state(TASK_RUNNING);
			action->thread_fn(desc->irq, action->dev);
			action_thread_done(desc, action);
		} else if (kthread_should_stop()) {
			break;
		} else {
			schedule();
		}
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* ---- requests ---- */

/* Lock held. Do @old, which has the line, and @new agree? */
static bool actions_agree(const struct irq_action *old, const struct irq_action *new)
{
	return (old->flags & new->flags & IRQF_SHARED) &&
	       !((old->flags ^ new->flags) & (IRQF_TRIGGER_MASK | IRQF_ONESHOT));
}

/* Lock held. A bit of threads_oneshot that no other action of the line has; 0: all are taken. */
static unsigned long thread_mask_unused(const struct irq_desc *desc)
{
	const struct irq_action *action;
	unsigned long used = 0;

	for (action = desc->actions; action; action = action->next)
		used |= action->thread_mask;
	return ~used & (used + 1);
}

/* Lock held. */
static int action_insert(struct irq_desc *desc, struct irq_action *new)
{
	struct irq_action **end = &desc->actions;

	if (*end && !actions_agree(*end, new)) {
		pr_err("genirq: Flags mismatch irq %d. %08lx (%s) vs. %08lx (%s)\n", desc->irq,
		       new->flags, new->name, (*end)->flags, (*end)->name);
		return -EBUSY;
	}
	if (new->flags & IRQF_ONESHOT) {
		new->thread_mask = thread_mask_unused(desc);
		if (!new->thread_mask)
			return -EBUSY;
	}
	if (!*end) {
		desc->depth = new->flags & IRQF_NO_AUTOEN ? 1 : 0;
		desc->state &= LINE_INPROGRESS;
		desc->unhandled = desc->seen = 0;
	}
	while (*end)
		end = &(*end)->next;
	smp_store_release(end, new);	/* pairs with the loads of actions_call() */
	return 0;
}

static int action_start_thread(struct irq_desc *desc, struct irq_action *action)
{
	struct task_struct *thread = kthread_create(action_thread_main, action, "irq/%d-%s",
						    desc->irq, action->name);

	if (IS_ERR(thread))
		return PTR_ERR(thread);
	get_task_struct(thread);
	action->thread = thread;
	wake_up_process(thread);
	return 0;
}

static void action_stop_thread(struct irq_action *action)
{
	if (!action->thread)
		return;
	kthread_stop(action->thread);
	put_task_struct(action->thread);
}

static int request_check(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			 unsigned long flags, const char *name, void *dev)
{
	if (!irq_desc_of(irq) || ((flags & IRQF_SHARED) && !dev) ||
	    ((flags & IRQF_SHARED) && (flags & IRQF_NO_AUTOEN)) ||
	    (!(flags & IRQF_SHARED) && (flags & IRQF_COND_SUSPEND)))
		return -EINVAL;
	if (handler)
		return 0;
	if (!thread_fn)
		return -EINVAL;
	if (flags & IRQF_ONESHOT)
		return 0;
	pr_err("genirq: Threaded irq requested with handler=NULL and !ONESHOT for %s (irq %d)\n",
	       name, irq);
	return -EINVAL;
}

int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			 unsigned long flags, const char *name, void *dev)
{
	int err = request_check(irq, handler, thread_fn, flags, name, dev);
	struct irq_desc *desc = irq_desc_of(irq);
	struct irq_action *action;
	unsigned long irqflags;

	if (err)
		return err;
	action = kzalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	action->desc = desc;
	action->handler = handler ? handler : default_handler;
	action->thread_fn = thread_fn;
	action->flags = flags;
	action->name = name;
	action->dev = dev;
	mutex_lock(&desc->request_mutex);
	if (thread_fn)
		err = action_start_thread(desc, action);
	if (!err) {
		raw_spin_lock_irqsave(&desc->lock, irqflags);
		err = action_insert(desc, action);
		raw_spin_unlock_irqrestore(&desc->lock, irqflags);
	}
	mutex_unlock(&desc->request_mutex);
	if (err) {
		action_stop_thread(action);
		kfree(action);
	}
	return err;
}
EXPORT_SYMBOL(request_threaded_irq);

/* Lock held. */
static struct irq_action *action_remove(struct irq_desc *desc, void *dev)
{
	struct irq_action **at = &desc->actions, *action;

	while (*at && (*at)->dev != dev)
		at = &(*at)->next;
	action = *at;
	if (action)
		WRITE_ONCE(*at, action->next);
	return action;
}

const void *free_irq(unsigned int irq, void *dev)
{
	struct irq_desc *desc = irq_desc_of(irq);
	struct irq_action *action;
	unsigned long flags;
	const char *name;

	if (!desc)
		return NULL;
	WARN(in_interrupt(), "Trying to free IRQ %d from IRQ context!\n", irq);
	mutex_lock(&desc->request_mutex);
	raw_spin_lock_irqsave(&desc->lock, flags);
	action = action_remove(desc, dev);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	if (!action) {
		mutex_unlock(&desc->request_mutex);
		WARN(1, "Trying to free already-free IRQ %d\n", irq);
		return NULL;
	}
	synchronize_hardirq(irq);
	action_stop_thread(action);
	mutex_unlock(&desc->request_mutex);
	name = action->name;
	kfree(action);
	return name;
}
EXPORT_SYMBOL(free_irq);

/* ---- boot ---- */

void __init irqs_init(void)
{
	unsigned int irq;

	for (irq = 0; irq < NR_IRQS; irq++) {
		struct irq_desc *desc = &irq_descs[irq];

		desc->irq = irq;
		desc->cpu = irq % nr_cpu_ids;
		raw_spin_lock_init(&desc->lock);
		mutex_init(&desc->request_mutex);
		init_waitqueue_head(&desc->wait_for_threads);
	}
	irq_cpus_init();
}
