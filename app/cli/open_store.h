/* Opening the store from a command: waits for locks, tells a refusal on stderr. */
#ifndef SYSDRILL_CLI_OPEN_STORE_H
#define SYSDRILL_CLI_OPEN_STORE_H

#include "base/strbuf.h"
#include "cli/cli.h"
#include "store/store.h"

/* NULL after the sentence was printed. With `writes` a store that can only be read is refused, too. */
struct store *open_store(const struct cli *cli, bool writes);
/* A session by the beginning of its id, folded; NULL after the sentence was printed. The caller frees it. */
struct session *read_session(struct store *store, const char *prefix);

/* Opens a row of a JSON array of objects, one a line: `[{` or `,\n {`. */
void json_begin_row(struct strbuf *out, bool first);
/* `]` after the rows; `[]` when there was none. Prints and empties the buffer. */
void json_print_rows(struct strbuf *out);

#endif
