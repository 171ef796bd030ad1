#include "screens/conversation.h"

#include "coach/dialogue.h"
#include "screens/mdview.h"

void conversation_add(struct strbuf *text, const struct session *session, enum seat seat)
{
	for (size_t i = 0; i < session->turn_count; i++) {
		const struct turn *turn = &session->turns[i];
		bool asked = turn->kind == TURN_QUESTION, typed = asked || (turn->kind == TURN_ANSWER && session->room);
		strbuf_addf(text, "\n**%s:** ", asked && seat != SEAT_SOLO && seat != SEAT_CANDIDATE ? "Candidate"
		            : dialogue_speaker(turn));
		if (typed)
			mdview_add_escaped(text, turn->text);
		else
			strbuf_adds(text, dialogue_text(turn));
		strbuf_addc(text, '\n');
	}
}
