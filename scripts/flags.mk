# SPDX-License-Identifier: MIT
#
# scripts/flags.mk - compiler flags of the two worlds (docs/design.md), in one place
#
# Read by the Makefile, by scripts/kbuild for modules, and written into quarry-kernel.pc.
# Needs: CC, SAN, PAGE_SHIFT, LOCKDEP, ARCH, and top: the tree's root with a slash, empty when make runs there.

# No alignment check: the end of a list walk is the list's head seen as a member of a (larger, more
# strictly aligned) entry; it is compared, never accessed.
san_flags   := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined \
	       $(if $(findstring undefined,$(SAN)),-fno-sanitize=alignment))
# Clang's newer debug information is more than valgrind can read.
debug_flags := -g$(if $(findstring clang,$(CC)),dwarf-4)
both_flags  := -O2 $(debug_flags) -fno-omit-frame-pointer -fno-strict-aliasing -fno-common -fPIC -pthread $(san_flags)
warn_flags  := -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wmissing-prototypes \
	       -Wstrict-prototypes -Wold-style-definition

kern_include = -nostdinc -I$(top)arch/$(ARCH)/include -I$(top)include -I$(top)include/asm-generic \
	       -I$(top)include/uapi \
	       -include $(top)include/linux/kconfig.h -include $(top)include/linux/libc_names.h
# PAGE_SHIFT: log2 of the frame's size: 12 (the default), 13, 14 or 16.
page_flags  := $(if $(PAGE_SHIFT),-DCONFIG_PAGE_SHIFT=$(PAGE_SHIFT))
# The lock order checker, and checks of addresses: always in sanitized builds.
lockdep_on  := $(or $(LOCKDEP),$(if $(SAN),1))
# A frame larger than a page touches each page in turn, so that none jumps the guard of a stack.
kern_flags   = -std=gnu11 -ffreestanding -fwrapv -fstack-clash-protection $(both_flags) $(page_flags) \
	       -D__KERNEL__ $(if $(lockdep_on),-DCONFIG_PROVE_LOCKING=1 -DCONFIG_DEBUG_VIRTUAL=1) $(kern_include)
# Sanitizers put red zones into frames; their size says nothing about ours then.
kern_warn   := $(warn_flags) $(if $(SAN),,-Wframe-larger-than=1024)
host_flags   = -std=gnu11 -D_GNU_SOURCE $(both_flags) $(warn_flags) -I$(top).
