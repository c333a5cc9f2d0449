// SPDX-License-Identifier: MIT
/*
 * lib/xarray_node.c - the memory of the sparse array's nodes: their cache, and what xa_preload() sets aside
 *
 * Locking	the nodes set aside are their CPU's, with interrupts off.
 */
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/math.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/sched/mm.h>
#include <linux/xarray.h>
#include "lib/xarray.h"
#include "lib/xarray_tree.h"

static struct kmem_cache *node_cache;

void __init xarray_init(void)
{
	node_cache = kmem_cache_create("radix_tree_node", sizeof(struct xa_node), 0,
				       SLAB_PANIC | SLAB_RECLAIM_ACCOUNT, NULL);
}

/* Set aside by xa_preload(), whose caller has the CPU until xa_preload_end(). */
static DEFINE_PER_CPU(struct xa_node *, preloaded);

static struct xa_node *take_preloaded(void)
{
	struct xa_node *node;
	unsigned long flags;

	local_irq_save(flags);
	node = *this_cpu_ptr(&preloaded);
	if (node)
		*this_cpu_ptr(&preloaded) = node->next_free;
	local_irq_restore(flags);
	return node;
}

static void add_preloaded(struct xa_node *node)
{
	unsigned long flags;

	local_irq_save(flags);
	node->next_free = *this_cpu_ptr(&preloaded);
	*this_cpu_ptr(&preloaded) = node;
	local_irq_restore(flags);
}

/*
 * The longest store grows the tree to its full height and goes down to the other end; they share
 * the top.
 */
int xa_preload(gfp_t gfp, unsigned int index_bits)
{
	unsigned int nr = 2 * DIV_ROUND_UP(index_bits, XA_CHUNK_SHIFT) - 1;
	struct xa_node *chain = NULL, *node;

	while (nr--) {
		node = kmem_cache_alloc(node_cache, gfp);
		if (!node)
			break;
		node->next_free = chain;
		chain = node;
	}
	preempt_disable();
	while ((node = chain)) {
		chain = node->next_free;
		add_preloaded(node);
	}
	return nr + 1 ? -ENOMEM : 0;
}

void xa_preload_end(void)
{
	struct xa_node *node;

	while ((node = take_preloaded()))
		kmem_cache_free(node_cache, node);
	preempt_enable();
}

struct xa_node *xa_node_alloc(gfp_t gfp)
{
	struct xa_node *node = kmem_cache_alloc(node_cache, gfp);

	return node || gfpflags_allow_blocking(gfp) ? node : take_preloaded();
}

void xa_free_spare(struct xa_node *spare)
{
	while (spare) {
		struct xa_node *next = spare->next_free;

		kmem_cache_free(node_cache, spare);
		spare = next;
	}
}

static void node_free(struct rcu_head *head)
{
	kmem_cache_free(node_cache, container_of(head, struct xa_node, rcu_head));
}

void xa_node_free_rcu(struct xa_node *node)
{
	call_rcu(&node->rcu_head, node_free);
}
