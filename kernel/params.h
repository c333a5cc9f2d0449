/* SPDX-License-Identifier: MIT */
/* kernel/params.h - parse_args() for a caller that wants the reason */
#ifndef KERNEL_PARAMS_H
#define KERNEL_PARAMS_H

#include <linux/moduleparam.h>

/**
 * struct param_set - what to parse, and into what
 * @doing:	who asks, for messages
 * @params:	@num parameters
 * @unknown:	for names that are none of them; NULL: an error
 * @arg:	its argument
 * @why:	if not NULL, receives the first error's line
 * @log_level:	of the lines in the log; NULL: KERN_ERR
 */
struct param_set {
	const char			*doing;
	const struct kernel_param	*params;
	unsigned int			num;
	s16				min_level, max_level;
	int (*unknown)(char *param, char *val, const char *doing, void *arg);
	void				*arg;
	char				*why;
	size_t				why_size;
	const char			*log_level;
};

/** params_parse - as parse_args() */
char *params_parse(const struct param_set *set, char *args);

/** params_free - give back what setting them allocated */
void params_free(const struct kernel_param *params, unsigned int num);

#endif /* KERNEL_PARAMS_H */
