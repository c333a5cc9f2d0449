// SPDX-License-Identifier: MIT
/*
 * fs/init.c - boot: the folders in which Quarry has names
 *
 * The first ones are shared with the host, which has them too. Folders below them that drivers
 * make, and /sys/module, /sys/kernel/slab and the like, are Quarry's own.
 */
#include <linux/bug.h>
#include <linux/fs.h>
#include <linux/init.h>

#include "fs/vfs.h"
#include "init/calls.h"

static const char *const shared_dirs[] = {
	"dev/", "proc/", "proc/sys/", "sys/", "sys/kernel/", "sys/fs/", "sys/class/",
	"sys/devices/", "sys/devices/virtual/", "sys/devices/system/",
	"sys/dev/", "sys/dev/char/",
};

/** vfs_init - boot: the names of Quarry, so far only folders */
void __init vfs_init(void)
{
	static const struct vfs_make shared = { .kind = VFS_SHARED_DIR };
	struct vfs_node *dir;
	const char *last;
	int i;

	for (i = 0; i < ARRAY_SIZE(shared_dirs); i++) {
		dir = vfs_dir_of(&vfs_root, shared_dirs[i], &shared, &last);
		BUG_ON(!dir);
		vfs_node_put(dir);
	}
	proc_dir_init();
	sysfs_init();
	debugfs_init();
}
