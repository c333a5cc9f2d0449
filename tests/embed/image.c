// SPDX-License-Identifier: MIT
/*
 * image.c - kernel side of a shared object that tests/embed/images.c opens and closes
 *
 * What is fast in kmalloc() and kfree() is compiled into it, so it comes and goes with it.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>

int image_pairs(unsigned int nr);
extern int image_last_pairs;

static void *kept;
static DEFINE_PER_CPU(unsigned int, opened);

/* Early, but all that the headers prepare has been prepared. */
static void __attribute__((constructor(102))) image_first(void)
{
	this_cpu_inc(opened);
}

static unsigned int times_opened(void)
{
	unsigned int sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(opened, cpu);
	return sum;
}

/* Objects of all kinds out and in. Return: 0, or a negative errno. */
int image_pairs(unsigned int nr)
{
	size_t size = 200;

	if (times_opened() != 1)
		return -EINVAL;
	OPTIMIZER_HIDE_VAR(size);
	while (nr--) {
		void *constant = kmalloc(200, GFP_KERNEL), *variable = kmalloc(size, GFP_KERNEL);

		if (!constant || !variable || constant == variable)
			return -ENOMEM;
		kfree(constant);
		kfree(variable);
	}
	if (!kept)
		kept = kmalloc(300, GFP_KERNEL);
	return 0;
}

/* What others run when the object is closed may still allocate, and this is such a function. */
static void __attribute__((destructor(102))) image_last(void)
{
	kfree(kept);
	kept = NULL;
	image_pairs(image_last_pairs);
	kfree(kept);
}
