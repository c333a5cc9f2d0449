// SPDX-License-Identifier: MIT
/*
 * kernel/module_elf.c - is a module's file sound, and what is in it
 *
 * A module is an ELF shared object (docs/modules.md). The file comes from outside, and a port may
 * hand it to a loader that trusts what it reads, so everything that such a loader follows is checked
 * here: headers, segments, the dynamic section and each table that it names, relocations, symbols,
 * the hash table. What modules have no use for (needed libraries, thread-local data,
 * symbol versions, text relocations) is refused rather than checked.
 *
 * Every check ends in bad(): -ENOEXEC, and one line for the user. The arithmetic is on u64
 * values compared by subtraction, so that no sum can wrap.
 */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/elf.h>

#include "kernel/module.h"

#define MODULE_SPAN_MAX	(1ull << 30)	/* bytes of address space for one module */
#define MODULE_PHDR_MAX	64

/* Dynamic tags that a module may have. */
#define DT_PLTRELSZ	2
#define DT_PLTGOT	3
#define DT_RELA		7
#define DT_RELASZ	8
#define DT_RELAENT	9
#define DT_STRSZ	10
#define DT_SYMENT	11
#define DT_INIT		12
#define DT_FINI		13
#define DT_SONAME	14
#define DT_SYMBOLIC	16
#define DT_PLTREL	20
#define DT_DEBUG	21
#define DT_JMPREL	23
#define DT_BIND_NOW	24
#define DT_INIT_ARRAY	25
#define DT_FINI_ARRAY	26
#define DT_INIT_ARRAYSZ	27
#define DT_FINI_ARRAYSZ	28
#define DT_FLAGS	30
#define DT_SMALL_MAX	31
#define DT_GNU_HASH	0x6ffffef5
#define DT_RELACOUNT	0x6ffffff9
#define DT_FLAGS_1	0x6ffffffb

#define DF_TEXTREL	4u
#define DF_1_NOW	1u

#define PT_GNU_STACK	0x6474e551

#define STT_GNU_IFUNC	10

/* What the dynamic section says, while it is checked. */
struct dyn_info {
	u64	val[DT_SMALL_MAX];
	u32	seen;			/* bit per tag below DT_SMALL_MAX */
	u64	start, size;		/* where it is itself */
	u64	gnu_hash, hash_size;
	bool	has_gnu_hash;
};

static int bad(struct module_why *why, const char *what)
{
	why_set(why, "%s", what);
	return -ENOEXEC;
}

/* Is [at, at + n) within [start, start + len)? */
static bool within(u64 at, u64 n, u64 start, u64 len)
{
	return at >= start && at - start <= len && n <= len - (at - start);
}

static bool in_file(const struct elf_image *img, u64 off, u64 n)
{
	return within(off, n, 0, img->len);
}

/* The segment whose memory holds [vaddr, vaddr + n), or NULL. */
static const Elf_Phdr *segment_of(const struct elf_image *img, u64 vaddr, u64 n)
{
	unsigned int i;

	for (i = 0; i < img->ehdr->e_phnum; i++) {
		const Elf_Phdr *ph = &img->phdrs[i];

		if (ph->p_type == PT_LOAD && within(vaddr, n, ph->p_vaddr, ph->p_memsz))
			return ph;
	}
	return NULL;
}

/* Where the file has the bytes that will be at [vaddr, vaddr + n); NULL if it does not have them. */
static const void *bytes_at(const struct elf_image *img, u64 vaddr, u64 n, unsigned int align)
{
	const Elf_Phdr *ph = segment_of(img, vaddr, n);
	u64 off;

	if (!ph || !within(vaddr, n, ph->p_vaddr, ph->p_filesz))
		return NULL;
	off = ph->p_offset + (vaddr - ph->p_vaddr);
	return off % align ? NULL : img->data + off;
}

/* ---- headers --------------------------------------------------------------- */

static int check_header(const struct elf_image *img, struct module_why *why)
{
	const Elf_Ehdr *eh = img->ehdr;

	if (img->len < sizeof(*eh) || memcmp(eh->e_ident, ELFMAG, SELFMAG))
		return bad(why, "not a module: no ELF header");
	if (eh->e_ident[EI_CLASS] != ELF_CLASS || eh->e_ident[EI_DATA] != ELF_DATA ||
	    eh->e_machine != ELF_ARCH)
		return bad(why, "a module for another machine");
	if (eh->e_type == ET_REL)
		return bad(why, "an object file or a Linux module: build it with make -C $(quarry kdir)");
	if (eh->e_type != ET_DYN)
		return bad(why, "not a module: not a shared object");
	if (eh->e_ident[EI_VERSION] != EV_CURRENT || eh->e_version != EV_CURRENT)
		return bad(why, "unknown ELF version");
	if (eh->e_ehsize != sizeof(*eh) || eh->e_phentsize != sizeof(Elf_Phdr) ||
	    eh->e_shentsize != sizeof(Elf_Shdr))
		return bad(why, "headers of a wrong size");
	if (eh->e_phoff % 8 || eh->e_shoff % 8)
		return bad(why, "headers at an odd offset");
	if (!eh->e_phnum || eh->e_phnum > MODULE_PHDR_MAX ||
	    !in_file(img, eh->e_phoff, (u64)eh->e_phnum * sizeof(Elf_Phdr)))
		return bad(why, "program headers outside the file: is it cut off?");
	if (!eh->e_shnum || eh->e_shstrndx >= eh->e_shnum ||
	    !in_file(img, eh->e_shoff, (u64)eh->e_shnum * sizeof(Elf_Shdr)))
		return bad(why, "section headers outside the file: is it cut off?");
	return 0;
}

static int check_load(const struct elf_image *img, const Elf_Phdr *ph, u64 *end,
		      struct module_why *why)
{
	if (ph->p_memsz < ph->p_filesz || !ph->p_memsz)
		return bad(why, "a segment with less memory than file");
	if (ph->p_align < 4096 || !is_power_of_2(ph->p_align) || ph->p_align > MODULE_SPAN_MAX ||
	    (ph->p_vaddr - ph->p_offset) % ph->p_align)
		return bad(why, "a segment that is not aligned");
	if (ph->p_vaddr < *end || !within(ph->p_vaddr, ph->p_memsz, 0, MODULE_SPAN_MAX))
		return bad(why, "segments that overlap or lie too far apart");
	/* The next one must not share a page with this one. */
	*end = ALIGN(ph->p_vaddr + ph->p_memsz, 4096);
	return 0;
}

static int check_segments(const struct elf_image *img, struct module_why *why)
{
	unsigned int i, nr_dynamic = 0;
	u64 end = 0;
	int ret;

	for (i = 0; i < img->ehdr->e_phnum; i++) {
		const Elf_Phdr *ph = &img->phdrs[i];

		if (!in_file(img, ph->p_offset, ph->p_filesz))
			return bad(why, "a segment outside the file: is it cut off?");
		if (ph->p_type == PT_LOAD) {
			ret = check_load(img, ph, &end, why);
			if (ret)
				return ret;
		}
	}
	for (i = 0; i < img->ehdr->e_phnum; i++) {
		const Elf_Phdr *ph = &img->phdrs[i];

		if (ph->p_type == PT_TLS)
			return bad(why, "it has thread-local variables of its own");
		if (ph->p_type == PT_INTERP)
			return bad(why, "it is a program");
		if (ph->p_type == PT_GNU_STACK && ph->p_flags & PF_X)
			return bad(why, "it asks for an executable stack");
		nr_dynamic += ph->p_type == PT_DYNAMIC;
		if (ph->p_type != PT_LOAD && ph->p_memsz && !segment_of(img, ph->p_vaddr, ph->p_memsz))
			return bad(why, "a program header outside the segments");
	}
	return nr_dynamic == 1 ? 0 : bad(why, "no dynamic section, or several");
}

/* ---- sections ----------------------------------------------------------------- */

static int check_section(const struct elf_image *img, const Elf_Shdr *sh, u64 names_len,
			 struct module_why *why)
{
	if (sh->sh_name >= names_len)
		return bad(why, "a section without a name");
	if (sh->sh_type != SHT_NOBITS && sh->sh_type != SHT_NULL &&
	    !in_file(img, sh->sh_offset, sh->sh_size))
		return bad(why, "a section outside the file: is it cut off?");
	if (sh->sh_flags & SHF_ALLOC && sh->sh_size && !segment_of(img, sh->sh_addr, sh->sh_size))
		return bad(why, "a section outside the segments");
	return 0;
}

static int check_sections(struct elf_image *img, struct module_why *why)
{
	const Elf_Shdr *names = &img->shdrs[img->ehdr->e_shstrndx];
	unsigned int i;
	int ret;

	if (names->sh_type != SHT_STRTAB || !names->sh_size ||
	    !in_file(img, names->sh_offset, names->sh_size))
		return bad(why, "no section names");
	img->section_names = img->data + names->sh_offset;
	if (img->section_names[names->sh_size - 1])
		return bad(why, "section names that do not end");
	for (i = 0; i < img->ehdr->e_shnum; i++) {
		ret = check_section(img, &img->shdrs[i], names->sh_size, why);
		if (ret)
			return ret;
	}
	return 0;
}

const Elf_Shdr *elf_image_section(const struct elf_image *img, const char *name)
{
	unsigned int i;

	for (i = 1; i < img->ehdr->e_shnum; i++)
		if (!strcmp(img->section_names + img->shdrs[i].sh_name, name))
			return &img->shdrs[i];
	return NULL;
}

static int find_modinfo(struct elf_image *img, struct module_why *why)
{
	const Elf_Shdr *sh = elf_image_section(img, ".modinfo");

	if (!sh || sh->sh_type != SHT_PROGBITS || !sh->sh_size)
		return bad(why, "not a module: no .modinfo section");
	img->modinfo = img->data + sh->sh_offset;
	img->modinfo_len = sh->sh_size;
	if (img->modinfo[img->modinfo_len - 1])
		return bad(why, "a .modinfo section that does not end");
	return 0;
}

const char *elf_image_modinfo(const struct elf_image *img, const char *tag, const char *prev)
{
	const char *s = prev ? prev + strlen(prev) + 1 : img->modinfo;
	const char *end = img->modinfo + img->modinfo_len;
	size_t taglen = strlen(tag);

	for (; s < end; s += strlen(s) + 1)
		if (!strncmp(s, tag, taglen) && s[taglen] == '=')
			return s + taglen + 1;
	return NULL;
}

/* ---- the dynamic section ---------------------------------------------------------- */

static int note_tag(const Elf_Dyn *dyn, struct dyn_info *info, struct module_why *why)
{
	static const u32 allowed = 1u << DT_PLTRELSZ | 1u << DT_PLTGOT | 1u << DT_STRTAB |
		1u << DT_SYMTAB | 1u << DT_RELA | 1u << DT_RELASZ | 1u << DT_RELAENT |
		1u << DT_STRSZ | 1u << DT_SYMENT | 1u << DT_INIT | 1u << DT_FINI | 1u << DT_SONAME |
		1u << DT_SYMBOLIC | 1u << DT_PLTREL | 1u << DT_DEBUG | 1u << DT_JMPREL |
		1u << DT_BIND_NOW | 1u << DT_INIT_ARRAY | 1u << DT_FINI_ARRAY |
		1u << DT_INIT_ARRAYSZ | 1u << DT_FINI_ARRAYSZ | 1u << DT_FLAGS;
	u64 tag = dyn->d_tag;

	if (tag == DT_NEEDED)
		return bad(why, "it needs a library: modules are linked without any");
	if (tag == DT_GNU_HASH && !info->has_gnu_hash) {
		info->gnu_hash = dyn->d_un.d_ptr;
		info->has_gnu_hash = true;
		return 0;
	}
	if (tag == DT_RELACOUNT)
		return 0;
	if (tag == DT_FLAGS_1 && !(dyn->d_un.d_val & ~(u64)DF_1_NOW))
		return 0;
	if (tag >= DT_SMALL_MAX || !(allowed >> tag & 1) || info->seen >> tag & 1)
		return bad(why, "an entry of the dynamic section that modules do not have");
	info->val[tag] = dyn->d_un.d_val;
	info->seen |= 1u << tag;
	return 0;
}

static int read_dynamic(const struct elf_image *img, struct dyn_info *info, struct module_why *why)
{
	const Elf_Phdr *ph = img->phdrs;
	const Elf_Dyn *dyn;
	u64 i, nr;
	int ret;

	while (ph->p_type != PT_DYNAMIC)
		ph++;
	nr = ph->p_filesz / sizeof(*dyn);
	info->start = ph->p_vaddr;
	info->size = nr * sizeof(*dyn);
	dyn = bytes_at(img, ph->p_vaddr, nr * sizeof(*dyn), 8);
	if (!dyn || img->data + ph->p_offset != (const void *)dyn)
		return bad(why, "a dynamic section outside the file");
	for (i = 0; i < nr && dyn[i].d_tag != DT_NULL; i++) {
		ret = note_tag(&dyn[i], info, why);
		if (ret)
			return ret;
	}
	return i < nr ? 0 : bad(why, "a dynamic section that does not end");
}

/* The symbol and string tables: by the section header for their sizes, which must agree. */
static int find_symbols(struct elf_image *img, const struct dyn_info *info, struct module_why *why)
{
	const Elf_Shdr *sh = elf_image_section(img, ".dynsym");
	unsigned int i;

	if (!sh || sh->sh_type != SHT_DYNSYM || sh->sh_addr != info->val[DT_SYMTAB] ||
	    info->val[DT_SYMENT] != sizeof(Elf_Sym) || sh->sh_size < sizeof(Elf_Sym))
		return bad(why, "no dynamic symbol table");
	img->nr_syms = sh->sh_size / sizeof(Elf_Sym);
	img->syms = bytes_at(img, sh->sh_addr, sh->sh_size, 8);
	img->sym_names = bytes_at(img, info->val[DT_STRTAB], info->val[DT_STRSZ], 1);
	if (!img->syms || !img->sym_names || !info->val[DT_STRSZ] ||
	    img->sym_names[info->val[DT_STRSZ] - 1] || info->val[DT_SONAME] >= info->val[DT_STRSZ])
		return bad(why, "a damaged dynamic symbol table");
	for (i = 0; i < img->nr_syms; i++) {
		const Elf_Sym *sym = &img->syms[i];

		if (sym->st_name >= info->val[DT_STRSZ])
			return bad(why, "a symbol without a name");
		if (sym->st_shndx == SHN_UNDEF)
			continue;
		if (ELF_ST_TYPE(sym->st_info) == STT_GNU_IFUNC ||
		    ELF_ST_TYPE(sym->st_info) == STT_TLS)
			return bad(why, "a symbol of a kind that modules do not have");
		if (sym->st_shndx != SHN_ABS && !segment_of(img, sym->st_value, 0))
			return bad(why, "a symbol outside the segments");
	}
	return 0;
}

static bool overlap(u64 a, u64 a_len, u64 b, u64 b_len)
{
	return a < b ? b - a < a_len : a - b < b_len;
}

/* What the loader still reads while it relocates must not change under it. */
static bool is_loaders(const struct elf_image *img, const struct dyn_info *info, u64 at)
{
	return overlap(at, 8, info->start, info->size) ||
	       overlap(at, 8, info->val[DT_STRTAB], info->val[DT_STRSZ]) ||
	       overlap(at, 8, info->val[DT_SYMTAB], (u64)img->nr_syms * sizeof(Elf_Sym)) ||
	       overlap(at, 8, info->val[DT_RELA], info->val[DT_RELASZ]) ||
	       overlap(at, 8, info->val[DT_JMPREL], info->val[DT_PLTRELSZ]) ||
	       overlap(at, 8, info->gnu_hash, info->hash_size);
}

/* The compiler's constructors: the loader calls what a relocation has put there. */
static bool is_constructor(const struct dyn_info *info, u64 at)
{
	return overlap(at, 8, info->val[DT_INIT_ARRAY], info->val[DT_INIT_ARRAYSZ]) ||
	       overlap(at, 8, info->val[DT_FINI_ARRAY], info->val[DT_FINI_ARRAYSZ]);
}

static bool is_code(const struct elf_image *img, u64 vaddr)
{
	const Elf_Phdr *ph = segment_of(img, vaddr, 1);

	return ph && ph->p_flags & PF_X;
}

static int check_one_rela(const struct elf_image *img, const struct dyn_info *info,
			  const Elf_Rela *rela, struct module_why *why)
{
	const Elf_Phdr *ph = segment_of(img, rela->r_offset, 8);
	u32 type = ELF64_R_TYPE(rela->r_info);
	u64 sym = ELF64_R_SYM(rela->r_info);

	if (!elf_reloc_known(type))
		return bad(why, "a relocation of a kind that modules do not have");
	if (!ph || !(ph->p_flags & PF_W))
		return bad(why, "a relocation of what can't be written");
	if (is_loaders(img, info, rela->r_offset))
		return bad(why, "a relocation of the loader's own tables");
	if (sym >= img->nr_syms)
		return bad(why, "a relocation without a symbol");
	if ((type == ELF_RELOC_TLS) != (sym && ELF_ST_TYPE(img->syms[sym].st_info) == STT_TLS))
		return bad(why, "a relocation that does not fit its symbol");
	if (is_constructor(info, rela->r_offset) &&
	    (type != ELF_RELOC_RELATIVE || rela->r_offset % 8 || !is_code(img, rela->r_addend)))
		return bad(why, "a constructor that is not code");
	return 0;
}

static int check_rela(const struct elf_image *img, const struct dyn_info *info, u64 vaddr, u64 size,
		      struct module_why *why)
{
	const Elf_Rela *rela = bytes_at(img, vaddr, size, 8);
	u64 i;
	int ret;

	if (!size)
		return 0;
	if (!rela || size % sizeof(*rela))
		return bad(why, "relocations outside the file");
	for (i = 0; i < size / sizeof(*rela); i++) {
		ret = check_one_rela(img, info, &rela[i], why);
		if (ret)
			return ret;
	}
	return 0;
}

static int check_relocations(const struct elf_image *img, const struct dyn_info *info,
			     struct module_why *why)
{
	int ret;

	if (info->val[DT_FLAGS] & DF_TEXTREL)
		return bad(why, "relocations in its code: compile it with -fPIC");
	if (info->seen >> DT_RELA & 1 && info->val[DT_RELAENT] != sizeof(Elf_Rela))
		return bad(why, "relocations of a wrong size");
	if (info->seen >> DT_JMPREL & 1 && info->val[DT_PLTREL] != DT_RELA)
		return bad(why, "relocations of a wrong kind");
	ret = check_rela(img, info, info->val[DT_RELA], info->val[DT_RELASZ], why);
	if (!ret)
		ret = check_rela(img, info, info->val[DT_JMPREL], info->val[DT_PLTRELSZ], why);
	if (ret)
		return ret;
	if (info->seen >> DT_PLTGOT & 1 && !segment_of(img, info->val[DT_PLTGOT], 24))
		return bad(why, "a damaged dynamic section");
	return 0;
}

/* Functions that a loader calls: the compiler's constructors. */
static int check_calls(const struct elf_image *img, const struct dyn_info *info,
		       struct module_why *why)
{
	if (info->seen & (1u << DT_INIT | 1u << DT_FINI))
		return bad(why, "it has functions called _init or _fini");
	if ((info->val[DT_INIT_ARRAYSZ] &&
	     !bytes_at(img, info->val[DT_INIT_ARRAY], info->val[DT_INIT_ARRAYSZ], 8)) ||
	    (info->val[DT_FINI_ARRAYSZ] &&
	     !bytes_at(img, info->val[DT_FINI_ARRAY], info->val[DT_FINI_ARRAYSZ], 8)))
		return bad(why, "constructors outside the file");
	return 0;
}

/* The layout of the hash table of GNU's linkers. */
struct gnu_hash {
	u32	nr_buckets;
	u32	sym_offset;	/* the first symbol that it covers */
	u32	bloom_size;	/* 64-bit words, which follow */
	u32	bloom_shift;
};

static int check_hash(const struct elf_image *img, struct dyn_info *info, struct module_why *why)
{
	const struct gnu_hash *h = bytes_at(img, info->gnu_hash, sizeof(*h), 8);
	const u32 *buckets, *chain;
	bool used = false;
	u64 i, fixed, nr_chain;

	if (!info->has_gnu_hash)
		return bad(why, "no hash table: link it with --hash-style=gnu");
	if (!h || !h->nr_buckets || !is_power_of_2(h->bloom_size) || h->bloom_shift >= 64)
		return bad(why, "a damaged hash table");
	fixed = sizeof(*h) + (u64)h->bloom_size * 8 + (u64)h->nr_buckets * 4;
	if (!bytes_at(img, info->gnu_hash, fixed, 8))
		return bad(why, "a hash table outside the file");
	buckets = (const void *)h + sizeof(*h) + (size_t)h->bloom_size * 8;
	for (i = 0; i < h->nr_buckets; i++) {
		if (!buckets[i])
			continue;
		if (buckets[i] < h->sym_offset || buckets[i] >= img->nr_syms)
			return bad(why, "a damaged hash table");
		used = true;
	}
	/* A module that exports nothing has an empty table, without chains. */
	info->hash_size = fixed;
	if (!used)
		return 0;
	nr_chain = img->nr_syms - h->sym_offset;
	info->hash_size = fixed + nr_chain * 4;
	if (!bytes_at(img, info->gnu_hash, fixed + nr_chain * 4, 8))
		return bad(why, "a hash table outside the file");
	/* A walk ends at the first odd value, so the last must be one. */
	chain = buckets + h->nr_buckets;
	if (!(chain[nr_chain - 1] & 1))
		return bad(why, "a damaged hash table");
	return 0;
}

int elf_image_init(struct elf_image *img, const void *data, size_t len, struct module_why *why)
{
	struct dyn_info info = { .seen = 0 };
	int ret;

	*img = (struct elf_image){ .data = data, .len = len, .ehdr = data };
	ret = check_header(img, why);
	if (ret)
		return ret;
	img->phdrs = data + img->ehdr->e_phoff;
	img->shdrs = data + img->ehdr->e_shoff;
	ret = check_segments(img, why);
	if (!ret)
		ret = check_sections(img, why);
	if (!ret)
		ret = find_modinfo(img, why);
	if (!ret)
		ret = read_dynamic(img, &info, why);
	if (!ret)
		ret = find_symbols(img, &info, why);
	if (!ret)
		ret = check_calls(img, &info, why);
	if (!ret)
		ret = check_hash(img, &info, why);
	if (!ret)
		ret = check_relocations(img, &info, why);
	return ret;
}
