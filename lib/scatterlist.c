// SPDX-License-Identifier: MIT
/*
 * lib/scatterlist.c - lists of pieces of memory: walking, making, copying
 *
 * A long list is made of tables of a page each; the last entry of each but the last leads on.
 */
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

/**
 * sg_next - the piece that follows
 * @sg:		a piece of a list
 *
 * Context: any.
 * Return: NULL after the last one.
 */
struct scatterlist *sg_next(struct scatterlist *sg)
{
	if (sg_is_last(sg))
		return NULL;
	sg++;
	return sg_is_chain(sg) ? sg_chain_ptr(sg) : sg;
}
EXPORT_SYMBOL(sg_next);

/**
 * sg_last - the last of a list's pieces
 * @sgl:	the first one
 * @nents:	how many there are
 *
 * Context: any. Walks the list.
 * Return: it.
 */
struct scatterlist *sg_last(struct scatterlist *sgl, unsigned int nents)
{
	struct scatterlist *sg, *last = NULL;
	unsigned int i;

	for_each_sg(sgl, sg, nents, i)
		last = sg;
	return last;
}
EXPORT_SYMBOL(sg_last);

/**
 * sg_nents - how many pieces a list has
 * @sg:		the first one, or NULL
 *
 * Context: any.
 * Return: their number.
 */
int sg_nents(struct scatterlist *sg)
{
	int nents = 0;

	for (; sg; sg = sg_next(sg))
		nents++;
	return nents;
}
EXPORT_SYMBOL(sg_nents);

/**
 * sg_nents_for_len - how many pieces from the first on have so many bytes together
 * @sg:		the first one
 * @len:	bytes
 *
 * Context: any.
 * Return: their number, 0 for no bytes; -EINVAL: the list has fewer.
 */
int sg_nents_for_len(struct scatterlist *sg, u64 len)
{
	u64 total = 0;
	int nents = 0;

	if (!len)
		return 0;
	for (; sg; sg = sg_next(sg)) {
		nents++;
		total += sg->length;
		if (total >= len)
			return nents;
	}
	return -EINVAL;
}
EXPORT_SYMBOL(sg_nents_for_len);

/**
 * sg_init_table - a table of entries that say nothing yet; the last is the end
 * @sgl:	the table
 * @nents:	of so many, at least 1
 *
 * Context: any.
 */
void sg_init_table(struct scatterlist *sgl, unsigned int nents)
{
	memset(sgl, 0, nents * sizeof(*sgl));
	sg_init_marker(sgl, nents);
}
EXPORT_SYMBOL(sg_init_table);

/**
 * sg_init_one - a list of one piece
 * @sg:		the entry
 * @buf:	the piece, in the direct map
 * @buflen:	bytes
 *
 * Context: any.
 */
void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen)
{
	sg_init_table(sg, 1);
	sg_set_buf(sg, buf, buflen);
}
EXPORT_SYMBOL(sg_init_one);

/* Entries of the table that begins a rest of @left: all of them, or what a page holds. */
static unsigned int table_entries(unsigned int left)
{
	return min_t(unsigned int, left, SG_MAX_SINGLE_ALLOC);
}

/**
 * sg_free_table - free what sg_alloc_table() made
 * @table:	it has no list afterwards
 *
 * Context: any; not the pages of the pieces.
 */
void sg_free_table(struct sg_table *table)
{
	struct scatterlist *sgl = table->sgl, *next;
	unsigned int left = table->orig_nents, nr;

	for (; sgl; sgl = next) {
		nr = table_entries(left);
		next = nr < left ? sg_chain_ptr(&sgl[nr - 1]) : NULL;
		left -= next ? nr - 1 : nr;
		kfree(sgl);
	}
	table->sgl = NULL;
	table->nents = table->orig_nents = 0;
}
EXPORT_SYMBOL(sg_free_table);

/**
 * sg_alloc_table - make a list of entries that say nothing yet
 * @table:	it gets the list
 * @nents:	of so many
 * @gfp_mask:	for its memory
 *
 * Context: as @gfp_mask.
 * Return: 0; -EINVAL for none, -ENOMEM: then there is no list.
 */
int sg_alloc_table(struct sg_table *table, unsigned int nents, gfp_t gfp_mask)
{
	struct scatterlist **where = &table->sgl, *sgl, *link = NULL;
	unsigned int left = nents, nr;

	memset(table, 0, sizeof(*table));
	if (!nents)
		return -EINVAL;
	for (; left; left -= nr < left ? nr - 1 : nr) {
		nr = table_entries(left);
		sgl = kmalloc_array(nr, sizeof(*sgl), gfp_mask);
		if (!sgl)
			break;
		sg_init_table(sgl, nr);
		if (link)
			sg_chain(link, 1, sgl);
		else
			*where = sgl;
		link = &sgl[nr - 1];
		table->orig_nents += left > nr ? nr - 1 : nr;
	}
	table->nents = table->orig_nents;
	if (!left)
		return 0;
	sg_free_table(table);
	return -ENOMEM;
}
EXPORT_SYMBOL(sg_alloc_table);

/* @len bytes from @offset of @page on, which may be beyond it, a page at a time. */
static void piece_copy(struct page *page, size_t offset, char *buf, size_t len, bool to_buffer)
{
	while (len) {
		size_t in_page = offset_in_page(offset), some = min(len, PAGE_SIZE - in_page);
		char *at = kmap_local_page(nth_page(page, offset >> PAGE_SHIFT));

		if (to_buffer)
			memcpy(buf, at + in_page, some);
		else
			memcpy(at + in_page, buf, some);
		kunmap_local(at);
		buf += some;
		offset += some;
		len -= some;
	}
}

/**
 * sg_copy_buffer - copy between a list and a buffer
 * @sgl:	the list
 * @nents:	so many of its pieces
 * @buf:	the buffer
 * @buflen:	its size in bytes
 * @skip:	bytes of the list to begin behind
 * @to_buffer:	true: out of the list
 *
 * Context: any.
 * Return: bytes copied.
 */
size_t sg_copy_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen,
		      off_t skip, bool to_buffer)
{
	struct scatterlist *sg = sgl;
	size_t done = 0;

	for (; sg && nents && done < buflen; sg = sg_next(sg), nents--) {
		size_t some;

		if (skip >= sg->length) {
			skip -= sg->length;
			continue;
		}
		some = min_t(size_t, sg->length - skip, buflen - done);
		piece_copy(sg_page(sg), sg->offset + skip, buf + done, some, to_buffer);
		done += some;
		skip = 0;
	}
	return done;
}
EXPORT_SYMBOL(sg_copy_buffer);

/**
 * sg_copy_from_buffer - fill the pieces of a list; sg_copy_buffer() with its parameters
 *
 * Context: any.
 * Return: bytes copied.
 */
size_t sg_copy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf, size_t buflen)
{
	return sg_copy_buffer(sgl, nents, (void *)buf, buflen, 0, false);
}
EXPORT_SYMBOL(sg_copy_from_buffer);

/**
 * sg_copy_to_buffer - gather the pieces of a list; sg_copy_buffer() with its parameters
 *
 * Context: any.
 * Return: bytes copied.
 */
size_t sg_copy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen)
{
	return sg_copy_buffer(sgl, nents, buf, buflen, 0, true);
}
EXPORT_SYMBOL(sg_copy_to_buffer);

/**
 * sg_pcopy_from_buffer - sg_copy_from_buffer(), from @skip bytes of the list on
 *
 * Context: any.
 * Return: bytes copied.
 */
size_t sg_pcopy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf,
			    size_t buflen, off_t skip)
{
	return sg_copy_buffer(sgl, nents, (void *)buf, buflen, skip, false);
}
EXPORT_SYMBOL(sg_pcopy_from_buffer);

/**
 * sg_pcopy_to_buffer - sg_copy_to_buffer(), from @skip bytes of the list on
 *
 * Context: any.
 * Return: bytes copied.
 */
size_t sg_pcopy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen,
			  off_t skip)
{
	return sg_copy_buffer(sgl, nents, buf, buflen, skip, true);
}
EXPORT_SYMBOL(sg_pcopy_to_buffer);
