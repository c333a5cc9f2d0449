// SPDX-License-Identifier: MIT
/*
 * opens.c - host side of tests/embed.t: a program that opens the library, uses it, and closes it again
 */
#include <dlfcn.h>
#include <stdio.h>

#define GFP_KERNEL	0xcc0u

int main(void)
{
	int (*boot)(const char *cmdline);
	void *(*alloc)(unsigned long size, unsigned int flags);
	void *lib;
	int i;

	for (i = 0; i < 3; i++) {
		lib = dlopen("libquarry.so.0", RTLD_NOW);
		if (!lib) {
			puts(dlerror());
			return 1;
		}
		*(void **)&boot = dlsym(lib, "quarry_boot");
		*(void **)&alloc = dlsym(lib, "__kmalloc");
		if (!i && boot("mem=64M nr_cpus=2"))
			return 1;
		if (!alloc(100, GFP_KERNEL))
			return 1;
		dlclose(lib);
	}
	puts("opened and closed");
	return 0;
}
