# SPDX-License-Identifier: MIT
#
# Quarry: build, run, check, install. `make help` lists the targets and the variables.
#
# Parsing this file needs nothing but make, so that `make run` and `make check` can install
# the rest (scripts/setup) on a machine that has little.

ifeq ($(origin CC),default)
CC	:= gcc
endif
ARCH	:= host
SAN	?=
PAGE_SHIFT ?=
LOCKDEP	?=
V	?= 0
PREFIX	?= /usr/local
DESTDIR	?=
libdir	?= $(PREFIX)/lib
comma	:= ,
page_size_tag := $(filter-out 12,$(PAGE_SHIFT))
tag	:= $(notdir $(CC))$(if $(SAN),-$(subst $(comma),-,$(SAN)))$(if $(page_size_tag),-page$(page_size_tag))$(if $(LOCKDEP),-lockdep)
# The plain build lives in build/; variants in folders below it.
O	?= build$(if $(SAN)$(LOCKDEP)$(filter-out gcc,$(CC))$(page_size_tag),/$(tag))

Q	:= $(if $(filter 0,$(V)),@)
say	= $(if $(filter 0,$(V)),@printf '  %-7s %s\n' '$(1)' '$(2)')
# A target that starts a second make lets it use all CPUs, unless the caller chose with -j.
jobs	= $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$$(nproc))
submake	= +$(Q)$(MAKE) --no-print-directory $(jobs)
setup	= @scripts/setup
setup_cc := $(if $(findstring clang,$(CC)),clang)

top	:=
include scripts/flags.mk

core_src  := $(wildcard mm/*.c lib/*.c lib/kunit/*.c kernel/*.c fs/*.c init/*.c)
core_src  := $(filter-out $(if $(lockdep_on),,kernel/lockdep%.c),$(core_src))
host_src  := $(wildcard arch/host/*.c)
os_src    := $(wildcard arch/host/os/*.c)
tools_src := $(wildcard tools/*.c)
suite_src := $(wildcard tests/*/*_test.c)
null_src  := $(wildcard arch/null/*.c)
bench_kern_src := $(wildcard bench/*_kern.c)
# DPDK's pools are a contender where they are installed.
dpdk_libs := $(if $(findstring bench,$(MAKECMDGOALS)),$(shell pkg-config --libs libdpdk 2>/dev/null))
bench_host_src := $(filter-out $(bench_kern_src) $(if $(dpdk_libs),,bench/dpdk.c),$(wildcard bench/*.c))

core_obj  := $(core_src:%.c=$O/obj/%.o)
host_obj  := $(host_src:%.c=$O/obj/%.o)
os_obj    := $(os_src:%.c=$O/obj/%.o)
tools_obj := $(tools_src:%.c=$O/obj/%.o)
suite_obj := $(suite_src:%.c=$O/obj/%.o)
ktest_obj := $(patsubst %,$O/obj/tests/ktest_%.o,main each stops)
bench_kern_obj := $(bench_kern_src:%.c=$O/obj/%.o)
bench_host_obj := $(bench_host_src:%.c=$O/obj/%.o)
lib_obj   := $(core_obj) $(host_obj) $(os_obj)
kern_obj  := $(core_obj) $(host_obj) $(suite_obj) $(bench_kern_obj)
user_obj  := $(os_obj) $(tools_obj) $(ktest_obj) $(bench_host_obj)

# The same core and suites, compiled for the smallest port: freestanding, no libc, no sanitizers.
null_obj := $(patsubst %.c,$O/null/obj/%.o,$(core_src) $(null_src) $(suite_src))
null_flags = $(filter-out $(san_flags),$(kern_flags)) -fno-stack-protector $(null_regs)
# As kernels are: vector registers are the tasks'.
null_regs := $(if $(filter x86_64,$(shell uname -m)),-mgeneral-regs-only)

.PHONY: all
all: $O/quarry $O/libquarry.so $O/libquarry.a $O/quarry.pc $O/quarry-kernel.pc modules

# ---- objects ----------------------------------------------------------------------------

# Internal headers are named from the top of the tree: "mm/slab.h".
internal := -iquote .

# Changed flags rebuild what was compiled with the old ones.
flags_now := $(CC) $(kern_flags) $(kern_warn) $(host_flags)
ifneq ($(file <$O/flags),$(flags_now))
$(shell mkdir -p $O)
$(file >$O/flags,$(flags_now))
endif

$(kern_obj): $O/obj/%.o: %.c $O/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(kern_flags) $(kern_warn) $(internal) -MMD -MP -c $< -o $@

# Here kmalloc() and its kin are made, and called; <asm/slab_inline.h> is for the rest of the world.
$(core_obj) $(host_obj): private kern_flags += -DQUARRY_NO_INLINE

$(user_obj): $O/obj/%.o: %.c $O/flags
	@mkdir -p $(@D)
	$(call say,HOSTCC,$<)
	$(Q)$(CC) $(host_flags) -MMD -MP -c $< -o $@

$O/obj/bench/dpdk.o: private host_flags += $(shell pkg-config --cflags libdpdk | sed 's/-I/-isystem /g')

$(null_obj): ARCH := null
$(null_obj): $O/null/obj/%.o: %.c $O/flags
	@mkdir -p $(@D)
	$(call say,CC-NULL,$<)
	$(Q)$(CC) $(null_flags) $(kern_warn) $(internal) -MMD -MP -c $< -o $@

# What a module is asked for when it is loaded.
$O/layout: scripts/kbuild/layout $(shell find include arch/host/include -name '*.h') $O/flags
	$(Q)$< $(kern_flags) >$@
$O/obj/kernel/module_load.o $O/null/obj/kernel/module_load.o: $O/layout
$O/obj/kernel/module_load.o $O/null/obj/kernel/module_load.o: private kern_flags += -DVERMAGIC_LAYOUT='"$(file <$O/layout)"'

-include $(patsubst %.o,%.d,$(kern_obj) $(user_obj) $(null_obj))

# ---- products ---------------------------------------------------------------------------

# What is visible outside: the names in the export table, and the embedding API.
$O/exports.map: $(lib_obj) scripts/exports
	$(call say,GEN,$@)
	$(Q)scripts/exports $(lib_obj) >$@.new && mv $@.new $@

# The same names as a --dynamic-list, for programs that load modules.
$O/exports.list: $O/exports.map
	$(Q)sed -e 's/^[A-Z0-9_.]* *{/{/' -e '/local:/d' -e '/global:/d' $< >$@

# And for modpost, which checks the open names of a module against them.
$O/Module.symvers: $O/exports.map
	$(Q)sed -n 's/^\t\(.*\);$$/0x00000000\t\1\tvmlinux\tEXPORT_SYMBOL\t/p' $< >$@

$O/libquarry.so.0: $(lib_obj) $O/exports.map
	$(call say,LD,$@)
	$(Q)$(CC) $(both_flags) -shared $(if $(SAN),,-Wl$(comma)-z$(comma)defs) -Wl,-Bsymbolic,-z,nodelete,-soname,libquarry.so.0,--version-script=$O/exports.map \
		$(lib_obj) -ldl -o $@

$O/libquarry.so: $O/libquarry.so.0
	$(Q)ln -sf $(<F) $@

$O/libquarry.a: $(lib_obj) $O/exports.map scripts/archive
	$(call say,AR,$@)
	$(Q)scripts/archive $@ $O/exports.map $(lib_obj)

$O/quarry: $(lib_obj) $(tools_obj) $O/exports.list
	$(call say,LD,$@)
	$(Q)$(CC) $(both_flags) -Wl,--dynamic-list=$O/exports.list $(tools_obj) $(lib_obj) -ldl -o $@

# All suites in one program; its arguments name which to run.
$O/ktest: $(lib_obj) $(suite_obj) $(ktest_obj) $O/exports.list
	$(call say,LD,$@)
	$(Q)$(CC) $(both_flags) -Wl,--dynamic-list=$O/exports.list $(ktest_obj) $(suite_obj) $(lib_obj) -ldl -o $@

$O/null/ktest: $(null_obj)
	$(call say,LD,$@)
	$(Q)$(CC) -static -nostdlib $(null_obj) -lgcc -o $@

# Modules are built as a stranger builds his (scripts/kbuild), so that the way is always tried.
.PHONY: modules
modules: $O/Module.symvers
	@mkdir -p $O/modules
	+$(Q)$(MAKE) --no-print-directory -C scripts/kbuild M=$(CURDIR)/drivers MO=$(CURDIR)/$O/modules \
		KBUILD_SYMVERS=$(CURDIR)/$O/Module.symvers KBUILD_INTREE=1 CC=$(CC) SAN=$(SAN) PAGE_SHIFT=$(PAGE_SHIFT) LOCKDEP=$(LOCKDEP) V=$(V) modules

# ---- pkg-config: one template, for the build tree and for the installed one -----------------

pc_sed = sed -e 's|@ROOT@|$(1)|' -e 's|@LIBDIR@|$(2)|' -e 's|@INCLUDEDIR@|$(3)|' -e 's|@RPATH@|$(4)|' \
	-e 's|@KERN_FLAGS@|$(subst |,,$(kern_flags))|' -e 's|@SAN@|$(san_flags)|'
$O/%.pc $O/installed/%.pc: top := $${root}/
$O/%.pc: scripts/pkgconfig/%.pc.in scripts/flags.mk Makefile $O/include/quarry
	@mkdir -p $(@D)
	$(Q)$(call pc_sed,$(CURDIR),$(CURDIR)/$O,$(CURDIR)/$O/include,-Wl$(comma)-rpath$(comma)$${libdir}) $< >$@

# include/ as a whole is no place for a host side program to look: it has a <linux/types.h>.
$O/include/quarry:
	@mkdir -p $(@D)
	$(Q)ln -sfn $(CURDIR)/include/quarry $@

# Where the linker of the installed system does not look by itself, the program has to.
rpath = $(if $(filter /usr /usr/local,$(PREFIX)),,-Wl$(comma)-rpath$(comma)$${libdir})

.PHONY: install uninstall
install: all
	@mkdir -p $O/installed
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(libdir)/quarry/modules \
		$(DESTDIR)$(PREFIX)/include/quarry $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $O/quarry $(DESTDIR)$(PREFIX)/bin/quarry
	install -m 755 $O/libquarry.so.0 $(DESTDIR)$(libdir)/libquarry.so.0
	ln -sf libquarry.so.0 $(DESTDIR)$(libdir)/libquarry.so
	install -m 644 $O/libquarry.a $(DESTDIR)$(libdir)/libquarry.a
	install -m 644 include/quarry/*.h $(DESTDIR)$(PREFIX)/include/quarry
	install -m 644 $(wildcard $O/modules/*.ko) $(DESTDIR)$(libdir)/quarry/modules
	install -m 644 docs/man/quarry.1 $(DESTDIR)$(PREFIX)/share/man/man1/quarry.1
	rm -rf $(DESTDIR)$(libdir)/quarry/include $(DESTDIR)$(libdir)/quarry/arch $(DESTDIR)$(libdir)/quarry/scripts
	install -d $(DESTDIR)$(libdir)/quarry/arch/host $(DESTDIR)$(libdir)/quarry/scripts
	cp -R include $(DESTDIR)$(libdir)/quarry/include
	cp -R arch/host/include $(DESTDIR)$(libdir)/quarry/arch/host/include
	cp -R scripts/flags.mk scripts/kbuild $(DESTDIR)$(libdir)/quarry/scripts
	install -m 644 $O/Module.symvers $(DESTDIR)$(libdir)/quarry/Module.symvers
	$(MAKE) --no-print-directory $O/installed/quarry.pc $O/installed/quarry-kernel.pc
	install -m 644 $O/installed/quarry.pc $O/installed/quarry-kernel.pc $(DESTDIR)$(libdir)/pkgconfig
	rm -rf $O/installed
	$(if $(DESTDIR),,-ldconfig 2>/dev/null)

$O/installed/%.pc: scripts/pkgconfig/%.pc.in
	$(Q)$(call pc_sed,$(libdir)/quarry,$(libdir),$(PREFIX)/include,$(rpath)) $< >$@

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/quarry $(DESTDIR)$(libdir)/libquarry.so $(DESTDIR)$(libdir)/libquarry.so.0 \
		$(DESTDIR)$(libdir)/libquarry.a $(DESTDIR)$(libdir)/pkgconfig/quarry.pc \
		$(DESTDIR)$(libdir)/pkgconfig/quarry-kernel.pc $(DESTDIR)$(PREFIX)/share/man/man1/quarry.1
	rm -rf $(DESTDIR)$(PREFIX)/include/quarry $(DESTDIR)$(libdir)/quarry

# ---- run, check, lint, bench ---------------------------------------------------------------

.PHONY: run
run:
	$(setup) run $(setup_cc)
	$(submake) all
	@QUARRY=$O/quarry MODULES=$O/modules scripts/demo

# T=name: one suite (both ports) or one script.
.PHONY: check check-build
check:
	$(setup) check $(setup_cc)
	$(submake) check-build
	@O=$O CC='$(CC)' SAN='$(SAN)' LOCKDEP='$(LOCKDEP)' tests/run $(T)

# The null port links no runtime library, so it has no sanitizer build.
check-build: all $O/ktest $(if $(SAN),,$O/null/ktest)

.PHONY: lint
lint:
	$(setup) lint
	$(submake) all
	@scripts/lint

.PHONY: bench
bench:
	$(setup) bench $(setup_cc)
	$(submake) all $O/bench
	@QUARRY=$(CURDIR)/$O/quarry MODULES=$(CURDIR)/$O/modules $O/bench -j $O/bench.json $(wildcard bench/*.sh) $(T)

# Linked anew when DPDK has come or gone.
.PHONY: FORCE
$O/bench.libs: FORCE
	@mkdir -p $(@D)
	@echo '$(dpdk_libs)' | cmp -s - $@ || echo '$(dpdk_libs)' >$@

# Against the shared library, and called like the peers, which are shared libraries too: by pointer.
$(bench_kern_obj): private kern_flags += -fno-plt
$O/bench: $(bench_host_obj) $(bench_kern_obj) $O/libquarry.so $O/bench.libs
	$(call say,LD,$@)
	$(Q)$(CC) $(both_flags) -rdynamic $(bench_host_obj) $(bench_kern_obj) -L$O -lquarry -Wl,-rpath,'$$ORIGIN' -ldl $(dpdk_libs) -o $@

# T=suite debugs that suite, otherwise a shell under Quarry.
.PHONY: gdb
gdb:
	$(submake) all $O/ktest
	@gdb -q $(if $(T),--args $O/ktest $(T),--args $O/quarry run)

.PHONY: clean
clean:
	rm -rf build

.PHONY: help
help:
	@echo 'make             build build/quarry, build/libquarry.{so,a}, build/modules/*.ko'
	@echo 'make run         a shell under Quarry; without a terminal, a demonstration'
	@echo 'make check       run all tests; T=name for one suite or script'
	@echo 'make lint        static checks (sparse, clang-tidy, shellcheck, man page)'
	@echo 'make bench       ratios to the peers on this machine; T=word chooses workloads'
	@echo 'make gdb         debug quarry run, or the suite T=name'
	@echo 'make install     PREFIX (/usr/local), DESTDIR; also make uninstall'
	@echo 'make clean       remove build/'
	@echo 'Variables: CC=clang, SAN=address,undefined or SAN=thread, PAGE_SHIFT=13, 14 or 16, LOCKDEP=1'
	@echo '           (each built beside the plain one); V=1 shows the commands'
