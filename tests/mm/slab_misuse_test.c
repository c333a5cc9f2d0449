// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_misuse_test.c - suite "slab_misuse": each kind of misuse of objects is named, with its call chain
 *
 * A row makes one mistake, in a cache of 60-byte objects with the row's switches. Its sentence must
 * be in the log once, with the call chain and, where owners are kept, who allocated the object.
 * Then all must be usable: the object is freed, the cache is destroyed without a word, mm_verify()
 * finds nothing. The table is in docs/debugging.md; tests/misuse.t compares.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/poison.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/slab_debug.h"
#include "tests/mm/unmerged.h"

#define OBJECT_SIZE	60
#define LARGE		(3 * KMALLOC_MAX_CACHE_SIZE)

/* Returns whether @object is still in use. */
typedef bool (*slab_err_t)(struct kmem_cache *s, char *object);

struct slab_mistake {
	const char *name;
	slab_flags_t flags;
	const char *says;
	slab_err_t err;
	const char *function;	/* NULL: nothing of it is in the log */
	unsigned int needs;	/* bits of arch_features() */
};

/* The compiler knows what kfree() is for, and would rather not compile some of these. */
static void *hidden(void *p)
{
	OPTIMIZER_HIDE_VAR(p);
	return p;
}

/* Memory that is nobody's, which AddressSanitizer would stop at. */
static noinline __no_sanitize_address void wild_set(char *p, u8 value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		WRITE_ONCE(p[i], value);
}

static void free_keeping_frame(struct kmem_cache *s, void *object)
{
	kmem_cache_free(s, hidden(object));
	barrier();
}

/* ---- always: what is freed ---- */

static noinline bool err_double_free(struct kmem_cache *s, char *object)
{
	kmem_cache_free(s, object);
	free_keeping_frame(s, object);
	return false;
}

static noinline bool err_double_free_drained(struct kmem_cache *s, char *object)
{
	void *other = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, object);
	kmem_cache_shrink(s);
	free_keeping_frame(s, object);
	if (other)
		kmem_cache_free(s, other);
	return false;
}

static noinline bool err_double_free_bulk(struct kmem_cache *s, char *object)
{
	void *twice[] = { object, object };

	kmem_cache_free_bulk(s, 2, twice);
	barrier();
	return false;
}

static noinline bool err_double_free_large(struct kmem_cache *s, char *object)
{
	void *large = kmalloc(LARGE, GFP_KERNEL);

	kfree(large);
	kfree(hidden(large));
	return true;
}

static noinline bool err_free_inside(struct kmem_cache *s, char *object)
{
	free_keeping_frame(s, object + 8);
	return true;
}

static noinline bool err_free_inside_kfree(struct kmem_cache *s, char *object)
{
	kfree(hidden(object + 24));
	return true;
}

static noinline bool err_free_inside_large(struct kmem_cache *s, char *object)
{
	char *large = kmalloc(LARGE, GFP_KERNEL);

	kfree(hidden(large + PAGE_SIZE));
	kfree(large);
	return true;
}

static noinline bool err_free_page_memory(struct kmem_cache *s, char *object)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	kfree(hidden((void *)page));
	free_page(page);
	return true;
}

static noinline bool err_free_wild(struct kmem_cache *s, char *object)
{
	char on_stack[16];

	kfree(hidden(on_stack));
	return true;
}

static noinline bool err_free_vmalloc(struct kmem_cache *s, char *object)
{
	void *v = vmalloc(100);

	kfree(hidden(v));
	vfree(v);
	return true;
}

static noinline bool err_free_wrong_cache(struct kmem_cache *s, char *object)
{
	struct kmem_cache *other = kmem_cache_create("slab-misuse-b", OBJECT_SIZE, 0, SLAB_UNMERGED, NULL);

	if (other)
		free_keeping_frame(other, object);
	kmem_cache_destroy(other);
	return true;
}

static noinline bool err_free_large_to_cache(struct kmem_cache *s, char *object)
{
	void *large = kmalloc(LARGE, GFP_KERNEL);

	if (large)
		free_keeping_frame(s, large);
	kfree(large);
	return true;
}

static noinline bool err_ksize_of_free(struct kmem_cache *s, char *object)
{
	kmem_cache_free(s, object);
	return ksize(hidden(object)) != 0;
}

static noinline bool err_krealloc_of_free(struct kmem_cache *s, char *object)
{
	kmem_cache_free(s, object);
	kfree(krealloc(hidden(object), 100, GFP_KERNEL));
	return false;
}

static noinline bool err_vfree_of_object(struct kmem_cache *s, char *object)
{
	vfree(hidden(object + 8));
	barrier();
	return true;
}

/* ---- always: what is written, left, asked for ---- */

/* Preemption is off, so that the object comes back from this CPU's magazine. */
static noinline bool err_write_to_free(struct kmem_cache *s, char *object)
{
	unsigned long mark;
	void *again;

	preempt_disable();
	kmem_cache_free(s, object);
	mark = *link_word(s, object);
	*link_word(s, object) = ~0UL;
	again = kmem_cache_alloc(s, GFP_ATOMIC);
	preempt_enable();
	if (!again) {
		*link_word(s, object) = mark;
		return false;
	}
	kmem_cache_free(s, again);
	return again != object;
}

static noinline bool err_destroy_in_use(struct kmem_cache *s, char *object)
{
	kmem_cache_destroy(s);
	barrier();
	return true;
}

static noinline bool err_same_name(struct kmem_cache *s, char *object)
{
	kmem_cache_destroy(kmem_cache_create("slab-misuse", OBJECT_SIZE, 0, SLAB_UNMERGED, NULL));
	return true;
}

static noinline bool err_name_with_blank(struct kmem_cache *s, char *object)
{
	kmem_cache_destroy(kmem_cache_create("slab misuse", OBJECT_SIZE, 0, 0, NULL));
	return true;
}

static noinline bool err_create_empty(struct kmem_cache *s, char *object)
{
	return kmem_cache_create("slab-misuse-0", 0, 0, 0, NULL) == NULL;
}

static noinline bool err_create_misaligned(struct kmem_cache *s, char *object)
{
	return kmem_cache_create("slab-misuse-24", OBJECT_SIZE, 24, 0, NULL) == NULL;
}

static noinline bool err_usercopy_outside(struct kmem_cache *s, char *object)
{
	kmem_cache_destroy(kmem_cache_create_usercopy("slab-misuse-u", 64, 0, 0, 32, 64, NULL));
	return true;
}

static noinline bool err_highmem_object(struct kmem_cache *s, char *object)
{
	kfree(kmalloc(LARGE, GFP_KERNEL | __GFP_HIGHMEM));
	return true;
}

static noinline bool err_sleep_in_atomic(struct kmem_cache *s, char *object)
{
	/*
	 * Again, for the host may have moved the thread: the fast path looks at the CPU that it
	 * runs on.
	 */
	for (int i = 0; i < 10; i++) {
		void *other;

		preempt_disable();
		other = kmem_cache_alloc(s, GFP_KERNEL);
		preempt_enable();
		if (other)
			kmem_cache_free(s, other);
	}
	return true;
}

/* ---- with SLAB_RED_ZONE ---- */

static noinline bool err_left_redzone(struct kmem_cache *s, char *object)
{
	wild_set(object - 1, 0x11, 1);
	free_keeping_frame(s, object);
	return true;
}

static noinline bool err_right_redzone(struct kmem_cache *s, char *object)
{
	wild_set(object, 0x11, OBJECT_SIZE + 2);
	free_keeping_frame(s, object);
	return true;
}

static __always_inline bool written_while_free(struct kmem_cache *s, char *object, unsigned int offset, unsigned int size)
{
	void *again;

	kmem_cache_free(s, object);
	wild_set(object + offset, 0x11, size);
	again = kmem_cache_alloc(s, GFP_KERNEL);
	if (!again)
		return false;
	kmem_cache_free(s, again);
	return again != object;
}

static noinline bool err_redzone_of_free(struct kmem_cache *s, char *object)
{
	return written_while_free(s, object, OBJECT_SIZE, 2);
}

static noinline bool err_redzone_at_rest(struct kmem_cache *s, char *object)
{
	wild_set(object + OBJECT_SIZE, 0x11, 1);
	return slab_validate(s) == 1;
}

/* ---- with SLAB_POISON ---- */

static noinline bool err_poison(struct kmem_cache *s, char *object)
{
	return written_while_free(s, object, 16, 4);
}

static noinline bool err_end_poison(struct kmem_cache *s, char *object)
{
	return written_while_free(s, object, OBJECT_SIZE - 1, 1);
}

static noinline bool err_alignment_padding(struct kmem_cache *s, char *object)
{
	wild_set(object + OBJECT_SIZE, 0x11, 1);
	free_keeping_frame(s, object);
	return true;
}

static noinline bool err_object_padding(struct kmem_cache *s, char *object)
{
	wild_set(object + s->used, 0x11, 1);
	free_keeping_frame(s, object);
	return true;
}

static noinline bool err_mark_in_use(struct kmem_cache *s, char *object)
{
	wild_set((char *)link_word(s, object), 0x11, 2);
	free_keeping_frame(s, object);
	return true;
}

/* ---- with SLAB_CONSISTENCY_CHECKS ---- */

static noinline bool err_slab_padding(struct kmem_cache *s, char *object)
{
	struct page *page = virt_to_head_page(object);
	char *end = (char *)page_address(page) + page_size(page) - s->tail;

	wild_set(end - 3, 0x11, 2);
	free_keeping_frame(s, object);
	return false;
}

static noinline bool err_slab_count(struct kmem_cache *s, char *object)
{
	struct page *page = virt_to_head_page(object);
	void *other = kmem_cache_alloc(s, GFP_KERNEL);	/* the slab is partial before and after */
	unsigned int inuse = page->inuse;

	if (!other)
		return true;
	page->inuse = page->objects + 5;
	free_keeping_frame(s, object);
	page->inuse = inuse - 1;
	kmem_cache_free(s, other);
	return false;
}

/* ---- the table ---- */

#define F	SLAB_CONSISTENCY_CHECKS
#define Z	SLAB_RED_ZONE
#define P	SLAB_POISON
#define U	SLAB_STORE_USER

#define ROW(_name, _flags, _says, _err, ...) \
	{ .name = _name, .flags = _flags, .says = _says, .err = _err, .function = #_err, ##__VA_ARGS__ }
#define ROW_UNTRACED(_name, _flags, _says, _err) \
	{ .name = _name, .flags = _flags, .says = _says, .err = _err }

static const struct slab_mistake slab_mistakes[] = {
	ROW("double-free", 0, "Object already free", err_double_free),
	ROW("double-free-drained", 0, "Object already free", err_double_free_drained),
	ROW("double-free-bulk", 0, "Object already free", err_double_free_bulk),
	ROW("double-free-large", 0, "Object already free", err_double_free_large),
	ROW("double-free-owner", U, "Object already free", err_double_free),
	ROW("free-inside", 0, "address is not the start of an object", err_free_inside),
	ROW("free-inside-kfree", 0, "address is not the start of an object", err_free_inside_kfree),
	ROW("free-inside-large", 0, "address is not the start of an object", err_free_inside_large),
	ROW("free-page-memory", 0, "page belongs neither to a slab nor to kmalloc", err_free_page_memory),
	ROW("free-wild", 0, "address is not memory of any allocator", err_free_wild),
	ROW("free-vmalloc", 0, "address belongs to vmalloc: vfree() is for it", err_free_vmalloc,
	    .needs = ARCH_HAS_MMU),
	ROW("free-wrong-cache", 0, "object belongs to another cache", err_free_wrong_cache),
	ROW("free-large-to-cache", 0, "page belongs neither to a slab nor to kmalloc",
	    err_free_large_to_cache),
	ROW("ksize-of-free", 0, "Object already free", err_ksize_of_free),
	ROW("krealloc-of-free", 0, "Object already free", err_krealloc_of_free),
	ROW("vfree-of-object", 0, "Trying to vfree() bad address", err_vfree_of_object),
	ROW("write-to-free", 0, "Freepointer corrupt: free object was written to", err_write_to_free),
	ROW("destroy-in-use", 0, "Objects remaining in slab-misuse on __kmem_cache_shutdown()",
	    err_destroy_in_use),
	ROW("destroy-in-use-owner", U, "Objects remaining in slab-misuse on __kmem_cache_shutdown()",
	    err_destroy_in_use),
	ROW_UNTRACED("same-name", 0, "kmem_cache of name 'slab-misuse' already exists", err_same_name),
	ROW("name-with-blank", 0, "WARNING:", err_name_with_blank),
	ROW("create-empty", 0, "integrity check failed", err_create_empty),
	ROW("create-misaligned", 0, "failed with error -22", err_create_misaligned),
	ROW("usercopy-outside", 0, "WARNING:", err_usercopy_outside),
	ROW("highmem-object", 0, "Unexpected gfp:", err_highmem_object),
	ROW("sleep-in-atomic", 0, "BUG: sleeping function called from invalid context",
	    err_sleep_in_atomic),
	ROW("left-redzone", Z, "Left Redzone overwritten", err_left_redzone),
	ROW("right-redzone", Z | U, "Right Redzone overwritten", err_right_redzone),
	ROW("redzone-of-free", Z, "Right Redzone overwritten", err_redzone_of_free),
	ROW("redzone-at-rest", Z | U, "Right Redzone overwritten", err_redzone_at_rest),
	ROW("poison", P, "Poison overwritten", err_poison),
	ROW("poison-owner", P | U, "Poison overwritten", err_poison),
	ROW("end-poison", P, "End Poison overwritten", err_end_poison),
	ROW("alignment-padding", P, "Alignment padding overwritten", err_alignment_padding),
	ROW("object-padding", P, "Object padding overwritten", err_object_padding),
	ROW("mark-in-use", P, "Freepointer of an object in use overwritten", err_mark_in_use),
	ROW("slab-padding", F | P, "Padding overwritten. 0x", err_slab_padding),
	ROW("slab-count", F, "> max", err_slab_count),
};

static void describe(const struct slab_mistake *m, char *desc)
{
	strscpy(desc, m->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(slab_mistake, slab_mistakes, describe);

static noinline char *allocate_for_mistake(struct kmem_cache *s)
{
	char *object = kmem_cache_alloc(s, GFP_KERNEL);

	barrier();
	return object;
}

/* 128 leaves padding behind what is known of an object, whatever the switches. */
static struct kmem_cache *cache_for(const struct slab_mistake *m)
{
	unsigned int align = m->err == err_object_padding ? 128 : 0;

	return kmem_cache_create("slab-misuse", OBJECT_SIZE, align, m->flags | SLAB_UNMERGED, NULL);
}

static bool row_is_possible(const struct slab_mistake *m, const struct kmem_cache *s)
{
	if (m->needs & ~arch_features())
		return false;
	if (!slab_design->magazines && (m->flags || m->err == err_write_to_free))
		return false;	/* slob: no switches, no marks */
	if (m->err == err_slab_count && slab_design != &slub_ops)
		return false;	/* slab finds its free objects by that count */
	return m->err != err_alignment_padding || !(s->flags & (SLAB_RED_ZONE | SLAB_WATCHED));
}

static void expect_report(struct kunit *test, const struct slab_mistake *m, const struct kmem_cache *s,
			  const struct printk_capture *c)
{
	bool symbols = arch_features() & ARCH_HAS_SYMBOLS;

	KUNIT_EXPECT_EQ_MSG(test, printk_capture_count(c, m->says), 1U, "not said once: %s", m->says);
	if (m->function && symbols)
		KUNIT_EXPECT_TRUE_MSG(test, printk_capture_contains(c, m->function),
				      "%s is not in the call trace", m->function);
	if (!(m->flags & SLAB_STORE_USER))
		return;
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(c, "Allocated in "));
	if (symbols)
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(c, "allocate_for_mistake"));
}

static void slab_misuse_is_named(struct kunit *test)
{
	const struct slab_mistake *m = test->param_value;
	struct kmem_cache *s = cache_for(m);
	struct printk_capture c;
	char *object;
	bool live;

	KUNIT_ASSERT_NOT_NULL(test, s);
	if (!row_is_possible(m, s)) {
		kmem_cache_destroy(s);
		kunit_skip(test, "not on this machine");
	}
	object = allocate_for_mistake(s);
	KUNIT_ASSERT_NOT_NULL(test, object);
	printk_capture_begin(&c);
	live = m->err(s, object);
	printk_capture_end(&c);
	expect_report(test, m, s, &c);

	printk_capture_begin(&c);
	if (live)
		kmem_cache_free(s, object);
	kmem_cache_destroy(s);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ_MSG(test, printk_capture_count(&c, "BUG"), 0U, "more was said afterwards");
	KUNIT_EXPECT_EQ(test, mm_verify(NULL, NULL), 0);
}

static struct kunit_case slab_misuse_cases[] = {
	KUNIT_CASE_PARAM(slab_misuse_is_named, slab_mistake_gen_params),
	{}
};

static struct kunit_suite slab_misuse_suite = {
	.name = "slab_misuse",
	.test_cases = slab_misuse_cases,
};
kunit_test_suite(slab_misuse_suite);
