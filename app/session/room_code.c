#include "session/room_code.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool room_code_parse(const char *typed, char out[ID_SIZE])
{
	size_t count = 0;
	for (const char *at = typed; *at; at++) {
		char c = (char)toupper((unsigned char)*at);
		if (c == ' ' || c == '-' || c == '\t' || c == '\n' || c == '\r')
			continue;
		if (count == ID_SIZE - 1)
			return false;
		out[count++] = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
	}
	out[count] = '\0';
	return id_valid(out);
}

void room_code_name(const char *code, char out[ROOM_NAME_LEN + 1])
{
	snprintf(out, ROOM_NAME_LEN + 1, "%.*s", ROOM_NAME_LEN, code);
}

void room_code_show(const char code[ID_SIZE], char out[ROOM_CODE_SHOWN])
{
	snprintf(out, ROOM_CODE_SHOWN, "%.4s-%.4s-%.4s-%.4s", code, code + 4, code + 8, code + 12);
}
