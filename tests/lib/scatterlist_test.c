// SPDX-License-Identifier: MIT
/*
 * tests/lib/scatterlist_test.c - suite "scatterlist": lists of pieces of memory
 */
#include <kunit/test.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

/* Three pieces of one page: bytes 100-109, 50-69, 4000-4094. */
static struct page *three_pieces(struct kunit *test, struct scatterlist *sgl)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	sg_init_table(sgl, 3);
	sg_set_page(&sgl[0], page, 10, 100);
	sg_set_buf(&sgl[1], page_address(page) + 50, 20);
	sg_set_page(&sgl[2], page, 95, 4000);
	return page;
}

static void sg_entries_say_what_was_set(struct kunit *test)
{
	struct scatterlist sgl[3];
	struct page *page = three_pieces(test, sgl);

	KUNIT_EXPECT_PTR_EQ(test, sg_page(&sgl[0]), page);
	KUNIT_EXPECT_PTR_EQ(test, sg_page(&sgl[2]), page);
	KUNIT_EXPECT_PTR_EQ(test, sg_virt(&sgl[1]), page_address(page) + 50);
	KUNIT_EXPECT_EQ(test, sg_phys(&sgl[0]), (dma_addr_t)page_to_phys(page) + 100);
	KUNIT_EXPECT_EQ(test, sgl[1].offset, 50U);
	KUNIT_EXPECT_EQ(test, sgl[1].length, 20U);
	KUNIT_EXPECT_FALSE(test, sg_is_last(&sgl[1]));
	KUNIT_EXPECT_TRUE(test, sg_is_last(&sgl[2]));
	KUNIT_EXPECT_PTR_EQ(test, sg_next(&sgl[0]), &sgl[1]);
	KUNIT_EXPECT_PTR_EQ(test, sg_next(&sgl[2]), NULL);
	KUNIT_EXPECT_PTR_EQ(test, sg_last(sgl, 3), &sgl[2]);
	__free_page(page);
}

static void sg_nents_counts_to_the_end(struct kunit *test)
{
	struct scatterlist sgl[3];
	struct page *page = three_pieces(test, sgl);

	KUNIT_EXPECT_EQ(test, sg_nents(sgl), 3);
	KUNIT_EXPECT_EQ(test, sg_nents(NULL), 0);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(sgl, 0), 0);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(sgl, 10), 1);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(sgl, 11), 2);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(sgl, 125), 3);
	KUNIT_EXPECT_EQ(test, sg_nents_for_len(sgl, 126), -EINVAL);
	sg_mark_end(&sgl[1]);
	KUNIT_EXPECT_EQ(test, sg_nents(sgl), 2);
	KUNIT_EXPECT_PTR_EQ(test, sg_page(&sgl[1]), page);
	sg_unmark_end(&sgl[1]);
	KUNIT_EXPECT_EQ(test, sg_nents(sgl), 3);
	__free_page(page);
}

/* A list in two tables: the link is no piece. */
static void sg_chain_is_passed_over(struct kunit *test)
{
	struct scatterlist first[3], second[2], *sg;
	unsigned int i, sum = 0;

	sg_init_table(first, 3);
	sg_init_table(second, 2);
	sg_chain(first, 3, second);
	first[0].length = 1;
	first[1].length = 2;
	second[0].length = 4;
	second[1].length = 8;
	for_each_sg(first, sg, 4, i)
		sum += sg->length;
	KUNIT_EXPECT_EQ(test, sum, 15U);
	KUNIT_EXPECT_PTR_EQ(test, sg_next(&first[1]), &second[0]);
	KUNIT_EXPECT_EQ(test, sg_nents(first), 4);
}

/* Of every length near a table's, entries are as many as were asked for, and freed. */
static void sg_table_of_each_length(struct kunit *test)
{
	static const int around[] = { 1, 2, SG_MAX_SINGLE_ALLOC - 1, SG_MAX_SINGLE_ALLOC, SG_MAX_SINGLE_ALLOC + 1,
		2 * SG_MAX_SINGLE_ALLOC - 2, 2 * SG_MAX_SINGLE_ALLOC - 1, 2 * SG_MAX_SINGLE_ALLOC, 1000 };
	struct sg_table table;
	struct scatterlist *sg;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, sg_alloc_table(&table, 0, GFP_KERNEL), -EINVAL);
	for (int n = 0; n < ARRAY_SIZE(around); n++) {
		KUNIT_ASSERT_EQ(test, sg_alloc_table(&table, around[n], GFP_KERNEL), 0);
		KUNIT_EXPECT_EQ(test, table.nents, (unsigned int)around[n]);
		KUNIT_EXPECT_EQ(test, table.orig_nents, (unsigned int)around[n]);
		KUNIT_EXPECT_EQ(test, sg_nents(table.sgl), around[n]);
		for_each_sgtable_sg(&table, sg, i)
			KUNIT_EXPECT_EQ(test, sg->length, 0U);
		sg_free_table(&table);
		KUNIT_EXPECT_PTR_EQ(test, table.sgl, NULL);
	}
}

/* What goes into the pieces comes out of them, also from the middle, and no byte beside them changes. */
static void sg_copies_there_and_back(struct kunit *test)
{
	struct scatterlist sgl[3];
	struct page *page = three_pieces(test, sgl);
	unsigned char in[200], out[200], *at = page_address(page);

	memset(at, 0xee, PAGE_SIZE);
	for (int i = 0; i < sizeof(in); i++)
		in[i] = i;
	KUNIT_EXPECT_EQ(test, sg_copy_from_buffer(sgl, 3, in, sizeof(in)), 125UL);
	KUNIT_EXPECT_EQ(test, at[100], 0);
	KUNIT_EXPECT_EQ(test, at[110], 0xee);
	KUNIT_EXPECT_EQ(test, at[50], 10);
	KUNIT_EXPECT_EQ(test, at[4094], 124);
	KUNIT_EXPECT_EQ(test, at[4095], 0xee);
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(sgl, 3, out, sizeof(out)), 125UL);
	KUNIT_EXPECT_EQ(test, memcmp(in, out, 125), 0);
	KUNIT_EXPECT_EQ(test, sg_pcopy_to_buffer(sgl, 3, out, 10, 25), 10UL);
	KUNIT_EXPECT_EQ(test, memcmp(in + 25, out, 10), 0);
	KUNIT_EXPECT_EQ(test, sg_pcopy_from_buffer(sgl, 2, in, 100, 28), 2UL);
	KUNIT_EXPECT_EQ(test, at[69], 1);
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(sgl, 3, out, 0), 0UL);
	__free_page(page);
}

/* A piece may be many pages. */
static void sg_copies_across_pages(struct kunit *test)
{
	struct page *pages = alloc_pages(GFP_KERNEL, 1);
	struct scatterlist one;
	unsigned char text[64], back[64];

	KUNIT_ASSERT_NOT_NULL(test, pages);
	memset(text, 0x5a, sizeof(text));
	sg_init_table(&one, 1);
	sg_set_page(&one, pages, sizeof(text), PAGE_SIZE - 32);
	KUNIT_EXPECT_EQ(test, sg_copy_from_buffer(&one, 1, text, sizeof(text)), sizeof(text));
	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(&one, 1, back, sizeof(back)), sizeof(back));
	KUNIT_EXPECT_EQ(test, memcmp(text, back, sizeof(text)), 0);
	KUNIT_EXPECT_EQ(test, ((char *)page_address(pages))[PAGE_SIZE + 31], 0x5a);
	__free_pages(pages, 1);
}

static struct kunit_case sg_cases[] = {
	KUNIT_CASE(sg_entries_say_what_was_set),
	KUNIT_CASE(sg_nents_counts_to_the_end),
	KUNIT_CASE(sg_chain_is_passed_over),
	KUNIT_CASE(sg_table_of_each_length),
	KUNIT_CASE(sg_copies_there_and_back),
	KUNIT_CASE(sg_copies_across_pages),
	{}
};

static struct kunit_suite sg_suite = {
	.name = "scatterlist",
	.test_cases = sg_cases,
};
kunit_test_suite(sg_suite);
