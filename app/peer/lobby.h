/*
 * Lobby: what is said at the door of a room, before anybody is a member: the interviewer says that the room is here, somebody
 * asks to be let in, and is or is not. Every message is signed by who says it; the key to the room is sealed to the one who
 * asked. Pure but for random numbers.
 */
#ifndef SYSDRILL_PEER_LOBBY_H
#define SYSDRILL_PEER_LOBBY_H

#include "base/status.h"
#include "base/strbuf.h"
#include "peer/frame.h"
#include "session/member_name.h"
#include "session/seat.h"

enum lobby_kind { LOBBY_HERE, LOBBY_ASK, LOBBY_IN, LOBBY_NO, LOBBY_KINDS };
enum { BOX_KEY_SIZE = 32, BOX_SECRET_SIZE = 32 };

struct lobby_message {
	enum lobby_kind kind;
	unsigned char key[SYNC_KEY_SIZE];       /* of who says it; the signature holds under it */
	char origin[ID_SIZE];           /* of who says it; for in and no: of who asked */
	char name[MEMBER_NAME_MAX + 1]; /* here, ask: cleaned */
	enum seat seat;                 /* ask */
	unsigned char box[BOX_KEY_SIZE];        /* ask: what the answer is sealed to */
	char sealed[512];               /* in: hex; see lobby_open_ticket() */
};

/* What somebody gets who is let in. */
struct lobby_ticket {
	char session[ID_SIZE], host[ID_SIZE];
	uint8_t epoch;
	unsigned char room_key[FRAME_KEY_SIZE];
};

/* Appended to `out`, signed. */
void lobby_write(struct strbuf *out, const struct lobby_message *message, const unsigned char secret[SYNC_SECRET_SIZE]);
/* False: not one, or the signature does not hold. */
bool lobby_read(struct lobby_message *message, const char *text, size_t len);
void lobby_seal_ticket(struct lobby_message *message, const struct lobby_ticket *ticket, const unsigned char box[BOX_KEY_SIZE]);
bool lobby_open_ticket(const struct lobby_message *message, struct lobby_ticket *ticket, const unsigned char box[BOX_KEY_SIZE],
                       const unsigned char box_secret[BOX_SECRET_SIZE]);

#endif
