// SPDX-License-Identifier: MIT
/*
 * fs/devres.c - what a device owns, given back when it goes
 *
 *	device.devres_head --- struct devres --- struct devres --- (oldest first)
 *				release()	   release()
 *				data of the caller
 *
 * Every devm_ function makes one entry, whose release() undoes it. devres_release_all() runs them from
 * the youngest to the oldest. A group is a pair of entries without data that mark where it opens
 * and closes.
 *
 * Locking	dev->devres_lock covers the list. release() functions run without it and may sleep.
 * Linux	as 6.1.
 */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/slab.h>

#include "fs/device.h"

/* @group: of a group's two marks, the group's id; NULL for a resource. */
struct devres {
	struct list_head	link;
	dr_release_t		release;
	const char		*name;
	size_t			size;
	void			*group;
	bool			group_end;
	u8 __aligned(ARCH_KMALLOC_MINALIGN) data[];
};

static struct devres *data_devres(void *res)
{
	return container_of(res, struct devres, data);
}

size_t devres_size(void *res)
{
	return data_devres(res)->size;
}

/** __devres_alloc_node - an entry with @size zeroed bytes for the caller; they, or NULL */
void *__devres_alloc_node(dr_release_t release, size_t size, gfp_t gfp, int nid, const char *name)
{
	struct devres *dr;
	size_t bytes;

	if (check_add_overflow(sizeof(*dr), size, &bytes))
		return NULL;
	dr = kmalloc_node(bytes, gfp, nid);
	if (!dr)
		return NULL;
	memset(dr, 0, sizeof(*dr));
	INIT_LIST_HEAD(&dr->link);
	dr->release = release;
	dr->name = name;
	dr->size = size;
	return dr->data;
}
EXPORT_SYMBOL_GPL(__devres_alloc_node);

/**
 * devres_free - throw away an entry that no device has
 *
 * Context: any.
 */
void devres_free(void *res)
{
	struct devres *dr;

	if (!res)
		return;
	dr = data_devres(res);
	if (WARN_ON(!list_empty(&dr->link)))
		return;
	kfree(dr);
}
EXPORT_SYMBOL_GPL(devres_free);

static void entry_add(struct device *dev, struct devres *dr)
{
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	list_add_tail(&dr->link, &dev->devres_head);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
}

/**
 * devres_add - from now on, @dev owns @res
 *
 * Context: any.
 */
void devres_add(struct device *dev, void *res)
{
	entry_add(dev, data_devres(res));
}
EXPORT_SYMBOL_GPL(devres_add);

/* The youngest entry of that release() which @match accepts. */
static struct devres *find_locked(struct device *dev, dr_release_t release, dr_match_t match,
				  void *match_data)
{
	struct devres *dr;

	list_for_each_entry_reverse(dr, &dev->devres_head, link)
		if (!dr->group && dr->release == release &&
		    (!match || match(dev, dr->data, match_data)))
			return dr;
	return NULL;
}

/**
 * devres_find - the youngest resource with that @release which @match accepts, or NULL
 *
 * Context: any.
 * Return: its data or NULL.
 */
void *devres_find(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	struct devres *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find_locked(dev, release, match, match_data);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return dr ? dr->data : NULL;
}
EXPORT_SYMBOL_GPL(devres_find);

/**
 * devres_get - the one that is there, @new_res being freed; or else @new_res, added
 *
 * Context: any.
 * Return: the data that the device has now.
 */
void *devres_get(struct device *dev, void *new_res, dr_match_t match, void *match_data)
{
	struct devres *new = data_devres(new_res), *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find_locked(dev, new->release, match, match_data);
	if (!dr) {
		list_add_tail(&new->link, &dev->devres_head);
		dr = new;
		new = NULL;
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	kfree(new);
	return dr->data;
}
EXPORT_SYMBOL_GPL(devres_get);

/**
 * devres_remove - take one off, without its release(): its data, or NULL
 *
 * Context: any.
 * Return: its data or NULL.
 */
void *devres_remove(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	struct devres *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find_locked(dev, release, match, match_data);
	if (dr)
		list_del_init(&dr->link);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return dr ? dr->data : NULL;
}
EXPORT_SYMBOL_GPL(devres_remove);

/**
 * devres_destroy - take one off and free it, without its release(): 0 or -ENOENT
 *
 * Context: any.
 * Return: 0 or -ENOENT.
 */
int devres_destroy(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	void *res = devres_remove(dev, release, match, match_data);

	if (!res)
		return -ENOENT;
	devres_free(res);
	return 0;
}
EXPORT_SYMBOL_GPL(devres_destroy);

/**
 * devres_release - take one off, release and free it: 0 or -ENOENT
 *
 * Context: may sleep.
 * Return: 0 or -ENOENT.
 */
int devres_release(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	void *res = devres_remove(dev, release, match, match_data);

	if (!res)
		return -ENOENT;
	release(dev, res);
	devres_free(res);
	return 0;
}
EXPORT_SYMBOL_GPL(devres_release);

/**
 * devres_for_each_res - call @fn, with the list's lock held, for each that matches, youngest first
 *
 * Context: any.
 */
void devres_for_each_res(struct device *dev, dr_release_t release, dr_match_t match,
			 void *match_data, void (*fn)(struct device *, void *, void *), void *data)
{
	struct devres *dr, *next;
	unsigned long flags;

	if (!fn)
		return;
	spin_lock_irqsave(&dev->devres_lock, flags);
	list_for_each_entry_safe_reverse(dr, next, &dev->devres_head, link)
		if (!dr->group && dr->release == release &&
		    (!match || match(dev, dr->data, match_data)))
			fn(dev, dr->data, data);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
}
EXPORT_SYMBOL_GPL(devres_for_each_res);

/* Release what is on @list, youngest first. */
static void release_list(struct device *dev, struct list_head *list)
{
	struct devres *dr, *next;

	list_for_each_entry_safe_reverse(dr, next, list, link) {
		if (!dr->group)
			dr->release(dev, dr->data);
		list_del(&dr->link);
		kfree(dr);
	}
}

/** devres_release_all - give back all that @dev owns: how many entries, or -ENODEV */
int devres_release_all(struct device *dev)
{
	struct devres *dr;
	unsigned long flags;
	LIST_HEAD(list);
	int nr = 0;

	if (WARN_ON(dev->devres_head.next == NULL))
		return -ENODEV;
	spin_lock_irqsave(&dev->devres_lock, flags);
	list_for_each_entry(dr, &dev->devres_head, link)
		nr += !dr->group;
	list_splice_init(&dev->devres_head, &list);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	release_list(dev, &list);
	return nr;
}

/* ---- groups ---- */

static struct devres *group_mark(void *id, bool end, gfp_t gfp)
{
	struct devres *dr = kzalloc(sizeof(*dr), gfp);

	if (dr) {
		INIT_LIST_HEAD(&dr->link);
		dr->group = id ?: dr;
		dr->group_end = end;
	}
	return dr;
}

/* A group's mark; for @id NULL the youngest group that is still open. */
static struct devres *find_mark_locked(struct device *dev, void *id, bool end)
{
	struct devres *dr, *other;
	bool closed;

	list_for_each_entry_reverse(dr, &dev->devres_head, link) {
		if (!dr->group || dr->group_end != end)
			continue;
		if (id && dr->group == id)
			return dr;
		if (id || end)
			continue;
		closed = false;
		list_for_each_entry(other, &dev->devres_head, link)
			closed |= other->group == dr->group && other->group_end;
		if (!closed)
			return dr;
	}
	return NULL;
}

/**
 * devres_open_group - resources added from now on belong to group @id: @id (or one made up), or NULL
 *
 * Context: as @gfp says.
 * Return: the id or NULL.
 */
void *devres_open_group(struct device *dev, void *id, gfp_t gfp)
{
	struct devres *mark = group_mark(id, false, gfp);

	if (!mark)
		return NULL;
	entry_add(dev, mark);
	return mark->group;
}
EXPORT_SYMBOL_GPL(devres_open_group);

/**
 * devres_close_group - no more resources for group @id (NULL: the youngest open one)
 *
 * Context: may sleep.
 */
void devres_close_group(struct device *dev, void *id)
{
	struct devres *end = group_mark(id, true, GFP_KERNEL | __GFP_NOFAIL), *mark;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	mark = find_mark_locked(dev, id, false);
	if (mark) {
		end->group = mark->group;
		list_add_tail(&end->link, &dev->devres_head);
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	if (WARN_ON(!mark))
		kfree(end);
}
EXPORT_SYMBOL_GPL(devres_close_group);

/**
 * devres_remove_group - forget the group; its resources stay
 *
 * Context: any.
 */
void devres_remove_group(struct device *dev, void *id)
{
	struct devres *mark, *end = NULL;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	mark = find_mark_locked(dev, id, false);
	if (mark) {
		end = find_mark_locked(dev, mark->group, true);
		list_del(&mark->link);
		if (end)
			list_del(&end->link);
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	WARN_ON(!mark);
	kfree(mark);
	kfree(end);
}
EXPORT_SYMBOL_GPL(devres_remove_group);

/**
 * devres_release_group - give back the group's resources: how many
 *
 * Context: may sleep.
 * Return: resources given back.
 */
int devres_release_group(struct device *dev, void *id)
{
	struct devres *mark, *end, *dr, *next;
	unsigned long flags;
	LIST_HEAD(list);
	int nr = 0;

	spin_lock_irqsave(&dev->devres_lock, flags);
	mark = find_mark_locked(dev, id, false);
	if (mark) {
		end = find_mark_locked(dev, mark->group, true);
		dr = mark;
		list_for_each_entry_safe_from(dr, next, &dev->devres_head, link) {
			list_move_tail(&dr->link, &list);
			nr += !dr->group;
			if (dr == end)
				break;
		}
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	WARN_ON(!mark);
	release_list(dev, &list);
	return nr;
}
EXPORT_SYMBOL_GPL(devres_release_group);
