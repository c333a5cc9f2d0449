/* SPDX-License-Identifier: MIT */
/* linux/stddef.h - NULL, bool, and where a field lies in its structure */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H

#undef NULL
#define NULL ((void *)0)

typedef _Bool bool;

enum {
	false	= 0,
	true	= 1,
};

#undef offsetof
#define offsetof(TYPE, MEMBER)	__builtin_offsetof(TYPE, MEMBER)

#define sizeof_field(TYPE, MEMBER)	sizeof((((TYPE *)0)->MEMBER))
#define offsetofend(TYPE, MEMBER)	(offsetof(TYPE, MEMBER) + sizeof_field(TYPE, MEMBER))

/* The same fields twice: as members of the outer structure, and as a sub-structure NAME. */
#define __struct_group(TAG, NAME, ATTRS, MEMBERS...)	\
	union {						\
		struct { MEMBERS } ATTRS;		\
		struct TAG { MEMBERS } ATTRS NAME;	\
	}
#define struct_group(NAME, MEMBERS...)			\
	__struct_group(/* no tag */, NAME, /* no attrs */, MEMBERS)
#define struct_group_attr(NAME, ATTRS, MEMBERS...)	\
	__struct_group(/* no tag */, NAME, ATTRS, MEMBERS)
#define struct_group_tagged(TAG, NAME, MEMBERS...)	\
	__struct_group(TAG, NAME, /* no attrs */, MEMBERS)

/* A flexible array where C allows none: alone in a structure, or within a union. */
#define __DECLARE_FLEX_ARRAY(TYPE, NAME)		\
	struct {					\
		struct { } __empty_ ## NAME;		\
		TYPE NAME[];				\
	}
#define DECLARE_FLEX_ARRAY(TYPE, NAME)	__DECLARE_FLEX_ARRAY(TYPE, NAME)

#endif /* _LINUX_STDDEF_H */
