#include "shell/sitting_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In a room the interviewer's program may die and come back while the candidate goes on. */
enum { ROOM_LOST_MS = 60 * 1000 };

void sitting_init(struct sitting *sitting, struct store *store)
{
	*sitting = (struct sitting){ .store = store };
}

static void close_sitting(struct sitting *sitting)
{
	sitting_drop_queue(sitting);
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

/* Who starts a room is its interviewer, and waits with the clock until the candidate is there. */
static enum status queue_room(struct sitting *sitting, const char *name, bool here, int64_t now_ms, struct error *err)
{
	char key[HERE_KEY_SIZE], candidate[ID_SIZE];
	sitting_queue(sitting, &(struct event){ .kind = EVENT_ROOM_OPENED, .room_opened = {
		.name = name, .prompt = sitting->problem->prompt } }, STREAM_MAIN, now_ms);
	sitting_queue_simple(sitting, EVENT_SESSION_PAUSED, PAUSE_LOBBY, now_ms);
	if (!here)
		return STATUS_OK;
	sitting_here_key(sitting->session->id, key);
	enum status status = sitting_claim_seat(sitting, SEAT_CANDIDATE, candidate, err);
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
		sitting_name_seat(sitting);
	}
	return status;
}

enum status sitting_open(struct sitting *sitting, const char *id, const char *seat, int64_t now_ms, struct error *err)
{
	sitting->session = session_new();
	enum status status = store_read_session(sitting->store, id, sitting->session, &sitting->rowid, NULL, err);
	if (status != STATUS_OK)
		goto out;
	status = sitting_claim(sitting, id, seat, err);
	if (status == STATUS_TAKEN || status == STATUS_READ_ONLY) {
		sitting->watching = true;
		status = STATUS_OK;
	}
	sitting_load_problem(sitting);
	if (status == STATUS_OK && was_lost(sitting, last_seen(sitting, now_ms), now_ms)) {
		sitting_queue_simple(sitting, EVENT_SESSION_PAUSED, "lost", last_seen(sitting, now_ms));
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
		status = sitting_claim(sitting, id, seat, err);
	if (status == STATUS_OK)
		sitting_load_problem(sitting);
	else
		close_sitting(sitting);
	return status;
}

void sitting_leave(struct sitting *sitting, const char *reason, int64_t now_ms)
{
	if (!sitting->session)
		return;
	if (!sitting->watching) {
		if (sitting->session->stage == STAGE_RUNNING && sitting_keeps_clock(sitting))
			sitting_queue_simple(sitting, EVENT_SESSION_PAUSED, reason, now_ms);
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
	sitting_queue_simple(sitting, EVENT_SESSION_PAUSED, "slept", from_ms);
	sitting_queue_simple(sitting, EVENT_SESSION_RESUMED, NULL, to_ms);
}
