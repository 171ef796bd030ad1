/*
 * Schema: what tables there are, and how an older file becomes a newer one. `application_id` says that the file is ours,
 * `user_version` which migration was the last. A migration copies the file first, then runs in one transaction.
 */
#ifndef SYSDRILL_STORE_SCHEMA_H
#define SYSDRILL_STORE_SCHEMA_H

#include "store/internal.h"

enum { SCHEMA_APPLICATION_ID = 0x53594472 };    /* "SYDr" */

struct migration {
	int version;                    /* user_version afterwards; they go up by one */
	const char *const *statements;
	size_t count;
};

extern const struct migration schema_migrations[];
extern const size_t schema_migration_count;

/* Makes a new file: all migrations in one transaction under a rollback journal, then WAL. */
enum status schema_create(struct store *store, const struct migration *migrations, size_t count, struct error *err);
/* From `version` to the last one; nothing to do when it is that. TOO_NEW when it is beyond. */
enum status schema_migrate(struct store *store, int version, const struct migration *migrations, size_t count,
                           struct error *err);
/* The triggers that keep log, texts and tombstones as they are; purge lifts them inside its transaction. */
enum status schema_guard(struct store *store, struct error *err);
enum status schema_unguard(struct store *store, struct error *err);

#endif
