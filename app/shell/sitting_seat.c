/* The seats of this machine in a room, and who has which. */
#include "shell/sitting_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"

/* Seats as this machine can have them, best first: who comes back without saying as what must not see the script by mistake. */
static const char *const seats_here[] = {
	"candidate", "interviewer", "panel", "panel.2", "panel.3", "observer", "observer.2", "observer.3",
};

_Static_assert(ARRAY_SIZE(seats_here) == SEATS_HERE_MAX, "room for every seat of a machine");

/* That both seats of a room are at one terminal is a matter of this machine, not of the log. */
void sitting_here_key(const char *session, char out[HERE_KEY_SIZE])
{
	snprintf(out, HERE_KEY_SIZE, "here.%s", session);
}

static bool both_are_here(struct store *store, const char *session)
{
	char key[HERE_KEY_SIZE];
	struct strbuf value = STRBUF_INIT;
	sitting_here_key(session, key);
	bool here = store_get_state(store, key, &value, NULL) == STATUS_OK;
	strbuf_release(&value);
	return here;
}

enum status sitting_claim_seat(struct sitting *sitting, enum seat seat, char origin[ID_SIZE], struct error *err)
{
	return store_claim_origin(sitting->store, sitting->session->id, seat_name(seat), origin, err);
}

void sitting_name_seat(struct sitting *sitting)
{
	const struct session *session = sitting->session;
	if (session->room)
		sitting->seat = *sitting->origin ? session_seat(session, sitting->origin) : SEAT_OBSERVER;
	else
		sitting->seat = session_member(session, sitting->origin) ? SEAT_PANEL : SEAT_SOLO;
}

/* A seat that this machine has already. */
static enum status claim_own_seat(struct sitting *sitting, const char *id, const char *seat, struct error *err)
{
	enum status status = store_find_origin(sitting->store, id, seat, sitting->origin, err);
	return status == STATUS_OK ? store_claim_origin(sitting->store, id, seat, sitting->origin, err) : status;
}

/* The first of them that is free; TAKEN when there is none. That one was taken is nothing to be told. */
static enum status claim_any_seat(struct sitting *sitting, const char *id, struct error *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(seats_here); i++) {
		struct error why = { "" };
		enum status status = claim_own_seat(sitting, id, seats_here[i], &why);
		if (status == STATUS_NOT_FOUND || status == STATUS_TAKEN)
			continue;
		return status == STATUS_OK ? status : error_set(err, status, "%s", why.text);
	}
	return STATUS_TAKEN;
}

/* Both, and the interviewer's in hand; TAKEN when another program has one of them. */
static enum status claim_both_seats(struct sitting *sitting, const char *id, struct error *err)
{
	char candidate[ID_SIZE];
	enum status status = claim_own_seat(sitting, id, seat_name(SEAT_INTERVIEWER), err);
	if (status == STATUS_OK)
		status = sitting_claim_seat(sitting, SEAT_CANDIDATE, candidate, err);
	if (status != STATUS_OK)
		store_release_origin(sitting->store, sitting->origin);
	sitting->both = status == STATUS_OK;
	return status;
}

size_t sitting_seats(struct store *store, const char *id, struct seat_here out[SEATS_HERE_MAX], bool *together)
{
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(seats_here); i++) {
		struct seat_here *seat = &out[count];
		if (store_find_origin(store, id, seats_here[i], seat->origin, NULL) != STATUS_OK)
			continue;
		seat->seat = seats_here[i];
		seat->taken = store_claim_origin(store, id, seats_here[i], seat->origin, NULL) != STATUS_OK;
		if (!seat->taken)
			store_release_origin(store, seat->origin);
		count++;
	}
	*together = count && both_are_here(store, id);
	return count;
}

/* What this seat has noted in private. Damage to that is said, and keeps nobody out. */
static enum status read_private(struct sitting *sitting, struct error *err)
{
	enum status status = store_read_private(sitting->store, sitting->session->id, sitting->origin, sitting->session, err);
	return status == STATUS_CORRUPT ? STATUS_OK : status;
}

static bool has_seat(struct store *store, const char *id)
{
	char origin[ID_SIZE];
	for (size_t i = 0; i < ARRAY_SIZE(seats_here); i++)
		if (store_find_origin(store, id, seats_here[i], origin, NULL) != STATUS_NOT_FOUND)
			return true;
	return false;
}

/* Somebody else's interview, which this machine got as a file and reviews. */
static bool is_reviewed(struct sitting *sitting, const char *id)
{
	char origin[ID_SIZE];
	return !sitting->session->room && store_find_origin(sitting->store, id, "", origin, NULL) == STATUS_NOT_FOUND &&
	       store_find_origin(sitting->store, id, seat_name(SEAT_PANEL), origin, NULL) == STATUS_OK;
}

/* `seat` NULL: whichever is free. */
enum status sitting_claim(struct sitting *sitting, const char *id, const char *seat, struct error *err)
{
	bool reviewed = is_reviewed(sitting, id);
	enum status status;
	if (store_read_only(sitting->store))
		status = error_set(err, STATUS_READ_ONLY, "%s", store_read_only(sitting->store));
	else if (!sitting->session->room)
		status = store_claim_origin(sitting->store, id, reviewed ? seat_name(SEAT_PANEL) : "", sitting->origin, err);
	else if (both_are_here(sitting->store, id))
		status = claim_both_seats(sitting, id, err);
	else if (seat)
		status = store_claim_origin(sitting->store, id, seat, sitting->origin, err);
	else
		status = claim_any_seat(sitting, id, err);
	/* Where there is no seat to sit on (a backup that was put into place elsewhere), what was noted can be read all the same. */
	if (status == STATUS_TAKEN && sitting->session->room && !has_seat(sitting->store, id))
		store_read_all_private(sitting->store, id, sitting->session);
	if (status != STATUS_OK)
		sitting->origin[0] = '\0';
	else if (sitting->session->room || reviewed)
		status = read_private(sitting, err);
	sitting_name_seat(sitting);
	return status;
}

bool sitting_keeps_clock(const struct sitting *sitting)
{
	return !sitting->watching && (sitting->both || sitting->seat == SEAT_SOLO || sitting->seat == SEAT_INTERVIEWER);
}

/* The log, with what one origin noted in private: what the other side noted must not be in it. */
enum status sitting_read_side(struct sitting *sitting, const char *origin, struct session **out, int64_t *rowid, struct error *err)
{
	*rowid = 0;
	*out = session_new();
	enum status status = store_read_session(sitting->store, sitting->session->id, *out, rowid, NULL, err);
	if (status == STATUS_OK)
		status = store_read_private(sitting->store, sitting->session->id, origin, *out, err);
	if (status == STATUS_OK || status == STATUS_CORRUPT)
		return STATUS_OK;
	session_free(*out);
	*out = NULL;
	return status;
}

enum status sitting_change_seat(struct sitting *sitting, struct error *err)
{
	enum seat other = sitting->seat == SEAT_INTERVIEWER ? SEAT_CANDIDATE : SEAT_INTERVIEWER;
	char origin[ID_SIZE];
	struct session *session;
	int64_t rowid;
	enum status status = sitting_commit(sitting, err);
	if (sitting->queue_count)
		return status;
	status = sitting_claim_seat(sitting, other, origin, err);
	if (status == STATUS_OK)
		status = sitting_read_side(sitting, origin, &session, &rowid, err);
	if (status != STATUS_OK)
		return status;
	session_free(sitting->session);
	sitting->session = session;
	sitting->rowid = rowid;
	memcpy(sitting->origin, origin, sizeof origin);
	sitting_name_seat(sitting);
	if (!sitting_may_see_problem(sitting)) {
		problem_free(sitting->problem);
		sitting->problem = NULL;
	}
	sitting_load_problem(sitting);
	return status;
}
