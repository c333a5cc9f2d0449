// SPDX-License-Identifier: MIT
/*
 * drivers/csum_drv.c - driver of the checksum engine: /dev/csumN
 *
 * What a process writes at once is summed, and what it reads then is the sum, as text. It sleeps
 * while the engine works; a signal aborts the work. There is nothing of Quarry in here: this is a
 * Linux driver.
 *
 * Locking	c->lock: one job at a time. c->done is completed by the interrupt handler, which also leaves
 *		the sum in c->result.
 */
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/kref.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "csum_regs.h"

MODULE_DESCRIPTION("Driver of the checksum engine");
MODULE_AUTHOR("The Quarry authors");
MODULE_LICENSE("Dual MIT/GPL");

/**
 * struct csum - one device
 * @users:	the device and each open file
 * @regs:	NULL once the device is gone
 */
struct csum {
	struct kref		users;
	struct mutex		lock;
	void __iomem		*regs;
	void __iomem		*buffer;
	size_t			size;
	int			irq;
	struct completion	done;
	u32			status, result;
	struct miscdevice	misc;
};

/* One open file: the sum of what it wrote last. */
struct csum_file {
	struct csum	*csum;
	bool		has_sum;
	u32		sum;
};

static void csum_free(struct kref *users)
{
	struct csum *c = container_of(users, struct csum, users);

	kfree(c->misc.name);
	kfree(c);
}

/* ---- the device ---- */

static irqreturn_t csum_irq(int irq, void *dev_id)
{
	struct csum *c = dev_id;
	u32 status = readl(c->regs + CSUM_STATUS) & (CSUM_STATUS_DONE | CSUM_STATUS_ERROR);

	if (!status)
		return IRQ_NONE;
	writel(status, c->regs + CSUM_STATUS);
	c->status = status;
	c->result = readl(c->regs + CSUM_RESULT);
	complete(&c->done);
	return IRQ_HANDLED;
}

/* Nothing of the job is left to complete the next one: no handler at work, no status for a late one. */
static void csum_abort(struct csum *c)
{
	writel(CSUM_CTRL_ABORT, c->regs + CSUM_CTRL);
	synchronize_irq(c->irq);
	writel(CSUM_STATUS_DONE | CSUM_STATUS_ERROR, c->regs + CSUM_STATUS);
}

/* Sum the first @length bytes of the buffer. c->lock held. */
static int csum_run(struct csum *c, size_t length, u32 *sum)
{
	int ret;

	reinit_completion(&c->done);
	writel(length, c->regs + CSUM_LENGTH);
	writel(CSUM_CTRL_IRQ_ENABLE | CSUM_CTRL_START, c->regs + CSUM_CTRL);
	ret = wait_for_completion_interruptible(&c->done);
	if (ret) {
		csum_abort(c);
		return ret;
	}
	*sum = c->result;
	return c->status & CSUM_STATUS_ERROR ? -EIO : 0;
}

/* ---- files ---- */

static int csum_open(struct inode *inode, struct file *file)
{
	struct csum *c = container_of(file->private_data, struct csum, misc);
	struct csum_file *f = kzalloc(sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	kref_get(&c->users);
	f->csum = c;
	file->private_data = f;
	return 0;
}

static int csum_release(struct inode *inode, struct file *file)
{
	struct csum_file *f = file->private_data;

	kref_put(&f->csum->users, csum_free);
	kfree(f);
	return 0;
}

/* Through a page, for a user's memory may fault. c->lock held. */
static int buffer_fill(struct csum *c, const char __user *from, size_t count)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	size_t at, n;
	int ret = 0;

	if (!page)
		return -ENOMEM;
	for (at = 0; at < count && !ret; at += n) {
		n = min_t(size_t, count - at, PAGE_SIZE);
		if (copy_from_user(page, from + at, n))
			ret = -EFAULT;
		else
			memcpy_toio(c->buffer + at, page, n);
	}
	free_page((unsigned long)page);
	return ret;
}

static ssize_t csum_write(struct file *file, const char __user *from, size_t count, loff_t *ppos)
{
	struct csum_file *f = file->private_data;
	struct csum *c = f->csum;
	int ret;

	if (mutex_lock_interruptible(&c->lock))
		return -ERESTARTSYS;
	ret = -ENODEV;
	if (!c->regs)
		goto out;
	ret = -EMSGSIZE;
	if (count > c->size)
		goto out;
	ret = buffer_fill(c, from, count);
	if (!ret)
		ret = csum_run(c, count, &f->sum);
	f->has_sum = !ret;
	*ppos = 0;
out:
	mutex_unlock(&c->lock);
	return ret ?: count;
}

static ssize_t csum_read(struct file *file, char __user *to, size_t count, loff_t *ppos)
{
	struct csum_file *f = file->private_data;
	char text[16];
	int len;

	if (mutex_lock_interruptible(&f->csum->lock))
		return -ERESTARTSYS;
	len = f->has_sum ? snprintf(text, sizeof(text), "%08x\n", f->sum) : -ENODATA;
	mutex_unlock(&f->csum->lock);
	return len < 0 ? len : simple_read_from_buffer(to, count, ppos, text, len);
}

static const struct file_operations csum_fops = {
	.owner		= THIS_MODULE,
	.open		= csum_open,
	.release	= csum_release,
	.read		= csum_read,
	.write		= csum_write,
	.llseek		= default_llseek,
};

/* ---- the driver ---- */

static int csum_map(struct platform_device *pdev, struct csum *c)
{
	struct resource *res;

	c->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(c->regs))
		return PTR_ERR(c->regs);
	c->buffer = devm_platform_get_and_ioremap_resource(pdev, 1, &res);
	if (IS_ERR(c->buffer))
		return PTR_ERR(c->buffer);
	if (readl(c->regs + CSUM_ID) != CSUM_ID_VALUE) {
		dev_err(&pdev->dev, "not a checksum engine\n");
		return -ENODEV;
	}
	c->size = min_t(size_t, readl(c->regs + CSUM_SIZE), resource_size(res));
	return 0;
}

static int csum_probe(struct platform_device *pdev)
{
	struct csum *c = kzalloc(sizeof(*c), GFP_KERNEL);
	int ret;

	if (!c)
		return -ENOMEM;
	kref_init(&c->users);
	mutex_init(&c->lock);
	init_completion(&c->done);
	ret = csum_map(pdev, c);
	if (ret)
		goto out;
	c->irq = platform_get_irq(pdev, 0);
	ret = c->irq < 0 ? c->irq : devm_request_irq(&pdev->dev, c->irq, csum_irq, 0, dev_name(&pdev->dev), c);
	if (ret)
		goto out;
	c->misc.minor = MISC_DYNAMIC_MINOR;
	c->misc.fops = &csum_fops;
	c->misc.parent = &pdev->dev;
	c->misc.name = kasprintf(GFP_KERNEL, "csum%d", pdev->id);
	ret = c->misc.name ? misc_register(&c->misc) : -ENOMEM;
	if (ret)
		goto out_irq;
	platform_set_drvdata(pdev, c);
	dev_info(&pdev->dev, "%zu bytes, irq %d\n", c->size, c->irq);
	return 0;
out_irq:
	devm_free_irq(&pdev->dev, c->irq, c);
out:
	kref_put(&c->users, csum_free);
	return ret;
}

static int csum_remove(struct platform_device *pdev)
{
	struct csum *c = platform_get_drvdata(pdev);

	misc_deregister(&c->misc);
	mutex_lock(&c->lock);
	csum_abort(c);
	devm_free_irq(&pdev->dev, c->irq, c);
	c->regs = NULL;
	mutex_unlock(&c->lock);
	kref_put(&c->users, csum_free);
	return 0;
}

static const struct platform_device_id csum_ids[] = {
	{ CSUM_NAME },
	{ }
};
MODULE_DEVICE_TABLE(platform, csum_ids);

static struct platform_driver csum_driver = {
	.probe		= csum_probe,
	.remove		= csum_remove,
	.id_table	= csum_ids,
	.driver		= {
		.name	= "csum",
	},
};
module_platform_driver(csum_driver);
