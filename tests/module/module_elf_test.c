// SPDX-License-Identifier: MIT
/*
 * tests/module/module_elf_test.c - broken module files are refused, each with its reason
 *
 * The file is made here: the smallest shared object that passes the checks. Each test damages one
 * place of it. Broken copies of real modules are tests/cmd/module-broken.t's.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "kernel/module.h"

/* Offsets are addresses: one segment holds the whole file. */
struct tiny_module {
	Elf_Ehdr	eh;
	Elf_Phdr	ph[2];		/* PT_LOAD, PT_DYNAMIC */
	Elf_Dyn		dyn[10];
	Elf_Sym		sym[3];
	Elf_Rela	rela[2];
	struct {
		u32	nr_buckets, sym_offset, bloom_size, bloom_shift;
		u64	bloom[1];
		u32	bucket[1];
		u32	chain[1];
	} hash;
	u64		data[4];
	char		strings[32];
	char		modinfo[128];
	char		names[64];
	Elf_Shdr	sh[5];		/* none, .dynsym, .modinfo, .shstrtab, .data */
};

#define AT(field)	offsetof(struct tiny_module, field)

enum { DYN_HASH, DYN_STRTAB, DYN_SYMTAB, DYN_STRSZ, DYN_SYMENT, DYN_RELA, DYN_RELASZ, DYN_RELAENT,
       DYN_END, DYN_SPARE };	/* both of type DT_NULL at first */

static void set_dyn(struct tiny_module *m, int i, s64 tag, u64 val)
{
	m->dyn[i].d_tag = tag;
	m->dyn[i].d_un.d_val = val;
}

static void set_section(struct tiny_module *m, int i, const char *name, u32 type, u64 flags,
			u64 off, u64 size)
{
	char *names = m->names + 1;

	while (*names)
		names += strlen(names) + 1;
	strcpy(names, name);
	m->sh[i] = (Elf_Shdr){
		.sh_name = names - m->names, .sh_type = type, .sh_flags = flags,
		.sh_addr = flags & SHF_ALLOC ? off : 0, .sh_offset = off, .sh_size = size,
	};
}

static void tiny_make(struct tiny_module *m)
{
	memset(m, 0, sizeof(*m));
	memcpy(m->eh.e_ident, ELFMAG, SELFMAG);
	m->eh.e_ident[EI_CLASS] = ELF_CLASS;
	m->eh.e_ident[EI_DATA] = ELF_DATA;
	m->eh.e_ident[EI_VERSION] = EV_CURRENT;
	m->eh.e_type = ET_DYN;
	m->eh.e_machine = ELF_ARCH;
	m->eh.e_version = EV_CURRENT;
	m->eh.e_ehsize = sizeof(Elf_Ehdr);
	m->eh.e_phoff = AT(ph);
	m->eh.e_phentsize = sizeof(Elf_Phdr);
	m->eh.e_phnum = 2;
	m->eh.e_shoff = AT(sh);
	m->eh.e_shentsize = sizeof(Elf_Shdr);
	m->eh.e_shnum = 5;
	m->eh.e_shstrndx = 3;
	m->ph[0] = (Elf_Phdr){ .p_type = PT_LOAD, .p_flags = PF_R | PF_W, .p_filesz = sizeof(*m),
			       .p_memsz = sizeof(*m), .p_align = 4096 };
	m->ph[1] = (Elf_Phdr){ .p_type = PT_DYNAMIC, .p_offset = AT(dyn), .p_vaddr = AT(dyn),
			       .p_filesz = sizeof(m->dyn), .p_memsz = sizeof(m->dyn), .p_align = 8 };
	set_dyn(m, DYN_HASH, 0x6ffffef5, AT(hash));
	set_dyn(m, DYN_STRTAB, 5, AT(strings));
	set_dyn(m, DYN_SYMTAB, 6, AT(sym));
	set_dyn(m, DYN_STRSZ, 10, sizeof(m->strings));
	set_dyn(m, DYN_SYMENT, 11, sizeof(Elf_Sym));
	set_dyn(m, DYN_RELA, 7, AT(rela));
	set_dyn(m, DYN_RELASZ, 8, sizeof(m->rela));
	set_dyn(m, DYN_RELAENT, 9, sizeof(Elf_Rela));
	strcpy(m->strings + 1, "_printk");
	strcpy(m->strings + 9, "tiny_value");
	m->sym[1] = (Elf_Sym){ .st_name = 1, .st_info = STB_GLOBAL << 4 };
	m->sym[2] = (Elf_Sym){ .st_name = 9, .st_info = STB_GLOBAL << 4 | STT_OBJECT, .st_shndx = 4,
			       .st_value = AT(data), .st_size = 8 };
	/* The first type of this machine's list is the plain 64-bit address. */
	m->rela[0] = (Elf_Rela){ .r_offset = AT(data), .r_info = 1ull << 32 | (u32[])ELF_MODULE_RELOCS[0] };
	m->rela[1] = (Elf_Rela){ .r_offset = AT(data[1]), .r_info = 2ull << 32 | (u32[])ELF_MODULE_RELOCS[0] };
	m->hash.nr_buckets = 1;
	m->hash.sym_offset = 2;
	m->hash.bloom_size = 1;
	m->hash.bucket[0] = 2;
	m->hash.chain[0] = 1;
	memcpy(m->modinfo, "license=GPL\0name=tiny\0version=1", 32);
	set_section(m, 1, ".dynsym", SHT_DYNSYM, SHF_ALLOC, AT(sym), sizeof(m->sym));
	set_section(m, 2, ".modinfo", SHT_PROGBITS, SHF_ALLOC, AT(modinfo), sizeof(m->modinfo));
	set_section(m, 3, ".shstrtab", SHT_STRTAB, 0, AT(names), sizeof(m->names));
	set_section(m, 4, ".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, AT(data), sizeof(m->data));
}

/* A good one, in memory of exactly its size, so that a sanitizer sees a read beyond it. */
static struct tiny_module *tiny(struct kunit *test)
{
	struct tiny_module *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, m);
	tiny_make(m);
	return m;
}

static int check(const void *data, size_t len, char *text, size_t size)
{
	struct module_why why = { .text = text, .size = size };
	struct elf_image img;

	if (size)
		text[0] = '\0';
	return elf_image_init(&img, data, len, &why);
}

/* The file as made is sound, and what it says can be read. */
static void elf_sound_file_is_accepted(struct kunit *test)
{
	struct tiny_module *m = tiny(test);
	struct module_why why = { .text = NULL };
	struct elf_image img;

	KUNIT_ASSERT_EQ(test, elf_image_init(&img, m, sizeof(*m), &why), 0);
	KUNIT_EXPECT_STREQ(test, elf_image_modinfo(&img, "license", NULL), "GPL");
	KUNIT_EXPECT_STREQ(test, elf_image_modinfo(&img, "name", NULL), "tiny");
	KUNIT_EXPECT_NULL(test, elf_image_modinfo(&img, "lic", NULL));
	KUNIT_EXPECT_NULL(test, elf_image_modinfo(&img, "name",
						  elf_image_modinfo(&img, "name", NULL)));
	KUNIT_EXPECT_NOT_NULL(test, elf_image_section(&img, ".dynsym"));
	KUNIT_EXPECT_NULL(test, elf_image_section(&img, ".nosuch"));
}

/* One field of the file, set to something else. */
struct elf_change {
	u32 at, size;
	u64 value;
};

#define SET(field, value)	{ AT(field), sizeof_field(struct tiny_module, field), value }
#define DYN(i, tag, val)	SET(dyn[i].d_tag, tag), SET(dyn[i].d_un.d_val, val)

/* What is damaged, and what the reason says. */
static const struct elf_damage {
	const char *says;
	struct elf_change change[4];
} elf_damages[] = {
	{ "no ELF header", { SET(eh.e_ident[1], 'F') } },
	{ "another machine", { SET(eh.e_ident[EI_CLASS], ELFCLASS32) } },
	{ "another machine", { SET(eh.e_ident[EI_DATA], 3) } },
	{ "another machine", { SET(eh.e_machine, EM_386) } },
	{ "object file", { SET(eh.e_type, ET_REL) } },
	{ "not a shared object", { SET(eh.e_type, ET_EXEC) } },
	{ "version", { SET(eh.e_version, 2) } },
	{ "wrong size", { SET(eh.e_phentsize, 1) } },
	{ "program headers", { SET(eh.e_phnum, 0) } },
	{ "program headers", { SET(eh.e_phnum, 0xffff) } },
	{ "program headers", { SET(eh.e_phoff, ~7ull) } },
	{ "odd offset", { SET(eh.e_phoff, 3) } },
	{ "section headers", { SET(eh.e_shoff, 1ull << 63) } },
	{ "section headers", { SET(eh.e_shnum, 0) } },
	{ "section headers", { SET(eh.e_shstrndx, 5) } },
	{ "segment", { SET(ph[0].p_filesz, ~0ull) } },
	{ "less memory than file", { SET(ph[0].p_memsz, 1) } },
	{ "too far apart", { SET(ph[0].p_memsz, 1ull << 40) } },
	{ "not aligned", { SET(ph[0].p_align, 3) } },
	{ "not aligned", { SET(ph[0].p_vaddr, 8) } },
	{ "outside the segments", { SET(ph[0].p_type, PT_NOTE) } },
	{ "thread-local", { SET(ph[1].p_type, PT_TLS) } },
	{ "program", { SET(ph[1].p_type, PT_INTERP) } },
	{ "not aligned", { SET(ph[1].p_type, PT_LOAD) } },
	{ "overlap", { SET(ph[1].p_type, PT_LOAD), SET(ph[1].p_align, 4096) } },
	{ "no dynamic section", { SET(ph[1].p_type, PT_NOTE) } },
	{ "dynamic section", { SET(ph[1].p_vaddr, AT(dyn[1])) } },
	{ "no section names", { SET(sh[3].sh_type, SHT_PROGBITS) } },
	{ "section names that do not end", { SET(names[63], 'x') } },
	{ "section without a name", { SET(sh[2].sh_name, 999) } },
	{ "section outside the file", { SET(sh[2].sh_size, 1ull << 33) } },
	{ "section outside the segments", { SET(sh[4].sh_addr, 1ull << 33) } },
	{ "no .modinfo", { SET(sh[2].sh_name, 0) } },
	{ ".modinfo section that does not end", { SET(modinfo[127], 'x') } },
	{ "needs a library", { DYN(DYN_END, 1, 1) } },
	{ "entry of the dynamic section", { DYN(DYN_END, 22, 0) } },
	{ "entry of the dynamic section", { DYN(DYN_END, 5, 0) } },
	{ "entry of the dynamic section", { DYN(DYN_END, 0x6ffffffb, 8) } },
	{ "relocations in its code", { DYN(DYN_END, 30, 4) } },
	{ "_init", { DYN(DYN_END, 12, AT(data)) } },
	{ "dynamic section", { DYN(DYN_END, 24, 0), DYN(DYN_SPARE, 24, 0) } },
	{ "symbol table", { SET(dyn[DYN_STRTAB].d_un.d_val, 1ull << 40) } },
	{ "symbol table", { SET(dyn[DYN_SYMTAB].d_un.d_val, AT(sym[1])) } },
	{ "symbol table", { SET(dyn[DYN_STRSZ].d_un.d_val, 0) } },
	{ "symbol table", { SET(strings[31], 'x') } },
	{ "symbol without a name", { SET(sym[1].st_name, 1u << 31) } },
	{ "symbol outside", { SET(sym[2].st_value, 1ull << 40) } },
	{ "symbol of a kind", { SET(sym[2].st_info, 10) } },
	{ "relocation of a kind", { SET(rela[0].r_info, 1ull << 32 | 5) } },
	{ "can't be written", { SET(rela[1].r_offset, sizeof(struct tiny_module)) } },
	{ "can't be written", { SET(rela[0].r_offset, ~0ull) } },
	{ "can't be written", { SET(ph[0].p_flags, PF_R) } },
	{ "relocation without a symbol", { SET(rela[0].r_info, 3ull << 32 | ELF_RELOC_TLS) } },
	{ "loader's own tables", { SET(rela[0].r_offset, AT(dyn[2])) } },
	{ "loader's own tables", { SET(rela[0].r_offset, AT(sym) - 7) } },
	{ "loader's own tables", { SET(rela[0].r_offset, AT(hash)) } },
	{ "does not fit its symbol", { SET(rela[0].r_info, 1ull << 32 | ELF_RELOC_TLS) } },
	{ "does not fit its symbol", { SET(sym[1].st_info, STB_GLOBAL << 4 | STT_TLS) } },
	{ "dynamic section", { DYN(DYN_END, 25, AT(data)), DYN(DYN_SPARE, 27, 8) } },
	{ "relocations outside", { SET(dyn[DYN_RELASZ].d_un.d_val, 1ull << 40) } },
	{ "relocations of a wrong size", { SET(dyn[DYN_RELAENT].d_un.d_val, 16) } },
	{ "no hash table", { DYN(DYN_HASH, 24, 0) } },
	{ "damaged hash table", { SET(hash.nr_buckets, 0) } },
	{ "hash table outside", { SET(hash.nr_buckets, ~0u) } },
	{ "damaged hash table", { SET(hash.bloom_size, 3) } },
	{ "hash table outside", { SET(hash.bloom_size, 1u << 31) } },
	{ "damaged hash table", { SET(hash.bucket[0], 99) } },
	{ "damaged hash table", { SET(hash.chain[0], 0) } },
};

static void elf_change_make(struct tiny_module *m, const struct elf_change *c)
{
	void *field = (char *)m + c->at;

	switch (c->size) {
	case 1: *(u8 *)field = c->value; break;
	case 2: *(u16 *)field = c->value; break;
	case 4: *(u32 *)field = c->value; break;
	case 8: *(u64 *)field = c->value; break;
	}
}

static void elf_damage_is_named(struct kunit *test)
{
	struct tiny_module *m = tiny(test);
	char why[128];

	for (size_t i = 0; i < ARRAY_SIZE(elf_damages); i++) {
		const struct elf_damage *d = &elf_damages[i];

		tiny_make(m);
		for (size_t k = 0; k < ARRAY_SIZE(d->change); k++)
			elf_change_make(m, &d->change[k]);
		KUNIT_EXPECT_EQ(test, check(m, sizeof(*m), why, sizeof(why)), -ENOEXEC);
		if (!strstr(why, d->says))
			KUNIT_FAIL(test, "damage %zu, %s: '%s'", i, d->says, why);
	}
}

/* Cut off anywhere: refused, and nothing beyond the end is read. */
static void elf_truncated_is_refused(struct kunit *test)
{
	struct tiny_module *whole = tiny(test);
	int accepted = 0;
	size_t len;

	for (len = 0; len < sizeof(*whole); len += len < 128 ? 1 : 37) {
		void *part = kmemdup(whole, len, GFP_KERNEL);

		if (len && !part)
			break;
		accepted += check(part, len, NULL, 0) == 0;
		kfree(part);
	}
	KUNIT_EXPECT_EQ(test, accepted, 0);
}

/* Every byte changed in three ways: sound or refused, never a fault or a walk without end. */
static void elf_any_byte_may_change(struct kunit *test)
{
	static const unsigned char change[] = { 0x01, 0x80, 0xff };
	struct tiny_module *m = tiny(test);
	int refused = 0, other = 0;
	size_t i, k;

	for (i = 0; i < sizeof(*m); i++) {
		for (k = 0; k < ARRAY_SIZE(change); k++) {
			int ret;

			((unsigned char *)m)[i] ^= change[k];
			ret = check(m, sizeof(*m), NULL, 0);
			((unsigned char *)m)[i] ^= change[k];
			refused += ret == -ENOEXEC;
			other += ret && ret != -ENOEXEC;
		}
	}
	KUNIT_EXPECT_EQ(test, other, 0);
	KUNIT_EXPECT_GT(test, refused, 500);
}

/* load_module() refuses what is not for this kernel, and says so in the log and to the caller. */
static void load_refuses_other_versions(struct kunit *test)
{
	struct tiny_module *m = tiny(test);
	struct printk_capture c;
	char why[128];
	int ret;

	printk_capture_begin(&c);
	ret = load_module(m, sizeof(*m), "", 0, why, sizeof(why));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, ret, -ENOEXEC);
	KUNIT_EXPECT_NOT_NULL(test, strstr(why, "another kernel"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "tiny: version magic '' should be '"));
}

static void tiny_set_modinfo(struct tiny_module *m, const char *licence, const char *name)
{
	int n;

	memset(m->modinfo, 0, sizeof(m->modinfo));
	n = scnprintf(m->modinfo, sizeof(m->modinfo), "license=%s", licence) + 1;
	n += scnprintf(m->modinfo + n, sizeof(m->modinfo) - n, "name=%s", name) + 1;
	scnprintf(m->modinfo + n, sizeof(m->modinfo) - n, "vermagic=%s", vermagic);
}

static int load_tiny(struct tiny_module *m, struct printk_capture *c, char *why, size_t size)
{
	int ret;

	printk_capture_begin(c);
	ret = load_module(m, sizeof(*m), "", 0, why, size);
	printk_capture_end(c);
	return ret;
}

/* A name with a slash would be a path in /sys. */
static void load_refuses_odd_names(struct kunit *test)
{
	struct tiny_module *m = tiny(test);
	struct printk_capture c;
	char why[128];

	tiny_set_modinfo(m, "GPL", "../x");
	KUNIT_EXPECT_EQ(test, load_tiny(m, &c, why, sizeof(why)), -ENOEXEC);
	KUNIT_EXPECT_NOT_NULL(test, strstr(why, "odd characters"));
	tiny_set_modinfo(m, "GPL", "");
	KUNIT_EXPECT_EQ(test, load_tiny(m, &c, why, sizeof(why)), -ENOEXEC);
}

/* An open name that nobody exports: -ENOENT, named in the log and to the caller. */
static void load_names_unknown_symbols(struct kunit *test)
{
	struct tiny_module *m = tiny(test);
	struct printk_capture c;
	char why[128];

	tiny_set_modinfo(m, "GPL", "tiny");
	strcpy(m->strings + 1, "nosuch");
	KUNIT_EXPECT_EQ(test, load_tiny(m, &c, why, sizeof(why)), -ENOENT);
	KUNIT_EXPECT_STREQ(test, why, "Unknown symbol nosuch (err -2)");
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "tiny: Unknown symbol nosuch (err -2)"));
}

/* A GPL-only name is closed to a module under another licence, or under none. */
static void load_applies_gpl_rule(struct kunit *test)
{
	static const char *const licences[] = { "Proprietary", "MIT", "" };
	struct tiny_module *m = tiny(test);
	struct printk_capture c;
	char why[160];
	int i;

	for (i = 0; i < ARRAY_SIZE(licences); i++) {
		tiny_set_modinfo(m, licences[i], "tiny");
		memset(m->strings + 1, 0, 30);
		strcpy(m->strings + 1, "sprint_symbol");
		strcpy(m->strings + 16, "tiny_value");
		m->sym[2].st_name = 16;
		KUNIT_EXPECT_EQ(test, load_tiny(m, &c, why, sizeof(why)), -ENOENT);
		KUNIT_EXPECT_NOT_NULL(test, strstr(why, "sprint_symbol"));
		KUNIT_EXPECT_NOT_NULL(test, strstr(why, "GPL-compatible modules only"));
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "Unknown symbol sprint_symbol"));
	}
}

static struct kunit_case module_elf_cases[] = {
	KUNIT_CASE(elf_sound_file_is_accepted),
	KUNIT_CASE(elf_damage_is_named),
	KUNIT_CASE(elf_truncated_is_refused),
	KUNIT_CASE(elf_any_byte_may_change),
	KUNIT_CASE(load_refuses_other_versions),
	KUNIT_CASE(load_refuses_odd_names),
	KUNIT_CASE(load_names_unknown_symbols),
	KUNIT_CASE(load_applies_gpl_rule),
	{}
};

static struct kunit_suite module_elf_suite = {
	.name = "module_elf",
	.test_cases = module_elf_cases,
};
kunit_test_suite(module_elf_suite);
