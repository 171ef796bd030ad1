#include "config.h"

#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static void came(void *context, struct medium *from, const void *frame, size_t len)
{
	struct client *client = context;
	(void)from;
	client->frames = array_grow(client->frames, client->count, &client->cap, sizeof *client->frames);
	client->frames[client->count] = (struct strbuf)STRBUF_INIT;
	strbuf_add(&client->frames[client->count++], frame, len);
}

void client_work(struct client *client, int64_t now_ms)
{
	if (client->medium)
		medium_work(client->medium, now_ms, came, client);
}

void client_open(struct world *world, struct client *client, const char *topic)
{
	struct error err = { "" };
	if (medium_broker(&client->medium, world->url, topic, &err) != STATUS_OK)
		fail_msg("%s", err.text);
	until(world, medium_is_up(client->medium));
}

void client_forget(struct client *client)
{
	while (client->count)
		strbuf_release(&client->frames[--client->count]);
}

void client_close(struct client *client)
{
	medium_free(client->medium);
	client_forget(client);
	free(client->frames);
	*client = (struct client){ .medium = NULL };
}

void client_send(struct client *client, const void *frame, size_t len)
{
	medium_send(client->medium, frame, len, true);
}

void client_say(struct world *world, struct client *client, enum frame_type type, uint8_t epoch, const unsigned char *key,
                const struct strbuf *message)
{
	struct strbuf frame = STRBUF_INIT;
	frame_seal(&frame, type, epoch, key, world->topic, message->text, message->len);
	client_send(client, frame.text, frame.len);
	strbuf_release(&frame);
}

size_t client_opened(const struct world *world, const struct client *client, const unsigned char *key, const char *bytes)
{
	struct strbuf message = STRBUF_INIT;
	size_t count = 0;
	for (size_t i = 0; i < client->count; i++)
		if (frame_open(&message, client->frames[i].text, client->frames[i].len, key, world->topic))
			count += memmem(message.text, message.len, bytes, strlen(bytes)) != NULL;
	strbuf_release(&message);
	return count;
}
