// SPDX-License-Identifier: MIT
/* tests/lib/kfifo_test.c - rings, alone and between two threads */
#include <kunit/test.h>
#include <linux/kfifo.h>
#include "tests/kernel/threads.h"

static void kfifo_keeps_order_round_the_end(struct kunit *test)
{
	DEFINE_KFIFO(fifo, int, 8);
	int in = 0, out = 0, value, i, some[8];

	KUNIT_EXPECT_EQ(test, kfifo_size(&fifo), 8u);
	for (i = 0; i < 50; i++) {
		while (kfifo_put(&fifo, in))
			in++;
		KUNIT_EXPECT_TRUE(test, kfifo_is_full(&fifo));
		KUNIT_EXPECT_EQ(test, kfifo_peek(&fifo, &value), 1u);
		KUNIT_EXPECT_EQ(test, value, out);
		KUNIT_EXPECT_EQ(test, kfifo_out(&fifo, some, 3), 3u);
		KUNIT_EXPECT_EQ(test, some[2], out + 2);
		out += 3;
		KUNIT_EXPECT_EQ(test, kfifo_avail(&fifo), 3u);
	}
	while (kfifo_get(&fifo, &value))
		KUNIT_EXPECT_EQ(test, value, out++);
	KUNIT_EXPECT_EQ(test, in, out);
	KUNIT_EXPECT_TRUE(test, kfifo_is_empty(&fifo));
	KUNIT_EXPECT_EQ(test, kfifo_in(&fifo, some, 20), 8u);
	kfifo_reset(&fifo);
	KUNIT_EXPECT_EQ(test, kfifo_len(&fifo), 0u);
}

static void kfifo_alloc_rounds_up(struct kunit *test)
{
	struct kfifo fifo;
	char text[8] = "";

	KUNIT_ASSERT_EQ(test, kfifo_alloc(&fifo, 100, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, kfifo_size(&fifo), 128u);
	KUNIT_EXPECT_EQ(test, kfifo_in(&fifo, "hello", 5), 5u);
	KUNIT_EXPECT_EQ(test, kfifo_out_peek(&fifo, text, 8), 5u);
	KUNIT_EXPECT_STREQ(test, text, "hello");
	kfifo_skip(&fifo);
	KUNIT_EXPECT_EQ(test, kfifo_out(&fifo, text, 2), 2u);
	KUNIT_EXPECT_MEMEQ(test, text, "el", 2);
	kfifo_free(&fifo);
	KUNIT_EXPECT_EQ(test, kfifo_alloc(&fifo, 1, GFP_KERNEL), -EINVAL);
}

struct pipe {
	DECLARE_KFIFO(fifo, unsigned int, 64);
	unsigned int wrong;
};

static void pipe_body(void *ctx, unsigned int reads)
{
	struct pipe *pipe = ctx;
	unsigned int i, value;

	for (i = 0; i < 50000; i++) {
		while (!(reads ? kfifo_get(&pipe->fifo, &value) : kfifo_put(&pipe->fifo, i)))
			cpu_relax();
		if (reads && value != i)
			pipe->wrong++;
	}
}

static void kfifo_reader_and_writer_need_no_lock(struct kunit *test)
{
	struct pipe *pipe = kunit_kzalloc(test, sizeof(*pipe), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pipe);
	INIT_KFIFO(pipe->fifo);
	test_threads_run(test, 2, pipe_body, pipe);
	KUNIT_EXPECT_EQ(test, pipe->wrong, 0u);
	KUNIT_EXPECT_TRUE(test, kfifo_is_empty(&pipe->fifo));
}

static struct kunit_case kfifo_cases[] = {
	KUNIT_CASE(kfifo_keeps_order_round_the_end),
	KUNIT_CASE(kfifo_alloc_rounds_up),
	KUNIT_CASE(kfifo_reader_and_writer_need_no_lock),
	{}
};

static struct kunit_suite kfifo_suite = {
	.name = "kfifo",
	.test_cases = kfifo_cases,
};
kunit_test_suite(kfifo_suite);
