// SPDX-License-Identifier: MIT
/*
 * drivers/csum_dev.c - the checksum engine: a device, made of software
 *
 * The hardware's side of csum_regs.h: a model of registers, a model of memory, a thread that does
 * the work, and a platform device that tells drivers where all that is. docs/devices.md walks
 * through it.
 *
 * Locking	engine->lock covers the registers; taken with interrupts off, for drivers' handlers read them.
 *		The interrupt is raised without it.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io_model.h>
#include <linux/ioport.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include "csum_regs.h"

static int devs = 1;
module_param(devs, int, 0444);
MODULE_PARM_DESC(devs, "number of engines");
static int irq = 64;
module_param(irq, int, 0444);
MODULE_PARM_DESC(irq, "interrupt line of the first, the others have the next ones");
static ulong base;
module_param(base, ulong, 0444);
MODULE_PARM_DESC(base, "physical address to begin at, 0: any above 4 GB that is free");
static int pages = 4;
module_param(pages, int, 0444);
MODULE_PARM_DESC(pages, "size of each buffer, in pages");
static int delay_us;
module_param(delay_us, int, 0644);
MODULE_PARM_DESC(delay_us, "microseconds that each 4096 bytes take at least");

MODULE_DESCRIPTION("A checksum engine made of software");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

#define PIECE	4096

/**
 * struct engine - one device
 * @place:	its range of addresses: a page for the registers, then the buffer
 * @job:	counts jobs: a thread that finds another number than it began with throws its result away
 */
struct engine {
	struct io_model		regs;
	struct io_model		buffer;
	struct resource		place;
	struct platform_device	*pdev;
	struct task_struct	*thread;
	wait_queue_head_t	work;
	int			irq;
	spinlock_t		lock;
	u32			ctrl, status, length, result;		/* lock held */
	unsigned int		job;					/* lock held */
};

static struct engine *engines;

/* ---- registers ---- */

static bool has_work(struct engine *e)
{
	unsigned long flags;
	bool busy;

	spin_lock_irqsave(&e->lock, flags);
	busy = e->status & CSUM_STATUS_BUSY;
	spin_unlock_irqrestore(&e->lock, flags);
	return busy;
}

/* Returns whether to interrupt: at once, for there is something wrong. Lock held. */
static bool start_locked(struct engine *e)
{
	if ((e->status & CSUM_STATUS_BUSY) || e->length > pages * PAGE_SIZE) {
		e->status |= CSUM_STATUS_ERROR;
		return e->ctrl & CSUM_CTRL_IRQ_ENABLE;
	}
	e->status |= CSUM_STATUS_BUSY;
	e->job++;
	wake_up(&e->work);
	return false;
}

static bool ctrl_write_locked(struct engine *e, u32 value)
{
	e->ctrl = value & CSUM_CTRL_IRQ_ENABLE;
	if (value & CSUM_CTRL_ABORT) {
		e->status &= ~CSUM_STATUS_BUSY;
		e->job++;
	}
	return (value & CSUM_CTRL_START) && start_locked(e);
}

static void engine_write(struct io_model *model, u64 offset, u64 value, unsigned int width)
{
	struct engine *e = container_of(model, struct engine, regs);
	bool interrupt = false;
	unsigned long flags;

	spin_lock_irqsave(&e->lock, flags);
	switch (offset) {
	case CSUM_CTRL:
		interrupt = ctrl_write_locked(e, value);
		break;
	case CSUM_STATUS:
		e->status &= ~(value & (CSUM_STATUS_DONE | CSUM_STATUS_ERROR));
		break;
	case CSUM_LENGTH:
		e->length = value;
		break;
	}
	spin_unlock_irqrestore(&e->lock, flags);
	if (interrupt)
		irq_inject_interrupt(e->irq);
}

static u64 engine_read(struct io_model *model, u64 offset, unsigned int width)
{
	struct engine *e = container_of(model, struct engine, regs);
	unsigned long flags;
	u32 value = 0;

	spin_lock_irqsave(&e->lock, flags);
	switch (offset) {
	case CSUM_ID:
		value = CSUM_ID_VALUE;
		break;
	case CSUM_CTRL:
		value = e->ctrl;
		break;
	case CSUM_STATUS:
		value = e->status;
		break;
	case CSUM_LENGTH:
		value = e->length;
		break;
	case CSUM_RESULT:
		value = e->result;
		break;
	case CSUM_SIZE:
		value = pages * PAGE_SIZE;
		break;
	}
	spin_unlock_irqrestore(&e->lock, flags);
	return value;
}

static const struct io_model_ops engine_ops = { .read = engine_read, .write = engine_write };

/* ---- the work ---- */

static u32 crc32_add(u32 crc, const u8 *bytes, size_t n)
{
	while (n--) {
		crc ^= *bytes++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return crc;
}

static bool job_is(struct engine *e, unsigned int job)
{
	unsigned long flags;
	bool same;

	spin_lock_irqsave(&e->lock, flags);
	same = e->job == job;
	spin_unlock_irqrestore(&e->lock, flags);
	return same && !kthread_should_stop();
}

/* The checksum, piece by piece, as long as nobody aborts. */
static u32 job_run(struct engine *e, unsigned int job, size_t length)
{
	u32 crc = ~0U;

	for (size_t at = 0; at < length && job_is(e, job); at += PIECE) {
		crc = crc32_add(crc, e->buffer.memory + at, min_t(size_t, length - at, PIECE));
		if (delay_us)
			usleep_range(delay_us, delay_us + 50);
	}
	return ~crc;
}

static void job_finish(struct engine *e, unsigned int job, u32 result)
{
	unsigned long flags;
	bool interrupt = false;

	spin_lock_irqsave(&e->lock, flags);
	if (e->job == job) {
		e->result = result;
		e->status &= ~CSUM_STATUS_BUSY;
		e->status |= CSUM_STATUS_DONE;
		interrupt = e->ctrl & CSUM_CTRL_IRQ_ENABLE;
	}
	spin_unlock_irqrestore(&e->lock, flags);
	if (interrupt)
		irq_inject_interrupt(e->irq);
}

static int engine_thread(void *arg)
{
	struct engine *e = arg;
	unsigned long flags;
	unsigned int job;
	size_t length;

	while (!kthread_should_stop()) {
		wait_event(e->work, has_work(e) || kthread_should_stop());
		spin_lock_irqsave(&e->lock, flags);
		job = e->job;
		length = e->length;
		spin_unlock_irqrestore(&e->lock, flags);
		if (has_work(e))
			job_finish(e, job, job_run(e, job, length));
	}
	return 0;
}

/* ---- plugging in ---- */

static int place_find(struct engine *e, int nr)
{
	resource_size_t size = (pages + 1) * PAGE_SIZE;
	resource_size_t min = base ? base + nr * size : 1ULL << 32;
	int ret;

	e->place = (struct resource) { .name = "csum", .flags = IORESOURCE_MEM };
	ret = allocate_resource(&iomem_resource, &e->place, size, min, base ? min + size - 1 : -1, PAGE_SIZE,
				NULL, NULL);
	/* Only where it is: the platform device is what claims it. */
	if (!ret)
		release_resource(&e->place);
	return ret;
}

static int models_add(struct engine *e)
{
	int ret;

	e->regs.kind = IO_MODEL_REGISTERS;
	e->regs.widths = 4;
	e->regs.ops = &engine_ops;
	snprintf(e->regs.name, sizeof(e->regs.name), "csum registers");
	e->buffer.kind = IO_MODEL_MEMORY;
	snprintf(e->buffer.name, sizeof(e->buffer.name), "csum buffer");
	ret = io_model_add(&e->regs, e->place.start, CSUM_REGS_SIZE);
	if (ret)
		return ret;
	ret = io_model_add(&e->buffer, e->place.start + PAGE_SIZE, pages * PAGE_SIZE);
	if (ret)
		io_model_remove(&e->regs);
	return ret;
}

static int device_announce(struct engine *e, int nr)
{
	const struct resource res[] = {
		DEFINE_RES_MEM_NAMED(e->place.start, CSUM_REGS_SIZE, "regs"),
		DEFINE_RES_MEM_NAMED(e->place.start + PAGE_SIZE, pages * PAGE_SIZE, "buffer"),
		DEFINE_RES_IRQ(e->irq),
	};

	e->pdev = platform_device_register_simple(CSUM_NAME, nr, res, ARRAY_SIZE(res));
	return PTR_ERR_OR_ZERO(e->pdev);
}

static int engine_begin(struct engine *e, int nr)
{
	int ret = place_find(e, nr);

	if (ret)
		return ret;
	spin_lock_init(&e->lock);
	init_waitqueue_head(&e->work);
	e->irq = irq + nr;
	ret = models_add(e);
	if (ret)
		return ret;
	e->thread = kthread_run(engine_thread, e, "csum/%d", nr);
	ret = PTR_ERR_OR_ZERO(e->thread);
	if (ret)
		goto out_models;
	ret = device_announce(e, nr);
	if (ret)
		goto out_thread;
	return 0;
out_thread:
	kthread_stop(e->thread);
out_models:
	io_model_remove(&e->buffer);
	io_model_remove(&e->regs);
	return ret;
}

static void engine_end(struct engine *e)
{
	platform_device_unregister(e->pdev);
	kthread_stop(e->thread);
	io_model_remove(&e->buffer);
	io_model_remove(&e->regs);
}

static int __init csum_dev_init(void)
{
	int nr, ret = 0;

	if (devs < 1 || devs > 64 || pages < 1 || pages > 1024)
		return -EINVAL;
	engines = kcalloc(devs, sizeof(*engines), GFP_KERNEL);
	if (!engines)
		return -ENOMEM;
	for (nr = 0; nr < devs; nr++) {
		ret = engine_begin(&engines[nr], nr);
		if (ret)
			break;
	}
	if (!ret)
		return 0;
	while (nr--)
		engine_end(&engines[nr]);
	kfree(engines);
	return ret;
}

static void __exit csum_dev_exit(void)
{
	for (int nr = devs - 1; nr >= 0; nr--)
		engine_end(&engines[nr]);
	kfree(engines);
}

module_init(csum_dev_init);
module_exit(csum_dev_exit);
