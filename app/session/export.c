/* The log as JSON, out and in. */
#include "session/export.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/json.h"
#include "base/sha256.h"
#include "session/summary.h"

void session_export_jsonl(const struct session *session, const char *problem_text, size_t len, struct strbuf *out)
{
	strbuf_addf(out, "{\"sysdrill\": %d", EXPORT_FORMAT);
	json_add_text(out, "session", session->id);
	if (problem_text)
		json_add_part(out, "problem_text", problem_text, len);
	else
		json_add_null(out, "problem_text");
	strbuf_adds(out, "}\n");
	for (size_t i = 0; i < session->event_count; i++) {
		/* The code of another room is no part of this interview's record. */
		if (!strcmp(session->events[i]->stream, STREAM_INVITE))
			continue;
		event_line_encode(session->events[i], out);
		strbuf_addc(out, '\n');
	}
}

/* The fields of the payload beside the event's own; no two share a name. What is not known stays an object. */
static void export_flat(const struct event *event, struct strbuf *out)
{
	struct strbuf payload = STRBUF_INIT;
	strbuf_adds(out, "{\"at\": \"");
	time_format_utc(event->at_ms, 'T', out);
	strbuf_addc(out, '"');
	json_add_int(out, "at_ms", event->at_ms);
	json_add_text(out, "kind", event_kind_name(event));
	json_add_text(out, "origin", event->origin);
	json_add_text(out, "stream", event->stream);
	strbuf_addf(out, ", \"oseq\": %" PRIu64 ", \"lamport\": %" PRIu64, event->oseq, event->lamport);
	event_payload_encode(event, &payload);
	if (event->kind == EVENT_UNKNOWN)
		strbuf_addf(out, ", \"payload\": %s}", payload.text);
	else
		strbuf_addf(out, "%s%s", payload.len > 2 ? ", " : "", payload.text + 1);
	strbuf_release(&payload);
}

void session_export_json(const struct session *session, struct strbuf *out)
{
	strbuf_addc(out, '[');
	const char *between = "";
	for (size_t i = 0; i < session->event_count; i++) {
		if (!strcmp(session->events[i]->stream, STREAM_INVITE))
			continue;
		strbuf_adds(out, between);
		between = ",\n ";
		export_flat(session->events[i], out);
	}
	strbuf_adds(out, "]\n");
}

static enum status import_header(struct imported_log *log, const char *line, size_t len, struct error *err)
{
	json_error_t why;
	enum status status = STATUS_OK;
	json_t *root = json_loadb(line, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	const json_t *format = json_object_get(root, "sysdrill");
	const char *session = json_string_value(json_object_get(root, "session"));
	const json_t *problem = json_object_get(root, "problem_text");
	if (!json_is_integer(format) || json_integer_value(format) < 1) {
		status = error_set(err, STATUS_INVALID, "line 1: not an interview's log: it must begin with {\"sysdrill\": %d, ...}; "
		                   "make one with `sysdrill export SESSION --format jsonl`", EXPORT_FORMAT);
	} else if (json_integer_value(format) > EXPORT_FORMAT) {
		status = error_set(err, STATUS_TOO_NEW, "line 1: format %" JSON_INTEGER_FORMAT " is from a newer sysdrill (this one "
		                   "reads up to %d); update it", json_integer_value(format), EXPORT_FORMAT);
	} else if (!session || !id_valid(session)) {
		status = error_set(err, STATUS_INVALID, "line 1: \"session\" must be an id of %d characters", ID_SIZE - 1);
	} else {
		memcpy(log->session, session, ID_SIZE);
		log->problem_len = json_string_length(problem);
		if (json_is_string(problem))
			log->problem_text = arena_strndup(&log->arena, json_string_value(problem), log->problem_len);
	}
	json_decref(root);
	return status;
}

static enum status import_event(struct imported_log *log, const char *line, size_t len, size_t number, size_t *cap,
                                struct error *err)
{
	struct error why = { "" };
	struct event event;
	enum status status = event_line_decode(&event, line, len, &log->arena, &why);
	if (status == STATUS_OK)
		status = event_check(&event, &why);
	if (status != STATUS_OK)
		return error_set(err, status, "line %zu: %.400s", number, why.text);
	if (strcmp(event.session, log->session))
		return error_set(err, STATUS_INVALID, "line %zu: an event of session %s in a log of session %s: take it out", number,
		                 event.session, log->session);
	log->events = array_grow(log->events, log->count, cap, sizeof *log->events);
	log->events[log->count++] = event;
	return STATUS_OK;
}

/* An old debrief must still mean what it meant: the text is the one that the interview was made on, or it is refused. */
static enum status check_problem_text(const struct imported_log *log, struct error *err)
{
	char sha256[SHA256_HEX_SIZE];
	if (!log->problem_text)
		return STATUS_OK;
	sha256_hex(log->problem_text, log->problem_len, sha256);
	for (size_t i = 0; i < log->count; i++)
		if (log->events[i].kind == EVENT_SESSION_STARTED && strcmp(log->events[i].session_started.problem_sha256, sha256))
			return error_set(err, STATUS_INVALID, "line 1: \"problem_text\" is not the text that the interview was made on: "
			                 "its SHA-256 differs; export the interview again");
	return STATUS_OK;
}

enum status session_import_jsonl(const char *text, size_t len, struct imported_log *log, struct error *err)
{
	*log = (struct imported_log){ .arena = ARENA_INIT };
	enum status status = STATUS_OK;
	size_t number = 0, cap = 0;
	for (size_t at = 0; at < len && status == STATUS_OK; at++) {
		const char *line = text + at, *end = memchr(line, '\n', len - at);
		size_t line_len = end ? (size_t)(end - line) : len - at;
		at += line_len;
		number++;
		if (number == 1)
			status = import_header(log, line, line_len, err);
		else if (line_len && !(line_len == 1 && *line == '\r'))
			status = import_event(log, line, line_len, number, &cap, err);
	}
	if (!number)
		status = error_set(err, STATUS_INVALID, "the file is empty; make one with `sysdrill export SESSION --format jsonl`");
	if (status == STATUS_OK)
		status = check_problem_text(log, err);
	if (status != STATUS_OK)
		log->count = 0;
	return status;
}

void imported_log_release(struct imported_log *log)
{
	free(log->events);
	arena_release(&log->arena);
	*log = (struct imported_log){ .arena = ARENA_INIT };
}
