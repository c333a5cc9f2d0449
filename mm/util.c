// SPDX-License-Identifier: MIT
/*
 * mm/util.c - allocated copies, and memory that need not be contiguous
 *
 * Everything here is built from kmalloc() and vmalloc(). Row B1. Linux: same results as 6.1;
 * kstrdup_const() always copies, since a module's constants go with the module.
 */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/vmalloc.h>

/**
 * kmemdup - copy memory into new memory
 * @src:	what to copy
 * @len:	bytes
 * @gfp:	for the new memory
 *
 * Context: any that @gfp allows.
 * Return: the copy, for kfree(), or NULL. Row B1.
 */
void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *copy = kmalloc_track_caller(len, gfp);

	if (copy)
		memcpy(copy, src, len);
	return copy;
}
EXPORT_SYMBOL(kmemdup);

/**
 * kvmemdup - kmemdup() of memory that may be large
 * @src:	what to copy
 * @len:	bytes
 * @gfp:	for the new memory
 *
 * Context: may sleep.
 * Return: the copy, for kvfree(), or NULL.
 */
void *kvmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *copy = kvmalloc(len, gfp);

	if (copy)
		memcpy(copy, src, len);
	return copy;
}
EXPORT_SYMBOL(kvmemdup);

/**
 * kmemdup_nul - make a string of memory that need not end in a NUL
 * @s:		the characters
 * @len:	how many
 * @gfp:	for the string
 *
 * Context: any that @gfp allows.
 * Return: the string, for kfree(), or NULL.
 */
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp)
{
	char *copy = s ? kmalloc_track_caller(len + 1, gfp) : NULL;

	if (copy) {
		memcpy(copy, s, len);
		copy[len] = '\0';
	}
	return copy;
}
EXPORT_SYMBOL(kmemdup_nul);

/**
 * kstrdup - copy a string
 * @s:		the string, or NULL
 * @gfp:	for the copy
 *
 * Context: any that @gfp allows.
 * Return: the copy, for kfree(); NULL for NULL or without memory. Row B1.
 */
char *kstrdup(const char *s, gfp_t gfp)
{
	size_t len;
	char *copy;

	if (!s)
		return NULL;
	len = strlen(s) + 1;
	copy = kmalloc_track_caller(len, gfp);
	if (copy)
		memcpy(copy, s, len);
	return copy;
}
EXPORT_SYMBOL(kstrdup);

/**
 * kstrndup - copy at most @max characters of a string
 * @s:		the string, or NULL; it need not end within @max
 * @max:	characters
 * @gfp:	for the copy
 *
 * Context: any that @gfp allows.
 * Return: the copy, for kfree(), or NULL.
 */
char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	size_t len;
	char *copy;

	if (!s)
		return NULL;
	len = strnlen(s, max);
	copy = kmalloc_track_caller(len + 1, gfp);
	if (copy) {
		memcpy(copy, s, len);
		copy[len] = '\0';
	}
	return copy;
}
EXPORT_SYMBOL(kstrndup);

/**
 * kstrdup_const - a string that will not change, copied if it might go away
 * @s:		the string, or NULL
 * @gfp:	for a copy
 *
 * Context: any that @gfp allows.
 * Return: the string, for kfree_const(), or NULL.
 */
const char *kstrdup_const(const char *s, gfp_t gfp)
{
	return kstrdup(s, gfp);
}
EXPORT_SYMBOL(kstrdup_const);

/** kfree_const - give back what kstrdup_const() returned; NULL is safe. Context: any. */
void kfree_const(const void *x)
{
	kfree(x);
}
EXPORT_SYMBOL(kfree_const);

/**
 * kvmalloc_node - memory, contiguous if that is easy
 * @size:	bytes, at most INT_MAX
 * @flags:	GFP_KERNEL and its like; where they do not allow sleeping, only kmalloc() is tried
 * @node:	node to prefer, or NUMA_NO_NODE
 *
 * A kmalloc() of more than a page does not insist: vmalloc() will do better than reclaim.
 *
 * Context: may sleep if @flags says so.
 * Return: the memory, for kvfree(), or NULL; a size over INT_MAX is warned of, as in Linux. Row B1.
 */
void *kvmalloc_node(size_t size, gfp_t flags, int node)
{
	gfp_t first = flags;
	void *memory;

	if (size > PAGE_SIZE) {
		first |= __GFP_NOWARN;
		if (!(first & __GFP_RETRY_MAYFAIL))
			first |= __GFP_NORETRY;
		first &= ~__GFP_NOFAIL;
	}
	memory = kmalloc_node(size, first, node);
	if (memory || size <= PAGE_SIZE)
		return memory;
	if (!gfpflags_allow_blocking(flags))
		return NULL;
	if (unlikely(size > INT_MAX)) {
		WARN_ON_ONCE(!(flags & __GFP_NOWARN));
		return NULL;
	}
	return __vmalloc_node(size, 1, flags, node, __builtin_return_address(0));
}
EXPORT_SYMBOL(kvmalloc_node);

/**
 * kvfree - give back what kvmalloc(), kmalloc() or vmalloc() gave; NULL is safe
 * @addr:	its address
 *
 * Context: may sleep, unless it is known that @addr is kmalloc()'s.
 */
void kvfree(const void *addr)
{
	if (is_vmalloc_addr(addr))
		vfree(addr);
	else
		kfree(addr);
}
EXPORT_SYMBOL(kvfree);

/**
 * kvfree_sensitive - wipe memory and give it back
 * @addr:	from kvmalloc(); NULL is safe
 * @len:	its bytes
 *
 * Context: may sleep.
 */
void kvfree_sensitive(const void *addr, size_t len)
{
	if (unlikely(ZERO_OR_NULL_PTR(addr)))
		return;
	memzero_explicit((void *)addr, len);
	kvfree(addr);
}
EXPORT_SYMBOL(kvfree_sensitive);

/**
 * kvrealloc - make kvmalloc() memory larger, moving it
 * @p:		the memory, or NULL
 * @oldsize:	its bytes
 * @newsize:	bytes wanted; at most @oldsize returns @p
 * @flags:	for new memory
 *
 * Context: may sleep.
 * Return: the memory, or NULL, and then @p is as before.
 */
void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t flags)
{
	void *larger;

	if (oldsize >= newsize)
		return (void *)p;
	larger = kvmalloc(newsize, flags);
	if (!larger)
		return NULL;
	if (p)
		memcpy(larger, p, oldsize);
	kvfree(p);
	return larger;
}
EXPORT_SYMBOL(kvrealloc);

/**
 * mem_dump_obj - print what is known about the memory at an address
 * @object:	the address
 *
 * Context: any; continues a line of the log. Row B2.
 */
void mem_dump_obj(void *object)
{
	if (kmem_dump_obj(object) || vmalloc_dump_obj(object))
		return;
	if (is_vmalloc_addr(object))
		pr_cont(" vmalloc memory\n");
	else if (virt_addr_valid(object))
		pr_cont(" non-slab/vmalloc memory\n");
	else if (!object)
		pr_cont(" NULL pointer\n");
	else
		pr_cont(" %s\n", object == ZERO_SIZE_PTR ? "zero-size pointer" : "non-paged memory");
}
EXPORT_SYMBOL_GPL(mem_dump_obj);
