/* SPDX-License-Identifier: MIT */
/*
 * linux/platform_device.h - devices that nothing enumerates, and their drivers (rows C2, D5)
 *
 * A device is a name, a number and resources; a driver with that name is given it by probe(). Shown in
 * /sys/bus/platform and /sys/devices/platform. docs/devices.md.
 */
#ifndef _LINUX_PLATFORM_DEVICE_H
#define _LINUX_PLATFORM_DEVICE_H

#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/mod_devicetable.h>

#define PLATFORM_DEVID_NONE	(-1)	/* the name alone */
#define PLATFORM_DEVID_AUTO	(-2)	/* a number is found */

/**
 * struct platform_device - one device
 * @id:		its number, or PLATFORM_DEVID_*
 * @resource:	@num_resources of them, in the trees from platform_device_add() on
 * @id_entry:	which line of the driver's table it was found by
 * @bus_node, @bus_order: the bus's own
 */
struct platform_device {
	const char			*name;
	int				id;
	bool				id_auto;
	struct device			dev;
	u64				platform_dma_mask;
	u32				num_resources;
	struct resource			*resource;
	const struct platform_device_id	*id_entry;
	const char			*driver_override;
	struct list_head		bus_node;
	u64				bus_order;
};

#define to_platform_device(x)	container_of((x), struct platform_device, dev)

/**
 * struct platform_driver - what to do with devices of that name
 * @probe:	here is one: 0 takes it
 * @remove:	it goes, or the driver does
 * @id_table:	names of devices; without it, driver.name
 * @bus_node, @bus_order: the bus's own
 */
struct platform_driver {
	int (*probe)(struct platform_device *pdev);
	int (*remove)(struct platform_device *pdev);
	void (*shutdown)(struct platform_device *pdev);
	struct device_driver		driver;
	const struct platform_device_id	*id_table;
	bool				prevent_deferred_probe;
	struct kobject			*bus_kobj;
	struct list_head		bus_node;
	u64				bus_order;
};

#define to_platform_driver(drv)	container_of((drv), struct platform_driver, driver)

/** struct platform_device_info - for platform_device_register_full() */
struct platform_device_info {
	struct device		*parent;
	const char		*name;
	int			id;
	const struct resource	*res;
	unsigned int		num_res;
	const void		*data;
	size_t			size_data;
	u64			dma_mask;
};

extern struct bus_type platform_bus_type;

/* ---- devices ---- */

int platform_device_register(struct platform_device *pdev);
void platform_device_unregister(struct platform_device *pdev);
int platform_add_devices(struct platform_device **devs, int num);

struct platform_device *platform_device_alloc(const char *name, int id);
int platform_device_add_resources(struct platform_device *pdev, const struct resource *res,
				  unsigned int num);
int platform_device_add_data(struct platform_device *pdev, const void *data, size_t size);
int platform_device_add(struct platform_device *pdev);
void platform_device_del(struct platform_device *pdev);
void platform_device_put(struct platform_device *pdev);
struct platform_device *platform_device_register_full(const struct platform_device_info *pdevinfo);

/** platform_device_register_resndata - a device by itself, with resources and data: it, or ERR_PTR() */
static inline struct platform_device *
platform_device_register_resndata(struct device *parent, const char *name, int id,
				  const struct resource *res, unsigned int num, const void *data,
				  size_t size)
{
	const struct platform_device_info info = {
		.parent = parent, .name = name, .id = id, .res = res, .num_res = num,
		.data = data, .size_data = size,
	};

	return platform_device_register_full(&info);
}

/** platform_device_register_simple - a device by itself, with resources: it, or ERR_PTR() */
static inline struct platform_device *
platform_device_register_simple(const char *name, int id, const struct resource *res, unsigned int num)
{
	return platform_device_register_resndata(NULL, name, id, res, num, NULL, 0);
}

static inline void *platform_get_drvdata(const struct platform_device *pdev)
{
	return dev_get_drvdata(&pdev->dev);
}

static inline void platform_set_drvdata(struct platform_device *pdev, void *data)
{
	dev_set_drvdata(&pdev->dev, data);
}

static inline const struct platform_device_id *platform_get_device_id(const struct platform_device *pdev)
{
	return pdev->id_entry;
}

/* ---- what a device has ---- */

struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int num);
struct resource *platform_get_resource_byname(struct platform_device *pdev, unsigned int type,
					      const char *name);
int platform_get_irq(struct platform_device *pdev, unsigned int num);
int platform_get_irq_optional(struct platform_device *pdev, unsigned int num);
int platform_get_irq_byname(struct platform_device *pdev, const char *name);
int platform_irq_count(struct platform_device *pdev);

void __iomem *devm_platform_get_and_ioremap_resource(struct platform_device *pdev, unsigned int index,
						     struct resource **res);
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index);
void __iomem *devm_platform_ioremap_resource_byname(struct platform_device *pdev, const char *name);

/* ---- drivers ---- */

int __platform_driver_register(struct platform_driver *drv, struct module *owner);
void platform_driver_unregister(struct platform_driver *drv);
#define platform_driver_register(drv)	__platform_driver_register(drv, THIS_MODULE)

#define module_platform_driver(__platform_driver) \
	module_driver(__platform_driver, platform_driver_register, platform_driver_unregister)
#define builtin_platform_driver(__platform_driver) \
	builtin_driver(__platform_driver, platform_driver_register)

#endif /* _LINUX_PLATFORM_DEVICE_H */
