#include "session/session_fold.h"

#include <string.h>

#include "base/array.h"

void session_fold_reset(struct session *session)
{
	session->stage = STAGE_EMPTY;
	session->deleted = false;
	session->problem_id = session->title = session->problem_sha256 = session->end_reason = "";
	session->preset = (struct preset){ .count = 0 };
	session->level = LEVEL_MID;
	session->curveball_wanted = false;
	session->started_ms = session->ended_ms = 0;
	session->phase = 0;
	memset(session->phases, 0, sizeof session->phases);
	session->running_since_ms = 0;
	session->last_progress_ms = session->document_progress_ms;
	session->hint_offered_ms = 0;
	session->turn_count = session->pause_count = session->item_count = session->point_count = 0;
	session->room = false;
	session->prompt = "";
	session->member_count = session->mark_count = 0;
	session->fact_count = session->probe_count = 0;
	for (size_t i = 0; i < CRITERION_COUNT; i++)
		session->scores[i] = (struct score){ .evidence = "" };
	memset(session->hints_taken, 0, sizeof session->hints_taken);
	session->fact_weight = session->returns = 0;
	session->last_main = NULL;
}

struct ticked *ticked_find(const struct ticked *list, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i].id, id))
			return (struct ticked *)&list[i];
	return NULL;
}

/* True when `id` was not in the list before and is now. */
static bool tick(struct ticked **list, size_t *count, size_t *cap, const char *id, bool on)
{
	struct ticked *found = ticked_find(*list, *count, id);
	if (found)
		found->on = on;
	if (found || *count == TICKED_MAX)
		return false;
	*list = array_grow(*list, *count, cap, sizeof **list);
	(*list)[(*count)++] = (struct ticked){ .id = id, .on = on };
	return true;
}

static bool interview_on(const struct session *session)
{
	return session->stage == STAGE_RUNNING || session->stage == STAGE_PAUSED;
}

static void progress(struct session *session, int64_t at_ms)
{
	if (at_ms > session->last_progress_ms)
		session->last_progress_ms = at_ms;
}

/* A clock that went backwards in between counts as no time. */
static void clock_stop(struct session *session, int64_t at_ms)
{
	int64_t *spent = &session->phases[session->phase].spent_ms;
	if (session->running_since_ms && at_ms > session->running_since_ms)
		*spent += at_ms - session->running_since_ms;
	if (*spent > EVENT_MS_MAX)
		*spent = EVENT_MS_MAX;
	session->running_since_ms = 0;
}

/* With the clock stopped. */
static void phase_begin(struct session *session, size_t phase, int64_t at_ms)
{
	struct phase_state *state = &session->phases[phase];
	session->phase = phase;
	if (state->entries) {
		session->returns++;
	} else {
		state->first_entered_ms = at_ms;
		state->entered_after_ms = session_spent_ms(session, 0);
	}
	state->entries++;
	progress(session, at_ms);
}

static void apply_started(struct session *session, const struct event *event)
{
	const struct session_started *started = &event->session_started;
	int64_t at_ms = event_time(event);
	if (session->stage != STAGE_EMPTY)
		return;
	session->problem_id = started->problem;
	session->title = started->title;
	session->problem_sha256 = started->problem_sha256;
	session->curveball_wanted = started->curveball;
	if (!level_parse(started->level, &session->level))
		session->level = LEVEL_MID;
	if (preset_parse(&session->preset, started->preset, started->phases, NULL) != STATUS_OK) {
		const struct preset *named = preset_builtin_named(started->preset);
		session->preset = named ? *named : *preset_builtin(0);
	}
	session->stage = STAGE_RUNNING;
	phase_begin(session, 0, at_ms);
	session->started_ms = session->running_since_ms = at_ms;
}

static void apply_paused(struct session *session, const struct event *event)
{
	if (session->stage != STAGE_RUNNING)
		return;
	clock_stop(session, event_time(event));
	session->stage = STAGE_PAUSED;
	if (!strcmp(event->session_paused.reason, PAUSE_LOBBY))
		return;
	session->pauses = array_grow(session->pauses, session->pause_count, &session->pause_cap, sizeof *session->pauses);
	session->pauses[session->pause_count++] = (struct pause){
		.from_ms = event_time(event), .reason = event->session_paused.reason, .phase = session->phase,
	};
}

static void pause_end(struct session *session, int64_t at_ms)
{
	struct pause *pause = session->pause_count ? &session->pauses[session->pause_count - 1] : NULL;
	if (pause && !pause->to_ms)
		pause->to_ms = at_ms > pause->from_ms ? at_ms : pause->from_ms;
}

static void apply_resumed(struct session *session, const struct event *event)
{
	if (session->stage != STAGE_PAUSED)
		return;
	pause_end(session, event_time(event));
	session->stage = STAGE_RUNNING;
	/* What was waited for at the door was no interview. */
	if (session->room && !session_spent_ms(session, 0) && !session->pause_count)
		session->started_ms = session->phases[session->phase].first_entered_ms = event_time(event);
	session->running_since_ms = event_time(event);
	progress(session, event_time(event));
}

static void apply_ended(struct session *session, const struct event *event)
{
	if (!interview_on(session))
		return;
	if (session->stage == STAGE_PAUSED)
		pause_end(session, event_time(event));
	clock_stop(session, event_time(event));
	session->stage = STAGE_DEBRIEF;
	session->ended_ms = event_time(event);
	session->end_reason = event->session_ended.reason;
}

static void apply_deleted(struct session *session, const struct event *event)
{
	if (session->stage == STAGE_PAUSED)
		pause_end(session, event_time(event));
	if (interview_on(session))
		clock_stop(session, event_time(event));
	session->stage = STAGE_DELETED;
	session->deleted = true;
}

static void apply_phase_entered(struct session *session, const struct event *event)
{
	int64_t phase = event->phase_entered.phase;
	if (!interview_on(session) || phase < 0 || (uint64_t)phase >= session->preset.count ||
	    (size_t)phase == session->phase)
		return;
	bool running = session->stage == STAGE_RUNNING;
	clock_stop(session, event_time(event));
	phase_begin(session, (size_t)phase, event_time(event));
	session->running_since_ms = running ? event_time(event) : 0;
}

static void say(struct session *session, const struct event *event, enum turn_kind kind, const char *ref,
                const char *text)
{
	session->turns = array_grow(session->turns, session->turn_count, &session->turn_cap, sizeof *session->turns);
	session->turns[session->turn_count++] = (struct turn){
		.kind = kind, .phase = session->phase, .at_ms = event_time(event), .ref = ref, .text = text, .decided_by = "",
	};
}

static void apply_question(struct session *session, const struct event *event)
{
	say(session, event, TURN_QUESTION, "", event->question_asked.text);
	progress(session, event_time(event));
}

static void apply_answer(struct session *session, const struct event *event)
{
	say(session, event, TURN_ANSWER, "", event->answer_given.text);
	session->turns[session->turn_count - 1].decided_by = event->answer_given.decided_by;
}

/* What is told once the interview has ended is conversation, but unlocks nothing. */
static void apply_fact(struct session *session, const struct event *event)
{
	const struct fact_revealed *fact = &event->fact_revealed;
	int weight = fact->weight < 0 ? 0 : fact->weight > 100 ? 100 : (int)fact->weight;
	say(session, event, TURN_FACT, fact->fact, fact->text);
	session->turns[session->turn_count - 1].weight = weight;
	if (interview_on(session) &&
	    tick(&session->facts, &session->fact_count, &session->fact_cap, fact->fact, true))
		session->fact_weight += weight;
}

static void apply_hint_offered(struct session *session, const struct event *event)
{
	say(session, event, TURN_HINT_OFFER, "", "");
	session->hint_offered_ms = event_time(event);
}

static void apply_hint_taken(struct session *session, const struct event *event)
{
	const struct hint_taken *hint = &event->hint_taken;
	enum section section;
	say(session, event, TURN_HINT, hint->section, hint->text);
	progress(session, event_time(event));
	if (interview_on(session) && section_parse(hint->section, &section) && hint->step >= 1 && hint->step <= 3 &&
	    hint->step > session->hints_taken[section])
		session->hints_taken[section] = (int)hint->step;
}

static void apply_probe(struct session *session, const struct event *event)
{
	say(session, event, TURN_PROBE, event->probe_asked.probe, event->probe_asked.text);
	tick(&session->probes, &session->probe_count, &session->probe_cap, event->probe_asked.probe, true);
}

static void apply_item(struct session *session, const struct event *event)
{
	tick(&session->items, &session->item_count, &session->item_cap, event->item_ticked.item, event->item_ticked.ticked);
	progress(session, event_time(event));
}

static struct member *find_member(struct session *session, const char *origin)
{
	return (struct member *)session_member(session, origin);
}

/* In a room everybody has scores of their own; the candidate's are those of the interview. */
static void put_score(struct session *session, const struct event *event, const char *name, int64_t value, const char *evidence)
{
	enum criterion criterion;
	struct member *member = find_member(session, event->origin);
	if (!criterion_parse(name, &criterion) || value < 0 || value > 4 || (session->room && !member))
		return;
	struct score score = { .value = (int)value, .evidence = evidence, .at_ms = event_time(event) };
	if (member)
		member->scores[criterion] = score;
	if (!member || member == session_candidate(session))
		session->scores[criterion] = score;
}

static struct member *add_member(struct session *session, const struct event *event, const char *origin, const char *name,
                                 enum seat seat)
{
	struct member *member = find_member(session, origin);
	if (!member && session->member_count == MEMBERS_MAX)
		return NULL;
	if (!member) {
		member = &session->members[session->member_count++];
		*member = (struct member){ .origin = origin };
		for (size_t i = 0; i < CRITERION_COUNT; i++)
			member->scores[i].evidence = "";
	}
	member->name = name;
	member->key = "";
	member->seat = seat;
	member->was_candidate = member->was_candidate || seat == SEAT_CANDIDATE;
	member->removed = false;
	member->admitted_ms = event_time(event);
	return member;
}

/* Whoever writes room.opened keeps the clock and admits the others. */
static void apply_room(struct session *session, const struct event *event)
{
	if (session->room)
		return;
	session->room = true;
	session->prompt = event->room_opened.prompt;
	session->member_count = 0;
	add_member(session, event, event->origin, event->room_opened.name, SEAT_INTERVIEWER);
}

static void apply_admitted(struct session *session, const struct event *event)
{
	const struct member_admitted *admitted = &event->member_admitted;
	enum seat seat;
	if (!session->room || strcmp(event->origin, session_host(session)->origin) || !seat_parse(admitted->seat, &seat) ||
	    seat == SEAT_INTERVIEWER || !strcmp(admitted->member, session_host(session)->origin))
		return;
	struct member *member = add_member(session, event, admitted->member, admitted->name, seat);
	if (!member)
		return;
	member->key = admitted->key;
	if (member == session_candidate(session))
		memcpy(session->scores, member->scores, sizeof session->scores);
}

/* Who got the file of an interview that was no room, and says something about it. */
static void apply_reviewer(struct session *session, const struct event *event)
{
	if (!session->room)
		add_member(session, event, event->origin, event->reviewer_joined.name, SEAT_PANEL);
}

static void apply_removed(struct session *session, const struct event *event)
{
	struct member *member = find_member(session, event->member_removed.member);
	if (member && member != session_host(session) && !strcmp(event->origin, session_host(session)->origin))
		member->removed = true;
}

static void apply_submitted(struct session *session, const struct event *event)
{
	struct member *member = find_member(session, event->origin);
	if (member)
		member->submitted = true;
}

static void apply_score_released(struct session *session, const struct event *event)
{
	struct member *member = find_member(session, event->origin);
	put_score(session, event, event->score_released.criterion, event->score_released.score, event->score_released.evidence);
	if (member)
		member->released = true;
}

/* By all that a mark is: several can be made in one ms. */
static struct mark *find_mark(const struct session *session, const char *origin, enum mark_category category, const char *text,
                              int64_t made_ms)
{
	for (size_t i = 0; i < session->mark_count; i++) {
		struct mark *mark = &session->marks[i];
		if (mark->category == category && mark->made_ms == made_ms && !strcmp(mark->origin, origin) && !strcmp(mark->text, text))
			return mark;
	}
	return NULL;
}

static void add_mark(struct session *session, const struct event *event, const char *category, const char *text,
                     int64_t made_ms, int64_t phase, bool released)
{
	struct mark mark = { .origin = event->origin, .text = text, .made_ms = made_ms, .released = released,
	                     .phase = phase >= 0 && (uint64_t)phase < session->preset.count ? (size_t)phase : 0 };
	if (!mark_parse(category, &mark.category))
		return;
	/* The released copy takes the place of one's own. */
	struct mark *same = find_mark(session, mark.origin, mark.category, text, made_ms);
	if (same) {
		same->released = same->released || released;
		return;
	}
	session->marks = array_grow(session->marks, session->mark_count, &session->mark_cap, sizeof *session->marks);
	session->marks[session->mark_count++] = mark;
}

static void apply_mark_held(struct session *session, const struct event *event)
{
	const struct mark_held *held = &event->mark_held;
	enum mark_category category;
	struct mark *mark = mark_parse(held->category, &category)
	                    ? find_mark(session, event->origin, category, held->text, held->made_ms) : NULL;
	if (mark)
		mark->held = held->held;
}

void session_apply(struct session *session, const struct event *event)
{
	session->last_main = event;
	/* A log whose beginning is missing says nothing yet; a deleted one nothing any more. */
	if (session->stage == STAGE_DELETED ||
	    (session->stage == STAGE_EMPTY && event->kind != EVENT_SESSION_STARTED && event->kind != EVENT_SESSION_DELETED))
		return;
	if (session->room && event->kind != EVENT_SESSION_DELETED && !stream_is_private(event->stream) &&
	    !seat_may_write(session_seat(session, event->origin), event))
		return;
	switch (event->kind) {
	case EVENT_SESSION_STARTED:  apply_started(session, event); break;
	case EVENT_SESSION_PAUSED:   apply_paused(session, event); break;
	case EVENT_SESSION_RESUMED:  apply_resumed(session, event); break;
	case EVENT_SESSION_ENDED:    apply_ended(session, event); break;
	case EVENT_SESSION_DELETED:  apply_deleted(session, event); break;
	case EVENT_PHASE_ENTERED:    apply_phase_entered(session, event); break;
	case EVENT_QUESTION_ASKED:   apply_question(session, event); break;
	case EVENT_ANSWER_GIVEN:     apply_answer(session, event); break;
	case EVENT_FACT_REVEALED:    apply_fact(session, event); break;
	case EVENT_HINT_OFFERED:     apply_hint_offered(session, event); break;
	case EVENT_HINT_TAKEN:       apply_hint_taken(session, event); break;
	case EVENT_PROBE_ASKED:      apply_probe(session, event); break;
	case EVENT_CURVEBALL_THROWN:
		say(session, event, TURN_CURVEBALL, event->curveball_thrown.curveball, event->curveball_thrown.text);
		break;
	case EVENT_ITEM_TICKED:      apply_item(session, event); break;
	case EVENT_POINT_TICKED:
		tick(&session->points, &session->point_count, &session->point_cap, event->point_ticked.point,
		     event->point_ticked.covered);
		break;
	case EVENT_SCORE_GIVEN:
		put_score(session, event, event->score_given.criterion, event->score_given.score, event->score_given.evidence);
		break;
	case EVENT_ROOM_OPENED:      apply_room(session, event); break;
	case EVENT_MEMBER_ADMITTED:  apply_admitted(session, event); break;
	case EVENT_MEMBER_REMOVED:   apply_removed(session, event); break;
	case EVENT_REVIEWER_JOINED:  apply_reviewer(session, event); break;
	case EVENT_MARK_MADE:
		add_mark(session, event, event->mark_made.category, event->mark_made.text, event->mark_made.made_ms, event->mark_made.phase,
		         false);
		break;
	case EVENT_MARK_HELD:        apply_mark_held(session, event); break;
	case EVENT_MARK_RELEASED:
		add_mark(session, event, event->mark_released.category, event->mark_released.text, event->mark_released.made_ms,
		         event->mark_released.phase, true);
		break;
	case EVENT_SCORES_SUBMITTED: apply_submitted(session, event); break;
	case EVENT_SCORE_RELEASED:   apply_score_released(session, event); break;
	case EVENT_NOTE_EDITED:      /* belongs to a document, never to `main` */
	case EVENT_UNKNOWN:
		break;
	}
}
