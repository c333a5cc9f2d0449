// SPDX-License-Identifier: MIT
/*
 * arch/host/os/symbol.c - names for code addresses: function, module, file and line
 *
 * The object that holds the address is found in the list of modules, else by dl_iterate_phdr().
 * The function comes from the object's own symbol table (.symtab, which has the static functions,
 * else .dynsym), and the line from addr2line (binutils). A process of it is kept for each of the
 * objects last asked about, as starting it costs more than asking, and a call chain crosses from the
 * program into a module and into libc. Whatever is missing is left out.
 *
 * Locking: symbol_lock serialises everything. It is a try-lock: a report that faults while it
 * names an address still gets the bare number.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch/host/os/os.h"

extern char **environ;

#define LINE_TIMEOUT_MS	20000
#define NR_HELPERS	4

struct object {
	unsigned long	base;
	char		path[256];
	char		module[64];	/* "" if it is none */
};

struct function {
	char		name[128];
	unsigned long	start, size;
};

static pthread_mutex_t symbol_lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- which object ---- */

struct object_search {
	unsigned long	addr;
	struct object	*object;
};

static int match_object(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct object_search *search = arg;
	unsigned int i;

	for (i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *seg = &info->dlpi_phdr[i];
		unsigned long start = info->dlpi_addr + seg->p_vaddr;

		if (seg->p_type != PT_LOAD || search->addr < start || search->addr >= start + seg->p_memsz)
			continue;
		search->object->base = info->dlpi_addr;
		/* The program itself has no name in the list. */
		snprintf(search->object->path, sizeof(search->object->path), "%s",
			 info->dlpi_name[0] ? info->dlpi_name : "/proc/self/exe");
		return 1;
	}
	return 0;
}

static int find_object(unsigned long addr, struct object *object)
{
	struct object_search search = { .addr = addr, .object = object };
	char self[256];
	ssize_t len;

	object->module[0] = '\0';
	if (os_module_at(addr, object->module, sizeof(object->module),
			 object->path, sizeof(object->path), &object->base) == 0)
		return 1;
	if (!dl_iterate_phdr(match_object, &search))
		return 0;
	/* addr2line would take /proc/self/exe for its own. */
	if (strcmp(object->path, "/proc/self/exe") == 0) {
		len = readlink(object->path, self, sizeof(self) - 1);
		if (len > 0) {
			self[len] = '\0';
			strcpy(object->path, self);
		}
	}
	return 1;
}

/* ---- which function ---- */

/* The object's file, mapped; sections are only believed within its bounds. */
struct elf_file {
	const unsigned char	*data;
	unsigned long		size;
	const Elf64_Shdr	*sections;
	unsigned int		nr_sections;
};

static int elf_open(struct elf_file *elf, const char *path)
{
	const Elf64_Ehdr *header;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *data;

	if (fd < 0)
		return 0;
	if (fstat(fd, &st) < 0 || st.st_size < (off_t)sizeof(*header)) {
		close(fd);
		return 0;
	}
	data = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		return 0;
	elf->data = data;
	elf->size = st.st_size;
	header = data;
	if (memcmp(header->e_ident, ELFMAG, SELFMAG) || header->e_ident[EI_CLASS] != ELFCLASS64 ||
	    header->e_shoff > elf->size ||
	    header->e_shnum > (elf->size - header->e_shoff) / sizeof(Elf64_Shdr)) {
		munmap(data, elf->size);
		return 0;
	}
	elf->sections = (const Elf64_Shdr *)(elf->data + header->e_shoff);
	elf->nr_sections = header->e_shnum;
	return 1;
}

static const void *elf_section(const struct elf_file *elf, unsigned int i)
{
	if (i >= elf->nr_sections || elf->sections[i].sh_offset > elf->size ||
	    elf->sections[i].sh_size > elf->size - elf->sections[i].sh_offset)
		return NULL;
	return elf->data + elf->sections[i].sh_offset;
}

static int table_find(const struct elf_file *elf, unsigned int table, unsigned long value,
		      struct function *function)
{
	const Elf64_Sym *sym = elf_section(elf, table);
	unsigned int strings_index = elf->sections[table].sh_link;
	const char *strings = elf_section(elf, strings_index);
	unsigned long i, nr = elf->sections[table].sh_size / sizeof(*sym);

	if (!sym || !strings)
		return 0;
	for (i = 0; i < nr; i++) {
		unsigned long size = sym[i].st_size ? sym[i].st_size : 1;

		if (ELF64_ST_TYPE(sym[i].st_info) != STT_FUNC || sym[i].st_shndx == SHN_UNDEF ||
		    value < sym[i].st_value || value - sym[i].st_value >= size ||
		    sym[i].st_name >= elf->sections[strings_index].sh_size)
			continue;
		snprintf(function->name, sizeof(function->name), "%s", strings + sym[i].st_name);
		function->start = sym[i].st_value;
		function->size = sym[i].st_size;
		return 1;
	}
	return 0;
}

static int find_function(const char *path, unsigned long value, struct function *function)
{
	static const unsigned int kinds[] = { SHT_SYMTAB, SHT_DYNSYM };
	struct elf_file elf;
	unsigned int kind, i;
	int found = 0;

	if (!elf_open(&elf, path))
		return 0;
	for (kind = 0; kind < 2 && !found; kind++)
		for (i = 0; i < elf.nr_sections && !found; i++)
			if (elf.sections[i].sh_type == kinds[kind])
				found = table_find(&elf, i, value, function);
	munmap((void *)elf.data, elf.size);
	return found;
}

/* ---- which line: a conversation with addr2line ---- */

static struct helper {
	int		fd;		/* when last_use is not 0 */
	pid_t		pid;
	unsigned long	last_use;	/* the clock when last asked; 0: none runs */
	struct stat	file;		/* which it reads: a module may be built again */
	char		path[256];
} helpers[NR_HELPERS];

static unsigned long helper_clock;
static int helper_missing;		/* could not be started: not tried again */

static void helper_stop(struct helper *helper)
{
	if (!helper->last_use)
		return;
	close(helper->fd);
	kill(helper->pid, SIGKILL);
	waitpid(helper->pid, NULL, 0);
	helper->last_use = 0;
}

static int is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/*
 * The one that reads the file, else the one whose place a new one takes: it runs not, or was asked
 * long ago.
 */
static struct helper *helper_pick(const char *path, const struct stat *file)
{
	struct helper *oldest = helpers;
	unsigned int i;

	for (i = 0; i < NR_HELPERS; i++) {
		struct helper *helper = &helpers[i];

		if (helper->last_use && strcmp(helper->path, path) == 0) {
			if (is_same_file(&helper->file, file))
				return helper;
			helper_stop(helper);
		}
		if (helper->last_use < oldest->last_use)
			oldest = helper;
	}
	helper_stop(oldest);
	return oldest;
}

struct spawn {
	pid_t				pid;
	posix_spawn_file_actions_t	*actions;
	posix_spawnattr_t		*attr;
	char				**argv;
	int				err;
};

static void *spawn_main(void *arg)
{
	struct spawn *spawn = arg;

	spawn->err = posix_spawnp(&spawn->pid, spawn->argv[0], spawn->actions, spawn->attr, spawn->argv,
				  environ);
	return NULL;
}

/*
 * By a thread that ends at once, so that the child becomes the main thread's: the caller may
 * trace programs, and waits for all that is its own until nothing of it is left (user.c).
 */
static int spawn_apart(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attr, char **argv,
		       pid_t *pid)
{
	struct spawn spawn = { .actions = actions, .attr = attr, .argv = argv };
	pthread_t thread;
	int err = pthread_create(&thread, NULL, spawn_main, &spawn);

	if (err)
		return err;
	pthread_join(thread, NULL);
	*pid = spawn.pid;
	return spawn.err;
}

/* Returns its end of the conversation, or -1. */
static int helper_spawn(const char *path, pid_t *pid)
{
	char *argv[] = { "addr2line", "-a", "-i", "-e", (char *)path, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	int pair[2], err;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, pair[1], 0);
	posix_spawn_file_actions_adddup2(&actions, pair[1], 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attr);
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attr, &none);
	/* A group of its own: the terminal's Ctrl-C is for the program. */
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	err = spawn_apart(&actions, &attr, argv, pid);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	close(pair[1]);
	if (err) {
		close(pair[0]);
		helper_missing = 1;
		return -1;
	}
	return pair[0];
}

static struct helper *helper_start(const char *path)
{
	struct stat file = { };
	struct helper *helper;

	if (helper_missing)
		return NULL;
	stat(path, &file);
	helper = helper_pick(path, &file);
	if (!helper->last_use) {
		helper->fd = helper_spawn(path, &helper->pid);
		if (helper->fd < 0)
			return NULL;
		helper->file = file;
		snprintf(helper->path, sizeof(helper->path), "%s", path);
	}
	helper->last_use = ++helper_clock;
	return helper;
}

/* One answer line, without its newline; 0 when the helper died or takes too long. */
static int helper_line(struct helper *helper, char *line, unsigned long size)
{
	struct pollfd wait = { .fd = helper->fd, .events = POLLIN };
	unsigned long len = 0;
	char c;

	for (;;) {
		if (poll(&wait, 1, LINE_TIMEOUT_MS) <= 0 || read(helper->fd, &c, 1) != 1) {
			helper_stop(helper);
			return 0;
		}
		if (c == '\n')
			break;
		if (len + 1 < size)
			line[len++] = c;
	}
	line[len] = '\0';
	return 1;
}

/* "file.c:12" of "/path/file.c:12 (discriminator 3)", or 0 if nobody knows. */
static int answer_parse(char *answer, char *line, unsigned long size)
{
	char *name, *note = strstr(answer, " (discriminator"), *colon;

	if (note)
		*note = '\0';
	name = strrchr(answer, '/');
	name = name ? name + 1 : answer;
	colon = strrchr(name, ':');
	if (name[0] == '?' || !colon || colon[1] == '?' || colon[1] == '0')
		return 0;
	snprintf(line, size, "%.120s", name);
	return 1;
}

/* An address that is asked for after each, so that its answer ends the one before. */
#define NO_ADDRESS	"0xffffffffffffffff"

/*
 * "file.c:12", or 0 if nobody knows. An answer begins with the address, and has a line for each
 * function that was inlined there. Those of <asm/...> are skipped: who called them is to be named.
 */
static int find_line(const char *path, unsigned long value, char *line, unsigned long size)
{
	struct helper *helper = helper_start(path);
	int len, found = 0, outside = 0;
	char answer[512];

	if (!helper)
		return 0;
	len = snprintf(answer, sizeof(answer), "0x%lx\n" NO_ADDRESS "\n", value);
	if (send(helper->fd, answer, len, MSG_NOSIGNAL) != len) {
		helper_stop(helper);
		return 0;
	}
	for (;;) {
		if (!helper_line(helper, answer, sizeof(answer)))
			return 0;
		if (strcmp(answer, NO_ADDRESS) == 0)
			break;
		if (outside || !answer_parse(answer, line, size))
			continue;
		found = 1;
		outside = !strstr(answer, "/include/asm/");
	}
	return helper_line(helper, answer, sizeof(answer)) && found;
}

/* ---- together ---- */

struct text {
	char		*buf;
	unsigned long	size, len;
};

static __attribute__((format(printf, 2, 3))) void text_add(struct text *text, const char *format, ...)
{
	va_list args;
	int len;

	if (text->len + 1 >= text->size)
		return;
	va_start(args, format);
	len = vsnprintf(text->buf + text->len, text->size - text->len, format, args);
	va_end(args);
	text->len += len;
	if (text->len >= text->size)
		text->len = text->size - 1;
}

static void describe(struct text *text, unsigned long addr, int is_return)
{
	struct function function;
	struct object object;
	unsigned long value;
	char line[128];

	if (!find_object(addr, &object)) {
		text_add(text, "0x%lx", addr);
		return;
	}
	value = addr - object.base - (is_return ? 1 : 0);
	if (find_function(object.path, value, &function))
		text_add(text, "%s+0x%lx/0x%lx", function.name, addr - object.base - function.start,
			 function.size);
	else
		text_add(text, "0x%lx", addr);
	if (object.module[0])
		text_add(text, " [%s]", object.module);
	if (find_line(object.path, value, line, sizeof(line)))
		text_add(text, " (%s)", line);
}

struct symbolize {
	struct text	text;
	unsigned long	addr;
	int		is_return;
};

static long symbolize_call(void *arg)
{
	struct symbolize *s = arg;
	int saved_errno = errno;

	if (pthread_mutex_trylock(&symbol_lock)) {
		text_add(&s->text, "0x%lx", s->addr);
	} else {
		describe(&s->text, s->addr, s->is_return);
		pthread_mutex_unlock(&symbol_lock);
	}
	errno = saved_errno;
	return s->text.len;
}

int os_symbolize(unsigned long addr, int is_return, char *buf, unsigned long size)
{
	struct symbolize s = { { .buf = buf, .size = size }, addr, is_return };

	return size ? os_stack_call(symbolize_call, &s) : 0;
}
