// SPDX-License-Identifier: MIT
/*
 * kmapleak.c - leaves windows on high memory open: at the end of a system call, and when it is
 * unloaded
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static struct page *page, *kept;

static ssize_t kmapleak_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	memcpy(kmap_local_page(page), "open", 5);
	return 0;
}

/* What is right: a driver may keep a page mapped by kmap() from call to call. */
static ssize_t kmapleak_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char *at = kmap_local_page(page);

	if (copy_from_user(at, buf, min_t(size_t, count, PAGE_SIZE)))
		count = 0;
	kunmap_local(at);
	return count ? count : -EFAULT;
}

static const struct file_operations kmapleak_fops = {
	.owner = THIS_MODULE,
	.read = kmapleak_read,
	.write = kmapleak_write,
};

static struct miscdevice kmapleak_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "kmapleak",
	.fops = &kmapleak_fops,
};

static int __init kmapleak_init(void)
{
	page = alloc_page(GFP_HIGHUSER);
	kept = alloc_page(GFP_HIGHUSER);
	if (!page || !kept)
		return -ENOMEM;
	memset(kmap(kept), 1, PAGE_SIZE);
	return misc_register(&kmapleak_dev);
}

/* kmap() without kunmap(). */
static void __exit kmapleak_exit(void)
{
	misc_deregister(&kmapleak_dev);
	__free_page(page);
	__free_page(kept);
}

module_init(kmapleak_init);
module_exit(kmapleak_exit);
MODULE_LICENSE("GPL");
