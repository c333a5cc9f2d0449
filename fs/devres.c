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
#include <linux/err.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>

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

/* ---- memory ---- */

static void memory_release(struct device *dev, void *res)
{
}

static int memory_match(struct device *dev, void *res, void *data)
{
	return res == data;
}

/**
 * devm_kmalloc - kmalloc() that is freed with the device
 *
 * Context: as @gfp says.
 * Return: the memory (ZERO_SIZE_PTR for size 0) or NULL.
 */
void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp)
{
	void *data;

	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	data = __devres_alloc_node(memory_release, size, gfp, NUMA_NO_NODE, "devm_kzalloc_release");
	if (data)
		devres_add(dev, data);
	return data;
}
EXPORT_SYMBOL_GPL(devm_kmalloc);

/**
 * devm_kfree - free it before its time
 *
 * Context: any.
 */
void devm_kfree(struct device *dev, const void *p)
{
	if (ZERO_OR_NULL_PTR(p))
		return;
	WARN_ON(devres_destroy(dev, memory_release, memory_match, (void *)p));
}
EXPORT_SYMBOL_GPL(devm_kfree);

/**
 * devm_krealloc - krealloc() of such memory; NULL leaves the old as it is
 *
 * Context: as @gfp says.
 * Return: the memory, ZERO_SIZE_PTR, or NULL.
 */
void *devm_krealloc(struct device *dev, void *ptr, size_t new_size, gfp_t gfp)
{
	size_t old_size;
	void *new;

	if (unlikely(!new_size)) {
		devm_kfree(dev, ptr);
		return ZERO_SIZE_PTR;
	}
	if (ZERO_OR_NULL_PTR(ptr))
		return devm_kmalloc(dev, new_size, gfp);
	if (WARN_ON(!devres_find(dev, memory_release, memory_match, ptr)))
		return NULL;
	old_size = data_devres(ptr)->size;
	if (new_size <= old_size)
		return ptr;
	new = devm_kmalloc(dev, new_size, gfp);
	if (new) {
		memcpy(new, ptr, old_size);
		devm_kfree(dev, ptr);
	}
	return new;
}
EXPORT_SYMBOL_GPL(devm_krealloc);

/**
 * devm_kmemdup - kmemdup() that is freed with the device
 *
 * Context: as @gfp says.
 * Return: the memory or NULL.
 */
void *devm_kmemdup(struct device *dev, const void *src, size_t len, gfp_t gfp)
{
	void *p = devm_kmalloc(dev, len, gfp);

	return p ? memcpy(p, src, len) : NULL;
}
EXPORT_SYMBOL_GPL(devm_kmemdup);

/**
 * devm_kstrdup - kstrdup() that is freed with the device
 *
 * Context: as @gfp says.
 * Return: the memory or NULL.
 */
char *devm_kstrdup(struct device *dev, const char *s, gfp_t gfp)
{
	return s ? devm_kmemdup(dev, s, strlen(s) + 1, gfp) : NULL;
}
EXPORT_SYMBOL_GPL(devm_kstrdup);

/**
 * devm_kstrdup_const - devm_kstrdup()
 *
 * Context: as @gfp says.
 * Return: the memory or NULL.
 */
const char *devm_kstrdup_const(struct device *dev, const char *s, gfp_t gfp)
{
	return devm_kstrdup(dev, s, gfp);
}
EXPORT_SYMBOL_GPL(devm_kstrdup_const);

/**
 * devm_kvasprintf - devm_kasprintf() with a va_list
 *
 * Context: as @gfp says.
 * Return: the memory or NULL.
 */
char *devm_kvasprintf(struct device *dev, gfp_t gfp, const char *fmt, va_list ap)
{
	unsigned int len;
	va_list aq;
	char *p;

	va_copy(aq, ap);
	len = vsnprintf(NULL, 0, fmt, aq);
	va_end(aq);
	p = devm_kmalloc(dev, len + 1, gfp);
	if (p)
		vsnprintf(p, len + 1, fmt, ap);
	return p;
}
EXPORT_SYMBOL_GPL(devm_kvasprintf);

/**
 * devm_kasprintf - format into memory that is freed with the device
 *
 * Context: as @gfp says.
 * Return: the memory or NULL.
 */
char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = devm_kvasprintf(dev, gfp, fmt, ap);
	va_end(ap);
	return p;
}
EXPORT_SYMBOL_GPL(devm_kasprintf);

struct pages_devres {
	unsigned long	addr;
	unsigned int	order;
};

static void pages_release(struct device *dev, void *res)
{
	struct pages_devres *pages = res;

	free_pages(pages->addr, pages->order);
}

static int pages_match(struct device *dev, void *res, void *data)
{
	return ((struct pages_devres *)res)->addr == *(unsigned long *)data;
}

/**
 * devm_get_free_pages - __get_free_pages() that are freed with the device; 0 on failure
 *
 * Context: as @gfp_mask says, and may sleep.
 * Return: the address, or 0.
 */
unsigned long devm_get_free_pages(struct device *dev, gfp_t gfp_mask, unsigned int order)
{
	struct pages_devres *pages;
	unsigned long addr = __get_free_pages(gfp_mask, order);

	if (unlikely(!addr))
		return 0;
	pages = devres_alloc(pages_release, sizeof(*pages), GFP_KERNEL);
	if (unlikely(!pages)) {
		free_pages(addr, order);
		return 0;
	}
	pages->addr = addr;
	pages->order = order;
	devres_add(dev, pages);
	return addr;
}
EXPORT_SYMBOL_GPL(devm_get_free_pages);

/**
 * devm_free_pages - free pages of devm_get_free_pages() before their time
 *
 * Context: any.
 */
void devm_free_pages(struct device *dev, unsigned long addr)
{
	WARN_ON(devres_release(dev, pages_release, pages_match, &addr));
}
EXPORT_SYMBOL_GPL(devm_free_pages);

static void percpu_release(struct device *dev, void *res)
{
	free_percpu(*(void __percpu **)res);
}

static int percpu_match(struct device *dev, void *res, void *data)
{
	return *(void __percpu **)res == data;
}

void __percpu *__devm_alloc_percpu(struct device *dev, size_t size, size_t align)
{
	void __percpu *pcpu = __alloc_percpu(size, align);
	void __percpu **res;

	if (!pcpu)
		return NULL;
	res = devres_alloc(percpu_release, sizeof(*res), GFP_KERNEL);
	if (!res) {
		free_percpu(pcpu);
		return NULL;
	}
	*res = pcpu;
	devres_add(dev, res);
	return pcpu;
}
EXPORT_SYMBOL_GPL(__devm_alloc_percpu);

/**
 * devm_free_percpu - free memory of devm_alloc_percpu() before its time
 *
 * Context: may sleep.
 */
void devm_free_percpu(struct device *dev, void __percpu *pdata)
{
	WARN_ON(devres_release(dev, percpu_release, percpu_match, (__force void *)pdata));
}
EXPORT_SYMBOL_GPL(devm_free_percpu);

/* ---- actions ---- */

struct action_devres {
	void	*data;
	void (*action)(void *);
};

static void action_release(struct device *dev, void *res)
{
	struct action_devres *a = res;

	a->action(a->data);
}

static int action_match(struct device *dev, void *res, void *data)
{
	const struct action_devres *a = res, *wanted = data;

	return a->data == wanted->data && a->action == wanted->action;
}

/**
 * devm_add_action - call @action(@data) when the device goes: 0 or -ENOMEM
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int devm_add_action(struct device *dev, void (*action)(void *), void *data)
{
	struct action_devres *a = devres_alloc(action_release, sizeof(*a), GFP_KERNEL);

	if (!a)
		return -ENOMEM;
	a->data = data;
	a->action = action;
	devres_add(dev, a);
	return 0;
}
EXPORT_SYMBOL_GPL(devm_add_action);

/**
 * devm_remove_action - don't call it after all
 *
 * Context: any.
 */
void devm_remove_action(struct device *dev, void (*action)(void *), void *data)
{
	struct action_devres a = { .data = data, .action = action };

	WARN_ON(devres_destroy(dev, action_release, action_match, &a));
}
EXPORT_SYMBOL_GPL(devm_remove_action);

/**
 * devm_release_action - call it now, and not again
 *
 * Context: may sleep.
 */
void devm_release_action(struct device *dev, void (*action)(void *), void *data)
{
	struct action_devres a = { .data = data, .action = action };

	WARN_ON(devres_release(dev, action_release, action_match, &a));
}
EXPORT_SYMBOL_GPL(devm_release_action);
