/* SPDX-License-Identifier: MIT */
/*
 * linux/fault-inject.h - make things fail on purpose, now and then, by rules that the user sets
 *
 * A part that can be made to fail has a struct fault_attr, asks should_fail() each time, and shows the
 * attributes in debugfs. A task can be told to have exactly its nth such question answered with yes
 * (/proc/self/fail-nth). docs/fault-injection.md.
 */
#ifndef _LINUX_FAULT_INJECT_H
#define _LINUX_FAULT_INJECT_H

#include <linux/atomic.h>
#include <linux/limits.h>
#include <linux/ratelimit_types.h>
#include <linux/types.h>

struct dentry;
struct kmem_cache;
struct task_struct;

/**
 * struct fault_attr - when a part fails
 * @probability:	per cent of the calls that are eligible
 * @interval:		of these, every so many-th is
 * @times:		how often at most; -1: without end
 * @space:		bytes that pass before the first failure, counted down by the calls' sizes
 * @verbose:		0: silent; 1: a line each; 2: and the call chain
 * @task_filter:	only tasks whose make-it-fail is set
 * @stacktrace_depth:	how many return addresses the next four are compared with
 * @require_start:	one of them must be at or above this
 * @require_end:	and below this
 * @reject_start:	none may be at or above this
 * @reject_end:		and below this
 * @count:		calls counted for @interval
 * @ratelimit_state:	of the reports
 * @dname:		the folder in debugfs, named in reports; NULL until there is one
 * @changed:		called when a file has changed it; may be NULL. May sleep.
 */
struct fault_attr {
	unsigned long probability;
	unsigned long interval;
	atomic_t times;
	atomic_t space;
	unsigned long verbose;
	bool task_filter;
	unsigned long stacktrace_depth;
	unsigned long require_start;
	unsigned long require_end;
	unsigned long reject_start;
	unsigned long reject_end;

	unsigned long count;
	struct ratelimit_state ratelimit_state;
	struct dentry *dname;
	void (*changed)(void);
};

enum fault_flags {
	FAULT_NOWARN = 1 << 0,		/* no report of this one */
};

#define FAULT_ATTR_INITIALIZER {					\
	.interval = 1,							\
	.times = ATOMIC_INIT(1),					\
	.verbose = 2,							\
	.stacktrace_depth = 32,						\
	.require_end = ULONG_MAX,					\
	.ratelimit_state = RATELIMIT_STATE_INIT_DISABLED,		\
}

#define DECLARE_FAULT_ATTR(name) struct fault_attr name = FAULT_ATTR_INITIALIZER

/**
 * setup_fault_attr - set attributes from a boot option
 * @attr:	the attributes
 * @str:	"interval,probability,space,times"
 *
 * Context: any.
 * Return: 1; 0 if @str is not of that form, which is reported.
 */
int setup_fault_attr(struct fault_attr *attr, char *str);

/**
 * should_fail_ex - is this call to fail?
 * @attr:	the rules
 * @size:	what it counts for space
 * @flags:	enum fault_flags
 *
 * Context: any.
 * Return: true if so; it is reported.
 */
bool should_fail_ex(struct fault_attr *attr, ssize_t size, int flags);
/**
 * should_fail - is this call to fail? A failure is reported in any case.
 * @attr:	the rules
 * @size:	what it counts for space
 *
 * Context: any.
 * Return: true if so.
 */
bool should_fail(struct fault_attr *attr, ssize_t size);

/**
 * fault_create_debugfs_attr - show attributes in debugfs
 * @name:	of the folder
 * @parent:	where; NULL: the top
 * @attr:	the attributes
 *
 * Context: may sleep.
 * Return: the folder, or ERR_PTR().
 */
struct dentry *fault_create_debugfs_attr(const char *name, struct dentry *parent,
					 struct fault_attr *attr);

/* ---- a task's own ---- */

/**
 * fault_nth_set - the calling task's @nth call from now on that can be made to fail does so
 * @nth:	from 1; 0: none
 *
 * Context: may sleep.
 */
void fault_nth_set(unsigned int nth);
/** fault_nth_left - calls until then; 0 when it has failed, or none was to. Context: any. */
unsigned int fault_nth_left(void);
/** fault_task_leave - a task ends. Context: may sleep. */
void fault_task_leave(struct task_struct *task);

/* ---- the allocators ---- */

/* Some rule may make an allocation fail: every one goes by the slow paths, and they ask. */
extern bool fault_diverted;

/** fault_any_allocation - @on: no allocation is spared for its flags or order, and no report; else as at boot */
void fault_any_allocation(bool on);
/** should_failslab - -ENOMEM if an allocation from @s is to fail, else 0. Any context. */
int should_failslab(struct kmem_cache *s, gfp_t gfpflags);
/** should_fail_alloc_page - is an allocation of pages to fail? Any context. */
bool should_fail_alloc_page(gfp_t gfp_mask, unsigned int order);

#endif /* _LINUX_FAULT_INJECT_H */
