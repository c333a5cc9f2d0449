// SPDX-License-Identifier: MIT
/*
 * churn.c - kernel side of tests/embed.t: every kind of memory, from many threads
 *
 * Each piece is filled with a pattern of its own address and is checked before it is freed. Half of the
 * pieces go through a shared shelf, so that another thread, on another CPU, frees them.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "churn.h"

#define NR_SHELF	64

enum kind { FROM_KMALLOC, FROM_CACHE, FROM_PAGES, NR_KINDS };

struct piece {
	unsigned char *start;
	size_t size;
	enum kind kind;
};

static struct piece shelf[NR_SHELF];
static DEFINE_SPINLOCK(shelf_lock);
static DEFINE_PER_CPU(unsigned long, rounds_made);
static struct kmem_cache *cache;

static unsigned int next_random(unsigned int *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static unsigned char pattern(const struct piece *p, size_t i)
{
	return (unsigned char)((unsigned long)p->start / 8 + i * 7 + p->size);
}

/* Larger frames are looked at in as many places as those of 4 KB. */
static size_t step(const struct piece *p)
{
	return p->kind == FROM_PAGES ? PAGE_SIZE >> 12 : 1;
}

static bool piece_make(struct piece *p, unsigned int random)
{
	size_t i;

	p->kind = random % NR_KINDS;
	random /= NR_KINDS;
	switch (p->kind) {
	case FROM_KMALLOC:
		p->size = 1 + random % 9000;
		p->start = kmalloc(p->size, GFP_KERNEL);
		break;
	case FROM_CACHE:
		p->size = kmem_cache_size(cache);
		p->start = kmem_cache_alloc(cache, GFP_KERNEL);
		break;
	default:
		p->size = PAGE_SIZE << random % 4;
		p->start = (unsigned char *)__get_free_pages(GFP_KERNEL, random % 4);
		break;
	}
	for (i = 0; p->start && i < p->size; i += step(p))
		p->start[i] = pattern(p, i);
	return p->start;
}

/* Free a piece; false if somebody else wrote into it. */
static bool piece_drop(struct piece *p)
{
	bool good = true;
	size_t i;

	if (!p->start)
		return true;
	for (i = 0; i < p->size; i += step(p))
		good = good && p->start[i] == pattern(p, i);
	if (p->kind == FROM_KMALLOC)
		kfree(p->start);
	else if (p->kind == FROM_CACHE)
		kmem_cache_free(cache, p->start);
	else
		free_pages((unsigned long)p->start, get_order(p->size));
	return good;
}

static void shelf_swap(struct piece *p, unsigned int slot)
{
	spin_lock(&shelf_lock);
	swap(*p, shelf[slot]);
	spin_unlock(&shelf_lock);
}

int churn_start(void)
{
	cache = kmem_cache_create("churn", 200, 0, SLAB_HWCACHE_ALIGN, NULL);
	return cache ? 0 : -ENOMEM;
}

const char *churn_run(unsigned int seed, unsigned int rounds)
{
	struct piece piece;

	while (rounds--) {
		if (!piece_make(&piece, next_random(&seed)))
			return "no memory";
		if (next_random(&seed) % 2)
			shelf_swap(&piece, next_random(&seed) % NR_SHELF);
		if (!piece_drop(&piece))
			return "a piece had foreign bytes in it";
		this_cpu_inc(rounds_made);
	}
	return NULL;
}

void churn_take(void)
{
	kfree(kmalloc(200, GFP_KERNEL));
}

unsigned long churn_total(void)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(rounds_made, cpu);
	return sum;
}

void churn_stop(void)
{
	int i;

	for (i = 0; i < NR_SHELF; i++) {
		piece_drop(&shelf[i]);
		shelf[i].start = NULL;
	}
	kmem_cache_destroy(cache);
}
