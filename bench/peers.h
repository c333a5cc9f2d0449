/* SPDX-License-Identifier: MIT */
/*
 * bench/peers.h - other allocators, side by side in one process
 *
 * Each is a library of its own, loaded so that its names stay its own (RTLD_LOCAL, RTLD_DEEPBIND), and
 * called through these pointers: so the rounds of all of them interleave. A library that is not
 * installed is left out, and said so once. scripts/setup bench installs them.
 */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <stddef.h>
#include <sys/mman.h>

/**
 * struct peer - one allocator
 * @name:	as contenders are called in the table
 * @malloc, @calloc, @free, @aligned_alloc, @usable:	its functions; memory goes back where it came from.
 *		@usable is malloc_usable_size()
 */
struct peer {
	const char *name;
	void *(*malloc)(size_t size);
	void *(*calloc)(size_t nr, size_t size);
	void (*free)(void *p);
	void *(*aligned_alloc)(size_t align, size_t size);
	size_t (*usable)(void *p);
};

/* Those that are there, glibc first; ends with one without a name. */
extern struct peer peers[];

/* What the host itself has to offer; munmap() gives it back. */
static inline void *peer_mmap(size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/** peer_mmap_pair - @n times a mapping that comes and goes */
void peer_mmap_pair(unsigned long n, size_t size);

/* A contender (bench/dpdk.c) that has only objects of one size: a peer of caches, not of kmalloc(). */
#define PEER_POOLS	"dpdk"

/**
 * peers_load - fill in peers[]
 *
 * Some libraries want more of the thread-local storage that the program's start lays out than is
 * left over by default: then the program is started anew, once, with more of it.
 */
void peers_load(char **argv);

#endif /* BENCH_PEERS_H */
