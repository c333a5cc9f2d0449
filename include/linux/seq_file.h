/* SPDX-License-Identifier: MIT */
/*
 * linux/seq_file.h - a text file made record by record, read in pieces of any size
 *
 * An iterator (start, next, show, stop) says what the records are; seq_read() keeps them in a
 * buffer that grows to the largest, and remembers where the reader stands. start() and stop()
 * bracket each read call, so a lock may be held between them. Row D6.
 */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/types.h>

struct seq_operations;

/**
 * struct seq_file - one open of such a file
 * @buf:	text not yet read; @size bytes long, @count of them used, @from already handed out
 * @pad_until:	column up to which seq_pad() fills
 * @index:	number of the record that comes next
 * @read_pos:	file position that @buf belongs to
 * @lock:	serialises readers of this open
 * @private:	the driver's
 */
struct seq_file {
	char				*buf;
	size_t				size;
	size_t				from;
	size_t				count;
	size_t				pad_until;
	loff_t				index;
	loff_t				read_pos;
	struct mutex			lock;
	const struct seq_operations	*op;
	int				poll_event;
	const struct file		*file;
	void				*private;
};

/** struct seq_operations - the iterator; show() returning SEQ_SKIP drops its record */
struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};

#define SEQ_SKIP		1
#define SEQ_START_TOKEN		((void *)1)

/** seq_has_overflowed - did a record not fit? Then it will be made again in a larger buffer. */
static inline bool seq_has_overflowed(struct seq_file *m)
{
	return m->count == m->size;
}

/** seq_get_buf - the free part of the buffer, for who writes text directly; follow with seq_commit() */
static inline size_t seq_get_buf(struct seq_file *m, char **bufp)
{
	BUG_ON(m->count > m->size);
	if (m->count < m->size)
		*bufp = m->buf + m->count;
	else
		*bufp = NULL;
	return m->size - m->count;
}

/** seq_commit - @num bytes were written; -1: they did not fit */
static inline void seq_commit(struct seq_file *m, int num)
{
	if (num < 0) {
		m->count = m->size;
	} else {
		BUG_ON(m->count + num > m->size);
		m->count += num;
	}
}

/** seq_setwidth - from here, seq_pad() fills up to @size columns */
static inline void seq_setwidth(struct seq_file *m, size_t size)
{
	m->pad_until = m->count + size;
}

void seq_pad(struct seq_file *m, char c);

char *mangle_path(char *s, const char *p, const char *esc);
int seq_open(struct file *file, const struct seq_operations *op);
ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos);
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter);
loff_t seq_lseek(struct file *file, loff_t offset, int whence);
int seq_release(struct inode *inode, struct file *file);
int seq_write(struct seq_file *m, const void *data, size_t len);

__printf(2, 0) void seq_vprintf(struct seq_file *m, const char *fmt, va_list args);
__printf(2, 3) void seq_printf(struct seq_file *m, const char *fmt, ...);
void seq_putc(struct seq_file *m, char c);
void seq_puts(struct seq_file *m, const char *s);
void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter, unsigned long long num,
			       unsigned int width);
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long num);
void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long num);
void seq_put_hex_ll(struct seq_file *m, const char *delimiter, unsigned long long v,
		    unsigned int width);
void seq_escape_mem(struct seq_file *m, const char *src, size_t len, unsigned int flags,
		    const char *esc);

static inline void seq_escape_str(struct seq_file *m, const char *src, unsigned int flags,
				  const char *esc)
{
	seq_escape_mem(m, src, strlen(src), flags, esc);
}

/** seq_escape - print @s with the characters of @esc as octal escapes */
static inline void seq_escape(struct seq_file *m, const char *s, const char *esc)
{
	seq_escape_str(m, s, ESCAPE_OCTAL, esc);
}

void seq_hex_dump(struct seq_file *m, const char *prefix_str, int prefix_type, int rowsize,
		  int groupsize, const void *buf, size_t len, bool ascii);
int seq_path(struct seq_file *m, const struct path *path, const char *esc);
int seq_file_path(struct seq_file *m, struct file *file, const char *esc);

int single_open(struct file *file, int (*show)(struct seq_file *, void *), void *data);
int single_open_size(struct file *file, int (*show)(struct seq_file *, void *), void *data,
		     size_t size);
int single_release(struct inode *inode, struct file *file);
void *__seq_open_private(struct file *file, const struct seq_operations *ops, int psize);
int seq_open_private(struct file *file, const struct seq_operations *ops, int psize);
int seq_release_private(struct inode *inode, struct file *file);

static inline struct user_namespace *seq_user_ns(struct seq_file *seq)
{
	return &init_user_ns;
}

#define __SEQ_FOPS(__name, __release) \
static const struct file_operations __name##_fops = { \
	.owner		= THIS_MODULE, \
	.open		= __name##_open, \
	.read		= seq_read, \
	.llseek		= seq_lseek, \
	.release	= __release, \
}

/* x_open() and x_fops from seq_operations x_sops; one record: from x_show(). */
#define DEFINE_SEQ_ATTRIBUTE(__name) \
static int __name##_open(struct inode *inode, struct file *file) \
{ \
	int ret = seq_open(file, &__name##_sops); \
	if (!ret && inode->i_private) { \
		struct seq_file *seq_f = file->private_data; \
		seq_f->private = inode->i_private; \
	} \
	return ret; \
} \
__SEQ_FOPS(__name, seq_release)

#define DEFINE_SHOW_ATTRIBUTE(__name) \
static int __name##_open(struct inode *inode, struct file *file) \
{ \
	return single_open(file, __name##_show, inode->i_private); \
} \
__SEQ_FOPS(__name, single_release)

#define DEFINE_PROC_SHOW_ATTRIBUTE(__name) \
static int __name##_open(struct inode *inode, struct file *file) \
{ \
	return single_open(file, __name##_show, pde_data(inode)); \
} \
static const struct proc_ops __name##_proc_ops = { \
	.proc_open	= __name##_open, \
	.proc_read	= seq_read, \
	.proc_lseek	= seq_lseek, \
	.proc_release	= single_release, \
}

#define seq_show_option_n(m, name, value, length) { \
	char val_buf[length + 1]; \
	memcpy(val_buf, value, length); \
	val_buf[length] = '\0'; \
	seq_show_option(m, name, val_buf); \
}

static inline void seq_show_option(struct seq_file *m, const char *name, const char *value)
{
	seq_putc(m, ',');
	seq_escape(m, name, ",= \t\n\\");
	if (value) {
		seq_putc(m, '=');
		seq_escape(m, value, ", \t\n\\");
	}
}

/* Iterators over the kernel's lists, for start() and next(). */
struct list_head;
struct hlist_head;
struct hlist_node;
struct list_head *seq_list_start(struct list_head *head, loff_t pos);
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos);
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos);
struct hlist_node *seq_hlist_start(struct hlist_head *head, loff_t pos);
struct hlist_node *seq_hlist_start_head(struct hlist_head *head, loff_t pos);
struct hlist_node *seq_hlist_next(void *v, struct hlist_head *head, loff_t *ppos);

#endif /* _LINUX_SEQ_FILE_H */
