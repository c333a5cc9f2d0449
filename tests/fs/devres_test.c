// SPDX-License-Identifier: MIT
/* tests/fs/devres_test.c - what a device owns, kobjects and their attributes */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/dmapool.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/genalloc.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "fs/vfs.h"

static struct device *dev;
static char order[16];
static int order_len;

static void note(void *letter)
{
	order[order_len++] = (char)(long)letter;
	order[order_len] = '\0';
}

static int devres_test_init(struct kunit *test)
{
	order_len = 0;
	order[0] = '\0';
	dev = NULL;
	test->priv = root_device_register("devrestest");
	if (IS_ERR(test->priv))
		return PTR_ERR(test->priv);
	dev = test->priv;
	return 0;
}

static void devres_test_exit(struct kunit *test)
{
	if (dev)
		root_device_unregister(dev);
}

/* Resources are given back with the device, the youngest first. */
static void actions_run_in_reverse_order(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, devm_add_action(dev, note, (void *)'a'), 0);
	KUNIT_ASSERT_EQ(test, devm_add_action(dev, note, (void *)'b'), 0);
	KUNIT_ASSERT_EQ(test, devm_add_action(dev, note, (void *)'c'), 0);
	devm_remove_action(dev, note, (void *)'b');
	root_device_unregister(dev);
	dev = NULL;
	KUNIT_EXPECT_STREQ(test, order, "ca");
}

/* A device's pools: found by name, and gone with it (the suite counts). */
static void pools_are_freed_with_the_device(struct kunit *test)
{
	struct dma_pool *blocks = dmam_pool_create("devres-blocks", dev, 64, 64, 0);
	struct dma_pool *early = dmam_pool_create("devres-early", dev, 64, 64, 0);
	struct gen_pool *pool = devm_gen_pool_create(dev, 4, NUMA_NO_NODE, "range");

	KUNIT_ASSERT_TRUE(test, blocks && early);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pool);
	KUNIT_EXPECT_PTR_EQ(test, gen_pool_get(dev, "range"), pool);
	KUNIT_EXPECT_NULL(test, gen_pool_get(dev, "other"));
	dmam_pool_destroy(early);
	root_device_unregister(dev);
	dev = NULL;
}

static void release_action_runs_it_now(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, devm_add_action(dev, note, (void *)'x'), 0);
	devm_release_action(dev, note, (void *)'x');
	KUNIT_EXPECT_STREQ(test, order, "x");
	KUNIT_EXPECT_EQ(test, devres_release_all(dev), 0);
	KUNIT_EXPECT_STREQ(test, order, "x");
}

/* Memory of a device: usable, aligned, resized, freed early or with the device (the suite counts). */
static void devm_memory_is_freed_with_the_device(struct kunit *test)
{
	char *p = devm_kzalloc(dev, 100, GFP_KERNEL), *q;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)p, ARCH_KMALLOC_MINALIGN));
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, p[i], 0);
	strcpy(p, "kept");
	q = devm_krealloc(dev, p, 5000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_STREQ(test, q, "kept");
	devm_kfree(dev, q);
	KUNIT_EXPECT_STREQ(test, devm_kasprintf(dev, GFP_KERNEL, "%s%d", "n", 5), "n5");
	KUNIT_EXPECT_STREQ(test, devm_kstrdup(dev, "copy", GFP_KERNEL), "copy");
	KUNIT_EXPECT_NULL(test, devm_kcalloc(dev, SIZE_MAX / 2, 4, GFP_KERNEL));
	KUNIT_EXPECT_PTR_EQ(test, devm_kmalloc(dev, 0, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_NE(test, devm_get_free_pages(dev, GFP_KERNEL, 2), 0);
	KUNIT_EXPECT_NOT_NULL(test, devm_alloc_percpu(dev, long));
	KUNIT_EXPECT_EQ(test, devres_release_all(dev), 4);
}

/* A group goes by itself; what is outside it stays. */
static void group_is_released_alone(struct kunit *test)
{
	void *id;

	devm_add_action(dev, note, (void *)'1');
	id = devres_open_group(dev, NULL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, id);
	devm_add_action(dev, note, (void *)'2');
	devm_add_action(dev, note, (void *)'3');
	devres_close_group(dev, id);
	devm_add_action(dev, note, (void *)'4');
	KUNIT_EXPECT_EQ(test, devres_release_group(dev, id), 2);
	KUNIT_EXPECT_STREQ(test, order, "32");
	KUNIT_EXPECT_EQ(test, devres_release_all(dev), 2);
	KUNIT_EXPECT_STREQ(test, order, "3241");
}

/* ---- kobjects ---- */

static int value = 7, freed;

static ssize_t value_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", value);
}

static ssize_t value_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			   size_t count)
{
	int ret = kstrtoint(buf, 0, &value);

	return ret ?: count;
}

static struct kobj_attribute value_attr = __ATTR_RW(value);
static struct kobj_attribute fixed_attr = __ATTR(fixed, 0444, value_show, NULL);
static struct attribute *test_attrs[] = { &value_attr.attr, &fixed_attr.attr, NULL };
static const struct attribute_group test_group = { .name = "params", .attrs = test_attrs };

static void kobj_freed(struct kobject *kobj)
{
	freed++;
}

static const struct kobj_type test_ktype = {
	.release = kobj_freed, .sysfs_ops = &kobj_sysfs_ops,
};

/* An attribute is read and written through its file; a file that is open when it goes fails. */
static void attribute_is_a_file(struct kunit *test)
{
	struct kobject *kobj = kobject_create_and_add("kobjtest", kernel_kobj);
	struct file *file;
	char buf[8] = "";

	KUNIT_ASSERT_NOT_NULL(test, kobj);
	KUNIT_ASSERT_EQ(test, sysfs_create_group(kobj, &test_group), 0);
	value = 7;
	file = filp_open("/sys/kernel/kobjtest/params/value", O_RDWR, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)buf, 8), 2);
	KUNIT_EXPECT_STREQ(test, buf, "7\n");
	KUNIT_EXPECT_EQ(test, file_write(file, (char __user *)"0x20\n", 5), 5);
	KUNIT_EXPECT_EQ(test, value, 32);
	KUNIT_EXPECT_EQ(test, file_write(file, (char __user *)"abc", 3), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open("/sys/kernel/kobjtest/params/fixed",
							O_WRONLY, 0)), -EACCES);
	sysfs_remove_group(kobj, &test_group);
	KUNIT_EXPECT_EQ(test, file_pread(file, (char __user *)buf, 8, 0), -ENODEV);
	filp_close(file, NULL);
	kobject_put(kobj);
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/sys/kernel/kobjtest"));
}

/* References keep the object; the folder goes with kobject_del(); a taken name is refused. */
static void kobject_lives_as_long_as_references(struct kunit *test)
{
	static struct kobject a, b;

	memset(&a, 0, sizeof(a));
	memset(&b, 0, sizeof(b));
	freed = 0;
	KUNIT_ASSERT_EQ(test, kobject_init_and_add(&a, &test_ktype, kernel_kobj, "ko%d", 1), 0);
	KUNIT_EXPECT_EQ(test, kobject_init_and_add(&b, &test_ktype, kernel_kobj, "ko1"), -EEXIST);
	kobject_put(&b);
	KUNIT_EXPECT_EQ(test, freed, 1);
	kobject_get(&a);
	kobject_del(&a);
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/sys/kernel/ko1"));
	kobject_put(&a);
	KUNIT_EXPECT_EQ(test, freed, 1);
	kobject_put(&a);
	KUNIT_EXPECT_EQ(test, freed, 2);
}

static void kset_finds_its_members(struct kunit *test)
{
	struct kset *kset = kset_create_and_add("ksettest", NULL, kernel_kobj);
	static struct kobject member;
	char *path;

	KUNIT_ASSERT_NOT_NULL(test, kset);
	memset(&member, 0, sizeof(member));
	member.kset = kset;
	KUNIT_ASSERT_EQ(test, kobject_init_and_add(&member, &test_ktype, NULL, "m"), 0);
	path = kobject_get_path(&member, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, path, "/kernel/ksettest/m");
	kfree(path);
	KUNIT_EXPECT_PTR_EQ(test, kset_find_obj(kset, "m"), &member);
	KUNIT_EXPECT_NULL(test, kset_find_obj(kset, "n"));
	kobject_put(&member);
	kobject_put(&member);
	kset_unregister(kset);
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/sys/kernel/ksettest"));
}

static struct kunit_case devres_cases[] = {
	KUNIT_CASE(actions_run_in_reverse_order),
	KUNIT_CASE(pools_are_freed_with_the_device),
	KUNIT_CASE(release_action_runs_it_now),
	KUNIT_CASE(devm_memory_is_freed_with_the_device),
	KUNIT_CASE(group_is_released_alone),
	KUNIT_CASE(attribute_is_a_file),
	KUNIT_CASE(kobject_lives_as_long_as_references),
	KUNIT_CASE(kset_finds_its_members),
	{}
};

static struct kunit_suite devres_suite = {
	.name = "devres", .init = devres_test_init, .exit = devres_test_exit,
	.test_cases = devres_cases,
};
kunit_test_suite(devres_suite);
