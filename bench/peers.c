// SPDX-License-Identifier: MIT
/*
 * bench/peers.c - load the other allocators; what the host offers itself
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/peers.h"

static const struct {
	const char *name, *library;
} known[] = {
	{ "glibc", "libc.so.6" },
	{ "jemalloc", "libjemalloc.so.2" },
	{ "tcmalloc", "libtcmalloc_minimal.so.4" },
	{ "mimalloc", "libmimalloc.so.2" },
};

#define NR_KNOWN	(sizeof(known) / sizeof(known[0]))

struct peer peers[NR_KNOWN + 1];

#define TLS_TUNABLE	"glibc.rtld.optional_static_tls=65536"

static void start_anew(char **argv)
{
	const char *now = getenv("GLIBC_TUNABLES");

	if (now && strstr(now, "optional_static_tls"))
		return;
	setenv("GLIBC_TUNABLES", TLS_TUNABLE, 1);
	execv("/proc/self/exe", argv);
}

static void peer_load(struct peer *p, const char *name, void *library)
{
	p->name = name;
	p->malloc = (void *(*)(size_t))dlsym(library, "malloc");
	p->calloc = (void *(*)(size_t, size_t))dlsym(library, "calloc");
	p->free = (void (*)(void *))dlsym(library, "free");
	p->aligned_alloc = (void *(*)(size_t, size_t))dlsym(library, "aligned_alloc");
	p->usable = (size_t (*)(void *))dlsym(library, "malloc_usable_size");
}

void peers_load(char **argv)
{
	struct peer *p = peers;
	size_t i;

	for (i = 0; i < NR_KNOWN; i++) {
		void *library = dlopen(known[i].library, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
		const char *why = library ? NULL : dlerror();

		if (!library && strstr(why, "static TLS"))
			start_anew(argv);
		if (library)
			peer_load(p++, known[i].name, library);
		else
			fprintf(stderr, "bench: without %s: %s\n", known[i].name, why);
	}
}

void peer_mmap_pair(unsigned long n, size_t size)
{
	while (n--) {
		void *p = peer_mmap(size);

		bench_keep(p);
		munmap(p, size);
	}
}
