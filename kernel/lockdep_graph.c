// SPDX-License-Identifier: MIT
/*
 * kernel/lockdep_graph.c - the order of lock classes: which was taken inside which
 *
 * New edges are rare, known ones are met at every lock: so a bit for each pair answers the common
 * question, and the searches may go through the whole list of edges.
 *
 * Terms, locking: kernel/lockdep.h.
 */
#include <asm-generic/arch.h>
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include "kernel/lockdep.h"

/* Of a chain: this file, and lock_acquire() with all that is inlined into it. */
#define OWN_FRAMES		2

static unsigned long known[LOCKDEP_CLASSES][BITS_TO_LONGS(LOCKDEP_CLASSES)];
static struct lock_edge edges[LOCKDEP_EDGES];
static unsigned int nr_edges;

/* The class from which a search came to each one, plus one; 0: not reached. Graph lock. */
static u16 reached_from[LOCKDEP_CLASSES];

bool lockdep_edge_known(unsigned int from, unsigned int to)
{
	return test_bit(to, known[from]);
}

bool lockdep_edge_add(unsigned int from, unsigned int to)
{
	unsigned long chain[LOCKDEP_CHAIN + OWN_FRAMES];
	struct lock_edge *edge;
	unsigned int nr;

	if (nr_edges == LOCKDEP_EDGES)
		return false;
	edge = &edges[nr_edges++];
	*edge = (struct lock_edge){ .from = from, .to = to };
	nr = arch_backtrace(0, (unsigned long)__builtin_frame_address(0), chain, LOCKDEP_CHAIN + OWN_FRAMES);
	if (nr > OWN_FRAMES)
		memcpy(edge->chain, chain + OWN_FRAMES, (nr - OWN_FRAMES) * sizeof(chain[0]));
	set_bit(to, known[from]);
	return true;
}

const struct lock_edge *lockdep_edge(unsigned int from, unsigned int to)
{
	for (unsigned int i = 0; i < nr_edges; i++)
		if (edges[i].from == from && edges[i].to == to)
			return &edges[i];
	return NULL;
}

/* Mark in reached_from[] all that @start leads to, or that leads to it; itself too. */
static void search(unsigned int start, bool forward)
{
	bool more = true;

	memset(reached_from, 0, sizeof(reached_from));
	reached_from[start] = start + 1;
	while (more) {
		more = false;
		for (unsigned int i = 0; i < nr_edges; i++) {
			unsigned int near = forward ? edges[i].from : edges[i].to;
			unsigned int far = forward ? edges[i].to : edges[i].from;

			if (!reached_from[near] || reached_from[far])
				continue;
			reached_from[far] = near + 1;
			more = true;
		}
	}
}

unsigned int lockdep_path(unsigned int from, unsigned int to, u16 *path, unsigned int max)
{
	unsigned int nr = 0, class = from;

	search(to, false);
	if (!reached_from[from])
		return 0;
	for (;;) {
		if (nr < max)
			path[nr++] = class;
		if (class == to)
			return nr;
		class = reached_from[class] - 1;
	}
}

unsigned int lockdep_find_usage(unsigned int class, bool forward, unsigned int usage)
{
	search(class, forward);
	for (unsigned int i = 1; i < LOCKDEP_CLASSES; i++)
		if (reached_from[i] && (lock_classes[i].usage & usage))
			return i;
	return 0;
}

/* @class goes: paths through it are forgotten with it. */
void lockdep_edges_drop(unsigned int class)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < nr_edges; i++) {
		if (edges[i].from == class || edges[i].to == class)
			clear_bit(edges[i].to, known[edges[i].from]);
		else
			edges[kept++] = edges[i];
	}
	nr_edges = kept;
}

void lockdep_edges_show(struct seq_file *m)
{
	char from[80], to[80];

	for (unsigned int i = 0; i < READ_ONCE(nr_edges); i++)
		seq_printf(m, "%s -> %s	%ps\n", lock_class_name(edges[i].from, from, sizeof(from)),
			   lock_class_name(edges[i].to, to, sizeof(to)),
			   (void *)edges[i].chain[0]);
}
