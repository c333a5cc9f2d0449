// SPDX-License-Identifier: MIT
/*
 * kernel/lockdep.c - what each task holds, and whether it may take what it wants
 *
 * Every lock is of a class; that one class was taken inside another, in any task at any time,
 * is remembered. An order that was ever used the other way round is reported at once, not on the
 * day when two tasks meet. The same for locks that handlers take and others hold with
 * interrupts on. Built with CONFIG_PROVE_LOCKING only. Terms, invariants: kernel/lockdep.h.
 *
 * Linux      6.1 keeps whole chains and tells readers apart in the search; here a reader counts as
 *            a writer when it comes to order, but for a lock that may be read twice.
 *            local_irq_enable() under a lock that was taken with interrupts off is not seen.
 */
#include <asm-generic/arch.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include "kernel/lockdep.h"

#define CLASS_HASH_BITS		10

/* Classes 1 to nr_classes - 1; slots are used again after an unload. */
struct lock_class lock_classes[LOCKDEP_CLASSES];
static unsigned int nr_classes = 1;
static u16 class_hash[1 << CLASS_HASH_BITS];
static u16 class_next[LOCKDEP_CLASSES];

raw_spinlock_t lockdep_graph_lock = __RAW_SPIN_LOCK_INITIALIZER(lockdep_graph_lock);
int debug_locks = 1;
EXPORT_SYMBOL_GPL(debug_locks);
struct lock_class_key __lockdep_no_validate__;
EXPORT_SYMBOL_GPL(__lockdep_no_validate__);

/* The words of the lock only: its map is the checker's business. */
static void graph_lock(void)
{
	spin_acquire(&lockdep_graph_lock);
}

static void graph_unlock(void)
{
	spin_release(&lockdep_graph_lock);
}

/* ---- classes ---- */

const char *lock_class_name(unsigned int class, char *buf, size_t size)
{
	const struct lock_class *c = &lock_classes[class];

	if (!c->name)
		snprintf(buf, size, "@%ps", c->key);
	else if (c->subclass)
		snprintf(buf, size, "%s/%u", c->name, c->subclass);
	else
		snprintf(buf, size, "%s", c->name);
	return buf;
}

static u16 *class_bucket(const void *key, unsigned int subclass)
{
	return &class_hash[hash_ptr((const char *)key + subclass, CLASS_HASH_BITS)];
}

static bool class_is(unsigned int class, const void *key, unsigned int subclass)
{
	const struct lock_class *c = &lock_classes[class];

	return READ_ONCE(c->key) == key && READ_ONCE(c->subclass) == subclass;
}

/*
 * Also without the graph lock. The acquire pairs with class_add()'s release. A slot that is used
 * again meanwhile may lead the walk into another chain: it finds nothing then, and class_add()
 * looks again under the lock.
 */
static unsigned int class_find(const void *key, unsigned int subclass)
{
	unsigned int class = smp_load_acquire(class_bucket(key, subclass));

	while (class && !class_is(class, key, subclass))
		class = READ_ONCE(class_next[class]);
	return class;
}

static unsigned int class_slot(void)
{
	for (unsigned int i = 1; i < nr_classes; i++)
		if (!lock_classes[i].key)
			return i;
	return nr_classes < LOCKDEP_CLASSES ? nr_classes++ : 0;
}

/* Graph lock held. 0: no room. */
static unsigned int class_add(const void *key, const char *name, unsigned int subclass,
			      unsigned long ip)
{
	unsigned int class = class_find(key, subclass);

	if (class || !(class = class_slot()))
		return class;
	lock_classes[class].name = name;
	lock_classes[class].ip = ip;
	WRITE_ONCE(lock_classes[class].subclass, subclass);
	WRITE_ONCE(lock_classes[class].key, key);
	WRITE_ONCE(class_next[class], *class_bucket(key, subclass));
	smp_store_release(class_bucket(key, subclass), class);
	return class;
}

/* Not a lock's, or a task's, own memory: an address that stays what it is. */
static bool is_static(const void *address)
{
	unsigned long low, high;

	arch_stack_bounds(&low, &high);
	return !virt_addr_valid(address) && !is_vmalloc_addr(address) &&
	       ((unsigned long)address < low || (unsigned long)address >= high);
}

/*
 * A lock that no call initialized: static ones are a class each; the others are of one class with
 * all that are first taken at the same place.
 */
static void map_choose_key(struct lockdep_map *map, unsigned long ip)
{
	bool alone = is_static(map);

	if (!alone)
		WRITE_ONCE(map->name, NULL);
	WRITE_ONCE(map->key, alone ? (const void *)map : (const void *)ip);
}

static unsigned int map_class(struct lockdep_map *map, unsigned int subclass, unsigned long ip)
{
	unsigned int class = READ_ONCE(map->class);

	subclass += map->subclass;
	if (class && class_is(class, READ_ONCE(map->key), subclass))
		return class;
	if (!READ_ONCE(map->key))
		map_choose_key(map, ip);
	class = class_find(READ_ONCE(map->key), subclass);
	if (!class) {
		graph_lock();
		class = class_add(READ_ONCE(map->key), READ_ONCE(map->name), subclass, ip);
		graph_unlock();
	}
	WRITE_ONCE(map->class, class);
	return class;
}

/* ---- contexts ---- */

static unsigned int context_now(void)
{
	return (in_hardirq() ? 2 : 0) + (in_serving_softirq() ? 1 : 0);
}

/* What taking a lock just now says of its class. */
static unsigned int usage_now(bool irqs_were_on, bool trylock, bool read)
{
	unsigned int usage = 0;

	if (in_hardirq())
		usage |= trylock ? 0 : LOCK_USED_IN_HARDIRQ;
	else if (irqs_were_on)
		usage |= LOCK_HELD_HARDIRQ_ON;
	if (in_serving_softirq())
		usage |= trylock ? 0 : LOCK_USED_IN_SOFTIRQ;
	else if (irqs_were_on && !softirq_count() && !in_hardirq())
		usage |= LOCK_HELD_SOFTIRQ_ON;
	return read ? usage << 4 : usage;
}

/* The uses that @usage, one bit, does not go with, of the same class or of one it leads to. */
static unsigned int usage_conflicts(unsigned int usage)
{
	unsigned int plain = usage & 15 ? usage : usage >> 4;
	unsigned int other = plain & 3 ? plain << 2 : plain >> 2;

	return usage & 15 ? other | other << 4 : other;
}

/* Graph lock held, one new bit for @class. True: fine; else @other is where the path ends. */
static bool usage_fits(unsigned int class, unsigned int bit, unsigned int *other)
{
	bool forward = bit & (LOCK_USED_IN_HARDIRQ | LOCK_USED_IN_SOFTIRQ |
			      LOCK_USED_IN_HARDIRQ_READ | LOCK_USED_IN_SOFTIRQ_READ);

	*other = lockdep_find_usage(class, forward, usage_conflicts(bit));
	return !*other;
}

static bool class_mark(unsigned int class, unsigned int usage, unsigned long ip)
{
	unsigned int other;
	bool fits = true;

	usage &= ~READ_ONCE(lock_classes[class].usage);	/* again under the lock */
	for (unsigned int bit = 1; fits && bit < 256; bit <<= 1) {
		if (!(usage & bit))
			continue;
		graph_lock();
		fits = usage_fits(class, bit, &other);
		WRITE_ONCE(lock_classes[class].usage, lock_classes[class].usage | bit);
		graph_unlock();
		if (fits)
			continue;
		if (other == class)
			lockdep_report_usage(class, bit, ip);
		else if (bit & 0x33)
			lockdep_report_inversion(class, other, bit, ip);
		else
			lockdep_report_inversion(other, class, usage_conflicts(bit), ip);
	}
	return fits;
}

/* ---- order ---- */

enum edge_verdict { EDGE_FINE, EDGE_CYCLE, EDGE_INVERSION, EDGE_LIMIT };

/*
 * Graph lock held. What handlers take must not lead, through the new edge, to what is held with
 * them on.
 */
static bool edge_inverts(unsigned int from, unsigned int to, unsigned int *safe, unsigned int *unsafe)
{
	for (unsigned int bit = 1; bit < 256; bit <<= 1) {
		if (!(bit & 0x33))
			continue;
		*safe = lockdep_find_usage(from, false, bit);
		if (!*safe)
			continue;
		*unsafe = lockdep_find_usage(to, true, usage_conflicts(bit));
		if (*unsafe)
			return true;
	}
	return false;
}

static __always_inline void edge_check(const struct held_lock *outer, unsigned int class, unsigned long ip)
{
	enum edge_verdict verdict = EDGE_FINE;
	unsigned int safe = 0, unsafe = 0;
	u16 path[2];

	graph_lock();
	if (lockdep_path(class, outer->class, path, 2))
		verdict = EDGE_CYCLE;
	else if (!lockdep_edge_add(outer->class, class))
		verdict = EDGE_LIMIT;
	else if (edge_inverts(outer->class, class, &safe, &unsafe))
		verdict = EDGE_INVERSION;
	graph_unlock();
	if (verdict == EDGE_CYCLE)
		lockdep_report_cycle(outer->class, class, outer->ip, ip);
	else if (verdict == EDGE_INVERSION)
		lockdep_report_inversion(safe, unsafe, lock_classes[safe].usage, ip);
	else if (verdict == EDGE_LIMIT)
		lockdep_report_limit("dependencies");
}

/* Against all that this context holds; an interrupt does not continue what it interrupted. */
static __always_inline void order_check(struct lockdep_task *lt, unsigned int class, int read,
			const struct lockdep_map *nest, unsigned long ip)
{
	unsigned int context = context_now();

	for (unsigned int i = lt->depth; i-- > 0 && lt->held[i].context == context;) {
		const struct held_lock *outer = &lt->held[i];

		if (outer->class == class) {
			if (!nest && !(read == 2 && outer->read))
				lockdep_report_recursion(class, outer->ip, ip);
		} else if (!lockdep_edge_known(outer->class, class)) {
			edge_check(outer, class, ip);
		}
		if (!debug_locks)
			return;
	}
}

/* ---- taking and giving back ---- */

static __always_inline void acquire(struct lockdep_task *lt, struct lockdep_map *map, const struct held_lock *new,
		    unsigned int subclass, const struct lockdep_map *nest, bool irqs_were_on)
{
	unsigned int class;

	if (READ_ONCE(map->key) == &__lockdep_no_validate__)
		return;
	if (lt->depth == MAX_LOCK_DEPTH) {
		lockdep_report_limit("locks held by one task");
		return;
	}
	class = map_class(map, subclass, new->ip);
	if (!class) {
		lockdep_report_limit("lock classes");
		return;
	}
	if (!class_mark(class, usage_now(irqs_were_on, new->trylock, new->read == 2), new->ip))
		return;
	if (!new->trylock)
		order_check(lt, class, new->read, nest, new->ip);
	lt->held[lt->depth] = *new;
	lt->held[lt->depth++].class = class;
}

void lock_acquire(struct lockdep_map *lock, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest_lock, unsigned long ip)
{
	struct lockdep_task *lt = &current->lockdep;
	struct held_lock new = { .map = lock, .ip = ip, .read = read, .trylock = trylock };
	unsigned long flags;

	if (lt->off || !READ_ONCE(debug_locks))
		return;
	flags = cpu_irqs_save();
	lt->off++;
	new.context = context_now();
	acquire(lt, lock, &new, subclass, nest_lock, !irqs_disabled_flags(flags));
	lt->off--;
	cpu_irqs_restore(flags);
}
EXPORT_SYMBOL_GPL(lock_acquire);

/*
 * A lock that is not among the held ones was taken while the checker was off, or is reported by its
 * owner's check.
 */
void lock_release(struct lockdep_map *lock, unsigned long ip)
{
	struct lockdep_task *lt = &current->lockdep;
	unsigned long flags;
	unsigned int i;

	if (!lt->depth || lt->off)
		return;
	flags = cpu_irqs_save();
	for (i = lt->depth; i-- > 0;) {
		if (lt->held[i].map != lock)
			continue;
		lt->depth--;
		memmove(&lt->held[i], &lt->held[i + 1], (lt->depth - i) * sizeof(lt->held[0]));
		break;
	}
	cpu_irqs_restore(flags);
}
EXPORT_SYMBOL_GPL(lock_release);

/**
 * lockdep_init_map - prepare what a lock carries
 * @lock:	its map
 * @name:	as in the source
 * @key:	of its class; stays, or is taken back by lockdep_unregister_key()
 * @subclass:	added to the level of each taking
 *
 * Context: any; nobody uses the lock.
 */
void lockdep_init_map(struct lockdep_map *lock, const char *name, struct lock_class_key *key,
		      int subclass)
{
	*lock = (struct lockdep_map){ .key = key, .name = name, .subclass = subclass };
}
EXPORT_SYMBOL_GPL(lockdep_init_map);

/** lockdep_register_key - a key in memory that is not static. Context: any. */
void lockdep_register_key(struct lock_class_key *key)
{
	WARN_ON_ONCE(is_static(key));
}
EXPORT_SYMBOL_GPL(lockdep_register_key);

/** lockdep_unregister_key - its locks are gone, and its memory goes. Context: any. */
void lockdep_unregister_key(struct lock_class_key *key)
{
	lockdep_free_key_range(key, sizeof(*key));
}
EXPORT_SYMBOL_GPL(lockdep_unregister_key);

static void class_drop(unsigned int class)
{
	u16 *at = class_bucket(lock_classes[class].key, lock_classes[class].subclass);

	while (*at != class)
		at = &class_next[*at];
	WRITE_ONCE(*at, class_next[class]);
	lockdep_edges_drop(class);
	WRITE_ONCE(lock_classes[class].key, NULL);
	WRITE_ONCE(lock_classes[class].usage, 0);
}

static bool within(const void *address, const void *start, unsigned long size)
{
	return (unsigned long)address - (unsigned long)start < size;
}

/**
 * lockdep_free_key_range - forget the classes whose keys or names lie in memory that goes
 * @start:	of a module's image, or of a key
 * @size:	bytes
 *
 * Context: any; no lock of these classes is used any more.
 */
void lockdep_free_key_range(void *start, unsigned long size)
{
	unsigned long flags = cpu_irqs_save();

	graph_lock();
	for (unsigned int i = 1; i < nr_classes; i++)
		if (lock_classes[i].key && (within(lock_classes[i].key, start, size) ||
					    within(lock_classes[i].name, start, size)))
			class_drop(i);
	graph_unlock();
	cpu_irqs_restore(flags);
}

/** lockdep_off - what the running task takes from now on is not looked at. Nests. Context: any. */
void lockdep_off(void)
{
	current->lockdep.off++;
}
EXPORT_SYMBOL_GPL(lockdep_off);

/** lockdep_on - undo one lockdep_off(). Context: any. */
void lockdep_on(void)
{
	current->lockdep.off--;
}
EXPORT_SYMBOL_GPL(lockdep_on);

/** debug_check_no_locks_held - report what the task still holds, as it ends. Context: task. */
void debug_check_no_locks_held(void)
{
	if (current->lockdep.depth && debug_locks)
		lockdep_report_held("task still has locks held!");
}
EXPORT_SYMBOL_GPL(debug_check_no_locks_held);

/* ---- /proc/lockdep ---- */

static int lockdep_show(struct seq_file *m, void *v)
{
	lockdep_edges_show(m);
	return 0;
}

static int __init lockdep_proc_init(void)
{
	return proc_create_single("lockdep", 0400, NULL, lockdep_show) ? 0 : -ENOMEM;
}
late_initcall(lockdep_proc_init);
