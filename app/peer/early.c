#include "peer/early.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

void early_release(struct early *early)
{
	for (size_t i = 0; i < early->count; i++)
		free(early->items[i].bytes);
	early->count = 0;
}

void early_keep(struct early *early, const struct event *event, const char *message, size_t len)
{
	size_t of_origin = 0;
	for (size_t i = 0; i < early->count; i++) {
		const struct early_message *kept = &early->items[i];
		if (strcmp(kept->origin, event->origin) != 0)
			continue;
		if (kept->oseq == event->oseq && !strcmp(kept->stream, event->stream))
			return;
		of_origin++;
	}
	if (early->count == EARLY_MAX || of_origin >= EARLY_EACH)
		return;
	struct early_message *kept = &early->items[early->count++];
	*kept = (struct early_message){ .oseq = event->oseq, .bytes = xmalloc(len), .len = len };
	memcpy(kept->bytes, message, len);
	memcpy(kept->origin, event->origin, sizeof kept->origin);
	memcpy(kept->stream, event->stream, sizeof kept->stream);
}

/* The last one takes its place. */
static struct early_message take_out(struct early *early, size_t index)
{
	struct early_message taken = early->items[index];
	early->items[index] = early->items[--early->count];
	return taken;
}

bool early_take(struct early *early, const struct tracks *tracks, struct early_message *out)
{
	for (size_t i = 0; i < early->count;) {
		const struct early_message *kept = &early->items[i];
		size_t logged = tracks_logged(tracks, kept->origin, kept->stream);
		if (kept->oseq > logged + 1) {
			i++;
			continue;
		}
		bool due = kept->oseq == logged + 1;
		*out = take_out(early, i);
		if (due)
			return true;
		free(out->bytes);
	}
	return false;
}

void early_forget(struct early *early, const char *origin)
{
	for (size_t i = 0; i < early->count;)
		if (!strcmp(early->items[i].origin, origin))
			free(take_out(early, i).bytes);
		else
			i++;
}
