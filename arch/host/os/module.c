// SPDX-License-Identifier: MIT
/*
 * arch/host/os/module.c - kernel modules as shared objects of the process
 *
 * The image goes into a memfd, which is opened by dlopen() under the name /proc/<pid>/fd/<n>: a
 * file that gdb, valgrind and addr2line can open as well, so the descriptor stays open while
 * the module is loaded. Symbols are global, so that a later module can use this one's exports.
 */
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arch/host/os/os.h"

struct image {
	struct image	*next;
	void		*dl;
	int		fd;
	unsigned long	base, start, end;
	char		path[48];
	char		name[64];
};

/* images_lock covers the list; dlopen and dlclose run outside it, as they may run code. */
static pthread_mutex_t images_lock = PTHREAD_MUTEX_INITIALIZER;
static struct image *images;

static int write_file(int fd, const char *data, unsigned long len)
{
	while (len) {
		ssize_t done = write(fd, data, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -ENOMEM;
		data += done;
		len -= done;
	}
	return 0;
}

/* The addresses that the image's PT_LOADs take. */
static void image_extent(struct image *image, const Elf64_Ehdr *header)
{
	const Elf64_Phdr *seg = (const Elf64_Phdr *)((const char *)header + header->e_phoff);
	unsigned int i;

	image->start = ~0UL;
	image->end = 0;
	for (i = 0; i < header->e_phnum; i++) {
		if (seg[i].p_type != PT_LOAD)
			continue;
		if (image->base + seg[i].p_vaddr < image->start)
			image->start = image->base + seg[i].p_vaddr;
		if (image->base + seg[i].p_vaddr + seg[i].p_memsz > image->end)
			image->end = image->base + seg[i].p_vaddr + seg[i].p_memsz;
	}
}

static void image_add(struct image *image)
{
	pthread_mutex_lock(&images_lock);
	image->next = images;
	images = image;
	pthread_mutex_unlock(&images_lock);
}

static void image_remove(struct image *image)
{
	struct image **at;

	pthread_mutex_lock(&images_lock);
	for (at = &images; *at; at = &(*at)->next)
		if (*at == image) {
			*at = image->next;
			break;
		}
	pthread_mutex_unlock(&images_lock);
}

/* dlerror() puts the file's name before the reason; the user knows the module by its own. */
static void say_dlerror(char *why, unsigned long why_size, const char *path)
{
	const char *text = dlerror();
	unsigned long len = strlen(path);

	if (!text)
		text = "the host's loader gives no reason";
	if (strncmp(text, path, len) == 0 && strncmp(text + len, ": ", 2) == 0)
		text += len + 2;
	snprintf(why, why_size, "%s", text);
}

static int module_load(const void *data, unsigned long len, const char *name, struct os_module *m,
		       char *why, unsigned long why_size)
{
	const Elf64_Ehdr *header = data;
	struct image *image = calloc(1, sizeof(*image));
	struct link_map *map;
	int err = -ENOMEM;

	snprintf(why, why_size, "out of memory");
	if (!image)
		return -ENOMEM;
	snprintf(image->name, sizeof(image->name), "%s", name);
	image->fd = memfd_create(name, MFD_CLOEXEC);
	if (image->fd < 0)
		goto out_free;
	if (write_file(image->fd, data, len) < 0)
		goto out_close;
	snprintf(image->path, sizeof(image->path), "/proc/%d/fd/%d", (int)getpid(), image->fd);
	image->dl = dlopen(image->path, RTLD_NOW | RTLD_GLOBAL);
	if (!image->dl) {
		say_dlerror(why, why_size, image->path);
		err = -ENOEXEC;
		goto out_close;
	}
	if (dlinfo(image->dl, RTLD_DI_LINKMAP, &map) < 0) {
		say_dlerror(why, why_size, image->path);
		err = -ENOEXEC;
		goto out_dlclose;
	}
	image->base = map->l_addr;
	image_extent(image, header);
	image_add(image);
	m->handle = image;
	m->base = image->base;
	m->size = image->end - image->base;
	if (why_size)
		*why = '\0';
	return 0;

out_dlclose:
	dlclose(image->dl);
out_close:
	close(image->fd);
out_free:
	free(image);
	return err;
}

struct load {
	const void		*data;
	unsigned long		len;
	const char		*name;
	struct os_module	*m;
	char			*why;
	unsigned long		why_size;
};

static long load_call(void *arg)
{
	struct load *l = arg;

	return module_load(l->data, l->len, l->name, l->m, l->why, l->why_size);
}

int os_module_load(const void *data, unsigned long len, const char *name, struct os_module *m,
		   char *why, unsigned long why_size)
{
	struct load l = { data, len, name, m, why, why_size };

	return os_stack_call(load_call, &l);
}

static long unload_call(void *arg)
{
	struct os_module *m = arg;
	struct image *image = m->handle;
	int err = 0;
	void *still;

	image_remove(image);
	dlclose(image->dl);
	/*
	 * RTLD_NOLOAD finds the image only if the loader kept it. Then its path stays taken, for the
	 * loader would take another file of that name for this one: the descriptor is never reused.
	 */
	still = dlopen(image->path, RTLD_NOW | RTLD_NOLOAD);
	if (still) {
		dlclose(still);
		err = -EBUSY;
	} else {
		close(image->fd);
	}
	free(image);
	m->handle = NULL;
	return err;
}

int os_module_unload(struct os_module *m)
{
	return os_stack_call(unload_call, m);
}

int os_module_at(unsigned long addr, char *name, unsigned long size, char *path, unsigned long path_size,
		 unsigned long *base)
{
	struct image *image;
	int err = -ENOENT;

	pthread_mutex_lock(&images_lock);
	for (image = images; image; image = image->next) {
		if (addr < image->start || addr >= image->end)
			continue;
		snprintf(name, size, "%s", image->name);
		snprintf(path, path_size, "%s", image->path);
		*base = image->base;
		err = 0;
		break;
	}
	pthread_mutex_unlock(&images_lock);
	return err;
}
