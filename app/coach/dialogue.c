#include "coach/dialogue.h"

#include <string.h>

#include "coach/curveball.h"
#include "coach/hints.h"
#include "coach/probes.h"
#include "session/pacing.h"

void dialogue_init(struct dialogue *dialogue, const struct problem *problem)
{
	*dialogue = (struct dialogue){
		.problem = problem,
		.interviewer = problem ? interviewer_new(problem) : NULL,
		.reviewer = problem ? reviewer_new(problem) : NULL,
	};
}

void dialogue_release(struct dialogue *dialogue)
{
	interviewer_free(dialogue->interviewer);
	reviewer_free(dialogue->reviewer);
	*dialogue = (struct dialogue){ .problem = NULL };
}

static void say_reply(const struct reply *reply, dialogue_say *say, void *context)
{
	bool told_anew = false;
	for (size_t i = 0; i < reply->fact_count; i++) {
		const struct fact *fact = reply->facts[i].fact;
		if (reply->facts[i].again)
			continue;
		say(context, &(struct event){ .kind = EVENT_FACT_REVEALED, .fact_revealed = {
			.fact = fact->id, .weight = fact->weight, .text = fact->answer } });
		told_anew = true;
	}
	if (!told_anew)
		say(context, &(struct event){ .kind = EVENT_ANSWER_GIVEN, .answer_given = {
			.decided_by = decided_by_name(reply->decided_by), .text = reply->text.text } });
}

void dialogue_ask(const struct dialogue *dialogue, const struct session *session, const char *question, dialogue_say *say,
                  void *context)
{
	say(context, &(struct event){ .kind = EVENT_QUESTION_ASKED, .question_asked = { .text = question } });
	dialogue_answer(dialogue, session, question, say, context);
}

void dialogue_answer(const struct dialogue *dialogue, const struct session *session, const char *question, dialogue_say *say,
                     void *context)
{
	if (!dialogue->interviewer)
		return;
	struct reply reply = REPLY_INIT;
	interviewer_ask(dialogue->interviewer, session, question, &reply);
	say_reply(&reply, say, context);
	reply_release(&reply);
}

bool dialogue_hint(const struct dialogue *dialogue, const struct session *session, dialogue_say *say, void *context)
{
	struct hint hint;
	if (!dialogue->problem || !coach_next_hint_in_phase(dialogue->problem, session, &hint))
		return false;
	say(context, &(struct event){ .kind = EVENT_HINT_TAKEN, .hint_taken = {
		.section = section_name(hint.section), .step = hint.step, .text = hint.text } });
	return true;
}

/* How often the interviewer has come to this probe: the question, and one follow-up. */
static int times_asked(const struct session *session, const char *probe)
{
	int times = 0;
	for (size_t i = 0; i < session->turn_count; i++)
		times += session->turns[i].kind == TURN_PROBE && !strcmp(session->turns[i].ref, probe);
	return times;
}

/* What there is to be said to the answer of the latest probe; "" when nothing (any more). */
static const char *follow_up(const struct dialogue *dialogue, const struct session *session, const struct probe **probe)
{
	for (size_t i = session->turn_count; i-- > 0;) {
		const struct turn *turn = &session->turns[i];
		if (turn->kind != TURN_PROBE)
			continue;
		*probe = problem_probe(dialogue->problem, turn->ref);
		if (!*probe || times_asked(session, turn->ref) > 1)
			return "";
		return probe_follow_up(*probe, coach_probe_answer(dialogue->reviewer, session, *probe));
	}
	return "";
}

bool dialogue_probe(const struct dialogue *dialogue, const struct session *session, dialogue_say *say, void *context)
{
	const struct probe *probe = NULL;
	if (!dialogue->reviewer)
		return false;
	const char *text = follow_up(dialogue, session, &probe);
	if (!*text) {
		probe = coach_next_probe(dialogue->reviewer, session);
		if (!probe)
			return false;
		text = probe->question;
	}
	say(context, &(struct event){ .kind = EVENT_PROBE_ASKED, .probe_asked = { .probe = probe->id, .text = text } });
	return true;
}

void dialogue_tick(const struct dialogue *dialogue, const struct session *session, int64_t now_ms, dialogue_say *say,
                   void *context)
{
	if (session->stage != STAGE_RUNNING || !dialogue->problem)
		return;
	if (pacing_stuck(session, now_ms))
		say(context, &(struct event){ .kind = EVENT_HINT_OFFERED, .hint_offered = { .phase = (int64_t)session->phase } });
	if (coach_probe_due(session, now_ms))
		dialogue_probe(dialogue, session, say, context);
	const struct curveball *curveball = coach_curveball_due(session, now_ms) ? coach_curveball(dialogue->problem, session)
	                                                                         : NULL;
	if (curveball)
		say(context, &(struct event){ .kind = EVENT_CURVEBALL_THROWN, .curveball_thrown = {
			.curveball = curveball->id, .text = curveball->say } });
}

const char *dialogue_speaker(const struct turn *turn)
{
	switch (turn->kind) {
	case TURN_QUESTION:
		return "You";
	case TURN_FACT:
	case TURN_ANSWER:
		return "Interviewer";
	case TURN_HINT:
		return "Hint";
	case TURN_HINT_OFFER:
		return "Interviewer offers";
	case TURN_PROBE:
		return "Interviewer asks";
	case TURN_CURVEBALL:
		return "Interviewer changes something";
	}
	return "";
}

const char *dialogue_text(const struct turn *turn)
{
	return turn->kind == TURN_HINT_OFFER ? "You have been at this for a while. Take a hint, if you want one." : turn->text;
}
