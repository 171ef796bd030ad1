/* An interview for people: one Markdown document that reads well in any viewer. */
#include "session/export.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "session/rubric.h"
#include "session/summary.h"

/* What was typed is shown as it was typed: notes are full of diagrams, which Markdown would flow into paragraphs. */
static void add_verbatim(struct strbuf *out, const char *text, size_t len)
{
	size_t longest = 2, run = 0;
	for (size_t i = 0; i < len; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	strbuf_fill(out, '`', longest + 1);
	strbuf_adds(out, "text\n");
	strbuf_add(out, text, len);
	if (len && text[len - 1] != '\n')
		strbuf_addc(out, '\n');
	strbuf_fill(out, '`', longest + 1);
	strbuf_adds(out, "\n\n");
}

/* Within a line: line ends become spaces, and what would be markup is escaped. */
static void add_inline(struct strbuf *out, const char *text)
{
	const char *start = text;
	for (; *text; text++) {
		if (strchr("\\`*_[]<>|&~", *text) || (text == start && strchr("#+-", *text)))
			strbuf_addc(out, '\\');
		strbuf_addc(out, (unsigned char)*text < ' ' ? ' ' : *text);
	}
}

static void add_capitalized(struct strbuf *out, const char *name)
{
	if (*name)
		strbuf_addc(out, (char)toupper((unsigned char)*name));
	add_inline(out, *name ? name + 1 : name);
}

static void export_members(const struct session *session, struct strbuf *out)
{
	for (size_t i = 0; i < session->member_count; i++) {
		strbuf_adds(out, i ? ", " : "- With: ");
		add_inline(out, session->members[i].name);
		strbuf_addf(out, " (%s)", session->room ? seat_name(session->members[i].seat) : "reviewer");
	}
	if (session->member_count)
		strbuf_addc(out, '\n');
}

static void export_head(const struct session *session, const struct session_summary *summary, struct strbuf *out)
{
	strbuf_adds(out, "# ");
	add_inline(out, *summary->title ? summary->title : "An interview");
	strbuf_adds(out, "\n\n- Date: ");
	time_format_utc(summary->started_ms, ' ', out);
	strbuf_addf(out, " UTC\n- Level: %s\n- Preset: ", level_title(summary->level));
	add_inline(out, summary->preset);
	strbuf_adds(out, "\n- Time: ");
	clock_format(summary->spent_ms, out);
	strbuf_adds(out, " of ");
	clock_format(summary->budget_ms, out);
	if (summary->pauses) {
		strbuf_addf(out, ", and %d %s of ", summary->pauses, summary->pauses == 1 ? "pause" : "pauses");
		clock_format(summary->paused_ms, out);
		strbuf_adds(out, summary->pauses == 1 ? "" : " together");
	}
	strbuf_adds(out, summary->ended_ms ? "\n" : "\n- Not ended yet\n");
	export_members(session, out);
	if (summary->score >= 0)
		strbuf_addf(out, "- Score: %d %%\n", summary->score);
	if (session_peer_percent(session) >= 0)
		strbuf_addf(out, "- Score by those who interviewed: %d %%\n", session_peer_percent(session));
	strbuf_addf(out, "- Hints taken: %d\n- Session: %s\n\n", summary->hints, summary->id);
}

static void export_times(const struct session *session, int64_t until_ms, struct strbuf *out)
{
	strbuf_adds(out, "## Time\n\n| Phase | Spent | Budget | Entered |\n|---|---:|---:|---:|\n");
	for (size_t i = 0; i < session->preset.count; i++) {
		const struct phase *phase = &session->preset.phases[i];
		strbuf_adds(out, "| ");
		add_capitalized(out, phase->name);
		strbuf_adds(out, " | ");
		clock_format(session_phase_spent_ms(session, i, until_ms), out);
		strbuf_adds(out, " | ");
		clock_format(phase->target_ms, out);
		strbuf_addf(out, " | %d |\n", session->phases[i].entries);
	}
	strbuf_addc(out, '\n');
}

static void export_turn(const struct session *session, const struct turn *turn, struct strbuf *out)
{
	static const char *const who[] = {
		[TURN_QUESTION] = "You asked",
		[TURN_FACT] = "Interviewer",
		[TURN_ANSWER] = "Interviewer",
		[TURN_HINT] = "Hint",
		[TURN_HINT_OFFER] = "Interviewer",
		[TURN_PROBE] = "Interviewer asked",
		[TURN_CURVEBALL] = "Interviewer, changing a constraint",
	};
	strbuf_adds(out, "- ");
	clock_format(turn->at_ms > session->started_ms ? turn->at_ms - session->started_ms : 0, out);
	strbuf_addf(out, " **%s:** ", who[turn->kind]);
	add_inline(out, turn->kind == TURN_HINT_OFFER ? "would a hint help?" : turn->text);
	strbuf_addc(out, '\n');
}

static void export_conversation(const struct session *session, struct strbuf *out)
{
	if (!session->turn_count)
		return;
	strbuf_adds(out, "## Conversation\n\n");
	for (size_t i = 0; i < session->turn_count; i++) {
		const struct turn *turn = &session->turns[i];
		if (!i || turn->phase != session->turns[i - 1].phase) {
			strbuf_adds(out, i ? "\n### " : "### ");
			add_capitalized(out, session->preset.phases[turn->phase].name);
			strbuf_adds(out, "\n\n");
		}
		export_turn(session, turn, out);
	}
	strbuf_addc(out, '\n');
}

static void export_document(const struct session *session, const char *stream, const char *heading, struct strbuf *out)
{
	size_t len;
	const char *text = session_text(session, stream, &len);
	if (!len)
		return;
	strbuf_adds(out, "### ");
	add_capitalized(out, heading);
	strbuf_adds(out, "\n\n");
	add_verbatim(out, text, len);
}

static void export_notes(const struct session *session, struct strbuf *out)
{
	strbuf_adds(out, "## Notes\n\n");
	for (size_t i = 0; i < session->preset.count; i++) {
		char stream[STREAM_SIZE];
		session_notes_stream(session, i, stream);
		export_document(session, stream, session->preset.phases[i].name, out);
	}
	export_document(session, STREAM_WORKSHEET, "worksheet", out);
}

static void export_facts(const struct session *session, const struct problem *problem, struct strbuf *out)
{
	strbuf_addf(out, "## Facts\n\nUnlocked: %d of %d by weight.", session->fact_weight, problem_fact_weight(problem));
	size_t missed = 0;
	for (size_t i = 0; i < problem->fact_count; i++) {
		const struct fact *fact = &problem->facts[i];
		if (session_fact_revealed(session, fact->id))
			continue;
		strbuf_adds(out, missed++ ? "- " : " Never asked for:\n\n- ");
		add_inline(out, fact->title);
		strbuf_addf(out, " (weight %d)\n", fact->weight);
	}
	strbuf_adds(out, missed ? "\n" : "\n\n");
}

static void export_points(const struct session *session, const struct problem *problem, struct strbuf *out)
{
	if (!session->point_count)
		return;
	strbuf_adds(out, "## Key points\n\n");
	for (size_t i = 0; i < problem->key_point_count; i++) {
		strbuf_addf(out, "- [%c] ", session_point_covered(session, problem->key_points[i].id, NULL) ? 'x' : ' ');
		add_inline(out, problem->key_points[i].text);
		strbuf_addc(out, '\n');
	}
	strbuf_addc(out, '\n');
}

static void export_score_table(const struct score scores[CRITERION_COUNT], struct strbuf *out)
{
	strbuf_adds(out, "| Criterion | Weight | Score | Evidence |\n|---|---:|---|---|\n");
	for (int i = 0; i < CRITERION_COUNT; i++) {
		const struct score *score = &scores[i];
		strbuf_addf(out, "| %s | %d %% | ", criterion_title((enum criterion)i), criterion_weight((enum criterion)i));
		if (score->value)
			strbuf_addf(out, "%d (%s)", score->value, rubric_score_title(score->value));
		strbuf_adds(out, " | ");
		add_inline(out, score->evidence);
		strbuf_adds(out, " |\n");
	}
	strbuf_addc(out, '\n');
}

/* The candidate's own, then those of everybody who interviewed. */
static void export_scores(const struct session *session, struct strbuf *out)
{
	strbuf_adds(out, "## Scores\n\n");
	export_score_table(session->scores, out);
	for (size_t i = 0; i < session->member_count && session_scores_open(session); i++) {
		const struct member *member = &session->members[i];
		if (!seat_interviews(member->seat) || !member->released)
			continue;
		strbuf_adds(out, "### By ");
		add_inline(out, member->name);
		strbuf_adds(out, "\n\n");
		export_score_table(member->scores, out);
	}
}

static void export_mark(const struct session *session, const struct mark *mark, struct strbuf *out)
{
	const struct member *member = session_member(session, mark->origin);
	strbuf_adds(out, "- ");
	clock_format(session_clock_at_ms(session, mark->made_ms), out);
	strbuf_adds(out, " ");
	add_inline(out, session->preset.phases[mark->phase].name);
	strbuf_addf(out, ", %s%s", mark_title(mark->category), *mark->text ? ": " : "");
	add_inline(out, mark->text);
	if (member) {
		strbuf_adds(out, " (");
		add_inline(out, member->name);
		strbuf_addc(out, ')');
	}
	strbuf_addc(out, '\n');
}

/* Those that were released; whatever else the session at hand knows. */
static void export_marks(const struct session *session, struct strbuf *out)
{
	size_t count = 0;
	for (size_t i = 0; i < session->mark_count; i++) {
		if (!session->marks[i].released)
			continue;
		strbuf_adds(out, count++ ? "" : "## Marks of those who interviewed\n\n");
		export_mark(session, &session->marks[i], out);
	}
	strbuf_adds(out, count ? "\n" : "");
}

static void export_reflections(const struct session *session, struct strbuf *out)
{
	size_t start = out->len;
	strbuf_adds(out, "## Reflection\n\n");
	size_t empty = out->len;
	for (int i = 1; i <= REFLECTIONS; i++) {
		char stream[STREAM_SIZE];
		snprintf(stream, sizeof stream, STREAM_REFLECT "%d", i);
		export_document(session, stream, rubric_reflection(i), out);
	}
	if (out->len == empty)
		strbuf_splice(out, start, out->len - start, NULL, 0);
	for (int i = 1, count = 0; i <= NEXT_TIME; i++) {
		char stream[STREAM_SIZE];
		size_t len;
		snprintf(stream, sizeof stream, STREAM_NEXT "%d", i);
		const char *text = session_text(session, stream, &len);
		if (!len)
			continue;
		strbuf_adds(out, count++ ? "- " : "## Next time\n\n- ");
		add_inline(out, text);
		strbuf_addc(out, '\n');
	}
}

/* What the others of a room, or a reviewer, answered to the five questions. */
static void export_others(const struct session *session, struct strbuf *out)
{
	for (size_t i = 0; i < session->member_count; i++) {
		const struct member *member = &session->members[i];
		size_t count = 0;
		for (int n = 1; n <= REFLECTIONS && member->seat != SEAT_CANDIDATE; n++) {
			char stream[STREAM_SIZE];
			snprintf(stream, sizeof stream, STREAM_REFLECT "%d", n);
			const struct document *answer = session_document_by(session, stream, member->origin);
			if (!answer || !answer->text.len)
				continue;
			if (!count++) {
				strbuf_adds(out, "## Reflection of ");
				add_inline(out, member->name);
				strbuf_adds(out, "\n\n");
			}
			strbuf_addf(out, "### %s\n\n", rubric_reflection(n));
			add_verbatim(out, answer->text.text, answer->text.len);
		}
	}
}

void session_export_markdown(const struct session *session, const struct problem *problem, struct strbuf *out)
{
	struct session_summary summary;
	session_summarize(session, &summary);
	export_head(session, &summary, out);
	if (problem && *problem->prompt)
		strbuf_addf(out, "## Prompt\n\n%s\n\n", problem->prompt);
	export_times(session, session->last_event_ms, out);
	export_conversation(session, out);
	export_notes(session, out);
	if (summary.ended_ms) {
		if (problem) {
			export_facts(session, problem, out);
			export_points(session, problem, out);
		}
		export_scores(session, out);
		export_marks(session, out);
		export_reflections(session, out);
		export_others(session, out);
	}
	while (out->len > 1 && out->text[out->len - 1] == '\n' && out->text[out->len - 2] == '\n')
		strbuf_splice(out, out->len - 1, 1, NULL, 0);
}
