#include "shell/sitting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/problem_reader.h"
#include "session/change.h"
#include "session/export.h"
#include "shell/rescue.h"

/* In a room the interviewer's program may die and come back while the candidate goes on. */
enum { ROOM_LOST_MS = 60 * 1000, STATE_KEY_SIZE = 32 };

struct queued {
	char origin[ID_SIZE];   /* who writes it: with both seats here, the one who had the keyboard then */
	char stream[STREAM_SIZE];
	const char *kind;       /* its name, from the table of kinds */
	int64_t at_ms;
	char *payload;
	bool takes_over;        /* it repeats what another origin wrote: see take_over() */
};

void sitting_init(struct sitting *sitting, struct store *store)
{
	*sitting = (struct sitting){ .store = store };
}

static void drop_queue(struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->queue_count; i++)
		free(sitting->queue[i].payload);
	sitting->queue_count = 0;
}

static void close_sitting(struct sitting *sitting)
{
	drop_queue(sitting);
	free(sitting->queue);
	/* Whoever has both seats of a room gives up both. */
	for (size_t i = 0; sitting->session && i < sitting->session->member_count; i++)
		store_release_origin(sitting->store, sitting->session->members[i].origin);
	if (*sitting->origin)
		store_release_origin(sitting->store, sitting->origin);
	session_free(sitting->session);
	problem_free(sitting->problem);
	sitting_init(sitting, sitting->store);
}

/* In a room: what a seat may not write would stand in the way of all that it writes after it. */
static bool may_queue(const struct sitting *sitting, const struct event *event, const char *stream)
{
	struct event asked = { .kind = event->kind };
	snprintf(asked.stream, sizeof asked.stream, "%s", stream);
	return !sitting->session || !sitting->session->room || stream_is_private(stream) || event->kind == EVENT_SESSION_DELETED ||
	       seat_may_write(sitting->seat, &asked);
}

static void queue_as(struct sitting *sitting, const char *origin, const struct event *event, const char *stream, int64_t at_ms)
{
	struct strbuf payload = STRBUF_INIT;
	event_payload_encode(event, &payload);
	sitting->queue = array_grow(sitting->queue, sitting->queue_count, &sitting->queue_cap, sizeof *sitting->queue);
	struct queued *queued = &sitting->queue[sitting->queue_count++];
	*queued = (struct queued){ .kind = event_kind_name(event), .at_ms = at_ms, .payload = strbuf_detach(&payload, NULL) };
	snprintf(queued->origin, sizeof queued->origin, "%s", origin);
	snprintf(queued->stream, sizeof queued->stream, "%s", stream);
}

void sitting_queue(struct sitting *sitting, const struct event *event, const char *stream, int64_t at_ms)
{
	if (may_queue(sitting, event, stream))
		queue_as(sitting, sitting->origin, event, stream, at_ms);
}

bool sitting_has_queue(const struct sitting *sitting)
{
	return sitting->queue_count > 0;
}

static void insert_queued(struct sitting *sitting, size_t index, const struct event *event, const char *stream, int64_t at_ms)
{
	sitting_queue(sitting, event, stream, at_ms);
	struct queued last = sitting->queue[sitting->queue_count - 1];
	last.takes_over = true;
	memmove(&sitting->queue[index + 1], &sitting->queue[index], (sitting->queue_count - 1 - index) * sizeof last);
	sitting->queue[index] = last;
}

static void drop_queued(struct sitting *sitting, size_t index)
{
	free(sitting->queue[index].payload);
	sitting->queue_count--;
	memmove(&sitting->queue[index], &sitting->queue[index + 1], (sitting->queue_count - index) * sizeof *sitting->queue);
}

static size_t own_length(const struct sitting *sitting, const char *stream)
{
	const struct session *session = sitting->session;
	for (size_t i = 0; i < session->document_count; i++)
		if (!strcmp(session->documents[i]->stream, stream) && !strcmp(session->documents[i]->origin, sitting->origin))
			return session->documents[i]->text.len;
	return 0;
}

/* Puts before queue[index] the splices that make this origin's document what the other's is; returns how many. */
static size_t repeat_document(struct sitting *sitting, size_t index, const struct document *document)
{
	struct queued first = sitting->queue[index];
	struct change part, change = { .deleted = own_length(sitting, first.stream), .text = document->text.text,
	                               .len = document->text.len };
	size_t count = 0;
	while (change_take(&change, &part)) {
		char *text = xstrndup(part.text, part.len);
		struct event event = { .kind = EVENT_NOTE_EDITED, .note_edited = {
			.offset = (int64_t)part.offset, .deleted = (int64_t)part.deleted, .text = text } };
		insert_queued(sitting, index + count++, &event, first.stream, first.at_ms);
		free(text);
	}
	return count;
}

static bool edited_before(const struct sitting *sitting, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (!strcmp(sitting->queue[i].stream, sitting->queue[index].stream))
			return true;
	return false;
}

/*
 * A document has one writer. Whoever goes on with one that another origin wrote (an imported interview, a home that was
 * moved, a backup) begins with all of it: the splices that were typed mean the text that was on the screen. In a room
 * everybody has documents of their own.
 */
static void take_over(struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->queue_count; i++) {
		const struct queued *queued = &sitting->queue[i];
		const struct document *document = stream_is_document(queued->stream) && sitting->seat == SEAT_SOLO
		                                  ? session_document(sitting->session, queued->stream) : NULL;
		if (document && !queued->takes_over && strcmp(document->origin, sitting->origin) && !edited_before(sitting, i))
			i += repeat_document(sitting, i, document);
	}
}

/* The queue goes to two places: what is private of somebody into their file, the rest into the log. */
static bool in_part(const struct queued *queued, const char *private_of)
{
	return private_of ? stream_is_private(queued->stream) && !strcmp(queued->origin, private_of)
	                  : !stream_is_private(queued->stream);
}

/*
 * Turns what is private of `private_of`, or for NULL what is not private, into events with the numbers that follow what is in
 * the log; returns how many in `*count`. On failure `*at` is the queued one that can never be written.
 */
static enum status number_queue(const struct sitting *sitting, const char *private_of, struct event *events, size_t *count,
                                size_t *at, struct arena *arena, struct error *err)
{
	*count = 0;
	for (*at = 0; *at < sitting->queue_count; ++*at) {
		const struct queued *queued = &sitting->queue[*at];
		struct event *event = &events[*count];
		if (!in_part(queued, private_of))
			continue;
		session_prepare(sitting->session, event, queued->origin, queued->stream, event_kind_parse(queued->kind),
		                queued->at_ms);
		enum status status = event_payload_decode(event, queued->kind, queued->payload, strlen(queued->payload), arena, err);
		if (status != STATUS_OK)
			return status;
		if (!private_of)
			event->lamport += *count;
		for (size_t j = 0; j < *count; j++)
			event->oseq += !strcmp(events[j].stream, event->stream) && !strcmp(events[j].origin, event->origin);
		++*count;
	}
	return STATUS_OK;
}

static void drop_part(struct sitting *sitting, const char *private_of)
{
	for (size_t i = sitting->queue_count; i-- > 0;)
		if (in_part(&sitting->queue[i], private_of))
			drop_queued(sitting, i);
}

static enum status commit_part(struct sitting *sitting, const char *private_of, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct event *events = xcalloc(sitting->queue_count, sizeof *events);
	enum status refused = STATUS_OK, status;
	size_t at, count;
	while ((status = number_queue(sitting, private_of, events, &count, &at, &arena, err)) != STATUS_OK) {
		refused = status;
		drop_queued(sitting, at);
	}
	struct error *why = refused == STATUS_OK ? err : NULL;
	status = private_of ? store_append_private(sitting->store, events, count, why)
	                    : store_append(sitting->store, events, count, why);
	if (status == STATUS_OK) {
		for (size_t i = 0; i < count; i++)
			session_add(sitting->session, &events[i]);
		drop_part(sitting, private_of);
	} else if (status == STATUS_EXISTS) {
		/* Somebody went on with this origin elsewhere: take in what they wrote, the next try has other numbers. */
		sitting_sync(sitting, NULL, NULL);
	}
	free(events);
	arena_release(&arena);
	return status == STATUS_OK ? refused : status;
}

enum status sitting_commit(struct sitting *sitting, struct error *err)
{
	if (!sitting->queue_count)
		return STATUS_OK;
	take_over(sitting);
	enum status private = commit_part(sitting, sitting->origin, err);
	enum status public = commit_part(sitting, NULL, private == STATUS_OK ? err : NULL);
	return private == STATUS_OK ? public : private;
}

/* Clock and phases of a room are its interviewer's, whoever of the two at one terminal has the keyboard. */
static void queue_simple(struct sitting *sitting, enum event_kind kind, const char *reason, int64_t at_ms)
{
	struct event event = { .kind = kind };
	if (kind == EVENT_SESSION_PAUSED)
		event.session_paused.reason = reason;
	queue_as(sitting, sitting->both ? sitting->session->members[0].origin : sitting->origin, &event, STREAM_MAIN, at_ms);
}

/* That both seats of a room are at one terminal is a matter of this machine, not of the log. */
static void here_key(const char *session, char out[STATE_KEY_SIZE])
{
	snprintf(out, STATE_KEY_SIZE, "here.%s", session);
}

static bool both_are_here(struct store *store, const char *session)
{
	char key[STATE_KEY_SIZE];
	struct strbuf value = STRBUF_INIT;
	here_key(session, key);
	bool here = store_get_state(store, key, &value, NULL) == STATUS_OK;
	strbuf_release(&value);
	return here;
}

static enum status claim_seat(struct sitting *sitting, enum seat seat, char origin[ID_SIZE], struct error *err)
{
	return store_claim_origin(sitting->store, sitting->session->id, seat_name(seat), origin, err);
}

/* Who starts a room is its interviewer, and waits with the clock until the candidate is there. */
static enum status queue_room(struct sitting *sitting, const char *name, bool here, int64_t now_ms, struct error *err)
{
	char key[STATE_KEY_SIZE], candidate[ID_SIZE];
	sitting_queue(sitting, &(struct event){ .kind = EVENT_ROOM_OPENED, .room_opened = {
		.name = name, .prompt = sitting->problem->prompt } }, STREAM_MAIN, now_ms);
	queue_simple(sitting, EVENT_SESSION_PAUSED, PAUSE_LOBBY, now_ms);
	if (!here)
		return STATUS_OK;
	here_key(sitting->session->id, key);
	enum status status = claim_seat(sitting, SEAT_CANDIDATE, candidate, err);
	if (status == STATUS_OK)
		status = store_put_state(sitting->store, key, "yes", err);
	if (status == STATUS_OK)
		sitting_queue(sitting, &(struct event){ .kind = EVENT_MEMBER_ADMITTED, .member_admitted = {
			.member = candidate, .name = "the candidate", .seat = seat_name(SEAT_CANDIDATE), .key = "" } },
			STREAM_MAIN, now_ms);
	else
		store_release_origin(sitting->store, candidate);
	return status;
}

/* Of a room the session has what is private, too; the index must learn only what is in the log. */
static void put_summary(struct sitting *sitting)
{
	if (sitting->session->room)
		store_refresh(sitting->store, NULL);
	else
		store_put_summary(sitting->store, sitting->session, NULL);
}

static enum status begin(struct sitting *sitting, const struct catalog_entry *entry, const struct preset *preset,
                         enum level level, bool curveball, const char *host, bool here, int64_t now_ms, struct error *err)
{
	char sha256[SHA256_HEX_SIZE], id[ID_SIZE];
	struct strbuf phases = STRBUF_INIT;
	sitting->seat = host ? SEAT_INTERVIEWER : SEAT_SOLO;
	enum status status = catalog_load_problem(entry, &sitting->problem, NULL, err);
	if (status != STATUS_OK)
		goto out;
	status = store_put_problem(sitting->store, sitting->problem->source, sitting->problem->source_len, sha256, err);
	if (status != STATUS_OK)
		goto out;
	status = store_new_id(id, err);
	if (status != STATUS_OK)
		goto out;
	status = store_claim_origin(sitting->store, id, host ? seat_name(SEAT_INTERVIEWER) : "", sitting->origin, err);
	if (status != STATUS_OK)
		goto out;
	sitting->session = session_new();
	snprintf(sitting->session->id, sizeof sitting->session->id, "%s", id);
	struct preset adapted = *preset;
	preset_adapt(&adapted, sitting->problem->minutes);
	preset_format(&adapted, &phases);
	struct event started = { .kind = EVENT_SESSION_STARTED, .session_started = {
		.problem = sitting->problem->id, .title = sitting->problem->title, .problem_sha256 = sha256,
		.preset = preset->name, .phases = phases.text, .level = level_name(level), .curveball = curveball } };
	sitting_queue(sitting, &started, STREAM_MAIN, now_ms);
	if (host)
		status = queue_room(sitting, host, here, now_ms, err);
	if (status == STATUS_OK)
		status = sitting_commit(sitting, err);
	if (status != STATUS_OK)
		goto out;
	sitting->both = here;
	put_summary(sitting);
	sitting_touch(sitting, now_ms);
out:
	strbuf_release(&phases);
	if (status != STATUS_OK)
		close_sitting(sitting);
	return status;
}

enum status sitting_start(struct sitting *sitting, const struct catalog_entry *entry, const struct preset *preset,
                          enum level level, bool curveball, int64_t now_ms, struct error *err)
{
	return begin(sitting, entry, preset, level, curveball, NULL, false, now_ms, err);
}

enum status sitting_host(struct sitting *sitting, const struct catalog_entry *entry, const struct preset *preset,
                         enum level level, bool curveball, const char *name, bool here, int64_t now_ms, struct error *err)
{
	return begin(sitting, entry, preset, level, curveball, name, here, now_ms, err);
}

/* Whoever does not interview sees nothing of the problem but the prompt until the debrief. */
static bool may_see_problem(const struct sitting *sitting)
{
	const struct session *session = sitting->session;
	return !session->room || session->stage == STAGE_DEBRIEF || (seat_interviews(sitting->seat) && !sitting->watching);
}

/* The problem as the record keeps it; without it the interview can still be read and gone on with. */
static void load_problem(struct sitting *sitting)
{
	struct strbuf text = STRBUF_INIT;
	const char *sha256 = sitting->session->problem_sha256;
	if (!sitting->problem && may_see_problem(sitting) && store_get_problem(sitting->store, sha256, &text, NULL) == STATUS_OK)
		problem_read(sitting->session->problem_id, text.text, text.len, &sitting->problem, NULL);
	strbuf_release(&text);
}

static int64_t last_seen(struct sitting *sitting, int64_t now_ms)
{
	struct store_sessions all;
	int64_t seen = sitting->session->last_event_ms;
	struct store_session_query query = { .problem = sitting->session->problem_id, .unfinished = true };
	if (store_list_sessions(sitting->store, &query, &all, NULL) == STATUS_OK)
		for (size_t i = 0; i < all.count; i++)
			if (!strcmp(all.items[i].id, sitting->session->id) && all.seen_ms[i] > seen)
				seen = all.seen_ms[i];
	store_sessions_release(&all);
	return seen < now_ms ? seen : now_ms;
}

/* Seats as this machine can have them, best first: who comes back without saying as what must not see the script by mistake. */
static const char *const seats_here[] = {
	"candidate", "interviewer", "panel", "panel.2", "panel.3", "observer", "observer.2", "observer.3",
};
_Static_assert(ARRAY_SIZE(seats_here) == SEATS_HERE_MAX, "room for every seat of a machine");

static void name_seat(struct sitting *sitting)
{
	const struct session *session = sitting->session;
	if (session->room)
		sitting->seat = *sitting->origin ? session_seat(session, sitting->origin) : SEAT_OBSERVER;
	else
		sitting->seat = session_member(session, sitting->origin) ? SEAT_PANEL : SEAT_SOLO;
}

/* A seat that this machine has already. */
static enum status claim_own_seat(struct sitting *sitting, const char *id, const char *seat, struct error *err)
{
	enum status status = store_find_origin(sitting->store, id, seat, sitting->origin, err);
	return status == STATUS_OK ? store_claim_origin(sitting->store, id, seat, sitting->origin, err) : status;
}

/* The first of them that is free; BUSY when there is none. That one was taken is nothing to be told. */
static enum status claim_any_seat(struct sitting *sitting, const char *id, struct error *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(seats_here); i++) {
		struct error why = { "" };
		enum status status = claim_own_seat(sitting, id, seats_here[i], &why);
		if (status == STATUS_NOT_FOUND || status == STATUS_BUSY)
			continue;
		return status == STATUS_OK ? status : error_set(err, status, "%s", why.text);
	}
	return STATUS_BUSY;
}

/* Both, and the interviewer's in hand; BUSY when another program has one of them. */
static enum status claim_both_seats(struct sitting *sitting, const char *id, struct error *err)
{
	char candidate[ID_SIZE];
	enum status status = claim_own_seat(sitting, id, seat_name(SEAT_INTERVIEWER), err);
	if (status == STATUS_OK)
		status = claim_seat(sitting, SEAT_CANDIDATE, candidate, err);
	if (status != STATUS_OK)
		store_release_origin(sitting->store, sitting->origin);
	sitting->both = status == STATUS_OK;
	return status;
}

size_t sitting_seats(struct store *store, const char *id, struct seat_here out[SEATS_HERE_MAX], bool *together)
{
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(seats_here); i++) {
		struct seat_here *seat = &out[count];
		if (store_find_origin(store, id, seats_here[i], seat->origin, NULL) != STATUS_OK)
			continue;
		seat->seat = seats_here[i];
		seat->taken = store_claim_origin(store, id, seats_here[i], seat->origin, NULL) != STATUS_OK;
		if (!seat->taken)
			store_release_origin(store, seat->origin);
		count++;
	}
	*together = count && both_are_here(store, id);
	return count;
}

/* What this seat has noted in private. Damage to that is said, and keeps nobody out. */
static enum status read_private(struct sitting *sitting, struct error *err)
{
	enum status status = store_read_private(sitting->store, sitting->session->id, sitting->origin, sitting->session, err);
	return status == STATUS_CORRUPT ? STATUS_OK : status;
}

/* Somebody else's interview, which this machine got as a file and reviews. */
static bool is_reviewed(struct sitting *sitting, const char *id)
{
	char origin[ID_SIZE];
	return !sitting->session->room && store_find_origin(sitting->store, id, "", origin, NULL) == STATUS_NOT_FOUND &&
	       store_find_origin(sitting->store, id, seat_name(SEAT_PANEL), origin, NULL) == STATUS_OK;
}

/* `seat` NULL: whichever is free. */
static enum status claim(struct sitting *sitting, const char *id, const char *seat, struct error *err)
{
	bool reviewed = is_reviewed(sitting, id);
	enum status status = STATUS_BUSY;
	if (store_read_only(sitting->store))
		status = STATUS_BUSY;
	else if (!sitting->session->room)
		status = store_claim_origin(sitting->store, id, reviewed ? seat_name(SEAT_PANEL) : "", sitting->origin, err);
	else if (both_are_here(sitting->store, id))
		status = claim_both_seats(sitting, id, err);
	else if (seat)
		status = store_claim_origin(sitting->store, id, seat, sitting->origin, err);
	else
		status = claim_any_seat(sitting, id, err);
	if (status == STATUS_BUSY)
		sitting->origin[0] = '\0';
	else if (status == STATUS_OK && (sitting->session->room || reviewed))
		status = read_private(sitting, err);
	name_seat(sitting);
	return status;
}

/* The clock ran on without anybody: in a room only when nobody else was there either. */
static bool was_lost(const struct sitting *sitting, int64_t seen_ms, int64_t now_ms)
{
	return sitting->session->stage == STAGE_RUNNING && sitting_keeps_clock(sitting) &&
	       (!sitting->session->room || sitting->both || now_ms - seen_ms > ROOM_LOST_MS);
}

enum status sitting_review(struct sitting *sitting, const char *id, const char *name, int64_t now_ms, struct error *err)
{
	char origin[ID_SIZE];
	struct session *session = session_new();
	int64_t rowid = 0;
	enum status status = store_read_session(sitting->store, id, session, &rowid, NULL, err);
	bool foreign = status == STATUS_OK && !session->room && session->ended_ms && !store_read_only(sitting->store) &&
	               store_find_origin(sitting->store, id, "", origin, NULL) == STATUS_NOT_FOUND;
	session_free(session);
	/* From now on it is opened as somebody else's. */
	if (foreign)
		status = store_claim_origin(sitting->store, id, seat_name(SEAT_PANEL), origin, err);
	if (status == STATUS_OK)
		status = sitting_open(sitting, id, NULL, now_ms, err);
	if (status == STATUS_OK && foreign && !session_member(sitting->session, sitting->origin)) {
		sitting_queue(sitting, &(struct event){ .kind = EVENT_REVIEWER_JOINED, .reviewer_joined = { .name = name } }, STREAM_MAIN, now_ms);
		status = sitting_commit(sitting, err);
		name_seat(sitting);
	}
	return status;
}

enum status sitting_open(struct sitting *sitting, const char *id, const char *seat, int64_t now_ms, struct error *err)
{
	sitting->session = session_new();
	enum status status = store_read_session(sitting->store, id, sitting->session, &sitting->rowid, NULL, err);
	if (status != STATUS_OK)
		goto out;
	status = claim(sitting, id, seat, err);
	if (status == STATUS_BUSY) {
		sitting->watching = true;
		status = STATUS_OK;
	}
	load_problem(sitting);
	if (status == STATUS_OK && was_lost(sitting, last_seen(sitting, now_ms), now_ms)) {
		queue_simple(sitting, EVENT_SESSION_PAUSED, "lost", last_seen(sitting, now_ms));
		status = sitting_commit(sitting, err);
	}
out:
	if (status != STATUS_OK)
		close_sitting(sitting);
	return status;
}

enum status sitting_join(struct sitting *sitting, const char *id, const char *seat, struct error *err)
{
	sitting->session = session_new();
	enum status status = store_read_session(sitting->store, id, sitting->session, &sitting->rowid, NULL, err);
	if (status == STATUS_OK)
		status = claim(sitting, id, seat, err);
	if (status == STATUS_OK)
		load_problem(sitting);
	else
		close_sitting(sitting);
	return status;
}

bool sitting_keeps_clock(const struct sitting *sitting)
{
	return !sitting->watching && (sitting->both || sitting->seat == SEAT_SOLO || sitting->seat == SEAT_INTERVIEWER);
}

/* The log, with what one origin noted in private: what the other side noted must not be in it. */
static enum status read_side(struct sitting *sitting, const char *origin, struct session **out, int64_t *rowid, struct error *err)
{
	*rowid = 0;
	*out = session_new();
	enum status status = store_read_session(sitting->store, sitting->session->id, *out, rowid, NULL, err);
	if (status == STATUS_OK)
		status = store_read_private(sitting->store, sitting->session->id, origin, *out, err);
	if (status == STATUS_OK || status == STATUS_CORRUPT)
		return STATUS_OK;
	session_free(*out);
	*out = NULL;
	return status;
}

enum status sitting_change_seat(struct sitting *sitting, struct error *err)
{
	enum seat other = sitting->seat == SEAT_INTERVIEWER ? SEAT_CANDIDATE : SEAT_INTERVIEWER;
	char origin[ID_SIZE];
	struct session *session;
	int64_t rowid;
	enum status status = sitting_commit(sitting, err);
	if (sitting->queue_count)
		return status;
	status = claim_seat(sitting, other, origin, err);
	if (status == STATUS_OK)
		status = read_side(sitting, origin, &session, &rowid, err);
	if (status != STATUS_OK)
		return status;
	session_free(sitting->session);
	sitting->session = session;
	sitting->rowid = rowid;
	memcpy(sitting->origin, origin, sizeof origin);
	name_seat(sitting);
	if (!may_see_problem(sitting)) {
		problem_free(sitting->problem);
		sitting->problem = NULL;
	}
	load_problem(sitting);
	return status;
}

/* What an interviewer noted and ticked in private, but for the marks that are held back. */
static void release_marks(struct sitting *sitting, const struct session *side, const struct member *member, int64_t now_ms)
{
	for (size_t i = 0; i < side->mark_count; i++) {
		const struct mark *mark = &side->marks[i];
		if (!strcmp(mark->origin, member->origin) && !mark->held && !mark->released)
			queue_as(sitting, member->origin, &(struct event){ .kind = EVENT_MARK_RELEASED, .mark_released = {
				.category = mark_name(mark->category), .text = mark->text, .made_ms = mark->made_ms,
				.phase = (int64_t)mark->phase } }, STREAM_MAIN, now_ms);
	}
	for (size_t i = 0; i < side->point_count && !member->released; i++)
		if (side->points[i].on)
			queue_as(sitting, member->origin, &(struct event){ .kind = EVENT_POINT_TICKED, .point_ticked = {
				.point = side->points[i].id, .covered = true } }, STREAM_MAIN, now_ms);
}

/* Somebody's own, once it may be looked at. */
static void release(struct sitting *sitting, const struct session *side, const struct member *member, int64_t now_ms)
{
	if (seat_interviews(member->seat))
		release_marks(sitting, side, member, now_ms);
	for (int i = 0; i < CRITERION_COUNT && !member->released; i++)
		queue_as(sitting, member->origin, &(struct event){ .kind = EVENT_SCORE_RELEASED, .score_released = {
			.criterion = criterion_name((enum criterion)i), .score = member->scores[i].value,
			.evidence = member->scores[i].evidence } }, STREAM_MAIN, now_ms);
}

static bool is_due(const struct sitting *sitting, const struct member *member)
{
	return member && member->submitted && !member->removed && session_scores_open(sitting->session);
}

/* At one terminal nobody has to be handed the keyboard for what they gave to open. */
static void release_other_side(struct sitting *sitting, int64_t now_ms)
{
	const struct session *session = sitting->session;
	const struct member *other = sitting->seat == SEAT_INTERVIEWER ? session_candidate(session) : &session->members[0];
	struct session *side;
	int64_t rowid;
	if (!is_due(sitting, other) || other->released || read_side(sitting, other->origin, &side, &rowid, NULL) != STATUS_OK)
		return;
	release(sitting, side, session_member(side, other->origin), now_ms);
	session_free(side);
}

static bool has_members_elsewhere(const struct session *session)
{
	for (size_t i = 0; i < session->member_count; i++)
		if (*session->members[i].key)
			return true;
	return false;
}

/* The problem's text, to those who were shown but the prompt. */
static void send_problem(struct sitting *sitting, int64_t now_ms)
{
	const struct session *session = sitting->session;
	if (sitting->seat != SEAT_INTERVIEWER || !sitting->problem || !has_members_elsewhere(session) ||
	    session_document_by(session, STREAM_PROBLEM, sitting->origin))
		return;
	struct change part, change = { .text = sitting->problem->source, .len = sitting->problem->source_len };
	while (change_take(&change, &part)) {
		char *text = xstrndup(part.text, part.len);
		sitting_queue(sitting, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = {
			.offset = (int64_t)part.offset, .deleted = 0, .text = text } }, STREAM_PROBLEM, now_ms);
		free(text);
	}
}

/* What the interviewer sent, if it is what session.started named. */
static void take_problem(struct sitting *sitting)
{
	const struct session *session = sitting->session;
	const struct document *text = session->member_count
	                              ? session_document_by(session, STREAM_PROBLEM, session->members[0].origin) : NULL;
	char sha256[SHA256_HEX_SIZE];
	if (sitting->problem || !text)
		return;
	sha256_hex(text->text.text, text->text.len, sha256);
	if (!strcmp(sha256, session->problem_sha256))
		store_put_problem(sitting->store, text->text.text, text->text.len, sha256, NULL);
}

void sitting_offer_problem(struct sitting *sitting, const char *text, size_t len)
{
	char sha256[SHA256_HEX_SIZE];
	if (sitting->problem || !may_see_problem(sitting))
		return;
	sha256_hex(text, len, sha256);
	if (!strcmp(sha256, sitting->session->problem_sha256) && store_put_problem(sitting->store, text, len, sha256, NULL) == STATUS_OK)
		load_problem(sitting);
}

void sitting_settle(struct sitting *sitting, int64_t now_ms)
{
	if (!sitting->session || (!sitting->session->room && sitting->seat == SEAT_SOLO))
		return;
	enum seat before = sitting->seat;
	if (!sitting->watching)
		name_seat(sitting);
	if (sitting->seat != before)
		load_problem(sitting);
	if (sitting->session->stage != STAGE_DEBRIEF)
		return;
	take_problem(sitting);
	load_problem(sitting);
	if (sitting->watching || sitting->queue_count)
		return;
	const struct member *own = session_member(sitting->session, sitting->origin);
	if (is_due(sitting, own))
		release(sitting, sitting->session, own, now_ms);
	if (sitting->both)
		release_other_side(sitting, now_ms);
	send_problem(sitting, now_ms);
}

/* The log as it would be, had the queue been committed under the origin that is set now. */
static void encode_rescue(struct sitting *sitting, struct strbuf *out)
{
	struct arena arena = ARENA_INIT;
	struct event *events = xcalloc(sitting->queue_count, sizeof *events);
	const struct problem *problem = sitting->problem;
	size_t at, private, count;
	while (number_queue(sitting, sitting->origin, events, &private, &at, &arena, NULL) != STATUS_OK ||
	       number_queue(sitting, NULL, events + private, &count, &at, &arena, NULL) != STATUS_OK)
		drop_queued(sitting, at);
	session_export_jsonl(sitting->session, problem ? problem->source : NULL, problem ? problem->source_len : 0, out);
	for (size_t i = 0; i < private + count; i++) {
		event_line_encode(&events[i], out);
		strbuf_addc(out, '\n');
	}
	free(events);
	arena_release(&arena);
}

static void drop_take_overs(struct sitting *sitting)
{
	for (size_t i = sitting->queue_count; i-- > 0;)
		if (sitting->queue[i].takes_over)
			drop_queued(sitting, i);
}

static void write_as(struct sitting *sitting, const char origin[ID_SIZE])
{
	memcpy(sitting->origin, origin, ID_SIZE);
	for (size_t i = 0; i < sitting->queue_count; i++)
		memcpy(sitting->queue[i].origin, origin, ID_SIZE);
}

enum status sitting_rescue(struct sitting *sitting, int64_t now_ms, struct strbuf *path, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	char own[ID_SIZE], other[ID_SIZE];
	enum status status = store_new_id(other, err);
	if (status != STATUS_OK)
		return status;
	/* An origin of its own: whatever is written here later, the file can still be taken in. In a room that would be nobody. */
	memcpy(own, sitting->origin, sizeof own);
	if (!sitting->session->room)
		write_as(sitting, other);
	drop_take_overs(sitting);
	take_over(sitting);
	bool running = sitting->session->stage == STAGE_RUNNING && sitting_keeps_clock(sitting);
	if (running)
		queue_simple(sitting, EVENT_SESSION_PAUSED, "left", now_ms);
	encode_rescue(sitting, &text);
	status = rescue_write(sitting->session->id, text.text, text.len, path, err);
	if (!sitting->session->room)
		write_as(sitting, own);
	strbuf_release(&text);
	if (status == STATUS_OK) {
		drop_queue(sitting);
		return status;
	}
	if (running)
		drop_queued(sitting, sitting->queue_count - 1);
	drop_take_overs(sitting);
	return status;
}

void sitting_leave(struct sitting *sitting, const char *reason, int64_t now_ms)
{
	if (!sitting->session)
		return;
	if (!sitting->watching) {
		if (sitting->session->stage == STAGE_RUNNING && sitting_keeps_clock(sitting))
			queue_simple(sitting, EVENT_SESSION_PAUSED, reason, now_ms);
		sitting_commit(sitting, NULL);
		put_summary(sitting);
	}
	close_sitting(sitting);
}

enum status sitting_sync(struct sitting *sitting, size_t *added, struct error *err)
{
	if (added)
		*added = 0;
	if (!sitting->session)
		return STATUS_OK;
	return store_read_session(sitting->store, sitting->session->id, sitting->session, &sitting->rowid, added, err);
}

void sitting_touch(struct sitting *sitting, int64_t now_ms)
{
	if (!sitting->session || sitting->watching || sitting->session->stage != STAGE_RUNNING)
		return;
	if (sitting->touched_ms && now_ms - sitting->touched_ms < TOUCH_MS)
		return;
	sitting->touched_ms = now_ms;
	/* Failing costs nothing but precision after a crash. */
	store_touch_session(sitting->store, sitting->session->id, sitting->origin, now_ms, NULL);
}

void sitting_slept(struct sitting *sitting, int64_t from_ms, int64_t to_ms)
{
	if (!sitting->session || !sitting_keeps_clock(sitting) || sitting->session->stage != STAGE_RUNNING)
		return;
	queue_simple(sitting, EVENT_SESSION_PAUSED, "slept", from_ms);
	queue_simple(sitting, EVENT_SESSION_RESUMED, NULL, to_ms);
}
