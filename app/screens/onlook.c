#include "screens/onlook.h"

#include <stdio.h>
#include <string.h>

#include "screens/conversation.h"
#include "session/change.h"

void onlook_open(struct onlook *onlook, struct clipboard *clipboard, bool ascii)
{
	*onlook = (struct onlook){ .follows = true };
	onlook->notes = editor_new(&(struct editor_options){ .clipboard = clipboard, .read_only = true });
	editor_set_placeholder(onlook->notes, "Nothing typed yet. What the candidate types shows here.");
	mdview_init(&onlook->talk, ascii);
}

void onlook_close(struct onlook *onlook)
{
	editor_free(onlook->notes);
	mdview_release(&onlook->talk);
}

static void document_stream(const struct session *session, size_t index, char out[STREAM_SIZE])
{
	if (index < session->preset.count)
		session_notes_stream(session, index, out);
	else
		snprintf(out, STREAM_SIZE, "%s", STREAM_WORKSHEET);
}

static void follow_notes(struct onlook *onlook, const struct session *session)
{
	char stream[STREAM_SIZE];
	if (onlook->follows)
		onlook->document = session->phase;
	document_stream(session, onlook->document, stream);
	const struct document *document = session_document(session, stream);
	uint64_t applied = document ? document->applied : 0;
	bool same = !strcmp(stream, onlook->stream);
	if (same && applied == onlook->loaded)
		return;
	size_t len, old_len;
	struct change change;
	const char *text = session_text(session, stream, &len), *old = editor_text(onlook->notes, &old_len);
	size_t at = same && change_between(&change, old, old_len, text, len) ? change.offset + change.len : len;
	editor_set_text(onlook->notes, text, len);
	editor_set_cursor(onlook->notes, at);
	snprintf(onlook->stream, sizeof onlook->stream, "%s", stream);
	onlook->loaded = applied;
}

static void follow_talk(struct onlook *onlook, const struct session *session, enum seat seat)
{
	if (onlook->talk_made && onlook->talk_turns == session->turn_count)
		return;
	struct strbuf text = STRBUF_INIT;
	conversation_add(&text, session, seat);
	mdview_set(&onlook->talk, text.text, text.len);
	strbuf_release(&text);
	onlook->talk_turns = session->turn_count;
	onlook->talk_made = onlook->talk_at_end = true;
}

void onlook_follow(struct onlook *onlook, const struct session *session, enum seat seat)
{
	follow_notes(onlook, session);
	follow_talk(onlook, session, seat);
}

void onlook_other_notes(struct onlook *onlook, const struct session *session, enum seat seat)
{
	onlook->document = (onlook->document + 1) % (session->preset.count + 1);
	onlook->follows = onlook->document == session->phase;
	onlook_follow(onlook, session, seat);
}

void onlook_draw_notes(struct onlook *onlook, const struct session *session, const struct canvas_view *view, struct rect area,
                       bool focus)
{
	char title[96];
	bool worksheet = onlook->document >= session->preset.count;
	snprintf(title, sizeof title, "Candidate: %s", worksheet ? "worksheet" : session->preset.phases[onlook->document].name);
	struct canvas_view text = canvas_sub(view, canvas_box(view, area, title, focus));
	editor_draw(onlook->notes, &text, focus);
}

void onlook_draw_talk(struct onlook *onlook, const struct session *session, const struct canvas_view *view, struct rect area,
                      bool focus)
{
	struct rect inside = canvas_box(view, area, "Conversation", focus);
	size_t len;
	const char *draft = session_text(session, STREAM_QUESTION_DRAFT, &len);
	if (len && inside.rows > 2) {
		struct rect line = rect_cut_bottom(&inside, 1);
		int x = line.x + canvas_puts(view, line.y, line.x, ROLE_DIM, "typing: ");
		canvas_text_fit(view, line.y, x, line.x + line.cols - x, ROLE_DIM, draft, len);
	}
	inside.cols++;          /* the scroll bar stands on the frame */
	struct canvas_view text = canvas_sub(view, inside);
	mdview_draw_tail(&onlook->talk, &text, onlook->talk_at_end || scroll_at_end(&onlook->talk.scroll));
	onlook->talk_at_end = false;
}
