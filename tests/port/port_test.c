// SPDX-License-Identifier: MIT
/*
 * tests/port/port_test.c - what every port owes the core: arch.h as a suite
 *
 * One test for each promise that can be seen from inside a running machine. (arch_memory_init()
 * and arch_halt() can't: the boot of this very program and its end are their tests.)
 */
#include <asm-generic/arch.h>
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/gfp.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define MS	1000000LL

static void needs(struct kunit *test, unsigned int feature, const char *what)
{
	if (!(arch_features() & feature))
		kunit_skip(test, "this port has no %s", what);
}

/* ---- memory ---- */

/* A fresh page has a direct-map address, and keeps what is written there. */
static void memory_direct_map_keeps_bytes(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	u8 *bytes;

	KUNIT_ASSERT_NOT_NULL(test, page);
	bytes = page_address(page);
	memset(bytes, 0x5a, 4 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, bytes[0], 0x5a);
	KUNIT_EXPECT_EQ(test, bytes[4 * PAGE_SIZE - 1], 0x5a);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(bytes + 3 * PAGE_SIZE), page + 3);
	__free_pages(page, 2);
}

/* Two frames mapped at a vmalloc address are the frames themselves; unmapped, a touch faults. */
static void memory_map_is_second_view_of_frames(struct kunit *test)
{
	struct vm_struct *area;
	struct page *page;
	unsigned long at;
	u8 *view, byte;

	needs(test, ARCH_HAS_MMU, "MMU");
	page = alloc_pages(GFP_KERNEL, 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	area = get_vm_area(2 * PAGE_SIZE, VM_MAP);
	KUNIT_ASSERT_NOT_NULL(test, area);
	at = (unsigned long)area->addr;
	KUNIT_EXPECT_EQ(test, arch_copy_nofault(&byte, area->addr, 1), -EFAULT);

	KUNIT_ASSERT_EQ(test, arch_map_pages(at, page_to_pfn(page), 2, 0), 0);
	view = area->addr;
	view[0] = 1;
	view[2 * PAGE_SIZE - 1] = 2;
	KUNIT_EXPECT_EQ(test, *(u8 *)page_address(page), 1);
	KUNIT_EXPECT_EQ(test, ((u8 *)page_address(page))[2 * PAGE_SIZE - 1], 2);

	KUNIT_ASSERT_EQ(test, arch_map_pages(at, page_to_pfn(page), 1, ARCH_MAP_READ_ONLY), 0);
	KUNIT_EXPECT_EQ(test, view[0], 1);
	KUNIT_EXPECT_EQ(test, arch_copy_nofault(view, "2", 1), -EFAULT);
	KUNIT_EXPECT_EQ(test, arch_copy_nofault(view + PAGE_SIZE, "2", 1), 0);

	arch_unmap_pages(at, 1);
	KUNIT_EXPECT_EQ(test, arch_copy_nofault(&byte, view, 1), -EFAULT);
	KUNIT_EXPECT_EQ(test, arch_copy_nofault(&byte, view + 2 * PAGE_SIZE - 1, 1), 0);
	arch_unmap_pages(at + PAGE_SIZE, 1);
	free_vm_area(area);
	__free_pages(page, 1);
}

/* Many mappings more, with holes between them: they are counted, whatever others do meanwhile. */
static void memory_map_count_tells_of_new_mappings(struct kunit *test)
{
	enum { NR = 40 };
	struct arch_map_limit before, after;
	struct vm_struct *area;

	needs(test, ARCH_HAS_MMU, "MMU");
	arch_map_count(&before);
	if (!before.used)
		kunit_skip(test, "the host does not say how many mappings there are");
	KUNIT_EXPECT_GT(test, before.max, before.used);
	area = get_vm_area(2 * NR * PAGE_SIZE, VM_MAP);
	KUNIT_ASSERT_NOT_NULL(test, area);
	for (int i = 0; i < 2 * NR; i += 2)
		KUNIT_ASSERT_EQ(test, arch_map_pages((unsigned long)area->addr + i * PAGE_SIZE, 2, 1, 0), 0);
	arch_map_count(&after);
	KUNIT_EXPECT_GE(test, after.used, before.used + NR);
	free_vm_area(area);
}

static void memory_map_without_mmu_fails(struct kunit *test)
{
	if (arch_features() & ARCH_HAS_MMU)
		kunit_skip(test, "this port has an MMU");
	KUNIT_EXPECT_EQ(test, arch_map_pages(PAGE_SIZE, 1, 1, 0), -ENOMEM);
}

/* A released frame reads as zeros or as before, and can be written at once. */
static void memory_released_frame_is_usable(struct kunit *test)
{
	u8 *bytes = (u8 *)__get_free_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	memset(bytes, 0x77, PAGE_SIZE);
	arch_release_pages(page_to_pfn(virt_to_page(bytes)), 1);
	KUNIT_EXPECT_TRUE(test, bytes[5] == 0 || bytes[5] == 0x77);
	bytes[5] = 9;
	KUNIT_EXPECT_EQ(test, bytes[5], 9);
	free_page((unsigned long)bytes);
}

/* ---- CPUs, per-CPU data ---- */

static void cpus_at_least_one(struct kunit *test)
{
	KUNIT_EXPECT_GE(test, arch_nr_cpus(), 1U);
	arch_cpu_hint();
}

static u8 percpu_object[3 * PAGE_SIZE];

static void percpu_cpu0_is_the_object_itself(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, arch_percpu_offset(0), 0L);
	KUNIT_EXPECT_EQ(test, arch_percpu_map(percpu_object, sizeof(percpu_object), 0), 0);
}

/* A copy begins as zeros; mapping a range that overlaps it keeps what is there. */
static void percpu_copies_are_apart_and_stay(struct kunit *test)
{
	u8 *copy;

	needs(test, ARCH_HAS_SMP, "second CPU");
	KUNIT_EXPECT_EQ(test, arch_percpu_offset(1) & (PAGE_SIZE - 1), 0L);
	KUNIT_ASSERT_EQ(test, arch_percpu_map(percpu_object + 100, PAGE_SIZE, 1), 0);
	copy = (u8 *)((unsigned long)percpu_object + arch_percpu_offset(1));	/* not within the array */
	copy[PAGE_SIZE] = 7;
	KUNIT_EXPECT_EQ(test, percpu_object[PAGE_SIZE], 0);
	KUNIT_ASSERT_EQ(test, arch_percpu_map(percpu_object, sizeof(percpu_object), 1), 0);
	KUNIT_EXPECT_EQ(test, copy[PAGE_SIZE], 7);
	KUNIT_EXPECT_EQ(test, copy[sizeof(percpu_object) - 1], 0);
}

/*
 * Store buffering with the fence on one side only. Each side stores its flag, then reads the
 * other's; without the fence both may read 0.
 */
struct litmus {
	u32			turn_a, turn_b;		/* round that side has finished */
	u32			flag_a, flag_b;
	u32			saw_a, saw_b;
	struct completion	done;
};

#define LITMUS_ROUNDS	2000

static int litmus_plain_side(void *arg)
{
	struct litmus *l = arg;
	u32 round;

	for (round = 1; round <= LITMUS_ROUNDS; round++) {
		while (smp_load_acquire(&l->turn_b) != round - 1)
			arch_yield();
		WRITE_ONCE(l->flag_a, round);
		barrier();
		WRITE_ONCE(l->saw_a, READ_ONCE(l->flag_b));
		smp_store_release(&l->turn_a, round);
	}
	complete(&l->done);
	return 0;
}

static void fence_orders_the_other_side(struct kunit *test)
{
	struct litmus l = { 0 };
	struct task_struct *task;
	u32 round, both_missed = 0;

	init_completion(&l.done);
	task = kthread_run(litmus_plain_side, &l, "litmus");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	for (round = 1; round <= LITMUS_ROUNDS; round++) {
		WRITE_ONCE(l.flag_b, round);
		arch_fence_cpus();
		l.saw_b = READ_ONCE(l.flag_a);
		while (smp_load_acquire(&l.turn_a) != round)
			arch_yield();
		both_missed += READ_ONCE(l.saw_a) != round && l.saw_b != round;
		smp_store_release(&l.turn_b, round);
	}
	wait_for_completion(&l.done);
	KUNIT_EXPECT_EQ(test, both_missed, 0U);
}

/* ---- tasks ---- */

struct task_report {
	struct task_struct	*task;
	unsigned long		low, high, here;
	int			signal;
	struct completion	done;
};

static int report_itself(void *arg)
{
	struct task_report *report = arg;

	report->task = current;
	arch_stack_bounds(&report->low, &report->high);
	report->here = (unsigned long)__builtin_frame_address(0);
	report->signal = arch_signal_pending(current);
	complete(&report->done);
	return 0;
}

/* A started context is its task, on a stack of its own, from its first instruction on. */
static void task_start_has_current_and_stack(struct kunit *test)
{
	struct task_report report;
	struct task_struct *task;
	unsigned long low, high, here = (unsigned long)__builtin_frame_address(0);

	init_completion(&report.done);
	task = kthread_run(report_itself, &report, "port");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	wait_for_completion(&report.done);
	KUNIT_EXPECT_PTR_EQ(test, report.task, task);
	KUNIT_EXPECT_TRUE(test, report.here >= report.low && report.here < report.high);
	KUNIT_EXPECT_EQ(test, report.signal, 0);

	arch_stack_bounds(&low, &high);
	KUNIT_EXPECT_TRUE(test, here >= low && here < high);
	KUNIT_EXPECT_FALSE(test, report.here >= low && report.here < high);
	KUNIT_EXPECT_GE(test, high - low, 8192UL);
}

static void task_without_process_has_no_signals(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, arch_signal_pending(current), 0);
	KUNIT_EXPECT_EQ(test, arch_send_signal(current, 2), -ESRCH);
}

static void block_other_value_returns_at_once(struct kunit *test)
{
	u32 word = 1;

	KUNIT_EXPECT_EQ(test, arch_block(&word, 0, -1), 0);
	KUNIT_EXPECT_EQ(test, arch_block(&word, 2, -1), 0);
}

/* Early returns are allowed, so the wait is a loop; -ETIME only once the time is up. */
static void block_timeout_takes_its_time(struct kunit *test)
{
	u64 begin = arch_clock_ns();
	u32 word = 1;
	int ret;

	do {
		ret = arch_block(&word, 1, 5 * MS);
	} while (ret != -ETIME);
	KUNIT_EXPECT_GE(test, arch_clock_ns() - begin, 5ULL * MS);
}

struct sleepers {
	u32			word;
	atomic_t		awake;
	struct completion	done;
};

#define NR_SLEEPERS	3

static int sleep_on_word(void *arg)
{
	struct sleepers *s = arg;

	while (!READ_ONCE(s->word))
		arch_block(&s->word, 0, -1);
	if (atomic_inc_return(&s->awake) == NR_SLEEPERS)
		complete(&s->done);
	return 0;
}

/* A store and a wake reach everybody: those asleep and those about to be. */
static void wake_reaches_all(struct kunit *test)
{
	struct sleepers s = { .awake = ATOMIC_INIT(0) };
	int i;

	init_completion(&s.done);
	for (i = 0; i < NR_SLEEPERS; i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(sleep_on_word, &s, "sleeper%d", i)));
	msleep(2);
	WRITE_ONCE(s.word, 1);
	arch_wake(&s.word, INT_MAX);
	wait_for_completion(&s.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&s.awake), NR_SLEEPERS);
}

/* ---- faults ---- */

static long return_seven(void *arg)
{
	*(int *)arg += 1;
	return 7;
}

static void try_returns_the_result(struct kunit *test)
{
	bool oopsed = true;
	int calls = 0;

	KUNIT_EXPECT_EQ(test, arch_try(return_seven, &calls, &oopsed), 7L);
	KUNIT_EXPECT_FALSE(test, oopsed);
	KUNIT_EXPECT_EQ(test, calls, 1);
}

static noinline long touch(void *arg)
{
	return *(volatile long *)arg;
}

static long touch_within_try(void *arg)
{
	bool oopsed;

	return arch_try(touch, arg, &oopsed) == -EFAULT && oopsed ? 11 : 12;
}

/* A wild read is reported with its function, and control comes back; also from a nested try. */
static void try_comes_back_from_a_fault(struct kunit *test)
{
	struct printk_capture log;
	bool oopsed = false;

	needs(test, ARCH_HAS_FAULTS, "way back from a fault");
	printk_capture_begin(&log);
	KUNIT_EXPECT_EQ(test, arch_try(touch, (void *)0x10UL, &oopsed), (long)-EFAULT);
	KUNIT_EXPECT_TRUE(test, oopsed);
	KUNIT_EXPECT_EQ(test, arch_try(touch_within_try, (void *)0x10UL, &oopsed), 11L);
	KUNIT_EXPECT_FALSE(test, oopsed);
	printk_capture_end(&log);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "touch+0x"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "try_comes_back_from_a_fault"));
}

static noinline unsigned int backtrace_here(unsigned long *entries, unsigned int max)
{
	unsigned int nr = arch_backtrace(0, 0, entries, max);

	barrier();	/* or the call would be a jump, and this function in no trace */
	return nr;
}

static void backtrace_walks_to_the_caller(struct kunit *test)
{
	unsigned long entries[16];
	unsigned int nr = backtrace_here(entries, 16);
	unsigned long start = (unsigned long)backtrace_here;

	KUNIT_ASSERT_GE(test, nr, 2U);
	KUNIT_EXPECT_LE(test, nr, 16U);
	KUNIT_EXPECT_TRUE(test, entries[0] > start && entries[0] < start + 512);
	start = (unsigned long)backtrace_walks_to_the_caller;
	KUNIT_EXPECT_TRUE(test, entries[1] > start && entries[1] < start + 4096);
	KUNIT_EXPECT_EQ(test, backtrace_here(entries, 1), 1U);
	KUNIT_EXPECT_EQ(test, backtrace_here(entries, 0), 0U);
}

static void backtrace_of_nonsense_ends(struct kunit *test)
{
	unsigned long entries[8], low, high;

	arch_stack_bounds(&low, &high);
	KUNIT_EXPECT_EQ(test, arch_backtrace(0x1000, 0, entries, 8), 1U);
	KUNIT_EXPECT_EQ(test, entries[0], 0x1000UL);
	KUNIT_EXPECT_EQ(test, arch_backtrace(0x1000, 0x10, entries, 8), 1U);
	KUNIT_EXPECT_EQ(test, arch_backtrace(0x1000, low + 3, entries, 8), 1U);
	KUNIT_EXPECT_EQ(test, arch_backtrace(0x1000, high - 8, entries, 8), 1U);
	KUNIT_EXPECT_EQ(test, arch_backtrace(0x1000, ~0UL, entries, 8), 1U);
}

static void symbolize_fits_the_buffer(struct kunit *test)
{
	char buf[128], small[8];
	int len;

	len = arch_symbolize((unsigned long)touch, false, buf, sizeof(buf));
	KUNIT_EXPECT_GT(test, len, 0);
	KUNIT_EXPECT_EQ(test, (size_t)len, strlen(buf));
	memset(small, 'x', sizeof(small));
	len = arch_symbolize((unsigned long)touch, false, small, 4);
	KUNIT_EXPECT_LT(test, len, 4);
	KUNIT_EXPECT_EQ(test, small[len], '\0');
	KUNIT_EXPECT_EQ(test, small[4], 'x');
	len = arch_symbolize(0x123, false, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "0x123");
}

/* ---- user memory, wild addresses ---- */

static void copy_user_of_a_kernel_task_reaches_itself(struct kunit *test)
{
	static char there[32];
	char back[32] = "";

	KUNIT_EXPECT_EQ(test, arch_copy_to_user((void __user *)there, "over and back", 14), 0UL);
	KUNIT_EXPECT_STREQ(test, there, "over and back");
	KUNIT_EXPECT_EQ(test, arch_copy_from_user(back, (void __user *)there, 14), 0UL);
	KUNIT_EXPECT_STREQ(test, back, "over and back");
	KUNIT_EXPECT_EQ(test, arch_copy_to_user((void __user *)there, back, 0), 0UL);
}

static void copy_user_bad_address_copies_nothing(struct kunit *test)
{
	char buf[16] = "as before";

	KUNIT_EXPECT_EQ(test, arch_copy_to_user((void __user *)8UL, buf, 16), 16UL);
	KUNIT_EXPECT_EQ(test, arch_copy_from_user(buf, (void __user *)8UL, 16), 16UL);
	KUNIT_EXPECT_EQ(test, arch_copy_from_user(buf, (void __user *)(~0UL - 7), 16), 16UL);
	KUNIT_EXPECT_STREQ(test, buf, "as before");
}

/* Up to the guard page behind a vmalloc area, and not a byte less. */
static void copy_user_counts_to_the_byte(struct kunit *test)
{
	static char buf[3 * PAGE_SIZE];
	char *area;

	needs(test, ARCH_HAS_MMU, "MMU");
	area = vmalloc(2 * PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, area);
	memset(area, 'a', 2 * PAGE_SIZE);
	memset(buf, 'b', sizeof(buf));
	KUNIT_EXPECT_EQ(test, arch_copy_from_user(buf, (void __user *)(area + 1), 2 * PAGE_SIZE + 9), 10UL);
	KUNIT_EXPECT_EQ(test, buf[2 * PAGE_SIZE - 2], 'a');
	KUNIT_EXPECT_EQ(test, buf[2 * PAGE_SIZE - 1], 'b');
	KUNIT_EXPECT_EQ(test, arch_copy_to_user((void __user *)(area + PAGE_SIZE - 1), buf + 2 * PAGE_SIZE - 1,
						PAGE_SIZE + 1), 0UL);
	KUNIT_EXPECT_EQ(test, arch_copy_to_user((void __user *)(area + 2 * PAGE_SIZE - 3), buf, 100), 97UL);
	KUNIT_EXPECT_EQ(test, area[2 * PAGE_SIZE - 1], 'a');
	vfree(area);
}

static void copy_nofault_tells_wild_addresses(struct kunit *test)
{
	long from = 0x1234, to = 0;

	KUNIT_EXPECT_EQ(test, arch_copy_nofault(&to, &from, sizeof(to)), 0);
	KUNIT_EXPECT_EQ(test, to, 0x1234L);
	KUNIT_EXPECT_EQ(test, arch_copy_nofault(&to, NULL, sizeof(to)), -EFAULT);
	KUNIT_EXPECT_EQ(test, arch_copy_nofault(&to, (void *)0xdead000000000100UL, sizeof(to)), -EFAULT);
}

/* ---- clocks, entropy, modules ---- */

static void clock_never_goes_back(struct kunit *test)
{
	u64 last = arch_clock_ns(), now, begin = last;
	int i, backward = 0;

	for (i = 0; i < 10000; i++, last = now) {
		now = arch_clock_ns();
		backward += now < last;
	}
	KUNIT_EXPECT_EQ(test, backward, 0);
	msleep(1);
	KUNIT_EXPECT_GE(test, arch_clock_ns() - begin, 1ULL * MS);
	/* Later than 2020, in nanoseconds and not in seconds. */
	KUNIT_EXPECT_GT(test, arch_clock_real_ns(), 1577836800ULL * 1000 * MS);
}

static void random_bytes_differ(struct kunit *test)
{
	u8 a[32] = { 0 }, b[32] = { 0 }, zero[32] = { 0 };

	arch_random(a, sizeof(a));
	arch_random(b, sizeof(b));
	KUNIT_EXPECT_NE(test, memcmp(a, b, sizeof(a)), 0);
	KUNIT_EXPECT_NE(test, memcmp(a, zero, sizeof(a)), 0);
	arch_random(a, 0);
}

static void module_load_nonsense_says_why(struct kunit *test)
{
	static const char image[] = "this is no ELF file, whatever it is called";
	struct arch_module m;
	char why[128] = "";

	KUNIT_EXPECT_EQ(test, arch_module_load(image, sizeof(image), "nonsense", &m, why, sizeof(why)),
			-ENOEXEC);
	KUNIT_EXPECT_GT(test, strlen(why), 0UL);
}

static struct kunit_case port_cases[] = {
	KUNIT_CASE(memory_direct_map_keeps_bytes),
	KUNIT_CASE(memory_map_is_second_view_of_frames),
	KUNIT_CASE(memory_map_count_tells_of_new_mappings),
	KUNIT_CASE(memory_map_without_mmu_fails),
	KUNIT_CASE(memory_released_frame_is_usable),
	KUNIT_CASE(cpus_at_least_one),
	KUNIT_CASE(percpu_cpu0_is_the_object_itself),
	KUNIT_CASE(percpu_copies_are_apart_and_stay),
	KUNIT_CASE(fence_orders_the_other_side),
	KUNIT_CASE(task_start_has_current_and_stack),
	KUNIT_CASE(task_without_process_has_no_signals),
	KUNIT_CASE(block_other_value_returns_at_once),
	KUNIT_CASE(block_timeout_takes_its_time),
	KUNIT_CASE(wake_reaches_all),
	KUNIT_CASE(try_returns_the_result),
	KUNIT_CASE(try_comes_back_from_a_fault),
	KUNIT_CASE(backtrace_walks_to_the_caller),
	KUNIT_CASE(backtrace_of_nonsense_ends),
	KUNIT_CASE(symbolize_fits_the_buffer),
	KUNIT_CASE(copy_user_of_a_kernel_task_reaches_itself),
	KUNIT_CASE(copy_user_bad_address_copies_nothing),
	KUNIT_CASE(copy_user_counts_to_the_byte),
	KUNIT_CASE(copy_nofault_tells_wild_addresses),
	KUNIT_CASE(clock_never_goes_back),
	KUNIT_CASE(random_bytes_differ),
	KUNIT_CASE(module_load_nonsense_says_why),
	{}
};

static struct kunit_suite port_suite = {
	.name = "port",
	.test_cases = port_cases,
};
kunit_test_suite(port_suite);
