// SPDX-License-Identifier: MIT
/*
 * tests/mm/vmap_test.c - suite "vmap": other people's pages, mapped; areas; /proc/vmallocinfo (row C1)
 */
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "fs/vfs.h"
#include "mm/vmalloc.h"

#define NR	3

static struct page *pages[NR];

static int vmap_case_init(struct kunit *test)
{
	if (!(arch_features() & ARCH_HAS_MMU))
		kunit_skip(test, "needs an MMU");
	for (int i = 0; i < NR; i++) {
		void *p;

		pages[i] = alloc_page(GFP_HIGHUSER);
		if (!pages[i])
			return -ENOMEM;
		p = kmap_local_page(pages[i]);
		memset(p, 'a' + i, PAGE_SIZE);
		kunmap_local(p);
	}
	return 0;
}

static void vmap_case_exit(struct kunit *test)
{
	for (int i = 0; i < NR; i++) {
		if (pages[i])
			__free_page(pages[i]);
		pages[i] = NULL;
	}
}

/* Given pages in the given order, twice if need be; what is written shows at each place. */
static void vmap_shows_pages_in_order(struct kunit *test)
{
	struct page *order[] = { pages[1], pages[0], pages[1] };
	char *area = vmap(order, 3, VM_MAP, PAGE_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, area[0], 'b');
	KUNIT_EXPECT_EQ(test, area[PAGE_SIZE], 'a');
	area[0] = 'x';
	barrier();		/* the compiler does not know that these two are one */
	KUNIT_EXPECT_EQ(test, area[2 * PAGE_SIZE], 'x');
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(area + PAGE_SIZE), pages[0]);
	KUNIT_EXPECT_EQ(test, vmalloc_to_pfn(area + 2 * PAGE_SIZE + 9), page_to_pfn(pages[1]));
	KUNIT_EXPECT_NULL(test, vmalloc_to_page(area + 3 * PAGE_SIZE));
	vunmap(area);
	KUNIT_EXPECT_EQ(test, page_count(pages[0]), 1);
	KUNIT_EXPECT_NULL(test, vmalloc_to_page(area));
	vunmap(NULL);
	KUNIT_EXPECT_NULL(test, vmap(order, 0, VM_MAP, PAGE_KERNEL));
}

/* With VM_MAP_PUT_PAGES the pages and the array are the area's: vfree() drops them. */
static void vmap_put_pages_belong_to_area(struct kunit *test)
{
	struct page **array = kmalloc_array(2, sizeof(*array), GFP_KERNEL);
	char *area;

	KUNIT_ASSERT_NOT_NULL(test, array);
	array[0] = pages[2];
	array[1] = pages[0];
	get_page(pages[0]);
	area = vmap(array, 2, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, area[0], 'c');
	pages[2] = NULL;
	vfree(area);
	KUNIT_EXPECT_EQ(test, page_count(pages[0]), 1);
}

/* No guard and no vm_struct, but as good a mapping. */
static void vm_map_ram_maps_for_a_while(struct kunit *test)
{
	char *area = vm_map_ram(pages, NR, NUMA_NO_NODE), byte;

	KUNIT_ASSERT_NOT_NULL(test, area);
	for (int i = 0; i < NR; i++) {
		KUNIT_EXPECT_EQ(test, area[(i + 1) * PAGE_SIZE - 1], 'a' + i);
		KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(area + i * PAGE_SIZE), pages[i]);
	}
	KUNIT_EXPECT_NULL(test, find_vm_area(area));
	vm_unmap_ram(area, NR);
	KUNIT_EXPECT_NE(test, copy_from_kernel_nofault(&byte, area, 1), 0L);
}

/* Frames of the page allocator are not for vmap_pfn(). */
static void vmap_pfn_refuses_memory(struct kunit *test)
{
	unsigned long pfn = page_to_pfn(pages[0]);
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, vmap_pfn(&pfn, 1, PAGE_KERNEL));
	printk_capture_end(&c);
}

/* Holes in the memory map are: two mappings show the same bytes, one of them for reading only. */
static void vmap_pfn_maps_holes(struct kunit *test)
{
	unsigned long pfns[2], pfn = 1;
	char *area, *second;

	while (pfn < max_pfn && pfn_valid(pfn))
		pfn++;
	if (pfn + 1 >= max_pfn)
		kunit_skip(test, "this machine has no holes (memmap=)");
	pfns[0] = pfn + 1;
	pfns[1] = pfn;
	area = vmap_pfn(pfns, 2, PAGE_KERNEL);
	second = vmap_pfn(&pfn, 1, PAGE_KERNEL_RO);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_ASSERT_NOT_NULL(test, second);
	memset(area, 'h', 2 * PAGE_SIZE);
	barrier();
	KUNIT_EXPECT_NULL(test, memchr_inv(second, 'h', PAGE_SIZE));
	KUNIT_EXPECT_NE(test, arch_copy_nofault(second, "w", 1), 0);
	vunmap(area);
	vunmap(second);
}

/*
 * Areas: with a guard or without, aligned if they are for devices, found by any address, gone when
 * freed.
 */
static void vm_area_is_found_by_its_addresses(struct kunit *test)
{
	struct vm_struct *vm = get_vm_area(5 * PAGE_SIZE - 1, VM_MAP), *device;
	void *addr;

	KUNIT_ASSERT_NOT_NULL(test, vm);
	addr = vm->addr;
	KUNIT_EXPECT_EQ(test, vm->size, 6 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, get_vm_area_size(vm), 5 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, find_vm_area(addr + 5 * PAGE_SIZE), vm);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_or_module_addr(addr));
	KUNIT_EXPECT_NULL(test, remove_vm_area(addr + PAGE_SIZE));
	KUNIT_EXPECT_PTR_EQ(test, remove_vm_area(addr), vm);
	KUNIT_EXPECT_NULL(test, remove_vm_area(addr));
	KUNIT_EXPECT_NULL(test, find_vm_area(addr));
	kfree(vm);
	device = get_vm_area(5 * PAGE_SIZE, VM_IOREMAP);
	KUNIT_ASSERT_NOT_NULL(test, device);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)device->addr, 8 * PAGE_SIZE));
	free_vm_area(device);
	KUNIT_EXPECT_NULL(test, get_vm_area(0, VM_MAP));
}

/* vread(): what is there, zeros between and behind; nothing where no area is. */
static void vread_reads_through_holes(struct kunit *test)
{
	char *area = vmap(pages, NR, VM_MAP, PAGE_KERNEL), *buf;

	KUNIT_ASSERT_NOT_NULL(test, area);
	buf = kmalloc(3 * PAGE_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, buf);
	memset(buf, '?', 3 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, vread(buf, area + 2 * PAGE_SIZE - 1, PAGE_SIZE + 100), (long)PAGE_SIZE + 100);
	KUNIT_EXPECT_EQ(test, buf[0], 'b');
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 1, 'c', PAGE_SIZE));
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 1 + PAGE_SIZE, 0, 99));
	KUNIT_EXPECT_EQ(test, buf[PAGE_SIZE + 100], '?');
	KUNIT_EXPECT_EQ(test, vread(buf, (char *)VMALLOC_END - 2 * PAGE_SIZE, PAGE_SIZE), 0L);
	kfree(buf);
	vunmap(area);
}

/* PAGE_KERNEL_RO: the frames are seen, and a write is refused. */
static void vmap_read_only_faults_on_write(struct kunit *test)
{
	char byte, *area = vmap(pages, 2, VM_MAP, PAGE_KERNEL_RO);

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&byte, area + PAGE_SIZE, 1), 0L);
	KUNIT_EXPECT_EQ(test, byte, 'b');
	KUNIT_EXPECT_NE(test, arch_copy_nofault(area + PAGE_SIZE, "w", 1), 0);
	KUNIT_EXPECT_EQ(test, area[PAGE_SIZE], 'b');
	vunmap(area);
	area = __vmalloc_node_range(PAGE_SIZE, 1, VMALLOC_START, VMALLOC_END, GFP_KERNEL | __GFP_ZERO, PAGE_KERNEL_RO,
				    0, NUMA_NO_NODE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, PAGE_SIZE));
	KUNIT_EXPECT_NE(test, arch_copy_nofault(area, "w", 1), 0);
	vfree(area);
}

/* Only what is for users, only whole and inside; then it is for the program's mapping to take it. */
static void remap_vmalloc_range_checks_what_it_maps(struct kunit *test)
{
	struct vm_area_struct vma = { .vm_start = 0x10000, .vm_end = 0x10000 + 2 * PAGE_SIZE };
	char *kernel = vmalloc(2 * PAGE_SIZE), *user = vmalloc_user(2 * PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, kernel);
	KUNIT_ASSERT_NOT_NULL(test, user);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, kernel, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, user + 1, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, user, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, user, ULONG_MAX / 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, user, ULONG_MAX >> PAGE_SHIFT), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, pages, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range_partial(&vma, vma.vm_start + 8, user, 0, PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range_partial(&vma, vma.vm_start, user, 1, PAGE_SIZE + 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range_partial(&vma, vma.vm_start, user, 0, ULONG_MAX & PAGE_MASK), -EINVAL);
	/* The guard is no page, though it is within the size counted from the area's start. */
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range_partial(&vma, vma.vm_start, user + PAGE_SIZE, 1, PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range_partial(&vma, vma.vm_end, user, 0, PAGE_SIZE), -EFAULT);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, user, 0), -ENODEV);
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range_partial(&vma, vma.vm_start + PAGE_SIZE, user, 1, PAGE_SIZE), -ENODEV);
	find_vm_area(kernel)->flags |= VM_DMA_COHERENT;
	KUNIT_EXPECT_EQ(test, remap_vmalloc_range(&vma, kernel, 0), -ENODEV);
	KUNIT_EXPECT_EQ(test, vma.vm_flags, 0UL);
	vfree(kernel);
	vfree(user);
}

static struct vm_struct *kept;

static int keeper_gives_back(struct notifier_block *nb, unsigned long action, void *data)
{
	if (kept) {
		*(unsigned long *)data += get_vm_area_size(kept) >> PAGE_SHIFT;
		free_vm_area(kept);
	}
	kept = NULL;
	return NOTIFY_OK;
}

/* Without room for it, those who keep areas are asked to give them back. */
static void vmap_purge_notifier_is_asked_for_room(struct kunit *test)
{
	struct notifier_block nb = { .notifier_call = keeper_gives_back };
	unsigned long size = (VMALLOC_TOTAL / 8 * 5) & PAGE_MASK;
	struct vm_struct *vm;

	kept = get_vm_area(size, VM_MAP);
	KUNIT_ASSERT_NOT_NULL(test, kept);
	KUNIT_EXPECT_EQ(test, register_vmap_purge_notifier(&nb), 0);
	vm = get_vm_area(size, VM_MAP);
	KUNIT_EXPECT_NOT_NULL(test, vm);
	KUNIT_EXPECT_NULL(test, kept);
	unregister_vmap_purge_notifier(&nb);
	if (kept)
		free_vm_area(kept);
	kept = NULL;
	if (vm)
		free_vm_area(vm);
	if (kept)
		free_vm_area(kept);
}

/* ---- /proc/vmallocinfo ---- */

static char *info_read(struct kunit *test)
{
	struct file *file = filp_open("/proc/vmallocinfo", O_RDONLY, 0);
	size_t room = 256 << 10, len = 0;
	char *text = kvzalloc(room, GFP_KERNEL);
	ssize_t n;

	if (!text || IS_ERR(file))
		return text;
	while (len < room - 1 && (n = file_read(file, (char __user *)text + len, room - 1 - len)) > 0)
		len += n;
	filp_close(file, NULL);
	return text;
}

/* The line of the area at @addr, until the next call; NULL if there is none. */
static const char *info_line(const char *text, const void *addr)
{
	static char line[256];
	char want[40];

	snprintf(want, sizeof(want), "0x%px-", addr);
	text = strstr(text, want);
	if (!text)
		return NULL;
	strscpy(line, text, sizeof(line));
	*strchrnul(line, '\n') = '\0';
	return line;
}

static bool line_has(const char *line, const char *text)
{
	return line && strstr(line, text);
}

static void vmallocinfo_tells_all_kinds(struct kunit *test)
{
	char *small = vmalloc(3 * PAGE_SIZE), *large = vmalloc_user(600 * PAGE_SIZE);
	char *map = vmap(pages, NR, VM_MAP, PAGE_KERNEL), *ram = vm_map_ram(pages, NR, NUMA_NO_NODE);
	char *freed = vmalloc(PAGE_SIZE), *text, want[64];
	struct vm_struct *device = get_vm_area(PAGE_SIZE, VM_IOREMAP);
	const char *line;

	KUNIT_ASSERT_TRUE(test, small && large && map && ram && freed && device);
	device->phys_addr = 0x12340000;
	vfree(freed);
	text = info_read(test);
	KUNIT_ASSERT_NOT_NULL(test, text);
	line = info_line(text, small);
	snprintf(want, sizeof(want), "-0x%px %7lu ", small + 4 * PAGE_SIZE, 4 * PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, line_has(line, want));
	KUNIT_EXPECT_TRUE(test, line_has(line, "vmallocinfo_tells_all_kinds+0x"));
	KUNIT_EXPECT_TRUE(test, line_has(line, " pages=3 vmalloc N"));
	KUNIT_EXPECT_FALSE(test, line_has(line, "vpages"));
	line = info_line(text, large);
	/* vpages: the table of the pages is larger than one. */
	snprintf(want, sizeof(want), " pages=600 vmalloc user%s N", 600 * sizeof(*pages) > PAGE_SIZE ? " vpages" : "");
	KUNIT_EXPECT_TRUE(test, line_has(line, want));
	line = info_line(text, map);
	KUNIT_EXPECT_TRUE(test, line_has(line, " vmap"));
	KUNIT_EXPECT_FALSE(test, line_has(line, "pages="));
	KUNIT_EXPECT_TRUE(test, line_has(info_line(text, ram), " vm_map_ram"));
	KUNIT_EXPECT_TRUE(test, line_has(info_line(text, freed), " unpurged vm_area"));
	line = info_line(text, device->addr);
	KUNIT_EXPECT_TRUE(test, line_has(line, " phys=0x") && line_has(line, "12340000 ioremap"));
	kvfree(text);
	vfree(small);
	vfree(large);
	vunmap(map);
	vm_unmap_ram(ram, NR);
	free_vm_area(device);
}

static struct kunit_case vmap_cases[] = {
	KUNIT_CASE(vmap_shows_pages_in_order),
	KUNIT_CASE(vmap_read_only_faults_on_write),
	KUNIT_CASE(vmap_put_pages_belong_to_area),
	KUNIT_CASE(vm_map_ram_maps_for_a_while),
	KUNIT_CASE(vmap_pfn_refuses_memory),
	KUNIT_CASE(vmap_pfn_maps_holes),
	KUNIT_CASE(vm_area_is_found_by_its_addresses),
	KUNIT_CASE(vread_reads_through_holes),
	KUNIT_CASE(remap_vmalloc_range_checks_what_it_maps),
	KUNIT_CASE(vmap_purge_notifier_is_asked_for_room),
	KUNIT_CASE(vmallocinfo_tells_all_kinds),
	{}
};

static struct kunit_suite vmap_suite = {
	.name = "vmap",
	.init = vmap_case_init,
	.exit = vmap_case_exit,
	.test_cases = vmap_cases,
};
kunit_test_suite(vmap_suite);
