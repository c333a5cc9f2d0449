// SPDX-License-Identifier: MIT
/* main.c - a small driver as a stranger would write it: old-style registration, parameters, /proc */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include "table.h"

static int copies = 1;
module_param(copies, int, 0444);
MODULE_PARM_DESC(copies, "how many times the greeting is said");

static char *greeting = FOREIGN_GREETING;
module_param(greeting, charp, 0444);

static int major;

static ssize_t foreign_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	return simple_read_from_buffer(buf, count, pos, table_text(), strlen(table_text()));
}

static const struct file_operations foreign_fops = {
	.owner	= THIS_MODULE,
	.read	= foreign_read,
};

static int foreign_show(struct seq_file *m, void *v)
{
	seq_printf(m, "copies %d\n", copies);
	return 0;
}

static int __init foreign_init(void)
{
	int err;

	if (copies < 1)
		return -EINVAL;
	err = table_fill(greeting, copies);
	if (err)
		return err;
	major = register_chrdev(0, "foreign", &foreign_fops);
	if (major < 0) {
		table_drop();
		return major;
	}
	if (!proc_create_single("foreign", 0, NULL, foreign_show)) {
		unregister_chrdev(major, "foreign");
		table_drop();
		return -ENOMEM;
	}
	pr_info("foreign: major %d\n", major);
	return 0;
}

static void __exit foreign_exit(void)
{
	remove_proc_entry("foreign", NULL);
	unregister_chrdev(major, "foreign");
	table_drop();
}

module_init(foreign_init);
module_exit(foreign_exit);
MODULE_LICENSE("Dual BSD/GPL");
