// SPDX-License-Identifier: MIT
/*
 * fs/devm.c - memory that a device owns, and calls that are made when it goes
 *
 * Each is an entry of fs/devres.c.
 * Linux	as 6.1.
 */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/device.h"

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
	old_size = devres_size(ptr);
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
