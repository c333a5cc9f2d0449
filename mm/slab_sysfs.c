// SPDX-License-Identifier: MIT
/*
 * mm/slab_sysfs.c - /sys/kernel/slab/<cache>: what a cache is like, what it has, and two things to ask of it
 *
 * Files, words and numbers of Linux 6.1. A cache's folder belongs to the cache: it comes when the
 * cache is made (those made before /sys, at boot), has its files once it is looked into, and is gone
 * before the cache goes. A second cache of the same name has none. Another name of a merged one is a
 * link, which as in Linux stays until the cache goes, or another of that name comes; and for kmalloc's
 * caches, which never go, until no other name of theirs is in use. "N0=3" behind a number is what of it
 * is on node 0.
 *
 * Locking    a folder comes when its cache is on the list, and goes when it is off it but whole;
 *            removal waits for calls under way, so the cache is there in each. alias_mutex covers the list of
 *            other names, and nothing is taken inside it. Row B7.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/nodemask.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "init/calls.h"
#include "mm/slab_debug.h"

/* A folder, apart from the cache, whose memory may be gone before the last reader lets go. */
struct slab_dir {
	struct kobject kobj;
	struct kmem_cache *cache;
};

static struct kset *slab_kset;

static struct kmem_cache *kobj_cache(struct kobject *kobj)
{
	return container_of(kobj, struct slab_dir, kobj)->cache;
}

#define SLAB_ATTR_RO(_name)							\
	static struct kobj_attribute _name##_attr = {				\
		.attr = { .name = #_name, .mode = 0400 }, .show = _name##_show,	\
	}
#define SLAB_ATTR(_name)							\
	static struct kobj_attribute _name##_attr = {				\
		.attr = { .name = #_name, .mode = 0600 },			\
		.show = _name##_show, .store = _name##_store,			\
	}

/* ---- what it is like ---- */

#define SLAB_NUMBER(_name, _value)						\
	static ssize_t _name##_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf) \
	{									\
		const struct kmem_cache *s = kobj_cache(kobj);			\
										\
		return sysfs_emit(buf, "%u\n", (unsigned int)(_value));		\
	}									\
	SLAB_ATTR_RO(_name)

SLAB_NUMBER(slab_size, s->size);
SLAB_NUMBER(object_size, s->object_size);
SLAB_NUMBER(align, s->align);
SLAB_NUMBER(objs_per_slab, s->objects);
SLAB_NUMBER(order, s->order);
SLAB_NUMBER(usersize, s->usersize);
SLAB_NUMBER(aliases, s->refcount < 0 ? 0 : s->refcount - 1);
SLAB_NUMBER(hwcache_align, !!(s->flags & SLAB_HWCACHE_ALIGN));
SLAB_NUMBER(reclaim_account, !!(s->flags & SLAB_RECLAIM_ACCOUNT));
SLAB_NUMBER(cache_dma, !!(s->flags & SLAB_CACHE_DMA));
SLAB_NUMBER(destroy_by_rcu, !!(s->flags & SLAB_TYPESAFE_BY_RCU));
SLAB_NUMBER(sanity_checks, !!(s->flags & SLAB_CONSISTENCY_CHECKS));
SLAB_NUMBER(trace, !!(s->flags & SLAB_TRACE));
SLAB_NUMBER(red_zone, !!(s->flags & SLAB_RED_ZONE));
SLAB_NUMBER(poison, !!(s->flags & SLAB_POISON));
SLAB_NUMBER(store_user, !!(s->flags & SLAB_STORE_USER));
SLAB_NUMBER(failslab, !!(s->flags & SLAB_FAILSLAB));
SLAB_NUMBER(min_partial, s->min_partial);
SLAB_NUMBER(cpu_partial, magazine_room(s));

static ssize_t ctor_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	void (*ctor)(void *) = kobj_cache(kobj)->ctor;

	return ctor ? sysfs_emit(buf, "%pS\n", ctor) : 0;
}
SLAB_ATTR_RO(ctor);

/* ---- what it has ---- */

static unsigned long info_slabs(const struct slabinfo *info)
{
	return info->num_slabs;
}

static unsigned long info_partial(const struct slabinfo *info)
{
	return info->partial_slabs;
}

static unsigned long info_total_objects(const struct slabinfo *info)
{
	return info->num_objs;
}

static unsigned long info_objects(const struct slabinfo *info)
{
	return info->num_objs - info->free_objs;
}

static ssize_t counts_emit(struct kmem_cache *s, char *buf,
			   unsigned long (*count)(const struct slabinfo *info))
{
	struct slabinfo info = { };
	int len, nid;

	for_each_online_node(nid)
		slab_design->info(s, nid, &info);
	len = sysfs_emit(buf, "%lu", count(&info));
	for_each_online_node(nid) {
		struct slabinfo one = { };

		slab_design->info(s, nid, &one);
		if (count(&one))
			len += sysfs_emit_at(buf, len, " N%d=%lu", nid, count(&one));
	}
	return len + sysfs_emit_at(buf, len, "\n");
}

#define SLAB_COUNT(_name)							\
	static ssize_t _name##_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf) \
	{									\
		return counts_emit(kobj_cache(kobj), buf, info_##_name);	\
	}									\
	SLAB_ATTR_RO(_name)

SLAB_COUNT(slabs);
SLAB_COUNT(partial);
SLAB_COUNT(total_objects);
SLAB_COUNT(objects);

static void partial_add(void *arg, struct kmem_cache *s, struct page *page, void *object)
{
	unsigned long *nr = arg;

	if (object == slab_first_object(page) && page->inuse < page->objects)
		nr[page->slab_nid] += page->inuse;
}

/* Of the objects in use, those in slabs that also have free ones. */
static ssize_t objects_partial_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	unsigned long total = 0, nr[MAX_NUMNODES] = { };
	int len, nid;

	slab_design->walk(kobj_cache(kobj), partial_add, nr);
	for_each_online_node(nid)
		total += nr[nid];
	len = sysfs_emit(buf, "%lu", total);
	for_each_online_node(nid)
		if (nr[nid])
			len += sysfs_emit_at(buf, len, " N%d=%lu", nid, nr[nid]);
	return len + sysfs_emit_at(buf, len, "\n");
}
SLAB_ATTR_RO(objects_partial);

/* CPUs have objects in magazines, and no slabs. */
static ssize_t cpu_slabs_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "0\n");
}
SLAB_ATTR_RO(cpu_slabs);

static ssize_t slabs_cpu_partial_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu(0)\n", magazine_objects(kobj_cache(kobj)));
}
SLAB_ATTR_RO(slabs_cpu_partial);

/* ---- who has it, and what to do ---- */

static ssize_t calls_show(struct kobject *kobj, enum slab_track_kind kind, char *buf)
{
	struct kmem_cache *s = kobj_cache(kobj);

	return s->flags & SLAB_STORE_USER ? slab_track_summary(s, kind, buf, PAGE_SIZE) : -ENOSYS;
}

static ssize_t alloc_calls_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return calls_show(kobj, SLAB_TRACK_ALLOC, buf);
}
SLAB_ATTR_RO(alloc_calls);

static ssize_t free_calls_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return calls_show(kobj, SLAB_TRACK_FREE, buf);
}
SLAB_ATTR_RO(free_calls);

static ssize_t validate_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return 0;
}

static ssize_t validate_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			      size_t length)
{
	if (buf[0] != '1')
		return -EINVAL;
	slab_validate(kobj_cache(kobj));
	return length;
}
SLAB_ATTR(validate);

static ssize_t shrink_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return 0;
}

static ssize_t shrink_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			    size_t length)
{
	if (buf[0] != '1')
		return -EINVAL;
	slab_shrink(kobj_cache(kobj));
	return length;
}
SLAB_ATTR(shrink);

static struct attribute *slab_attrs[] = {
	&slab_size_attr.attr, &object_size_attr.attr, &align_attr.attr, &objs_per_slab_attr.attr,
	&order_attr.attr, &usersize_attr.attr, &aliases_attr.attr, &hwcache_align_attr.attr,
	&reclaim_account_attr.attr, &cache_dma_attr.attr, &destroy_by_rcu_attr.attr,
	&sanity_checks_attr.attr, &trace_attr.attr, &red_zone_attr.attr, &poison_attr.attr,
	&store_user_attr.attr, &failslab_attr.attr, &min_partial_attr.attr, &cpu_partial_attr.attr,
	&ctor_attr.attr, &slabs_attr.attr, &partial_attr.attr, &total_objects_attr.attr,
	&objects_attr.attr, &objects_partial_attr.attr, &cpu_slabs_attr.attr,
	&slabs_cpu_partial_attr.attr, &alloc_calls_attr.attr, &free_calls_attr.attr,
	&validate_attr.attr, &shrink_attr.attr,
	NULL
};
static const struct attribute_group slab_group = { .attrs = slab_attrs };

/* ---- folders ---- */

static void slab_dir_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct slab_dir, kobj));
}

static const struct kobj_type slab_ktype = {
	.release = slab_dir_release,
	.sysfs_ops = &kobj_sysfs_ops,
};

/* Another name of a cache, and its link. */
struct slab_alias {
	struct list_head node;
	struct kmem_cache *cache;
	char name[];
};

static DEFINE_MUTEX(alias_mutex);
static LIST_HEAD(aliases);		/* alias_mutex */

static void alias_link(const struct slab_alias *alias)
{
	if (!alias->cache->dir ||
	    sysfs_create_link(&slab_kset->kobj, &alias->cache->dir->kobj, alias->name))
		pr_debug("%s: no link in /sys/kernel/slab\n", alias->name);
}

/* Forget the names of @s, if @all or if they are all out of use; or @name whosever it is. */
static void aliases_drop(const struct kmem_cache *s, const char *name, bool all)
{
	struct slab_alias *alias, *next;
	LIST_HEAD(dropped);

	mutex_lock(&alias_mutex);
	list_for_each_entry_safe(alias, next, &aliases, node)
		if (s ? alias->cache == s && (all || READ_ONCE(s->refcount) == 1) : !strcmp(alias->name, name))
			list_move(&alias->node, &dropped);
	mutex_unlock(&alias_mutex);
	list_for_each_entry_safe(alias, next, &dropped, node) {
		if (slab_kset)
			sysfs_remove_link(&slab_kset->kobj, alias->name);
		kfree(alias);
	}
}

void slab_sysfs_alias(struct kmem_cache *s, const char *name)
{
	struct slab_alias *alias;

	if (!strcmp(s->name, name))
		return;
	alias = kmalloc(struct_size(alias, name, strlen(name) + 1), GFP_KERNEL);
	if (!alias)
		return;
	aliases_drop(NULL, name, false);
	alias->cache = s;
	strcpy(alias->name, name);
	mutex_lock(&alias_mutex);
	list_add(&alias->node, &aliases);
	mutex_unlock(&alias_mutex);
	if (slab_kset)
		alias_link(alias);
}

/* A name counts before it is on the list: with no reference but the cache's own all on it are out of use. */
void slab_sysfs_unalias(struct kmem_cache *s)
{
	aliases_drop(s, NULL, false);
}

void slab_sysfs_add(struct kmem_cache *s)
{
	struct kobject *same;
	struct slab_dir *dir;

	aliases_drop(NULL, s->name, false);
	if (!slab_kset)
		return;
	same = kset_find_obj(slab_kset, s->name);
	if (same) {
		kobject_put(same);
		return;
	}
	dir = kzalloc(sizeof(*dir), GFP_KERNEL);
	if (!dir)
		return;
	dir->cache = s;
	dir->kobj.kset = slab_kset;
	if (kobject_init_and_add(&dir->kobj, &slab_ktype, NULL, "%s", s->name)) {
		kobject_put(&dir->kobj);
		return;
	}
	sysfs_create_group_later(&dir->kobj, &slab_group);
	s->dir = dir;
}

void slab_sysfs_rest(void)
{
	if (slab_kset)
		sysfs_groups_rest(&slab_kset->kobj);
}

void slab_sysfs_remove(struct kmem_cache *s)
{
	aliases_drop(s, NULL, true);
	if (!s->dir)
		return;
	kobject_del(&s->dir->kobj);
	kobject_put(&s->dir->kobj);
	s->dir = NULL;
}

void __init slab_sysfs_init(void)
{
	struct slab_alias *alias;
	struct kmem_cache *s;

	slab_kset = kset_create_and_add("slab", NULL, kernel_kobj);
	if (!slab_kset)
		pr_err("Cannot register slab subsystem.\n");
	list_for_each_entry(s, &slab_caches, list)
		slab_sysfs_add(s);
	list_for_each_entry(alias, &aliases, node)
		alias_link(alias);
}
