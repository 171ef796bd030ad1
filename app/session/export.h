/*
 * Export: an interview as a file that can leave the store. Pure: text in, text out.
 *
 *   jsonl  the log itself: a header line (format, session, the problem's text), then an event a line in the fold's order.
 *          What session_import_jsonl() reads, so that a friend can open the interview.
 *   json   an array of flat objects, one for each event, for scripts.
 *   md     for people: times, conversation, notes, scores, reflections.
 */
#ifndef SYSDRILL_SESSION_EXPORT_H
#define SYSDRILL_SESSION_EXPORT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "problem/problem.h"
#include "session/session.h"

enum { EXPORT_FORMAT = 1 };

/* `problem_text` as the record keeps it; NULL when it cannot be had. All of them append to `out`. */
void session_export_jsonl(const struct session *session, const char *problem_text, size_t len, struct strbuf *out);
void session_export_json(const struct session *session, struct strbuf *out);
/* `problem` adds the prompt, the facts that were never asked for and the key points; NULL leaves them out. */
void session_export_markdown(const struct session *session, const struct problem *problem, struct strbuf *out);

/* What a jsonl file holds. Texts are in the arena. */
struct imported_log {
	struct arena arena;
	char session[ID_SIZE];
	const char *problem_text;       /* NULL when the file has none; it is the text that session.started names */
	size_t problem_len;
	struct event *events;           /* as the file has them: perhaps in no order, and some twice */
	size_t count;
};

/*
 * STATUS_INVALID names the line and what is wrong with it; TOO_NEW: a later format. Whatever the status, release `log`.
 * Empty lines are skipped. Nothing is imported in part: `count` is 0 unless the status is OK.
 */
enum status session_import_jsonl(const char *text, size_t len, struct imported_log *log, struct error *err);
void imported_log_release(struct imported_log *log);

#endif
