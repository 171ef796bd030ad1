/*
 * A room in which members write whatever they like, well signed: each line of the input is a message of one of them. The
 * interviewer's side and an observer's take it; neither ever takes what its writer's seat may not write, out of turn, or twice.
 *
 *     {...}           an event of the origin that it names, signed with that one's key, continuing the chain
 *     !{...}          the same, continuing another chain
 *     ?{...}          signed by nobody
 *     Hfrom ...;...   a HAVE of the candidate's, with ';' for the ends of its lines
 *     hfrom ...;...   the same of the interviewer's
 *     +MS             time goes on
 */
#include "fuzz.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "peer/sync.h"
#include "session/session.h"

#define SESSION "0000000000000001"
#define IDS(origin, stream, oseq) "\"session\": \"" SESSION "\", \"origin\": \"" origin "\", \"stream\": \"" stream "\", \"oseq\": " #oseq
#define EVENT_LINE(origin, stream, oseq, lamport, kind, payload) \
	"{" IDS(origin, stream, oseq) ", \"lamport\": " #lamport ", \"at_ms\": 1700000000000, \"kind\": \"" kind "\", \"payload\": " payload "}\n"
#define HOST "HHHHHHHHHHHHHHHH"
#define CANDIDATE "CCCCCCCCCCCCCCCC"
#define OBSERVER "BBBBBBBBBBBBBBBB"

enum { MEMBERS = 3, TRACKS = 256, MESSAGES_MAX = 4096 };

const char *const fuzz_seeds[] = {
	EVENT_LINE(CANDIDATE, "main", 1, 9, "question.asked", "{\"text\": \"How many?\"}")
	EVENT_LINE(CANDIDATE, "notes.one", 1, 10, "note.edited", "{\"offset\": 0, \"deleted\": 0, \"text\": \"a\"}")
	EVENT_LINE(CANDIDATE, "notes.one", 2, 11, "note.edited", "{\"offset\": 1, \"deleted\": 0, \"text\": \"b\\n\"}")
	EVENT_LINE(HOST, "main", 5, 12, "fact.revealed", "{\"fact\": \"users\", \"weight\": 3, \"text\": \"A million\"}")
	"Hfrom " CANDIDATE " 1700000000100;has " CANDIDATE " main 1;has " HOST " main 4;heard " HOST " 1700000000000 7;\n"
	EVENT_LINE(HOST, "main", 6, 13, "member.removed", "{\"member\": \"" OBSERVER "\"}")
	"+2500\n"
	"hfrom " HOST " 1700000000200;has " HOST " main 9;\n",
	EVENT_LINE(OBSERVER, "main", 1, 9, "question.asked", "{\"text\": \"May I?\"}")
	EVENT_LINE(OBSERVER, "notes.one", 1, 9, "note.edited", "{\"offset\": 0, \"deleted\": 0, \"text\": \"I help\"}")
	EVENT_LINE(CANDIDATE, "main", 2, 12, "item.ticked", "{\"item\": \"scale\", \"ticked\": true}")
	EVENT_LINE(CANDIDATE, "main", 1, 9, "question.asked", "{\"text\": \"Late?\"}")
	"!" EVENT_LINE(CANDIDATE, "main", 3, 13, "question.asked", "{\"text\": \"Another chain?\"}")
	EVENT_LINE(CANDIDATE, "main", 2, 12, "question.asked", "{\"text\": \"Another story?\"}")
	EVENT_LINE(CANDIDATE, "worksheet", 1, 14, "note.edited", "{\"offset\": 0, \"deleted\": 0, \"text\": \"1 + 1\"}"),
	EVENT_LINE(CANDIDATE, "main", 1, 9, "score.released", "{\"criterion\": \"depth\", \"score\": 4, \"evidence\": \"x\"}")
	EVENT_LINE(CANDIDATE, "main", 2, 10, "phase.entered", "{\"phase\": 1}")
	EVENT_LINE(CANDIDATE, "private", 1, 10, "mark.made", "{\"category\": \"good\", \"text\": \"x\", \"phase\": 0, \"made_ms\": 1}")
	EVENT_LINE(HOST, "main", 5, 10, "member.admitted",
	           "{\"member\": \"DDDDDDDDDDDDDDDD\", \"name\": \"x\", \"seat\": \"panel\", \"key\": \"00\"}")
	EVENT_LINE(HOST, "main", 6, 11, "session.ended", "{\"reason\": \"done\"}")
	EVENT_LINE(HOST, "problem", 1, 11, "note.edited", "{\"offset\": 0, \"deleted\": 0, \"text\": \"# P\"}")
	"?" EVENT_LINE(CANDIDATE, "main", 2, 11, "question.asked", "{\"text\": \"Unsigned?\"}")
	EVENT_LINE(CANDIDATE, "main", 2, 18446744073709551615, "from.the.future", "{\"x\": [1]}"),
	NULL
};

struct hash { unsigned char bytes[32]; };

struct writer { unsigned char key[SYNC_KEY_SIZE], secret[SYNC_SECRET_SIZE]; };

/* What one side was told to keep, as its log would have it. */
struct track { char origin[ID_SIZE], stream[STREAM_SIZE]; uint64_t count; struct hash end; };

struct side {
	struct sync *sync;
	const char *self;
	struct track tracks[TRACKS];
	size_t track_count;
	bool frozen[MEMBERS];
};

struct room {
	struct writer members[MEMBERS];
	struct side sides[2];
	int64_t now_ms;
	struct arena arena;
};

static const struct { const char *origin, *seat; } people[MEMBERS] = {
	{ HOST, "interviewer" }, { CANDIDATE, "candidate" }, { OBSERVER, "observer" },
};

static size_t who(const char *origin)
{
	for (size_t i = 0; i < MEMBERS; i++)
		if (!strcmp(people[i].origin, origin))
			return i;
	return MEMBERS;
}

static struct track *track_of(struct side *side, const char *origin, const char *stream)
{
	for (size_t i = 0; i < side->track_count; i++)
		if (!strcmp(side->tracks[i].origin, origin) && !strcmp(side->tracks[i].stream, stream))
			return &side->tracks[i];
	FUZZ_REQUIRE(side->track_count < TRACKS);
	struct track *track = &side->tracks[side->track_count++];
	*track = (struct track){ .count = 0 };
	strcpy(track->origin, origin);
	strcpy(track->stream, stream);
	return track;
}

static void chain(struct hash *end, const char *line, size_t len)
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, sizeof end->bytes);
	crypto_generichash_update(&state, end->bytes, sizeof end->bytes);
	crypto_generichash_update(&state, (const unsigned char *)line, len);
	crypto_generichash_final(&state, end->bytes, sizeof end->bytes);
}

static void keep(struct side *side, const struct event *event)
{
	struct strbuf line = STRBUF_INIT;
	struct track *track = track_of(side, event->origin, event->stream);
	event_line_encode(event, &line);
	chain(&track->end, line.text, line.len);
	track->count++;
	sync_logged(side->sync, event);
	strbuf_release(&line);
}

/* The log that every room begins with. */
static void load(struct room *room, struct side *side)
{
	struct session *session = session_new();
	struct event event;
	strcpy(session->id, SESSION);
	for (int i = 0; i < 4; i++) {
		static const enum event_kind kinds[] = { EVENT_SESSION_STARTED, EVENT_ROOM_OPENED, EVENT_MEMBER_ADMITTED, EVENT_MEMBER_ADMITTED };
		char hex[2 * SYNC_KEY_SIZE + 1];
		session_prepare(session, &event, HOST, STREAM_MAIN, kinds[i], 1700000000000);
		if (i == 0)
			event.session_started = (struct session_started){ .problem = "p", .title = "P", .problem_sha256 = "", .preset = "45",
			                                                  .phases = "one R 1-2-3", .level = "mid" };
		else if (i == 1)
			event.room_opened = (struct room_opened){ .name = "Ann", .prompt = "" };
		else
			event.member_admitted = (struct member_admitted){
				.member = people[i - 1].origin, .name = "", .seat = people[i - 1].seat,
				.key = sodium_bin2hex(hex, sizeof hex, room->members[i - 1].key, SYNC_KEY_SIZE) };
		session_add(session, &event);
		keep(side, &event);
	}
	session_free(session);
	sync_loaded(side->sync);
}

static void open_room(struct room *room)
{
	*room = (struct room){ .now_ms = 1700000000000 };
	arena_init(&room->arena);
	for (size_t i = 0; i < MEMBERS; i++) {
		unsigned char seed[crypto_sign_SEEDBYTES];
		memset(seed, (int)i + 1, sizeof seed);
		crypto_sign_seed_keypair(room->members[i].key, room->members[i].secret, seed);
	}
	for (size_t i = 0; i < 2; i++) {
		struct side *side = &room->sides[i];
		size_t self = i ? 2 : 0;
		struct sync_options options = { .session = SESSION, .self = people[self].origin, .host = HOST };
		memcpy(options.host_key, room->members[0].key, sizeof options.host_key);
		memcpy(options.secret, room->members[self].secret, sizeof options.secret);
		side->self = people[self].origin;
		side->sync = sync_new(&options);
		load(room, side);
	}
}

/* Never fewer than before, and never anything of others but what it had. */
static void read_have(struct side *side, const struct strbuf *message)
{
	size_t at = 1 + crypto_sign_BYTES;
	char *text = xstrndup(message->text + at, message->len - at), *rest = NULL;
	char origin[17], stream[32];
	uint64_t oseq;
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		if (sscanf(line, "has %16s %31s %" SCNu64, origin, stream, &oseq) == 3)
			FUZZ_REQUIRE(oseq == track_of(side, origin, stream)->count);
	free(text);
}

static void send_all(struct room *room, struct side *side)
{
	struct strbuf message = STRBUF_INIT;
	bool is_event;
	int count = 0;
	while (sync_next(side->sync, room->now_ms, &message, &is_event)) {
		FUZZ_REQUIRE(message.len <= SYNC_MESSAGE_MAX && ++count < MESSAGES_MAX);
		FUZZ_REQUIRE(message.text[0] == (is_event ? 'E' : 'H'));
		if (!is_event)
			read_have(side, &message);
	}
	int64_t wait = sync_wait_ms(side->sync, room->now_ms);
	FUZZ_REQUIRE(wait >= 0 && wait <= SYNC_HAVE_MS);
	sync_undelivered(side->sync, room->now_ms);
	strbuf_release(&message);
}

static void check_taken(struct room *room, struct side *side, const struct event *event)
{
	struct track *track = track_of(side, event->origin, event->stream);
	size_t writer = who(event->origin);
	(void)room;
	FUZZ_REQUIRE(event_check(event, NULL) == STATUS_OK && !strcmp(event->session, SESSION));
	FUZZ_REQUIRE(writer < MEMBERS && strcmp(event->origin, side->self) && sync_is_member(side->sync, event->origin));
	FUZZ_REQUIRE(seat_may_write(sync_seat(side->sync, event->origin), event));
	FUZZ_REQUIRE(event->oseq == track->count + 1);
	FUZZ_REQUIRE(!side->frozen[writer]);
}

/* Of `origin`, or "" of nobody who signed. */
static void hand(struct room *room, struct side *side, const struct strbuf *message, const char *origin)
{
	struct event event;
	/* A block of just this size, so that a sanitizer sees a read beyond its end. */
	char *exact = xmalloc(message->len);
	memcpy(exact, message->text, message->len);
	enum sync_result result = sync_receive(side->sync, exact, message->len, room->now_ms, &event, &room->arena);
	FUZZ_REQUIRE(*origin || (result != SYNC_EVENT && result != SYNC_DONE && result != SYNC_DOUBLE && result != SYNC_GAP));
	if (result == SYNC_FORKED && who(origin) < MEMBERS)
		side->frozen[who(origin)] = true;
	while (result == SYNC_EVENT) {
		check_taken(room, side, &event);
		/* Now and then the disk is full: what was not kept is not had. */
		if (event.lamport % 5 == 4)
			break;
		keep(side, &event);
		result = sync_early(side->sync, room->now_ms, &event, &room->arena);
	}
	free(exact);
	send_all(room, side);
}

static void sign(const struct writer *member, const struct strbuf *digest, unsigned char signature[crypto_sign_BYTES])
{
	crypto_sign_detached(signature, NULL, (const unsigned char *)digest->text, digest->len, member->secret);
}

static void say_event(struct room *room, struct side *side, const char *line, size_t len, char how)
{
	struct event event;
	struct strbuf digest = STRBUF_INIT, message = STRBUF_INIT, canonical = STRBUF_INIT;
	unsigned char signature[crypto_sign_BYTES] = { 0 };
	struct hash before = { { 0 } };
	bool is_event = event_line_decode(&event, line, len, &room->arena, NULL) == STATUS_OK;
	size_t writer = is_event ? who(event.origin) : MEMBERS;
	if (is_event) {
		event_line_encode(&event, &canonical);
		before = track_of(side, event.origin, event.stream)->end;
		line = canonical.text;
		len = canonical.len;
	}
	if (how == '!')
		before.bytes[0] ^= 1;
	strbuf_addf(&digest, "sysdrill event %s", SESSION);
	strbuf_add(&digest, before.bytes, sizeof before.bytes);
	strbuf_add(&digest, line, len);
	if (writer < MEMBERS && how != '?')
		sign(&room->members[writer], &digest, signature);
	strbuf_adds(&message, len % 2 ? "E?" : "E.");
	strbuf_add(&message, signature, sizeof signature);
	strbuf_add(&message, before.bytes, sizeof before.bytes);
	strbuf_add(&message, line, len);
	hand(room, side, &message, writer < MEMBERS && how != '?' ? event.origin : "");
	strbuf_release(&digest);
	strbuf_release(&message);
	strbuf_release(&canonical);
}

static void say_have(struct room *room, struct side *side, size_t writer, const char *line, size_t len)
{
	struct strbuf text = STRBUF_INIT, digest = STRBUF_INIT, message = STRBUF_INIT;
	unsigned char signature[crypto_sign_BYTES];
	strbuf_add(&text, line, len);
	for (size_t i = 0; i < text.len; i++)
		if (text.text[i] == ';')
			text.text[i] = '\n';
	strbuf_addf(&digest, "sysdrill have %s", SESSION);
	strbuf_add(&digest, text.text, text.len);
	sign(&room->members[writer], &digest, signature);
	strbuf_addc(&message, 'H');
	strbuf_add(&message, signature, sizeof signature);
	strbuf_add(&message, text.text, text.len);
	hand(room, side, &message, people[writer].origin);
	strbuf_release(&text);
	strbuf_release(&digest);
	strbuf_release(&message);
}

static void say(struct room *room, struct side *side, const char *line, size_t len)
{
	struct strbuf raw = STRBUF_INIT;
	if (len && (line[0] == 'H' || line[0] == 'h')) {
		say_have(room, side, line[0] == 'H', line + 1, len - 1);
	} else if (len && (line[0] == '!' || line[0] == '?')) {
		say_event(room, side, line + 1, len - 1, line[0]);
	} else {
		say_event(room, side, line, len, '.');
	}
	/* And as it stands, signed by nobody. */
	strbuf_add(&raw, line, len);
	hand(room, side, &raw, "");
	strbuf_release(&raw);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct room room;
	if (sodium_init() < 0)
		return 0;
	open_room(&room);
	for (size_t at = 0, lines = 0; at < size && lines < 48; lines++) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t len = end ? (size_t)(end - text) - at : size - at;
		if (text[at] == '+') {
			char *number = xstrndup(text + at + 1, len - 1);
			int64_t ms = strtoll(number, NULL, 10);
			room.now_ms += ms > 0 && ms < 1000000 ? ms : 1;
			free(number);
		} else {
			for (size_t i = 0; i < 2; i++)
				say(&room, &room.sides[i], text + at, len);
		}
		room.now_ms += 7;
		at += len + 1;
	}
	for (size_t i = 0; i < 2; i++)
		sync_free(room.sides[i].sync);
	arena_release(&room.arena);
	return 0;
}
