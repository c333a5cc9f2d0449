// SPDX-License-Identifier: MIT
/*
 * mm/slab_common.c - caches: made, found in a list, shrunk, destroyed
 *
 * A struct kmem_cache is an object of the cache "kmem_cache", whose size is that of the front's
 * part, the design's and the depots together.
 *
 * Locking    slab_mutex covers the list of caches, their names and reference counts. It is taken
 *            before everything else here but cpus_read_lock(); allocation and freeing never take it.
 */
#include <linux/mm.h>
#include <linux/cpu.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/stackdepot.h>
#include <linux/boot_options.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/mempool_poison.h"
#include "mm/slab_batch.h"
#include "mm/slab_debug.h"

#define SLAB_FLAGS_PERMITTED	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON |	\
				 SLAB_HWCACHE_ALIGN | SLAB_CACHE_DMA | SLAB_CACHE_DMA32 |	\
				 SLAB_STORE_USER | SLAB_RECLAIM_ACCOUNT | SLAB_PANIC |		\
				 SLAB_TYPESAFE_BY_RCU | SLAB_MEM_SPREAD | SLAB_TRACE |		\
				 SLAB_DEBUG_OBJECTS | SLAB_NOLEAKTRACE | SLAB_FAILSLAB |	\
				 SLAB_ACCOUNT | SLAB_KASAN | SLAB_NO_USER_FLAGS)

LIST_HEAD(slab_caches);
DEFINE_MUTEX(slab_mutex);

static const struct slab_ops * const slab_designs[] = {
	[SLAB_DESIGN_SLAB] = &slab_classic_ops,
	[SLAB_DESIGN_SLUB] = &slub_ops,
	[SLAB_DESIGN_SLOB] = &slob_ops,
};

const struct slab_ops *slab_design = &slub_ops;

static struct kmem_cache *cache_cache;		/* of struct kmem_cache */
static bool slab_up;

bool slab_is_available(void)
{
	return slab_up;
}

void slab_get_info(struct kmem_cache *s, struct slabinfo *info)
{
	unsigned long free;

	memset(info, 0, sizeof(*info));
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		slab_design->info(s, nid, info);
	free = info->free_objs + magazine_objects(s);
	info->active_objs = info->num_objs - min(free, info->num_objs);
}

/* ---- made ---- */

static unsigned int cache_alignment(slab_flags_t flags, unsigned int align, unsigned int size)
{
	if (flags & SLAB_HWCACHE_ALIGN) {
		unsigned int line = cache_line_size();

		while (size <= line / 2)
			line /= 2;
		align = max(align, line);
	}
	return ALIGN(max_t(unsigned int, align, ARCH_SLAB_MINALIGN), sizeof(void *));
}

static int cache_arguments_check(const char *name, unsigned int size, unsigned int align,
				 slab_flags_t flags)
{
	if (!name || !size || size > KMALLOC_MAX_SIZE || in_interrupt()) {
		pr_err("kmem_cache_create(%s) integrity check failed\n", name ? name : "(null)");
		return -EINVAL;
	}
	WARN_ON(strchr(name, ' '));	/* it confuses who parses /proc/slabinfo */
	if (flags & ~SLAB_FLAGS_PERMITTED)
		return -EINVAL;
	if (align && (!is_power_of_2(align) || align > KMALLOC_MAX_SIZE))
		return -EINVAL;
	return 0;
}

/* What tells @s from other caches, by its creator's words. */
static void cache_describe(struct kmem_cache *s, const char *name, unsigned int size,
			   unsigned int align, slab_flags_t flags, void (*ctor)(void *))
{
	s->name = name;
	s->object_size = size;
	s->align = cache_alignment(flags, align, size);
	s->flags = slab_debug_flags(flags, name);
	s->ctor = ctor;
	s->refcount = 1;
}

static int cache_open(struct kmem_cache *s)
{
	int err;

	if (nr_node_ids > 1)
		s->flags |= SLAB_MANY_NODES;
	arch_random(&s->link_key, sizeof(s->link_key));
	s->link_key = (s->link_key | 1U << 31) & ~1U;
	if (s->flags & SLAB_STORE_USER) {
		err = stack_depot_init();
		if (err)
			return err;
	}
	err = slab_design->open(s);
	if (err)
		return err;
	err = magazine_open(s);
	if (err && slab_design->close)
		slab_design->close(s);
	return err;
}

static void cache_close(struct kmem_cache *s)
{
	magazine_close(s);
	if (slab_design->close)
		slab_design->close(s);
}

static void cache_free(struct kmem_cache *s)
{
	kfree(s->old);
	kfree_const(s->name);
	kmem_cache_free(cache_cache, s);
}

static void cache_name_check_locked(const char *name)
{
	struct kmem_cache *s;

	list_for_each_entry(s, &slab_caches, list)
		if (!strcmp(s->name, name)) {
			pr_warn("kmem_cache of name '%s' already exists\n", name);
			return;
		}
}

/*
 * @s is described. Return: @s, ready, or the cache whose alias it became, or an error; @s is
 * consumed.
 */
static struct kmem_cache *cache_make_locked(struct kmem_cache *s)
{
	struct kmem_cache *other = slab_merge(s);
	int err;

	if (other) {
		cache_free(s);
		return other;
	}
	cache_name_check_locked(s->name);
	err = cache_open(s);
	if (err) {
		cache_free(s);
		return ERR_PTR(err);
	}
	list_add(&s->list, &slab_caches);
	return s;
}

static struct kmem_cache *cache_make(const struct kmem_cache *model)
{
	const char *name = kstrdup_const(model->name, GFP_KERNEL);
	struct kmem_cache *s = kmem_cache_zalloc(cache_cache, GFP_KERNEL), *own;

	if (!name || !s) {
		kfree_const(name);
		if (s)
			kmem_cache_free(cache_cache, s);
		kfree(model->old);
		return ERR_PTR(-ENOMEM);
	}
	*s = *model;
	s->name = name;
	own = s;
	mutex_lock(&slab_mutex);
	s = cache_make_locked(s);
	mutex_unlock(&slab_mutex);
	if (s == own)
		slab_sysfs_add(s);
	else if (!IS_ERR(s))
		slab_sysfs_alias(s, model->name);
	return s;
}

static struct kmem_cache *cache_failed(const char *name, slab_flags_t flags, int err)
{
	if (flags & SLAB_PANIC)
		panic("%s: Failed to create slab '%s'. Error %d\n", "kmem_cache_create_usercopy", name, err);
	pr_warn("%s(%s) failed with error %d\n", "kmem_cache_create_usercopy", name ? name : "(null)", err);
	dump_stack();
	return NULL;
}

/**
 * kmem_cache_create_usercopy - make a cache, part of whose objects may be copied from and to
 * users
 * @name:	for reports and /proc/slabinfo; copied
 * @size:	bytes of an object
 * @align:	bytes, a power of two; 0 for the usual
 * @flags:	SLAB_ flags
 * @useroffset:	first byte of that part
 * @usersize:	bytes of that part; a part beyond the object is reported, and then there is none
 * @ctor:	called once for each object of a new slab; may be NULL
 *
 * Context: may sleep.
 * Return: the cache; NULL, with a report, if it can't be made, or a panic with SLAB_PANIC.
 * Row B2.
 */
struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *))
{
	struct kmem_cache model = { }, *s;
	int err = cache_arguments_check(name, size, align, flags);

	if (err)
		return cache_failed(name, flags, err);
	might_sleep();
	if (WARN_ON(!usersize && useroffset) ||
	    WARN_ON(size < usersize || size - usersize < useroffset))
		useroffset = usersize = 0;
	cache_describe(&model, name, size, align, flags, ctor);
	model.useroffset = useroffset;
	model.usersize = usersize;
	s = cache_make(&model);
	return IS_ERR(s) ? cache_failed(name, flags, PTR_ERR(s)) : s;
}
EXPORT_SYMBOL(kmem_cache_create_usercopy);

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *))
{
	return kmem_cache_create_usercopy(name, size, align, flags, 0, 0, ctor);
}
EXPORT_SYMBOL(kmem_cache_create);

struct kmem_cache *slab_cache_create_old(const char *name, unsigned int size, unsigned int align,
					 slab_flags_t flags, struct slab_old_form *old,
					 void (*ctor)(void *object))
{
	struct kmem_cache model = { }, *s;
	int err = cache_arguments_check(name, size, align, flags);

	might_sleep();
	cache_describe(&model, name, size, align, flags, ctor);
	model.old = old;
	if (err)
		kfree(old);
	s = err ? ERR_PTR(err) : cache_make(&model);
	return IS_ERR(s) ? cache_failed(name, flags, PTR_ERR(s)) : s;
}

/* ---- destroyed ---- */

/* All memory returned; false, and nothing but free memory gone, if objects are in use. */
static bool cache_is_empty(struct kmem_cache *s)
{
	if (slab_shrink(s))
		return false;
	if (s->flags & SLAB_TYPESAFE_BY_RCU)
		rcu_barrier();
	return true;
}

static noinline void cache_report_in_use(struct kmem_cache *s, unsigned long caller)
{
	slab_report_objects(s);
	WARN(1, "kmem_cache_destroy %s: Slab cache still has objects when called from %pS\n",
	     s->name, (void *)caller);
}

/* The cache's last name goes. Return: it is empty, and on no list any more. */
static bool cache_unlist(struct kmem_cache *s)
{
	bool empty = cache_is_empty(s);

	if (empty)
		list_del(&s->list);
	return empty;
}

/* No CPU goes meanwhile: what is in its magazine would be neither an online CPU's nor fetched yet. */
int slab_cache_destroy(struct kmem_cache *s, unsigned long caller)
{
	bool last, empty, stays = s->flags & SLAB_KMALLOC;

	might_sleep();
	cpus_read_lock();
	mutex_lock(&slab_mutex);
	last = s->refcount == 1;
	if (!last)
		WRITE_ONCE(s->refcount, s->refcount - 1);
	empty = last && cache_unlist(s);
	mutex_unlock(&slab_mutex);
	cpus_read_unlock();
	if (!last) {
		if (stays)
			slab_sysfs_unalias(s);
		return 0;
	}
	if (!empty) {
		cache_report_in_use(s, caller);
		return -EBUSY;
	}
	slab_sysfs_remove(s);
	cache_close(s);
	cache_free(s);
	return 0;
}

/**
 * kmem_cache_destroy - give a cache up
 * @s:		the cache; NULL is safe
 *
 * While objects are in use this is reported, with their addresses, and the cache stays as it is.
 * Context: may sleep. Row B2.
 */
void kmem_cache_destroy(struct kmem_cache *s)
{
	if (s)
		slab_cache_destroy(s, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_destroy);

/* ---- shrunk ---- */

unsigned long slab_shrink(struct kmem_cache *s)
{
	magazine_drain_all(s);
	return slab_design->shrink(s);
}

int kmem_cache_shrink(struct kmem_cache *s)
{
	might_sleep();
	return slab_shrink(s) != 0;
}
EXPORT_SYMBOL(kmem_cache_shrink);

unsigned int kmem_cache_size(struct kmem_cache *s)
{
	return s->object_size;
}
EXPORT_SYMBOL(kmem_cache_size);

/**
 * kmem_cache_name - how a cache is called
 * @s:		the cache
 *
 * Context: any.
 * Return: the name, which lives as long as the cache. Row B2.
 */
const char *kmem_cache_name(struct kmem_cache *s)
{
	return s->name;
}
EXPORT_SYMBOL(kmem_cache_name);

void slab_shrink_all(void)
{
	struct kmem_cache *s;

	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list)
		slab_shrink(s);
	mutex_unlock(&slab_mutex);
}

static unsigned long cache_slabs(struct kmem_cache *s)
{
	struct slabinfo info;

	slab_get_info(s, &info);
	return info.num_slabs;
}

/* Part of reclaim: who holds slab_mutex may be allocating, so it is only tried. */
unsigned long slab_reclaim_empty(void)
{
	unsigned long nr_slabs = 0;
	struct kmem_cache *s;

	if (!slab_up || !mutex_trylock(&slab_mutex))
		return 0;
	list_for_each_entry(s, &slab_caches, list) {
		unsigned long had = cache_slabs(s), has = slab_shrink(s);

		nr_slabs += had > has ? had - has : 0;
	}
	mutex_unlock(&slab_mutex);
	return nr_slabs;
}

/* ---- boot ---- */

static size_t cache_cache_size(void)
{
	return ALIGN(sizeof(struct kmem_cache) + slab_design->cache_bytes(), cache_line_size()) +
	       depots_bytes();
}

struct kmem_cache * __init slab_cache_make_early(const char *name, unsigned int size,
						 unsigned int align, slab_flags_t flags)
{
	struct kmem_cache *s = kmem_cache_zalloc(cache_cache, GFP_KERNEL);

	if (!s)
		panic("No memory for slab %s", name);
	cache_describe(s, name, size, align, flags, NULL);
	if (cache_open(s))
		panic("Creation of slab %s failed", name);
	list_add(&s->list, &slab_caches);
	return s;
}

/* The cache of caches can't come from itself: its memory is pages. */
static void __init cache_cache_make(void)
{
	size_t size = cache_cache_size();
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_ZERO, get_order(size));

	if (!page)
		panic("No memory for the slab layer");
	cache_cache = page_address(page);
	cache_describe(cache_cache, "kmem_cache", size, 0, SLAB_HWCACHE_ALIGN, NULL);
	if (cache_open(cache_cache))
		panic("Creation of slab kmem_cache failed");
	list_add(&cache_cache->list, &slab_caches);
}

void __init kmem_cache_init(void)
{
	slab_magazine_off(&slab_no_cache);	/* where the sequences look for it */
	slab_design = slab_designs[boot_options.slab];
	slab_debug_options_init();
	mempool_poison_init();
	cache_cache_make();
	kmalloc_init();
	batches_init();
	WRITE_ONCE(slab_up, true);
}
