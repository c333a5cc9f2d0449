// SPDX-License-Identifier: MIT
/*
 * lib/sort.c - heap sort: n log n in the worst case, no memory, no recursion
 *
 * The first @heap elements of the array are a heap: no parent is below its children (element i has
 * 2i + 1 and 2i + 2). Each round takes the largest to the end.
 */
#include <linux/export.h>
#include <linux/sort.h>

struct sort {
	char		*base;
	size_t		size;
	cmp_r_func_t	cmp;
	swap_r_func_t	swap;
	const void	*priv;
};

static void swap_elements(const struct sort *s, size_t a, size_t b)
{
	char *x = s->base + a * s->size, *y = s->base + b * s->size;
	size_t i;

	if (s->swap) {
		s->swap(x, y, s->size, s->priv);
		return;
	}
	for (i = 0; i < s->size; i++) {
		char c = x[i];

		x[i] = y[i];
		y[i] = c;
	}
}

static bool below(const struct sort *s, size_t a, size_t b)
{
	return s->cmp(s->base + a * s->size, s->base + b * s->size, s->priv) < 0;
}

/* Let element @i, whose children are heaps, sink to its place. */
static void sink(const struct sort *s, size_t i, size_t heap)
{
	size_t child;

	while ((child = 2 * i + 1) < heap) {
		if (child + 1 < heap && below(s, child, child + 1))
			child++;
		if (!below(s, i, child))
			return;
		swap_elements(s, i, child);
		i = child;
	}
}

void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
	    const void *priv)
{
	struct sort s = { .base = base, .size = size, .cmp = cmp, .swap = swap, .priv = priv };
	size_t i;

	for (i = num / 2; i-- > 0;)
		sink(&s, i, num);
	for (i = num; i-- > 1;) {
		swap_elements(&s, 0, i);
		sink(&s, 0, i);
	}
}
EXPORT_SYMBOL(sort_r);

struct plain_functions {
	cmp_func_t	cmp;
	swap_func_t	swap;
};

static int plain_cmp(const void *a, const void *b, const void *priv)
{
	const struct plain_functions *f = priv;

	return f->cmp(a, b);
}

static void plain_swap(void *a, void *b, int size, const void *priv)
{
	const struct plain_functions *f = priv;

	f->swap(a, b, size);
}

void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap)
{
	struct plain_functions f = { cmp, swap };

	sort_r(base, num, size, plain_cmp, swap ? plain_swap : NULL, &f);
}
EXPORT_SYMBOL(sort);
