/* SPDX-License-Identifier: MIT */
/*
 * linux/libc_names.h - kernel functions whose names libc uses too
 *
 * Read before every kernel-side file. The source says strlen(); the object says
 * quarry_strlen; so a program may hold both worlds, and neither takes the other's.
 * tests/names.t compares the exports with libc's and fails on a name that is missing here.
 * One name a line, sorted.
 */
#pragma redefine_extname bsearch quarry_bsearch
#pragma redefine_extname memchr quarry_memchr
#pragma redefine_extname snprintf quarry_snprintf
#pragma redefine_extname sprintf quarry_sprintf
#pragma redefine_extname sscanf quarry_sscanf
#pragma redefine_extname stpcpy quarry_stpcpy
#pragma redefine_extname strcasecmp quarry_strcasecmp
#pragma redefine_extname strcat quarry_strcat
#pragma redefine_extname strchr quarry_strchr
#pragma redefine_extname strchrnul quarry_strchrnul
#pragma redefine_extname strcmp quarry_strcmp
#pragma redefine_extname strcpy quarry_strcpy
#pragma redefine_extname strcspn quarry_strcspn
#pragma redefine_extname strlcat quarry_strlcat
#pragma redefine_extname strlcpy quarry_strlcpy
#pragma redefine_extname strlen quarry_strlen
#pragma redefine_extname strncasecmp quarry_strncasecmp
#pragma redefine_extname strncat quarry_strncat
#pragma redefine_extname strncmp quarry_strncmp
#pragma redefine_extname strncpy quarry_strncpy
#pragma redefine_extname strnlen quarry_strnlen
#pragma redefine_extname strnstr quarry_strnstr
#pragma redefine_extname strpbrk quarry_strpbrk
#pragma redefine_extname strrchr quarry_strrchr
#pragma redefine_extname strsep quarry_strsep
#pragma redefine_extname strspn quarry_strspn
#pragma redefine_extname strstr quarry_strstr
#pragma redefine_extname vsnprintf quarry_vsnprintf
#pragma redefine_extname vsprintf quarry_vsprintf
#pragma redefine_extname vsscanf quarry_vsscanf
