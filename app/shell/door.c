/*
 * The door of a room, from both sides: the interviewer sees who stands there, and lets them in or not; whoever wants to come in
 * asks, here or through the bridge, and waits. The keys in the store's state are told in room.c.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "session/room_code.h"
#include "shell/internal.h"

/* --- the interviewer's side --- */

static void lobby_entry(void *context, const char *key, const char *value)
{
	struct shell *shell = context;
	struct room *room = &shell->room;
	const char *origin = strrchr(key, '.');
	char *fields[4], *at = arena_strdup(&room->arena, value);
	size_t count = 0;
	for (char *next = at; next && count < ARRAY_SIZE(fields); next = strchr(next, '\t') ? strchr(next, '\t') + 1 : NULL)
		fields[count++] = next;
	if (count < ARRAY_SIZE(fields) || room->lobby_count == LOBBY_MAX || !id_valid(origin + 1))
		return;
	for (char *c = at; *c; c++)
		if (*c == '\t')
			*c = '\0';
	struct lobby_entry *entry = &room->lobby[room->lobby_count];
	if (!seat_parse(fields[0], &entry->seat) || entry->seat == SEAT_INTERVIEWER)
		return;
	strcpy(entry->origin, origin + 1);
	entry->name = fields[1];
	entry->print = fields[2];
	room->lobby_key[room->lobby_count++] = fields[3];
}

static void read_lobby(struct shell *shell)
{
	char prefix[64];
	struct room *room = &shell->room;
	arena_release(&room->arena);
	room->lobby_count = 0;
	snprintf(prefix, sizeof prefix, "lobby.%s.", shell->sitting.session->id);
	store_list_state(shell->store, prefix, lobby_entry, shell, NULL);
}

/* In with that key: who lost the keys comes to the door as the one they are, with another. */
static bool is_in(const struct shell *shell, size_t index)
{
	const struct room *room = &shell->room;
	const struct member *member = session_member(shell->sitting.session, room->lobby[index].origin);
	return member && !member->removed && !strcmp(member->key, room->lobby_key[index]);
}

/* They stand at the door until the log has it: their bridge would ask once more, and nobody is to be admitted twice. */
static void let_in(struct shell *shell, size_t index)
{
	struct room *room = &shell->room;
	const struct lobby_entry *entry = &room->lobby[index];
	room->look_at_lobby = true;
	if (sitting_has_queue(&shell->sitting) && !strcmp(room->letting_in, entry->origin))
		return;
	strcpy(room->letting_in, entry->origin);
	sitting_queue(&shell->sitting, &(struct event){ .kind = EVENT_MEMBER_ADMITTED, .member_admitted = {
		.member = entry->origin, .name = entry->name, .seat = seat_name(entry->seat), .key = room->lobby_key[index] } },
		STREAM_MAIN, shell->world.now_ms);
	shell_commit(shell);
	if (!sitting_has_queue(&shell->sitting))
		shell_put_of_room(shell, NULL, "lobby", shell->sitting.session->id, entry->origin);
}

static void turn_away(struct shell *shell, size_t index)
{
	struct strbuf value = STRBUF_INIT;
	strbuf_addf(&value, "refused\t%s", shell->room.lobby_key[index]);
	shell_put_of_room(shell, value.text, "lobby", shell->sitting.session->id, shell->room.lobby[index].origin);
	strbuf_release(&value);
}

void shell_admit(struct shell *shell, const char *origin, bool in)
{
	struct sitting *sitting = &shell->sitting;
	if (!sitting->session || sitting->seat != SEAT_INTERVIEWER)
		return;
	for (size_t i = 0; i < shell->room.lobby_count; i++)
		if (!strcmp(shell->room.lobby[i].origin, origin)) {
			if (in)
				let_in(shell, i);
			else
				turn_away(shell, i);
			break;
		}
	read_lobby(shell);
	shell->dirty = true;
}

/* Whoever was let in when that could not be written, or whose bridge had not heard of it when it asked again. */
static void clear_lobby(struct shell *shell)
{
	struct room *room = &shell->room;
	const char *session = shell->sitting.session->id;
	for (size_t i = 0; i < room->lobby_count; i++)
		if (is_in(shell, i)) {
			char key[96];
			snprintf(key, sizeof key, "lobby.%s.%s", session, room->lobby[i].origin);
			/* Without waiting: nobody has asked for it, and it is tried again at the next turn. */
			store_put_state(shell->store, key, NULL, NULL);
			room->look_at_lobby = true;
		}
	if (room->look_at_lobby)
		read_lobby(shell);
}

/*
 * Whoever is the same user at the same machine can read everything anyway: the code is enough, for a seat that is free. One in a
 * turn: whether the seat of the next is free is told by the log.
 */
static void open_to_neighbours(struct shell *shell)
{
	const struct session *session = shell->sitting.session;
	for (size_t i = shell->room.lobby_count; i-- > 0;) {
		const struct lobby_entry *entry = &shell->room.lobby[i];
		bool free_seat = entry->seat != SEAT_CANDIDATE || !session_candidate(session);
		if (!*shell->room.lobby_key[i] && free_seat && !is_in(shell, i)) {
			let_in(shell, i);
			read_lobby(shell);
			return;
		}
	}
}

void shell_look_at_lobby(struct shell *shell)
{
	const struct sitting *sitting = &shell->sitting;
	struct room *room = &shell->room;
	room->look_at_lobby = false;
	if (sitting->seat != SEAT_INTERVIEWER || sitting->watching)
		return;
	read_lobby(shell);
	clear_lobby(shell);
	/* Nobody is added to what cannot be written; when it is, the log tells who is in. */
	if (sitting_has_queue(sitting)) {
		room->look_at_lobby = true;
	} else {
		room->letting_in[0] = '\0';
		open_to_neighbours(shell);
	}
}

/* --- who asks to be let in --- */

void shell_say_waiting(struct shell *shell)
{
	const struct session *session = shell->sitting.session;
	struct room *room = &shell->room;
	struct strbuf value = STRBUF_INIT;
	bool asked = shell_get_of_room(shell, "lobby", session->id, shell->sitting.origin, &value);
	const struct member *opened = session_host(session);
	const char *host = opened ? opened->name : "The interviewer";
	if (asked && !strncmp(value.text, "refused", strlen("refused")))
		snprintf(room->waiting, sizeof room->waiting, "You were turned away. Talk to %s, then join again.", host);
	else if (!asked && session_member(session, shell->sitting.origin))
		snprintf(room->waiting, sizeof room->waiting, "%s took you out of the room. What you wrote stays in the interview.", host);
	else
		snprintf(room->waiting, sizeof room->waiting, "%s, you asked to be let in. %s sees it and opens.", room->name, host);
	strbuf_release(&value);
}

/* Somebody elsewhere lets us in, or does not: the bridge says so. */
void shell_look_at_door(struct shell *shell)
{
	struct room *room = &shell->room;
	char name[ROOM_NAME_LEN + 1], session[ID_SIZE], seat[16];
	struct strbuf value = STRBUF_INIT;
	room_code_name(room->code, name);
	shell_get_of_room(shell, "joining", name, "", &value);
	const char *first = strchr(value.text, '\t'), *second = first ? strchr(first + 1, '\t') : NULL;
	if (!strncmp(value.text, "door\t", 5) && second)
		snprintf(room->waiting, sizeof room->waiting, "%s is there. Fingerprint %.*s: read it aloud, it must be the same on both screens. "
		         "Then wait until you are let in.", second + 1, (int)(second - first - 1), first + 1);
	else if (!strcmp(value.text, "refused"))
		snprintf(room->waiting, sizeof room->waiting, "You were turned away. Talk to the interviewer, then join again.");
	else if (!strncmp(value.text, "failed\t", 7))
		snprintf(room->waiting, sizeof room->waiting, "It does not work: %.200s. %s", value.text + 7,
		         *shell->settings.broker ? "'sysdrill room doctor' looks closer." : "A room on another machine needs a broker: join again, and "
		         "fill in that line.");
	else if (sscanf(value.text, "in\t%16s\t%15s", session, seat) == 2) {
		struct error err = { "" };
		shell_put_of_room(shell, NULL, "joining", name, "");
		if (sitting_join(&shell->sitting, session, seat, &err) == STATUS_OK) {
			shell_room_opened(shell);
			shell_show_sitting(shell);
		} else {
			bridge_stop(&room->bridge);
			room->seat[0] = '\0';
			snprintf(room->waiting, sizeof room->waiting, "%.300s", err.text);
		}
	}
	shell->dirty = true;
	strbuf_release(&value);
}

/* The first seat of that kind that no other program has. */
static enum status take_seat(struct shell *shell, const char *session, const char *seat, struct error *err)
{
	char name[32];
	enum status status = STATUS_TAKEN;
	bool several = strcmp(seat, seat_name(SEAT_CANDIDATE)) != 0;
	for (int n = 1, tries = 0; status == STATUS_TAKEN && n <= (several ? 3 : 1); n++) {
		snprintf(name, sizeof name, n > 1 ? "%s.%d" : "%s", seat, n);
		do
			status = sitting_join(&shell->sitting, session, name, err);
		while (shell_again_when_busy(status, &tries));
	}
	if (status == STATUS_TAKEN && several)
		return error_set(err, status, "Three others at this machine are here as %s already.", seat);
	if (status == STATUS_TAKEN)
		return error_set(err, status, "The candidate is here already. Come as panel or observer: Tab, then Right.");
	return status;
}

static void join_here(struct shell *shell, const char *session, const char *name, const char *seat)
{
	struct error err = { "" };
	struct strbuf ask = STRBUF_INIT;
	struct sitting *sitting = &shell->sitting;
	bool was_open = sitting->session != NULL;
	if (!shell_leave(shell, "left"))
		return;
	if (take_seat(shell, session, seat, &err) != STATUS_OK) {
		if (was_open)
			shell_home(shell);
		shell_say(shell, "%s", err.text);
		return;
	}
	/* Under this name one goes on: also as the interviewer of the next problem. */
	shell_take_name(shell, name);
	shell_room_opened(shell);
	snprintf(shell->room.name, sizeof shell->room.name, "%s", shell->settings.name);
	if (!shell_is_admitted(shell)) {
		strbuf_addf(&ask, "%s\t%s\t\t", seat, shell->settings.name);
		shell_put_of_room(shell, ask.text, "lobby", session, sitting->origin);
		shell_say_waiting(shell);
	}
	strbuf_release(&ask);
	shell_show_sitting(shell);
}

/* Another user of this machine, or another machine: the bridge asks. */
static void join_elsewhere(struct shell *shell, const char *code, const char *name, const char *seat)
{
	struct room *room = &shell->room;
	char first[ROOM_NAME_LEN + 1];
	bool was_open = shell->sitting.session != NULL;
	if (!shell_leave(shell, "left"))
		return;
	room_code_name(code, first);
	shell_put_of_room(shell, NULL, "joining", first, "");
	snprintf(room->code, sizeof room->code, "%s", code);
	snprintf(room->name, sizeof room->name, "%s", *name ? name : shell->settings.name);
	snprintf(room->seat, sizeof room->seat, "%s", seat);
	room->bridge_again_ms = clock_now_ms(&shell->clock) + KNOCK_AGAIN_MS;
	if (!shell_knock(shell)) {
		*room = (struct room){ .arena = ARENA_INIT };
		if (was_open)
			shell_home(shell);
		shell_say(shell, "No room at this machine has that code, and this build reaches no other.");
		return;
	}
	room->at_door = true;
	snprintf(room->waiting, sizeof room->waiting, "Looking for the room %s%s ...", *shell->settings.broker ? "on this machine and at the broker"
	         : "on this machine", *shell->settings.broker ? "" : " (no broker is set: 'sysdrill help join')");
	shell_home(shell);
	shell_push(shell, &screen_waiting, NULL);
}

void shell_join(struct shell *shell, const char *code, const char *name, const char *seat)
{
	struct strbuf session = STRBUF_INIT;
	if (shell_get_of_room(shell, "room", code, "", &session))
		join_here(shell, session.text, name, seat);
	else
		join_elsewhere(shell, code, name, seat);
	strbuf_release(&session);
}
