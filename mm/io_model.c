// SPDX-License-Identifier: MIT
/*
 * mm/io_model.c - devices made of software: which physical addresses and ports they answer at
 *
 * Row C2. Accesses find a model in a table, without a lock (io_range.h); a model that goes is first
 * taken out of the table, and a grace period later nobody is in its functions.
 *
 * Memory of a model is frames of the machine, which are in use for the page allocator; the model's
 * physical addresses are not theirs.
 */
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/io_model.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/panic.h>

#include "mm/ioremap.h"

struct io_range_table io_mem_models;
struct io_range_table io_port_models;

/* A model is found by its range, which is its beginning. */
static_assert(offsetof(struct io_model, start) == offsetof(struct io_range, start) &&
	      offsetof(struct io_model, end) == offsetof(struct io_range, end));

static struct io_range *range_of(struct io_model *model)
{
	return (struct io_range *)model;
}

static struct io_range_table *table_of(const struct io_model *model)
{
	return model->kind == IO_MODEL_PORTS ? &io_port_models : &io_mem_models;
}

static bool range_is_sound(const struct io_model *model, u64 start, u64 size)
{
	u64 limit = model->kind == IO_MODEL_PORTS ? 1ULL << 16 : 1ULL << PHYS_ADDR_BITS;

	if (!size || start >= limit || size > limit - start)
		return false;
	if (model->kind == IO_MODEL_MEMORY)
		return IS_ALIGNED(start | size, PAGE_SIZE);
	return model->ops && model->ops->read && model->ops->write;
}

static int memory_plug_in(struct io_model *model, u64 size)
{
	int ret;

	model->memory = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO);
	if (!model->memory)
		return -ENOMEM;
	ret = ioremap_model_pages(model, true);
	if (ret)
		ioremap_model_pages(model, false);
	return ret;
}

static void memory_pull_out(struct io_model *model)
{
	if (!model->memory)
		return;
	ioremap_model_pages(model, false);
	free_pages_exact(model->memory, model->end - model->start + 1);
	model->memory = NULL;
}

int io_model_add(struct io_model *model, u64 start, u64 size)
{
	int ret;

	if (!range_is_sound(model, start, size))
		return -EINVAL;
	if (model->kind != IO_MODEL_PORTS &&
	    region_intersects(start, size, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) != REGION_DISJOINT)
		return -EBUSY;
	model->start = start;
	model->end = start + size - 1;
	model->memory = NULL;
	model->caller = __builtin_return_address(0);
	mutex_lock(&io_range_mutex);
	ret = model->kind == IO_MODEL_MEMORY ? memory_plug_in(model, size) : 0;
	if (!ret)
		ret = io_range_add(table_of(model), range_of(model));
	if (ret)
		memory_pull_out(model);
	mutex_unlock(&io_range_mutex);
	return ret;
}
EXPORT_SYMBOL_GPL(io_model_add);

void io_model_remove(struct io_model *model)
{
	mutex_lock(&io_range_mutex);
	io_range_del(table_of(model), range_of(model));
	memory_pull_out(model);
	mutex_unlock(&io_range_mutex);
}
EXPORT_SYMBOL_GPL(io_model_remove);

/* ---- modules that forget ---- */

static struct io_model *model_left(struct io_range_table *table, const struct module *mod)
{
	struct io_model *found = NULL;
	unsigned int i;

	mutex_lock(&io_range_mutex);
	io_range_for_each(table, i) {
		struct io_model *model = (struct io_model *)table->list->ranges[i];

		if (within_module((unsigned long)model->caller, mod))
			found = model;
	}
	mutex_unlock(&io_range_mutex);
	return found;
}

int io_model_module_left(const struct module *mod)
{
	struct io_model *model;
	int nr = 0;

	while ((model = model_left(&io_mem_models, mod) ?: model_left(&io_port_models, mod))) {
		pr_err("%s: unloaded, but its device '%s' is still plugged in at %#llx-%#llx\n", mod->name,
		       model->name, model->start, model->end);
		pr_err("%s: added by %pB\n", mod->name, model->caller);
		add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
		io_model_remove(model);
		nr++;
	}
	return nr;
}
