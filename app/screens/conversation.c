#include "screens/conversation.h"

#include "coach/dialogue.h"
#include "screens/mdview.h"

void conversation_add(struct strbuf *text, const struct session *session)
{
	for (size_t i = 0; i < session->turn_count; i++) {
		const struct turn *turn = &session->turns[i];
		strbuf_addf(text, "\n**%s:** ", dialogue_speaker(turn));
		if (turn->kind == TURN_QUESTION)
			mdview_add_escaped(text, turn->text);
		else
			strbuf_adds(text, dialogue_text(turn));
		strbuf_addc(text, '\n');
	}
}
