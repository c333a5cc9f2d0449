#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/inline.t - objects in modules, by code that is compiled into them (docs/slab.md)
#
# With each compiler and way to compile, wrongly freed, while modules come and go, and under gdb.

. "$(dirname "$0")/lib.sh"

build() {	# name, then options for make: sets $ko
	local name=$1
	shift
	ko=$TMP/$name/inlined.ko
	make -s -C "$("$QUARRY" kdir)" M="$top/tests/cmd/modules/inlined" MO="$TMP/$name" CC="$CC" SAN="${SAN:-}" KBUILD_SYMVERS="${QUARRY%/*}/Module.symvers" "$@" modules >"$TMP/log" 2>&1
	ok $? "$name: the module builds" || note "$(cat "$TMP/log")"
}

# That the sequences are in it is seen in the file, where the port has any.
sequences() { readelf -SW "$1" | grep -c rseq_patched; }

# ---- ways to compile ----

build usual
usual=$ko
compiled() {	# name, how many sections of sequences it has, then options for make
	local name=$1 wanted=$2
	shift 2
	build "$name" "$@"
	[ "$(sequences "$ko")" = "$wanted" ]
	ok $? "$name: sequences only where they belong"
	run --report -m "$ko" pairs=20000 how=twice -- cat /dev/inlined
	is "$status $out" "0 fine" "$name: objects out and in"
	like "$err" 'BUG inlined .*: Object already free' "$name: a second free is seen"
	like "$err" 'inlined_twice\+.*\[inlined\] \(inlined\.c:' "$name: and who did it"
	like "$err" 'no page and no object is left' "$name: nothing is left"
}
some=1
[ -z "${SAN:-}${LOCKDEP:-}" ] && [ "$(uname -m)" = x86_64 ] || some=0
compiled usual $some
compiled O0 0 KCFLAGS=-O0
compiled Os 0 KCFLAGS=-Os
compiled O3 $some KCFLAGS=-O3
compiled Linux-2.6.10 $some QUARRY_API=2.6.10
case ${SAN:+sanitized}$CC in
sanitized*) ;;		# the two compilers' sanitizers have runtimes of their own
*clang*) other=gcc ;;
*) other=clang ;;
esac
if [ -n "${other:-}" ] && command -v "$other" >/dev/null; then
	compiled "$other" $some CC="$other"
else
	skip "another compiler" "there is none"
fi

# ---- wrong frees ----

wrong() {	# how, what is said
	run --report -m "$usual" how="$1" -- cat /dev/inlined
	is "$status $out" "0 fine" "$1: the module goes on"
	like "$err" "BUG .*: $2" "$1: is reported"
	is "$(grep -c 'BUG ' <<<"$err")" 1 "$1: once"
	like "$err" "inlined_$1\\+.*\\[inlined\\] \\(inlined\\.c:" "$1: with the module's function and line"
	like "$err" 'no page and no object is left' "$1: nothing is left"
}
wrong inside 'address is not the start of an object'
wrong other 'object belongs to another cache'
wrong wild 'address is not memory of any allocator'
wrong kfree_twice 'Object already free'

# ---- modules come and go ----

# A task sleeps since the module's last sequence, which the host still has a pointer to.
helper sleeper
run --report -m "$usual" -- sh -c 'cd $1 && mkfifo wake && exec 4<>wake || exit
	$2 /dev/inlined <wake >said 4>&- & until grep -q ready said; do sleep 0.05; done
	until rmmod inlined 2>err; do sleep 0.05; done; echo >&4; wait $!; echo "status $?"; cat said' sh "$TMP" "$sleeper"
like "$out" '^status 0$' "a task sleeps while the module goes, and wakes up"
like "$out" '^awake$' "and goes on"

# The memory that a module's sequences need outside of it is used again.
run --report -m "$MODULES/scullc.ko" -- sh -c 'round() {
		i=0; while [ $((i += 1)) -le $1 ]; do insmod $ko pairs=300 && cat /dev/inlined >/dev/null && rmmod inlined || exit; done; }
	ko=$1; while head -c 100000 /dev/zero >/dev/scullc0; do :; done 2>/dev/null & round 10; a=$(wc -l </proc/$PPID/maps)
	round 60; b=$(wc -l </proc/$PPID/maps); kill $!; wait; [ $b -le $((a + 15)) ] && echo "as before" || echo "mappings: $a, $b"' sh "$usual"
is "$status $out" "0 as before" "modules come and go, and nothing of them is left"
like "$err" 'no page and no object is left' "no object either"

# ---- gdb ----

if [ -n "${SAN:-}" ] || ! command -v gdb >/dev/null; then
	skip "gdb" "needs it, and a plain build"
	done_testing
	exit
fi
cat >"$TMP/script" <<'END'
set breakpoint pending on
set confirm off
set pagination off
set debuginfod enabled off
handle all nostop noprint pass
break inlined_count
break inlined_pair
run
next
next
next
next
continue
next
next
next
next
next
next
next
next
next
next
delete
break kmem_cache_alloc
break kfree
break -probe-stap kmem:kmem_cache_free
continue
backtrace 3
delete 3
continue
backtrace 3
delete 4
continue
backtrace 3
info symbol $pc
kill
END
# The host may stop a sequence, and then the probe that is met is the core's.
for _ in 1 2 3 4 5; do
	said=$(timeout -k 5 300 gdb -q -nx -batch -x "$TMP/script" --args "$QUARRY" run -m "$usual" -- true 2>&1 </dev/null)
	grep -q '^inlined_pair + ' <<<"$said" && break
done
like "$said" 'Breakpoint 2, inlined_pair ' "gdb stops in the module"
like "$said" '^6[67]\s' "steps over per-CPU variables and locks" || note "$said"
like "$said" '^(39|[45][0-9])\s' "and over objects" || note "$said"
is "$(grep -c '^#[12] .*inlined_pair ' <<<"$said")" 3 "and where it calls kmem_cache_alloc() and kfree(), and at a probe" || note "$said"
if [ "$(sequences "$usual")" = 0 ] || "$KTEST" slab_magazine.magazine_top_comes_back_and_goes 2>&1 | grep -q 'no restartable sequences'; then
	skip "the probe is the module's own" "no sequences"
else
	like "$said" '^inlined_pair \+ ' "the probe is the module's own"
fi
done_testing
