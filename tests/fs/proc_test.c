// SPDX-License-Identifier: MIT
/* tests/fs/proc_test.c - entries of /proc: made, found, used, removed while in use */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "fs/vfs.h"

static int opens, releases;
static struct completion inside, go_on;

static int count_open(struct inode *inode, struct file *file)
{
	opens++;
	file->private_data = pde_data(inode);
	return 0;
}

static int count_release(struct inode *inode, struct file *file)
{
	releases++;
	return 0;
}

static ssize_t text_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	const char *text = file->private_data;

	return simple_read_from_buffer(buf, count, ppos, text, strlen(text));
}

static ssize_t slow_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	complete(&inside);
	wait_for_completion(&go_on);
	return 5;
}

static const struct proc_ops text_ops = {
	.proc_open = count_open, .proc_read = text_read, .proc_release = count_release,
	.proc_lseek = default_llseek,
};

static const struct proc_ops slow_ops = { .proc_read = slow_read, .proc_release = count_release };
static const struct proc_ops empty_ops = { };

static int proc_test_init(struct kunit *test)
{
	opens = releases = 0;
	init_completion(&inside);
	init_completion(&go_on);
	return 0;
}

static int lookup(const char *path)
{
	struct vfs_node *node;
	int ret = vfs_lookup(path, true, &node);

	if (!ret)
		vfs_node_put(node);
	return ret;
}

static void entry_is_found_and_read(struct kunit *test)
{
	struct proc_dir_entry *dir = proc_mkdir("proctest", NULL);
	char buf[16] = "";
	struct file *file;

	KUNIT_ASSERT_NOT_NULL(test, dir);
	KUNIT_ASSERT_NOT_NULL(test, proc_create_data("text", 0600, dir, &text_ops, "some text"));
	file = filp_open("/proc/proctest/text", O_RDONLY, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, file_inode(file)->i_mode, S_IFREG | 0600);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)buf, 4), 4);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)buf + 4, 10), 5);
	KUNIT_EXPECT_STREQ(test, buf, "some text");
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, opens, 1);
	KUNIT_EXPECT_EQ(test, releases, 1);
	proc_remove(dir);
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest/text"), VFS_FOREIGN);
}

/* Folders of Quarry's own answer for all in them; /proc itself leaves the rest to the host. */
static void own_folder_answers_for_all_in_it(struct kunit *test)
{
	struct proc_dir_entry *dir = proc_mkdir("proctest", NULL);

	KUNIT_ASSERT_NOT_NULL(test, dir);
	KUNIT_ASSERT_NOT_NULL(test, proc_create("x", 0, dir, &empty_ops));
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest"), 0);
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest/none"), -ENOENT);
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest/x/y"), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctestx"), VFS_FOREIGN);
	KUNIT_EXPECT_EQ(test, lookup("/proc"), VFS_FOREIGN);
	KUNIT_EXPECT_TRUE(test, vfs_path_known("/proc/proctest/none"));
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/proc/self/maps"));
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open("/proc/proctest/new", O_CREAT | O_RDWR, 0)),
			-EACCES);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open("/proc/proctest", O_RDWR, 0)), -EISDIR);
	proc_remove(dir);
}

static void symlinks_are_followed_within(struct kunit *test)
{
	struct proc_dir_entry *dir = proc_mkdir("proctest", NULL);
	struct vfs_node *node;

	KUNIT_ASSERT_NOT_NULL(test, dir);
	KUNIT_ASSERT_NOT_NULL(test, proc_create("x", 0, dir, &empty_ops));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("link", dir, "x"));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("up", dir, "../proctest"));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("loop", dir, "loop"));
	KUNIT_ASSERT_NOT_NULL(test, proc_symlink("out", dir, "/etc/passwd"));
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest/link"), 0);
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest/up/up/link"), 0);
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest/loop"), -ELOOP);
	KUNIT_EXPECT_EQ(test, lookup("/proc/proctest/out"), VFS_FOREIGN);
	KUNIT_ASSERT_EQ(test, vfs_lookup("/proc/proctest/link", false, &node), 0);
	KUNIT_EXPECT_EQ(test, node->kind, VFS_LINK);
	vfs_node_put(node);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open("/proc/proctest/link", O_NOFOLLOW, 0)),
			-ELOOP);
	proc_remove(dir);
}

/* A name that is taken is refused with a warning; the first entry stays. */
static void create_twice_warns(struct kunit *test)
{
	struct printk_capture log;
	struct proc_dir_entry *de = proc_create("proctest", 0, NULL, &empty_ops);

	KUNIT_ASSERT_NOT_NULL(test, de);
	printk_capture_begin(&log);
	KUNIT_EXPECT_NULL(test, proc_create("proctest", 0, NULL, &empty_ops));
	printk_capture_end(&log);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "already registered"));
	proc_remove(de);
}

static void missing_operations_fail_as_on_linux(struct kunit *test)
{
	struct proc_dir_entry *de = proc_create("proctest", 0, NULL, &empty_ops);
	struct file *file = filp_open("/proc/proctest", O_RDWR, 0);
	char c;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)&c, 1), -EIO);
	KUNIT_EXPECT_EQ(test, file_write(file, (char __user *)&c, 1), -EIO);
	KUNIT_EXPECT_EQ(test, file_ioctl(file, 1, 0), -ENOTTY);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 0, SEEK_SET), -ESPIPE);
	filp_close(file, NULL);
	proc_remove(de);
}

/* Removed while open: release() is called by the removal, once; then calls fail, and close is quiet. */
static void remove_while_open_releases(struct kunit *test)
{
	struct proc_dir_entry *de = proc_create_data("proctest", 0, NULL, &text_ops, "x");
	struct file *file = filp_open("/proc/proctest", O_RDONLY, 0);
	char c;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	proc_remove(de);
	KUNIT_EXPECT_EQ(test, releases, 1);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)&c, 1), -EIO);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 0, SEEK_SET), -EINVAL);
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, releases, 1);
}

static int read_thread(void *file)
{
	char c;

	return file_read(file, (char __user *)&c, 1);
}

static int let_go_thread(void *arg)
{
	int before;

	msleep(20);
	before = releases;
	complete(&go_on);
	return before;
}

/* Removal waits for a read that is under way; only after it does release() come. */
static void remove_waits_for_a_running_read(struct kunit *test)
{
	struct proc_dir_entry *de = proc_create("proctest", 0, NULL, &slow_ops);
	struct file *file = filp_open("/proc/proctest", O_RDONLY, 0);
	struct task_struct *reader, *helper;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	reader = kthread_create(read_thread, file, "proc-reader");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, reader);
	get_task_struct(reader);
	wake_up_process(reader);
	wait_for_completion(&inside);
	helper = kthread_create(let_go_thread, NULL, "proc-helper");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, helper);
	get_task_struct(helper);
	wake_up_process(helper);
	proc_remove(de);
	KUNIT_EXPECT_EQ(test, releases, 1);
	KUNIT_EXPECT_EQ(test, kthread_stop(reader), 5);
	KUNIT_EXPECT_EQ(test, kthread_stop(helper), 0);
	put_task_struct(reader);
	put_task_struct(helper);
	filp_close(file, NULL);
}

/* The files that every machine has. */
static void boot_files_are_there(struct kunit *test)
{
	static char buf[4096];
	struct file *file = filp_open("/proc/devices", O_RDONLY, 0);
	ssize_t n;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	n = file_read(file, (char __user *)buf, sizeof(buf) - 1);
	KUNIT_ASSERT_GT(test, n, 0);
	buf[n] = '\0';
	KUNIT_EXPECT_TRUE(test, strstarts(buf, "Character devices:\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, " 10 misc\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "\n\nBlock devices:\n"));
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, lookup("/proc/cmdline"), 0);
	KUNIT_EXPECT_EQ(test, lookup("/proc/misc"), 0);
}

static struct kunit_case proc_cases[] = {
	KUNIT_CASE(entry_is_found_and_read),
	KUNIT_CASE(own_folder_answers_for_all_in_it),
	KUNIT_CASE(symlinks_are_followed_within),
	KUNIT_CASE(create_twice_warns),
	KUNIT_CASE(missing_operations_fail_as_on_linux),
	KUNIT_CASE(remove_while_open_releases),
	KUNIT_CASE(remove_waits_for_a_running_read),
	KUNIT_CASE(boot_files_are_there),
	{}
};

static struct kunit_suite proc_suite = {
	.name = "proc", .init = proc_test_init, .test_cases = proc_cases,
};
kunit_test_suite(proc_suite);
