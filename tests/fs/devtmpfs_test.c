// SPDX-License-Identifier: MIT
/* tests/fs/devtmpfs_test.c - device nodes: implied, created, made; links; listing a folder */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/string.h>

#include "fs/vfs.h"

static struct vfs_node *get(const char *path)
{
	struct vfs_node *node;

	if (vfs_lookup(path, false, &node))
		return NULL;
	vfs_node_put(node);
	return node;
}

/* A region implies numbered nodes, one without a number, or one for very many minors. */
static void region_implies_nodes(struct kunit *test)
{
	dev_t four, one, many;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&four, 0, 4, "dtt"), 0);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&one, 3, 1, "dttone"), 0);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&many, 0, 256, "dttmany"), 0);
	KUNIT_ASSERT_NOT_NULL(test, get("/dev/dtt3"));
	KUNIT_EXPECT_EQ(test, get("/dev/dtt3")->inode.i_rdev, four + 3);
	KUNIT_EXPECT_EQ(test, get("/dev/dtt3")->inode.i_mode, S_IFCHR | 0600);
	KUNIT_EXPECT_NULL(test, get("/dev/dtt4"));
	KUNIT_EXPECT_NULL(test, get("/dev/dtt"));
	KUNIT_ASSERT_NOT_NULL(test, get("/dev/dttone"));
	KUNIT_EXPECT_EQ(test, get("/dev/dttone")->inode.i_rdev, one);
	KUNIT_EXPECT_NOT_NULL(test, get("/dev/dttmany"));
	KUNIT_EXPECT_NULL(test, get("/dev/dttmany0"));
	unregister_chrdev_region(four, 4);
	unregister_chrdev_region(one, 1);
	unregister_chrdev_region(many, 256);
	KUNIT_EXPECT_NULL(test, get("/dev/dtt3"));
	KUNIT_EXPECT_NULL(test, get("/dev/dttone"));
}

/*
 * mknod over an implied node is quiet, over a made one -EEXIST; a made node stays when the region
 * goes.
 */
static void mknod_replaces_implied_nodes_only(struct kunit *test)
{
	dev_t dev;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&dev, 0, 1, "dttmk"), 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_mknod("/dev/dttmk", S_IFCHR | 0644, dev), 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_mknod("/dev/dttmk", S_IFCHR | 0644, dev), -EEXIST);
	KUNIT_EXPECT_EQ(test, get("/dev/dttmk")->inode.i_mode, S_IFCHR | 0644);
	unregister_chrdev_region(dev, 1);
	KUNIT_EXPECT_NOT_NULL(test, get("/dev/dttmk"));
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open("/dev/dttmk", O_RDWR, 0)), -ENXIO);
	KUNIT_EXPECT_EQ(test, devtmpfs_chmod("/dev/dttmk", 0666), 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_chown("/dev/dttmk", 1000, -1), 0);
	KUNIT_EXPECT_EQ(test, get("/dev/dttmk")->inode.i_mode, S_IFCHR | 0666);
	KUNIT_EXPECT_EQ(test, __kuid_val(get("/dev/dttmk")->inode.i_uid), 1000);
	KUNIT_EXPECT_EQ(test, __kgid_val(get("/dev/dttmk")->inode.i_gid), 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_unlink("/dev/dttmk"), 0);
	KUNIT_EXPECT_NULL(test, get("/dev/dttmk"));
}

/*
 * Nodes may be made anywhere; the folders on the way stay the host's. Host majors are the host's
 * matter.
 */
static void mknod_works_anywhere(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, devtmpfs_mknod("/tmp/some/where/dtt", S_IFCHR | 0600, MKDEV(700, 1)), 0);
	KUNIT_EXPECT_NOT_NULL(test, get("/tmp/some/where/dtt"));
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/tmp/some/where"));
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/tmp/some/where/else"));
	KUNIT_EXPECT_EQ(test, devtmpfs_unlink("/tmp/some/where/dtt"), 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_unlink("/tmp/some/where/dtt"), VFS_FOREIGN);
	KUNIT_EXPECT_EQ(test, devtmpfs_mknod("/dev/dttnull", S_IFCHR | 0600, MKDEV(1, 3)), VFS_FOREIGN);
	KUNIT_EXPECT_EQ(test, devtmpfs_unlink("/proc/devices"), -EPERM);
}

static void symlinks_in_dev(struct kunit *test)
{
	struct vfs_node *node;
	dev_t dev;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&dev, 0, 1, "dttsl"), 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_symlink("dttsl", "/dev/dttlink"), 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_symlink("dttsl", "/dev/dttlink"), -EEXIST);
	KUNIT_EXPECT_EQ(test, devtmpfs_symlink("x", "/tmp/link"), VFS_FOREIGN);
	KUNIT_ASSERT_EQ(test, vfs_lookup("/dev/dttlink", true, &node), 0);
	KUNIT_EXPECT_EQ(test, node->inode.i_rdev, dev);
	vfs_node_put(node);
	KUNIT_EXPECT_EQ(test, devtmpfs_unlink("/dev/dttlink"), 0);
	unregister_chrdev_region(dev, 1);
}

/* At power-off made nodes and links go, wherever they are; implied ones are their region's. */
static void forget_made_takes_nodes_and_links(struct kunit *test)
{
	dev_t dev;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&dev, 0, 1, "dttkeep"), 0);
	devtmpfs_mknod("/tmp/deep/er/dtt", S_IFCHR, MKDEV(700, 0));
	devtmpfs_mknod("/dev/dttmade", S_IFCHR, MKDEV(700, 0));
	devtmpfs_symlink("dttmade", "/dev/dttmadelink");
	devtmpfs_forget_made();
	KUNIT_EXPECT_NULL(test, get("/tmp/deep/er/dtt"));
	KUNIT_EXPECT_NULL(test, get("/dev/dttmade"));
	KUNIT_EXPECT_NULL(test, get("/dev/dttmadelink"));
	KUNIT_EXPECT_NOT_NULL(test, get("/dev/dttkeep"));
	unregister_chrdev_region(dev, 1);
	KUNIT_EXPECT_NULL(test, get("/dev/dttkeep"));
}

static char *shell_devnode(struct device *dev, umode_t *mode)
{
	if (mode)
		*mode = 0666;
	return NULL;
}

/* device_create() makes the node, its mode from the class, '!' as '/'; and what /sys shows. */
static void device_create_makes_a_node(struct kunit *test)
{
	struct class *cls = class_create(THIS_MODULE, "dttclass");
	struct device *dev;
	struct file *file;
	char buf[16] = "";
	dev_t number;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, cls);
	cls->devnode = shell_devnode;
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&number, 0, 2, "dttdc"), 0);
	dev = device_create(cls, NULL, number + 1, &number, "dttdir!node%d", 1);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_EXPECT_PTR_EQ(test, dev_get_drvdata(dev), &number);
	KUNIT_EXPECT_STREQ(test, dev_name(dev), "dttdir!node1");
	KUNIT_ASSERT_NOT_NULL(test, get("/dev/dttdir/node1"));
	KUNIT_EXPECT_EQ(test, get("/dev/dttdir/node1")->inode.i_mode, S_IFCHR | 0666);
	file = filp_open("/sys/class/dttclass/dttdir!node1/dev", O_RDONLY, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_GT(test, file_read(file, (char __user *)buf, 15), 0);
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, (int)(strchr(buf, ':') - buf), 3);
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, ":1\n"));
	device_destroy(cls, number + 1);
	KUNIT_EXPECT_NULL(test, get("/dev/dttdir/node1"));
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/sys/class/dttclass") &&
				 !IS_ERR(filp_open("/sys/class/dttclass/dttdir!node1", 0, 0)));
	class_destroy(cls);
	unregister_chrdev_region(number, 2);
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/sys/class/dttclass"));
	KUNIT_EXPECT_FALSE(test, vfs_path_known("/sys/devices/virtual/dttclass"));
}

struct names {
	char text[64];
};

static int add_name(void *arg, struct vfs_node *node)
{
	struct names *names = arg;

	strlcat(names->text, (const char *)node->dentry.d_name.name, sizeof(names->text));
	strlcat(names->text, " ", sizeof(names->text));
	return 0;
}

/* A listing is in order of age, can be resumed, and does not see what went. */
static void listing_is_stable(struct kunit *test)
{
	struct names names = { "" };
	struct vfs_node *dir;

	KUNIT_ASSERT_EQ(test, devtmpfs_mknod("/dttlist/c", S_IFCHR, MKDEV(700, 0)), 0);
	KUNIT_ASSERT_EQ(test, devtmpfs_mknod("/dttlist/a", S_IFCHR, MKDEV(700, 0)), 0);
	KUNIT_ASSERT_EQ(test, devtmpfs_mknod("/dttlist/b", S_IFCHR, MKDEV(700, 0)), 0);
	KUNIT_ASSERT_EQ(test, vfs_lookup_dir("/dttlist", &dir), 0);
	vfs_list(dir, get("/dttlist/c")->cookie, add_name, &names);
	devtmpfs_unlink("/dttlist/a");
	vfs_list(dir, 0, add_name, &names);
	KUNIT_EXPECT_STREQ(test, names.text, "a b c b ");
	devtmpfs_unlink("/dttlist/b");
	devtmpfs_unlink("/dttlist/c");
	vfs_node_put(dir);
	KUNIT_EXPECT_EQ(test, vfs_lookup_dir("/dttlist/none", &dir), -ENOENT);
}

/* getdents64 of an own folder: ".", "..", names; small buffers resume, too small ones are -EINVAL. */
static void getdents_resumes(struct kunit *test)
{
	struct file *file;
	char buf[128];
	int records = 0, n, at;

	devtmpfs_create_node("dttd!one", 0, GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, MKDEV(700, 0));
	devtmpfs_create_node("dttd!two", 0, GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, MKDEV(700, 1));
	file = filp_open("/dev/dttd", O_RDONLY | O_DIRECTORY, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, file_getdents(file, (char __user *)buf, 10), -EINVAL);
	while ((n = file_getdents(file, (char __user *)buf, 60)) > 0)
		for (at = 0; at < n; at += *(u16 *)(buf + at + 16))
			records++;
	KUNIT_EXPECT_EQ(test, n, 0);
	KUNIT_EXPECT_EQ(test, records, 4);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)buf, 1), -EISDIR);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 0, SEEK_SET), 0);
	KUNIT_EXPECT_GT(test, file_getdents(file, (char __user *)buf, 128), 48);
	filp_close(file, NULL);
	devtmpfs_delete_node("dttd!one", MKDEV(700, 0));
	devtmpfs_delete_node("dttd!two", MKDEV(700, 1));
	KUNIT_EXPECT_NULL(test, get("/dev/dttd/one"));
}

static struct kunit_case devtmpfs_cases[] = {
	KUNIT_CASE(region_implies_nodes),
	KUNIT_CASE(mknod_replaces_implied_nodes_only),
	KUNIT_CASE(mknod_works_anywhere),
	KUNIT_CASE(symlinks_in_dev),
	KUNIT_CASE(forget_made_takes_nodes_and_links),
	KUNIT_CASE(device_create_makes_a_node),
	KUNIT_CASE(listing_is_stable),
	KUNIT_CASE(getdents_resumes),
	{}
};

static struct kunit_suite devtmpfs_suite = { .name = "devtmpfs", .test_cases = devtmpfs_cases };
kunit_test_suite(devtmpfs_suite);
