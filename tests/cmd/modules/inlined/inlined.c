// SPDX-License-Identifier: MIT
/*
 * inlined.c - objects out and in by the sequences that kmalloc() and its kin are made of, for tests/cmd/inline.t
 *
 * When it is loaded, and whenever /dev/inlined is opened or read, pairs= of each kind are made. how= names
 * a wrong free that is done first, in a function of that name.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/version.h>

static char *how = "";
module_param(how, charp, 0444);
static unsigned int pairs = 1000;
module_param(pairs, uint, 0644);

static struct kmem_cache *cache, *other_cache;

static struct kmem_cache *inlined_cache(const char *name)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 23)
	return kmem_cache_create(name, 144, 0, 0, NULL, NULL);
#else
	return kmem_cache_create(name, 144, 0, 0, NULL);
#endif
}

/* Return: were all there, and each of them once? */
noinline bool inlined_pair(size_t size)
{
	void *object[4] = {
		kmalloc(144, GFP_KERNEL), kmalloc(size, GFP_KERNEL),
		kmem_cache_alloc(cache, GFP_KERNEL), kmem_cache_alloc(cache, GFP_KERNEL | __GFP_ZERO),
	};
	bool good = !memchr_inv(object[3], 0, 144);

	for (int i = 0; i < 4; i++) {
		for (int k = 0; k < i; k++)
			good = good && object[i] && object[i] != object[k];
		if (object[i])
			memset(object[i], i + 1, 144);
	}
	for (int i = 0; i < 4; i++)
		good = good && !memchr_inv(object[i], i + 1, 144);
	kfree(object[0]);
	kfree(object[1]);
	kmem_cache_free(cache, object[2]);
	kmem_cache_free(cache, object[3]);
	return good;
}

static DEFINE_PER_CPU(unsigned long, count);
static DEFINE_SPINLOCK(lock);

/* More of what is compiled into a module, a line each. */
noinline void inlined_count(void)
{
	this_cpu_inc(count);
	spin_lock(&lock);
	this_cpu_add(count, 2);
	spin_unlock(&lock);
	barrier();
}

static int inlined_pairs(void)
{
	size_t size = 144;
	unsigned int i;

	inlined_count();
	OPTIMIZER_HIDE_VAR(size);
	for (i = 0; i < pairs; i++)
		if (!inlined_pair(size))
			return -EIO;
	return 0;
}

/* ---- wrong frees ---- */

static noinline void inlined_twice(void *object)
{
	kmem_cache_free(cache, object);
	kmem_cache_free(cache, object);
	barrier();
}

static noinline void inlined_inside(void *object)
{
	kmem_cache_free(cache, object + 16);
	kmem_cache_free(cache, object);
	barrier();
}

static noinline void inlined_other(void *object)
{
	kmem_cache_free(other_cache, object);
	kmem_cache_free(cache, object);
	barrier();
}

static noinline void inlined_wild(void *object)
{
	kfree((void *)&cache);
	kmem_cache_free(cache, object);
	barrier();
}

static noinline void inlined_kfree_twice(void *object)
{
	void *another = kmalloc(100, GFP_KERNEL);

	kfree(another);
	kfree(another);
	kmem_cache_free(cache, object);
	barrier();
}

static const struct {
	const char *how;
	void (*fn)(void *object);
} wrong[] = {
	{ "twice", inlined_twice },
	{ "inside", inlined_inside },
	{ "other", inlined_other },
	{ "wild", inlined_wild },
	{ "kfree_twice", inlined_kfree_twice },
};

static void inlined_wrong(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		if (!strcmp(how, wrong[i].how))
			wrong[i].fn(kmem_cache_alloc(cache, GFP_KERNEL));
}

/* ---- the device ---- */

static int inlined_open(struct inode *inode, struct file *file)
{
	return inlined_pairs();
}

static ssize_t inlined_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	static const char fine[] = "fine\n";
	int err = inlined_pairs();

	return err ?: simple_read_from_buffer(buf, count, pos, fine, sizeof(fine) - 1);
}

static const struct file_operations inlined_fops = {
	.owner	= THIS_MODULE,
	.open	= inlined_open,
	.read	= inlined_read,
};

static struct miscdevice inlined_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "inlined",
	.fops	= &inlined_fops,
};

static int __init inlined_init(void)
{
	int err = -ENOMEM;

	cache = inlined_cache("inlined");
	other_cache = inlined_cache("inlined-other");
	if (cache && other_cache) {
		inlined_wrong();
		err = inlined_pairs() ?: misc_register(&inlined_device);
	}
	if (!err)
		return 0;
	if (cache)
		kmem_cache_destroy(cache);
	if (other_cache)
		kmem_cache_destroy(other_cache);
	return err;
}

static void __exit inlined_exit(void)
{
	misc_deregister(&inlined_device);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(other_cache);
}

module_init(inlined_init);
module_exit(inlined_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("objects out and in, rightly and wrongly");
