#include "peer/bridge_parts.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "session/room_code.h"

enum {
	LOBBY_SAY_MS = 2000,
	LOBBY_A_SECOND = 30,    /* messages from the lobby that are looked at; more is a flood */
	DOOR_MAX = 8,           /* who waits there at a time */
	RECIPIENTS_MAX = 64,    /* of a new key */
};

/* --- what is told to the main program --- */

/* What becomes of somebody who wants to join: the first four characters of the code name it. */
static bool say_joining(struct bridge *bridge, const char *value)
{
	char room[ROOM_NAME_LEN + 1];
	room_code_name(bridge->order->code, room);
	return bridge_put_state(bridge, value, "joining", room);
}

void door_tell_failed(struct bridge *bridge, const char *why)
{
	struct strbuf value = STRBUF_INIT;
	strbuf_addf(&value, "failed\t%s", why);
	say_joining(bridge, value.text);
	strbuf_release(&value);
}

static void door_key(char out[96], const struct bridge *bridge, const char *kind, const char *origin)
{
	snprintf(out, 96, "%s.%s.%s", kind, bridge->keys.session, origin);
}

/* That it was this key that was let in: an admission of before may be of one that was lost since. */
static bool is_let_in(const struct bridge *bridge)
{
	const unsigned char *key = bridge->sync ? sync_key(bridge->sync, bridge->keys.self) : NULL;
	return key && !memcmp(key, bridge->keys.sign, SYNC_KEY_SIZE);
}

void door_tell_in(struct bridge *bridge)
{
	char key[96];
	struct strbuf value = STRBUF_INIT;
	struct error err = { "" };
	if (bridge->host || bridge->told_in || !bridge->joins || !is_let_in(bridge) || bridge->batch_count)
		return;
	bridge->seat = sync_seat(bridge->sync, bridge->keys.self);
	if (store_adopt_origin(bridge->store, bridge->keys.session, seat_name(bridge->seat), bridge->keys.self, &err) != STATUS_OK) {
		/* The main program would write as somebody who was never let in. The next bridge tries it again. */
		door_tell_failed(bridge, err.text);
		bridge->failed = true;
		return;
	}
	door_key(key, bridge, "place", bridge->keys.self);
	strbuf_addf(&value, "in\t%s\t%s", bridge->keys.session, seat_name(bridge->seat));
	bridge->told_in = store_put_state(bridge->store, key, bridge->keys.topic, NULL) == STATUS_OK && say_joining(bridge, value.text);
	strbuf_release(&value);
}

struct place {
	const char *topic;
	struct keys *keys;
};

static void look_at_place(void *context, const char *key, const char *topic)
{
	const struct place *place = context;
	char session[ID_SIZE], origin[ID_SIZE];
	if (strcmp(topic, place->topic) != 0 || sscanf(key, "place.%16[0-9A-Z].%16[0-9A-Z]", session, origin) != 2)
		return;
	strcpy(place->keys->session, session);
	strcpy(place->keys->self, origin);
}

bool door_find_place(struct store *store, struct keys *keys)
{
	struct place place = { .topic = keys->topic, .keys = keys };
	store_list_state(store, "place.", look_at_place, &place, NULL);
	return *keys->self != '\0';
}

/* --- what is said --- */

static void say_in_lobby(struct bridge *bridge, struct lobby_message *message)
{
	struct strbuf text = STRBUF_INIT;
	memcpy(message->key, bridge->keys.sign, sizeof message->key);
	lobby_write(&text, message, bridge->keys.sign_secret);
	bridge_send(bridge, FRAME_LOBBY, &text, true);
	strbuf_release(&text);
}

static void say_here(struct bridge *bridge)
{
	struct lobby_message message = { .kind = LOBBY_HERE, .seat = SEAT_INTERVIEWER };
	memcpy(message.origin, bridge->keys.self, sizeof message.origin);
	snprintf(message.name, sizeof message.name, "%s", bridge->name);
	say_in_lobby(bridge, &message);
}

static void say_ask(struct bridge *bridge)
{
	/* Somebody who was let in says so only to get the key again: the seat is the one that they have. */
	enum seat seat = bridge->let_in ? sync_seat(bridge->sync, bridge->keys.self) : bridge->seat;
	struct lobby_message message = { .kind = LOBBY_ASK, .seat = seat };
	memcpy(message.origin, bridge->keys.self, sizeof message.origin);
	memcpy(message.box, bridge->keys.box, sizeof message.box);
	snprintf(message.name, sizeof message.name, "%s", bridge->name);
	say_in_lobby(bridge, &message);
}

static void say_no(struct bridge *bridge, const char *origin)
{
	struct lobby_message message = { .kind = LOBBY_NO, .seat = SEAT_INTERVIEWER };
	memcpy(message.origin, origin, sizeof message.origin);
	say_in_lobby(bridge, &message);
}

void door_speak(struct bridge *bridge)
{
	/* A member who was away when the key changed asks for the new one; whoever was removed knows it from the log, or knocks. */
	bool lacks_key = bridge->behind && bridge->sync && !sync_is_removed(bridge->sync, bridge->keys.self);
	bool asks = !bridge->host && (!bridge->let_in || lacks_key);
	if ((!asks && !bridge->host) || bridge->steady_ms - bridge->said_ms < LOBBY_SAY_MS)
		return;
	bridge->said_ms = bridge->steady_ms;
	if (bridge->host)
		say_here(bridge);
	else if (bridge->met_host || bridge->let_in)
		say_ask(bridge);
	else if (bridge->media_count && !bridge_is_up(bridge) && *medium_trouble(bridge->media[0]))
		door_tell_failed(bridge, medium_trouble(bridge->media[0]));
}

/* --- keys to members --- */

/* What somebody's ticket is to be sealed to, and the key that said so: the one is worth nothing without the other. */
static void keep_box(struct bridge *bridge, const struct lobby_message *message)
{
	char key[96], hex[2 * (SYNC_KEY_SIZE + BOX_KEY_SIZE) + 1];
	unsigned char both[SYNC_KEY_SIZE + BOX_KEY_SIZE];
	memcpy(both, message->key, SYNC_KEY_SIZE);
	memcpy(both + SYNC_KEY_SIZE, message->box, BOX_KEY_SIZE);
	sodium_bin2hex(hex, sizeof hex, both, sizeof both);
	door_key(key, bridge, "box", message->origin);
	store_put_state(bridge->store, key, hex, NULL);
}

/* Only the box that was named with the key that was let in: whoever has the code can knock under any origin. */
static bool box_of(struct bridge *bridge, const char *origin, unsigned char box[BOX_KEY_SIZE])
{
	char key[96];
	unsigned char both[SYNC_KEY_SIZE + BOX_KEY_SIZE];
	struct strbuf hex = STRBUF_INIT;
	const unsigned char *let_in = sync_key(bridge->sync, origin);
	size_t len;
	door_key(key, bridge, "box", origin);
	bool right = let_in && store_get_state(bridge->store, key, &hex, NULL) == STATUS_OK &&
	             !sodium_hex2bin(both, sizeof both, hex.text, hex.len, NULL, &len, NULL) && len == sizeof both &&
	             !memcmp(both, let_in, SYNC_KEY_SIZE);
	if (right)
		memcpy(box, both + SYNC_KEY_SIZE, BOX_KEY_SIZE);
	strbuf_release(&hex);
	return right;
}

void door_send_ticket(struct bridge *bridge, const char *origin)
{
	struct lobby_message message = { .kind = LOBBY_IN, .seat = SEAT_INTERVIEWER };
	struct lobby_ticket ticket = { .epoch = (uint8_t)(bridge->keys.epoch_count - 1) };
	unsigned char box_key[BOX_KEY_SIZE];
	if (box_of(bridge, origin, box_key)) {
		memcpy(ticket.session, bridge->keys.session, ID_SIZE);
		memcpy(ticket.host, bridge->keys.self, ID_SIZE);
		memcpy(ticket.room_key, bridge->keys.room[ticket.epoch], FRAME_KEY_SIZE);
		memcpy(message.origin, origin, ID_SIZE);
		lobby_seal_ticket(&message, &ticket, box_key);
		say_in_lobby(bridge, &message);
		sodium_memzero(&ticket, sizeof ticket);
	}
}

struct recipients {
	const struct sync *sync;
	char origins[RECIPIENTS_MAX][ID_SIZE];
	size_t count;
};

static void add_recipient(void *context, const char *key, const char *value)
{
	struct recipients *recipients = context;
	const char *origin = strrchr(key, '.') + 1;
	(void)value;
	if (recipients->count < RECIPIENTS_MAX && id_valid(origin) && sync_is_member(recipients->sync, origin))
		strcpy(recipients->origins[recipients->count++], origin);
}

void door_send_tickets(struct bridge *bridge)
{
	struct recipients recipients = { .sync = bridge->sync };
	char prefix[64];
	snprintf(prefix, sizeof prefix, "box.%s.", bridge->keys.session);
	store_list_state(bridge->store, prefix, add_recipient, &recipients, NULL);
	for (size_t i = 0; i < recipients.count; i++)
		door_send_ticket(bridge, recipients.origins[i]);
}

/* --- what is heard --- */

bool door_has_time(struct bridge *bridge)
{
	if (bridge->steady_ms - bridge->second_ms >= 1000) {
		bridge->second_ms = bridge->steady_ms;
		bridge->lobby_budget = LOBBY_A_SECOND;
	}
	return bridge->lobby_budget-- > 0;
}

static bool says_refused(const char *entry)
{
	return !strncmp(entry, "refused", strlen("refused"));
}

static void count_waiting(void *context, const char *key, const char *value)
{
	(void)key;
	*(size_t *)context += !says_refused(value);
}

/* Who was turned away stays away with that key; with another one the interviewer decides anew. */
static bool refuses(const char *entry, const char *hex)
{
	const char *key = strchr(entry, '\t');
	return says_refused(entry) && (!key || !strcmp(key + 1, hex));
}

/* Shown to the interviewer with the fingerprint; it stays as it is until they have decided, whoever knocks under that origin. */
static void wait_at_door(struct bridge *bridge, const struct lobby_message *message, const char *key, const char *hex)
{
	char print[PRINT_SIZE], prefix[64];
	struct strbuf value = STRBUF_INIT;
	size_t waiting = 0;
	snprintf(prefix, sizeof prefix, "lobby.%s.", bridge->keys.session);
	store_list_state(bridge->store, prefix, count_waiting, &waiting, NULL);
	if (waiting >= DOOR_MAX)
		return;
	frame_print(print, bridge->keys.sign, message->key, bridge->keys.topic);
	strbuf_addf(&value, "%s\t%s\t%s\t%s", seat_name(message->seat), message->name, print, hex);
	/* The box of a member stays until the interviewer has let in the other key. */
	if (!sync_is_member(bridge->sync, message->origin))
		keep_box(bridge, message);
	store_put_state(bridge->store, key, value.text, NULL);
	strbuf_release(&value);
}

static void hear_ask(struct bridge *bridge, const struct lobby_message *message)
{
	char key[96], hex[2 * SYNC_KEY_SIZE + 1];
	struct strbuf value = STRBUF_INIT;
	const unsigned char *let_in = sync_key(bridge->sync, message->origin);
	/* Who has no key writes at this machine: nobody comes back as them through a bridge, nor as the interviewer. */
	bool taken = !strcmp(message->origin, bridge->keys.self) || (sync_is_member(bridge->sync, message->origin) && !let_in);
	sodium_bin2hex(hex, sizeof hex, message->key, sizeof message->key);
	door_key(key, bridge, "lobby", message->origin);
	bool asked = store_get_state(bridge->store, key, &value, NULL) == STATUS_OK;
	if (let_in && !memcmp(let_in, message->key, SYNC_KEY_SIZE)) {
		/* Let in, and did not hear it, or was away when the key changed. */
		keep_box(bridge, message);
		door_send_ticket(bridge, message->origin);
	} else if (asked && refuses(value.text, hex)) {
		say_no(bridge, message->origin);
	} else if (!taken && (!asked || says_refused(value.text)) && message->seat != SEAT_INTERVIEWER) {
		/* Nobody under this origin yet, or a member who lost the keys, or says so: they get nothing before they are let in again. */
		wait_at_door(bridge, message, key, hex);
	}
	strbuf_release(&value);
}

static void hear_here(struct bridge *bridge, const struct lobby_message *message)
{
	char print[PRINT_SIZE];
	struct strbuf value = STRBUF_INIT;
	if (bridge->met_host || (bridge->sync && memcmp(message->key, bridge->keys.host_sign, SYNC_KEY_SIZE)))
		return;
	frame_print(print, message->key, bridge->keys.sign, bridge->keys.topic);
	strbuf_addf(&value, "door\t%s\t%s", print, message->name);
	/* Nobody asks to be let in whose screen does not show the fingerprint. */
	if (say_joining(bridge, value.text)) {
		memcpy(bridge->met, message->key, sizeof bridge->met);
		bridge->met_host = true;
		bridge->said_ms = INT64_MIN / 2;
	}
	strbuf_release(&value);
}

static void hear_in(struct bridge *bridge, const struct lobby_message *message)
{
	struct lobby_ticket ticket;
	struct error err = { "" };
	struct keys *keys = &bridge->keys;
	const unsigned char *expected = bridge->let_in ? keys->host_sign : bridge->met;
	if ((!bridge->let_in && !bridge->met_host) || memcmp(message->key, expected, SYNC_KEY_SIZE) ||
	    strcmp(message->origin, keys->self) || !lobby_open_ticket(message, &ticket, keys->box, keys->box_secret) ||
	    (bridge->sync && strcmp(ticket.session, keys->session)) || ticket.epoch >= EPOCHS_MAX)
		return;
	if (bridge->let_in && ticket.epoch < keys->epoch_count && !memcmp(keys->room[ticket.epoch], ticket.room_key, FRAME_KEY_SIZE)) {
		/* An old one, played again; or one is not behind after all, and what did not open was garbage. */
		bridge->behind = bridge->behind && ticket.epoch + 1 < keys->epoch_count;
		sodium_memzero(&ticket, sizeof ticket);
		return;
	}
	memcpy(keys->room[ticket.epoch], ticket.room_key, FRAME_KEY_SIZE);
	if (ticket.epoch + 1 > keys->epoch_count)
		keys->epoch_count = (uint8_t)(ticket.epoch + 1);
	bridge->behind = false;
	memcpy(keys->session, ticket.session, ID_SIZE);
	memcpy(keys->host, ticket.host, ID_SIZE);
	memcpy(keys->host_sign, message->key, SYNC_KEY_SIZE);
	sodium_memzero(&ticket, sizeof ticket);
	if (keys_save(keys, store_home(bridge->store), &err) != STATUS_OK) {
		door_tell_failed(bridge, err.text);
		bridge->failed = true;
		return;
	}
	bridge->let_in = true;
	if (!bridge->sync)
		bridge_start_sync(bridge);
	sync_greet(bridge->sync);
}

void door_hear(struct bridge *bridge, const struct strbuf *text)
{
	struct lobby_message message;
	if (!lobby_read(&message, text->text, text->len))
		return;
	switch (message.kind) {
	case LOBBY_ASK:
		if (bridge->host)
			hear_ask(bridge, &message);
		break;
	case LOBBY_HERE:
		if (!bridge->host && !bridge->let_in)
			hear_here(bridge, &message);
		break;
	case LOBBY_IN:
		if (!bridge->host)
			hear_in(bridge, &message);
		break;
	case LOBBY_NO:
		if (!bridge->host && bridge->met_host && !bridge->let_in && !memcmp(message.key, bridge->met, SYNC_KEY_SIZE) &&
		    !strcmp(message.origin, bridge->keys.self)) {
			/* Who lost the keys of before asks with new ones the next time: see begin_new(). */
			keys_forget(&bridge->keys, store_home(bridge->store));
			say_joining(bridge, "refused");
		}
		break;
	case LOBBY_KINDS:
		break;
	}
}
