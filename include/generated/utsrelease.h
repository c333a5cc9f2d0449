/* SPDX-License-Identifier: MIT */
/* generated/utsrelease.h - the release's name, as uname() and vermagic say it */
#ifndef _GENERATED_UTSRELEASE_H
#define _GENERATED_UTSRELEASE_H

#define UTS_RELEASE "6.1.0-quarry"

#endif /* _GENERATED_UTSRELEASE_H */
