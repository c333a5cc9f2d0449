// SPDX-License-Identifier: MIT
/*
 * init/initcall.c - initcalls of built-in code: announced by constructors, made by boot
 *
 * Constructors run before main(), before boot and before `current` exists, so the list has a lock
 * of its own that needs no task. It covers the list and `made`; calls are made without it.
 */
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <asm/processor.h>

#include "init/calls.h"

static struct initcall *announced;
static bool made;		/* boot has made the calls: later ones are made at once */
static bool list_busy;

static void list_lock(void)
{
	while (__atomic_test_and_set(&list_busy, __ATOMIC_ACQUIRE))
		cpu_relax();
}

static void list_unlock(void)
{
	__atomic_clear(&list_busy, __ATOMIC_RELEASE);
}

static void initcall_make(struct initcall *call)
{
	int err = call->fn();

	if (err)
		pr_warn("initcall %s returned %d\n", call->name, err);
}

/* Sorted by level; after those of its own level. */
static void initcall_queue(struct initcall *call)
{
	struct initcall **at = &announced;

	while (*at && (*at)->level <= call->level)
		at = &(*at)->next;
	call->next = *at;
	*at = call;
}

void initcall_register(struct initcall *call)
{
	bool late;

	list_lock();
	late = made;
	if (!late && !call->queued)
		initcall_queue(call);
	call->queued = true;
	list_unlock();
	if (late)
		initcall_make(call);
}
EXPORT_SYMBOL(initcall_register);

static struct initcall *initcall_next(void)
{
	struct initcall *call;

	list_lock();
	call = announced;
	if (call)
		announced = call->next;
	else
		made = true;
	list_unlock();
	return call;
}

void __init initcalls_run(void)
{
	struct initcall *call;

	while ((call = initcall_next()))
		initcall_make(call);
}
