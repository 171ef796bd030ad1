#include "peer/track.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"

void tracks_release(struct tracks *tracks)
{
	for (size_t i = 0; i < tracks->count; i++) {
		struct track *track = &tracks->items[i];
		for (size_t j = 0; track->lines && j < track->count; j++)
			free(track->lines[j]);
		free(track->lines);
		free(track->sent_ms);
		free(track->hashes);
	}
	free(tracks->items);
	*tracks = (struct tracks){ .count = 0 };
}

struct track *tracks_find(const struct tracks *tracks, const char *origin, const char *stream)
{
	for (size_t i = 0; i < tracks->count; i++)
		if (!strcmp(tracks->items[i].stream, stream) && !strcmp(tracks->items[i].origin, origin))
			return &tracks->items[i];
	return NULL;
}

struct track *tracks_make(struct tracks *tracks, const char *origin, const char *stream)
{
	struct track *found = tracks_find(tracks, origin, stream);
	if (found || tracks->count == TRACKS_MAX)
		return found;
	tracks->items = array_grow(tracks->items, tracks->count, &tracks->cap, sizeof *tracks->items);
	struct track *track = &tracks->items[tracks->count++];
	*track = (struct track){ .count = 0 };
	snprintf(track->origin, sizeof track->origin, "%s", origin);
	snprintf(track->stream, sizeof track->stream, "%s", stream);
	return track;
}

bool tracks_have_room(const struct tracks *tracks, const char *origin)
{
	size_t count = 0;
	for (size_t i = 0; i < tracks->count; i++)
		count += !strcmp(tracks->items[i].origin, origin);
	return tracks->count < TRACKS_MAX && count < TRACKS_EACH;
}

size_t tracks_logged(const struct tracks *tracks, const char *origin, const char *stream)
{
	const struct track *track = tracks_find(tracks, origin, stream);
	return track ? track->count : 0;
}

const struct track_hash *track_before(const struct track *track, size_t index)
{
	static const struct track_hash beginning;
	return track && index ? &track->hashes[index - 1] : &beginning;
}

bool track_hash_equal(const struct track_hash *a, const struct track_hash *b)
{
	return !sodium_memcmp(a->bytes, b->bytes, TRACK_HASH_SIZE);
}

void track_chain(const struct track_hash *before, const char *line, size_t len, struct track_hash *out)
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, TRACK_HASH_SIZE);
	crypto_generichash_update(&state, before->bytes, TRACK_HASH_SIZE);
	crypto_generichash_update(&state, (const unsigned char *)line, len);
	crypto_generichash_final(&state, out->bytes, TRACK_HASH_SIZE);
}

void track_add(struct track *track, const char *line, size_t len, bool own)
{
	size_t index = track->count;
	struct track_hash hash;
	track_chain(track_before(track, index), line, len, &hash);
	track->hashes = array_grow(track->hashes, index, &track->cap, sizeof *track->hashes);
	track->hashes[index] = hash;
	if (own) {
		track->lines = array_grow(track->lines, index, &track->lines_cap, sizeof *track->lines);
		track->sent_ms = array_grow(track->sent_ms, index, &track->sent_cap, sizeof *track->sent_ms);
		track->lines[index] = xstrndup(line, len);
		track->sent_ms[index] = 0;
		track->until = index + 1;
		track->batch = false;
	}
	track->count++;
}
