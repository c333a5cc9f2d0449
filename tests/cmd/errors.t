#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/errors.t - wrong use gets one clear line and a status that is not 0

. "$(dirname "$0")/lib.sh"

C=$MODULES/scullc.ko

one_line() {	# status regex name
	is "$status" "$1" "$3: status $1"
	like "$err" "$2" "$3: says what"
	is "$(printf '%s\n' "$err" | grep -c .)" 1 "$3: in one line"
}

run --no-such-option
one_line 2 "^quarry: .*--no-such-option.*--cmdline" "unknown option of run"
run --cmdline
one_line 2 "^quarry: --cmdline needs" "option without its value"
run --cmdline "no_such_option=1" true
one_line 2 "no_such_option" "unknown boot option"
run --cmdline "machine=z80" true
one_line 2 "machine.*x86_64" "boot option out of range"
run --cmdline "mem=64k" true
is $((status != 0)) 1 "mem= too small: fails"
like "$err" "mem=" "mem= too small: says so"
run --cmdline "mem=4M nr_cpus=8 stack=64" true
one_line 2 "^quarry: mem=4096K: too small.*nr_cpus=8 " "mem= too small for the stacks of so many CPUs"
run --cmdline "mem=8M nr_cpus=64" true
least=$(echo "$err" | sed -n 's/^quarry: mem=8192K: too small, .* needs at least \([0-9]*K\)$/\1/p')
run --cmdline "mem=$least nr_cpus=64" true
is "$status $err" "0 " "with as much as is said to be needed it boots ($least)"

run -m "$TMP/missing.ko" true
one_line 1 "^quarry: .*missing\.ko: No such file" "module file missing"
run -m /etc/passwd true
one_line 1 "^quarry: passwd: " "not a module"
run -m /dev true
one_line 1 "^quarry: /?dev: " "a folder for a module"
# From here on the log may say it, too, with a time stamp.
run -m "$C" no_such_parameter=1 true
is "$status" 1 "wrong parameter: status 1"
like "$err" "^quarry: scullc\.ko: .*no_such_parameter" "wrong parameter: names it"
run -m "$C" -m "$C" true
is "$status" 1 "module loaded twice: status 1"
like "$err" "^quarry: scullc\.ko: .*" "module loaded twice: says so"

mkdir "$TMP/bad"
printf 'obj-m := undefined.o refuses.o\n' >"$TMP/bad/Makefile"
cat >"$TMP/bad/undefined.c" <<'END'
#include <linux/module.h>
int not_there(void);
static int __init go(void) { return not_there(); }
module_init(go);
MODULE_LICENSE("GPL");
END
cat >"$TMP/bad/refuses.c" <<'END'
#include <linux/module.h>
static int __init go(void) { return -EBUSY; }
module_init(go);
MODULE_LICENSE("GPL");
END
make -s -C "$("$QUARRY" kdir)" M="$TMP/bad" CC="$CC" SAN="${SAN:-}" KBUILD_MODPOST_WARN=1 modules >"$TMP/log" 2>&1
if [ -e "$TMP/bad/undefined.ko" ]; then
	run -m "$TMP/bad/undefined.ko" true
	is "$status" 1 "undefined symbol: status 1"
	like "$err" "undefined\.ko: .*not_there" "undefined symbol: names it"
else
	skip "undefined symbol" "the build refuses it already"
fi
run -m "$TMP/bad/refuses.ko" true
is "$status" 1 "init fails: status 1"
like "$err" "refuses\.ko: .*(EBUSY|busy)" "init fails: names the error"

run -- cat /dev/scullc0
is "$status" 1 "a device that nobody registered: the program fails"
like "$err" "/dev/scullc0: No such file or directory" "with ENOENT"
run -- sh -c 'mknod "$1" c 4000 1; cat "$1"' sh "$TMP/node"
like "$err" "node: No such device or address" "a node without a driver: ENXIO"

# A container that forbids ptrace; another user's program; a user who is not root.
helper noptrace
"$noptrace" "$QUARRY" run true 2>"$TMP/err"
is "$?" 125 "no ptrace: status 125"
like "$(cat "$TMP/err")" "^quarry: .*ptrace_scope.*SYS_PTRACE" "no ptrace: says what to allow"
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
	run -m "$C" -- sh -c "echo shared >/dev/scullc0; $nobody cat /dev/scullc0; $nobody sh -c 'cat </dev/scullc0 | cat'"
	is "$out" "shared
shared" "programs of another user"
	cp "$QUARRY" "$TMP/quarry" && cp "$C" "$TMP" && chmod 755 "$TMP"
	got=$($nobody "$TMP/quarry" run -m "$TMP/scullc.ko" -- sh -c 'echo mine >/dev/scullc0; cat /dev/scullc0; grep ^Uid /proc/self/status | cut -f3')
	is "$got" "mine
65534" "quarry by a user who is not root"
else
	skip "programs of another user" "not root, or no setpriv"
fi

# Inside another quarry run; with too few threads.
run "$QUARRY" run true
is "$status" 125 "inside quarry run: status 125"
like "$err" "^quarry: .*inside another quarry run" "inside quarry run: says so"
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	# A user of its own: others' threads count too.
	setpriv --reuid 54321 --regid 54321 --clear-groups bash -c 'ulimit -u 4; exec "$1" run true' sh "$TMP/quarry" 2>"$TMP/err"
	is "$?" 125 "too few threads: status 125"
	is "$(grep -c . "$TMP/err")" 1 "too few threads: one line"
	like "$(cat "$TMP/err")" "^quarry: .*ulimit -u" "too few threads: says what to raise"
else
	skip "too few threads" "not root, or no setpriv"
fi

run -m -- true
is "$status" 2 "-m without a file: status 2"
like "$err" "^quarry: -m needs a module file" "-m without a file: says so"
like "$("$QUARRY" run --help)" "^usage: quarry run" "run --help"

"$QUARRY" frobnicate 2>"$TMP/err"
is "$?" 2 "unknown command: status 2"
like "$(cat "$TMP/err")" "^quarry: .*frobnicate.*run" "unknown command: says what there is"
"$QUARRY" kdir extra 2>/dev/null
is "$?" 2 "kdir takes no arguments"
like "$("$QUARRY" --help)" "mem=" "--help lists the boot options"
like "$("$QUARRY" --help)" "^ +127 " "--help lists the exit status"
like "$("$QUARRY" --version)" "^quarry [0-9]" "--version"

done_testing
