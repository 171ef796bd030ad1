/* What a room brings without anybody asking for it: released scores and marks, the problem's text on its way. */
#include "shell/sitting_parts.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/problem_reader.h"
#include "session/change.h"

/* Whoever does not interview sees nothing of the problem but the prompt until the debrief. */
bool sitting_may_see_problem(const struct sitting *sitting)
{
	const struct session *session = sitting->session;
	return !session->room || session->stage == STAGE_DEBRIEF || (seat_interviews(sitting->seat) && !sitting->watching);
}

/* The problem as the record keeps it; without it the interview can still be read and gone on with. */
void sitting_load_problem(struct sitting *sitting)
{
	struct strbuf text = STRBUF_INIT;
	const char *sha256 = sitting->session->problem_sha256;
	if (!sitting->problem && sitting_may_see_problem(sitting) && store_get_problem(sitting->store, sha256, &text, NULL) == STATUS_OK)
		problem_read(sitting->session->problem_id, text.text, text.len, &sitting->problem, NULL);
	strbuf_release(&text);
}

void sitting_offer_problem(struct sitting *sitting, const char *text, size_t len)
{
	char sha256[SHA256_HEX_SIZE];
	if (sitting->problem || !sitting_may_see_problem(sitting))
		return;
	sha256_hex(text, len, sha256);
	if (!strcmp(sha256, sitting->session->problem_sha256) && store_put_problem(sitting->store, text, len, sha256, NULL) == STATUS_OK)
		sitting_load_problem(sitting);
}

/* What an interviewer noted and ticked in private, but for the marks that are held back. */
static void release_marks(struct sitting *sitting, const struct session *side, const struct member *member, int64_t now_ms)
{
	for (size_t i = 0; i < side->mark_count; i++) {
		const struct mark *mark = &side->marks[i];
		if (!strcmp(mark->origin, member->origin) && !mark->held && !mark->released)
			sitting_queue_as(sitting, member->origin, &(struct event){ .kind = EVENT_MARK_RELEASED, .mark_released = {
				.category = mark_name(mark->category), .text = mark->text, .made_ms = mark->made_ms,
				.phase = (int64_t)mark->phase } }, STREAM_MAIN, now_ms);
	}
	for (size_t i = 0; i < side->point_count && !member->released; i++)
		if (side->points[i].on)
			sitting_queue_as(sitting, member->origin, &(struct event){ .kind = EVENT_POINT_TICKED, .point_ticked = {
				.point = side->points[i].id, .covered = true } }, STREAM_MAIN, now_ms);
}

/* Somebody's own, once it may be looked at. */
static void release(struct sitting *sitting, const struct session *side, const struct member *member, int64_t now_ms)
{
	if (seat_interviews(member->seat))
		release_marks(sitting, side, member, now_ms);
	for (int i = 0; i < CRITERION_COUNT && !member->released; i++)
		sitting_queue_as(sitting, member->origin, &(struct event){ .kind = EVENT_SCORE_RELEASED, .score_released = {
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
	const struct member *other = session_counterpart(session, sitting->seat);
	struct session *side;
	int64_t rowid;
	if (!is_due(sitting, other) || other->released || sitting_read_side(sitting, other->origin, &side, &rowid, NULL) != STATUS_OK)
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
	const struct member *host = session_host(session);
	const struct document *text = host ? session_document_by(session, STREAM_PROBLEM, host->origin) : NULL;
	char sha256[SHA256_HEX_SIZE];
	if (sitting->problem || !text)
		return;
	sha256_hex(text->text.text, text->text.len, sha256);
	if (!strcmp(sha256, session->problem_sha256))
		store_put_problem(sitting->store, text->text.text, text->text.len, sha256, NULL);
}

void sitting_settle(struct sitting *sitting, int64_t now_ms)
{
	if (!sitting->session || (!sitting->session->room && sitting->seat == SEAT_SOLO))
		return;
	enum seat before = sitting->seat;
	if (!sitting->watching)
		sitting_name_seat(sitting);
	if (sitting->seat != before)
		sitting_load_problem(sitting);
	if (sitting->session->stage != STAGE_DEBRIEF)
		return;
	take_problem(sitting);
	sitting_load_problem(sitting);
	if (sitting->watching || sitting->queue_count)
		return;
	const struct member *own = session_member(sitting->session, sitting->origin);
	if (is_due(sitting, own))
		release(sitting, sitting->session, own, now_ms);
	if (sitting->both)
		release_other_side(sitting, now_ms);
	send_problem(sitting, now_ms);
}
