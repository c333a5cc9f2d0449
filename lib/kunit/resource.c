// SPDX-License-Identifier: MIT
/* lib/kunit/resource.c - what a case acquires, and the end of the case gives back, newest first */
#include <kunit/test.h>
#include "lib/kunit/kunit.h"

struct action {
	struct list_head	node;	/* test->lock */
	kunit_action_t		*func;
	void			*ctx;
};

int kunit_add_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	struct action *action = kmalloc(sizeof(*action), GFP_KERNEL);

	if (!action)
		return -ENOMEM;
	action->func = func;
	action->ctx = ctx;
	spin_lock(&test->lock);
	list_add(&action->node, &test->actions);
	spin_unlock(&test->lock);
	return 0;
}
EXPORT_SYMBOL_GPL(kunit_add_action);

int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *func, void *ctx)
{
	int err = kunit_add_action(test, func, ctx);

	if (err)
		func(ctx);
	return err;
}
EXPORT_SYMBOL_GPL(kunit_add_action_or_reset);

/* Take the newest action(ctx) off the list; NULL if there is none. */
static struct action *take_action(struct kunit *test, kunit_action_t *func, const void *ctx)
{
	struct action *action, *found = NULL;

	spin_lock(&test->lock);
	list_for_each_entry(action, &test->actions, node) {
		if (action->func == func && action->ctx == ctx) {
			list_del(&action->node);
			found = action;
			break;
		}
	}
	spin_unlock(&test->lock);
	return found;
}

void kunit_remove_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	kfree(take_action(test, func, ctx));
}
EXPORT_SYMBOL_GPL(kunit_remove_action);

void kunit_release_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	struct action *action = take_action(test, func, ctx);

	if (!action)
		return;
	kfree(action);
	func(ctx);
}
EXPORT_SYMBOL_GPL(kunit_release_action);

void kunit_run_actions(struct kunit *test)
{
	struct action *action;

	/* An action may add another: always the newest. */
	while ((action = list_first_entry_or_null(&test->actions, struct action, node))) {
		list_del(&action->node);
		action->func(action->ctx);
		kfree(action);
	}
}

static void free_memory(void *ptr)
{
	kfree(ptr);
}

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	void *ptr = kmalloc_array(n, size, gfp);

	if (ptr && kunit_add_action_or_reset(test, free_memory, ptr))
		return NULL;
	return ptr;
}
EXPORT_SYMBOL_GPL(kunit_kmalloc_array);

void kunit_kfree(struct kunit *test, const void *ptr)
{
	if (ptr)
		kunit_release_action(test, free_memory, (void *)ptr);
}
EXPORT_SYMBOL_GPL(kunit_kfree);
