#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/probes.t - the probes kmem:* are in the command and the library, and gdb reads their arguments

. "$(dirname "$0")/lib.sh"

[ -z "${SAN:-}" ] || skip_all "the probes are those of a plain build"
[ "$(uname -m)" = x86_64 ] || skip_all "needs x86-64"

for file in quarry libquarry.so; do
	notes=$(readelf -n "${QUARRY%/*}/$file")
	for probe in kmalloc kfree kmem_cache_alloc kmem_cache_free mm_page_alloc mm_page_free; do
		like "$notes" "^ *Name: $probe$" "$file has kmem:$probe"
	done
done

command -v gdb >/dev/null || { skip "arguments" "needs gdb"; done_testing; exit; }
export PKG_CONFIG_PATH=${QUARRY%/*}
echo 'int probes_pass(void); int main(void) { return probes_pass(); }' >"$TMP/main.c"
$CC $(pkg-config --cflags quarry-kernel) -g -c "$top/tests/embed/probes.c" -o "$TMP/probes.o" &&
	$CC "$TMP/main.c" "$TMP/probes.o" $(pkg-config --cflags --libs quarry) -o "$TMP/probes"
ok $? "the program builds" || exit 1

# Told at each: who called, and what the arguments are.
cat >"$TMP/script" <<'EOF2'
set breakpoint pending on
set confirm off
set pagination off
handle all nostop noprint pass
break probes_pass
run
break -probe-stap kmem:kmalloc
commands
silent
printf "kmalloc %d of %d, gfp %x: %p from ", $_probe_arg2, $_probe_arg3, $_probe_arg4, $_probe_arg1
info symbol $_probe_arg0
continue
end
break -probe-stap kmem:kmem_cache_alloc
commands
silent
printf "object of %s: %d of %d, gfp %x: %p from ", $_probe_arg2, $_probe_arg3, $_probe_arg4, $_probe_arg5, $_probe_arg1
info symbol $_probe_arg0
continue
end
break -probe-stap kmem:kmem_cache_free
commands
silent
printf "freed of %s: %p\n", $_probe_arg2, $_probe_arg1
continue
end
break -probe-stap kmem:kfree
commands
silent
printf "kfree %p from ", $_probe_arg1
info symbol $_probe_arg0
continue
end
break -probe-stap kmem:mm_page_alloc
commands
silent
printf "page at %p is of order %d, gfp %x\n", $_probe_arg0, $_probe_arg1, $_probe_arg2
continue
end
break -probe-stap kmem:mm_page_free
commands
silent
printf "page %p back, order %d\n", $_probe_arg0, $_probe_arg1
continue
end
continue
EOF2
# What concerns probes_pass(), that is: the machine's boot is seen, too.
said=$(QUARRY_CMDLINE=quiet timeout -k 5 300 gdb -q -nx -batch -x "$TMP/script" "$TMP/probes" 2>&1 </dev/null |
	grep -E 'probes_pass \+|probed|order [67]')
address() { printf '%s\n' "$said" | sed -nE "s/^$1 .*(0x[0-9a-f]+) .*/\1/p" | head -1; }

like "$said" '^kmalloc 57 of 64, gfp cc0: 0x[0-9a-f]+ from probes_pass \+ ' "kmalloc: bytes asked for and given, flags, caller"
like "$said" '^kmalloc 54321 of 65536, gfp cc0: 0x[0-9a-f]+ from probes_pass \+ ' "a kmalloc of whole pages"
like "$said" '^object of probed: 123 of 128, gfp cc0: 0x[0-9a-f]+ from probes_pass \+ ' "kmem_cache_alloc: with the cache's name"
like "$said" "^freed of probed: $(address 'object of probed:')$" "kmem_cache_free: the same object"
like "$said" "^kfree $(address 'kmalloc 57') from probes_pass \\+ " "kfree: of each"
like "$said" "^kfree $(address 'kmalloc 54321') from probes_pass \\+ " "kfree of whole pages"
like "$said" '^page at 0x[0-9a-f]+ is of order 7, gfp cc0$' "mm_page_alloc"
like "$said" "^page $(address 'page') back, order 7$" "mm_page_free: the same page"
is "$(grep -c 'back, order 6$' <<<"$said")" 1 "mm_page_free: once, when the last of two uses ends, by put_page()"
done_testing
