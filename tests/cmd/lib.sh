# SPDX-License-Identifier: MIT
#
# tests/cmd/lib.sh - TAP for the scripts tests/cmd/*.t: source it, call plan or done_testing
#
#   . "$(dirname "$0")/lib.sh"
#
#   ok STATUS NAME		test passes if STATUS is 0:  cmp a b; ok $? "copies are equal"
#   is GOT WANT NAME		two strings are equal
#   like TEXT REGEX NAME	TEXT has a line that matches the extended REGEX
#   unlike TEXT REGEX NAME
#   skip NAME REASON		counts as passed
#   skip_all REASON		the script needs something the machine lacks
#   run ARG...			quarry run ARG..., at most 300 s: sets $status, $out, $err
#   helper NAME			compiles tests/cmd/helpers/NAME.c, sets $NAME to the program's path
#   module NAME			builds tests/cmd/modules/NAME, sets $NAME to the .ko's path
#   each_line TEXT		every line "ok - name" or "not ok - name" of a helper's output is a test
#   frame_kb			prints the size of this build's frames (make PAGE_SHIFT=)
#   done_testing		prints the plan; the script's status says whether all passed
#
# Set: $QUARRY, $MODULES, $CC (from make check, or those of build/), $TMP (removed at the exit), $HELPERS.

top=$(cd "$(dirname "$0")/../.." && pwd)
QUARRY=${QUARRY:-$top/build/quarry}
MODULES=${MODULES:-$top/build/modules}
CC=${CC:-gcc}
HELPERS=$top/tests/cmd/helpers
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export QUARRY MODULES PATH
TMP=$(mktemp -d "${TMPDIR:-/tmp}/quarry-test.XXXXXX")
trap 'rm -rf "$TMP"' EXIT
tests=0
failed=0

plan() { echo "1..$1"; planned=$1; }

skip_all() { echo "1..0 # SKIP $1"; exit 0; }

ok() {
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tests - $2"
	else
		failed=$((failed + 1))
		echo "not ok $tests - $2"
		return 1
	fi
}

note() { printf '%s\n' "$*" | sed 's/^/# /' >&2; }	# where prove shows it

is() {
	[ "$1" = "$2" ]
	ok $? "$3" || note "got:      $1" "
wanted:   $2"
}

like() {
	printf '%s\n' "$1" | grep -Eq -- "$2"
	ok $? "$3" || note "does not match $2: $1"
}

unlike() {
	! printf '%s\n' "$1" | grep -Eq -- "$2"
	ok $? "$3" || note "matches $2: $1"
}

skip() { tests=$((tests + 1)); echo "ok $tests - $1 # SKIP $2"; }

run() {
	status=0
	timeout -k 5 300 "$QUARRY" run "$@" >"$TMP/.out" 2>"$TMP/.err" </dev/null || status=$?
	out=$(cat "$TMP/.out")
	err=$(cat "$TMP/.err")
}

helper() {
	$CC -std=gnu11 -D_GNU_SOURCE -O1 -w -pthread "$HELPERS/$1.c" -o "$TMP/$1" || {
		echo "# helper $1 does not compile"
		exit 1
	}
	eval "$1=\$TMP/$1"
}

module() {
	cp -r "$top/tests/cmd/modules/$1" "$TMP/$1.build"
	make -s -C "$("$QUARRY" kdir)" M="$TMP/$1.build" CC="$CC" SAN="${SAN:-}" modules >"$TMP/.log" 2>&1 || {
		sed 's/^/# /' "$TMP/.log"
		echo "# module $1 does not build"
		exit 1
	}
	eval "$1=\$TMP/$1.build/$1.ko"
}

frame_kb() { "$QUARRY" run -- awk '/^Frame/{print $2 / 1024}' /proc/quarry/memory; }

each_line() {
	while IFS= read -r line; do
		case $line in
		"ok - "*) ok 0 "${line#ok - }" ;;
		"not ok - "*) ok 1 "${line#not ok - }" ;;
		?*) note "$line" ;;
		esac
	done <<END_OF_LINES
$1
END_OF_LINES
}

done_testing() {
	[ -n "${planned:-}" ] || echo "1..$tests"
	[ "$failed" -eq 0 ]
	exit
}
