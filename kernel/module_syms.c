// SPDX-License-Identifier: MIT
/*
 * kernel/module_syms.c - exported names, and what a module needs of them
 *
 * The kernel's exports are the section __ksymtab of the program; a module's are its own section of
 * that name. Names that only compilers refer to are resolved by the port.
 *
 * A name as the linker knows it may differ from the name in the source: libc_names.h has put
 * quarry_ before those that libc has too, and the table keeps the source's. So "quarry_strlen" is
 * also looked for as "strlen".
 *
 * Locking: module_mutex for everything that looks at modules.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/kallsyms.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "kernel/module.h"

extern const struct kernel_symbol __start___ksymtab[], __stop___ksymtab[];

#define LIBC_NAME_PREFIX "quarry_"

/* What compilers emit calls to by themselves: the port's business, on every port. */
static const char *const compiler_names[] = {
	"memcpy", "memmove", "memset", "memcmp", "__stack_chk_fail", "__tls_get_addr",
};
static const char *const compiler_prefixes[] = {
	"__asan_", "__ubsan_", "__tsan_", "__sanitizer_", "__gcov_",
};

static bool is_compilers(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(compiler_names); i++)
		if (!strcmp(name, compiler_names[i]))
			return true;
	for (i = 0; i < ARRAY_SIZE(compiler_prefixes); i++)
		if (!strncmp(name, compiler_prefixes[i], strlen(compiler_prefixes[i])))
			return true;
	return false;
}

static const struct kernel_symbol *symbol_search(const struct kernel_symbol *sym, size_t nr,
						 const char *name)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(sym[i].name, name))
			return &sym[i];
	return NULL;
}

static const struct kernel_symbol *symbol_find_exact(const char *name, struct module **owner)
{
	const struct kernel_symbol *sym;
	struct module *mod;

	*owner = NULL;
	sym = symbol_search(__start___ksymtab, __stop___ksymtab - __start___ksymtab, name);
	if (sym)
		return sym;
	list_for_each_entry(mod, &modules, list) {
		if (mod->state == MODULE_STATE_GOING)
			continue;
		sym = symbol_search(mod->syms, mod->num_syms, name);
		if (sym) {
			*owner = mod;
			return sym;
		}
	}
	return NULL;
}

/* Who exports @name (as the linker knows it)? *@owner is NULL for the kernel. */
static const struct kernel_symbol *symbol_find(const char *name, struct module **owner)
{
	const size_t plen = strlen(LIBC_NAME_PREFIX);
	const struct kernel_symbol *sym = symbol_find_exact(name, owner);

	if (!sym && !strncmp(name, LIBC_NAME_PREFIX, plen))
		sym = symbol_find_exact(name + plen, owner);
	return sym;
}

static bool table_has_value(const struct kernel_symbol *sym, size_t nr, const void *value)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (sym[i].value == value)
			return true;
	return false;
}

bool symbol_has_value(const void *value)
{
	const struct module *mod;

	if (table_has_value(__start___ksymtab, __stop___ksymtab - __start___ksymtab, value))
		return true;
	list_for_each_entry(mod, &modules, list)
		if (table_has_value(mod->syms, mod->num_syms, value))
			return true;
	return false;
}

static int note_source(struct module *owner, struct module **sources, unsigned int max,
		       unsigned int *nr)
{
	unsigned int i;

	for (i = 0; i < *nr; i++)
		if (sources[i] == owner)
			return 0;
	if (*nr == max)
		return -E2BIG;
	sources[(*nr)++] = owner;
	return 0;
}

/* The names that can't be resolved, "a, b, c", as many as fit. */
struct missing {
	char		names[200];
	size_t		len;
	unsigned int	nr;
	const char	*gpl_only;	/* the first of them that the licence forbids */
};

static void missing_add(struct missing *m, const char *name)
{
	m->len += scnprintf(m->names + m->len, sizeof(m->names) - m->len, "%s%s",
			    m->nr ? ", " : "", name);
	m->nr++;
}

static void missing_tell(const struct missing *m, struct module_why *why)
{
	if (m->gpl_only && m->nr == 1)
		why_set(why, "Unknown symbol %s (err %d): it is for GPL-compatible modules only",
			m->names, -ENOENT);
	else
		why_set(why, "Unknown symbol%s %s (err %d)", m->nr > 1 ? "s" : "", m->names, -ENOENT);
}

int module_resolve(const struct elf_image *img, const char *name, bool gpl,
		   struct module **sources, unsigned int max, unsigned int *nr,
		   struct module_why *why)
{
	struct missing missing = { .nr = 0 };
	unsigned int i;
	int ret;

	*nr = 0;
	for (i = 1; i < img->nr_syms; i++) {
		const Elf_Sym *sym = &img->syms[i];
		const char *sym_name = img->sym_names + sym->st_name;
		const struct kernel_symbol *found;
		struct module *owner;

		if (sym->st_shndx != SHN_UNDEF || ELF_ST_BIND(sym->st_info) == STB_WEAK ||
		    is_compilers(sym_name))
			continue;
		found = symbol_find(sym_name, &owner);
		if (found && found->flags & KSYM_GPL && !gpl) {
			printk("%s%s: symbol %s is for GPL-compatible modules only\n",
			       why_level(why, KERN_WARNING), name, sym_name);
			missing.gpl_only = sym_name;
			found = NULL;
		}
		/* A variable of each thread has no address; only its own kind of reference will do. */
		if (found && !(found->flags & KSYM_TLS) != (ELF_ST_TYPE(sym->st_info) != STT_TLS))
			found = NULL;
		if (!found) {
			printk("%s%s: Unknown symbol %s (err %d)\n", why_level(why, KERN_WARNING),
			       name, sym_name, -ENOENT);
			missing_add(&missing, sym_name);
			continue;
		}
		ret = owner ? note_source(owner, sources, max, nr) : 0;
		if (ret) {
			why_set(why, "it uses more than %u modules", max);
			return ret;
		}
	}
	if (!missing.nr)
		return 0;
	missing_tell(&missing, why);
	return -ENOENT;
}

int module_check_exports(struct module *mod, struct module_why *why)
{
	unsigned int i;

	for (i = 0; i < mod->num_syms; i++) {
		struct module *owner;

		if (!symbol_find(mod->syms[i].name, &owner))
			continue;
		printk("%s%s: exports duplicate symbol %s (owned by %s)\n",
		       why_level(why, KERN_ERR), mod->name, mod->syms[i].name, module_name(owner));
		why_set(why, "exports duplicate symbol %s (owned by %s)", mod->syms[i].name,
			module_name(owner));
		return -EEXIST;
	}
	return 0;
}

void *__symbol_get(const char *symbol)
{
	const struct kernel_symbol *sym;
	struct module *owner;

	mutex_lock(&module_mutex);
	sym = symbol_find(symbol, &owner);
	if (sym && owner && !try_module_get(owner))
		sym = NULL;
	mutex_unlock(&module_mutex);
	return sym ? (void *)sym->value : NULL;
}
EXPORT_SYMBOL_GPL(__symbol_get);

void __symbol_put(const char *symbol)
{
	struct module *owner;

	mutex_lock(&module_mutex);
	if (symbol_find(symbol, &owner))
		module_put(owner);
	mutex_unlock(&module_mutex);
}
EXPORT_SYMBOL(__symbol_put);
