/*
 * Rooms, as far as they are no events. What the programs of a room tell each other beside the log lies in the store's state:
 *
 *   room.CODE               the session of a room that is hosted here; who joins at this machine finds it so
 *   lobby.SESSION.ORIGIN    somebody at the door: seat, name, fingerprint and public key, separated by tabs; or
 *                           "refused" and that key
 *   contact.SESSION         what the bridge says: "alone", "ok AHEAD-MS" (the interviewer's clock), "lost MS", "failed SENTENCE"
 *   joining.ROOM            what becomes of asking through the bridge, by the first part of the code: "door", fingerprint and
 *                           the interviewer's name; "refused"; "failed" and a sentence; "in", session and seat
 *   box.SESSION.ORIGIN      of the bridge alone: to what the room's key is sealed for a member
 *   place.SESSION.ORIGIN    of the bridge alone: as whom one is in the room that meets at this topic, should the keys be lost
 *   here.SESSION            both seats are at one terminal: see sitting.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/member_name.h"
#include "session/room_code.h"
#include "shell/internal.h"

void shell_put_of_room(struct shell *shell, const char *value, const char *kind, const char *session, const char *origin)
{
	char key[96];
	snprintf(key, sizeof key, "%s.%s%s%s", kind, session, *origin ? "." : "", origin);
	/* What fails here can be done again: nobody is let in, or the code is asked for anew. */
	shell_put_state(shell, key, value, NULL);
}

bool shell_get_of_room(struct shell *shell, const char *kind, const char *session, const char *origin, struct strbuf *value)
{
	char key[96];
	snprintf(key, sizeof key, "%s.%s%s%s", kind, session, *origin ? "." : "", origin);
	strbuf_clear(value);
	return store_get_state(shell->store, key, value, NULL) == STATUS_OK;
}

bool shell_in_room(const struct shell *shell)
{
	return shell->room.at_door || (shell->sitting.session && shell->sitting.session->room && !shell->room.both_here);
}

/* --- the bridge --- */

static struct strbuf new_order(const struct shell *shell, const char *mode)
{
	struct strbuf order = STRBUF_INIT;
	strbuf_addc(&order, '{');
	bridge_order_add(&order, "mode", mode);
	bridge_order_add(&order, "home", store_home(shell->store));
	bridge_order_add(&order, "broker", shell->settings.broker);
	return order;
}

static bool start_bridge(struct shell *shell, struct strbuf *order)
{
	strbuf_addc(order, '}');
	bool started = bridge_start(&shell->room.bridge, order, true);
	strbuf_release(order);
	return started;
}

/* For the room that is open: the interviewer's side, or the one of somebody whom another machine let in. */
static void bridge_room(struct shell *shell)
{
	const struct sitting *sitting = &shell->sitting;
	const struct member *own = session_member(sitting->session, sitting->origin);
	bool hosts = sitting->seat == SEAT_INTERVIEWER && *shell->room.code;
	if (sitting->watching || shell->room.both_here || shell->room.bridge.pid > 0 || (!hosts && (!own || !*own->key)))
		return;
	shell_put_of_room(shell, NULL, "contact", sitting->session->id, "");
	struct strbuf order = new_order(shell, hosts ? "host" : "resume");
	bridge_order_add(&order, "session", sitting->session->id);
	bridge_order_add(&order, "self", sitting->origin);
	bridge_order_add(&order, "code", shell->room.code);
	bridge_order_add(&order, "name", shell->settings.name);
	start_bridge(shell, &order);
}

/* --- which screen --- */

bool shell_is_admitted(const struct shell *shell)
{
	const struct sitting *sitting = &shell->sitting;
	const struct member *own = sitting->session->room ? session_member(sitting->session, sitting->origin) : NULL;
	return sitting->watching || !sitting->session->room || (own && !own->removed);
}

const struct screen_class *shell_sitting_screen(const struct shell *shell)
{
	const struct sitting *sitting = &shell->sitting;
	enum session_stage stage = sitting->session->stage;
	if (!shell_is_admitted(shell))
		return &screen_waiting;
	if (stage != STAGE_RUNNING && stage != STAGE_PAUSED)
		return &screen_debrief;
	return seat_interviews(sitting->seat) && !sitting->watching ? &screen_script : &screen_interview;
}

void shell_show_sitting(struct shell *shell)
{
	shell_home(shell);
	shell_push(shell, shell_sitting_screen(shell), NULL);
}

/* --- what is said of the others --- */

static void read_contact(struct shell *shell)
{
	struct room *room = &shell->room;
	struct strbuf value = STRBUF_INIT;
	room->contact[0] = '\0';
	room->silent_since_ms = room->ahead_ms = 0;
	if (shell_get_of_room(shell, "contact", shell->sitting.session->id, "", &value)) {
		if (!strncmp(value.text, "lost ", 5))
			room->silent_since_ms = strtoll(value.text + 5, NULL, 10);
		else if (!strncmp(value.text, "ok ", 3))
			room->ahead_ms = strtoll(value.text + 3, NULL, 10);
		else if (!strncmp(value.text, "failed ", 7))
			snprintf(room->contact, sizeof room->contact, "%s", value.text + 7);
	}
	strbuf_release(&value);
}

void shell_room_view(struct shell *shell, struct room_view *view)
{
	const struct session *session = shell->sitting.session;
	struct room *room = &shell->room;
	*view = (struct room_view){ .code = room->shown, .contact = "", .waiting = room->waiting, .lobby = room->lobby,
	                            .lobby_count = room->lobby_count, .both_here = room->both_here, .left = room->left,
	                            .left_count = room->left_count, .left_session = room->left_session,
	                            .hosts_next = *shell->next_code != '\0' };
	if (!session || !session->room)
		return;
	const struct member *other = session_counterpart(session, shell->sitting.seat);
	view->out_of_touch = room->silent_since_ms != 0 || *room->contact;
	room->said[0] = '\0';
	if (*room->contact)
		snprintf(room->said, sizeof room->said, "%s", room->contact);
	else if (room->silent_since_ms)
		snprintf(room->said, sizeof room->said, "not in touch for %lld s",
		         (long long)(clock_now_ms(&shell->clock) - room->silent_since_ms) / 1000);
	else if (other)
		snprintf(room->said, sizeof room->said, "with %s", other->name);
	view->contact = room->said;
}

void shell_set_broker(struct shell *shell, const char *url)
{
	snprintf(shell->settings.broker, sizeof shell->settings.broker, "%s", url);
	if (shell->room.bridge.pid > 0 && !shell->room.at_door) {
		bridge_stop(&shell->room.bridge);
		bridge_room(shell);
	}
}

bool shell_knock(struct shell *shell)
{
	const struct room *room = &shell->room;
	struct strbuf order = new_order(shell, "join");
	bridge_order_add(&order, "code", room->code);
	bridge_order_add(&order, "name", room->name);
	bridge_order_add(&order, "seat", room->seat);
	return start_bridge(shell, &order);
}

/*
 * Whatever ended it: the log has all that was acknowledged, and a new one goes on from there. At the door, too, where it also
 * ends when nobody opens: they may come.
 */
static void keep_bridge(struct shell *shell)
{
	struct room *room = &shell->room;
	int64_t now = clock_now_ms(&shell->clock), wait = room->at_door ? KNOCK_AGAIN_MS : BRIDGE_AGAIN_MS;
	if (bridge_runs(&room->bridge) || (now < room->bridge_again_ms && room->bridge_again_ms - now <= wait))
		return;
	room->bridge_again_ms = now + wait;
	if (!room->at_door)
		bridge_room(shell);
	else if (*room->seat)
		shell_knock(shell);
}

void shell_settle_room(struct shell *shell)
{
	if (shell->room.at_door || (shell->sitting.session && shell->sitting.session->room))
		keep_bridge(shell);
	sitting_settle(&shell->sitting, shell->world.now_ms);
	if (sitting_has_queue(&shell->sitting) && !shell->retry_ms)
		shell_commit(shell);
	if (shell->room.look_at_lobby)
		shell_look_at_lobby(shell);
}

/* Another interviewer at another machine gets the script from their own library, when it has the same text. */
static void find_script(struct shell *shell)
{
	struct sitting *sitting = &shell->sitting;
	struct room *room = &shell->room;
	if (room->looked_for_script || sitting->problem || sitting->seat != SEAT_PANEL)
		return;
	room->looked_for_script = true;
	const struct catalog_entry *entry = catalog_find(&shell->library.catalog, sitting->session->problem_id);
	struct problem *problem = NULL;
	if (entry && catalog_load_problem(entry, &problem, NULL, NULL) == STATUS_OK)
		sitting_offer_problem(sitting, problem->source, problem->source_len);
	problem_free(problem);
}

void shell_look_around(struct shell *shell)
{
	struct sitting *sitting = &shell->sitting;
	if (shell->room.at_door)
		shell_look_at_door(shell);
	if (!sitting->session || !sitting->session->room)
		return;
	find_script(shell);
	shell->room.look_at_lobby = true;
	shell_settle_room(shell);
	read_contact(shell);
	if (!shell_is_admitted(shell))
		shell_say_waiting(shell);
	/* The seat's screen has changed under those who look at it: they were let in, or the interview has ended. */
	const struct screen_class *wanted = shell_sitting_screen(shell);
	for (size_t i = 0; i < shell->depth; i++) {
		const struct screen_class *shown = shell->stack[i].screen;
		if ((shown == &screen_waiting || shown == &screen_interview || shown == &screen_script) && shown != wanted) {
			shell_show_sitting(shell);
			break;
		}
	}
}

/* --- opening and leaving --- */

static void name_left_seats(struct shell *shell, const struct seat_here *seats, size_t count, const char *id)
{
	struct room *room = &shell->room;
	struct session *session = session_new();
	int64_t rowid = 0;
	store_read_session(shell->store, id, session, &rowid, NULL, NULL);
	snprintf(room->left_session, sizeof room->left_session, "%s", id);
	for (size_t i = 0; i < count && !session->deleted; i++) {
		const struct member *member = session_member(session, seats[i].origin);
		struct seat_choice *choice = &room->left[room->left_count];
		if (seats[i].taken || (member && member->removed))
			continue;
		choice->seat = seats[i].seat;
		snprintf(choice->name, sizeof choice->name, "%s", member ? member->name : "");
		room->left_count++;
	}
	session_free(session);
}

bool shell_ask_for_seat(struct shell *shell, const char *id)
{
	struct seat_here seats[SEATS_HERE_MAX];
	bool together;
	size_t count = sitting_seats(shell->store, id, seats, &together);
	shell->room.left_count = 0;
	if (count < 2 || together)
		return false;
	name_left_seats(shell, seats, count, id);
	if (shell->room.left_count < 2)
		return false;
	shell_refresh_world(shell);
	shell_push(shell, &screen_seats, NULL);
	return true;
}

bool shell_is_open_elsewhere(struct shell *shell, const char *id)
{
	struct seat_here seats[SEATS_HERE_MAX];
	bool together, taken = shell->sitting.watching && !shell->sitting.session->room;
	size_t count = sitting_seats(shell->store, id, seats, &together);
	for (size_t i = 0; i < count; i++)
		taken = taken || seats[i].taken;
	return taken;
}

void shell_take_name(struct shell *shell, const char *name)
{
	char clean[MEMBER_NAME_MAX + 1];
	if (member_name_clean(clean, name))
		snprintf(shell->settings.name, sizeof shell->settings.name, "%s", clean);
}

static void code_entry(void *context, const char *key, const char *value)
{
	struct shell *shell = context;
	if (!strcmp(value, shell->sitting.session->id))
		snprintf(shell->room.code, sizeof shell->room.code, "%s", key + strlen("room."));
}

void shell_room_opened(struct shell *shell)
{
	const struct sitting *sitting = &shell->sitting;
	struct room *room = &shell->room;
	arena_release(&room->arena);
	/* Who was let in elsewhere has a bridge already. */
	*room = (struct room){ .arena = ARENA_INIT, .bridge = room->bridge };
	if (!sitting->session || !sitting->session->room)
		return;
	room->both_here = sitting->both;
	/* Who comes back goes on under the name that the others know. */
	const struct member *own = session_member(sitting->session, sitting->origin);
	if (own && !sitting->both)
		shell_take_name(shell, own->name);
	if (sitting->seat == SEAT_INTERVIEWER && !room->both_here)
		store_list_state(shell->store, "room.", code_entry, shell, NULL);
	if (*room->code)
		room_code_show(room->code, room->shown);
	bridge_room(shell);
	shell_look_around(shell);
}

void shell_room_closed(struct shell *shell)
{
	const struct sitting *sitting = &shell->sitting;
	struct room *room = &shell->room;
	bridge_stop(&room->bridge);
	/* Somebody at the door goes away; a room whose interview is over needs no code. */
	if (sitting->session && sitting->session->room && !shell_is_admitted(shell))
		shell_put_of_room(shell, NULL, "lobby", sitting->session->id, sitting->origin);
	if (*room->code && sitting->session && (sitting->session->stage == STAGE_DEBRIEF || sitting->session->deleted))
		shell_put_of_room(shell, NULL, "room", room->code, "");
	arena_release(&room->arena);
	*room = (struct room){ .arena = ARENA_INIT };
}

void shell_host(struct shell *shell, const char *problem, const char *preset_name, const char *level_text, bool curveball, bool here)
{
	struct error err = { "" };
	struct sitting *sitting = &shell->sitting;
	enum level level = shell->settings.level;
	const struct preset *preset;
	const struct catalog_entry *entry = shell_find(shell, problem, preset_name, &preset);
	char code[ID_SIZE];
	int tries = 0;
	if (level_text)
		level_parse(level_text, &level);
	if (!entry || !shell_leave(shell, "left"))
		return;
	memcpy(code, shell->next_code, sizeof code);
	enum status status = *code ? STATUS_OK : store_new_id(code, &err);
	if (status == STATUS_OK)
		do
			status = sitting_host(sitting, entry, preset, level, curveball, shell->settings.name, here, shell->world.now_ms, &err);
		while (shell_again_when_busy(status, &tries));
	if (status != STATUS_OK) {
		shell_say(shell, "%s", err.text);
		return;
	}
	shell->next_code[0] = '\0';
	if (!here)
		shell_put_of_room(shell, sitting->session->id, "room", code, "");
	shell_room_opened(shell);
	shell_show_sitting(shell);
	if (here)
		shell_say(shell, "You are the interviewer. Enter starts the clock, F12 hands over.");
}

/* The candidate gives the next problem: the code of that room goes to the others through this one. */
static void invite(struct shell *shell)
{
	struct error err = { "" };
	if (!*shell->next_code) {
		if (store_new_id(shell->next_code, &err) != STATUS_OK) {
			shell_say(shell, "%s", err.text);
			return;
		}
		sitting_queue(&shell->sitting, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = { .text = shell->next_code } },
		              STREAM_INVITE, shell->world.now_ms);
		shell_commit(shell);
	}
	if (!shell_leave(shell, "left"))
		return;
	shell_home(shell);
	shell_say(shell, "Now you interview: choose a problem, and open the room. They press W then.");
}

static bool is_room_here(struct shell *shell, const char *code)
{
	struct strbuf session = STRBUF_INIT;
	bool here = shell_get_of_room(shell, "room", code, "", &session);
	strbuf_release(&session);
	return here;
}

void shell_swap(struct shell *shell)
{
	const struct session *session = shell->sitting.session;
	const struct member *candidate = session ? session_candidate(session) : NULL;
	if (!candidate)
		return;
	if (shell->sitting.seat == SEAT_CANDIDATE) {
		invite(shell);
		return;
	}
	const struct document *invitation = session_document_by(session, STREAM_INVITE, candidate->origin);
	char code[ID_SIZE];
	if (!invitation || invitation->text.len < ID_SIZE - 1 ||
	    !room_code_parse(invitation->text.text + invitation->text.len - (ID_SIZE - 1), code))
		shell_say(shell, "%s interviews next: they press W first and choose the problem.", candidate->name);
	else if (!*candidate->key && !is_room_here(shell, code))
		shell_say(shell, "%s has not opened the next room yet: W again when they have.", candidate->name);
	else
		shell_join(shell, code, shell->settings.name, seat_name(SEAT_CANDIDATE));
}

void shell_change_seat(struct shell *shell)
{
	struct error err = { "" };
	shell_flush(shell);
	if (sitting_change_seat(&shell->sitting, &err) != STATUS_OK) {
		shell_say(shell, "Not handed over: %s", err.text);
		return;
	}
	shell_refresh_world(shell);
	shell_show_sitting(shell);
}
