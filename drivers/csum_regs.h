/* SPDX-License-Identifier: MIT */
/*
 * drivers/csum_regs.h - the data sheet of the checksum engine
 *
 * Resources: memory 0, the registers below, 32 bits wide and nothing else; memory 1, the buffer;
 * interrupt 0. Bytes are put into the buffer, their number into LENGTH, and START is written. When
 * the engine is done it sets DONE (or ERROR: it was busy, or the length is more than SIZE) and,
 * with IRQ_ENABLE, interrupts. RESULT is then the CRC-32 (that of zlib and Ethernet) of the bytes.
 */
#ifndef CSUM_REGS_H
#define CSUM_REGS_H

#include <linux/bits.h>

#define CSUM_NAME		"csum"		/* of the platform device */

#define CSUM_ID			0x00		/* read only */
#define CSUM_ID_VALUE		0x4353554d
#define CSUM_CTRL		0x04
#define CSUM_CTRL_START		BIT(0)		/* reads as 0 */
#define CSUM_CTRL_ABORT		BIT(1)		/* reads as 0; ends BUSY, without an interrupt */
#define CSUM_CTRL_IRQ_ENABLE	BIT(2)
#define CSUM_STATUS		0x08
#define CSUM_STATUS_BUSY	BIT(0)		/* read only */
#define CSUM_STATUS_DONE	BIT(1)		/* a 1 that is written clears it */
#define CSUM_STATUS_ERROR	BIT(2)		/* likewise */
#define CSUM_LENGTH		0x0c
#define CSUM_RESULT		0x10		/* read only */
#define CSUM_SIZE		0x14		/* read only: bytes of the buffer */
#define CSUM_REGS_SIZE		0x20

#endif /* CSUM_REGS_H */
