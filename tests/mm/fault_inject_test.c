// SPDX-License-Identifier: MIT
/*
 * tests/mm/fault_inject_test.c - failures on purpose: the rules, the nth call, and pools under them (issue 4)
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/dmapool.h>
#include <linux/genalloc.h>
#include <linux/idr.h>
#include <linux/interrupt.h>
#include <linux/kfifo.h>
#include <linux/kobject.h>
#include <linux/percpu_counter.h>
#include <linux/proc_fs.h>
#include <linux/shrinker.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include "fs/vfs.h"
#include <linux/delay.h>
#include <linux/fault-inject.h>
#include <linux/kthread.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mm/fault.h"
#include "mm/slab.h"

static struct failslab kept;
static struct fail_page_alloc kept_pages;

static int fault_init(struct kunit *test)
{
	kept = failslab;
	kept_pages = fail_page_alloc;
	WRITE_ONCE(failslab.attr.verbose, 0);
	WRITE_ONCE(fail_page_alloc.attr.verbose, 0);
	WRITE_ONCE(failslab.ignore_gfp_reclaim, false);
	WRITE_ONCE(fail_page_alloc.ignore_gfp_reclaim, false);
	WRITE_ONCE(fail_page_alloc.min_order, 0);
	return 0;
}

/* Other tasks allocate, and read the rules meanwhile. */
static void words_store(void *to, const void *from, size_t size)
{
	for (size_t i = 0; i < size / sizeof(long); i++)
		WRITE_ONCE(((unsigned long *)to)[i], ((const unsigned long *)from)[i]);
}

static void fault_exit(struct kunit *test)
{
	fault_nth_set(0);
	words_store(&failslab, &kept, sizeof(kept));
	words_store(&fail_page_alloc, &kept_pages, sizeof(kept_pages));
	fault_divert_update();
}

static void failslab_set(unsigned long probability, unsigned long interval, int times)
{
	WRITE_ONCE(failslab.attr.probability, probability);
	WRITE_ONCE(failslab.attr.interval, interval);
	WRITE_ONCE(failslab.attr.count, 0);
	atomic_set(&failslab.attr.times, times);
	fault_divert_update();
}

/* Of n allocations of 64 bytes: a bit for each that failed. */
static unsigned int failures(unsigned int n, gfp_t gfp)
{
	unsigned int mask = 0;

	for (unsigned int i = 0; i < n; i++) {
		void *p = kmalloc(64, gfp);

		mask |= (p ? 0 : 1U) << i;
		kfree(p);
	}
	return mask;
}

/* interval says which, times how many; __GFP_NOFAIL never. */
static void failslab_follows_its_rules(struct kunit *test)
{
	failslab_set(100, 3, -1);
	KUNIT_EXPECT_EQ(test, failures(9, GFP_KERNEL), 0444U);
	failslab_set(100, 1, 2);
	KUNIT_EXPECT_EQ(test, failures(5, GFP_ATOMIC), 3U);
	failslab_set(100, 1, -1);
	KUNIT_EXPECT_EQ(test, failures(4, GFP_KERNEL | __GFP_NOFAIL), 0U);
	WRITE_ONCE(failslab.ignore_gfp_reclaim, true);
	KUNIT_EXPECT_EQ(test, failures(4, GFP_KERNEL), 0U);
	KUNIT_EXPECT_EQ(test, failures(4, GFP_ATOMIC), 15U);
	WRITE_ONCE(failslab.cache_filter, true);
	KUNIT_EXPECT_EQ(test, failures(4, GFP_ATOMIC), 0U);
	failslab_set(0, 1, -1);
	KUNIT_EXPECT_FALSE(test, fault_diverted);
	KUNIT_EXPECT_EQ(test, failures(4, GFP_ATOMIC), 0U);
}

/* Only tasks that are marked. */
static void failslab_task_filter_spares_others(struct kunit *test)
{
	failslab_set(100, 1, -1);
	WRITE_ONCE(failslab.attr.task_filter, true);
	KUNIT_EXPECT_EQ(test, failures(4, GFP_KERNEL), 0U);
	current->make_it_fail = true;
	KUNIT_EXPECT_EQ(test, failures(4, GFP_KERNEL), 15U);
	current->make_it_fail = false;
}

/* A cache made with SLAB_FAILSLAB passes the cache filter. */
static void failslab_cache_filter_takes_its_cache(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("fault_test", 64, 0, SLAB_FAILSLAB, NULL);
	void *p;

	KUNIT_ASSERT_NOT_NULL(test, s);
	WRITE_ONCE(failslab.cache_filter, true);
	failslab_set(100, 1, -1);
	KUNIT_EXPECT_EQ(test, failures(2, GFP_KERNEL), 0U);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, p);
	failslab_set(0, 1, 0);
	kmem_cache_destroy(s);
}

/* Exactly the nth of the task's allocations, objects and pages counted together. */
static void fail_nth_fails_exactly_one(struct kunit *test)
{
	struct page *page;

	for (unsigned int nth = 1; nth <= 5; nth++) {
		fault_nth_set(nth);
		KUNIT_EXPECT_EQ(test, failures(8, GFP_KERNEL), 1U << (nth - 1));
		KUNIT_EXPECT_EQ(test, fault_nth_left(), 0U);
	}
	fault_nth_set(2);
	KUNIT_EXPECT_EQ(test, failures(1, GFP_KERNEL), 0U);
	page = alloc_page(GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, page);
	fault_nth_set(0);
	KUNIT_EXPECT_FALSE(test, fault_diverted);
}

static void fail_page_alloc_min_order_spares_small_ones(struct kunit *test)
{
	struct page *small, *large;

	WRITE_ONCE(fail_page_alloc.min_order, 1);
	WRITE_ONCE(fail_page_alloc.attr.probability, 100);
	atomic_set(&fail_page_alloc.attr.times, -1);
	fault_divert_update();
	small = alloc_page(GFP_KERNEL);
	large = alloc_pages(GFP_KERNEL, 1);
	WRITE_ONCE(fail_page_alloc.attr.probability, 0);
	fault_divert_update();
	KUNIT_EXPECT_NOT_NULL(test, small);
	KUNIT_EXPECT_NULL(test, large);
	if (small)
		__free_page(small);
	if (large)
		__free_pages(large, 1);
}

/* ---- calls that must give everything back when one of their allocations fails ---- */

static bool try_cache(void)
{
	struct kmem_cache *s = kmem_cache_create("fault_test", 200, 0, SLAB_NOLEAKTRACE, NULL);
	void *p = s ? kmem_cache_alloc(s, GFP_KERNEL) : NULL;

	if (p)
		kmem_cache_free(s, p);
	kmem_cache_destroy(s);
	return p;
}

static bool try_mempool(void)
{
	mempool_t *pool = mempool_create_kmalloc_pool(5, 300);

	mempool_destroy(pool);
	return pool;
}

static bool try_vmalloc(void)
{
	void *p = vmalloc(5 * PAGE_SIZE);

	vfree(p);
	return p;
}

static bool try_percpu(void)
{
	void __percpu *p = __alloc_percpu(1024, 8);

	free_percpu(p);
	return p;
}

static int nothing(void *data)
{
	return 0;
}

static bool try_kthread(void)
{
	struct task_struct *task = kthread_create(nothing, NULL, "fault_test");

	if (IS_ERR(task))
		return false;
	kthread_stop(task);
	return true;
}

static bool try_kvmalloc(void)
{
	void *p = kvmalloc(20 * PAGE_SIZE, GFP_KERNEL);

	kvfree(p);
	return p;
}

/* What is there stays, whole, when there is no room for more. */
static bool try_krealloc(void)
{
	char *p = kmalloc(40, GFP_KERNEL), *larger;
	bool whole;

	if (!p)
		return false;
	memset(p, 0x21, 40);
	larger = krealloc(p, 3000, GFP_KERNEL);
	whole = !memchr_inv(larger ?: p, 0x21, 40);
	kfree(larger ?: p);
	return larger || !whole;
}

static bool try_alloc_bulk(void)
{
	struct kmem_cache *s = kmem_cache_create("fault_bulk", 200, 0, SLAB_NOLEAKTRACE, NULL);
	void *objects[40];
	int nr = s ? kmem_cache_alloc_bulk(s, GFP_KERNEL, 40, objects) : 0;

	if (nr)
		kmem_cache_free_bulk(s, nr, objects);
	kmem_cache_destroy(s);
	return nr == 40;
}

/* As large as was asked, or as it was; filled or not (as in Linux). */
static bool try_mempool_resize(void)
{
	mempool_t *pool = mempool_create_kmalloc_pool(2, 100);
	bool done = pool && !mempool_resize(pool, 6);

	if (pool && pool->min_nr != (done ? 6 : 2))
		done = !done;
	mempool_destroy(pool);
	return done;
}

static bool try_dma_pool(void)
{
	struct dma_pool *pool = dma_pool_create("fault_test", NULL, 64, 64, 0);
	dma_addr_t at;
	void *p = pool ? dma_pool_alloc(pool, GFP_KERNEL, &at) : NULL;

	if (p)
		dma_pool_free(pool, p, at);
	dma_pool_destroy(pool);
	return p;
}

static bool try_gen_pool(void)
{
	struct gen_pool *pool = gen_pool_create(4, NUMA_NO_NODE);
	bool done = pool && !gen_pool_add(pool, 0x10000, 0x4000, NUMA_NO_NODE);

	if (pool)
		gen_pool_destroy(pool);
	return done;
}

static bool try_xarray(void)
{
	DEFINE_XARRAY(xa);
	bool done = !xa_err(xa_store(&xa, 1UL << 40, &xa, GFP_KERNEL)) && xa_load(&xa, 1UL << 40) == &xa;

	xa_destroy(&xa);
	return done;
}

static bool try_idr(void)
{
	DEFINE_IDR(idr);
	int id = idr_alloc(&idr, &idr, 5000, 0, GFP_KERNEL);

	idr_destroy(&idr);
	return id == 5000;
}

static bool try_kfifo(void)
{
	struct kfifo fifo;
	bool done = !kfifo_alloc(&fifo, 1000, GFP_KERNEL);

	if (done)
		kfifo_free(&fifo);
	return done;
}

static bool try_kasprintf(void)
{
	char *p = kasprintf(GFP_KERNEL, "%s-%d", "fault", 1);

	kfree(p);
	return p;
}

static bool try_percpu_counter(void)
{
	struct percpu_counter counter;
	bool done = !percpu_counter_init(&counter, 7, GFP_KERNEL);

	if (done)
		percpu_counter_destroy(&counter);
	return done;
}

static bool try_workqueue(void)
{
	struct workqueue_struct *wq = alloc_workqueue("fault_test", 0, 1);

	if (wq)
		destroy_workqueue(wq);
	return wq;
}

static bool try_chrdev(void)
{
	dev_t dev;
	bool done = !alloc_chrdev_region(&dev, 0, 3, "fault_test");

	if (done)
		unregister_chrdev_region(dev, 3);
	return done;
}

static bool try_device(void)
{
	struct class *cls = class_create(THIS_MODULE, "fault_test");
	struct device *dev;
	bool done;

	if (IS_ERR(cls))
		return false;
	dev = device_create(cls, NULL, MKDEV(701, 0), NULL, "fault_test%d", 0);
	done = !IS_ERR(dev);
	if (done)
		device_destroy(cls, MKDEV(701, 0));
	class_destroy(cls);
	return done;
}

static bool try_proc(void)
{
	static const struct proc_ops ops = { };
	struct proc_dir_entry *dir = proc_mkdir("fault_test", NULL), *file = NULL;

	if (dir)
		file = proc_create("file", 0, dir, &ops);
	if (dir)
		proc_remove(dir);
	return file;
}

static bool try_kobject(void)
{
	struct kobject *kobj = kobject_create_and_add("fault_test", kernel_kobj);

	kobject_put(kobj);
	return kobj;
}

static bool try_mknod(void)
{
	bool done = !devtmpfs_mknod("/tmp/fault/in/test", S_IFCHR | 0600, MKDEV(700, 1));

	if (done)
		devtmpfs_unlink("/tmp/fault/in/test");
	return done;
}

static irqreturn_t no_handler(int irq, void *arg)
{
	return IRQ_HANDLED;
}

static bool try_irq(void)
{
	static int cookie;
	bool done = !request_threaded_irq(101, no_handler, no_handler, 0, "fault_test", &cookie);

	if (done)
		free_irq(101, &cookie);
	return done;
}

static unsigned long shrinker_nothing(struct shrinker *shrinker, struct shrink_control *sc)
{
	return 0;
}

static bool try_shrinker(void)
{
	static struct shrinker shrinker = {
		.count_objects = shrinker_nothing, .scan_objects = shrinker_nothing, .seeks = 1,
	};
	bool done = !register_shrinker(&shrinker, "fault_test");

	if (done)
		unregister_shrinker(&shrinker);
	return done;
}

/* What a call may do with less memory than it asked for. */
enum { MAY_HAVE_ROOM = 1, DOES_WITHOUT = 2 };

static const struct call {
	const char *name;
	bool (*try)(void);
	unsigned int may;
} calls[] = {
	{ "kmem_cache_create", try_cache, DOES_WITHOUT },	/* its folder in /sys, its magazines */
	{ "kmem_cache_alloc_bulk", try_alloc_bulk, DOES_WITHOUT },
	{ "krealloc", try_krealloc, 0 },
	{ "kvmalloc", try_kvmalloc, DOES_WITHOUT },		/* of kmalloc() */
	{ "vmalloc", try_vmalloc, DOES_WITHOUT },		/* pages in bulk */
	{ "alloc_percpu", try_percpu, MAY_HAVE_ROOM },
	{ "kasprintf", try_kasprintf, 0 },
	{ "mempool_create", try_mempool, 0 },
	{ "mempool_resize", try_mempool_resize, DOES_WITHOUT },	/* elements come back later */
	{ "dma_pool", try_dma_pool, 0 },
	{ "gen_pool", try_gen_pool, 0 },
	{ "xa_store", try_xarray, DOES_WITHOUT },		/* asks again, and may wait */
	{ "idr_alloc", try_idr, DOES_WITHOUT },
	{ "kfifo_alloc", try_kfifo, 0 },
	{ "percpu_counter_init", try_percpu_counter, MAY_HAVE_ROOM },
	{ "kthread_create", try_kthread, DOES_WITHOUT },		/* pages of its stack, in bulk */
	{ "alloc_workqueue", try_workqueue, 0 },
	{ "alloc_chrdev_region", try_chrdev, DOES_WITHOUT },	/* nodes in /dev */
	{ "device_create", try_device, DOES_WITHOUT },		/* likewise, and links */
	{ "proc_create", try_proc, 0 },
	{ "kobject_create_and_add", try_kobject, 0 },
	{ "mknod", try_mknod, 0 },
	{ "request_threaded_irq", try_irq, DOES_WITHOUT },		/* likewise, its thread's */
	{ "register_shrinker", try_shrinker, 0 },
};

static void call_describe(const struct call *call, char *desc)
{
	strscpy(desc, call->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(calls, calls, call_describe);

/* slub_debug=U: where to note the owner is an allocation too, which may fail. */
static bool keeps_owners(void)
{
	return kmalloc_caches[KMALLOC_NORMAL][kmalloc_index(64)]->flags & SLAB_STORE_USER;
}

/*
 * Each of a call's allocations fails once, and so does the call, unless it can do without; the
 * runner sees what is lost. In the end it succeeds.
 */
static void fail_nth_of_a_call_loses_nothing(struct kunit *test)
{
	const struct call *call = test->param_value;
	unsigned int nth = 0, left;
	bool done;

	if (!call->try())
		kunit_skip(test, "this port has no such memory");
	do {
		fault_nth_set(++nth);
		done = call->try();
		left = fault_nth_left();
		fault_nth_set(0);
		if (!left && done && !(call->may & DOES_WITHOUT) && !keeps_owners())
			KUNIT_FAIL(test, "succeeded without allocation %u", nth);
	} while (!left && nth < 200);
	KUNIT_EXPECT_TRUE(test, done);
	KUNIT_EXPECT_TRUE(test, nth > 1 || call->may & MAY_HAVE_ROOM);
	KUNIT_EXPECT_LT(test, nth, 200U);
}

/* ---- pools under injection ---- */

#define POOL_MIN	4
#define NR_TAKERS	3

struct taker {
	mempool_t *pool;
	struct completion done;
	int rounds;
};

static int taker_run(void *data)
{
	struct taker *taker = data;

	for (int i = 1; i <= 50; i++) {
		void *element = mempool_alloc(taker->pool, GFP_KERNEL);

		cond_resched();
		mempool_free(element, taker->pool);
		WRITE_ONCE(taker->rounds, i);
	}
	complete(&taker->done);
	return 0;
}

/*
 * Every allocation below fails. min_nr atomic callers are served, the next is refused, and tasks
 * that may sleep wait for the one element that comes back, and share it until each is through.
 */
static void mempool_serves_min_nr_when_all_fails(struct kunit *test)
{
	struct taker takers[NR_TAKERS] = { };
	void *elements[POOL_MIN], *extra;
	mempool_t *pool = mempool_create_kmalloc_pool(POOL_MIN, 128);
	int started = 0, i;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	for (i = 0; i < NR_TAKERS; i++) {
		takers[i].pool = pool;
		init_completion(&takers[i].done);
	}
	failslab_set(100, 1, -1);
	for (i = 0; i < POOL_MIN; i++) {
		elements[i] = mempool_alloc(pool, GFP_ATOMIC);
		KUNIT_EXPECT_NOT_NULL(test, elements[i]);
	}
	extra = mempool_alloc(pool, GFP_ATOMIC);
	KUNIT_EXPECT_NULL(test, extra);
	mempool_free(extra, pool);
	WRITE_ONCE(failslab.attr.task_filter, true);	/* the threads' own memory is not the matter */
	for (i = 0; i < NR_TAKERS; i++) {
		struct task_struct *task = kthread_create(taker_run, &takers[i], "taker/%d", i);

		if (IS_ERR(task))
			break;
		task->make_it_fail = true;
		wake_up_process(task);
		started++;
	}
	msleep(20);
	for (i = 0; i < started; i++)
		KUNIT_EXPECT_EQ(test, READ_ONCE(takers[i].rounds), 0);
	mempool_free(elements[0], pool);
	for (i = 0; i < started; i++)
		wait_for_completion(&takers[i].done);
	for (i = 1; i < POOL_MIN; i++)
		mempool_free(elements[i], pool);
	failslab_set(0, 1, 0);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, POOL_MIN);
	mempool_destroy(pool);
}

static struct kunit_case fault_inject_cases[] = {
	KUNIT_CASE(failslab_follows_its_rules),
	KUNIT_CASE(failslab_task_filter_spares_others),
	KUNIT_CASE(failslab_cache_filter_takes_its_cache),
	KUNIT_CASE(fail_nth_fails_exactly_one),
	KUNIT_CASE(fail_page_alloc_min_order_spares_small_ones),
	KUNIT_CASE_PARAM(fail_nth_of_a_call_loses_nothing, calls_gen_params),
	KUNIT_CASE(mempool_serves_min_nr_when_all_fails),
	{}
};

static struct kunit_suite fault_inject_suite = {
	.name = "fault_inject", .init = fault_init, .exit = fault_exit, .test_cases = fault_inject_cases,
};
kunit_test_suite(fault_inject_suite);
