// SPDX-License-Identifier: MIT
/*
 * lib/rbtree.c - red-black trees
 *
 * Terms      A node's black height: black nodes on the way from it down to a missing child.
 * Invariants R1 the root is black; R2 a red node has no red child; R3 both children of a node have
 *            the same black height. So the longest way down is at most twice the shortest. Checked
 *            after each step by tests/lib/rbtree_test.c.
 *
 * Insertion hangs a red node, which may break R2; the break moves up two levels a step, or ends in
 * at most two rotations. Erasing a black node leaves its place one black short (R3), which
 * moves up a level a step, or ends in at most three rotations. Both are written once for either side:
 * child(node, side) with side 0 for left, 1 for right.
 *
 * The augmented forms differ only in the callbacks, so the plain ones are the same code with
 * callbacks that do nothing.
 */
#include <linux/export.h>
#include <linux/rbtree_augmented.h>

static __always_inline struct rb_node **child(struct rb_node *node, int side)
{
	return side ? &node->rb_right : &node->rb_left;
}

static bool is_black(const struct rb_node *node)
{
	return !node || rb_is_black(node);
}

static void set_parent(struct rb_node *node, struct rb_node *parent)
{
	node->__rb_parent_color = rb_color(node) | (unsigned long)parent;
}

static void set_parent_color(struct rb_node *node, struct rb_node *parent, int color)
{
	node->__rb_parent_color = color | (unsigned long)parent;
}

static void set_color(struct rb_node *node, int color)
{
	node->__rb_parent_color = (node->__rb_parent_color & ~1UL) | color;
}

/* Let @parent (the root, if NULL) point to @new instead of @old. */
static void replace_child(struct rb_node *parent, struct rb_node *old, struct rb_node *new,
			  struct rb_root *root)
{
	if (!parent)
		WRITE_ONCE(root->rb_node, new);
	else if (parent->rb_left == old)
		WRITE_ONCE(parent->rb_left, new);
	else
		WRITE_ONCE(parent->rb_right, new);
}

/*
 * Turn @top down to @side; its child on the other side comes up and takes its colour, @top becomes red.
 *
 *	    top            up
 *	   /   \          /  \
 *	  a    up   ->  top   c       (side 0)
 *	      /  \      /  \
 *	     b    c    a    b
 */
static struct rb_node *rotate(struct rb_node *top, int side, struct rb_root *root,
			      const struct rb_augment_callbacks *augment)
{
	struct rb_node *up = *child(top, !side), *inner = *child(up, side);
	struct rb_node *parent = rb_parent(top);

	WRITE_ONCE(*child(top, !side), inner);
	if (inner)
		set_parent(inner, top);
	WRITE_ONCE(*child(up, side), top);
	set_parent_color(up, parent, rb_color(top));
	set_parent_color(top, up, RB_RED);
	replace_child(parent, top, up, root);
	augment->rotate(top, up);
	return up;
}

static void insert_fix(struct rb_node *node, struct rb_root *root,
		       const struct rb_augment_callbacks *augment)
{
	struct rb_node *parent, *grand, *uncle;
	int side;

	/* @node is red; below it all is well. */
	while ((parent = rb_parent(node)) && rb_is_red(parent)) {
		grand = rb_parent(parent);
		side = parent == grand->rb_right;
		uncle = *child(grand, !side);
		if (!is_black(uncle)) {
			set_color(parent, RB_BLACK);
			set_color(uncle, RB_BLACK);
			set_color(grand, RB_RED);
			node = grand;
			continue;
		}
		if (node == *child(parent, !side))
			rotate(parent, side, root, augment);
		rotate(grand, !side, root, augment);
		return;
	}
	if (!parent)
		set_color(node, RB_BLACK);
}

/* The @side of @parent is one black short. */
static void erase_fix(struct rb_node *parent, int side, struct rb_root *root,
		      const struct rb_augment_callbacks *augment)
{
	struct rb_node *node, *sibling;

	while (parent) {
		node = *child(parent, side);
		if (!is_black(node)) {
			set_color(node, RB_BLACK);
			return;
		}
		sibling = *child(parent, !side);
		if (rb_is_red(sibling)) {
			/* Its children are black: one of them is the sibling below. */
			rotate(parent, side, root, augment);
			sibling = *child(parent, !side);
		}
		if (is_black(*child(sibling, 0)) && is_black(*child(sibling, 1))) {
			set_color(sibling, RB_RED);
			node = parent;
			if (rb_is_red(node)) {
				set_color(node, RB_BLACK);
				return;
			}
			parent = rb_parent(node);
			side = parent && node == parent->rb_right;
			continue;
		}
		if (is_black(*child(sibling, !side)))
			sibling = rotate(sibling, !side, root, augment);
		/* @sibling comes up with the parent's colour; both its children become black. */
		rotate(parent, side, root, augment);
		set_color(parent, RB_BLACK);
		set_color(*child(sibling, !side), RB_BLACK);
		return;
	}
}

/* Put @next, the leftmost node of @node's right side, in @node's place. */
static void replace_by_next(struct rb_node *node, struct rb_node *next, struct rb_root *root)
{
	struct rb_node *parent = rb_parent(node);

	next->rb_left = node->rb_left;
	set_parent(next->rb_left, next);
	if (node->rb_right != next) {
		next->rb_right = node->rb_right;
		set_parent(next->rb_right, next);
	}
	set_parent_color(next, parent, rb_color(node));
	replace_child(parent, node, next, root);
}

static struct rb_node *leftmost(struct rb_node *node)
{
	while (node->rb_left)
		node = node->rb_left;
	return node;
}

/* @node has at most one child: that takes its place. */
static void erase_simple(struct rb_node *node, struct rb_root *root,
			 const struct rb_augment_callbacks *augment)
{
	struct rb_node *parent = rb_parent(node);
	struct rb_node *only = node->rb_left ? node->rb_left : node->rb_right;
	int side = parent && node == parent->rb_right;

	replace_child(parent, node, only, root);
	augment->propagate(parent, NULL);
	if (only)
		/* It is red, with @node black (R3): as a black node it makes up for @node. */
		set_parent_color(only, parent, RB_BLACK);
	else if (rb_is_black(node))
		erase_fix(parent, side, root, augment);
}

/* @node has two children: the next node in order, which has no left child, takes its place. */
static void erase_inner(struct rb_node *node, struct rb_root *root,
			const struct rb_augment_callbacks *augment)
{
	struct rb_node *next = leftmost(node->rb_right);
	struct rb_node *parent = rb_parent(next), *below = next->rb_right;
	bool was_black = rb_is_black(next);
	int side = 0;

	if (parent == node) {
		parent = next;
		side = 1;
	} else {
		WRITE_ONCE(parent->rb_left, below);
		if (below)
			set_parent(below, parent);
	}
	augment->copy(node, next);
	replace_by_next(node, next, root);
	augment->propagate(parent, NULL);
	if (parent != next)
		augment->propagate(next, NULL);
	if (below)
		set_color(below, RB_BLACK);
	else if (was_black)
		erase_fix(parent, side, root, augment);
}

/**
 * rb_insert_augmented - balance after rb_link_node() in a tree whose nodes sum up their subtrees
 * @node:	the new node; the caller has summed it up on the way to the root
 * @root:	the tree
 * @augment:	how nodes sum up
 *
 * Context: any; the caller keeps others out of the tree.
 */
void rb_insert_augmented(struct rb_node *node, struct rb_root *root,
			 const struct rb_augment_callbacks *augment)
{
	insert_fix(node, root, augment);
}
EXPORT_SYMBOL(rb_insert_augmented);

/**
 * rb_erase_augmented - take a node out of a tree whose nodes sum up their subtrees
 * @node:	the node
 * @root:	the tree
 * @augment:	how nodes sum up
 *
 * Context: any; the caller keeps others out of the tree.
 */
void rb_erase_augmented(struct rb_node *node, struct rb_root *root,
			const struct rb_augment_callbacks *augment)
{
	if (node->rb_left && node->rb_right)
		erase_inner(node, root, augment);
	else
		erase_simple(node, root, augment);
}
EXPORT_SYMBOL(rb_erase_augmented);

static void no_propagate(struct rb_node *node, struct rb_node *stop) { }
static void no_copy(struct rb_node *old, struct rb_node *new) { }

static const struct rb_augment_callbacks plain = {
	.propagate = no_propagate,
	.copy = no_copy,
	.rotate = no_copy,
};

void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	rb_insert_augmented(node, root, &plain);
}
EXPORT_SYMBOL(rb_insert_color);

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	rb_erase_augmented(node, root, &plain);
}
EXPORT_SYMBOL(rb_erase);

/* ---- walking ---- */

static struct rb_node *outermost(struct rb_node *node, int side)
{
	while (node && *child(node, side))
		node = *child(node, side);
	return node;
}

/**
 * rb_first - the leftmost node of a tree
 * @root:	the tree
 *
 * Context: any; the caller keeps those out who change the tree.
 * Return: the node, or NULL if the tree is empty.
 */
struct rb_node *rb_first(const struct rb_root *root)
{
	return outermost(root->rb_node, 0);
}
EXPORT_SYMBOL(rb_first);

/**
 * rb_last - the rightmost node of a tree
 * @root:	the tree
 *
 * Context: any; the caller keeps those out who change the tree.
 * Return: the node, or NULL if the tree is empty.
 */
struct rb_node *rb_last(const struct rb_root *root)
{
	return outermost(root->rb_node, 1);
}
EXPORT_SYMBOL(rb_last);

/* The neighbour in order: the near end of the subtree on that side, or the first ancestor beyond. */
static struct rb_node *neighbour(const struct rb_node *const_node, int side)
{
	struct rb_node *node = (struct rb_node *)const_node, *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (*child(node, side))
		return outermost(*child(node, side), !side);
	while ((parent = rb_parent(node)) && node == *child(parent, side))
		node = parent;
	return parent;
}

/**
 * rb_next - the next node to the right
 * @node:	a node
 *
 * Context: any; the caller keeps those out who change the tree.
 * Return: the node, or NULL if @node is the last or in no tree.
 */
struct rb_node *rb_next(const struct rb_node *node)
{
	return neighbour(node, 1);
}
EXPORT_SYMBOL(rb_next);

/**
 * rb_prev - the next node to the left
 * @node:	a node
 *
 * Context: any; the caller keeps those out who change the tree.
 * Return: the node, or NULL if @node is the first or in no tree.
 */
struct rb_node *rb_prev(const struct rb_node *node)
{
	return neighbour(node, 0);
}
EXPORT_SYMBOL(rb_prev);

/* A leaf, to the left where there is a choice. */
static struct rb_node *deepest(struct rb_node *node)
{
	while (node->rb_left || node->rb_right)
		node = node->rb_left ? node->rb_left : node->rb_right;
	return node;
}

/**
 * rb_first_postorder - the node to begin with when children come before their parent
 * @root:	the tree
 *
 * Context: any; the caller keeps those out who change the tree.
 * Return: the node, or NULL if the tree is empty.
 */
struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return root->rb_node ? deepest(root->rb_node) : NULL;
}
EXPORT_SYMBOL(rb_first_postorder);

/**
 * rb_next_postorder - the next node when children come before their parent
 * @node:	a node, or NULL
 *
 * Context: any; the caller keeps those out who change the tree, but may free nodes already passed.
 * Return: the node; NULL after the root, and for NULL.
 */
struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent = node ? rb_parent(node) : NULL;

	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest(parent->rb_right);
	return parent;
}
EXPORT_SYMBOL(rb_next_postorder);

/* ---- replacing ---- */

static void adopt_children(struct rb_node *victim, struct rb_node *new)
{
	*new = *victim;
	if (victim->rb_left)
		set_parent(victim->rb_left, new);
	if (victim->rb_right)
		set_parent(victim->rb_right, new);
}

void rb_replace_node(struct rb_node *victim, struct rb_node *new, struct rb_root *root)
{
	adopt_children(victim, new);
	replace_child(rb_parent(victim), victim, new, root);
}
EXPORT_SYMBOL(rb_replace_node);

/**
 * rb_replace_node_rcu - rb_replace_node() while others read the tree under RCU
 * @victim:	the node that goes; free it after a grace period
 * @new:	the node that comes, which a reader finds complete: the pointer to it is stored last
 * @root:	the tree
 *
 * Context: any; the caller keeps those out who change the tree.
 */
void rb_replace_node_rcu(struct rb_node *victim, struct rb_node *new, struct rb_root *root)
{
	adopt_children(victim, new);
	smp_wmb();
	replace_child(rb_parent(victim), victim, new, root);
}
EXPORT_SYMBOL(rb_replace_node_rcu);
