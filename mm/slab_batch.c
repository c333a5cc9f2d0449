// SPDX-License-Identifier: MIT
/*
 * mm/slab_batch.c - many free objects, held together by what is written into a few of them
 *
 * Terms      batch: s->batch marked objects of one node. Nodes: the first of them, which hold the addresses of
 *            all, W = s->batch_words each. Heads: nodes 0 and 1.
 * Layout     An address is written as a number, 32 bits: how many eights of bytes into the direct map. So
 *            a cache line has room for fourteen and the mark, and a batch needs no memory of its own:
 *
 *	node 0		mark | next 0 | next 1 | object 2    | ...    | object W-1  |
 *	node 1		mark | object W | ...  | object 2W-3 | next 0 | next 1      |
 *	node k		mark | object kW-2     | ...                  | object kW+W-3 |
 *
 *            The numbers are the object's first words but for the mark: of the cache line that whoever gets
 *            the object touches anyhow. Each node leads to W others, so reading waits for few lines one
 *            after the other. next 0 and next 1 are the heads of the batch below in a depot, in both heads: what
 *            is written to one of them costs no other batch.
 * Sum        The link in the mark of a node is a sum of its numbers (less than a slab).
 *            So a write to it is noticed before it leads anywhere.
 * Container  has the addresses of objects with room for less than three numbers, and of those whose contents
 *            must stay: constructors, readers under RCU; and of all where numbers don't reach all memory.
 * Locking    whoever has a batch, or the lock of the depot that has it, has its objects.
 * Row B6.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include "mm/slab_batch.h"
#include "mm/slab_debug.h"

/* ---- containers ---- */

#define CONTAINER_OBJECTS	254

struct batch_container {
	struct batch next;
	void *objects[CONTAINER_OBJECTS];
};
static_assert(sizeof(struct batch_container) <= 2048);

static struct kmem_cache *container_cache;

/* ---- nodes ---- */

/* In a cache line, with the mark. */
#define LINE_WORDS		14
#define NODE_WORDS_MIN		3

/* Objects and pages begin at multiples of it. */
#define NUMBER_SHIFT		3

static __always_inline u32 object_number(const void *object)
{
	return ((unsigned long)object - page_offset_base) >> NUMBER_SHIFT;
}

static __always_inline void *number_object(u32 number)
{
	return (void *)(page_offset_base + ((unsigned long)number << NUMBER_SHIFT));
}

/* Of a node without numbers: all others differ in the link alone. */
static __always_inline unsigned long node_key(const struct kmem_cache *s)
{
	return slab_link_mark(s, 0);
}

/* @sum: of all numbers; of the product as many bits as a link can hold, which is even. */
static __always_inline unsigned long node_mark(unsigned long key, unsigned long sum)
{
	unsigned long link = sum * 0x9e3779b97f4a7c15UL >> (BITS_PER_LONG - PAGE_SHIFT - 32);

	return key ^ (link & (PAGE_SIZE - 2) << 32);
}

static __always_inline unsigned long *node_mark_word(void *node)
{
	return node;
}

static __always_inline u32 *node_numbers(void *node)
{
	return (u32 *)node + 2;
}

/* Return: their sum. */
static __always_inline unsigned long numbers_write(u32 *numbers, void *const *objects, unsigned int nr)
{
	unsigned long sum = 0;

	for (unsigned int i = 0; i < nr; i++) {
		numbers[i] = object_number(objects[i]);
		sum += numbers[i];
	}
	return sum;
}

static __always_inline unsigned long numbers_read(const u32 *numbers, void **objects, unsigned int nr)
{
	unsigned long sum = 0;

	for (unsigned int i = 0; i < nr; i++) {
		objects[i] = number_object(numbers[i]);
		sum += numbers[i];
	}
	return sum;
}

/* ---- nodes that fill a cache line: the same, several numbers at a time ---- */

/* Never passed by value: a kernel is compiled without the registers for that, and then this is as good as scalar. */
typedef u64 two_words __attribute__((vector_size(16), aligned(8)));
typedef u32 four_numbers __attribute__((vector_size(16), aligned(8)));

/* In these vectors the lower half of a word is the first of two numbers. */
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

static __always_inline void two_objects_numbers(four_numbers *numbers, void *const *objects)
{
	two_words base = { page_offset_base, page_offset_base };

	*numbers = (four_numbers)((*(const two_words *)objects - base) >> NUMBER_SHIFT);
}

static __always_inline void four_objects_numbers(four_numbers *numbers, void *const *objects)
{
	four_numbers a, b;

	two_objects_numbers(&a, objects);
	two_objects_numbers(&b, objects + 2);
	*numbers = __builtin_shufflevector(a, b, 0, 2, 4, 6);
}

static __always_inline void two_words_objects(const four_numbers *words, void **objects)
{
	two_words base = { page_offset_base, page_offset_base };

	*(two_words *)objects = ((two_words)*words << NUMBER_SHIFT) + base;
}

static __always_inline void four_numbers_objects(const four_numbers *numbers, void **objects)
{
	four_numbers none = { };
	four_numbers a = __builtin_shufflevector(*numbers, none, 0, 4, 1, 5);
	four_numbers b = __builtin_shufflevector(*numbers, none, 2, 6, 3, 7);

	two_words_objects(&a, objects);
	two_words_objects(&b, objects + 2);
}

/* One that tells any change of one number. @n: the last one is two numbers and two zeros. */
static __always_inline unsigned long line_sum(const four_numbers n[4])
{
	two_words sum = (two_words)(n[0] + n[1] + n[2] + n[3]);

	return sum[0] + sum[1];
}

static __always_inline unsigned long line_write(u32 *numbers, void *const *objects)
{
	four_numbers n[4], none = { };

	four_objects_numbers(&n[0], objects);
	four_objects_numbers(&n[1], objects + 4);
	four_objects_numbers(&n[2], objects + 8);
	two_objects_numbers(&n[3], objects + 12);
	n[3] = __builtin_shufflevector(n[3], none, 0, 2, 4, 5);
	*(four_numbers *)numbers = n[0];
	*(four_numbers *)(numbers + 4) = n[1];
	*(four_numbers *)(numbers + 8) = n[2];
	*(unsigned long *)(numbers + 12) = ((two_words)n[3])[0];
	return line_sum(n);
}

static __always_inline unsigned long line_read(const u32 *numbers, void **objects)
{
	four_numbers n[4] = {
		*(const four_numbers *)numbers, *(const four_numbers *)(numbers + 4),
		*(const four_numbers *)(numbers + 8),
		(four_numbers)(two_words) { *(const unsigned long *)(numbers + 12), 0 },
	};
	four_numbers last = __builtin_shufflevector(n[3], n[3], 0, 2, 1, 3);

	four_numbers_objects(&n[0], objects);
	four_numbers_objects(&n[1], objects + 4);
	four_numbers_objects(&n[2], objects + 8);
	two_words_objects(&last, objects + 12);
	return line_sum(n);
}

/* ---- a node ---- */

static __always_inline void node_write(unsigned long key, unsigned int words, void *node, void *const *objects)
{
	unsigned long sum = words == LINE_WORDS ? line_write(node_numbers(node), objects) :
						  numbers_write(node_numbers(node), objects, words);

	*node_mark_word(node) = node_mark(key, sum);
}

/* Return: is it as it was written? Else @objects says nothing. @open: it is like any free object from now on. */
static __always_inline bool node_read(unsigned long key, unsigned int words, void *node, void **objects, bool open)
{
	unsigned long sum;

	if (unlikely(!virt_is_direct(node)))
		return false;
	sum = words == LINE_WORDS ? line_read(node_numbers(node), objects) :
				    numbers_read(node_numbers(node), objects, words);
	if (unlikely(*node_mark_word(node) != node_mark(key, sum)))
		return false;
	if (open)
		*node_mark_word(node) = SLAB_MARK;
	return true;
}

/* Those behind the heads. */
static __always_inline void nodes_write_as(unsigned long key, unsigned int words, void **objects, unsigned int nr)
{
	void **node = objects + 2;

	for (unsigned int i = 2 * words - 2; i < nr; i += words)
		node_write(key, words, *node++, objects + i);
}

/* Return: how many are as they were written, the heads, which have been read, among them. */
static __always_inline unsigned int nodes_read_as(unsigned long key, unsigned int words, void **objects,
						  unsigned int nr, bool open)
{
	void **node = objects + 2;

	for (unsigned int i = 2 * words - 2; i < nr; i += words) {
		if (unlikely(!node_read(key, words, *node, objects + i, open)))
			break;
		node++;
	}
	return node - objects;
}

static void nodes_write(const struct kmem_cache *s, void **objects)
{
	if (likely(s->batch_words == LINE_WORDS))
		nodes_write_as(node_key(s), LINE_WORDS, objects, s->batch);
	else
		nodes_write_as(node_key(s), s->batch_words, objects, s->batch);
}

static unsigned int nodes_read(const struct kmem_cache *s, void **objects, bool open)
{
	if (likely(s->batch_words == LINE_WORDS && open))
		return nodes_read_as(node_key(s), LINE_WORDS, objects, s->batch, true);
	return nodes_read_as(node_key(s), s->batch_words, objects, s->batch, open);
}

/* ---- heads ---- */

/* One node, in no hurry to know how many words it has. */
static void head_write(const struct kmem_cache *s, void *node, void *const *objects)
{
	if (likely(s->batch_words == LINE_WORDS))
		node_write(node_key(s), LINE_WORDS, node, objects);
	else
		node_write(node_key(s), s->batch_words, node, objects);
}

static bool head_read(const struct kmem_cache *s, void *node, void **objects, bool open)
{
	if (likely(s->batch_words == LINE_WORDS))
		return node_read(node_key(s), LINE_WORDS, node, objects, open);
	return node_read(node_key(s), s->batch_words, node, objects, open);
}

/* What node 1 says begins at the first of these, and ends with the batch below: at the second. */
static void **second_objects(const struct kmem_cache *s, void **objects)
{
	return objects + s->batch_words;
}

static void **second_next(const struct kmem_cache *s, void **objects)
{
	return objects + 2 * s->batch_words - 2;
}

static void heads_write(const struct kmem_cache *s, struct batch *batch, void **objects, const struct batch *next)
{
	struct batch *first = (struct batch *)objects, *second = (struct batch *)second_next(s, objects);
	struct batch others = *second;

	*second = *next;
	head_write(s, batch->head[1], second_objects(s, objects));
	*second = others;
	*first = *next;
	head_write(s, batch->head[0], objects);
}

static enum batch_state heads_read(const struct kmem_cache *s, const struct batch *batch, void **objects,
				   struct batch *next)
{
	struct batch *first = (struct batch *)objects, *second = (struct batch *)second_next(s, objects);

	if (likely(head_read(s, batch->head[0], objects, false))) {
		*next = *first;
		*first = *batch;
		return BATCH_GOOD;
	}
	if (!head_read(s, batch->head[1], second_objects(s, objects), false))
		return BATCH_LOST;
	*next = *second;
	return BATCH_SPOILT;
}

/* How many objects the first @nr nodes name, themselves among them. */
static unsigned int nodes_objects(const struct kmem_cache *s, unsigned int nr)
{
	return nr == 1 ? s->batch_words : nr * s->batch_words - 2;
}

/* The nodes of a batch whose first one has been read. Return: how many are as they were written. */
static unsigned int batch_read(const struct kmem_cache *s, void **objects, bool open)
{
	if (unlikely(!head_read(s, objects[1], second_objects(s, objects), open)))
		return 1;
	return nodes_read(s, objects, open);
}

/* ---- a batch, in whatever way ---- */

bool batch_make(const struct kmem_cache *s, void **objects, struct batch *batch)
{
	struct batch_container *c;

	if (s->batch_words) {
		*batch = *(struct batch *)objects;
		nodes_write(s, objects);
		return true;
	}
	if (!container_cache)
		return false;
	c = kmem_cache_alloc(container_cache, GFP_NOWAIT | __GFP_NOWARN | __GFP_NOMEMALLOC);
	if (!c)
		return false;
	memcpy(c->objects, objects, s->batch * sizeof(void *));
	*batch = (struct batch) { { c, c } };
	return true;
}

void batch_link(const struct kmem_cache *s, struct batch *batch, void **objects, const struct batch *next)
{
	struct batch_container *c = batch->head[0];

	if (likely(s->batch_words))
		heads_write(s, batch, objects, next);
	else
		c->next = *next;
}

enum batch_state batch_next(const struct kmem_cache *s, const struct batch *batch, void **objects, struct batch *next)
{
	const struct batch_container *c = batch->head[0];

	if (likely(s->batch_words))
		return heads_read(s, batch, objects, next);
	*next = c->next;
	return BATCH_GOOD;
}

/* Up to node @intact. The one behind it, though it is known, is as little to be used as what it led to. */
static unsigned int batch_part(struct kmem_cache *s, void **objects, unsigned int intact)
{
	unsigned int nr = nodes_objects(s, intact);

	batch_lost(s, objects[intact], s->batch - nr);
	objects[intact] = objects[nr - 1];
	return nr - 1;
}

unsigned int batch_take(struct kmem_cache *s, const struct batch *batch, void **objects, enum batch_state state)
{
	struct batch_container *c = batch->head[0];
	unsigned int intact;

	if (unlikely(!s->batch_words)) {
		memcpy(objects, c->objects, s->batch * sizeof(void *));
		kmem_cache_free(container_cache, c);
		return s->batch;
	}
	if (unlikely(state != BATCH_GOOD)) {
		batch_lost(s, batch->head[0], s->batch - 1);
		return 0;
	}
	intact = batch_read(s, objects, true);
	object_mark(s, objects[0]);
	if (likely(nodes_objects(s, intact) == s->batch))
		return s->batch;
	return batch_part(s, objects, intact);
}

unsigned int batch_look(const struct kmem_cache *s, const struct batch *batch, void **objects, enum batch_state state)
{
	const struct batch_container *c = batch->head[0];

	if (!s->batch_words) {
		memcpy(objects, c->objects, s->batch * sizeof(void *));
		return s->batch;
	}
	objects[0] = batch->head[0];
	return state == BATCH_GOOD ? nodes_objects(s, batch_read(s, objects, false)) : 0;
}

void *batch_written(const struct kmem_cache *s, void **objects, unsigned int nr)
{
	return objects[nr <= s->batch_words ? nr / s->batch_words : (nr + 2) / s->batch_words];
}

void batch_lost(struct kmem_cache *s, void *object, unsigned long nr)
{
	slab_misuse_report(SLAB_MISUSE_OVERWRITTEN, s, object);
	slab_fix(s, "%lu objects, which it led to, stay out of use", nr);
}

/* ---- a cache's ---- */

static unsigned int batch_words(const struct kmem_cache *s)
{
	unsigned int room = (s->size - sizeof(unsigned long)) / sizeof(u32);

	if (room < NODE_WORDS_MIN || s->ctor || s->old || (s->flags & SLAB_TYPESAFE_BY_RCU))
		return 0;
	if ((direct_map_size - 1) >> NUMBER_SHIFT > U32_MAX)
		return 0;
	return min3(room, (unsigned int)LINE_WORDS, s->batch / 2 + 1);
}

/* W words in each of some nodes, two at least, name all objects but the heads, and twice the heads of another batch. */
void batch_open(struct kmem_cache *s)
{
	s->batch_words = batch_words(s);
	if (s->batch_words)
		s->batch -= (s->batch + 2) % s->batch_words;
	else
		s->batch = min(s->batch, (unsigned int)CONTAINER_OBJECTS);
}

void __init batches_init(void)
{
	container_cache = slab_cache_make_early("slab_batch", sizeof(struct batch_container), 0,
						SLAB_NO_USER_FLAGS | SLAB_NOLEAKTRACE);
}
