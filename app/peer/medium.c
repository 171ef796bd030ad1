#include "peer/medium_class.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void medium_free(struct medium *medium)
{
	if (medium)
		medium->class->free(medium);
}

size_t medium_fds(struct medium *medium, struct pollfd fds[MEDIUM_FDS_MAX])
{
	return medium->class->fds(medium, fds);
}

void medium_work(struct medium *medium, int64_t now_ms, medium_frame *each, void *context)
{
	medium->each = each;
	medium->context = context;
	medium->class->work(medium, now_ms);
	medium->each = NULL;
}

void medium_send(struct medium *medium, const void *frame, size_t len, bool is_event)
{
	medium->class->send(medium, frame, len, is_event);
}

void medium_pass_on(struct medium *medium, const void *frame, size_t len)
{
	if (medium->class->pass_on)
		medium->class->pass_on(medium, frame, len);
}

bool medium_is_up(const struct medium *medium)
{
	return medium->up;
}

unsigned medium_generation(const struct medium *medium)
{
	return medium->generation;
}

const char *medium_trouble(const struct medium *medium)
{
	return medium->trouble;
}

void medium_hand(struct medium *medium, const void *frame, size_t len)
{
	if (medium->each)
		medium->each(medium->context, medium, frame, len);
}

void medium_socket_path(char out[108], const char *topic)
{
	const char *name = strrchr(topic, '/');
	const char *folder = getenv("SYSDRILL_SOCKET_DIR");
	/* Not $TMPDIR: two users of one machine must find the same place. */
	snprintf(out, 108, "%.70s/sysdrill-%.16s.sock", folder && *folder ? folder : "/tmp", name ? name + 1 : topic);
}
