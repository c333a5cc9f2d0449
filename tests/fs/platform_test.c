// SPDX-License-Identifier: MIT
/* tests/fs/platform_test.c - the platform bus: who finds whom, and what each is told */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/io_model.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#define PLACE	0x320000000000ULL

static int probes, removes, last_id, probe_says;
static unsigned long last_data;

static int test_probe(struct platform_device *pdev)
{
	probes++;
	last_id = pdev->id;
	last_data = platform_get_device_id(pdev) ? platform_get_device_id(pdev)->driver_data : 0;
	platform_set_drvdata(pdev, &probes);
	return probe_says;
}

static int test_remove(struct platform_device *pdev)
{
	removes++;
	return platform_get_drvdata(pdev) == &probes ? 0 : -EINVAL;
}

static struct platform_driver test_driver = {
	.probe = test_probe, .remove = test_remove, .driver = { .name = "ptest" },
};

static const struct platform_device_id test_ids[] = { { "ptest-a", 1 }, { "ptest-b", 2 }, { } };
static struct platform_driver table_driver = {
	.probe = test_probe, .remove = test_remove, .driver = { .name = "ptable" }, .id_table = test_ids,
};

static int platform_test_init(struct kunit *test)
{
	probes = removes = probe_says = 0;
	return 0;
}

static struct platform_device *device_make(struct kunit *test, const char *name, int id)
{
	struct platform_device *pdev = platform_device_register_simple(name, id, NULL, 0);

	KUNIT_ASSERT_FALSE(test, IS_ERR(pdev));
	return pdev;
}

/* Whoever comes second finds the other; whoever goes first tells it. */
static void device_and_driver_meet_in_either_order(struct kunit *test)
{
	struct platform_device *one = device_make(test, "ptest", 1), *two;

	KUNIT_EXPECT_EQ(test, probes, 0);
	KUNIT_ASSERT_EQ(test, platform_driver_register(&test_driver), 0);
	KUNIT_EXPECT_EQ(test, probes, 1);
	KUNIT_EXPECT_EQ(test, last_id, 1);
	two = device_make(test, "ptest", 2);
	KUNIT_EXPECT_EQ(test, probes, 2);
	KUNIT_EXPECT_STREQ(test, dev_driver_string(&two->dev), "ptest");
	platform_device_unregister(two);
	KUNIT_EXPECT_EQ(test, removes, 1);
	platform_driver_unregister(&test_driver);
	KUNIT_EXPECT_EQ(test, removes, 2);
	KUNIT_EXPECT_NULL(test, one->dev.driver);
	KUNIT_EXPECT_NULL(test, platform_get_drvdata(one));
	platform_device_unregister(one);
	KUNIT_EXPECT_EQ(test, removes, 2);
}

static void table_says_which_devices(struct kunit *test)
{
	struct platform_device *a, *b, *other;

	KUNIT_ASSERT_EQ(test, platform_driver_register(&table_driver), 0);
	a = device_make(test, "ptest-a", PLATFORM_DEVID_NONE);
	KUNIT_EXPECT_EQ(test, last_data, 1);
	KUNIT_EXPECT_STREQ(test, dev_name(&a->dev), "ptest-a");
	b = device_make(test, "ptest-b", PLATFORM_DEVID_AUTO);
	KUNIT_EXPECT_EQ(test, last_data, 2);
	KUNIT_EXPECT_STREQ(test, dev_name(&b->dev), "ptest-b.0.auto");
	other = device_make(test, "ptable", 0);
	KUNIT_EXPECT_EQ(test, probes, 2);
	platform_driver_unregister(&table_driver);
	platform_device_unregister(a);
	platform_device_unregister(b);
	platform_device_unregister(other);
}

/*
 * A probe() that fails leaves the device free for another driver, and says so unless it says "not
 * mine".
 */
static void failed_probe_leaves_the_device(struct kunit *test)
{
	struct platform_device *pdev = device_make(test, "ptest", 7);
	struct printk_capture c;

	probe_says = -EIO;
	printk_capture_begin(&c);
	KUNIT_ASSERT_EQ(test, platform_driver_register(&test_driver), 0);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "ptest: probe of ptest.7 failed with error -5"), 1U);
	KUNIT_EXPECT_NULL(test, pdev->dev.driver);
	platform_driver_unregister(&test_driver);
	probe_says = -ENODEV;
	printk_capture_begin(&c);
	KUNIT_ASSERT_EQ(test, platform_driver_register(&test_driver), 0);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "probe of"), 0U);
	platform_driver_unregister(&test_driver);
	KUNIT_EXPECT_EQ(test, removes, 0);
	platform_device_unregister(pdev);
}

static u64 word;

static u64 word_read(struct io_model *model, u64 offset, unsigned int width)
{
	return word;
}

static void word_write(struct io_model *model, u64 offset, u64 value, unsigned int width)
{
	word = value;
}

static const struct io_model_ops word_ops = { .read = word_read, .write = word_write };

/* Resources are in the tree while the device is, and are found by type, number and name. */
static void resources_are_claimed_and_found(struct kunit *test)
{
	const struct resource res[] = {
		DEFINE_RES_MEM_NAMED(PLACE, 0x20, "regs"), DEFINE_RES_IRQ(90),
		DEFINE_RES_MEM_NAMED(PLACE + PAGE_SIZE, PAGE_SIZE, "buffer"), DEFINE_RES_IRQ_NAMED(91, "late"),
	};
	const struct resource half = DEFINE_RES_MEM(PLACE + 0x10, 0x20);
	struct io_model model = { .name = "word", .kind = IO_MODEL_REGISTERS, .ops = &word_ops };
	struct platform_device *pdev = platform_device_register_simple("pres", 0, res, ARRAY_SIZE(res));
	void __iomem *regs;

	KUNIT_ASSERT_FALSE(test, IS_ERR(pdev));
	KUNIT_ASSERT_EQ(test, io_model_add(&model, PLACE, 0x20), 0);
	KUNIT_EXPECT_EQ(test, platform_get_resource(pdev, IORESOURCE_MEM, 1)->start, PLACE + PAGE_SIZE);
	KUNIT_EXPECT_NULL(test, platform_get_resource(pdev, IORESOURCE_MEM, 2));
	KUNIT_EXPECT_EQ(test, platform_get_irq(pdev, 0), 90);
	KUNIT_EXPECT_EQ(test, platform_get_irq_byname(pdev, "late"), 91);
	KUNIT_EXPECT_EQ(test, platform_get_irq_optional(pdev, 2), -ENXIO);
	KUNIT_EXPECT_EQ(test, platform_irq_count(pdev), 2);
	KUNIT_EXPECT_PTR_EQ(test, platform_device_register_simple("pres", 1, &half, 1), ERR_PTR(-EBUSY));
	regs = devm_platform_ioremap_resource_byname(pdev, "regs");
	KUNIT_ASSERT_FALSE(test, IS_ERR((__force void *)regs));
	writel(5, regs);
	KUNIT_EXPECT_EQ(test, word, 5ULL);
	KUNIT_EXPECT_PTR_EQ(test, (__force void *)devm_platform_ioremap_resource(pdev, 0), ERR_PTR(-EBUSY));
	platform_device_unregister(pdev);
	KUNIT_EXPECT_NULL(test, lookup_resource(&iomem_resource, PLACE));
	io_model_remove(&model);
}

static struct kunit_case platform_cases[] = {
	KUNIT_CASE(device_and_driver_meet_in_either_order),
	KUNIT_CASE(table_says_which_devices),
	KUNIT_CASE(failed_probe_leaves_the_device),
	KUNIT_CASE(resources_are_claimed_and_found),
	{}
};

static struct kunit_suite platform_suite = {
	.name = "platform",
	.init = platform_test_init,
	.test_cases = platform_cases,
};
kunit_test_suite(platform_suite);
