#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "screens/conversation.h"
#include "screens/interview.h"

void talk_prepare(struct interview *interview, const struct world *world)
{
	if (interview->dialogue.problem == world->problem)
		return;
	dialogue_release(&interview->dialogue);
	dialogue_init(&interview->dialogue, world->problem);
}

/* What the interviewer says becomes an event like any other. */
static void say(void *context, const struct event *said)
{
	intent_say(context, said);
}

void talk_ask(struct interview *interview, const struct world *world, struct intents *out)
{
	const char *question = input_text(&interview->question, NULL);
	if (!*question)
		return;
	dialogue_ask(&interview->dialogue, world->session, question, say, out);
	editor_replace_all(interview->question.editor, "", 0);
}

void talk_hint(struct interview *interview, const struct world *world, struct intents *out)
{
	if (!dialogue_hint(&interview->dialogue, world->session, say, out))
		intent_message(out, "All hints of this phase are taken.");
}

void talk_probe(struct interview *interview, const struct world *world, struct intents *out)
{
	if (!dialogue_probe(&interview->dialogue, world->session, say, out))
		intent_message(out, "The interviewer has no further questions.");
}

void talk_tick(struct interview *interview, const struct world *world, struct intents *out)
{
	if (world->watching)
		return;
	size_t before = out->count;
	dialogue_tick(&interview->dialogue, world->session, world->now_ms, say, out);
	if (out->count > before)
		intent_simple(out, INTENT_BELL, NULL);
}

const char *talk_prompt(const struct world *world)
{
	if (world->problem)
		return world->problem->prompt;
	return *world->session->prompt ? world->session->prompt : "(The problem's text is not here.)";
}

void talk_refresh(struct interview *interview, const struct world *world)
{
	const struct session *session = world->session;
	if (interview->talk_made && interview->talk_turns == session->turn_count)
		return;
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "**Interviewer:** %s\n", talk_prompt(world));
	conversation_add(&text, session, world->seat);
	mdview_set(&interview->talk, text.text, text.len);
	strbuf_release(&text);
	interview->talk_turns = session->turn_count;
	interview->talk_made = true;
	interview->talk_at_end = true;
}
