// SPDX-License-Identifier: MIT
/* tests/lib/list_test.c - list_head, hlist, llist, list_sort (row D6) */
#include <kunit/test.h>
#include <linux/hashtable.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/llist.h>
#include <linux/prandom.h>

struct item {
	struct list_head node;
	struct hlist_node hnode;
	struct llist_node lnode;
	int key, place;
};

#define NR 8

/* The list is exactly keys[0..n-1], forwards and backwards. */
static void expect_keys(struct kunit *test, struct list_head *head, const int *keys, int n)
{
	struct item *item;
	int i = 0;

	list_for_each_entry(item, head, node) {
		KUNIT_ASSERT_LT(test, i, n);
		KUNIT_EXPECT_EQ(test, item->key, keys[i]);
		i++;
	}
	KUNIT_EXPECT_EQ(test, i, n);
	list_for_each_entry_reverse(item, head, node)
		KUNIT_EXPECT_EQ(test, item->key, keys[--i]);
	KUNIT_EXPECT_EQ(test, i, 0);
	KUNIT_EXPECT_EQ(test, list_empty(head), n == 0);
}

#define EXPECT_KEYS(test, head, ...) \
	expect_keys(test, head, (const int[]){ __VA_ARGS__ }, \
		    sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))

/* Items 0..n-1 in order. */
static void fill(struct list_head *head, struct item *items, int n)
{
	int i;

	INIT_LIST_HEAD(head);
	for (i = 0; i < n; i++) {
		items[i].key = i;
		list_add_tail(&items[i].node, head);
	}
}

static void list_add_puts_at_front_and_tail(struct kunit *test)
{
	struct item items[3] = { { .key = 1 }, { .key = 2 }, { .key = 3 } };
	LIST_HEAD(head);

	KUNIT_EXPECT_TRUE(test, list_empty(&head));
	KUNIT_EXPECT_TRUE(test, list_empty_careful(&head));
	list_add(&items[0].node, &head);
	KUNIT_EXPECT_TRUE(test, list_is_singular(&head));
	list_add(&items[1].node, &head);
	list_add_tail(&items[2].node, &head);
	EXPECT_KEYS(test, &head, 2, 1, 3);
	KUNIT_EXPECT_TRUE(test, list_is_first(&items[1].node, &head));
	KUNIT_EXPECT_TRUE(test, list_is_last(&items[2].node, &head));
	KUNIT_EXPECT_EQ(test, list_count_nodes(&head), 3ul);
}

static void list_del_poisons_and_del_init_empties(struct kunit *test)
{
	struct list_head head;
	struct item items[3];

	fill(&head, items, 3);
	list_del(&items[1].node);
	KUNIT_EXPECT_PTR_EQ(test, items[1].node.next, LIST_POISON1);
	KUNIT_EXPECT_PTR_EQ(test, items[1].node.prev, LIST_POISON2);
	EXPECT_KEYS(test, &head, 0, 2);
	list_del_init(&items[0].node);
	KUNIT_EXPECT_TRUE(test, list_empty(&items[0].node));
	list_del_init_careful(&items[2].node);
	KUNIT_EXPECT_TRUE(test, list_empty_careful(&items[2].node));
	KUNIT_EXPECT_TRUE(test, list_empty(&head));
}

/* A hand-written shim crashed here: the new head of an empty list must be empty, not dangling. */
static void list_replace_init_of_empty_list(struct kunit *test)
{
	LIST_HEAD(old);
	struct list_head new;
	struct item item = { .key = 5 };

	list_replace_init(&old, &new);
	KUNIT_EXPECT_TRUE(test, list_empty(&old));
	KUNIT_EXPECT_PTR_EQ(test, old.next, &old);
	KUNIT_EXPECT_PTR_EQ(test, old.prev, &old);
	list_add(&item.node, &old);
	list_replace_init(&old, &new);
	EXPECT_KEYS(test, &new, 5);
	KUNIT_EXPECT_TRUE(test, list_empty(&old));
}

static void list_replace_and_swap_keep_order(struct kunit *test)
{
	struct item items[4], extra = { .key = 9 };
	struct list_head head;

	fill(&head, items, 4);
	list_replace(&items[1].node, &extra.node);
	EXPECT_KEYS(test, &head, 0, 9, 2, 3);
	list_swap(&items[0].node, &items[3].node);
	EXPECT_KEYS(test, &head, 3, 9, 2, 0);
	list_swap(&extra.node, &items[2].node);	/* neighbours */
	EXPECT_KEYS(test, &head, 3, 2, 9, 0);
	list_swap(&extra.node, &items[2].node);
	EXPECT_KEYS(test, &head, 3, 9, 2, 0);
}

static void list_moves(struct kunit *test)
{
	struct list_head head;
	struct item items[5];

	fill(&head, items, 5);
	list_move(&items[3].node, &head);
	EXPECT_KEYS(test, &head, 3, 0, 1, 2, 4);
	list_move_tail(&items[0].node, &head);
	EXPECT_KEYS(test, &head, 3, 1, 2, 4, 0);
	list_bulk_move_tail(&head, &items[1].node, &items[2].node);
	EXPECT_KEYS(test, &head, 3, 4, 0, 1, 2);
	list_rotate_left(&head);
	EXPECT_KEYS(test, &head, 4, 0, 1, 2, 3);
	list_rotate_to_front(&items[2].node, &head);
	EXPECT_KEYS(test, &head, 2, 3, 4, 0, 1);
}

static void list_splices(struct kunit *test)
{
	struct list_head a, b;
	struct item items[4], more[2];
	LIST_HEAD(none);

	fill(&a, items, 4);
	list_splice(&none, &a);
	list_splice_init(&none, &a);
	EXPECT_KEYS(test, &a, 0, 1, 2, 3);
	fill(&b, more, 2);
	list_splice_tail_init(&b, &a);
	KUNIT_EXPECT_TRUE(test, list_empty(&b));
	EXPECT_KEYS(test, &a, 0, 1, 2, 3, 0, 1);
	list_splice_init(&a, &b);
	EXPECT_KEYS(test, &b, 0, 1, 2, 3, 0, 1);
	KUNIT_EXPECT_TRUE(test, list_empty(&a));
}

static void list_cuts(struct kunit *test)
{
	struct list_head head, cut;
	struct item items[4];

	fill(&head, items, 4);
	list_cut_position(&cut, &head, &items[1].node);
	EXPECT_KEYS(test, &cut, 0, 1);
	EXPECT_KEYS(test, &head, 2, 3);
	list_cut_position(&cut, &head, &head);
	KUNIT_EXPECT_TRUE(test, list_empty(&cut));
	list_cut_before(&cut, &head, &items[3].node);
	EXPECT_KEYS(test, &cut, 2);
	EXPECT_KEYS(test, &head, 3);
	list_cut_before(&cut, &head, &items[3].node);
	KUNIT_EXPECT_TRUE(test, list_empty(&cut));
}

static void list_safe_loop_may_delete(struct kunit *test)
{
	struct item items[NR], *item, *next;
	struct list_head head;

	fill(&head, items, NR);
	list_for_each_entry_safe(item, next, &head, node)
		if (item->key % 2)
			list_del(&item->node);
	EXPECT_KEYS(test, &head, 0, 2, 4, 6);
	item = list_first_entry_or_null(&head, struct item, node);
	KUNIT_EXPECT_PTR_EQ(test, item, &items[0]);
	list_for_each_entry_safe_reverse(item, next, &head, node)
		list_del_init(&item->node);
	KUNIT_EXPECT_NULL(test, list_first_entry_or_null(&head, struct item, node));
}

static void hlist_keeps_back_pointers(struct kunit *test)
{
	struct item items[3] = { { .key = 0 }, { .key = 1 }, { .key = 2 } }, *item;
	HLIST_HEAD(head);
	int sum = 0;

	hlist_del_init(&items[0].hnode);	/* on no list: nothing */
	hlist_add_head(&items[0].hnode, &head);
	KUNIT_EXPECT_TRUE(test, hlist_is_singular_node(&items[0].hnode, &head));
	hlist_add_before(&items[1].hnode, &items[0].hnode);
	hlist_add_behind(&items[2].hnode, &items[0].hnode);
	hlist_for_each_entry(item, &head, hnode)
		sum = sum * 10 + item->key;
	KUNIT_EXPECT_EQ(test, sum, 102);
	hlist_del(&items[1].hnode);
	KUNIT_EXPECT_PTR_EQ(test, items[1].hnode.pprev, LIST_POISON2);
	hlist_del_init(&items[2].hnode);
	KUNIT_EXPECT_TRUE(test, hlist_unhashed(&items[2].hnode));
	hlist_del_init(&items[0].hnode);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&head));
}

static void hashtable_finds_what_was_added(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, 64, sizeof(*items), GFP_KERNEL), *item;
	DEFINE_HASHTABLE(table, 4);
	int i, found = 0;

	KUNIT_ASSERT_NOT_NULL(test, items);
	KUNIT_EXPECT_TRUE(test, hash_empty(table));
	for (i = 0; i < 64; i++) {
		items[i].key = i * 7;
		hash_add(table, &items[i].hnode, items[i].key);
	}
	for (i = 0; i < 64; i++)
		hash_for_each_possible(table, item, hnode, i * 7)
			found += item->key == i * 7;
	KUNIT_EXPECT_EQ(test, found, 64);
	for (i = 0; i < 64; i++)
		hash_del(&items[i].hnode);
	KUNIT_EXPECT_TRUE(test, hash_empty(table));
}

static void llist_is_a_stack(struct kunit *test)
{
	struct item items[4], *item;
	struct llist_node *all;
	LLIST_HEAD(head);
	int i, sum = 0;

	for (i = 0; i < 4; i++) {
		items[i].key = i;
		KUNIT_EXPECT_EQ(test, llist_add(&items[i].lnode, &head), i == 0);
	}
	KUNIT_EXPECT_PTR_EQ(test, llist_del_first(&head), &items[3].lnode);
	all = llist_reverse_order(llist_del_all(&head));
	llist_for_each_entry(item, all, lnode)
		sum = sum * 10 + item->key;
	KUNIT_EXPECT_EQ(test, sum, 12);
	KUNIT_EXPECT_TRUE(test, llist_empty(&head));
	KUNIT_EXPECT_NULL(test, llist_del_first(&head));
}

static int by_key(void *priv, const struct list_head *a, const struct list_head *b)
{
	return list_entry(a, struct item, node)->key - list_entry(b, struct item, node)->key;
}

/* Sizes round the powers of two; few keys, so that order among equals shows. */
static void list_sort_is_stable(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, 100, sizeof(*items), GFP_KERNEL), *item, *last;
	struct rnd_state rnd;
	int n, i;

	KUNIT_ASSERT_NOT_NULL(test, items);
	prandom_seed_state(&rnd, 1);
	for (n = 0; n <= 100; n++) {
		LIST_HEAD(head);

		for (i = 0; i < n; i++) {
			items[i].key = prandom_u32_state(&rnd) % 10;
			items[i].place = i;
			list_add_tail(&items[i].node, &head);
		}
		list_sort(NULL, &head, by_key);
		KUNIT_EXPECT_EQ(test, list_count_nodes(&head), (size_t)n);
		last = NULL;
		list_for_each_entry(item, &head, node) {
			if (last)
				KUNIT_EXPECT_TRUE(test, last->key < item->key ||
						  (last->key == item->key && last->place < item->place));
			KUNIT_EXPECT_PTR_EQ(test, item->node.prev, last ? &last->node : &head);
			last = item;
		}
	}
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(list_add_puts_at_front_and_tail),
	KUNIT_CASE(list_del_poisons_and_del_init_empties),
	KUNIT_CASE(list_replace_init_of_empty_list),
	KUNIT_CASE(list_replace_and_swap_keep_order),
	KUNIT_CASE(list_moves),
	KUNIT_CASE(list_splices),
	KUNIT_CASE(list_cuts),
	KUNIT_CASE(list_safe_loop_may_delete),
	KUNIT_CASE(hlist_keeps_back_pointers),
	KUNIT_CASE(hashtable_finds_what_was_added),
	KUNIT_CASE(llist_is_a_stack),
	KUNIT_CASE(list_sort_is_stable),
	{}
};

static struct kunit_suite list_suite = {
	.name = "list",
	.test_cases = list_cases,
};
kunit_test_suite(list_suite);
