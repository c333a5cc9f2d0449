#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/module-build.t - modules built outside the tree by ordinary Makefiles

. "$(dirname "$0")/lib.sh"

kdir=$("$QUARRY" kdir)
ok $? "quarry kdir" || exit 1
build() { make -C "$kdir" M="$dir" CC="$CC" SAN="${SAN:-}" "$@" >"$TMP/log" 2>&1; }

# ---- several modules, one of several files, in one folder; a file that builds on another's export ----
dir=$TMP/several
mkdir "$dir"
cat >"$dir/Makefile" <<'EOF'
ifneq ($(KERNELRELEASE),)
obj-m := two-part.o user.o
two-part-objs := first.o second.o
ccflags-y := -DFROM_CCFLAGS=1
EXTRA_CFLAGS += -DFROM_EXTRA=2
CFLAGS_second.o := -DFROM_FILE=3
else
KERNELDIR ?= /lib/modules/$(shell uname -r)/build
PWD := $(shell pwd)
default:
	$(MAKE) -C $(KERNELDIR) M=$(PWD) modules
clean:
	$(MAKE) -C $(KERNELDIR) M=$(PWD) clean
endif
EOF
cat >"$dir/first.c" <<'EOF'
#include <linux/module.h>
#include "shared.h"
static int start = 5;
module_param(start, int, 0644);
MODULE_PARM_DESC(start, "where to begin");
int two_part_value(void) { return second(start) + FROM_CCFLAGS + FROM_EXTRA; }
EXPORT_SYMBOL(two_part_value);
static int __init first_init(void) { pr_info("%s: %d\n", KBUILD_MODNAME, two_part_value()); return 0; }
static void __exit first_exit(void) { }
module_init(first_init);
module_exit(first_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_AUTHOR("a test");
MODULE_VERSION("1.2");
EOF
echo 'int second(int n);' >"$dir/shared.h"
cat >"$dir/second.c" <<'EOF'
#include <linux/kernel.h>
#include "shared.h"
int second(int n) { return n * FROM_FILE + (int)sizeof(KBUILD_MODNAME); }
EOF
cat >"$dir/user.c" <<'EOF'
#include <linux/module.h>
int two_part_value(void);
int init_module(void) { pr_info("user: %d\n", two_part_value()); return 0; }
void cleanup_module(void) { }
MODULE_LICENSE("GPL");
EOF
before=$(ls -A "$dir")

make -s -C "$dir" KERNELDIR="$kdir" CC="$CC" SAN="${SAN:-}" >"$TMP/log" 2>&1
ok $? "the module's own Makefile builds it" || note "$(cat "$TMP/log")"
[ -f "$dir/two-part.ko" ] && [ -f "$dir/user.ko" ]
ok $? "both modules are there"
unlike "$(cat "$TMP/log")" 'warning|WARNING' "without a warning"
like "$(modinfo "$dir/two-part.ko")" '^name: +two_part$' "modinfo: the name, with '-' made '_'"
like "$(modinfo "$dir/two-part.ko")" '^version: +1\.2$' "modinfo: the version"
like "$(modinfo "$dir/two-part.ko")" '^parm: +start:where to begin \(int\)$' "modinfo: the parameter"
like "$(modinfo "$dir/user.ko")" '^depends: +two_part$' "modinfo: what it depends on"
like "$(cat "$dir/Module.symvers")" 'two_part_value' "Module.symvers has the export"
is "$(nm -D --defined-only "$dir/two-part.ko" | awk '{print $3}')" two_part_value "only the export is visible"

run -m "$dir/two-part.ko" start=7 -m "$dir/user.ko" -- dmesg
# 7 * 3 + sizeof("two_part") + 1 + 2
like "$out" 'two_part: 33$' "all the flags were used, the parameter set"
like "$out" 'user: 33$' "the second uses the first"

# ---- what is made again, and when ----
stamp() { stat -c %y "$dir/$1"; }
old=$(stamp first.o)
build && is "$(stamp first.o)" "$old" "nothing changed: nothing is compiled" || note "$(cat "$TMP/log")"
sleep 0.01
echo 'int second(int n); /* changed */' >"$dir/shared.h"
build && [ "$(stamp first.o)" != "$old" ]
ok $? "a header changed: compiled again"
old=$(stamp first.o)
build KCFLAGS=-DMORE && [ "$(stamp first.o)" != "$old" ]
ok $? "the flags changed: compiled again"
build V=1 KCFLAGS=-DOTHER
like "$(cat "$TMP/log")" '-DKBUILD_MODNAME=.*two_part' "V=1 shows the commands"

make -s -C "$dir" KERNELDIR="$kdir" clean >"$TMP/log" 2>&1
is "$(ls -A "$dir")" "$before" "clean leaves what was there before"

# ---- install, SUBDIRS, folders below, MO ----
dir=$TMP/nested
mkdir -p "$dir/sub" "$TMP/made"
echo 'obj-m := sub/ top.o' >"$dir/Kbuild"
echo 'obj-$(CONFIG_LOWER) := lower.o' >"$dir/sub/Makefile"
for name in top sub/lower; do
	printf '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >"$dir/$name.c"
done
make -C "$kdir" SUBDIRS="$dir" CONFIG_LOWER=m CC="$CC" SAN="${SAN:-}" modules >"$TMP/log" 2>&1
[ -f "$dir/top.ko" ] && [ -f "$dir/sub/lower.ko" ]
ok $? "Kbuild, a folder below, obj-\$(CONFIG_X), SUBDIRS=" || note "$(cat "$TMP/log")"
build CONFIG_LOWER=m INSTALL_MOD_PATH="$TMP/root" modules_install
is "$(cd "$TMP/root" && find . -name '*.ko' | sort | sed 's|.*/updates|updates|' | tr '\n' ' ')" \
	"updates/lower.ko updates/top.ko " "modules_install"
build CONFIG_LOWER=m clean
is "$(cd "$dir" && find . -type f | sort | tr '\n' ' ')" "./Kbuild ./sub/Makefile ./sub/lower.c ./top.c " "clean, also below"
build CONFIG_LOWER=m MO="$TMP/made" modules
[ -f "$TMP/made/top.ko" ] && [ ! -e "$dir/top.o" ]
ok $? "MO= builds elsewhere" || note "$(cat "$TMP/log")"

# ---- the user's Makefile has targets of its own, without a guard ----
dir=$TMP/unguarded
mkdir "$dir"
printf 'obj-m += plain.o\nall:\n\tfalse\nclean:\n\tfalse\n' >"$dir/Makefile"
printf '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >"$dir/plain.c"
build && build clean
ok $? "targets all and clean of an unguarded Makefile are left alone" || note "$(cat "$TMP/log")"

# ---- what can go wrong ----
dir=$TMP/wrong
mkdir "$dir"
echo 'obj-m := wrong.o' >"$dir/Makefile"
cat >"$dir/wrong.c" <<'EOF'
#include <linux/module.h>
void nosuch_function(void);
int init_module(void) { nosuch_function(); return 0; }
EOF
build
isnt=$?
[ $isnt -ne 0 ]
ok $? "an undefined name fails the build"
like "$(cat "$TMP/log")" 'ERROR: modpost: "nosuch_function" \[.*/wrong\.ko\] undefined!' "and is named"
like "$(cat "$TMP/log")" 'WARNING: modpost: missing MODULE_LICENSE\(\) in .*/wrong\.o' "a missing licence is told"
build KBUILD_MODPOST_WARN=1
ok $? "KBUILD_MODPOST_WARN=1 goes on"
run -m "$dir/wrong.ko" -- true
is "$status" 1 "loading it fails"
like "$err" 'Unknown symbol nosuch_function \(err -2\)' "and names the symbol"

# Built with the headers of another version of Quarry, in which a structure is larger.
dir=$TMP/unguarded
mkdir -p "$TMP/other/arch/host"
cp -R "$top/include" "$top/scripts" "$TMP/other"
cp -R "$top/arch/host/include" "$TMP/other/arch/host"
sed -i 's/^struct list_head {/&\n\tlong more;/' "$TMP/other/include/linux/types.h"
kdir=$TMP/other/scripts/kbuild build KBUILD_SYMVERS="${QUARRY%/*}/Module.symvers"
ok $? "a module built with other headers" || note "$(cat "$TMP/log")"
run -m "$dir/plain.ko" -- true
is "$status" 1 "is refused"
like "$err" 'built for another kernel.*build it again' "and told to be built again"

make -C "$kdir" modules >"$TMP/log" 2>&1
like "$(cat "$TMP/log")" 'say where the module is' "no M="
make -C "$kdir" M="$TMP/nowhere" modules >"$TMP/log" 2>&1
like "$(cat "$TMP/log")" 'has no Kbuild and no Makefile' "a folder without a Makefile"
mkdir "$TMP/a blank" && echo 'obj-m := x.o' >"$TMP/a blank/Makefile"
make -C "$kdir" M="$TMP/a blank" modules >"$TMP/log" 2>&1
like "$(cat "$TMP/log")" 'blanks in its path' "blanks in the path are refused, clearly"

done_testing
