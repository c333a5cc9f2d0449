// SPDX-License-Identifier: MIT
/*
 * mm/slab_called.c - kmalloc() and its kin by names that nobody inlines
 *
 * What is inlined in modules and programs (<asm/slab_inline.h>) calls these when it can't do it. The functions' own names
 * would mean the inlined ones there, and a second name for the same address would turn up in
 * call traces. Each is one jump: who calls is who called.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/slab_def.h>

/**
 * kmem_cache_alloc_called - kmem_cache_alloc()
 * @s:		the cache
 * @flags:	what the allocator may do
 *
 * Context: any that @flags allows.
 * Return: the object, or NULL. Row B2.
 */
void *kmem_cache_alloc_called(struct kmem_cache *s, gfp_t flags)
{
	return kmem_cache_alloc(s, flags);
}
EXPORT_SYMBOL(kmem_cache_alloc_called);

/**
 * kmem_cache_free_called - kmem_cache_free()
 * @s:		the object's cache
 * @objp:	the object
 *
 * Context: any. Row B2.
 */
void kmem_cache_free_called(struct kmem_cache *s, void *objp)
{
	kmem_cache_free(s, objp);
}
EXPORT_SYMBOL(kmem_cache_free_called);

/**
 * __kmalloc_called - __kmalloc()
 * @size:	bytes
 * @flags:	what the allocator may do
 *
 * Context: any that @flags allows.
 * Return: the memory, or NULL. Row B1.
 */
void *__kmalloc_called(size_t size, gfp_t flags)
{
	return __kmalloc(size, flags);
}
EXPORT_SYMBOL(__kmalloc_called);

/**
 * kmalloc_trace_called - kmalloc_trace()
 * @s:		the cache
 * @flags:	what the allocator may do
 * @size:	bytes asked for
 *
 * Context: any that @flags allows.
 * Return: the memory, or NULL. Row B1.
 */
void *kmalloc_trace_called(struct kmem_cache *s, gfp_t flags, size_t size)
{
	return kmalloc_trace(s, flags, size);
}
EXPORT_SYMBOL(kmalloc_trace_called);

/**
 * kfree_called - kfree()
 * @objp:	the memory
 *
 * Context: any. Row B1.
 */
void kfree_called(const void *objp)
{
	kfree(objp);
}
EXPORT_SYMBOL(kfree_called);
