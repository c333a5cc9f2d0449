# Compiler flags of the two worlds (docs/design.md), shared by the Makefile and scripts/kbuild.
# Needs: CC, SAN, ARCH, and top = the tree's root ("" when run there).

san_flags   := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined)
both_flags  := -O2 -g -fno-omit-frame-pointer -fno-strict-aliasing -fno-common -fPIC -pthread $(san_flags)
warn_flags  := -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wmissing-prototypes \
	       -Wstrict-prototypes -Wold-style-definition

kern_include = -nostdinc -I$(top)arch/$(ARCH)/include -I$(top)include -I$(top)include/asm-generic \
	       -include $(top)include/linux/kconfig.h -include $(top)include/linux/libc_names.h
kern_flags   = -std=gnu11 -ffreestanding -fno-builtin-printf -fwrapv $(both_flags) -D__KERNEL__ $(kern_include)
kern_warn   := $(warn_flags) -Wframe-larger-than=1024
host_flags   = -std=gnu11 -D_GNU_SOURCE $(both_flags) $(warn_flags) -I$(top).
