// SPDX-License-Identifier: MIT
/*
 * deep.c - a driver that needs too much stack on request, for tests/cmd/stack.t
 *
 * Writing a word to /dev/deep chooses what the next read does: "recurse" calls itself without end,
 * "pair" two functions each other, "array" has a local array larger than the stack and its guard,
 * "end" writes just the last word of the stack, "thread" recurses in a kernel thread, "irq" in an
 * interrupt handler. Any other read returns "fine\n".
 */
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define DEEP_IRQ	9
#define HUGE		(1 << 20)

static char deep_mode[16];

static noinline int deep_recurse(int depth)
{
	volatile char here[32];

	here[depth % 32] = depth;
	return deep_recurse(depth + 1) + here[depth % 32];
}

static noinline int deep_odd(int depth);

static noinline int deep_even(int depth)
{
	return deep_odd(depth + 1) + READ_ONCE(deep_mode[0]);
}

static noinline int deep_odd(int depth)
{
	return deep_even(depth + 1) + READ_ONCE(deep_mode[1]);
}

static noinline int deep_array(void)
{
	char huge[HUGE], *all = huge;

	OPTIMIZER_HIDE_VAR(all);	/* or Clang keeps no more of it than what is read */
	memset(all, 1, HUGE);
	return all[7];
}

static noinline int deep_end(void)
{
	WRITE_ONCE(*end_of_stack(current), 0);
	return 0;
}

static int deep_thread(void *unused)
{
	return deep_recurse(0);
}

static irqreturn_t deep_handler(int irq, void *dev)
{
	deep_recurse(0);
	return IRQ_HANDLED;
}

static noinline int deep_misbehave(void)
{
	if (!strcmp(deep_mode, "recurse"))
		return deep_recurse(0);
	if (!strcmp(deep_mode, "pair"))
		return deep_even(0);
	if (!strcmp(deep_mode, "array"))
		return deep_array();
	if (!strcmp(deep_mode, "end"))
		return deep_end();
	if (!strcmp(deep_mode, "thread"))
		return PTR_ERR_OR_ZERO(kthread_run(deep_thread, NULL, "deep-thread"));
	if (!strcmp(deep_mode, "irq"))
		return irq_inject_interrupt(DEEP_IRQ);
	return 0;
}

static ssize_t deep_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	static const char fine[] = "fine\n";

	if (!*pos && deep_misbehave())
		return -EIO;
	return simple_read_from_buffer(buf, count, pos, fine, sizeof(fine) - 1);
}

static ssize_t deep_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	size_t len = min(count, sizeof(deep_mode) - 1);

	if (copy_from_user(deep_mode, buf, len))
		return -EFAULT;
	deep_mode[len] = '\0';
	strim(deep_mode);
	return count;
}

static const struct file_operations deep_fops = {
	.owner	= THIS_MODULE,
	.read	= deep_read,
	.write	= deep_write,
	.llseek	= default_llseek,
};

static struct miscdevice deep_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "deep",
	.fops	= &deep_fops,
};

static int __init deep_init(void)
{
	int err = request_irq(DEEP_IRQ, deep_handler, 0, "deep", &deep_device);

	if (err)
		return err;
	err = misc_register(&deep_device);
	if (err)
		free_irq(DEEP_IRQ, &deep_device);
	return err;
}

static void __exit deep_exit(void)
{
	misc_deregister(&deep_device);
	free_irq(DEEP_IRQ, &deep_device);
}

module_init(deep_init);
module_exit(deep_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("a driver that needs too much stack on request");
