/* SPDX-License-Identifier: MIT */
/* percpu_names.h - what percpu_owner exports */
#include <linux/percpu.h>

DECLARE_PER_CPU(unsigned long, owner_hits);
DECLARE_PER_CPU(int[4], owner_array);
