/*
 * Rescue: when the disk of the log cannot be written, and the program must end, the interview goes into a file of its own
 * somewhere else: what `sysdrill export --format jsonl` would write, with what is unsaved. `sysdrill import` takes it in.
 */
#ifndef SYSDRILL_SHELL_RESCUE_H
#define SYSDRILL_SHELL_RESCUE_H

#include <stddef.h>

#include "base/status.h"
#include "base/strbuf.h"

/*
 * Writes a new file, mode 0600 and synced, below the first of $HOME, $TMPDIR, /var/tmp, /tmp and the current directory that
 * takes all of it, and appends its path to `path`. `session` is the id that its name shows.
 */
enum status rescue_write(const char *session, const char *text, size_t len, struct strbuf *path, struct error *err);

#endif
