/*
 * Catalog: which content there is, and where. Ships with the program and lies below the user's data
 * directory; a user's file with the id of a shipped one replaces it.
 *
 * Two ways in. For a few files: catalog_open() lists everything. For a start that does not grow with the library,
 * the index (app/store) keeps the rows: catalog_scan() gives path, mtime and size of each file, catalog_read_card()
 * reads only those that have changed.
 *
 * Nothing here is fatal: a file that cannot be read or is broken is an entry with a reason.
 */
#ifndef SYSDRILL_CATALOG_CATALOG_H
#define SYSDRILL_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "catalog/concept_reader.h"
#include "catalog/diagnostics.h"
#include "catalog/lint.h"
#include "problem/problem.h"

/* The two roots; each has problems/, concepts/, plans/ below it. "" where there is none. */
struct catalog_dirs {
	char shipped[4096];
	char own[4096];
};

/*
 * Finds the shipped content: $SYSDRILL_CONTENT, else EXE_DIR/../share/sysdrill/content, else EXE_DIR/../content,
 * else PKGDATADIR/content; the first that is a directory. `data_dir` is the user's data directory (NULL: none).
 */
void catalog_find_dirs(struct catalog_dirs *dirs, const char *data_dir);

/* One file, or one line of the library. Texts belong to the catalog (or the arena handed in), never NULL. */
struct catalog_entry {
	const char *path;
	int64_t mtime_ns, size;         /* nanoseconds since the epoch; bytes */
	enum content_kind kind;
	bool own;                       /* the user's, not shipped */
	bool replaces;                  /* own, and hides a shipped one with the same id */
	/* From the card; a broken file's id is its file name without .md, its title too. */
	const char *id, *title, *summary;
	const char *tracks, *patterns;  /* as in the file: "general, industrial" */
	const char *group;              /* concepts */
	enum difficulty difficulty;
	int rank;                       /* INT_MAX: none given */
	const char *broken;             /* the reason; "" when it can be used */
};

struct catalog {
	struct arena arena;
	struct catalog_entry *items;
	size_t count, cap;
};

#define CATALOG_INIT { .items = NULL }

void catalog_release(struct catalog *catalog);

/* Path, mtime, size, kind and own of every *.md of a kind, by name; nothing is opened. Adds to `catalog`. */
void catalog_scan(struct catalog *catalog, const struct catalog_dirs *dirs, enum content_kind kind);
/* Fills in the rest of an entry from its file. Texts go into `arena`. */
void catalog_read_card(struct catalog_entry *entry, struct arena *arena);
/* Hides shipped entries that an own one replaces, and sorts: problems by rank and title, others by title. */
void catalog_settle(struct catalog *catalog);
/* All of it: scan, read every card, settle. */
void catalog_open(struct catalog *catalog, const struct catalog_dirs *dirs, enum content_kind kind);

const struct catalog_entry *catalog_find(const struct catalog *catalog, const char *id);        /* NULL: none */
/* The id that was probably meant (a prefix, or a letter or two away); NULL when none is near. */
const char *catalog_suggest(const struct catalog *catalog, const char *id);

/* The whole problem. `diags` may be NULL. STATUS_NOT_FOUND, STATUS_IO, STATUS_INVALID with a sentence in `err`. */
enum status catalog_load_problem(const struct catalog_entry *entry, struct problem **out, struct diagnostics *diags,
				 struct error *err);
enum status catalog_load_concept(const struct catalog_entry *entry, struct concept **out, struct diagnostics *diags,
				 struct error *err);

/* A whole file of content; the caller frees `*text`, which ends with a NUL. STATUS_LIMIT above `max` bytes. */
enum status catalog_read_file(const char *path, size_t max, char **text, size_t *len, struct error *err);

#endif
