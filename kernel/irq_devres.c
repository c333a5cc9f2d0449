// SPDX-License-Identifier: MIT
/* kernel/irq_devres.c - interrupt lines that are given back with the device (row D4) */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/interrupt.h>

struct irq_devres {
	unsigned int	irq;
	void		*dev_id;
};

static void irq_devres_release(struct device *dev, void *res)
{
	struct irq_devres *owned = res;

	free_irq(owned->irq, owned->dev_id);
}

static int irq_devres_match(struct device *dev, void *res, void *data)
{
	struct irq_devres *owned = res, *wanted = data;

	return owned->irq == wanted->irq && owned->dev_id == wanted->dev_id;
}

/**
 * devm_request_threaded_irq - request_threaded_irq() that is undone with the device
 * @dev:	whose
 * @irq:	the line
 * @handler:	as in request_threaded_irq()
 * @thread_fn:	as in request_threaded_irq()
 * @irqflags:	IRQF_*
 * @devname:	for /proc/interrupts; NULL: the device's name
 * @dev_id:	handed to the functions
 *
 * Context: may sleep. Row D4.
 * Return: as request_threaded_irq().
 */
int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler,
			      irq_handler_t thread_fn, unsigned long irqflags, const char *devname,
			      void *dev_id)
{
	struct irq_devres *owned = devres_alloc(irq_devres_release, sizeof(*owned), GFP_KERNEL);
	int ret;

	if (!owned)
		return -ENOMEM;
	ret = request_threaded_irq(irq, handler, thread_fn, irqflags, devname ?: dev_name(dev), dev_id);
	if (ret) {
		devres_free(owned);
		return ret;
	}
	*owned = (struct irq_devres) { .irq = irq, .dev_id = dev_id };
	devres_add(dev, owned);
	return 0;
}
EXPORT_SYMBOL(devm_request_threaded_irq);

/**
 * devm_free_irq - undo devm_request_irq() before its time
 * @dev:	whose
 * @irq:	the line
 * @dev_id:	that of the request
 *
 * Context: may sleep. Row D4.
 */
void devm_free_irq(struct device *dev, unsigned int irq, void *dev_id)
{
	struct irq_devres wanted = { .irq = irq, .dev_id = dev_id };

	WARN_ON(devres_release(dev, irq_devres_release, irq_devres_match, &wanted));
}
EXPORT_SYMBOL(devm_free_irq);
