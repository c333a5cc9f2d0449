/* SPDX-License-Identifier: MIT */
/*
 * kernel/smp.h - what an interrupt from another CPU sets off
 */
#ifndef KERNEL_SMP_H
#define KERNEL_SMP_H

/** smp_serve_calls - make the calls that are queued for @cpu, the caller's. Hard interrupt. */
void smp_serve_calls(unsigned int cpu);
/** irq_work_serve - do the work that is queued on @cpu, the caller's. Hard interrupt. */
void irq_work_serve(unsigned int cpu);

#endif /* KERNEL_SMP_H */
