// SPDX-License-Identifier: MIT
/*
 * irqmem - a driver whose interrupt handler allocates: one node with GFP_ATOMIC for each
 * interrupt, handed to a tasklet, which frees it; loading it raises the line. Its parameters make
 * the mistakes that beginners make.
 */
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static int irq = 42;
module_param(irq, int, 0444);
static int interrupts = 1000;
module_param(interrupts, int, 0444);
static bool sleepy;
module_param(sleepy, bool, 0444);
MODULE_PARM_DESC(sleepy, "the handler allocates with GFP_KERNEL");
static bool deadlock;
module_param(deadlock, bool, 0444);
MODULE_PARM_DESC(deadlock, "the lock that the handler takes is taken with interrupts on");

struct node {
	struct list_head list;
	char payload[100];
};

static LIST_HEAD(nodes);
static DEFINE_SPINLOCK(nodes_lock);
static unsigned int made, freed, missed;
static unsigned int entered;		/* times that the handler began */

static void irqmem_free(struct tasklet_struct *t)
{
	struct node *node, *next;
	unsigned long flags;
	LIST_HEAD(mine);

	spin_lock_irqsave(&nodes_lock, flags);
	list_splice_init(&nodes, &mine);
	spin_unlock_irqrestore(&nodes_lock, flags);
	list_for_each_entry_safe(node, next, &mine, list) {
		kfree(node);
		freed++;
	}
}

static DECLARE_TASKLET(irqmem_tasklet, irqmem_free);

static irqreturn_t irqmem_handler(int line, void *dev_id)
{
	struct node *node;

	WRITE_ONCE(entered, entered + 1);
	node = kmalloc(sizeof(*node), sleepy ? GFP_KERNEL : GFP_ATOMIC);
	if (!node) {
		missed++;
		return IRQ_HANDLED;
	}
	spin_lock(&nodes_lock);
	list_add_tail(&node->list, &nodes);
	made++;
	spin_unlock(&nodes_lock);
	tasklet_schedule(&irqmem_tasklet);
	return IRQ_HANDLED;
}

/* Takes the lock with interrupts on, and keeps it until one has come. */
static void deadlock_make(void)
{
	spin_lock(&nodes_lock);
	irq_set_affinity(irq, cpumask_of(smp_processor_id()));
	irq_inject_interrupt(irq);
	while (!READ_ONCE(entered))
		cpu_relax();
	spin_unlock(&nodes_lock);
}

static int __init irqmem_init(void)
{
	int i, err = request_irq(irq, irqmem_handler, 0, "irqmem", &nodes);

	if (err)
		return err;
	if (deadlock)
		deadlock_make();
	for (i = 0; i < interrupts; i++)
		irq_inject_interrupt(irq);
	return 0;
}

static void __exit irqmem_exit(void)
{
	synchronize_irq(irq);
	free_irq(irq, &nodes);
	tasklet_kill(&irqmem_tasklet);
	pr_info("irqmem: %u made, %u freed, %u missed\n", made, freed, missed);
}

module_init(irqmem_init);
module_exit(irqmem_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("An interrupt handler that allocates");
