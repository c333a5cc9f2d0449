// SPDX-License-Identifier: MIT
/*
 * fs/platform.c - the platform bus: devices and drivers find each other by name
 *
 * Both are on lists, numbered in the order in which they came. Who adds a device goes through the
 * drivers, who registers a driver through the devices, by these numbers: the lists are locked only
 * to find the next one, so that probe() may add devices and drivers itself.
 *
 * Locking	lists_lock covers the lists. A device's own mutex covers dev->driver and is held over probe()
 *		and remove(). A driver that is being tried is kept from going by a reference to its
 *		module. Order: dev->mutex, then lists_lock.
 * Oopses	in probe() end that call alone, so that no mutex stays locked; the driver is not registered then.
 * Linux	as 6.1, without deferred probing (-EPROBE_DEFER is a failure), power management, driver_override
 *		by /sys and bind/unbind there.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <asm-generic/arch.h>

#include "init/calls.h"

struct bus_type platform_bus_type = { .name = "platform" };
EXPORT_SYMBOL_GPL(platform_bus_type);

static DEFINE_MUTEX(lists_lock);
static LIST_HEAD(devices);
static LIST_HEAD(drivers);
static u64 last_order;
static DEFINE_IDA(auto_ids);

static struct device *platform_root;		/* /sys/devices/platform */
static struct kobject *devices_kobj;		/* /sys/bus/platform/devices */
static struct kobject *drivers_kobj;

/* ---- finding each other ---- */

static const struct platform_device_id *id_find(const struct platform_device_id *id, const char *name)
{
	for (; id && id->name[0]; id++)
		if (!strcmp(id->name, name))
			return id;
	return NULL;
}

static bool is_match(struct platform_device *pdev, const struct platform_driver *drv)
{
	if (pdev->driver_override)
		return !strcmp(pdev->driver_override, drv->driver.name);
	if (!drv->id_table)
		return !strcmp(pdev->name, drv->driver.name);
	return id_find(drv->id_table, pdev->name);
}

/* The next device behind number *@order, which becomes its own; with a reference, or NULL. */
static struct platform_device *device_next(u64 *order)
{
	struct platform_device *pdev, *found = NULL;

	mutex_lock(&lists_lock);
	list_for_each_entry(pdev, &devices, bus_node) {
		if (pdev->bus_order <= *order)
			continue;
		*order = pdev->bus_order;
		get_device(&pdev->dev);
		found = pdev;
		break;
	}
	mutex_unlock(&lists_lock);
	return found;
}

/* The next driver behind number @order for @pdev, with a reference to its module, or NULL. */
static struct platform_driver *driver_next(struct platform_device *pdev, u64 order)
{
	struct platform_driver *drv, *found = NULL;

	mutex_lock(&lists_lock);
	list_for_each_entry(drv, &drivers, bus_node) {
		if (drv->bus_order <= order || !is_match(pdev, drv) || !try_module_get(drv->driver.owner))
			continue;
		found = drv;
		break;
	}
	mutex_unlock(&lists_lock);
	return found;
}

/* ---- binding; the device's mutex is held ---- */

static void driver_links_make(struct platform_device *pdev, struct platform_driver *drv)
{
	WARN_ON(sysfs_create_link(drv->bus_kobj, &pdev->dev.kobj, dev_name(&pdev->dev)));
	WARN_ON(sysfs_create_link(&pdev->dev.kobj, drv->bus_kobj, "driver"));
}

static void driver_forget(struct platform_device *pdev)
{
	devres_release_all(&pdev->dev);
	dev_set_drvdata(&pdev->dev, NULL);
	pdev->dev.driver = NULL;
	pdev->id_entry = NULL;
}

static long call_probe(void *arg)
{
	struct platform_device *pdev = arg;
	struct platform_driver *drv = to_platform_driver(pdev->dev.driver);

	return drv->probe ? drv->probe(pdev) : 0;
}

/*
 * What probe() said; *@oopsed: it has not, but faulted. The device's mutex must not stay locked
 * then.
 */
static int bind_locked(struct platform_device *pdev, struct platform_driver *drv, bool *oopsed)
{
	int ret;

	pdev->dev.driver = &drv->driver;
	pdev->id_entry = id_find(drv->id_table, pdev->name);
	ret = arch_try(call_probe, pdev, oopsed);
	if (!ret) {
		driver_links_make(pdev, drv);
		return 0;
	}
	driver_forget(pdev);
	if (*oopsed)
		pr_err("%s: probe of %s ended in an oops\n", drv->driver.name, dev_name(&pdev->dev));
	else if (ret != -ENODEV && ret != -ENXIO)
		pr_warn("%s: probe of %s failed with error %d\n", drv->driver.name, dev_name(&pdev->dev), ret);
	return ret;
}

static void unbind_locked(struct platform_device *pdev)
{
	struct platform_driver *drv = to_platform_driver(pdev->dev.driver);
	int ret;

	sysfs_remove_link(&pdev->dev.kobj, "driver");
	sysfs_remove_link(drv->bus_kobj, dev_name(&pdev->dev));
	ret = drv->remove ? drv->remove(pdev) : 0;
	if (ret)
		dev_warn(&pdev->dev, "remove callback returned a non-zero value. This will be ignored.\n");
	driver_forget(pdev);
}

static void device_find_driver(struct platform_device *pdev)
{
	struct platform_driver *drv;
	bool oopsed;
	u64 order = 0;

	device_lock(&pdev->dev);
	while (!pdev->dev.driver && (drv = driver_next(pdev, order))) {
		order = drv->bus_order;
		bind_locked(pdev, drv, &oopsed);
		module_put(drv->driver.owner);
	}
	device_unlock(&pdev->dev);
}

/* ---- devices ---- */

static int name_set(struct platform_device *pdev)
{
	int id;

	switch (pdev->id) {
	case PLATFORM_DEVID_NONE:
		return dev_set_name(&pdev->dev, "%s", pdev->name);
	case PLATFORM_DEVID_AUTO:
		id = ida_alloc(&auto_ids, GFP_KERNEL);
		if (id < 0)
			return id;
		pdev->id = id;
		pdev->id_auto = true;
		return dev_set_name(&pdev->dev, "%s.%d.auto", pdev->name, id);
	default:
		return dev_set_name(&pdev->dev, "%s.%d", pdev->name, pdev->id);
	}
}

static void name_drop(struct platform_device *pdev)
{
	if (pdev->id_auto)
		ida_free(&auto_ids, pdev->id);
	if (pdev->id_auto)
		pdev->id = PLATFORM_DEVID_AUTO;
	pdev->id_auto = false;
}

/* Give back the first @nr. */
static void resources_drop(struct platform_device *pdev, unsigned int nr)
{
	while (nr--)
		if (pdev->resource[nr].parent)
			remove_resource(&pdev->resource[nr]);
}

static int resources_claim(struct platform_device *pdev)
{
	for (unsigned int i = 0; i < pdev->num_resources; i++) {
		struct resource *r = &pdev->resource[i], *root = r->parent;

		r->name = r->name ?: dev_name(&pdev->dev);
		if (!root && resource_type(r) == IORESOURCE_MEM)
			root = &iomem_resource;
		else if (!root && resource_type(r) == IORESOURCE_IO)
			root = &ioport_resource;
		if (root && insert_resource(root, r)) {
			dev_err(&pdev->dev, "failed to claim resource %d: %pR\n", i, r);
			resources_drop(pdev, i);
			return -EBUSY;
		}
	}
	return 0;
}

static void bus_join(struct platform_device *pdev)
{
	WARN_ON(sysfs_create_link(devices_kobj, &pdev->dev.kobj, dev_name(&pdev->dev)));
	mutex_lock(&lists_lock);
	pdev->bus_order = ++last_order;
	list_add_tail(&pdev->bus_node, &devices);
	mutex_unlock(&lists_lock);
}

/**
 * platform_device_add - make known a device that platform_device_alloc() or device_initialize() began
 * @pdev:	the device; its resources are claimed
 *
 * Drivers that are for it are tried. Rows C2, D5.
 * Context: may sleep.
 * Return: 0, -EBUSY if a resource is another's, -EEXIST, -ENOMEM.
 */
int platform_device_add(struct platform_device *pdev)
{
	int ret;

	pdev->dev.parent = pdev->dev.parent ?: platform_root;
	pdev->dev.bus = &platform_bus_type;
	ret = name_set(pdev);
	if (ret)
		return ret;
	ret = resources_claim(pdev);
	if (ret)
		goto out_name;
	ret = device_add(&pdev->dev);
	if (ret)
		goto out_resources;
	bus_join(pdev);
	device_find_driver(pdev);
	return 0;
out_resources:
	resources_drop(pdev, pdev->num_resources);
out_name:
	name_drop(pdev);
	return ret;
}
EXPORT_SYMBOL_GPL(platform_device_add);

/**
 * platform_device_del - undo platform_device_add(): its driver, if it has one, is told
 * @pdev:	the device
 *
 * Rows C2, D5.
 * Context: may sleep.
 */
void platform_device_del(struct platform_device *pdev)
{
	if (IS_ERR_OR_NULL(pdev))
		return;
	device_lock(&pdev->dev);
	mutex_lock(&lists_lock);
	list_del(&pdev->bus_node);
	pdev->bus_order = 0;		/* who has found it before does not bind it any more */
	mutex_unlock(&lists_lock);
	if (pdev->dev.driver)
		unbind_locked(pdev);
	device_unlock(&pdev->dev);
	sysfs_remove_link(devices_kobj, dev_name(&pdev->dev));
	device_del(&pdev->dev);
	name_drop(pdev);
	resources_drop(pdev, pdev->num_resources);
}
EXPORT_SYMBOL_GPL(platform_device_del);

/**
 * platform_device_put - give back the reference of platform_device_alloc()
 * @pdev:	the device; NULL and errors are safe
 *
 * Context: may sleep.
 */
void platform_device_put(struct platform_device *pdev)
{
	if (!IS_ERR_OR_NULL(pdev))
		put_device(&pdev->dev);
}
EXPORT_SYMBOL_GPL(platform_device_put);

/**
 * platform_device_register - make a device known; it is the caller's, and has a release()
 * @pdev:	the device
 *
 * Context: may sleep. Rows C2, D5.
 * Return: as platform_device_add(); on failure the caller ends it with platform_device_put().
 */
int platform_device_register(struct platform_device *pdev)
{
	device_initialize(&pdev->dev);
	return platform_device_add(pdev);
}
EXPORT_SYMBOL_GPL(platform_device_register);

/**
 * platform_device_unregister - platform_device_del() and platform_device_put()
 * @pdev:	the device
 *
 * Context: may sleep. Rows C2, D5.
 */
void platform_device_unregister(struct platform_device *pdev)
{
	platform_device_del(pdev);
	platform_device_put(pdev);
}
EXPORT_SYMBOL_GPL(platform_device_unregister);

/**
 * platform_add_devices - register several devices, or none
 * @devs:	the devices
 * @num:	how many
 *
 * Context: may sleep.
 * Return: 0 or what the first failure was.
 */
int platform_add_devices(struct platform_device **devs, int num)
{
	int i, ret;

	for (i = 0; i < num; i++) {
		ret = platform_device_register(devs[i]);
		if (ret)
			goto out_unregister;
	}
	return 0;
out_unregister:
	while (--i >= 0)
		platform_device_unregister(devs[i]);
	return ret;
}
EXPORT_SYMBOL_GPL(platform_add_devices);

/* ---- devices of the bus's own memory ---- */

struct platform_object {
	struct platform_device	pdev;
	char			name[];
};

static void object_release(struct device *dev)
{
	struct platform_device *pdev = to_platform_device(dev);

	kfree(dev->platform_data);
	kfree(pdev->resource);
	kfree(container_of(pdev, struct platform_object, pdev));
}

/**
 * platform_device_alloc - the first half of a device
 * @name:	copied
 * @id:		its number, or PLATFORM_DEVID_*
 *
 * Context: may sleep.
 * Return: the device, for platform_device_add() and platform_device_put(); NULL without memory.
 */
struct platform_device *platform_device_alloc(const char *name, int id)
{
	struct platform_object *object = kzalloc(struct_size(object, name, strlen(name) + 1), GFP_KERNEL);

	if (!object)
		return NULL;
	strcpy(object->name, name);
	object->pdev.name = object->name;
	object->pdev.id = id;
	device_initialize(&object->pdev.dev);
	object->pdev.dev.release = object_release;
	return &object->pdev;
}
EXPORT_SYMBOL_GPL(platform_device_alloc);

/**
 * platform_device_add_resources - give a device of platform_device_alloc() copies of @res
 * @pdev:	the device
 * @res:	@num resources
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int platform_device_add_resources(struct platform_device *pdev, const struct resource *res,
				  unsigned int num)
{
	struct resource *copy = NULL;

	if (res && num) {
		copy = kmemdup(res, num * sizeof(*res), GFP_KERNEL);
		if (!copy)
			return -ENOMEM;
	}
	kfree(pdev->resource);
	pdev->resource = copy;
	pdev->num_resources = copy ? num : 0;
	return 0;
}
EXPORT_SYMBOL_GPL(platform_device_add_resources);

/**
 * platform_device_add_data - give a device of platform_device_alloc() a copy of @data
 * @pdev:	the device
 * @data:	what dev_get_platdata() will give
 * @size:	its size
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int platform_device_add_data(struct platform_device *pdev, const void *data, size_t size)
{
	void *copy = NULL;

	if (data) {
		copy = kmemdup(data, size, GFP_KERNEL);
		if (!copy)
			return -ENOMEM;
	}
	kfree(pdev->dev.platform_data);
	pdev->dev.platform_data = copy;
	return 0;
}
EXPORT_SYMBOL_GPL(platform_device_add_data);

/**
 * platform_device_register_full - a device by itself
 * @pdevinfo:	all about it, copied
 *
 * Context: may sleep. Rows C2, D5.
 * Return: the device, for platform_device_unregister(), or ERR_PTR().
 */
struct platform_device *platform_device_register_full(const struct platform_device_info *pdevinfo)
{
	struct platform_device *pdev = platform_device_alloc(pdevinfo->name, pdevinfo->id);
	int ret;

	if (!pdev)
		return ERR_PTR(-ENOMEM);
	pdev->dev.parent = pdevinfo->parent;
	ret = platform_device_add_resources(pdev, pdevinfo->res, pdevinfo->num_res);
	if (!ret)
		ret = platform_device_add_data(pdev, pdevinfo->data, pdevinfo->size_data);
	if (!ret)
		ret = platform_device_add(pdev);
	if (!ret)
		return pdev;
	platform_device_put(pdev);
	return ERR_PTR(ret);
}
EXPORT_SYMBOL_GPL(platform_device_register_full);

/* ---- drivers ---- */

/**
 * __platform_driver_register - platform_driver_register(): probe() is called for each device that is there
 *
 * Return: 0; -EBUSY if the name is taken or there is no memory; -EFAULT if a probe() ended in an oops.
 */
int __platform_driver_register(struct platform_driver *drv, struct module *owner)
{
	struct platform_device *pdev;
	bool oopsed = false;
	u64 order = 0;

	drv->driver.owner = owner;
	drv->driver.bus = &platform_bus_type;
	drv->bus_kobj = kobject_create_and_add(drv->driver.name, drivers_kobj);
	if (!drv->bus_kobj)
		return -EBUSY;
	mutex_lock(&lists_lock);
	drv->bus_order = ++last_order;
	list_add_tail(&drv->bus_node, &drivers);
	mutex_unlock(&lists_lock);
	while (!oopsed && (pdev = device_next(&order))) {
		device_lock(&pdev->dev);
		if (!pdev->dev.driver && pdev->bus_order && is_match(pdev, drv))
			bind_locked(pdev, drv, &oopsed);
		device_unlock(&pdev->dev);
		put_device(&pdev->dev);
	}
	if (oopsed)
		platform_driver_unregister(drv);
	return oopsed ? -EFAULT : 0;
}
EXPORT_SYMBOL_GPL(__platform_driver_register);

/**
 * platform_driver_unregister - take a driver away: remove() is called for each of its devices
 * @drv:	the driver
 *
 * Context: may sleep. Rows C2, D5.
 */
void platform_driver_unregister(struct platform_driver *drv)
{
	struct platform_device *pdev;
	u64 order = 0;

	mutex_lock(&lists_lock);
	list_del(&drv->bus_node);
	mutex_unlock(&lists_lock);
	while ((pdev = device_next(&order))) {
		device_lock(&pdev->dev);
		if (pdev->dev.driver == &drv->driver)
			unbind_locked(pdev);
		device_unlock(&pdev->dev);
		put_device(&pdev->dev);
	}
	kobject_put(drv->bus_kobj);
}
EXPORT_SYMBOL_GPL(platform_driver_unregister);

/* ---- boot ---- */

void __init platform_init(void)
{
	struct kset *bus = kset_create_and_add("bus", NULL, NULL);
	struct kobject *platform = bus ? kobject_create_and_add("platform", &bus->kobj) : NULL;

	BUG_ON(!platform);
	platform_root = root_device_register("platform");
	devices_kobj = kobject_create_and_add("devices", platform);
	drivers_kobj = kobject_create_and_add("drivers", platform);
	BUG_ON(IS_ERR(platform_root) || !devices_kobj || !drivers_kobj);
}
