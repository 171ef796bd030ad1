/*
 * Library: the rows that the home screen lists: what content there is (from the index, so that a start does not grow
 * with it) and how it went (from the log's summaries). Owns everything that its rows point to.
 */
#ifndef SYSDRILL_SHELL_LIBRARY_H
#define SYSDRILL_SHELL_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "catalog/calculator.h"
#include "catalog/catalog.h"
#include "screens/world.h"
#include "store/store.h"

struct library {
	struct catalog_dirs dirs;
	struct catalog catalog;         /* problems, settled */
	struct store_entries stored;    /* where the catalog's texts are */
	struct problem_row *rows;
	size_t count;
	size_t total;                   /* problems that there are; more than `count` only while `partial` */
	bool partial;                   /* only the first rows are here, for the first frame */
	struct store_progress_list progress;
	struct store_sessions unfinished;       /* the newest one, or none */
	struct calculator *calculators; /* by id; empty until they are asked for */
	size_t calculator_count;
	struct store_sessions sessions; /* the history; empty until it is asked for */
	int gap_sum, gap_pairs;         /* self - suggested, over the debriefs of all of it */
};

void library_init(struct library *library, const char *data_dir);
void library_release(struct library *library);

/*
 * The problems as the index knows them; when it knows none (the first run, or it was emptied) the folders are read. Then how
 * they went.
 */
void library_load(struct library *library, struct store *store);
/* Enough for the first frame, whatever there is; library_complete() reads the rest. */
void library_load_first(struct library *library, struct store *store);
/* True: there was something to read. */
bool library_complete(struct library *library, struct store *store);
/* Compares the folders with the index, reads what has changed, and loads again if anything has. True: it has. */
bool library_rescan(struct library *library, struct store *store);
/* Only how it went: after an interview. */
void library_load_progress(struct library *library, struct store *store);
/* Once; a file that cannot be read is left out ('sysdrill calc NAME' tells what is wrong with it). */
void library_load_calculators(struct library *library);
void library_load_history(struct library *library, struct store *store);

#endif
