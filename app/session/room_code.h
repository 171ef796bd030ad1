/*
 * Room code: what the interviewer reads out and the others type: 16 Crockford characters, shown in groups of four. The first
 * four name the room, the other twelve (60 random bits) are secret. Pure.
 */
#ifndef SYSDRILL_SESSION_ROOM_CODE_H
#define SYSDRILL_SESSION_ROOM_CODE_H

#include <stdbool.h>

#include "session/event.h"

enum { ROOM_NAME_LEN = 4, ROOM_CODE_SHOWN = ID_SIZE + 3 };

/* As a person types it: any case, with or without blanks and hyphens, o for 0, i and l for 1. False: it is not one. */
bool room_code_parse(const char *typed, char out[ID_SIZE]);
/* The first four: the rest of a code is not to be kept where others look for a room. */
void room_code_name(const char *code, char out[ROOM_NAME_LEN + 1]);
/* "7K3M-Q2XV-9TRA-H4WP" */
void room_code_show(const char code[ID_SIZE], char out[ROOM_CODE_SHOWN]);

#endif
