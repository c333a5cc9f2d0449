// SPDX-License-Identifier: MIT
#include "arch/host/os/user.h"
void user_cpu_call(struct os_user *u) {}
void user_cpu_idle(struct os_user *u) {}
long user_call_affinity(struct os_user *u, long nr) { return CALL_HOST; }
