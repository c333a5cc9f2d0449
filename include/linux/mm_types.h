/* SPDX-License-Identifier: MIT */
/*
 * linux/mm_types.h - struct page and what describes mappings
 *
 * There is one struct page for each frame of memory, in one array (vmemmap_base). Sixty-four
 * bytes for 4096 is 1.6 %; memory that was never touched costs none of it, because an all-zero
 * struct page is valid: count 0, no flags, inside of a free block or of a block that
 * somebody owns by its first page. So, unlike Linux, _mapcount counts from 0.
 *
 * Who uses the middle of it, by what the frame is:
 *   free block's head	PG_buddy, private = order, lru = free list
 *   slab		PG_slab, slab_cache, freelist, slab_list, inuse, objects
 *   compound, page[0]	PG_head; page[1] has compound_order; the rest compound_head = head | 1
 *   otherwise		lru, mapping, index, private are the owner's
 */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/rwsem.h>
#include <asm/page.h>

struct address_space;
struct kmem_cache;
struct mm_struct;
struct file;
struct vm_operations_struct;

typedef unsigned long vm_flags_t;

/* For user addresses; the result of a fault handler. */
typedef __bitwise unsigned int vm_fault_t;

enum vm_fault_reason {
	VM_FAULT_OOM		= 0x000001,
	VM_FAULT_SIGBUS		= 0x000002,
	VM_FAULT_MAJOR		= 0x000004,
	VM_FAULT_HWPOISON	= 0x000010,
	VM_FAULT_HWPOISON_LARGE	= 0x000020,
	VM_FAULT_SIGSEGV	= 0x000040,
	VM_FAULT_NOPAGE		= 0x000100,
	VM_FAULT_LOCKED		= 0x000200,
	VM_FAULT_RETRY		= 0x000400,
	VM_FAULT_FALLBACK	= 0x000800,
	VM_FAULT_DONE_COW	= 0x001000,
	VM_FAULT_NEEDDSYNC	= 0x002000,
	VM_FAULT_COMPLETED	= 0x004000,
};

struct page {
	unsigned long flags;
	union {
		struct {
			struct list_head lru;
			struct address_space *mapping;
			pgoff_t index;
			unsigned long private;
		};
		struct {
			unsigned long slab_no_tail;	/* compound_head is read without a lock */
			struct list_head slab_list;
			struct kmem_cache *slab_cache;
			void *freelist;
		};
		struct {
			unsigned long compound_head;	/* bit 0 set; overlays lru.next */
			unsigned char compound_dtor;
			unsigned char compound_order;
			unsigned int compound_nr;
		};
		struct rcu_head rcu_head;
	};
	atomic_t _mapcount;
	atomic_t _refcount;
	unsigned char alloc_order;	/* of the block that this page is the first of */
	unsigned char pcp_class;	/* whose per-CPU stack it goes back to (mm/page_pcp.h) */
	union {
		unsigned short kmap_slot;	/* window + 1 of a high page (mm/highmem.c) */
		struct {			/* of a slab, which is never high: */
			unsigned char slab_nid;
			unsigned char slab_colour;	/* unused units before the first object */
		};
	};
	unsigned short inuse;		/* of a slab: objects not on freelist */
	unsigned short objects;
} __attribute__((aligned(64)));

/* A page that is not a tail. */
struct folio {
	union {
		struct {
			unsigned long flags;
			struct list_head lru;
			struct address_space *mapping;
			pgoff_t index;
			void *private;
			atomic_t _mapcount;
			atomic_t _refcount;
		};
		struct page page;
	};
};

struct vm_userfaultfd_ctx { };

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	pgprot_t vm_page_prot;
	unsigned long vm_flags;
	const struct vm_operations_struct *vm_ops;
	unsigned long vm_pgoff;
	struct file *vm_file;
	void *vm_private_data;
};

#endif /* _LINUX_MM_TYPES_H */
