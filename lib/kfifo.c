// SPDX-License-Identifier: MIT
/* lib/kfifo.c - rings: see linux/kfifo.h for who may do what at the same time */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kfifo.h>
#include <linux/log2.h>
#include <linux/slab.h>

int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size, size_t esize)
{
	size /= esize;
	if (size)
		size = rounddown_pow_of_two(size);
	*fifo = (struct __kfifo){ .esize = esize, .data = buffer, .mask = size ? size - 1 : 0 };
	return size < 2 ? -EINVAL : 0;
}
EXPORT_SYMBOL(__kfifo_init);

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp_mask)
{
	*fifo = (struct __kfifo){ .esize = esize };
	size = size ? roundup_pow_of_two(size) : 0;
	if (size < 2)
		return -EINVAL;
	fifo->data = kmalloc_array(esize, size, gfp_mask);
	if (!fifo->data)
		return -ENOMEM;
	fifo->mask = size - 1;
	return 0;
}
EXPORT_SYMBOL(__kfifo_alloc);

void __kfifo_free(struct __kfifo *fifo)
{
	kfree(fifo->data);
	*fifo = (struct __kfifo){ .esize = fifo->esize };
}
EXPORT_SYMBOL(__kfifo_free);

/*
 * A run of elements from @at on as two pieces of memory: up to the end of the buffer, and from its
 * start.
 */
struct run {
	void	*first;
	size_t	first_len;
	void	*second;
	size_t	second_len;
};

static struct run run_at(const struct __kfifo *fifo, unsigned int at, unsigned int n)
{
	unsigned int from = at & fifo->mask, straight = min(n, fifo->mask + 1 - from);

	return (struct run){
		.first = (char *)fifo->data + (size_t)from * fifo->esize,
		.first_len = (size_t)straight * fifo->esize,
		.second = fifo->data,
		.second_len = (size_t)(n - straight) * fifo->esize,
	};
}

static unsigned int room(const struct __kfifo *fifo)
{
	/* Pairs with the reader's release of out: it has finished with what it took. */
	return fifo->mask + 1 - (fifo->in - smp_load_acquire(&fifo->out));
}

static unsigned int filled(const struct __kfifo *fifo)
{
	/* Pairs with the writer's release of in: the elements are there. */
	return smp_load_acquire(&fifo->in) - fifo->out;
}

unsigned int __kfifo_in(struct __kfifo *fifo, const void *buf, unsigned int n)
{
	struct run run;

	n = min(n, fifo->data ? room(fifo) : 0);
	run = run_at(fifo, fifo->in, n);
	memcpy(run.first, buf, run.first_len);
	memcpy(run.second, (const char *)buf + run.first_len, run.second_len);
	smp_store_release(&fifo->in, fifo->in + n);
	return n;
}
EXPORT_SYMBOL(__kfifo_in);

unsigned int __kfifo_out_peek(struct __kfifo *fifo, void *buf, unsigned int n)
{
	struct run run;

	n = min(n, filled(fifo));
	run = run_at(fifo, fifo->out, n);
	memcpy(buf, run.first, run.first_len);
	memcpy((char *)buf + run.first_len, run.second, run.second_len);
	return n;
}
EXPORT_SYMBOL(__kfifo_out_peek);

unsigned int __kfifo_out(struct __kfifo *fifo, void *buf, unsigned int n)
{
	n = __kfifo_out_peek(fifo, buf, n);
	smp_store_release(&fifo->out, fifo->out + n);
	return n;
}
EXPORT_SYMBOL(__kfifo_out);

/* Bytes that were copied of a run, when @left of the first or second piece were not. */
static size_t copied_of(const struct run *run, size_t first_left, size_t second_left)
{
	return first_left ? run->first_len - first_left
			  : run->first_len + run->second_len - second_left;
}

int __kfifo_from_user(struct __kfifo *fifo, const void __user *from, unsigned long len,
		      unsigned int *copied)
{
	unsigned int n = min_t(unsigned long, len / fifo->esize, room(fifo));
	struct run run = run_at(fifo, fifo->in, n);
	size_t left = copy_from_user(run.first, from, run.first_len), left2 = 0, bytes;

	if (!left)
		left2 = copy_from_user(run.second, from + run.first_len, run.second_len);
	bytes = rounddown(copied_of(&run, left, left2), fifo->esize);
	*copied = bytes;
	smp_store_release(&fifo->in, fifo->in + (unsigned int)(bytes / fifo->esize));
	return left || left2 ? -EFAULT : 0;
}
EXPORT_SYMBOL(__kfifo_from_user);

int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long len, unsigned int *copied)
{
	unsigned int n = min_t(unsigned long, len / fifo->esize, filled(fifo));
	struct run run = run_at(fifo, fifo->out, n);
	size_t left = copy_to_user(to, run.first, run.first_len), left2 = 0, bytes;

	if (!left)
		left2 = copy_to_user(to + run.first_len, run.second, run.second_len);
	bytes = rounddown(copied_of(&run, left, left2), fifo->esize);
	*copied = bytes;
	smp_store_release(&fifo->out, fifo->out + (unsigned int)(bytes / fifo->esize));
	return left || left2 ? -EFAULT : 0;
}
EXPORT_SYMBOL(__kfifo_to_user);
