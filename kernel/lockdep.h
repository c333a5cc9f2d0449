/* SPDX-License-Identifier: MIT */
/*
 * kernel/lockdep.h - between the parts of the lock order checker
 *
 * Terms      class: the locks that one line of code initializes, or one static lock; with the level
 *            of an _nested() form a class of its own. Edge a -> b: a lock of class b was waited
 *            for while one of class a was held, in the same context.
 * Invariants L1 the edges have no cycle. L2 no path leads from a class that is taken in interrupts
 *            to one that is held while interrupts are on; so for softirqs. Who would break one is
 *            reported, and the checker stops: what comes after a broken order is noise.
 * Locking    lockdep_graph_lock guards classes and edges; taken with interrupts off, nothing inside. It
 *            is not watched itself. Looking up what exists goes without it: classes and
 *            the bits of lockdep_edge_known() only appear, but for an unload (lockdep_free_key_range).
 */
#ifndef KERNEL_LOCKDEP_H
#define KERNEL_LOCKDEP_H

#include <linux/lockdep.h>
#include <linux/seq_file.h>

#define LOCKDEP_CLASSES		1024
#define LOCKDEP_EDGES		8192
#define LOCKDEP_CHAIN		6	/* return addresses kept of where an edge was first seen */

/* How a class was used; the READ forms are for locks that may be read twice. */
enum lock_usage {
	LOCK_USED_IN_HARDIRQ		= 1,
	LOCK_USED_IN_SOFTIRQ		= 2,
	LOCK_HELD_HARDIRQ_ON		= 4,
	LOCK_HELD_SOFTIRQ_ON		= 8,
	LOCK_USED_IN_HARDIRQ_READ	= 16,
	LOCK_USED_IN_SOFTIRQ_READ	= 32,
	LOCK_HELD_HARDIRQ_ON_READ	= 64,
	LOCK_HELD_SOFTIRQ_ON_READ	= 128,
};

struct lock_class {
	const void	*key;		/* NULL: the slot is free */
	const char	*name;
	u32		subclass;
	u8		usage;
	unsigned long	ip;		/* where it was first taken */
};

struct lock_edge {
	u16		from, to;	/* both 0: free, as class 0 is never used */
	unsigned long	chain[LOCKDEP_CHAIN];
};

extern struct lock_class lock_classes[LOCKDEP_CLASSES];
extern raw_spinlock_t lockdep_graph_lock;

/** lock_class_name - for reports: "name", "name/1", or "@" and who took it first */
const char *lock_class_name(unsigned int class, char *buf, size_t size);

/* lockdep_graph.c; but for the first, graph lock held. */

bool lockdep_edge_known(unsigned int from, unsigned int to);
/** lockdep_edge_add - a new edge; false if there is no room */
bool lockdep_edge_add(unsigned int from, unsigned int to);
/** lockdep_path - the classes of a path from @from to @to; how many, 0 if there is none */
unsigned int lockdep_path(unsigned int from, unsigned int to, u16 *path, unsigned int max);
const struct lock_edge *lockdep_edge(unsigned int from, unsigned int to);
/** lockdep_find_usage - a class with any of @usage that @class leads to (or that leads to it); 0: none */
unsigned int lockdep_find_usage(unsigned int class, bool forward, unsigned int usage);
void lockdep_edges_drop(unsigned int class);
void lockdep_edges_show(struct seq_file *m);

/* lockdep_report.c; graph lock not held. Each counts itself and ends the checking. */

void lockdep_report_cycle(unsigned int held, unsigned int wanted, unsigned long held_ip,
			  unsigned long ip);
void lockdep_report_recursion(unsigned int class, unsigned long held_ip, unsigned long ip);
void lockdep_report_usage(unsigned int class, unsigned int usage, unsigned long ip);
void lockdep_report_inversion(unsigned int safe, unsigned int unsafe, unsigned int usage,
			      unsigned long ip);
void lockdep_report_held(const char *what);
void lockdep_report_limit(const char *what);

#endif /* KERNEL_LOCKDEP_H */
