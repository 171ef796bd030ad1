/* app/shell/sitting: a room in which two programs of one machine sit, or two people at one terminal. */
#include "store_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/array.h"
#include "session/export.h"
#include "session/rubric.h"
#include "shell/sitting.h"

static char *home;
static struct catalog catalog;
static struct store *host_store, *guest_store;
static struct sitting host, guest;
static int64_t now;
static char id[ID_SIZE];

static void open_room(bool here)
{
	const struct catalog_entry *entry = catalog_find(&catalog, "pastebin");
	assert_non_null(entry);
	assert_ok(sitting_host(&host, entry, preset_builtin_named("45"), LEVEL_SENIOR, false, "Ada", here, now, &fixture_error));
	strcpy(id, host.session->id);
}

static int set_up(void **state)
{
	(void)state;
	struct catalog_dirs dirs = { .own = "" };
	snprintf(dirs.shipped, sizeof dirs.shipped, "%s/tests/screens/content", getenv("abs_top_srcdir"));
	catalog = (struct catalog)CATALOG_INIT;
	catalog_open(&catalog, &dirs, CONTENT_PROBLEM);
	home = home_new();
	now = NOW_MS;
	assert_ok(home_open_as(home, NULL, true, &host_store));
	assert_ok(home_open_as(home, NULL, true, &guest_store));
	sitting_init(&host, host_store);
	sitting_init(&guest, guest_store);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sitting_leave(&host, "left", now);
	sitting_leave(&guest, "left", now);
	store_close(host_store);
	store_close(guest_store);
	catalog_release(&catalog);
	home_remove(home);
	return 0;
}

/* An event of whoever sits there, committed. */
static void put(struct sitting *sitting, const struct event *event, const char *stream)
{
	now += 1000;
	sitting_queue(sitting, event, stream, now);
	assert_ok(sitting_commit(sitting, &fixture_error));
	assert_false(sitting_has_queue(sitting));
}

static void simple(struct sitting *sitting, enum event_kind kind)
{
	put(sitting, &(struct event){ .kind = kind }, STREAM_MAIN);
}

static void types(struct sitting *sitting, const char *stream, const char *text)
{
	const struct document *own = session_document_by(sitting->session, stream, sitting->origin);
	put(sitting, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = {
		.offset = own ? (int64_t)own->text.len : 0, .text = text } }, stream);
}

static void marks(struct sitting *sitting, const char *text)
{
	put(sitting, &(struct event){ .kind = EVENT_MARK_MADE, .mark_made = { .category = "good", .text = text } }, STREAM_PRIVATE);
}

static void scores(struct sitting *sitting, int value, const char *evidence)
{
	for (int i = 0; i < CRITERION_COUNT; i++)
		put(sitting, &(struct event){ .kind = EVENT_SCORE_GIVEN, .score_given = {
			.criterion = criterion_name((enum criterion)i), .score = value, .evidence = evidence } }, STREAM_PRIVATE);
}

static void sync_both(void)
{
	assert_ok(sitting_sync(&host, NULL, &fixture_error));
	assert_ok(sitting_sync(&guest, NULL, &fixture_error));
}

/* What happens by itself, until nothing more does. */
static void settle_both(void)
{
	for (int i = 0; i < 4; i++) {
		sync_both();
		sitting_settle(&host, now);
		assert_ok(sitting_commit(&host, &fixture_error));
		sitting_settle(&guest, now);
		assert_ok(sitting_commit(&guest, &fixture_error));
	}
	sync_both();
}

static void let_in(struct sitting *newcomer, const char *seat)
{
	put(&host, &(struct event){ .kind = EVENT_MEMBER_ADMITTED, .member_admitted = {
		.member = newcomer->origin, .name = "Bob", .seat = seat, .key = "" } }, STREAM_MAIN);
	sync_both();
	sitting_settle(newcomer, now);
}

static void begin_room_of_two(void)
{
	open_room(false);
	assert_ok(sitting_join(&guest, id, "candidate", &fixture_error));
	let_in(&guest, "candidate");
	simple(&host, EVENT_SESSION_RESUMED);
	sync_both();
}

/* As kill -9: nothing is said, the locks fall. */
static void crash(struct sitting *sitting, struct store **store)
{
	store_close(*store);
	session_free(sitting->session);
	problem_free(sitting->problem);
	free(sitting->queue);
	assert_ok(home_open_as(home, NULL, true, store));
	sitting_init(sitting, *store);
}

static void who_opens_a_room_waits_with_the_clock(void **state)
{
	(void)state;
	open_room(false);
	assert_int_equal(host.seat, SEAT_INTERVIEWER);
	assert_true(sitting_keeps_clock(&host));
	assert_true(host.session->room);
	assert_int_equal(host.session->stage, STAGE_PAUSED);
	assert_int_equal(host.session->pause_count, 0);
	assert_string_equal(host.session->members[0].name, "Ada");
	assert_string_equal(host.session->members[0].origin, host.origin);
	assert_non_null(host.problem);
	assert_string_equal(host.session->prompt, host.problem->prompt);
}

static void who_joins_has_a_seat_when_the_interviewer_says_so(void **state)
{
	(void)state;
	open_room(false);
	assert_ok(sitting_join(&guest, id, "candidate", &fixture_error));
	assert_int_equal(guest.seat, SEAT_OBSERVER);
	assert_string_not_equal(guest.origin, host.origin);
	let_in(&guest, "candidate");
	assert_int_equal(guest.seat, SEAT_CANDIDATE);
	assert_false(sitting_keeps_clock(&guest));
	put(&host, &(struct event){ .kind = EVENT_MEMBER_REMOVED, .member_removed.member = guest.origin }, STREAM_MAIN);
	sync_both();
	sitting_settle(&guest, now);
	assert_int_equal(guest.seat, SEAT_OBSERVER);
}

static void a_seat_is_one_programs_at_a_time(void **state)
{
	(void)state;
	struct store *other;
	struct sitting third;
	struct seat_here seats[SEATS_HERE_MAX];
	bool together;
	char origin[ID_SIZE];
	begin_room_of_two();
	strcpy(origin, guest.origin);
	assert_ok(home_open_as(home, NULL, true, &other));
	sitting_init(&third, other);
	assert_status(STATUS_TAKEN, sitting_join(&third, id, "candidate", &fixture_error));
	assert_null(third.session);
	/* Another seat is free, and is another origin. */
	assert_ok(sitting_join(&third, id, "observer", &fixture_error));
	assert_string_not_equal(third.origin, origin);
	assert_string_not_equal(third.origin, host.origin);
	sitting_leave(&third, "left", now);
	assert_int_equal(sitting_seats(other, id, seats, &together), 3);
	assert_false(together);
	assert_string_equal(seats[0].seat, "candidate");
	assert_true(seats[0].taken);
	assert_string_equal(seats[1].seat, "interviewer");
	assert_true(seats[1].taken);
	assert_string_equal(seats[2].seat, "observer");
	assert_false(seats[2].taken);
	/* When the candidate's program is gone, whoever takes the seat is the same candidate. */
	crash(&guest, &guest_store);
	assert_ok(sitting_join(&third, id, "candidate", &fixture_error));
	assert_string_equal(third.origin, origin);
	assert_int_equal(third.seat, SEAT_CANDIDATE);
	assert_status(STATUS_TAKEN, sitting_join(&guest, id, "candidate", &fixture_error));
	sitting_leave(&third, "left", now);
	store_close(other);
}

/* That passes in a moment: nobody is told that the seat is taken, or is left to watch. */
static void a_seat_is_not_taken_because_the_database_is_busy(void **state)
{
	(void)state;
	sqlite3 *holder;
	open_room(false);
	assert_int_equal(sqlite3_open(store_path(host_store), &holder), SQLITE_OK);
	assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_status(STATUS_BUSY, sitting_join(&guest, id, "candidate", &fixture_error));
	assert_status(STATUS_BUSY, sitting_open(&guest, id, "panel", now, &fixture_error));
	assert_null(guest.session);
	sqlite3_exec(holder, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(holder);
	assert_ok(sitting_join(&guest, id, "candidate", &fixture_error));
}

static void an_interview_alone_has_no_seats(void **state)
{
	(void)state;
	struct seat_here seats[SEATS_HERE_MAX];
	bool together = true;
	assert_ok(sitting_start(&host, catalog_find(&catalog, "pastebin"), preset_builtin_named("45"), LEVEL_SENIOR, false, now,
	                        &fixture_error));
	assert_int_equal(sitting_seats(guest_store, host.session->id, seats, &together), 0);
	assert_false(together);
}

static void who_comes_back_gets_the_seat_that_is_left(void **state)
{
	(void)state;
	char interviewer[ID_SIZE], candidate[ID_SIZE];
	begin_room_of_two();
	strcpy(interviewer, host.origin);
	strcpy(candidate, guest.origin);
	crash(&host, &host_store);
	fixture_error.text[0] = '\0';
	assert_ok(sitting_open(&host, id, NULL, now, &fixture_error));
	assert_string_equal(fixture_error.text, "");
	assert_string_equal(host.origin, interviewer);
	assert_int_equal(host.seat, SEAT_INTERVIEWER);
	/* The candidate went on: nothing was lost. */
	assert_int_equal(host.session->stage, STAGE_RUNNING);
	crash(&guest, &guest_store);
	assert_ok(sitting_open(&guest, id, NULL, now, &fixture_error));
	assert_string_equal(guest.origin, candidate);
	assert_int_equal(guest.seat, SEAT_CANDIDATE);
	assert_null(guest.problem);
	/* With nobody there, whoever does not say who they are does not get the script; who says so does. */
	sitting_leave(&host, "left", now);
	sitting_leave(&guest, "left", now);
	assert_ok(sitting_open(&host, id, NULL, now, &fixture_error));
	assert_string_equal(host.origin, candidate);
	sitting_leave(&host, "left", now);
	assert_ok(sitting_open(&host, id, "interviewer", now, &fixture_error));
	assert_string_equal(host.origin, interviewer);
	assert_non_null(host.problem);
}

static void the_clock_is_the_interviewers_to_stop(void **state)
{
	(void)state;
	begin_room_of_two();
	sitting_leave(&guest, "left", now + 1000);
	sync_both();
	assert_int_equal(host.session->stage, STAGE_RUNNING);
	assert_ok(sitting_join(&guest, id, "candidate", &fixture_error));
	sitting_slept(&guest, now + 1000, now + 90000);
	assert_false(sitting_has_queue(&guest));
	sitting_leave(&host, "left", now + 2000);
	sync_both();
	assert_int_equal(guest.session->stage, STAGE_PAUSED);
}

static void a_crash_of_all_stops_the_clock_where_somebody_was_last_seen(void **state)
{
	(void)state;
	begin_room_of_two();
	int64_t begun = now;
	sitting_touch(&guest, begun + 30000);
	crash(&guest, &guest_store);
	crash(&host, &host_store);
	assert_ok(sitting_open(&host, id, "interviewer", begun + 9000000, &fixture_error));
	assert_int_equal(host.session->stage, STAGE_PAUSED);
	assert_int_equal(session_spent_ms(host.session, begun + 9000000), 30000);
}

static void the_problem_is_the_interviewers_until_the_debrief(void **state)
{
	(void)state;
	begin_room_of_two();
	assert_null(guest.problem);
	sitting_settle(&guest, now);
	assert_null(guest.problem);
	put(&host, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended.reason = "done" }, STREAM_MAIN);
	settle_both();
	assert_non_null(guest.problem);
	assert_string_equal(guest.problem->id, "pastebin");
}

static void a_panel_gets_the_problem_when_it_is_let_in(void **state)
{
	(void)state;
	open_room(false);
	assert_ok(sitting_join(&guest, id, "panel", &fixture_error));
	assert_null(guest.problem);
	let_in(&guest, "panel");
	assert_int_equal(guest.seat, SEAT_PANEL);
	assert_non_null(guest.problem);
}

static void what_is_noted_in_private_is_seen_by_nobody_else(void **state)
{
	(void)state;
	begin_room_of_two();
	uint64_t before = host.session->lamport;
	marks(&host, "canarybird");
	types(&host, STREAM_PRIVATE ".evidence", "canarybird, too");
	assert_int_equal(host.session->mark_count, 1);
	assert_int_equal(host.session->lamport, before);
	sync_both();
	assert_int_equal(guest.session->mark_count, 0);
	assert_false(home_has_bytes(home, "canarybird"));
	/* It is there again for who noted it. */
	crash(&host, &host_store);
	assert_ok(sitting_open(&host, id, NULL, now, &fixture_error));
	assert_int_equal(host.session->mark_count, 1);
	assert_string_equal(host.session->marks[0].text, "canarybird");
	assert_string_equal(session_document_by(host.session, STREAM_PRIVATE ".evidence", host.origin)->text.text, "canarybird, too");
}

static void the_index_learns_nothing_of_what_is_private(void **state)
{
	(void)state;
	struct store_sessions list;
	begin_room_of_two();
	types(&guest, "notes.requirements", "wombats");
	put(&host, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended.reason = "done" }, STREAM_MAIN);
	settle_both();
	scores(&guest, 4, "canarybird");
	types(&guest, STREAM_PRIVATE ".evidence", "canarybird");
	assert_int_equal(session_score_percent(guest.session), 100);
	sitting_leave(&guest, "left", now);
	sitting_leave(&host, "left", now);
	assert_ok(store_refresh(host_store, &fixture_error));
	assert_ok(store_list_sessions(host_store, &(struct store_session_query){ 0 }, &list, &fixture_error));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].score, -1);
	store_sessions_release(&list);
	assert_int_equal(search_count(host_store, "wombats"), 1);
	assert_int_equal(search_count(host_store, "canarybird"), 0);
	assert_false(home_has_bytes(home, "canarybird"));
}

static void scores_are_released_when_both_have_submitted(void **state)
{
	(void)state;
	begin_room_of_two();
	put(&host, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended.reason = "done" }, STREAM_MAIN);
	settle_both();
	scores(&host, 3, "the interviewer's");
	scores(&guest, 2, "the candidate's");
	simple(&host, EVENT_SCORES_SUBMITTED);
	settle_both();
	assert_false(home_has_bytes(home, "the interviewer's"));
	assert_int_equal(session_score_percent(host.session), -1);
	assert_false(session_scores_open(host.session));
	simple(&guest, EVENT_SCORES_SUBMITTED);
	settle_both();
	assert_true(session_scores_open(guest.session));
	assert_int_equal(session_peer_percent(guest.session), 67);
	assert_int_equal(session_score_percent(host.session), 33);
	assert_string_equal(session_member(guest.session, host.origin)->scores[0].evidence, "the interviewer's");
	assert_string_equal(session_member(host.session, guest.origin)->scores[0].evidence, "the candidate's");
	/* Once. */
	size_t events = host.session->event_count;
	settle_both();
	assert_int_equal(host.session->event_count, events);
}

static void marks_go_out_with_the_scores_but_for_those_held_back(void **state)
{
	(void)state;
	begin_room_of_two();
	marks(&host, "canarybird");
	int64_t made = now;
	put(&host, &(struct event){ .kind = EVENT_MARK_MADE, .mark_made = {
		.category = "back", .text = "ravenbird", .made_ms = made } }, STREAM_PRIVATE);
	put(&host, &(struct event){ .kind = EVENT_MARK_HELD, .mark_held = {
		.category = "back", .text = "ravenbird", .made_ms = made, .held = true } }, STREAM_PRIVATE);
	put(&host, &(struct event){ .kind = EVENT_POINT_TICKED, .point_ticked = { .point = "storage", .covered = true } }, STREAM_PRIVATE);
	put(&host, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended.reason = "done" }, STREAM_MAIN);
	settle_both();
	scores(&host, 3, "");
	simple(&host, EVENT_SCORES_SUBMITTED);
	settle_both();
	/* The other side still scores: nothing may lead them. */
	assert_false(home_has_bytes(home, "canarybird"));
	assert_int_equal(guest.session->mark_count, 0);
	assert_int_equal(guest.session->point_count, 0);
	scores(&guest, 2, "");
	simple(&guest, EVENT_SCORES_SUBMITTED);
	settle_both();
	assert_int_equal(guest.session->mark_count, 1);
	assert_string_equal(guest.session->marks[0].text, "canarybird");
	assert_true(session_point_covered(guest.session, "storage", NULL));
	assert_false(home_has_bytes(home, "ravenbird"));
	/* One that was held back may go out later. */
	size_t events = guest.session->event_count;
	put(&host, &(struct event){ .kind = EVENT_MARK_HELD, .mark_held = {
		.category = "back", .text = "ravenbird", .made_ms = made, .held = false } }, STREAM_PRIVATE);
	settle_both();
	assert_int_equal(guest.session->mark_count, 2);
	assert_int_equal(guest.session->event_count, events + 1);
}

static void who_was_removed_writes_nothing_any_more(void **state)
{
	(void)state;
	open_room(false);
	assert_ok(sitting_join(&guest, id, "panel", &fixture_error));
	let_in(&guest, "panel");
	/* A candidate from another machine. */
	put(&host, &(struct event){ .kind = EVENT_MEMBER_ADMITTED, .member_admitted = {
		.member = "GGGGGGGGGGGGGGGG", .name = "Bob", .seat = "candidate", .key = "" } }, STREAM_MAIN);
	put(&host, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended.reason = "done" }, STREAM_MAIN);
	sync_both();
	scores(&guest, 4, "");
	simple(&guest, EVENT_SCORES_SUBMITTED);
	put(&host, &(struct event){ .kind = EVENT_MEMBER_REMOVED, .member_removed.member = guest.origin }, STREAM_MAIN);
	simple(&host, EVENT_SCORES_SUBMITTED);
	struct event event = { .kind = EVENT_SCORES_SUBMITTED, .oseq = 1, .lamport = host.session->lamport + 1, .at_ms = now };
	strcpy(event.session, id);
	strcpy(event.origin, "GGGGGGGGGGGGGGGG");
	strcpy(event.stream, STREAM_MAIN);
	assert_ok(store_append(host_store, &event, 1, &fixture_error));
	sync_both();
	assert_true(session_scores_open(guest.session));
	sitting_settle(&guest, now);
	assert_false(sitting_has_queue(&guest));
}

static void a_damaged_private_file_keeps_nobody_out(void **state)
{
	(void)state;
	begin_room_of_two();
	marks(&host, "kept");
	struct strbuf name = STRBUF_INIT;
	strbuf_addf(&name, "private/%s-%s.jsonl", id, host.origin);
	char *path = home_file(home, name.text);
	struct strbuf content = file_read(path);
	strbuf_adds(&content, "not an event\n");
	file_write(path, content.text, content.len);
	crash(&host, &host_store);
	fixture_error.text[0] = '\0';
	assert_ok(sitting_open(&host, id, NULL, now, &fixture_error));
	assert_non_null(strstr(fixture_error.text, path));      /* it is said */
	assert_int_equal(host.seat, SEAT_INTERVIEWER);
	assert_int_equal(host.session->mark_count, 1);
	marks(&host, "and another");
	strbuf_release(&content);
	strbuf_release(&name);
	free(path);
}

static void what_was_noted_can_be_read_in_a_backup_on_another_machine(void **state)
{
	(void)state;
	begin_room_of_two();
	marks(&host, "kept");
	char *copy = home_file(home, "copy.db"), *elsewhere = home_new(), *path = home_file(elsewhere, "sysdrill.db");
	assert_ok(store_backup(host_store, copy, NOW_MS, &fixture_error));
	struct strbuf bytes = file_read(copy);
	file_write(path, bytes.text, bytes.len);
	struct store *store = home_open(elsewhere);
	struct sitting reader;
	sitting_init(&reader, store);
	assert_ok(sitting_open(&reader, id, NULL, now, &fixture_error));
	assert_true(reader.watching);
	assert_int_equal(reader.session->mark_count, 1);
	assert_string_equal(reader.session->marks[0].text, "kept");
	sitting_leave(&reader, "left", now);
	store_close(store);
	/* Here both seats are somebody's: whoever looks on sees none of it. */
	assert_ok(home_open_as(home, NULL, true, &store));
	sitting_init(&reader, store);
	assert_ok(sitting_open(&reader, id, NULL, now, &fixture_error));
	assert_true(reader.watching);
	assert_int_equal(reader.session->mark_count, 0);
	sitting_leave(&reader, "left", now);
	store_close(store);
	home_remove(elsewhere);
	strbuf_release(&bytes);
	free(copy);
	free(path);
}

static char *rescue(struct sitting *sitting)
{
	struct strbuf path = STRBUF_INIT;
	char *before = getenv("HOME") ? xstrndup(getenv("HOME"), strlen(getenv("HOME"))) : NULL;
	setenv("HOME", home, 1);
	assert_ok(sitting_rescue(sitting, now, &path, &fixture_error));
	if (before)
		setenv("HOME", before, 1);
	free(before);
	return strbuf_detach(&path, NULL);
}

static void what_a_member_rescued_is_theirs_when_it_is_taken_in(void **state)
{
	(void)state;
	struct imported_log log;
	struct store_import_report report;
	sqlite3 *holder;
	begin_room_of_two();
	types(&guest, "notes.requirements", "kept, ");
	assert_int_equal(sqlite3_open(store_path(guest_store), &holder), SQLITE_OK);
	assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	sitting_queue(&guest, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = { .offset = 6, .text = "unsaved" } },
	              "notes.requirements", now);
	assert_int_equal(sitting_commit(&guest, &fixture_error), STATUS_BUSY);
	char *path = rescue(&guest);
	sqlite3_exec(holder, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(holder);
	assert_false(sitting_has_queue(&guest));
	assert_string_equal(session_text(host.session, "notes.requirements", NULL), "");
	struct strbuf text = file_read(path);
	assert_ok(session_import_jsonl(text.text, text.len, &log, &fixture_error));
	assert_ok(store_import(guest_store, log.events, log.count, &report, &fixture_error));
	sync_both();
	assert_string_equal(session_text(host.session, "notes.requirements", NULL), "kept, unsaved");
	assert_string_equal(session_text(guest.session, "notes.requirements", NULL), "kept, unsaved");
	imported_log_release(&log);
	strbuf_release(&text);
	unlink(path);
	free(path);
}

/* --- both at one terminal --- */

static void with_both_at_one_terminal_the_candidate_is_in_at_once(void **state)
{
	(void)state;
	struct seat_here seats[SEATS_HERE_MAX];
	bool together;
	open_room(true);
	assert_true(host.both);
	assert_int_equal(host.seat, SEAT_INTERVIEWER);
	assert_non_null(session_candidate(host.session));
	assert_int_equal(sitting_seats(guest_store, id, seats, &together), 2);
	assert_true(together);
	assert_true(seats[0].taken && seats[1].taken);
	/* Nobody else takes either seat; whoever opens it watches. */
	assert_ok(sitting_open(&guest, id, NULL, now, &fixture_error));
	assert_true(guest.watching);
	assert_false(guest.both);
	sitting_leave(&guest, "left", now);
	sitting_leave(&host, "left", now);
	assert_int_equal(sitting_seats(guest_store, id, seats, &together), 2);
	assert_false(seats[0].taken || seats[1].taken);
}

static void what_one_side_noted_is_not_on_the_others_side(void **state)
{
	(void)state;
	open_room(true);
	simple(&host, EVENT_SESSION_RESUMED);
	marks(&host, "canarybird");
	put(&host, &(struct event){ .kind = EVENT_POINT_TICKED, .point_ticked = { .point = "storage", .covered = true } }, STREAM_PRIVATE);
	assert_ok(sitting_change_seat(&host, &fixture_error));
	assert_int_equal(host.seat, SEAT_CANDIDATE);
	assert_null(host.problem);
	assert_int_equal(host.session->mark_count, 0);
	assert_int_equal(host.session->point_count, 0);
	types(&host, "notes.requirements", "mine");
	scores(&host, 4, "");
	assert_ok(sitting_change_seat(&host, &fixture_error));
	assert_int_equal(host.seat, SEAT_INTERVIEWER);
	assert_non_null(host.problem);
	assert_int_equal(host.session->mark_count, 1);
	assert_true(session_point_covered(host.session, "storage", NULL));
	assert_string_equal(session_text(host.session, "notes.requirements", NULL), "mine");
	assert_int_equal(session_score_percent(host.session), -1);
}

static void nothing_is_handed_over_before_it_is_written_down(void **state)
{
	(void)state;
	sqlite3 *holder;
	open_room(true);
	char interviewer[ID_SIZE];
	strcpy(interviewer, host.origin);
	assert_int_equal(sqlite3_open(store_path(host_store), &holder), SQLITE_OK);
	assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	sitting_queue(&host, &(struct event){ .kind = EVENT_ANSWER_GIVEN, .answer_given = { .decided_by = "interviewer", .text = "Yes." } },
	              STREAM_MAIN, now);
	assert_status(STATUS_BUSY, sitting_change_seat(&host, &fixture_error));
	assert_int_equal(host.seat, SEAT_INTERVIEWER);
	assert_string_equal(host.origin, interviewer);
	assert_true(sitting_has_queue(&host));
	sqlite3_exec(holder, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(holder);
	assert_ok(sitting_change_seat(&host, &fixture_error));
	assert_int_equal(host.seat, SEAT_CANDIDATE);
	assert_int_equal(host.session->turn_count, 1);
}

static void whoever_has_the_keyboard_leaving_stops_the_clock(void **state)
{
	(void)state;
	open_room(true);
	simple(&host, EVENT_SESSION_RESUMED);
	assert_ok(sitting_change_seat(&host, &fixture_error));
	sitting_leave(&host, "left", now + 60000);
	assert_ok(sitting_open(&host, id, NULL, now + 9000000, &fixture_error));
	assert_true(host.both);
	assert_int_equal(host.seat, SEAT_INTERVIEWER);
	assert_int_equal(host.session->stage, STAGE_PAUSED);
	assert_int_equal(session_spent_ms(host.session, now + 9000000), 60000);
	/* So does the machine that sleeps, and a crash. */
	simple(&host, EVENT_SESSION_RESUMED);
	assert_ok(sitting_change_seat(&host, &fixture_error));
	int64_t spent = session_spent_ms(host.session, now);
	sitting_slept(&host, now + 1000, now + 3601000);
	assert_ok(sitting_commit(&host, &fixture_error));
	assert_int_equal(session_spent_ms(host.session, now + 3602000), spent + 2000);
	sitting_touch(&host, now + 3610000);
	crash(&host, &host_store);
	assert_ok(sitting_open(&host, id, NULL, now + 9000000, &fixture_error));
	assert_int_equal(host.session->stage, STAGE_PAUSED);
	assert_int_equal(session_spent_ms(host.session, now + 9000000), spent + 10000);
}

static void at_one_terminal_the_second_to_submit_opens_both_scores(void **state)
{
	(void)state;
	open_room(true);
	simple(&host, EVENT_SESSION_RESUMED);
	put(&host, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended.reason = "done" }, STREAM_MAIN);
	scores(&host, 4, "the interviewer's");
	simple(&host, EVENT_SCORES_SUBMITTED);
	sitting_settle(&host, now);
	assert_false(sitting_has_queue(&host));
	assert_ok(sitting_change_seat(&host, &fixture_error));
	assert_int_equal(session_member(host.session, host.session->members[0].origin)->scores[0].value, 0);
	scores(&host, 1, "the candidate's");
	simple(&host, EVENT_SCORES_SUBMITTED);
	sitting_settle(&host, now);
	assert_ok(sitting_commit(&host, &fixture_error));
	assert_int_equal(session_peer_percent(host.session), 100);
	assert_int_equal(session_score_percent(host.session), 0);
	assert_string_equal(host.session->members[0].scores[0].evidence, "the interviewer's");
	sitting_settle(&host, now);
	assert_false(sitting_has_queue(&host));
	assert_ok(sitting_change_seat(&host, &fixture_error));
	sitting_settle(&host, now);
	assert_false(sitting_has_queue(&host));
	assert_int_equal(session_peer_percent(host.session), 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_opens_a_room_waits_with_the_clock),
		TEST(who_joins_has_a_seat_when_the_interviewer_says_so),
		TEST(a_seat_is_one_programs_at_a_time),
		TEST(a_seat_is_not_taken_because_the_database_is_busy),
		TEST(an_interview_alone_has_no_seats),
		TEST(who_comes_back_gets_the_seat_that_is_left),
		TEST(the_clock_is_the_interviewers_to_stop),
		TEST(a_crash_of_all_stops_the_clock_where_somebody_was_last_seen),
		TEST(the_problem_is_the_interviewers_until_the_debrief),
		TEST(a_panel_gets_the_problem_when_it_is_let_in),
		TEST(what_is_noted_in_private_is_seen_by_nobody_else),
		TEST(the_index_learns_nothing_of_what_is_private),
		TEST(scores_are_released_when_both_have_submitted),
		TEST(marks_go_out_with_the_scores_but_for_those_held_back),
		TEST(who_was_removed_writes_nothing_any_more),
		TEST(a_damaged_private_file_keeps_nobody_out),
		TEST(what_was_noted_can_be_read_in_a_backup_on_another_machine),
		TEST(what_a_member_rescued_is_theirs_when_it_is_taken_in),
		TEST(with_both_at_one_terminal_the_candidate_is_in_at_once),
		TEST(what_one_side_noted_is_not_on_the_others_side),
		TEST(nothing_is_handed_over_before_it_is_written_down),
		TEST(whoever_has_the_keyboard_leaving_stops_the_clock),
		TEST(at_one_terminal_the_second_to_submit_opens_both_scores),
	};
	return cmocka_run_group_tests_name("sitting in a room", tests, NULL, NULL);
}
