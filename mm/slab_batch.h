/* SPDX-License-Identifier: MIT */
/*
 * mm/slab_batch.h - many free objects of a cache, held together by as little as possible
 *
 * For mm/slab_depot.c, which stacks them; mm/slab_batch.c has the layout.
 */
#ifndef MM_SLAB_BATCH_H
#define MM_SLAB_BATCH_H

#include "mm/slab.h"

/**
 * struct batch - what leads to s->batch objects
 * @head:	the first two of them, of which each leads to the batch below; or the container, twice
 */
struct batch {
	void *head[2];
};

/* What batch_next() found out. */
enum batch_state {
	BATCH_GOOD,
	BATCH_SPOILT,		/* its first object was written to: what that led to is lost, but not the batch below */
	BATCH_LOST,		/* so were its first two */
};

/** batch_open - a batch of how many objects, at most as @s says, and how is @s to name them? Sets s->batch, s->batch_words. */
void batch_open(struct kmem_cache *s);
/** batch_make - of s->batch marked objects; false: no memory for a container. Any context. */
bool batch_make(const struct kmem_cache *s, void **objects, struct batch *batch);
/** batch_link - the last step: @next is below @batch, which was made of @objects. Any context. */
void batch_link(const struct kmem_cache *s, struct batch *batch, void **objects, const struct batch *next);
/** batch_next - the first step back: which one is below? @objects has room for s->batch. Any context. */
enum batch_state batch_next(const struct kmem_cache *s, const struct batch *batch, void **objects, struct batch *next);
/**
 * batch_take - the rest: all its objects, if it is BATCH_GOOD. Any context.
 *
 * Return: how many there are. What cannot be had was written to, and has been reported.
 */
unsigned int batch_take(struct kmem_cache *s, const struct batch *batch, void **objects, enum batch_state state);
/** batch_look - the objects of a batch that stays what it is, as many as can be read. Return: how many. */
unsigned int batch_look(const struct kmem_cache *s, const struct batch *batch, void **objects, enum batch_state state);
/** batch_written - after batch_look(): the object that stands in the way of more than @nr */
void *batch_written(const struct kmem_cache *s, void **objects, unsigned int nr);
/** batch_lost - say that @object, one of a batch, was written to, and that @nr others cannot be found without it */
void batch_lost(struct kmem_cache *s, void *object, unsigned long nr);
/** batches_init - when kmalloc works: containers from now on */
void batches_init(void);

#endif /* MM_SLAB_BATCH_H */
