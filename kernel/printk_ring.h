/* SPDX-License-Identifier: MIT */
/* kernel/printk_ring.h - the store behind the log: records with a number, a time and a text */
#ifndef KERNEL_PRINTK_RING_H
#define KERNEL_PRINTK_RING_H

#include <linux/types.h>

#define PRINTK_TEXT_MAX		976	/* bytes of one record's text */
#define PRINTK_RING_TEXT	(1u << 18)
#define PRINTK_RING_RECORDS	(1u << 12)

/* Flags of a record. */
#define PRINTK_NEWLINE		1u	/* its text is complete */
#define PRINTK_CONT		2u	/* it began as the continuation of another */
#define PRINTK_CAPTURED		4u	/* not for the console: a test looks at it */

/**
 * struct printk_info - what a record is, apart from its text
 * @seq:	0 for the first record ever, then 1 more for each
 * @ts_nsec:	when, since the log's first message
 * @caller:	the context that wrote it: only that one may continue it
 */
struct printk_info {
	u64		seq;
	u64		ts_nsec;
	const void	*caller;
	u64		text_pos;
	u16		text_len;
	u8		facility;
	u8		level;
	u8		flags;
};

/**
 * ring_store - append a record; older ones make room
 * @info:	all but @seq, @text_pos and @text_len
 *
 * Without PRINTK_NEWLINE the record stays invisible to readers until something is stored
 * after it, or ring_finish() is called.
 */
void ring_store(const struct printk_info *info, const char *text, size_t len);
/**
 * ring_continue - add to the last record, if it is unfinished and @info's caller wrote it
 * Return: false if it can't be continued: store a record then.
 */
bool ring_continue(const struct printk_info *info, const char *text, size_t len);
/** ring_finish - make an unfinished last record visible */
void ring_finish(void);
/**
 * ring_read - read record *@seq, or the oldest that is left if that one is gone
 * @seq:	is set to the number of the record that was read
 * @buf:	receives at most @size bytes of text and a NUL; may be NULL if @size is 0
 *
 * Return: 0, or -ENOENT if there is no such record yet.
 */
int ring_read(u64 *seq, struct printk_info *info, char *buf, size_t size);
/** ring_first - number of the oldest record */
u64 ring_first(void);
/** ring_next - number of the next record that readers will see */
u64 ring_next(void);

#endif /* KERNEL_PRINTK_RING_H */
