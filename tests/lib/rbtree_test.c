// SPDX-License-Identifier: MIT
/* tests/lib/rbtree_test.c - red-black trees against a model, with all invariants after each step */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <linux/rbtree_augmented.h>

#define KEYS 64

struct item {
	struct rb_node node;
	int key;
	int value, max;		/* augmented: the largest value of the subtree */
	bool in_tree;
};

static bool less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct item, node)->key < rb_entry(b, struct item, node)->key;
}

static int cmp_key(const void *key, const struct rb_node *node)
{
	return *(const int *)key - rb_entry(node, struct item, node)->key;
}

static int value_of(struct item *item)
{
	return item->value;
}
RB_DECLARE_CALLBACKS_MAX(static, max_callbacks, struct item, node, int, max, value_of)

/* R2, R3, the parents, the order by key. Nodes are visited children first; heights by key. */
static void check_tree(struct kunit *test, const struct rb_root *root, bool augmented)
{
	int height[KEYS] = { 0 };
	struct rb_node *node, *last = NULL;

	if (root->rb_node)
		KUNIT_ASSERT_TRUE(test, rb_is_black(root->rb_node));
	for (node = rb_first_postorder(root); node; node = rb_next_postorder(node)) {
		struct item *item = rb_entry(node, struct item, node);
		struct rb_node *child[2] = { node->rb_left, node->rb_right };
		int below[2] = { 0, 0 }, max = item->value, i;

		for (i = 0; i < 2; i++) {
			struct item *c = rb_entry_safe(child[i], struct item, node);

			if (!c)
				continue;
			KUNIT_ASSERT_PTR_EQ(test, rb_parent(child[i]), node);
			KUNIT_ASSERT_FALSE(test, rb_is_red(node) && rb_is_red(child[i]));
			below[i] = height[c->key];
			max = max(max, c->max);
		}
		KUNIT_ASSERT_EQ(test, below[0], below[1]);
		height[item->key] = below[0] + rb_is_black(node);
		if (augmented)
			KUNIT_ASSERT_EQ(test, item->max, max);
	}
	for (node = rb_first(root); node; last = node, node = rb_next(node)) {
		KUNIT_ASSERT_PTR_EQ(test, rb_prev(node), last);
		KUNIT_ASSERT_TRUE(test, !last || less(last, node));
	}
	KUNIT_ASSERT_PTR_EQ(test, rb_last(root), last);
}

static int count(const struct rb_root *root)
{
	struct rb_node *node;
	int n = 0;

	for (node = rb_first(root); node; node = rb_next(node))
		n++;
	return n;
}

static void rbtree_matches_model_under_random_operations(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, KEYS, sizeof(*items), GFP_KERNEL);
	struct rb_root_cached tree = RB_ROOT_CACHED;
	struct rnd_state rnd;
	int step, key, present = 0;

	KUNIT_ASSERT_NOT_NULL(test, items);
	prandom_seed_state(&rnd, 42);
	for (step = 0; step < 2000; step++) {
		struct item *item = &items[key = prandom_u32_state(&rnd) % KEYS];

		item->key = key;
		if (item->in_tree) {
			rb_erase_cached(&item->node, &tree);
			present--;
		} else {
			rb_add_cached(&item->node, &tree, less);
			present++;
		}
		item->in_tree = !item->in_tree;
		check_tree(test, &tree.rb_root, false);
		KUNIT_ASSERT_PTR_EQ(test, rb_first_cached(&tree), rb_first(&tree.rb_root));
		KUNIT_ASSERT_EQ(test, count(&tree.rb_root), present);
		key = prandom_u32_state(&rnd) % KEYS;
		KUNIT_ASSERT_PTR_EQ(test, rb_find(&key, &tree.rb_root, cmp_key),
				    items[key].in_tree ? &items[key].node : NULL);
	}
}

static void insert_augmented(struct rb_root *root, struct item *item)
{
	struct rb_node **link = &root->rb_node, *parent = NULL;

	item->max = item->value;
	while (*link) {
		struct item *at = rb_entry(*link, struct item, node);

		parent = *link;
		at->max = max(at->max, item->value);
		link = less(&item->node, parent) ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&item->node, parent, link);
	rb_insert_augmented(&item->node, root, &max_callbacks);
}

static void rbtree_augmented_value_stays_right(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, KEYS, sizeof(*items), GFP_KERNEL);
	struct rb_root root = RB_ROOT;
	struct rnd_state rnd;
	int step, key;

	KUNIT_ASSERT_NOT_NULL(test, items);
	prandom_seed_state(&rnd, 43);
	for (step = 0; step < 2000; step++) {
		struct item *item = &items[key = prandom_u32_state(&rnd) % KEYS];

		item->key = key;
		if (item->in_tree) {
			rb_erase_augmented(&item->node, &root, &max_callbacks);
		} else {
			item->value = prandom_u32_state(&rnd) % 1000;
			insert_augmented(&root, item);
		}
		item->in_tree = !item->in_tree;
		check_tree(test, &root, true);
	}
}

static void rbtree_equal_keys_keep_order_and_are_found(struct kunit *test)
{
	struct item items[6] = { { .key = 1 }, { .key = 2 }, { .key = 2 }, { .key = 2 }, { .key = 3 } };
	struct rb_root root = RB_ROOT;
	struct rb_node *node;
	int i, key = 2, found = 0;

	for (i = 0; i < 5; i++)
		rb_add(&items[i].node, &root, less);
	rb_for_each(node, &key, &root, cmp_key)
		KUNIT_EXPECT_PTR_EQ(test, node, &items[1 + found++].node);
	KUNIT_EXPECT_EQ(test, found, 3);
	items[5].key = 2;
	rb_replace_node(&items[2].node, &items[5].node, &root);
	KUNIT_EXPECT_PTR_EQ(test, rb_next(&items[1].node), &items[5].node);
	KUNIT_EXPECT_PTR_EQ(test, rb_prev(&items[3].node), &items[5].node);
	RB_CLEAR_NODE(&items[2].node);
	KUNIT_EXPECT_TRUE(test, RB_EMPTY_NODE(&items[2].node));
	KUNIT_EXPECT_NULL(test, rb_next(&items[2].node));
}

static struct kunit_case rbtree_cases[] = {
	KUNIT_CASE(rbtree_matches_model_under_random_operations),
	KUNIT_CASE(rbtree_augmented_value_stays_right),
	KUNIT_CASE(rbtree_equal_keys_keep_order_and_are_found),
	{}
};

static struct kunit_suite rbtree_suite = {
	.name = "rbtree",
	.test_cases = rbtree_cases,
};
kunit_test_suite(rbtree_suite);
