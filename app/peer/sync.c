#include "peer/sync.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "peer/early.h"
#include "peer/track.h"

enum { LAMPORT_LEAP = 1000000, CLOCK_SAMPLES = 8 };

_Static_assert(ID_SIZE - 1 == 16 && STREAM_SIZE - 1 == 31, "the widths in the formats by which a HAVE is read");
_Static_assert((int)EARLY_EACH >= (int)SYNC_BATCH, "a batch whose first event is lost is kept");

struct peer {
	char origin[ID_SIZE];
	unsigned char key[SYNC_KEY_SIZE];
	enum seat seat;
	bool member, removed, frozen;
	int64_t came_ms, their_ms;      /* of the last HAVE, by our clock and by theirs: echoed in ours */
	int64_t heard_ms;               /* our clock, of the last one that answers us */
	size_t *had;                    /* of each of our own tracks, by its index; at most its count */
	size_t had_count, had_cap;
};

struct sync {
	char session[ID_SIZE], self[ID_SIZE], host[ID_SIZE];
	unsigned char secret[SYNC_SECRET_SIZE];
	struct tracks tracks;
	struct peer *peers;
	size_t peer_count, peer_cap;
	uint64_t lamport;
	struct early early;
	bool have_due;                  /* at once */
	bool have_soon;                 /* not before SYNC_AGAIN_MS after the last one: nobody can make us shout */
	int64_t have_ms;                /* when the last HAVE was sent */
	struct { int64_t offset_ms, round_trip_ms; } clock[CLOCK_SAMPLES];
	size_t clock_count;
	size_t results[SYNC_RESULTS];
};

/* --- members --- */

static struct peer *find_peer(const struct sync *sync, const char *origin)
{
	for (size_t i = 0; i < sync->peer_count; i++)
		if (!strcmp(sync->peers[i].origin, origin))
			return &sync->peers[i];
	return NULL;
}

static struct peer *make_peer(struct sync *sync, const char *origin)
{
	struct peer *found = find_peer(sync, origin);
	if (found)
		return found;
	sync->peers = array_grow(sync->peers, sync->peer_count, &sync->peer_cap, sizeof *sync->peers);
	struct peer *peer = &sync->peers[sync->peer_count++];
	*peer = (struct peer){ .seat = SEAT_OBSERVER };
	snprintf(peer->origin, sizeof peer->origin, "%s", origin);
	return peer;
}

struct sync *sync_new(const struct sync_options *options)
{
	struct sync *sync = xcalloc(1, sizeof *sync);
	snprintf(sync->session, sizeof sync->session, "%s", options->session);
	snprintf(sync->self, sizeof sync->self, "%s", options->self);
	snprintf(sync->host, sizeof sync->host, "%s", options->host);
	memcpy(sync->secret, options->secret, sizeof sync->secret);
	struct peer *host = make_peer(sync, options->host);
	memcpy(host->key, options->host_key, sizeof host->key);
	host->seat = SEAT_INTERVIEWER;
	host->member = true;
	sync->have_due = true;
	return sync;
}

void sync_free(struct sync *sync)
{
	if (!sync)
		return;
	for (size_t i = 0; i < sync->peer_count; i++)
		free(sync->peers[i].had);
	free(sync->peers);
	tracks_release(&sync->tracks);
	early_release(&sync->early);
	sodium_memzero(sync->secret, sizeof sync->secret);
	free(sync);
}

/* Who is a member, from what the interviewer wrote. */
static void learn_members(struct sync *sync, const struct event *event)
{
	if (strcmp(event->origin, sync->host) != 0)
		return;
	if (event->kind == EVENT_MEMBER_ADMITTED) {
		const struct member_admitted *admitted = &event->member_admitted;
		enum seat seat;
		size_t len;
		unsigned char key[SYNC_KEY_SIZE] = { 0 };
		if (!id_valid(admitted->member) || !strcmp(admitted->member, sync->host) || !seat_parse(admitted->seat, &seat) ||
		    seat == SEAT_INTERVIEWER)
			return;
		/* Without a key: somebody at the interviewer's own machine, whose events come through that. */
		bool keyed = !sodium_hex2bin(key, sizeof key, admitted->key, strlen(admitted->key), NULL, &len, NULL) && len == sizeof key;
		struct peer *peer = make_peer(sync, admitted->member);
		memcpy(peer->key, key, sizeof key);
		peer->seat = seat;
		peer->removed = false;
		peer->member = keyed || !strcmp(admitted->member, sync->self);
		sync->have_due = true;
	} else if (event->kind == EVENT_MEMBER_REMOVED) {
		struct peer *peer = find_peer(sync, event->member_removed.member);
		if (peer && strcmp(peer->origin, sync->host)) {
			peer->member = false;
			peer->removed = true;
			early_forget(&sync->early, peer->origin);
		}
	}
}

void sync_logged(struct sync *sync, const struct event *event)
{
	if (stream_is_private(event->stream))
		return;
	struct track *track = tracks_make(&sync->tracks, event->origin, event->stream);
	if (!track || event->oseq != track->count + 1)
		return;
	struct strbuf line = STRBUF_INIT;
	event_line_encode(event, &line);
	track_add(track, line.text, line.len, !strcmp(event->origin, sync->self));
	strbuf_release(&line);
	if (event->lamport > sync->lamport)
		sync->lamport = event->lamport;
	learn_members(sync, event);
}

void sync_loaded(struct sync *sync)
{
	for (size_t i = 0; i < sync->tracks.count; i++) {
		struct track *track = &sync->tracks.items[i];
		track->next = track->until = track->count;
	}
}

/* --- messages --- */

static void event_digest(const struct sync *sync, const struct track_hash *before, const char *line, size_t len,
                         struct strbuf *out)
{
	strbuf_adds(out, "sysdrill event ");
	strbuf_adds(out, sync->session);
	strbuf_add(out, before->bytes, TRACK_HASH_SIZE);
	strbuf_add(out, line, len);
}

static void have_digest(const struct sync *sync, const char *text, size_t len, struct strbuf *out)
{
	strbuf_adds(out, "sysdrill have ");
	strbuf_adds(out, sync->session);
	strbuf_add(out, text, len);
}

static void sign(const struct sync *sync, const struct strbuf *digest, unsigned char signature[crypto_sign_BYTES])
{
	crypto_sign_detached(signature, NULL, (const unsigned char *)digest->text, digest->len, sync->secret);
}

static bool holds(const unsigned char *signature, const struct strbuf *digest, const unsigned char *key)
{
	return !crypto_sign_verify_detached(signature, (const unsigned char *)digest->text, digest->len, key);
}

/* E, whether an answer is wanted, signature, hash of what is before, the line. */
static void write_event(const struct sync *sync, struct track *track, size_t index, bool ask, int64_t now_ms, struct strbuf *out)
{
	const struct track_hash *before = track_before(track, index);
	struct strbuf digest = STRBUF_INIT;
	unsigned char signature[crypto_sign_BYTES];
	event_digest(sync, before, track->lines[index], strlen(track->lines[index]), &digest);
	sign(sync, &digest, signature);
	strbuf_addc(out, 'E');
	strbuf_addc(out, ask ? '?' : '.');
	strbuf_add(out, signature, sizeof signature);
	strbuf_add(out, before->bytes, TRACK_HASH_SIZE);
	strbuf_adds(out, track->lines[index]);
	track->sent_ms[index] = now_ms;
	strbuf_release(&digest);
}

/*
 * H, signature, then lines: "from ORIGIN MS", "heard ORIGIN THEIR-MS HELD-MS" for each that was heard, "has ORIGIN STREAM OSEQ".
 */
static void write_have(const struct sync *sync, int64_t now_ms, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT, digest = STRBUF_INIT;
	unsigned char signature[crypto_sign_BYTES];
	strbuf_addf(&text, "from %s %" PRId64 "\n", sync->self, now_ms);
	for (size_t i = 0; i < sync->peer_count; i++)
		if (sync->peers[i].came_ms)
			strbuf_addf(&text, "heard %s %" PRId64 " %" PRId64 "\n", sync->peers[i].origin, sync->peers[i].their_ms,
			            now_ms - sync->peers[i].came_ms);
	for (size_t i = 0; i < sync->tracks.count; i++)
		strbuf_addf(&text, "has %s %s %zu\n", sync->tracks.items[i].origin, sync->tracks.items[i].stream,
		            sync->tracks.items[i].count);
	have_digest(sync, text.text, text.len, &digest);
	sign(sync, &digest, signature);
	strbuf_addc(out, 'H');
	strbuf_add(out, signature, sizeof signature);
	strbuf_add(out, text.text, text.len);
	strbuf_release(&text);
	strbuf_release(&digest);
}

/* How long until the next HAVE. */
static int64_t have_wait_ms(const struct sync *sync, int64_t now_ms)
{
	int64_t wait = sync->have_ms + (sync->have_soon ? SYNC_AGAIN_MS : SYNC_HAVE_MS) - now_ms;
	return sync->have_due || wait < 0 || now_ms < sync->have_ms ? 0 : wait;
}

static bool to_send(const struct track *track)
{
	return track->lines && track->next < track->until;
}

bool sync_next(struct sync *sync, int64_t now_ms, struct strbuf *message, bool *is_event)
{
	strbuf_clear(message);
	if (!have_wait_ms(sync, now_ms)) {
		sync->have_due = sync->have_soon = false;
		sync->have_ms = now_ms;
		write_have(sync, now_ms, message);
		*is_event = false;
		return true;
	}
	for (size_t i = 0; i < sync->tracks.count; i++) {
		struct track *track = &sync->tracks.items[i];
		if (!to_send(track))
			continue;
		size_t index = track->next++;
		write_event(sync, track, index, track->batch && track->next == track->until, now_ms, message);
		*is_event = true;
		return true;
	}
	return false;
}

int64_t sync_wait_ms(const struct sync *sync, int64_t now_ms)
{
	for (size_t i = 0; i < sync->tracks.count; i++)
		if (to_send(&sync->tracks.items[i]))
			return 0;
	return have_wait_ms(sync, now_ms);
}

void sync_greet(struct sync *sync)
{
	sync->have_due = true;
}

/* Somebody has ours up to `had`: the next ones go again, unless they are on their way. */
static void send_again(struct track *track, size_t had, int64_t now_ms)
{
	if (had >= track->count)
		return;
	int64_t since = now_ms - track->sent_ms[had];
	if (track->sent_ms[had] && since >= 0 && since < SYNC_AGAIN_MS)
		return;
	/* What was never sent yet goes anyway. */
	if (had >= track->next && track->next < track->until)
		return;
	track->next = had;
	track->until = had + SYNC_BATCH < track->count ? had + SYNC_BATCH : track->count;
	track->batch = true;
}

static void note_had(struct peer *peer, size_t index, size_t had)
{
	while (peer->had_count <= index) {
		peer->had = array_grow(peer->had, peer->had_count, &peer->had_cap, sizeof *peer->had);
		peer->had[peer->had_count++] = 0;
	}
	peer->had[index] = had;
}

/* Of a HAVE: a track that is not told of is one of which they have nothing. */
static void compare(struct sync *sync, struct peer *peer, const uint64_t *had, int64_t now_ms)
{
	for (size_t i = 0; i < sync->tracks.count; i++) {
		struct track *track = &sync->tracks.items[i];
		if (!track->lines)
			continue;
		/* Nobody has more than there is: what is written from now on has still to be delivered. */
		size_t has = had[i] < track->count ? (size_t)had[i] : track->count;
		note_had(peer, i, has);
		send_again(track, has, now_ms);
	}
}

/* T1 ours, T2 + held theirs: the offset as NTP has it, of the sample with the shortest round trip. */
static void note_clock(struct sync *sync, int64_t ours_then, int64_t held, int64_t theirs, int64_t now_ms)
{
	int64_t round_trip = now_ms - ours_then - held;
	if (round_trip < 0 || round_trip > 60000)
		return;
	size_t at = sync->clock_count++ % CLOCK_SAMPLES;
	sync->clock[at].round_trip_ms = round_trip;
	sync->clock[at].offset_ms = theirs + round_trip / 2 - now_ms;
}

/* The moment of ours that a HAVE answers; 0: none. */
static int64_t answered_ms(const struct sync *sync, const char *text, size_t len)
{
	char origin[ID_SIZE], *copy = xstrndup(text, len), *save = NULL;
	int64_t found = 0, ms, held;
	for (char *line = strtok_r(copy, "\n", &save); line && !found; line = strtok_r(NULL, "\n", &save))
		if (sscanf(line, "heard %16s %" SCNd64 " %" SCNd64, origin, &ms, &held) == 3 && !strcmp(origin, sync->self))
			found = ms;
	free(copy);
	return found;
}

static enum sync_result read_have(struct sync *sync, const char *text, size_t len, const unsigned char *signature, int64_t now_ms)
{
	char origin[ID_SIZE], stream[STREAM_SIZE];
	int64_t their_ms, first, second;
	uint64_t oseq;
	char *copy = xstrndup(text, len), *save = NULL, *line = strtok_r(copy, "\n", &save);
	enum sync_result result = SYNC_BAD;
	uint64_t *had = xcalloc(sync->tracks.count + 1, sizeof *had);
	struct strbuf digest = STRBUF_INIT;
	if (!line || sscanf(line, "from %16s %" SCNd64, origin, &their_ms) != 2 || strlen(copy) > len)
		goto out;
	struct peer *peer = find_peer(sync, origin);
	result = !peer || !peer->member || !strcmp(origin, sync->self) ? SYNC_STRANGER : SYNC_DONE;
	if (result != SYNC_DONE)
		goto out;
	have_digest(sync, text, len, &digest);
	if (!holds(signature, &digest, peer->key)) {
		result = SYNC_FORGED;
		goto out;
	}
	/* An old one that somebody plays again says nothing new; one that answers us is new, even if their clock was set back. */
	int64_t ago = now_ms - answered_ms(sync, text, len);
	bool answers = ago >= 0 && ago <= SYNC_SILENCE_MS;
	if (peer->came_ms && their_ms <= peer->their_ms && !answers) {
		result = SYNC_DOUBLE;
		goto out;
	}
	peer->their_ms = their_ms;
	peer->came_ms = now_ms;
	/* Whoever was out of touch gets an answer soon, so that each of the two can be heard. */
	if (!answers || llabs(now_ms - peer->heard_ms) > SYNC_SILENCE_MS)
		sync->have_soon = true;
	if (answers)
		peer->heard_ms = now_ms;
	while ((line = strtok_r(NULL, "\n", &save))) {
		if (sscanf(line, "heard %16s %" SCNd64 " %" SCNd64, origin, &first, &second) == 3) {
			if (!strcmp(origin, sync->self) && !strcmp(peer->origin, sync->host))
				note_clock(sync, first, second, their_ms, now_ms);
		} else if (sscanf(line, "has %16s %31s %" SCNu64, origin, stream, &oseq) == 3) {
			struct track *track = tracks_find(&sync->tracks, origin, stream);
			if (track && track->lines)
				had[track - sync->tracks.items] = oseq;
			else if (!strcmp(origin, peer->origin) && (!track || track->count < oseq))
				sync->have_soon = true;
		}
	}
	compare(sync, peer, had, now_ms);
out:
	strbuf_release(&digest);
	free(had);
	free(copy);
	return result;
}

static enum sync_result refuse_fork(struct sync *sync, struct peer *peer)
{
	peer->frozen = true;
	early_forget(&sync->early, peer->origin);
	return SYNC_FORKED;
}

/* The event of a message whose signature holds. */
static enum sync_result accept(struct sync *sync, struct peer *peer, const struct event *event, const struct track_hash *before,
                               const char *line, size_t len)
{
	if (strcmp(event->session, sync->session) || event->lamport > sync->lamport + LAMPORT_LEAP)
		return SYNC_REFUSED;
	if (!seat_may_write(peer->seat, event))
		return SYNC_REFUSED;
	const struct track *track = tracks_find(&sync->tracks, event->origin, event->stream);
	size_t count = track ? track->count : 0;
	if (event->oseq > count + 1)
		return SYNC_GAP;
	if (event->oseq <= count) {
		struct track_hash hash;
		track_chain(before, line, len, &hash);
		return track_hash_equal(&hash, &track->hashes[event->oseq - 1]) ? SYNC_DOUBLE : refuse_fork(sync, peer);
	}
	if (!track_hash_equal(before, track_before(track, count)))
		return refuse_fork(sync, peer);
	if (!track && !tracks_have_room(&sync->tracks, event->origin))
		return SYNC_REFUSED;
	return SYNC_EVENT;
}

static enum sync_result read_event(struct sync *sync, const char *at, size_t len, int64_t now_ms, struct event *event,
                                   struct arena *arena)
{
	const size_t head = 1 + crypto_sign_BYTES + TRACK_HASH_SIZE;
	if (len <= head)
		return SYNC_BAD;
	bool ask = at[0] == '?';
	const unsigned char *signature = (const unsigned char *)at + 1;
	const char *line = at + head;
	size_t line_len = len - head;
	struct track_hash before;
	struct strbuf again = STRBUF_INIT, digest = STRBUF_INIT;
	memcpy(before.bytes, at + 1 + crypto_sign_BYTES, TRACK_HASH_SIZE);
	enum sync_result result = SYNC_BAD;
	if (event_line_decode(event, line, line_len, arena, NULL) != STATUS_OK || event_check(event, NULL) != STATUS_OK)
		goto out;
	event_line_encode(event, &again);
	if (again.len != line_len || memcmp(again.text, line, line_len))
		goto out;
	struct peer *peer = find_peer(sync, event->origin);
	if (!peer || !peer->member || peer->frozen || !strcmp(event->origin, sync->self)) {
		result = SYNC_STRANGER;
		goto out;
	}
	event_digest(sync, &before, line, line_len, &digest);
	if (!holds(signature, &digest, peer->key)) {
		result = SYNC_FORGED;
		goto out;
	}
	result = accept(sync, peer, event, &before, line, line_len);
	if (ask || (result == SYNC_GAP && now_ms - sync->have_ms >= SYNC_AGAIN_MS / 4))
		sync->have_due = true;
out:
	strbuf_release(&again);
	strbuf_release(&digest);
	return result;
}

enum sync_result sync_early(struct sync *sync, int64_t now_ms, struct event *event, struct arena *arena)
{
	enum sync_result result = SYNC_DONE;
	for (struct early_message early; result != SYNC_EVENT && early_take(&sync->early, &sync->tracks, &early);) {
		result = read_event(sync, early.bytes + 1, early.len - 1, now_ms, event, arena);
		free(early.bytes);
	}
	return result == SYNC_EVENT ? SYNC_EVENT : SYNC_DONE;
}

enum sync_result sync_receive(struct sync *sync, const void *message, size_t len, int64_t now_ms, struct event *event,
                              struct arena *arena)
{
	const char *at = message;
	enum sync_result result = SYNC_BAD;
	if (len && len <= SYNC_MESSAGE_MAX && at[0] == 'E')
		result = read_event(sync, at + 1, len - 1, now_ms, event, arena);
	else if (len > 1 + crypto_sign_BYTES && len <= SYNC_MESSAGE_MAX && at[0] == 'H')
		result = read_have(sync, at + 1 + crypto_sign_BYTES, len - 1 - crypto_sign_BYTES, (const unsigned char *)at + 1, now_ms);
	if (result == SYNC_GAP)
		early_keep(&sync->early, event, at, len);
	sync->results[result]++;
	return result;
}

/* --- what can be asked --- */

enum seat sync_seat(const struct sync *sync, const char *origin)
{
	const struct peer *peer = find_peer(sync, origin);
	return peer && peer->member ? peer->seat : SEAT_OBSERVER;
}

bool sync_is_member(const struct sync *sync, const char *origin)
{
	const struct peer *peer = find_peer(sync, origin);
	return peer && peer->member;
}

bool sync_is_removed(const struct sync *sync, const char *origin)
{
	const struct peer *peer = find_peer(sync, origin);
	return peer && peer->removed;
}

const unsigned char *sync_key(const struct sync *sync, const char *origin)
{
	static const unsigned char none[SYNC_KEY_SIZE];
	const struct peer *peer = find_peer(sync, origin);
	return peer && peer->member && memcmp(peer->key, none, sizeof none) ? peer->key : NULL;
}

const char *sync_frozen(const struct sync *sync)
{
	for (size_t i = 0; i < sync->peer_count; i++)
		if (sync->peers[i].member && sync->peers[i].frozen)
			return sync->peers[i].origin;
	return NULL;
}

int64_t sync_heard_ms(const struct sync *sync)
{
	int64_t any = 0;
	for (size_t i = 0; i < sync->peer_count; i++) {
		const struct peer *peer = &sync->peers[i];
		if (!peer->member || !strcmp(peer->origin, sync->self))
			continue;
		if (peer->seat == SEAT_INTERVIEWER || (peer->seat == SEAT_CANDIDATE && !strcmp(sync->self, sync->host)))
			return peer->heard_ms;
		if (peer->heard_ms > any && !strcmp(sync->self, sync->host))
			any = peer->heard_ms;
	}
	return any;
}

size_t sync_undelivered(const struct sync *sync, int64_t now_ms)
{
	size_t most = 0;
	for (size_t i = 0; i < sync->peer_count; i++) {
		const struct peer *peer = &sync->peers[i];
		size_t lacking = 0;
		if (!peer->member || !strcmp(peer->origin, sync->self) || now_ms - peer->heard_ms > SYNC_SILENCE_MS)
			continue;
		for (size_t j = 0; j < sync->tracks.count; j++)
			if (sync->tracks.items[j].lines)
				lacking += sync->tracks.items[j].count - (j < peer->had_count ? peer->had[j] : 0);
		most = lacking > most ? lacking : most;
	}
	return most;
}

bool sync_clock(const struct sync *sync, int64_t *offset_ms, int64_t *round_trip_ms)
{
	size_t count = sync->clock_count < CLOCK_SAMPLES ? sync->clock_count : CLOCK_SAMPLES, best = 0;
	for (size_t i = 1; i < count; i++)
		if (sync->clock[i].round_trip_ms < sync->clock[best].round_trip_ms)
			best = i;
	if (!count)
		return false;
	*offset_ms = sync->clock[best].offset_ms;
	*round_trip_ms = sync->clock[best].round_trip_ms;
	return true;
}

size_t sync_count(const struct sync *sync, enum sync_result result)
{
	return sync->results[result];
}
