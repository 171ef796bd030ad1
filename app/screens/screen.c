#include "screens/screen.h"

#include <string.h>

#include "base/array.h"

/* The next name of a list separated by spaces; NULL at its end. */
static const char *next_name(const char *keys, char out[KEY_NAME_SIZE])
{
	while (*keys == ' ')
		keys++;
	size_t len = strcspn(keys, " ");
	if (!len || len >= KEY_NAME_SIZE)
		return NULL;
	memcpy(out, keys, len);
	out[len] = '\0';
	return keys + len;
}

static bool names_key(const char *keys, const struct key *key)
{
	char name[KEY_NAME_SIZE];
	while ((keys = next_name(keys, name)))
		if (key_is(key, name))
			return true;
	return false;
}

static const struct binding *find(const struct binding *bindings, size_t count, bool typing, const void *state,
                                  const struct world *world, const struct key *key)
{
	if (key_is_text(key) && typing)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (names_key(bindings[i].keys, key) && (!bindings[i].when || bindings[i].when(state, world)))
			return &bindings[i];
	return NULL;
}

static bool is_typing(const struct screen_class *screen, const void *state)
{
	return screen->typing && screen->typing(state);
}

const struct binding *screen_binding(const struct screen_class *screen, const void *state, const struct world *world,
                                     const struct key *key)
{
	return find(screen->bindings, screen->binding_count, is_typing(screen, state), state, world, key);
}

void screen_go_back(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_POP, NULL);
}

void screen_go_home(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_LEAVE, NULL);
	intent_simple(out, INTENT_HOME, NULL);
}

void screen_hand_over(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_curtain, NULL, 0);
}

bool screen_both_here(const void *state, const struct world *world)
{
	(void)state;
	return world->room.both_here;
}

static void show_help(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_HELP, NULL);
}

static void show_palette(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_PALETTE, NULL);
}

static void redraw(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_REDRAW, NULL);
}

static void quit(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_QUIT, NULL);
}

static const struct binding common[] = {
	{ .keys = "F1 ?", .name = "Help", .help = "What can be done here, and with which key", .footer = 90, .run = show_help },
	{ .keys = "Ctrl-P :", .name = "Commands", .help = "Find a command by typing a part of its name", .footer = 91,
	  .run = show_palette },
	{ .keys = "Ctrl-L", .name = "Redraw", .help = "Draw the whole screen anew", .run = redraw },
	{ .keys = "Ctrl-Q", .name = "Quit", .help = "Leave sysdrill; everything is saved, an interview can be gone on with",
	  .run = quit },
};

const struct binding *screen_common_bindings(size_t *count)
{
	*count = ARRAY_SIZE(common);
	return common;
}

const struct binding *screen_help_binding(void)
{
	return &common[0];
}

const struct binding *screen_common_binding(const struct screen_class *screen, const void *state,
                                            const struct world *world, const struct key *key)
{
	return find(common, ARRAY_SIZE(common), is_typing(screen, state), state, world, key);
}

void binding_key_name(const struct binding *binding, char out[KEY_NAME_SIZE])
{
	if (!next_name(binding->keys, out))
		out[0] = '\0';
}
