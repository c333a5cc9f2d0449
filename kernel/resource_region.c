// SPDX-License-Identifier: MIT
/*
 * kernel/resource_region.c - regions that drivers have taken, and whether they give them back
 *
 * request_region() makes a node of its own, marked busy, within whatever not-busy node is there. It
 * remembers who asked: a module that goes and leaves regions behind is reported, and they are taken
 * back, since their names are mostly the module's own text.
 *
 * Locking    resource_lock covers the list of regions, too.
 */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/panic.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "kernel/resource.h"

/* Only those of region_request(); resources that others bring are not in the list. */
struct region {
	struct resource		res;
	struct list_head	link;
	const void		*caller;
};

static LIST_HEAD(regions);
static DECLARE_WAIT_QUEUE_HEAD(muxed_wait);

/* ---- taking ---- */

/*
 * NULL, or the busy node in the way (*@parent: it does not fit). Goes deeper into nodes that nobody
 * has.
 */
static struct resource *region_link(struct resource *parent, struct resource *res)
{
	for (;;) {
		struct resource *conflict = resource_link(parent, res);

		if (!conflict || conflict == parent || (conflict->flags & IORESOURCE_BUSY))
			return conflict;
		parent = conflict;
	}
}

/* A muxed region is soon given back: wait for it. Called with the lock, which is dropped meanwhile. */
static void muxed_sleep(void)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&muxed_wait, &wait, TASK_UNINTERRUPTIBLE);
	write_unlock(&resource_lock);
	schedule();
	finish_wait(&muxed_wait, &wait);
	write_lock(&resource_lock);
}

static bool region_take_locked(struct resource *parent, struct region *r)
{
	struct resource *conflict;

	while ((conflict = region_link(parent, &r->res))) {
		if (!(conflict->flags & r->res.flags & IORESOURCE_MUXED))
			return false;
		muxed_sleep();
	}
	list_add(&r->link, &regions);
	return true;
}

/* __request_region() with the code address of who asked. */
static struct resource *region_request(struct resource *parent, resource_size_t start, resource_size_t n,
				       const char *name, int flags, const void *caller)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	bool taken;

	if (!r)
		return NULL;
	r->caller = caller;
	r->res.name = name;
	r->res.start = start;
	r->res.end = start + n - 1;
	r->res.flags = resource_type(parent) | resource_ext_type(parent) | IORESOURCE_BUSY | flags;
	r->res.desc = parent->desc;
	write_lock(&resource_lock);
	taken = region_take_locked(parent, r);
	write_unlock(&resource_lock);
	if (taken)
		return &r->res;
	kfree(r);
	return NULL;
}

/**
 * __request_region - request_region() and request_mem_region(): from now on a range is the caller's alone
 * @parent:	&ioport_resource or &iomem_resource
 * @start:	its first address
 * @n:		its size
 * @name:	for /proc; must live as long as the region
 * @flags:	IORESOURCE_MUXED: wait for another who said so, too. IORESOURCE_EXCLUSIVE: not used
 *
 * Row C2.
 * Context: may sleep.
 * Return: the region; NULL if somebody has part of it, or without memory.
 */
struct resource *__request_region(struct resource *parent, resource_size_t start, resource_size_t n,
				  const char *name, int flags)
{
	return region_request(parent, start, n, name, flags, __builtin_return_address(0));
}
EXPORT_SYMBOL(__request_region);

/* ---- giving back ---- */

/* The busy node that is exactly [@start, @end], looked for in nodes that nobody has, too. */
static struct resource *region_find(struct resource *parent, resource_size_t start,
				    resource_size_t end)
{
	struct resource *res = parent->child;

	while (res) {
		if (res->start > start || res->end < end)
			res = res->sibling;
		else if (!(res->flags & IORESOURCE_BUSY))
			res = res->child;
		else
			return res->start == start && res->end == end ? res : NULL;
	}
	return NULL;
}

/* Of that node, the one that is ours to free; somebody's own node is only taken out. */
static struct region *region_of(struct resource *res)
{
	struct region *r;

	list_for_each_entry(r, &regions, link)
		if (&r->res == res)
			return r;
	return NULL;
}

static void region_drop_locked(struct region *r)
{
	resource_unlink(&r->res, true);
	list_del(&r->link);
}

/**
 * __release_region - release_region() and release_mem_region(): give a region back
 * @parent:	as it was requested with
 * @start:	its first address
 * @n:		its size, all of it
 *
 * What is nobody's region is reported. Row C2.
 * Context: not from interrupts.
 */
void __release_region(struct resource *parent, resource_size_t start, resource_size_t n)
{
	resource_size_t end = start + n - 1;
	struct region *r = NULL;
	struct resource *res;

	write_lock(&resource_lock);
	res = region_find(parent, start, end);
	r = res ? region_of(res) : NULL;
	if (r)
		region_drop_locked(r);
	write_unlock(&resource_lock);
	if (!r) {
		pr_warn("Trying to free nonexistent resource <%pa-%pa>\n", &start, &end);
		return;
	}
	if (r->res.flags & IORESOURCE_MUXED)
		wake_up(&muxed_wait);
	kfree(r);
}
EXPORT_SYMBOL(__release_region);

/* ---- given back with a device ---- */

static void resource_devres_release(struct device *dev, void *res)
{
	release_resource(*(struct resource **)res);
}

static int resource_devres_match(struct device *dev, void *res, void *data)
{
	return *(struct resource **)res == data;
}

/**
 * devm_request_resource - request_resource() that is undone with the device
 * @dev:	whose
 * @root:	the resource that @new is a part of
 * @new:	the range
 *
 * Row C2.
 * Context: may sleep.
 * Return: 0, -EBUSY, -ENOMEM.
 */
int devm_request_resource(struct device *dev, struct resource *root, struct resource *new)
{
	struct resource **owned, *conflict;

	owned = devres_alloc(resource_devres_release, sizeof(*owned), GFP_KERNEL);
	if (!owned)
		return -ENOMEM;
	*owned = new;
	conflict = request_resource_conflict(root, new);
	if (conflict) {
		dev_err(dev, "resource collision: %pR conflicts with %s %pR\n", new, conflict->name,
			conflict);
		devres_free(owned);
		return -EBUSY;
	}
	devres_add(dev, owned);
	return 0;
}
EXPORT_SYMBOL(devm_request_resource);

/**
 * devm_release_resource - undo devm_request_resource() before its time
 * @dev:	whose
 * @new:	the range
 *
 * Row C2.
 * Context: may sleep.
 */
void devm_release_resource(struct device *dev, struct resource *new)
{
	WARN_ON(devres_release(dev, resource_devres_release, resource_devres_match, new));
}
EXPORT_SYMBOL(devm_release_resource);

struct region_devres {
	struct resource	*parent;
	resource_size_t	start;
	resource_size_t	n;
};

static void region_devres_release(struct device *dev, void *res)
{
	struct region_devres *owned = res;

	__release_region(owned->parent, owned->start, owned->n);
}

static int region_devres_match(struct device *dev, void *res, void *data)
{
	struct region_devres *owned = res, *wanted = data;

	return owned->parent == wanted->parent && owned->start == wanted->start &&
	       owned->n == wanted->n;
}

/** __devm_request_region - devm_request_region(), devm_request_mem_region(): the region or NULL. Row C2. */
struct resource *__devm_request_region(struct device *dev, struct resource *parent,
				       resource_size_t start, resource_size_t n, const char *name)
{
	struct region_devres *owned;
	struct resource *res;

	owned = devres_alloc(region_devres_release, sizeof(*owned), GFP_KERNEL);
	if (!owned)
		return NULL;
	*owned = (struct region_devres) { .parent = parent, .start = start, .n = n };
	res = region_request(parent, start, n, name, 0, __builtin_return_address(0));
	if (res)
		devres_add(dev, owned);
	else
		devres_free(owned);
	return res;
}
EXPORT_SYMBOL(__devm_request_region);

/** __devm_release_region - devm_release_region(), devm_release_mem_region(). Row C2. */
void __devm_release_region(struct device *dev, struct resource *parent, resource_size_t start,
			   resource_size_t n)
{
	struct region_devres wanted = { .parent = parent, .start = start, .n = n };

	WARN_ON(devres_release(dev, region_devres_release, region_devres_match, &wanted));
}
EXPORT_SYMBOL(__devm_release_region);

/* ---- modules that forget ---- */

static struct region *region_left_locked(const struct module *mod)
{
	struct region *r;

	list_for_each_entry(r, &regions, link)
		if (within_module((unsigned long)r->caller, mod))
			return r;
	return NULL;
}

/* A node of the module's own memory, somewhere below @parent. */
static struct resource *static_left_locked(struct resource *parent, const struct module *mod)
{
	struct resource *res, *found;

	for (res = parent->child; res; res = res->sibling) {
		if (within_module((unsigned long)res, mod))
			return res;
		found = static_left_locked(res, mod);
		if (found)
			return found;
	}
	return NULL;
}

static void left_report(const struct module *mod, const struct resource *res, const void *caller)
{
	pr_err("%s: unloaded, but still has the region %pR '%s'\n", mod->name, res, res->name ?: "");
	if (caller)
		pr_err("%s: requested by %pS\n", mod->name, caller);
	add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
}

int resource_module_left(const struct module *mod)
{
	struct resource *res;
	struct region *r;
	int nr = 0;

	for (;; nr++) {
		write_lock(&resource_lock);
		r = region_left_locked(mod);
		if (r)
			region_drop_locked(r);
		write_unlock(&resource_lock);
		if (!r)
			break;
		left_report(mod, &r->res, r->caller);
		kfree(r);
	}
	for (;; nr++) {
		write_lock(&resource_lock);
		res = static_left_locked(&iomem_resource, mod) ?: static_left_locked(&ioport_resource, mod);
		if (res)
			resource_unlink(res, false);
		write_unlock(&resource_lock);
		if (!res)
			break;
		left_report(mod, res, NULL);
	}
	return nr;
}
