#include "session/change.h"

#include "session/event.h"

static bool inside_character(const char *text, size_t len, size_t at)
{
	return at < len && ((unsigned char)text[at] & 0xC0) == 0x80;
}

bool change_between(struct change *change, const char *old_text, size_t old_len, const char *new_text, size_t new_len)
{
	size_t shorter = old_len < new_len ? old_len : new_len;
	size_t head = 0, tail = 0;
	while (head < shorter && old_text[head] == new_text[head])
		head++;
	if (head == old_len && head == new_len)
		return false;
	while (head && (inside_character(old_text, old_len, head) || inside_character(new_text, new_len, head)))
		head--;
	while (tail < shorter - head && old_text[old_len - tail - 1] == new_text[new_len - tail - 1])
		tail++;
	while (tail && (inside_character(old_text, old_len, old_len - tail) ||
	                inside_character(new_text, new_len, new_len - tail)))
		tail--;
	*change = (struct change){
		.offset = head, .deleted = old_len - head - tail, .text = new_text + head, .len = new_len - head - tail,
	};
	return true;
}

size_t change_fit(const char *text, size_t len)
{
	if (len <= SPLICE_MAX)
		return len;
	size_t fit = SPLICE_MAX;
	while (fit > SPLICE_MAX - 4 && inside_character(text, len, fit))
		fit--;
	return inside_character(text, len, fit) ? SPLICE_MAX : fit;
}

bool change_take(struct change *change, struct change *part)
{
	if (!change->deleted && !change->len)
		return false;
	*part = *change;
	part->len = change_fit(change->text, change->len);
	change->offset += part->len;
	change->deleted = 0;
	change->text += part->len;
	change->len -= part->len;
	return true;
}
