/* What can stand at the end of a command line, for the shells' completion: read from the commands' own usage lines. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "catalog/calculator.h"
#include "catalog/catalog.h"
#include "cli/cli.h"
#include "cli/config_file.h"
#include "cli/open_store.h"
#include "problem/problem.h"

extern const struct command cmd_complete;

/* One place of a usage line: an option, an option with a value, or a positional argument (no option). */
struct slot {
	char option[32];
	char value[64];         /* "PROBLEM", "md|json|jsonl"; "" for an option without a value */
	int place;              /* of a positional argument, from 0; anew in every alternative */
	bool repeats;
};

enum { SLOTS_MAX = 24 };

struct usage {
	struct slot slots[SLOTS_MAX];
	size_t count;
	int next_place;
	bool wants_value;       /* the last slot is an option whose value comes next */
};

struct completion {
	struct cli cli;         /* with the --home of the line that is completed */
	const char *typed;      /* what the candidate must begin with */
	const char *before;     /* put before every candidate: "--level=" */
};

static void offer_with(const struct completion *completion, const char *candidate, const char *about)
{
	if (!strncmp(candidate, completion->typed, strlen(completion->typed)))
		printf("%s%s%s%s\n", completion->before, candidate, *about ? "\t" : "", about);
}

static void offer(const struct completion *completion, const char *candidate)
{
	offer_with(completion, candidate, "");
}

/* --- the usage line --- */

static void read_token(struct usage *usage, const char *token, size_t len)
{
	bool closed = memchr(token, ']', len) != NULL;
	while (len && *token == '[')
		token++, len--;
	while (len && token[len - 1] == ']')
		len--;
	bool repeats = len > 3 && !memcmp(token + len - 3, "...", 3);
	len -= repeats ? 3 : 0;
	if (len == 1 && *token == '|') {
		usage->next_place = 0;
	} else if (usage->wants_value && len && *token != '-') {
		struct slot *last = &usage->slots[usage->count - 1];
		snprintf(last->value, sizeof last->value, "%.*s", (int)len, token);
		usage->wants_value = false;
	} else if (len && usage->count < SLOTS_MAX) {
		struct slot *slot = &usage->slots[usage->count++];
		bool is_option = len > 1 && *token == '-';
		*slot = (struct slot){ .repeats = repeats, .place = is_option ? 0 : usage->next_place++ };
		snprintf(is_option ? slot->option : slot->value, is_option ? sizeof slot->option : sizeof slot->value, "%.*s", (int)len,
		         token);
		usage->wants_value = is_option && !closed;
	}
}

static void read_usage(const struct command *command, struct usage *usage)
{
	*usage = (struct usage){ .count = 0 };
	for (const char *at = command->arguments; *at;) {
		size_t len = strcspn(at, " ");
		read_token(usage, at, len);
		at += len + strspn(at + len, " ");
	}
}

/* --- what each kind of value can be --- */

static void offer_problems(const struct completion *completion)
{
	struct strbuf home = STRBUF_INIT;
	struct catalog catalog = CATALOG_INIT;
	struct catalog_dirs dirs;
	bool has_home = store_home_path(completion->cli.home, &home, NULL) == STATUS_OK;
	catalog_find_dirs(&dirs, has_home ? home.text : NULL);
	catalog_open(&catalog, &dirs, CONTENT_PROBLEM);
	for (size_t i = 0; i < catalog.count; i++)
		offer_with(completion, catalog.items[i].id, catalog.items[i].title);
	catalog_release(&catalog);
	strbuf_release(&home);
}

static void offer_calculators(const struct completion *completion)
{
	struct strbuf home = STRBUF_INIT;
	struct arena arena = ARENA_INIT;
	struct catalog_dirs dirs;
	const char **ids;
	bool has_home = store_home_path(completion->cli.home, &home, NULL) == STATUS_OK;
	catalog_find_dirs(&dirs, has_home ? home.text : NULL);
	size_t count = calculator_ids(&dirs, &arena, &ids);
	for (size_t i = 0; i < count; i++)
		offer(completion, ids[i]);
	arena_release(&arena);
	strbuf_release(&home);
}

/* Looking must not make a home: without a database nothing is offered. */
static void offer_sessions(const struct completion *completion)
{
	struct strbuf path = STRBUF_INIT;
	struct store_sessions sessions;
	bool there = store_home_path(completion->cli.home, &path, NULL) == STATUS_OK;
	strbuf_adds(&path, "/sysdrill.db");
	there = there && !access(path.text, R_OK);
	strbuf_release(&path);
	struct store *store = there ? open_store(&completion->cli, false) : NULL;
	if (!store)
		return;
	if (store_list_sessions(store, &(struct store_session_query){ .problem = NULL }, &sessions, NULL) == STATUS_OK)
		for (size_t i = 0; i < sessions.count; i++)
			offer_with(completion, sessions.items[i].id, sessions.items[i].title);
	store_sessions_release(&sessions);
	store_close(store);
}

static void offer_presets(const struct completion *completion)
{
	struct settings settings;
	config_load(&completion->cli, &settings, NULL);
	for (size_t i = 0; i < settings_preset_count(&settings); i++)
		offer(completion, settings_preset_at(&settings, i)->name);
}

static void offer_levels(const struct completion *completion)
{
	for (int i = 0; i < LEVEL_COUNT; i++)
		offer(completion, level_name((enum level)i));
}

static void offer_sections(const struct completion *completion)
{
	offer(completion, "prompt");
	for (int i = 0; i < SECTION_COUNT; i++)
		offer(completion, section_name((enum section)i));
	offer(completion, "all");
}

static void offer_commands(const struct completion *completion)
{
	size_t count;
	const struct command *const *all = cli_commands(&count);
	for (size_t i = 0; i < count; i++)
		offer_with(completion, all[i]->name, all[i]->summary);
}

static const struct { const char *value; void (*offer)(const struct completion *completion); } kinds[] = {
	{ "PROBLEM", offer_problems },
	{ "SESSION", offer_sessions },
	{ "COMMAND", offer_commands },
	{ "NAME", offer_calculators },
	{ "P", offer_presets },
	{ "L", offer_levels },
	{ "S", offer_sections },
};

static void offer_value(const struct completion *completion, const char *value)
{
	char words[64], *rest = words, *word;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(value, kinds[i].value)) {
			kinds[i].offer(completion);
			return;
		}
	if (!strncmp(value, "FILE", 4) || strstr(value, ".md")) {
		puts("FILE");
	} else if (!strcmp(value, "DIR")) {
		puts("DIR");
	} else if (strchr(value, '|') || islower((unsigned char)*value)) {
		snprintf(words, sizeof words, "%s", value);
		while ((word = strsep(&rest, "|")))
			offer(completion, word);
	}
}

/* --- the line --- */

static const struct slot *find_option(const struct usage *usage, const char *name, size_t len)
{
	for (size_t i = 0; i < usage->count; i++)
		if (len && strlen(usage->slots[i].option) == len && !strncmp(usage->slots[i].option, name, len))
			return &usage->slots[i];
	return NULL;
}

/* Options, and what can be the argument after `given` others. */
static void offer_arguments(const struct completion *completion, const struct usage *usage, int given)
{
	for (size_t i = 0; i < usage->count; i++) {
		const struct slot *slot = &usage->slots[i];
		bool here = slot->place == given || (slot->repeats && slot->place < given);
		if (*slot->option && !cli_is_flag(slot->option))
			offer(completion, slot->option);
		else if (!*slot->option && here)
			offer_value(completion, slot->value);
	}
	if (completion->typed[0] == '-')
		for (size_t i = 0; cli_option(i); i++)
			offer(completion, cli_option(i));
}

/* `--level=s` in one word. */
static void offer_assigned(struct completion *completion, const struct usage *usage, const char *equals)
{
	char before[64];
	const struct slot *slot = find_option(usage, completion->typed, (size_t)(equals - completion->typed));
	if (!slot)
		return;
	snprintf(before, sizeof before, "%s=", slot->option);
	completion->before = before;
	completion->typed = equals + 1;
	offer_value(completion, slot->value);
}

/* The words after the command; the last one is being typed. */
static void complete_command(struct completion *completion, const struct command *command, int count, char **words)
{
	struct usage usage;
	int given = 0;
	const struct slot *open = NULL;
	read_usage(command, &usage);
	for (int i = 0; i + 1 < count; i++) {
		bool is_value = open && *open->value;
		open = NULL;
		if (words[i][0] == '-' && words[i][1] && !is_value)
			open = find_option(&usage, words[i], strlen(words[i]));
		else if (!is_value)
			given++;
	}
	const char *equals = completion->typed[0] == '-' ? strchr(completion->typed, '=') : NULL;
	if (open && *open->value && completion->typed[0] != '-')
		offer_value(completion, open->value);
	else if (equals)
		offer_assigned(completion, &usage, equals);
	else
		offer_arguments(completion, &usage, given);
}

/*
 * Takes the options that go with every command out of the words, and the `=` that bash makes a word of its own; what is left
 * begins with the command. Returns how many are left, or -1 when --home waits for its directory.
 */
static int drop_global_options(struct completion *completion, int count, char **words)
{
	int kept = 0;
	for (int i = 0; i < count; i++) {
		bool last = i + 1 == count;
		if (!strcmp(words[i], "=")) {
			if (last)
				words[kept++] = (char *)"";
		} else if (last) {
			words[kept++] = words[i];
		} else if (!strcmp(words[i], "--home")) {
			while (++i + 1 < count && !strcmp(words[i], "="))
				;
			if (i + 1 == count)
				return -1;
			completion->cli.home = words[i];
		} else if (!strncmp(words[i], "--home=", 7)) {
			completion->cli.home = words[i] + 7;
		} else if (!cli_is_flag(words[i])) {
			words[kept++] = words[i];
		}
	}
	return kept;
}

static void offer_first(const struct completion *completion)
{
	offer_commands(completion);
	if (*completion->typed != '-')
		return;
	for (size_t i = 0; cli_option(i); i++)
		offer(completion, cli_option(i));
	offer(completion, "--version");
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct completion completion = { .cli = *cli, .before = "" };
	int first = argc > 1 && !strcmp(argv[1], "--") ? 2 : 1;
	if (first == argc)
		return cli_usage(&cmd_complete);
	int count = drop_global_options(&completion, argc - first, argv + first);
	if (count < 0) {
		puts("DIR");
		return EXIT_OK;
	}
	char **words = argv + first;
	completion.typed = words[count - 1];
	const struct command *command = count > 1 ? cli_command(words[0]) : NULL;
	if (command)
		complete_command(&completion, command, count - 1, words + 1);
	else if (count == 1)
		offer_first(&completion);
	return EXIT_OK;
}

const struct command cmd_complete = {
	.name = "complete",
	.arguments = "-- WORD...",
	.summary = "Tell a shell what the last word of a command line can be (for its completion)",
	.help = "Prints one candidate a line, after a tab what it is; FILE or DIR alone stands for a path of the shell's choosing. The\n"
	        "completions for bash, zsh and fish that are installed with the program call this.\n\n"
	        "    sysdrill complete -- practice --level ''",
	.run = run,
};
