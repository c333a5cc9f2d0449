// SPDX-License-Identifier: MIT
/*
 * fs/proc_fault.c - /proc/self/{make-it-fail,fail-nth}, and in /proc/thread-self: failures of a task's own
 *
 * They speak of whoever reads or writes them, so that `self` is the calling thread in both folders.
 * Other tasks' (/proc/<pid>/...) are not offered.
 */
#include <linux/fault-inject.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include "fs/vfs.h"
#include "init/calls.h"

#define NUMBER_SIZE	16

static ssize_t number_read(char __user *buf, size_t count, loff_t *ppos, unsigned int number)
{
	char text[NUMBER_SIZE];

	return simple_read_from_buffer(buf, count, ppos, text,
				       scnprintf(text, sizeof(text), "%u\n", number));
}

static ssize_t make_it_fail_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return number_read(buf, count, ppos, current->make_it_fail);
}

static ssize_t make_it_fail_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	unsigned int value;
	int err = kstrtouint_from_user(buf, count, 0, &value);

	if (err)
		return err;
	if (value > 1)
		return -EINVAL;
	current->make_it_fail = value;
	return count;
}

static const struct file_operations make_it_fail_fops = {
	.read = make_it_fail_read,
	.write = make_it_fail_write,
	.llseek = generic_file_llseek,
};

static ssize_t fail_nth_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return number_read(buf, count, ppos, fault_nth_left());
}

static ssize_t fail_nth_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	unsigned int nth;
	int err = kstrtouint_from_user(buf, count, 0, &nth);

	if (err)
		return err;
	fault_nth_set(nth);
	return count;
}

static const struct file_operations fail_nth_fops = {
	.read = fail_nth_read,
	.write = fail_nth_write,
	.llseek = generic_file_llseek,
};

static void __init file_make(struct vfs_node *dir, const char *name, const struct file_operations *fops)
{
	struct vfs_node *node = vfs_node_new(name, VFS_FILE, 0644);

	BUG_ON(!node);
	node->inode.i_fop = fops;
	BUG_ON(vfs_node_link(dir, node));
	vfs_node_put(node);
}

static void __init folder_make(const char *path)
{
	static const struct vfs_make shared = { .kind = VFS_SHARED_DIR };
	const char *last;
	struct vfs_node *dir = vfs_dir_of(&vfs_root, path, &shared, &last);

	BUG_ON(!dir);
	file_make(dir, "make-it-fail", &make_it_fail_fops);
	file_make(dir, "fail-nth", &fail_nth_fops);
	vfs_node_put(dir);
}

/** proc_fault_init - boot: the files */
void __init proc_fault_init(void)
{
	folder_make("proc/self/");
	folder_make("proc/thread-self/");
}
