// SPDX-License-Identifier: MIT
/*
 * arch/host/rseq_image.c - sequences with addresses written into them (RSEQ_PATCH), and the memory that they address
 *
 *	tables		struct rseq_memory, and tokens by the host CPUs' numbers; made once, by the core
 *	piece		copies of one image's descriptors
 *
 * Both are below 2 GB, and mapped for ever: a thread's struct rseq may point to a descriptor long
 * after its image has gone. When the thread was stopped, the host reads there, and the signature in front of
 * the abort handler that the descriptor names; if one of them can't be read, or they make no sense, it kills.
 * So a descriptor makes sense after each store to it: one of an image that goes becomes a range of no
 * bytes, with a handler of the core's; its next image's range begins to count when all else is there.
 * When the program ends nothing is unmapped, threads may still run, and all stays as it is.
 *
 * Lock: none. Images are opened and closed by their constructors and destructors, which the dynamic loader
 * calls one at a time.
 */
#include <linux/align.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include <asm/cpu_token.h>

#include "arch/host/boot.h"
#include "arch/host/os/os.h"

#ifdef ARCH_HAS_RSEQ
#include <asm/slab_fast.h>

static_assert(sizeof(struct cpu_token) == 64);	/* RSEQ_HERE_BEGIN shifts by 6 */

/* RSEQ_PAGE_OFFSET and its like are where this is in front of the first token. */
struct rseq_memory {
	unsigned long page_offset, direct_map_size;
	struct page *vmemmap;
} __attribute__((aligned(64)));
static_assert(sizeof(struct rseq_memory) == 64);

/* Two entries are for threads without an area (numbers -1 and -2). */
#define NUMBERS_BELOW	2

static struct tables {
	struct rseq_memory memory;
	struct cpu_token below[NUMBERS_BELOW], tokens[];
} *tables;				/* NULL: nothing is patched */
static unsigned int nr_tokens;

/* ---- pieces ---- */

/* RSEQ_DESCRIPTOR */
struct descriptor {
	u32 version, flags;
	u64 start, bytes, abort;
} __attribute__((aligned(32)));

struct rseq_piece {
	struct rseq_piece *next;		/* free: the next one that is */
	unsigned long nr;
	struct descriptor descriptors[];
};

#define PIECE_UNIT	4096UL

static struct rseq_piece *free_pieces;

static struct rseq_piece *piece_take(unsigned long nr)
{
	struct rseq_piece **at, *piece;
	size_t bytes = ALIGN(struct_size(piece, descriptors, nr), PIECE_UNIT);

	for (at = &free_pieces; (piece = *at); at = &piece->next)
		if (piece->nr >= nr) {
			*at = piece->next;
			return piece;
		}
	piece = os_low_memory(bytes);
	if (piece)
		piece->nr = (bytes - sizeof(*piece)) / sizeof(piece->descriptors[0]);
	return piece;
}

static void piece_fill(struct rseq_piece *piece, const struct descriptor *from, unsigned long nr)
{
	for (struct descriptor *to = piece->descriptors; to < piece->descriptors + nr; to++, from++) {
		WRITE_ONCE(to->start, from->start);
		WRITE_ONCE(to->abort, from->abort);
		smp_store_release(&to->bytes, from->bytes);
	}
}

/* @inert: some descriptor that stays */
static void piece_give(struct rseq_piece *piece, const struct descriptor *inert)
{
	for (struct descriptor *d = piece->descriptors; d < piece->descriptors + piece->nr && d->abort; d++) {
		WRITE_ONCE(d->bytes, 0);
		WRITE_ONCE(d->start, 0);
		smp_store_release(&d->abort, inert->abort);
	}
	piece->next = free_pieces;
	free_pieces = piece;
}

/* ---- patches ---- */

static u8 *place_code(const struct rseq_place *place)
{
	return (u8 *)&place->where + place->where;
}

/* movq $descriptor, %fs:area.rseq_cs */
static void publish_patch(u8 *at, u32 descriptor, s32 area)
{
	static const u8 opcode[] = { 0x64, 0x48, 0xc7, 0x04, 0x25 };
	s32 field = area + RSEQ_CS_AT;

	memcpy(at, opcode, sizeof(opcode));
	memcpy(at + sizeof(opcode), &field, sizeof(field));
	memcpy(at + sizeof(opcode) + sizeof(field), &descriptor, sizeof(descriptor));
}

#define OPCODE_ADD	0x01	/* behind a prefix; subq has 0x29 there */

static void field_add(u8 *at, s32 addend)
{
	s32 field;

	memcpy(&field, at, sizeof(field));
	field += addend;
	memcpy(at, &field, sizeof(field));
}

static void place_patch(struct rseq_place *place, const struct rseq_image *image)
{
	const u8 *descriptor = (const u8 *)&place->descriptor + place->descriptor;
	u8 *code = place_code(place);

	switch (place->kind) {
	case RSEQ_PATCH_PUBLISH:
		publish_patch(code, (long)image->piece->descriptors + (descriptor - image->descriptors), os_rseq_offset());
		break;
	case RSEQ_PATCH_AREA:
		field_add(code, os_rseq_offset());
		break;
	case RSEQ_PATCH_TABLE:
		field_add(code, (long)tables->tokens);
		break;
	case RSEQ_PATCH_SUB:
		if (host_image_is_low())
			code[1] = OPCODE_ADD;
		break;
	}
	place->kind = RSEQ_PATCHED;
}

static unsigned long image_descriptors(const struct rseq_image *image)
{
	return (image->descriptors_end - image->descriptors) / sizeof(struct descriptor);
}

static bool image_patch(struct rseq_image *image)
{
	u8 *start = (u8 *)~0UL, *end = NULL;
	struct rseq_place *place;

	for (place = image->places; place < image->places_end; place++) {
		if (place->kind == RSEQ_PATCHED)
			continue;
		start = min(start, place_code(place));
		end = max(end, place_code(place) + RSEQ_PUBLISH_BYTES);
	}
	if (!end || os_text_writable(start, end, true))
		return false;
	piece_fill(image->piece, (const void *)image->descriptors, image_descriptors(image));
	for (place = image->places; place < image->places_end; place++)
		place_patch(place, image);
	os_text_writable(start, end, false);
	return true;
}

void arch_rseq_open(struct rseq_image *image)
{
	if (!tables || image->piece || image->layout != SLAB_LAYOUT)
		return;
	image->piece = piece_take(image_descriptors(image));
	if (image->piece && !image_patch(image))
		arch_rseq_close(image);
}
EXPORT_SYMBOL(arch_rseq_open);

void arch_rseq_close(struct rseq_image *image)
{
	if (!image->piece || os_exiting())
		return;
	piece_give(image->piece, (const void *)__start___rseq_cs);
	image->piece = NULL;
}
EXPORT_SYMBOL(arch_rseq_close);

/* ---- the core ---- */

static struct rseq_image core = {
	.places = __start_rseq_patched, .places_end = __stop_rseq_patched,
	.descriptors = __start___rseq_cs, .descriptors_end = __stop___rseq_cs,
	.layout = SLAB_LAYOUT,
};

void host_rseq_tables(unsigned int max_cpus)
{
	unsigned int nr = os_host_cpus();

	if (!os_rseq_offset() || !nr || nr > max_cpus)
		return;
	tables = os_low_memory(sizeof(*tables) + nr * sizeof(tables->tokens[0]));
	if (!tables)
		return;
	for (struct cpu_token *t = tables->below; t < tables->tokens + nr; t++)
		*t = (struct cpu_token) { .word = CPU_TOKEN_SHARED, .home = CPU_HOME_NONE };
	arch_rseq_open(&core);
	if (core.piece)
		nr_tokens = nr;
	else
		tables = NULL;		/* the host lets nobody change code */
}

struct cpu_token *host_rseq_token(unsigned int home)
{
	return tables ? &tables->tokens[home] : NULL;
}

void host_rseq_memory(unsigned long page_offset, unsigned long direct_map_size, struct page *vmemmap)
{
	if (tables)
		tables->memory = (struct rseq_memory) { page_offset, direct_map_size, vmemmap };
}

/*
 * Sequences that do not ask for the task (RSEQ_HERE_BEGIN) leave, and their slow ways do ask. The
 * table is the child's own copy; what the sequences would change is not.
 */
void host_rseq_forked(void)
{
	for (unsigned int i = 0; i < nr_tokens; i++)
		tables->tokens[i].word = CPU_TOKEN_HELD | CPU_TOKEN_SHARED;
}

#else

void host_rseq_tables(unsigned int max_cpus)
{
}

void host_rseq_memory(unsigned long page_offset, unsigned long direct_map_size, struct page *vmemmap)
{
}

void host_rseq_forked(void)
{
}

#endif
