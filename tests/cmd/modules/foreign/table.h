/* SPDX-License-Identifier: MIT */
/* table.h - the words that the foreign module hands out */
#ifndef FOREIGN_TABLE_H
#define FOREIGN_TABLE_H

int table_fill(const char *first, int copies);
const char *table_text(void);
void table_drop(void);

#endif
