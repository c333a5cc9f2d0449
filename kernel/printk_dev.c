// SPDX-License-Identifier: MIT
/* kernel/printk_dev.c - messages about a device: "driver name: text" */
#include <linux/kernel.h>
#include <linux/device.h>
#include <linux/dev_printk.h>
#include <linux/errno.h>
#include <linux/errname.h>
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/sprintf.h>

static void dev_vprintk(int level, const struct device *dev, struct va_format *vaf)
{
	char prefix[128];

	if (dev)
		scnprintf(prefix, sizeof(prefix), "%s %s", dev_driver_string(dev), dev_name(dev));
	else
		scnprintf(prefix, sizeof(prefix), "(NULL device *)");
	printk(KERN_SOH "%c%s: %pV", '0' + level, prefix, vaf);
}

/**
 * _dev_printk - what dev_info() and its family call
 * @level:	KERN_*
 * @dev:	NULL is printed as "(NULL device *)"
 *
 * Context: any.
 */
void _dev_printk(const char *level, const struct device *dev, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	dev_vprintk(printk_get_level(level) - '0', dev, &vaf);
	va_end(args);
}
EXPORT_SYMBOL(_dev_printk);

/**
 * dev_err_probe - log why a probe failed
 *
 * Context: any.
 * Return: @err.
 */
int dev_err_probe(const struct device *dev, int err, const char *fmt, ...)
{
	const char *name = errname(err);
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	if (err != -EPROBE_DEFER)
		dev_err(dev, "error %s: %pV", name ?: "unknown", &vaf);
	else
		dev_dbg(dev, "error %s: %pV", name ?: "unknown", &vaf);
	va_end(args);
	return err;
}
EXPORT_SYMBOL_GPL(dev_err_probe);
