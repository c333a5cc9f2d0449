// SPDX-License-Identifier: MIT
/*
 * tests/fs/seq_file_test.c - the same text whatever the pieces in which it is read
 *
 * The iterator yields NR records; record i is i's decimal digits and i copies of a letter, so that
 * some are larger than a page. The model is the whole text, made directly.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/vfs.h"

#define NR	120
#define FACTOR	50		/* the largest record: NR * FACTOR letters */

static int started, stopped, fail_at;
static char *model, *got;
static size_t model_len;

static size_t record(char *buf, int i)
{
	size_t n = sprintf(buf, "%d:", i);

	if (i % 10 == 3)
		return 0;		/* these are skipped */
	memset(buf + n, 'a' + i % 26, i * FACTOR);
	n += i * FACTOR;
	buf[n++] = '\n';
	return n;
}

static void *num_start(struct seq_file *m, loff_t *pos)
{
	started++;
	return *pos < NR ? (void *)(long)(*pos + 1) : NULL;
}

static void *num_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return *pos < NR ? (void *)(long)(*pos + 1) : NULL;
}

static void num_stop(struct seq_file *m, void *v)
{
	stopped++;
}

static int num_show(struct seq_file *m, void *v)
{
	int i = (long)v - 1, n;

	if (i == fail_at)
		return -EUCLEAN;
	seq_printf(m, "%d:", i);
	if (i % 10 == 3)
		return SEQ_SKIP;
	for (n = 0; n < i * FACTOR; n++)
		seq_putc(m, 'a' + i % 26);
	seq_putc(m, '\n');
	return 0;
}

static const struct seq_operations num_ops = {
	.start = num_start, .next = num_next, .stop = num_stop, .show = num_show,
};

static int hello_show(struct seq_file *m, void *v)
{
	seq_puts(m, m->private);
	return 0;
}

static int seq_init(struct kunit *test)
{
	size_t max = NR * (NR * FACTOR / 2 + 16);
	int i;

	started = stopped = 0;
	fail_at = -1;
	model = kunit_kmalloc(test, max, GFP_KERNEL);
	got = kunit_kmalloc(test, max + PAGE_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, got);
	if (!model || !got)
		return -ENOMEM;
	for (i = 0, model_len = 0; i < NR; i++)
		model_len += record(model + model_len, i);
	if (!proc_create_seq("seqtest", 0, NULL, &num_ops))
		return -ENOMEM;
	if (!proc_create_single_data("seqtest_one", 0, NULL, hello_show, "hello, world\n"))
		return -ENOMEM;
	return 0;
}

static void seq_exit(struct kunit *test)
{
	remove_proc_entry("seqtest", NULL);
	remove_proc_entry("seqtest_one", NULL);
}

static struct file *open_seq(struct kunit *test, const char *path)
{
	struct file *file = filp_open(path, O_RDONLY, 0);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	return file;
}

static void read_in_pieces(struct kunit *test, size_t piece)
{
	struct file *file = open_seq(test, "/proc/seqtest");
	size_t len = 0;
	ssize_t n;

	while ((n = file_read(file, (char __user *)got + len, piece)) > 0)
		len += n;
	KUNIT_EXPECT_EQ(test, n, 0);
	KUNIT_EXPECT_EQ_MSG(test, len, model_len, "in pieces of %zu", piece);
	KUNIT_EXPECT_MEMEQ(test, got, model, model_len);
	KUNIT_EXPECT_EQ(test, started, stopped);
	filp_close(file, NULL);
}

static void text_is_the_same_in_pieces_of_any_size(struct kunit *test)
{
	static const size_t pieces[] = { 7, 100, 4095, 4096, 4097, 65536 };
	int i;

	for (i = 0; i < ARRAY_SIZE(pieces); i++)
		read_in_pieces(test, pieces[i]);
}

/* pread at any position, backwards and forwards. */
static void pread_finds_any_position(struct kunit *test)
{
	struct file *file = open_seq(test, "/proc/seqtest");
	loff_t pos;
	ssize_t n;

	for (pos = model_len - 5; pos > 0; pos -= 40009) {
		n = file_pread(file, (char __user *)got, 50, pos);
		KUNIT_ASSERT_GT(test, n, 0);
		KUNIT_EXPECT_MEMEQ(test, got, model + pos, n);
	}
	KUNIT_EXPECT_EQ(test, file_pread(file, (char __user *)got, 50, model_len), 0);
	KUNIT_EXPECT_EQ(test, file_pread(file, (char __user *)got, 50, model_len + 99), 0);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)got, 4), 4);
	KUNIT_EXPECT_MEMEQ(test, got, "0:\n1", 4);
	filp_close(file, NULL);
}

static void lseek_moves_the_reader(struct kunit *test)
{
	struct file *file = open_seq(test, "/proc/seqtest");

	KUNIT_EXPECT_EQ(test, file_lseek(file, 12345, SEEK_SET), 12345);
	KUNIT_EXPECT_GT(test, file_read(file, (char __user *)got, 100), 0);
	KUNIT_EXPECT_MEMEQ(test, got, model + 12345, 20);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 0, SEEK_END), -EINVAL);
	KUNIT_EXPECT_EQ(test, file_lseek(file, -1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)got, 3), 3);
	KUNIT_EXPECT_MEMEQ(test, got, model, 3);
	filp_close(file, NULL);
}

/* A record that fails ends a read with what came before it, and the next with its error. */
static void show_error_comes_after_what_was_good(struct kunit *test)
{
	struct file *file = open_seq(test, "/proc/seqtest");
	ssize_t n;

	fail_at = 2;
	n = file_read(file, (char __user *)got, 4096);
	KUNIT_EXPECT_EQ(test, n, 3 + 2 + FACTOR + 1);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)got, 4096), -EUCLEAN);
	KUNIT_EXPECT_EQ(test, started, stopped);
	filp_close(file, NULL);
}

static void single_open_shows_one_record(struct kunit *test)
{
	struct file *file = open_seq(test, "/proc/seqtest_one");

	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)got, 5), 5);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)got + 5, 100), 8);
	KUNIT_EXPECT_MEMEQ(test, got, "hello, world\n", 13);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)got, 100), 0);
	KUNIT_EXPECT_EQ(test, file_pwrite(file, (char __user *)got, 1, 0), -ESPIPE);
	filp_close(file, NULL);
}

/* The helpers, on a seq_file made by hand. */
static void helpers_write_what_they_say(struct kunit *test)
{
	char buf[128];
	struct seq_file m = { .buf = buf, .size = sizeof(buf) };

	seq_put_decimal_ull(&m, "n ", 42);
	seq_put_decimal_ull_width(&m, " ", 7, 4);
	seq_put_decimal_ll(&m, ",", -3);
	seq_put_hex_ll(&m, " x", 0xbeef, 8);
	seq_escape(&m, " a b\n", " \n");
	buf[m.count] = '\0';
	KUNIT_EXPECT_STREQ(test, buf, "n 42    7,-3 x0000beef\\040a\\040b\\012");
	m.count = 0;
	seq_setwidth(&m, 8);
	seq_puts(&m, "abc");
	seq_pad(&m, '|');
	KUNIT_EXPECT_MEMEQ(test, buf, "abc     |", 9);
	KUNIT_EXPECT_FALSE(test, seq_has_overflowed(&m));
	m.count = 120;
	KUNIT_EXPECT_EQ(test, seq_write(&m, "12345678", 8), -1);
	KUNIT_EXPECT_TRUE(test, seq_has_overflowed(&m));
}

static void list_helpers_walk_a_list(struct kunit *test)
{
	struct list_head head, a, b;
	loff_t pos = 0;

	INIT_LIST_HEAD(&head);
	KUNIT_EXPECT_NULL(test, seq_list_start(&head, 0));
	list_add_tail(&a, &head);
	list_add_tail(&b, &head);
	KUNIT_EXPECT_PTR_EQ(test, seq_list_start(&head, 1), &b);
	KUNIT_EXPECT_PTR_EQ(test, seq_list_start_head(&head, 0), &head);
	KUNIT_EXPECT_PTR_EQ(test, seq_list_next(&head, &head, &pos), &a);
	KUNIT_EXPECT_PTR_EQ(test, seq_list_next(&a, &head, &pos), &b);
	KUNIT_EXPECT_NULL(test, seq_list_next(&b, &head, &pos));
	KUNIT_EXPECT_EQ(test, pos, 3);
}

static struct kunit_case seq_cases[] = {
	KUNIT_CASE(text_is_the_same_in_pieces_of_any_size),
	KUNIT_CASE(pread_finds_any_position),
	KUNIT_CASE(lseek_moves_the_reader),
	KUNIT_CASE(show_error_comes_after_what_was_good),
	KUNIT_CASE(single_open_shows_one_record),
	KUNIT_CASE(helpers_write_what_they_say),
	KUNIT_CASE(list_helpers_walk_a_list),
	{}
};

static struct kunit_suite seq_suite = {
	.name = "seq_file", .init = seq_init, .exit = seq_exit, .test_cases = seq_cases,
};
kunit_test_suite(seq_suite);
