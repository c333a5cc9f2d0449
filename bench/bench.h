/* SPDX-License-Identifier: MIT */
/*
 * bench/bench.h - how a benchmark is written
 *
 * Terms	workload: a piece of work with a name; contender: who does it ("quarry", "malloc",
 *		...); round: one timed call of a contender's function.
 *
 * Files	bench/<topic>_kern.c is kernel side, any other bench/<topic>.c is host side (libc);
 *		both include this header and name their functions with BENCH(). Contenders of one
 *		workload may live in different files. bench/<topic>.sh, for what needs processes, is
 *		called once a round and prints lines "workload<TAB>contender<TAB>nanoseconds".
 *
 *	static void kmalloc_64(unsigned long n)
 *	{
 *		while (n--) {
 *			void *p = kmalloc(64, GFP_KERNEL);
 *
 *			bench_keep(p);
 *			kfree(p);
 *		}
 *	}
 *	BENCH("allocate and free 64 bytes", "quarry", kmalloc_64);
 *
 * `make bench` runs the rounds of a workload's contenders in turn, so that a noisy moment hits all
 * of them, takes each one's median, and prints ratios to "quarry": only those are worth quoting.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

/**
 * struct bench_case - one contender of one workload
 * @workload:	what is done, a row of the table
 * @contender:	who does it; "quarry" is what the others are compared with
 * @run:	does it @n times
 * @run_arg:	the same with @arg, in place of @run
 * @arg:	for @run_arg, so that one function makes many rows
 * @threads:	how many threads call @run at once; the time is that of the whole for n times each
 * @unit:	n is a multiple of it: how much the work does at a time; 0: any n will do
 * @cpu_time:	with threads: the time is processor time for each of the n times of each thread
 * @count:	in place of @run: returns a number that is no time, once, in a process that runs nothing else; such
 *		a row is run only where its script asks for it (-l), unless it is @apart
 * @apart:	with @count: the process is a fork() of this one, made before any other row is run
 * @kept:	in place of a time: bytes that such a process has grown by when it has done the work this many times
 *		since it did it no times
 * @rest:	with @kept: the bytes are those of a while later, in which nothing was done
 * @setup:	called before each round outside the clock, or NULL
 */
struct bench_case {
	const char *workload;
	const char *contender;
	void (*run)(unsigned long n);
	void (*run_arg)(unsigned long n, const void *arg);
	const void *arg;
	int threads;
	unsigned long unit;
	int cpu_time;
	double (*count)(const void *arg);
	int apart;
	unsigned long kept;
	int rest;
	void (*setup)(void);
};

/**
 * bench_add - a row made at run time, by a function that BENCH_TABLE() names
 *
 * @c is copied; the texts it points to must stay.
 */
void bench_add(const struct bench_case *c);

/** bench_row - bench_add() of the usual row: @run(n, @arg), on one thread */
static inline void bench_row(const char *workload, const char *contender,
			     void (*run)(unsigned long n, const void *arg), const void *arg)
{
	bench_add(&(struct bench_case) {
		.workload = workload, .contender = contender, .run_arg = run, .arg = arg,
	});
}

/**
 * bench_goal - print at the end: time of contender @who at @work / that of @other_who at @other_work
 * @other_who:	NULL for the best of the other allocators (bench/peers.h)
 * @most:	what the ratio may be; it is said when it is more
 */
void bench_goal(const char *what, const char *work, const char *who, const char *other_work,
		const char *other_who, double most);

/**
 * bench_goal_fastest - likewise of memory: bytes of @who at @work / those of the peer that is fastest
 * @fastest_at:	the same work, in time
 */
void bench_goal_fastest(const char *work, const char *who, const char *fastest_at, double most);

/** bench_resident - bytes of memory that the process has now, other than files */
unsigned long bench_resident(void);

/** bench_text - a text that stays, as printf() would make it; for names of rows */
const char *bench_text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** BENCH_TABLE - @fn() adds rows and goals; called once, before any is run */
#define BENCH_TABLE(fn)									\
	static void (*const bench_table_##fn)(void)					\
	__attribute__((used, section("bench_tables"))) = (fn)

/* The section holds pointers: a compiler may align structs as it likes, and leave gaps. */
#define BENCH_CASE_(id, work, who, fn, nr, prepare)						\
	static const struct bench_case bench_case_##id = {					\
		.workload = (work), .contender = (who), .run = (fn), .threads = (nr),		\
		.setup = (prepare),								\
	};											\
	static const struct bench_case *const bench_ptr_##id					\
	__attribute__((used, section("bench_cases"))) = &bench_case_##id
#define BENCH_CASE(id, ...)	BENCH_CASE_(id, __VA_ARGS__)

/** BENCH - @fn(n) does @work n times, on one thread */
#define BENCH(work, who, fn)		BENCH_CASE(fn, work, who, fn, 1, 0)
/** BENCH_THREADS - as BENCH, with @nr threads at once */
#define BENCH_THREADS(work, who, fn, nr) BENCH_CASE(fn##_##nr, work, who, fn, nr, 0)
/** BENCH_SETUP - as BENCH; @prepare() runs before each round, not timed */
#define BENCH_SETUP(work, who, fn, prepare) BENCH_CASE(fn, work, who, fn, 1, prepare)

/** bench_keep - the compiler must believe that @p is used */
static inline void bench_keep(const void *p)
{
	__asm__ volatile("" : : "r"(p) : "memory");
}

#endif /* BENCH_BENCH_H */
