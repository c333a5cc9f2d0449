# Quarry: build, run, check, install. `make help` lists the targets.

CC	?= gcc
ifeq ($(origin CC),default)
CC	:= gcc
endif
ARCH	:= host
SAN	?=
V	?= 0
PREFIX	?= /usr/local
comma	:= ,
tag	:= $(notdir $(CC))$(if $(SAN),-$(subst $(comma),-,$(SAN)))
# The plain build lives in build/; variants beside it.
O	?= build$(if $(SAN)$(filter-out gcc,$(CC)),/$(tag))

Q	:= $(if $(filter 0,$(V)),@)
say	= $(if $(filter 0,$(V)),@printf '  %-7s %s\n' '$(1)' '$(2)')

include scripts/flags.mk

core_src  := $(wildcard mm/*.c lib/*.c kernel/*.c fs/*.c init/*.c)
host_src  := $(wildcard arch/host/*.c)
os_src    := $(wildcard arch/host/os/*.c)
tools_src := $(wildcard tools/*.c)
suite_src := $(wildcard tests/*/*_test.c)

core_obj  := $(core_src:%.c=$O/obj/%.o)
host_obj  := $(host_src:%.c=$O/obj/%.o)
os_obj    := $(os_src:%.c=$O/obj/%.o)
tools_obj := $(tools_src:%.c=$O/obj/%.o)
suite_obj := $(suite_src:%.c=$O/obj/%.o)

.PHONY: all
all: $O/quarry $O/libquarry.so $O/libquarry.a modules

kern_obj := $(core_obj) $(host_obj) $(suite_obj)
$(kern_obj): $O/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(kern_flags) $(kern_warn) -MMD -MP -c $< -o $@

$(os_obj) $(tools_obj): $O/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,HOSTCC,$<)
	$(Q)$(CC) $(host_flags) -MMD -MP -c $< -o $@

lib_obj := $(core_obj) $(host_obj) $(os_obj)
-include $(wildcard $(lib_obj:.o=.d) $(suite_obj:.o=.d) $(tools_obj:.o=.d))

$O/libquarry.a: $(lib_obj)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

# What is visible outside: the names in the export table, and the embedding API.
$O/exports.map: $(lib_obj) scripts/exports
	$(call say,GEN,$@)
	$(Q)scripts/exports $(lib_obj) >$@

$O/libquarry.so: $(lib_obj) $O/exports.map
	$(call say,LD,$@)
	$(Q)$(CC) $(both_flags) -shared -Wl,-Bsymbolic,-soname,libquarry.so.0,--version-script=$O/exports.map \
		$(lib_obj) -ldl -o $@

$O/quarry: $(lib_obj) $(tools_obj) $O/exports.map
	$(call say,LD,$@)
	$(Q)$(CC) $(both_flags) -Wl,--dynamic-list=$O/exports.list $(tools_obj) $(lib_obj) -ldl -o $@

# All suites in one program; run-suite names which to run.
$O/ktest: $(lib_obj) $(suite_obj) tests/ktest_main.c
	$(call say,LD,$@)
	$(Q)$(CC) $(host_flags) tests/ktest_main.c $(suite_obj) $(lib_obj) -ldl -o $@

.PHONY: clean
clean:
	rm -rf build
