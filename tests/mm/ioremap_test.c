// SPDX-License-Identifier: MIT
/*
 * tests/mm/ioremap_test.c - device memory: mappings, accesses, devices that come and go, mistakes
 *
 * The devices are the suite's own: registers that note each access, a page of memory, some ports.
 */
#include <asm-generic/arch.h>
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/io_model.h>
#include <linux/ioport.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "mm/ioremap.h"

#define REGS	0x310000000000ULL	/* registers, in the middle of a page */
#define REGS_AT	(REGS + 0x100)
#define MEMORY	(REGS + 0x10000)
#define NOBODY	(REGS + 0x800000)
#define PORTS	0x280
#define LINE	77

/* Offsets of the registers; the rest of the 64 bytes are plain words. */
#define REG_ID		0x00	/* read only */
#define REG_STATUS	0x04	/* a 1 that is written clears the bit */
#define REG_DOORBELL	0x08	/* raises the line */
#define REG_FIFO	0x0c	/* each read is one more */
#define REGS_SIZE	0x40

struct test_device {
	struct io_model	model;
	u32		word[REGS_SIZE / 4];
	unsigned int	reads, writes;
	u64		last_offset;
	unsigned int	last_width;
};

static u64 device_read(struct io_model *model, u64 offset, unsigned int width)
{
	struct test_device *d = container_of(model, struct test_device, model);
	u64 value = 0;

	d->reads++;
	d->last_offset = offset;
	d->last_width = width;
	if (offset == REG_FIFO && width == 4)
		return ++d->word[REG_FIFO / 4];
	memcpy(&value, (char *)d->word + offset, width);
	return value;
}

static void device_write(struct io_model *model, u64 offset, u64 value, unsigned int width)
{
	struct test_device *d = container_of(model, struct test_device, model);

	d->writes++;
	d->last_offset = offset;
	d->last_width = width;
	switch (offset) {
	case REG_ID:
		break;
	case REG_STATUS:
		d->word[REG_STATUS / 4] &= ~(u32)value;
		break;
	case REG_DOORBELL:
		irq_inject_interrupt(LINE);
		break;
	default:
		memcpy((char *)d->word + offset, &value, width);
	}
}

static const struct io_model_ops device_ops = { .read = device_read, .write = device_write };

static struct test_device registers, ports;
static struct io_model memory;

static int ioremap_test_init(struct kunit *test)
{
	registers = (struct test_device) {
		.model = { .name = "test registers", .kind = IO_MODEL_REGISTERS, .ops = &device_ops },
		.word = { [REG_ID / 4] = 0x51554152, [REG_STATUS / 4] = 0xff },
	};
	ports = (struct test_device) {
		.model = { .name = "test ports", .kind = IO_MODEL_PORTS, .ops = &device_ops },
		.word = { [0] = 0x04030201 },
	};
	memory = (struct io_model) { .name = "test memory", .kind = IO_MODEL_MEMORY };
	return io_model_add(&registers.model, REGS_AT, REGS_SIZE) ?: io_model_add(&ports.model, PORTS, 8) ?:
	       io_model_add(&memory, MEMORY, 2 * PAGE_SIZE);
}

static void ioremap_test_exit(struct kunit *test)
{
	io_model_remove(&registers.model);
	io_model_remove(&ports.model);
	io_model_remove(&memory);
}

static void __iomem *map(struct kunit *test, u64 phys, unsigned long size)
{
	void __iomem *addr = ioremap(phys, size);

	KUNIT_ASSERT_NOT_NULL(test, (__force void *)addr);
	return addr;
}

#define EXPECT_SAYS(test, nr, text, call)						\
	do {										\
		struct printk_capture capture;						\
											\
		printk_capture_begin(&capture);						\
		call;									\
		printk_capture_end(&capture);						\
		KUNIT_EXPECT_EQ_MSG(test, printk_capture_count(&capture, text), nr, "%s", text); \
	} while (0)

/* ---- registers ---- */

static void registers_have_side_effects(struct kunit *test)
{
	char __iomem *regs = map(test, REGS_AT, REGS_SIZE);

	KUNIT_EXPECT_EQ(test, offset_in_page((__force unsigned long)regs), 0x100);
	KUNIT_EXPECT_EQ(test, readl(regs + REG_ID), 0x51554152U);
	writel(7, regs + REG_ID);
	KUNIT_EXPECT_EQ(test, readl(regs + REG_ID), 0x51554152U);
	writel(0x0f, regs + REG_STATUS);
	KUNIT_EXPECT_EQ(test, readl(regs + REG_STATUS), 0xf0U);
	KUNIT_EXPECT_EQ(test, readl(regs + REG_FIFO), 1U);
	KUNIT_EXPECT_EQ(test, readl_relaxed(regs + REG_FIFO), 2U);
	KUNIT_EXPECT_EQ(test, registers.reads, 5U);
	KUNIT_EXPECT_EQ(test, registers.writes, 2U);
	iounmap(regs);
}

/* Each width arrives once, as what it is, at its offset, and only its bytes change. */
static void widths_arrive_as_they_are(struct kunit *test)
{
	char __iomem *regs = map(test, REGS_AT, REGS_SIZE);

	writeq(0x1122334455667788ULL, regs + 0x20);
	KUNIT_EXPECT_EQ(test, registers.last_width, 8U);
	KUNIT_EXPECT_EQ(test, registers.last_offset, 0x20ULL);
	KUNIT_EXPECT_EQ(test, readb(regs + 0x21), 0x77);
	KUNIT_EXPECT_EQ(test, registers.last_width, 1U);
	KUNIT_EXPECT_EQ(test, readw(regs + 0x22), 0x5566);
	KUNIT_EXPECT_EQ(test, registers.last_width, 2U);
	writeb(0xaa, regs + 0x20);
	writew_relaxed(0xbbcc, regs + 0x26);
	KUNIT_EXPECT_EQ(test, readq(regs + 0x20), 0xbbcc3344556677aaULL);
	KUNIT_EXPECT_EQ(test, ioread32(regs + 0x24), 0xbbcc3344U);
	KUNIT_EXPECT_EQ(test, ioread32be(regs + 0x24), 0x4433ccbbU);
	iowrite16be(0x1234, regs + 0x20);
	KUNIT_EXPECT_EQ(test, readw(regs + 0x20), 0x3412);
	KUNIT_EXPECT_EQ(test, __raw_readl(regs + 0x24), 0xbbcc3344U);
	KUNIT_EXPECT_EQ(test, registers.writes, 4U);
	iounmap(regs);
}

#define CHECK_WIDTH(test, regs, type, width, read, write)					\
	do {										\
		type value = (type)0x8877665544332211ULL;				\
											\
		memset(registers.word + 8, 0, 32);					\
		write(value, regs + 0x20);						\
		KUNIT_EXPECT_EQ_MSG(test, registers.last_width, (width) + 0U, #write);	\
		KUNIT_EXPECT_EQ_MSG(test, memcmp(registers.word + 8, &value, width), 0, #write); \
		KUNIT_EXPECT_EQ_MSG(test, (u64)read(regs + 0x20), (u64)value, #read);	\
		KUNIT_EXPECT_EQ_MSG(test, registers.last_width, (width) + 0U, #read);	\
	} while (0)

/* Every pair of accessors, in its width. */
static void each_accessor_has_its_width(struct kunit *test)
{
	char __iomem *regs = map(test, REGS_AT, REGS_SIZE);

	CHECK_WIDTH(test, regs, u8, 1, readb, writeb);
	CHECK_WIDTH(test, regs, u16, 2, readw, writew);
	CHECK_WIDTH(test, regs, u32, 4, readl, writel);
	CHECK_WIDTH(test, regs, u64, 8, readq, writeq);
	CHECK_WIDTH(test, regs, u8, 1, readb_relaxed, writeb_relaxed);
	CHECK_WIDTH(test, regs, u16, 2, readw_relaxed, writew_relaxed);
	CHECK_WIDTH(test, regs, u32, 4, readl_relaxed, writel_relaxed);
	CHECK_WIDTH(test, regs, u64, 8, readq_relaxed, writeq_relaxed);
	CHECK_WIDTH(test, regs, u8, 1, __raw_readb, __raw_writeb);
	CHECK_WIDTH(test, regs, u16, 2, __raw_readw, __raw_writew);
	CHECK_WIDTH(test, regs, u32, 4, __raw_readl, __raw_writel);
	CHECK_WIDTH(test, regs, u64, 8, __raw_readq, __raw_writeq);
	CHECK_WIDTH(test, regs, u8, 1, ioread8, iowrite8);
	CHECK_WIDTH(test, regs, u16, 2, ioread16, iowrite16);
	CHECK_WIDTH(test, regs, u32, 4, ioread32, iowrite32);
	CHECK_WIDTH(test, regs, u64, 8, ioread64, iowrite64);
	iowrite16be(0x1122, regs + 0x20);
	KUNIT_EXPECT_EQ(test, ioread16(regs + 0x20), 0x2211);
	KUNIT_EXPECT_EQ(test, ioread16be(regs + 0x20), 0x1122);
	iowrite32be(0x11223344, regs + 0x20);
	KUNIT_EXPECT_EQ(test, ioread32(regs + 0x20), 0x44332211U);
	KUNIT_EXPECT_EQ(test, ioread32be(regs + 0x20), 0x11223344U);
	iowrite64be(0x1122334455667788ULL, regs + 0x20);
	KUNIT_EXPECT_EQ(test, ioread64(regs + 0x20), 0x8877665544332211ULL);
	KUNIT_EXPECT_EQ(test, ioread64be(regs + 0x20), 0x1122334455667788ULL);
	mmiowb();
	iounmap(regs);
}

/*
 * Each kind of mapping reaches the device; what they differ in on hardware, caching, there is none
 * of.
 */
static void each_kind_of_mapping_reaches_the_device(struct kunit *test)
{
	static void __iomem *(*const kinds[])(resource_size_t, unsigned long) = {
		ioremap, ioremap_wc, ioremap_wt, ioremap_uc, ioremap_cache,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		void __iomem *regs = kinds[i](REGS_AT, REGS_SIZE);

		KUNIT_ASSERT_NOT_NULL(test, (__force void *)regs);
		KUNIT_EXPECT_EQ(test, readl(regs), 0x51554152U);
		iounmap(regs);
	}
	KUNIT_EXPECT_NULL(test, (__force void *)ioremap_np(REGS_AT, REGS_SIZE));
}

static void repeated_accesses_stay_at_one_address(struct kunit *test)
{
	char __iomem *regs = map(test, REGS_AT, REGS_SIZE);
	u32 got[4] = { };

	readsl(regs + REG_FIFO, got, 3);
	ioread32_rep(regs + REG_FIFO, got + 3, 1);
	for (u32 i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, got[i], i + 1);
	writesl(regs + 0x10, got, 4);
	KUNIT_EXPECT_EQ(test, readl(regs + 0x10), 4U);
	KUNIT_EXPECT_EQ(test, registers.last_offset, 0x10ULL);
	KUNIT_EXPECT_EQ(test, registers.writes, 4U);
	iounmap(regs);
}

static int rings;
static struct completion rang;

static irqreturn_t doorbell_rang(int irq, void *dev)
{
	char __iomem *regs = dev;

	rings++;
	writel(1, regs + REG_STATUS);
	complete(&rang);
	return IRQ_HANDLED;
}

/* A write makes the device interrupt, and the handler speaks to the device. */
static void doorbell_interrupts(struct kunit *test)
{
	char __iomem *regs = map(test, REGS_AT, REGS_SIZE);

	rings = 0;
	init_completion(&rang);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, doorbell_rang, 0, "doorbell", (__force void *)regs), 0);
	writel(1, regs + REG_DOORBELL);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&rang, 30 * HZ), 0UL);
	free_irq(LINE, (__force void *)regs);
	KUNIT_EXPECT_EQ(test, rings, 1);
	KUNIT_EXPECT_EQ(test, readl(regs + REG_STATUS), 0xfeU);
	iounmap(regs);
}

/* Two mappings of one device are two addresses, and the same registers. */
static void two_mappings_reach_one_device(struct kunit *test)
{
	char __iomem *a = map(test, REGS_AT, REGS_SIZE), *b = map(test, REGS_AT + 0x10, 0x10);

	writel(99, a + 0x18);
	KUNIT_EXPECT_EQ(test, readl(b + 8), 99U);
	iounmap(a);
	KUNIT_EXPECT_EQ(test, readl(b + 8), 99U);
	iounmap(b);
}

/* ---- memory of a device ---- */

static void memory_is_shared_with_the_device(struct kunit *test)
{
	char __iomem *mem = map(test, MEMORY, 2 * PAGE_SIZE);
	char text[] = "0123456789abcdef, and more", back[sizeof(text)];

	memcpy_toio(mem + PAGE_SIZE - 5, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, (char *)memory.memory + PAGE_SIZE - 5, text);
	strcpy(memory.memory, "from the device");
	memcpy_fromio(back, mem, 16);
	KUNIT_EXPECT_STREQ(test, back, "from the device");
	memset_io(mem + 1, 'x', 3);
	KUNIT_EXPECT_EQ(test, memcmp(memory.memory, "fxxx the", 8), 0);
	KUNIT_EXPECT_EQ(test, check_signature(mem, (const unsigned char *)"fxxx", 4), 1);
	writel(0xdeadbeef, mem + 8);
	KUNIT_EXPECT_EQ(test, *(u32 *)(memory.memory + 8), 0xdeadbeefU);
	iounmap(mem);
}

/* A plain touch of a device's memory works, as on hardware. */
static void memory_takes_a_plain_touch(struct kunit *test)
{
	char __iomem *mem;
	char *raw;

	if (!(arch_features() & ARCH_HAS_MMU))
		kunit_skip(test, "no MMU: addresses of devices are not memory");
	mem = map(test, MEMORY + PAGE_SIZE, PAGE_SIZE);
	raw = (__force char *)mem;
	raw[7] = 'q';
	KUNIT_EXPECT_EQ(test, ((char *)memory.memory)[PAGE_SIZE + 7], 'q');
	KUNIT_EXPECT_EQ(test, readb(mem + 7), 'q');
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(raw));
	KUNIT_EXPECT_EQ(test, find_vm_area(raw)->phys_addr, MEMORY + PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, find_vm_area(raw)->flags & VM_IOREMAP);
	iounmap(mem);
}

/* Block copies use accesses that the device takes, and no others. */
static void copies_use_the_widths_of_the_device(struct kunit *test)
{
	char __iomem *regs;
	u32 words[4] = { 1, 2, 3, 4 }, back[4];

	registers.model.widths = 4;
	regs = map(test, REGS_AT, REGS_SIZE);
	memcpy_toio(regs + 0x20, words, sizeof(words));
	KUNIT_EXPECT_EQ(test, registers.writes, 4U);
	memcpy_fromio(back, regs + 0x20, sizeof(back));
	KUNIT_EXPECT_EQ(test, registers.reads, 4U);
	KUNIT_EXPECT_MEMEQ(test, words, back, sizeof(words));
	memset_io(regs + 0x20, 0, 8);
	KUNIT_EXPECT_EQ(test, registers.writes, 6U);
	iounmap(regs);
}

/* A device may come after the mapping, and go before it. */
static void device_comes_and_goes_under_a_mapping(struct kunit *test)
{
	struct io_model late = { .name = "late", .kind = IO_MODEL_MEMORY };
	char __iomem *at = map(test, NOBODY, PAGE_SIZE);
	bool mmu = arch_features() & ARCH_HAS_MMU;

	EXPECT_SAYS(test, 1U, "no device answers", KUNIT_EXPECT_EQ(test, readl(at), 0xffffffffU));
	KUNIT_ASSERT_EQ(test, io_model_add(&late, NOBODY, PAGE_SIZE), 0);
	writel(5, at + 4);
	KUNIT_EXPECT_EQ(test, mmu ? *((__force u32 *)at + 1) : readl(at + 4), 5U);
	io_model_remove(&late);
	EXPECT_SAYS(test, 1U, "no device answers", KUNIT_EXPECT_EQ(test, readw(at + 4), 0xffff));
	iounmap(at);
}

/* ---- ports ---- */

static void ports_answer(struct kunit *test)
{
	void __iomem *at = ioport_map(PORTS, 8);
	u8 got[3];

	KUNIT_EXPECT_EQ(test, inb(PORTS + 1), 2);
	KUNIT_EXPECT_EQ(test, inw(PORTS + 2), 0x0403);
	outl(0x11223344, PORTS + 4);
	KUNIT_EXPECT_EQ(test, ports.writes, 1U);
	KUNIT_EXPECT_EQ(test, ports.last_offset, 4ULL);
	KUNIT_EXPECT_EQ(test, ioread8(at + 3), 4);
	insb(PORTS, got, 3);
	KUNIT_EXPECT_EQ(test, got[2], 1);
	KUNIT_EXPECT_EQ(test, inb(PORTS + 0x100), 0xff);
	outb(1, PORTS + 0x100);
	KUNIT_EXPECT_EQ(test, ports.writes, 1U);
	ioport_unmap(at);
	KUNIT_EXPECT_NULL(test, (__force void *)ioport_map(0x10000, 1));
	EXPECT_SAYS(test, 1U, "Bad IO access at port 0x280", ioread8((void __iomem *)PORTS));
}

/* ---- mistakes ---- */

static void mappings_that_are_refused(struct kunit *test)
{
	EXPECT_SAYS(test, 1U, "ioremap on RAM at 0x0000000000100000 - 0x0000000000100fff",
		    KUNIT_EXPECT_NULL(test, (__force void *)ioremap(0x100000, 0x1000)));
	EXPECT_SAYS(test, 1U, "ioremap: invalid physical address 800000000000",
		    KUNIT_EXPECT_NULL(test, (__force void *)ioremap(1ULL << 47, 0x1000)));
	EXPECT_SAYS(test, 1U, "ioremap: invalid physical address 3ffffffff000",
		    KUNIT_EXPECT_NULL(test, (__force void *)ioremap((1ULL << 46) - 0x1000, 0x1001)));
	KUNIT_EXPECT_NULL(test, (__force void *)ioremap(REGS, 0));
	KUNIT_EXPECT_NULL(test, (__force void *)ioremap(-8ULL, 16));
	KUNIT_EXPECT_NULL(test, (__force void *)ioremap_np(REGS, 16));
}

static void unmapping_what_is_no_mapping_is_reported(struct kunit *test)
{
	char __iomem *regs = map(test, REGS_AT, REGS_SIZE);
	void *object = kmalloc(64, GFP_KERNEL);

	iounmap(NULL);
	EXPECT_SAYS(test, 1U, "iounmap: bad address", iounmap((__force void __iomem *)object));
	kfree(object);
	iounmap(regs);
	EXPECT_SAYS(test, 1U, "iounmap: bad address", iounmap(regs));
}

/* Each is reported with the device and the place, and does not reach the device. */
static void wrong_accesses_are_reported(struct kunit *test)
{
	char __iomem *regs;

	registers.model.widths = 4;
	regs = map(test, REGS_AT, REGS_SIZE + 8);
	EXPECT_SAYS(test, 1U, "2-byte read at offset 0x4 of test registers (0x310000000100-0x31000000013f) by ",
		    KUNIT_EXPECT_EQ(test, readw(regs + 4), 0xffff));
	EXPECT_SAYS(test, 1U, "1-byte write at offset 0x4 of test registers", writeb(1, regs + 4));
	EXPECT_SAYS(test, 1U, "does not take accesses of this size", readq(regs));
	EXPECT_SAYS(test, 1U, "not aligned to its size", readl(regs + 5));
	EXPECT_SAYS(test, 1U, "goes beyond the device's end", readl(regs + REGS_SIZE - 2));
	EXPECT_SAYS(test, 1U, "no device answers", readl(regs + REGS_SIZE));
	EXPECT_SAYS(test, 1U, "outside of what ioremap() was asked for", readl(regs + REGS_SIZE + 8));
	EXPECT_SAYS(test, 1U, "outside of what ioremap() was asked for", writel(0, regs + PAGE_SIZE));
	EXPECT_SAYS(test, 1U, "outside of what ioremap() was asked for", readb(regs - 1));
	KUNIT_EXPECT_EQ(test, registers.reads + registers.writes, 0U);
	iounmap(regs);
}

struct touch {
	char __iomem *at;
	bool plain;
};

static long touch(void *arg)
{
	struct touch *t = arg;

	if (t->plain)
		return *(volatile u32 *)(__force void *)t->at;
	return readl(t->at);
}

static void touch_ends_in_an_oops(struct kunit *test, struct touch t, const char *says)
{
	unsigned int oopses = oops_count();
	bool oopsed;

	EXPECT_SAYS(test, 1U, says, arch_try(touch, &t, &oopsed));
	KUNIT_EXPECT_TRUE(test, oopsed);
	KUNIT_EXPECT_EQ(test, oops_count(), oopses + 1);
}

static void touches_that_fault_are_explained(struct kunit *test)
{
	char __iomem *regs;

	if (!(arch_features() & ARCH_HAS_FAULTS))
		kunit_skip(test, "a fault ends this machine");
	regs = map(test, REGS_AT, REGS_SIZE);
	touch_ends_in_an_oops(test, (struct touch) { regs + 4, true },
			      "physical address 0x0000310000000104 (test registers), mapped by");
	touch_ends_in_an_oops(test, (struct touch) { regs + PAGE_SIZE, true },
			      "beyond the end of 64 bytes at physical address 0x0000310000000100");
	iounmap(regs);
	touch_ends_in_an_oops(test, (struct touch) { regs + 4, false },
			      "(test registers), was mapped here until iounmap() by");
}

static void access_after_unmapping_without_mmu_is_reported(struct kunit *test)
{
	char __iomem *regs;

	if (arch_features() & ARCH_HAS_MMU)
		kunit_skip(test, "there it faults");
	regs = map(test, REGS_AT, REGS_SIZE);
	iounmap(regs);
	EXPECT_SAYS(test, 1U, "nothing is mapped there", KUNIT_EXPECT_EQ(test, readl(regs), 0xffffffffU));
}

static void models_that_are_refused(struct kunit *test)
{
	struct io_model m = { .name = "bad", .kind = IO_MODEL_REGISTERS };

	KUNIT_EXPECT_EQ(test, io_model_add(&m, NOBODY, 16), -EINVAL);
	m.ops = &device_ops;
	KUNIT_EXPECT_EQ(test, io_model_add(&m, NOBODY, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, io_model_add(&m, 1ULL << 46, 16), -EINVAL);
	KUNIT_EXPECT_EQ(test, io_model_add(&m, 0x100000, 16), -EBUSY);
	KUNIT_EXPECT_EQ(test, io_model_add(&m, REGS_AT + REGS_SIZE - 4, 16), -EBUSY);
	m.kind = IO_MODEL_MEMORY;
	KUNIT_EXPECT_EQ(test, io_model_add(&m, NOBODY + 16, PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, io_model_add(&m, MEMORY + PAGE_SIZE, PAGE_SIZE), -EBUSY);
	m.kind = IO_MODEL_PORTS;
	KUNIT_EXPECT_EQ(test, io_model_add(&m, 0xfffe, 4), -EINVAL);
}

/* ---- with a device ---- */

static void devm_mappings_go_with_the_device(struct kunit *test)
{
	struct device *dev = root_device_register("ioremaptest");
	struct resource res = DEFINE_RES_MEM_NAMED(REGS_AT, REGS_SIZE, "regs"), io = DEFINE_RES_IO(0, 1);
	void __iomem *a, *b;

	KUNIT_ASSERT_FALSE(test, IS_ERR(dev));
	a = devm_ioremap_resource(dev, &res);
	KUNIT_ASSERT_FALSE(test, IS_ERR((__force void *)a));
	KUNIT_EXPECT_EQ(test, readl(a), 0x51554152U);
	EXPECT_SAYS(test, 1U, "can't request region for resource [mem 0x310000000100-0x31000000013f]",
		    KUNIT_EXPECT_PTR_EQ(test, (__force void *)devm_ioremap_resource(dev, &res), ERR_PTR(-EBUSY)));
	EXPECT_SAYS(test, 1U, "invalid resource",
		    KUNIT_EXPECT_PTR_EQ(test, (__force void *)devm_ioremap_resource(dev, &io), ERR_PTR(-EINVAL)));
	b = devm_ioremap(dev, MEMORY, 16);
	KUNIT_ASSERT_NOT_NULL(test, (__force void *)b);
	devm_iounmap(dev, b);
	KUNIT_EXPECT_NOT_NULL(test, (__force void *)devm_ioremap_wc(dev, MEMORY, 16));
	KUNIT_EXPECT_NOT_NULL(test, (__force void *)devm_ioremap_uc(dev, MEMORY, 16));
	b = devm_ioport_map(dev, PORTS, 8);
	KUNIT_EXPECT_NOT_NULL(test, (__force void *)b);
	devm_ioport_unmap(dev, b);
	KUNIT_EXPECT_NOT_NULL(test, (__force void *)devm_ioport_map(dev, PORTS, 8));
	root_device_unregister(dev);
	KUNIT_EXPECT_NULL(test, io_mappings.list);
	KUNIT_EXPECT_NOT_NULL(test, request_mem_region(REGS_AT, REGS_SIZE, "again"));
	release_mem_region(REGS_AT, REGS_SIZE);
}

/* ---- tables, while others read ---- */

static bool reader_stop;
static atomic_t reader_bad;
static struct completion reader_done;

static int reader(void *arg)
{
	char __iomem *at = arg;

	while (!READ_ONCE(reader_stop)) {
		if (readl(at) != 0x51554152U)
			atomic_inc(&reader_bad);
		cond_resched();
	}
	complete(&reader_done);
	return 0;
}

/* Mappings and devices come and go; an access of another one always finds its device. */
static void readers_do_not_notice_changes(struct kunit *test)
{
	char __iomem *regs = map(test, REGS_AT, REGS_SIZE), *other[8];
	struct io_model m[8] = { };

	reader_stop = false;
	atomic_set(&reader_bad, 0);
	init_completion(&reader_done);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(reader, regs, "reader")));
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 8; i++) {
			m[i].kind = IO_MODEL_MEMORY;
			KUNIT_EXPECT_EQ(test, io_model_add(&m[i], NOBODY + i * PAGE_SIZE, PAGE_SIZE), 0);
			other[i] = map(test, NOBODY + i * PAGE_SIZE, PAGE_SIZE);
			writel(i, other[i]);
		}
		for (int i = 0; i < 8; i++) {
			KUNIT_EXPECT_EQ(test, readl(other[i]), (u32)i);
			iounmap(other[i]);
			io_model_remove(&m[i]);
		}
	}
	WRITE_ONCE(reader_stop, true);
	wait_for_completion(&reader_done);
	KUNIT_EXPECT_EQ(test, atomic_read(&reader_bad), 0);
	iounmap(regs);
}

static struct kunit_case ioremap_cases[] = {
	KUNIT_CASE(registers_have_side_effects),
	KUNIT_CASE(widths_arrive_as_they_are),
	KUNIT_CASE(each_accessor_has_its_width),
	KUNIT_CASE(each_kind_of_mapping_reaches_the_device),
	KUNIT_CASE(repeated_accesses_stay_at_one_address),
	KUNIT_CASE(doorbell_interrupts),
	KUNIT_CASE(two_mappings_reach_one_device),
	KUNIT_CASE(memory_is_shared_with_the_device),
	KUNIT_CASE(memory_takes_a_plain_touch),
	KUNIT_CASE(copies_use_the_widths_of_the_device),
	KUNIT_CASE(device_comes_and_goes_under_a_mapping),
	KUNIT_CASE(ports_answer),
	KUNIT_CASE(mappings_that_are_refused),
	KUNIT_CASE(unmapping_what_is_no_mapping_is_reported),
	KUNIT_CASE(wrong_accesses_are_reported),
	KUNIT_CASE(touches_that_fault_are_explained),
	KUNIT_CASE(access_after_unmapping_without_mmu_is_reported),
	KUNIT_CASE(models_that_are_refused),
	KUNIT_CASE(devm_mappings_go_with_the_device),
	KUNIT_CASE(readers_do_not_notice_changes),
	{}
};

static struct kunit_suite ioremap_suite = {
	.name = "ioremap",
	.init = ioremap_test_init,
	.exit = ioremap_test_exit,
	.test_cases = ioremap_cases,
};
kunit_test_suite(ioremap_suite);
