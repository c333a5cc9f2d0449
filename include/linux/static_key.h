/* SPDX-License-Identifier: MIT */
/* linux/static_key.h - see linux/jump_label.h */
#ifndef _LINUX_STATIC_KEY_H
#define _LINUX_STATIC_KEY_H

#include <linux/jump_label.h>

#endif
