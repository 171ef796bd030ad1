#include "cli/plain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/markdown.h"
#include "cli/config_file.h"
#include "cli/line_input.h"
#include "coach/debrief.h"
#include "coach/dialogue.h"
#include "screens/debrief_text.h"
#include "session/pacing.h"
#include "session/rubric.h"
#include "session/summary.h"
#include "shell/clock.h"
#include "shell/library.h"
#include "shell/sitting.h"

enum { PLAIN_WIDTH = 78 };

struct plain {
	struct store *store;
	struct library library;
	struct sitting sitting;
	struct dialogue dialogue;
	struct settings settings;
	struct clock clock;
	size_t told_turns;              /* turns of the conversation that were printed */
	size_t told_phase;
	enum pace told_pace;
	bool quit;
	bool unsaved;                   /* the last commit failed; what it held is tried again with the next */
	bool refused;                   /* some line could not be done: the exit status tells a script */
};

/* --- what is said --- */

static void tell(const char *markdown)
{
	struct strbuf out = STRBUF_INIT;
	markdown_render_text(markdown, strlen(markdown), &(struct doc_options){ .width = PLAIN_WIDTH }, false, &out);
	fputs(out.text, stdout);
	strbuf_release(&out);
}

static void add_time_of(int64_t spent_ms, int64_t target_ms, struct strbuf *out)
{
	clock_format(spent_ms, out);
	strbuf_adds(out, " of ");
	clock_format(target_ms, out);
}

static void tell_time(struct plain *plain)
{
	const struct session *session = plain->sitting.session;
	int64_t now = clock_now_ms(&plain->clock);
	struct strbuf out = STRBUF_INIT;
	strbuf_addf(&out, "Time: %s ", session_phase(session)->name);
	add_time_of(session_phase_spent_ms(session, session->phase, now), session_phase(session)->target_ms, &out);
	strbuf_adds(&out, "; in all ");
	add_time_of(session_spent_ms(session, now), preset_total_ms(&session->preset), &out);
	printf("%s.%s\n", out.text, session->stage == STAGE_PAUSED ? " The clock stands." : "");
	strbuf_release(&out);
}

static void tell_phase(struct plain *plain)
{
	const struct session *session = plain->sitting.session;
	const struct phase *phase = session_phase(session);
	printf("\nPhase %zu of %zu: %s, %d minutes.\n", session->phase + 1, session->preset.count, phase->name,
	       phase->target_ms / 60000);
	int number = 0;
	for (size_t i = 0; i < checklist_count(); i++)
		if (phase_covers(phase, checklist_item(i)->section))
			printf("  %d. [%c] %s\n", ++number, session_item_ticked(session, checklist_item(i)->id) ? 'x' : ' ',
			       checklist_item(i)->text);
	plain->told_phase = session->phase;
	plain->told_pace = PACE_EARLY;
}

/* Everything that was said since, except what the person typed. */
static void tell_turns(struct plain *plain)
{
	const struct session *session = plain->sitting.session;
	for (; plain->told_turns < session->turn_count; plain->told_turns++) {
		const struct turn *turn = &session->turns[plain->told_turns];
		if (turn->kind == TURN_QUESTION)
			continue;
		printf("%s:\n", dialogue_speaker(turn));
		tell(dialogue_text(turn));
	}
}

static void tell_pace(struct plain *plain)
{
	const struct session *session = plain->sitting.session;
	enum pace pace = pacing_phase(session, clock_now_ms(&plain->clock));
	if (session->stage == STAGE_RUNNING && pace > plain->told_pace)
		printf("(%s: %s)\n", session_phase(session)->name, pacing_sentence(pace));
	plain->told_pace = pace;
}

/* --- what is done --- */

/* Trouble is told once, not once a second, and so is its end. */
static void commit(struct plain *plain)
{
	struct error err = { "" };
	bool was_unsaved = plain->unsaved;
	enum status status = sitting_commit(&plain->sitting, &err);
	plain->unsaved = sitting_has_queue(&plain->sitting);
	if (status != STATUS_OK && !plain->unsaved) {
		cli_fail(EXIT_FAILED, "not taken: %s", err.text);
		plain->refused = true;
	} else if (plain->unsaved && !was_unsaved) {
		cli_fail(EXIT_FAILED, "not saved yet; it is kept and tried again: %s", err.text);
	} else if (was_unsaved && !plain->unsaved) {
		puts("Everything is saved again.");
	}
}

static void queue(struct plain *plain, const struct event *event, const char *stream)
{
	sitting_queue(&plain->sitting, event, stream, clock_now_ms(&plain->clock));
}

static void say(void *context, const struct event *event)
{
	queue(context, event, STREAM_MAIN);
}

/* Text at the end of a document, in pieces that the log takes. */
static void append_text(struct plain *plain, const char *stream, const char *text)
{
	size_t end, len = strlen(text);
	session_text(plain->sitting.session, stream, &end);
	for (size_t at = 0; at < len;) {
		size_t piece = len - at;
		if (piece > SPLICE_MAX) {
			piece = SPLICE_MAX;
			while (piece && ((unsigned char)text[at + piece] & 0xC0) == 0x80)
				piece--;
		}
		char *copy = xstrndup(text + at, piece);
		queue(plain, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = {
			.offset = (int64_t)(end + at), .text = copy } }, stream);
		free(copy);
		at += piece;
	}
}

static void add_note(struct plain *plain, const char *line)
{
	char stream[STREAM_SIZE];
	struct strbuf text = STRBUF_INIT;
	session_notes_stream(plain->sitting.session, plain->sitting.session->phase, stream);
	strbuf_addf(&text, "%s\n", line);
	append_text(plain, stream, text.text);
	strbuf_release(&text);
}

/* A line that cannot be done: why not, on stderr. */
__attribute__((format(printf, 2, 3)))
static void refuse(struct plain *plain, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;
	va_start(ap, format);
	strbuf_vaddf(&text, format, ap);
	va_end(ap);
	cli_fail(EXIT_FAILED, "%s", text.text);
	strbuf_release(&text);
	plain->refused = true;
}

static bool is_on(const struct plain *plain)
{
	enum session_stage stage = plain->sitting.session->stage;
	return stage == STAGE_RUNNING || stage == STAGE_PAUSED;
}

static void ask(struct plain *plain, char *text)
{
	if (!*text)
		refuse(plain, "ask what? /ask How many users are there?");
	else
		dialogue_ask(&plain->dialogue, plain->sitting.session, text, say, plain);
}

static void hint(struct plain *plain, char *text)
{
	(void)text;
	if (!dialogue_hint(&plain->dialogue, plain->sitting.session, say, plain))
		puts("All hints of this phase are taken.");
}

static void probe(struct plain *plain, char *text)
{
	(void)text;
	if (!session_phase(plain->sitting.session)->probes)
		refuse(plain, "the interviewer asks nothing in this phase; questions come later");
	else if (!dialogue_probe(&plain->dialogue, plain->sitting.session, say, plain))
		puts("The interviewer has no more questions.");
}

static void tell_prompt(struct plain *plain, char *text)
{
	(void)text;
	tell(plain->sitting.problem ? plain->sitting.problem->prompt : "The text of this problem is not here.");
}

static void tell_notes(struct plain *plain, char *text)
{
	(void)text;
	char stream[STREAM_SIZE];
	size_t len;
	session_notes_stream(plain->sitting.session, plain->sitting.session->phase, stream);
	const char *notes = session_text(plain->sitting.session, stream, &len);
	cli_write(stdout, notes, len);
	if (!len)
		puts("No notes in this phase yet.");
}

static void enter_phase(struct plain *plain, size_t phase)
{
	queue(plain, &(struct event){ .kind = EVENT_PHASE_ENTERED, .phase_entered = { .phase = (int64_t)phase } }, STREAM_MAIN);
}

static void next(struct plain *plain, char *text)
{
	(void)text;
	const struct session *session = plain->sitting.session;
	if (session->phase + 1 < session->preset.count)
		enter_phase(plain, session->phase + 1);
	else
		refuse(plain, "this is the last phase; /end ends the interview");
}

static void back(struct plain *plain, char *text)
{
	(void)text;
	if (plain->sitting.session->phase)
		enter_phase(plain, plain->sitting.session->phase - 1);
	else
		refuse(plain, "this is the first phase");
}

static void tell_time_command(struct plain *plain, char *text)
{
	(void)text;
	tell_time(plain);
}

static void pause_clock(struct plain *plain, char *text)
{
	(void)text;
	if (plain->sitting.session->stage == STAGE_RUNNING)
		queue(plain, &(struct event){ .kind = EVENT_SESSION_PAUSED, .session_paused = { .reason = "asked" } }, STREAM_MAIN);
	puts("The clock stands. /resume goes on.");
}

static void resume(struct plain *plain, char *text)
{
	(void)text;
	if (plain->sitting.session->stage == STAGE_PAUSED)
		queue(plain, &(struct event){ .kind = EVENT_SESSION_RESUMED }, STREAM_MAIN);
	puts("The clock runs.");
}

static void check(struct plain *plain, char *text)
{
	const struct session *session = plain->sitting.session;
	int number = atoi(text);
	for (size_t i = 0; i < checklist_count(); i++) {
		const struct checklist_item *item = checklist_item(i);
		if (!phase_covers(session_phase(session), item->section) || --number)
			continue;
		bool ticked = !session_item_ticked(session, item->id);
		queue(plain, &(struct event){ .kind = EVENT_ITEM_TICKED, .item_ticked = { .item = item->id, .ticked = ticked } },
		      STREAM_MAIN);
		printf("[%c] %s\n", ticked ? 'x' : ' ', item->text);
		return;
	}
	refuse(plain, "/check N takes a number of this phase's checklist");
}

/* Cuts the first word off; the rest, without leading blanks. */
static char *rest_of(char *text)
{
	size_t len = strcspn(text, " \t");
	char *rest = text + len + strspn(text + len, " \t");
	text[len] = '\0';
	return rest;
}

static void score(struct plain *plain, char *text)
{
	enum criterion criterion;
	char *number = rest_of(text);
	char *evidence = rest_of(number);
	if (!criterion_parse(text, &criterion) || strlen(number) != 1 || *number < '1' || *number > '4') {
		refuse(plain, "/score exploration|architecture|depth|communication|tradeoffs 1|2|3|4 [EVIDENCE]");
		return;
	}
	queue(plain, &(struct event){ .kind = EVENT_SCORE_GIVEN, .score_given = {
		.criterion = text, .score = *number - '0', .evidence = evidence } }, STREAM_MAIN);
	printf("%s: %s. %s\n", criterion_title(criterion), number,
	       rubric_wording(criterion, plain->sitting.session->level, *number - '0'));
	if (*number - '0' >= SCORE_NEEDS_EVIDENCE && !*evidence)
		puts("Which line of your notes proves it? Give it as evidence: /score CRITERION N LINE");
}

static void reflect(struct plain *plain, char *text)
{
	char stream[STREAM_SIZE];
	char *answer = rest_of(text);
	int number = atoi(text);
	if (number < 1 || number > REFLECTIONS + NEXT_TIME || !*answer) {
		for (int i = 1; i <= REFLECTIONS; i++)
			printf("  /reflect %d  %s\n", i, rubric_reflection(i));
		printf("  /reflect %d to %d  what to do next time\n", REFLECTIONS + 1, REFLECTIONS + NEXT_TIME);
		return;
	}
	if (number <= REFLECTIONS)
		snprintf(stream, sizeof stream, "reflect.%d", number);
	else
		snprintf(stream, sizeof stream, "next.%d", number - REFLECTIONS);
	struct strbuf line = STRBUF_INIT;
	strbuf_addf(&line, "%s\n", answer);
	append_text(plain, stream, line.text);
	strbuf_release(&line);
}

static void end(struct plain *plain, char *text)
{
	(void)text;
	if (is_on(plain))
		queue(plain, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended = { .reason = "done" } }, STREAM_MAIN);
	puts("The interview has ended. /debrief tells how it went, /score and /reflect are yours, /quit leaves.");
	printf("'sysdrill export %s --format md' writes all of it.\n", plain->sitting.session->id);
}

/* What the screen shows as bars, then what it shows as text. */
static void debrief(struct plain *plain, char *text)
{
	(void)text;
	struct debrief facts;
	struct strbuf out = STRBUF_INIT;
	if (is_on(plain)) {
		refuse(plain, "the interview is still on; /end ends it");
		return;
	}
	if (!plain->dialogue.reviewer) {
		refuse(plain, "the text of this problem is not here, so there is nothing to compare with");
		return;
	}
	debrief_make(&facts, plain->dialogue.reviewer, plain->sitting.session);
	strbuf_adds(&out, "## Time\n\n");
	for (size_t i = 0; i < facts.phase_count; i++) {
		const struct debrief_phase *phase = &facts.phases[i];
		strbuf_addf(&out, "- %s: ", phase->phase->name);
		add_time_of(phase->spent_ms, phase->phase->target_ms, &out);
		strbuf_adds(&out, phase->skipped ? ", skipped\n" : "\n");
	}
	strbuf_addc(&out, '\n');
	debrief_write_overview(&facts, &out);
	tell(out.text);
	strbuf_release(&out);
	debrief_release(&facts);
}

static void quit(struct plain *plain, char *text)
{
	(void)text;
	plain->quit = true;
}

static void help(struct plain *plain, char *text);

static const struct {
	const char *name;
	void (*run)(struct plain *plain, char *text);
	bool interview;                 /* only while the interview is on */
	const char *help;
} verbs[] = {
	{ "ask", ask, true, "/ask TEXT      ask the interviewer" },
	{ "hint", hint, true, "/hint          take a hint (three for each part)" },
	{ "probe", probe, true, "/probe         let the interviewer ask the next question now" },
	{ "prompt", tell_prompt, false, "/prompt        hear the problem again" },
	{ "notes", tell_notes, false, "/notes         hear the notes of this phase again" },
	{ "next", next, true, "/next          go on to the next phase" },
	{ "back", back, true, "/back          go back a phase" },
	{ "time", tell_time_command, false, "/time          where the clock stands" },
	{ "pause", pause_clock, true, "/pause         stop the clock" },
	{ "resume", resume, true, "/resume        let it run again" },
	{ "check", check, true, "/check N       tick the N-th item of the phase's checklist" },
	{ "score", score, false, "/score CRITERION N [EVIDENCE]   after the interview: 1 to 4" },
	{ "reflect", reflect, false, "/reflect N TEXT                 after the interview: the five questions" },
	{ "end", end, true, "/end           end the interview" },
	{ "debrief", debrief, false, "/debrief       after the interview: what happened, and what was missing" },
	{ "quit", quit, false, "/quit          leave; nothing is lost" },
	{ "help", help, false, "/help          this list; any other text goes to the notes, // for a slash" },
};

static void help(struct plain *plain, char *text)
{
	(void)plain, (void)text;
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		puts(verbs[i].help);
}

static void do_line(struct plain *plain, char *line)
{
	if (line[0] != '/' || line[1] == '/') {
		if (is_on(plain))
			add_note(plain, line[0] == '/' ? line + 1 : line);
		else
			refuse(plain, "the interview has ended; its notes stay as they are. /help lists what can be done");
		return;
	}
	char *text = rest_of(line);
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (strcmp(line + 1, verbs[i].name))
			continue;
		if (verbs[i].interview && !is_on(plain))
			refuse(plain, "the interview has ended; /debrief, /score and /reflect work, /quit leaves");
		else
			verbs[i].run(plain, text);
		return;
	}
	refuse(plain, "there is no command %s; /help lists them", line);
}

/* --- the run --- */

/* What happened since the last look: said once, whether a line or the time brought it. */
static void tell_news(struct plain *plain)
{
	tell_turns(plain);
	if (plain->sitting.session->phase != plain->told_phase)
		tell_phase(plain);
	tell_pace(plain);
	fflush(stdout);
}

/* While the clock runs, once a second: what time brings, and whether the machine slept meanwhile. */
static void run_lines(struct plain *plain)
{
	struct line_input input;
	struct strbuf line = STRBUF_INIT;
	enum line_result got = LINE_NOT_YET;
	line_input_init(&input, STDIN_FILENO);
	while (!plain->quit && got != LINE_END) {
		bool running = plain->sitting.session->stage == STAGE_RUNNING;
		int64_t before = clock_now_ms(&plain->clock);
		got = line_input_next(&input, running ? 1000 : -1, &line);
		int64_t now = clock_now_ms(&plain->clock);
		if (running && now - before > SLEEP_GAP_MS)
			sitting_slept(&plain->sitting, before, now);
		if (got == LINE_READ)
			do_line(plain, line.text);
		dialogue_tick(&plain->dialogue, plain->sitting.session, now, say, plain);
		commit(plain);
		sitting_touch(&plain->sitting, now);
		tell_news(plain);
	}
	strbuf_release(&line);
	line_input_release(&input);
}

/* The lines have ended: what cannot be saved now goes into a file of its own. */
static void rescue(struct plain *plain)
{
	struct strbuf path = STRBUF_INIT;
	struct error err = { "" };
	sitting_commit(&plain->sitting, NULL);
	if (!sitting_has_queue(&plain->sitting))
		return;
	if (sitting_rescue(&plain->sitting, clock_now_ms(&plain->clock), &path, &err) == STATUS_OK)
		cli_fail(EXIT_FAILED, "not everything could be saved. The whole interview is in %s; take it in before you go on with "
		         "it: sysdrill import %s", path.text, path.text);
	else
		cli_fail(EXIT_FAILED, "the last of what you typed is lost: %s", err.text);
	strbuf_release(&path);
}

static enum status open_sitting(struct plain *plain, const struct plain_wish *wish, struct error *err)
{
	int64_t now = clock_now_ms(&plain->clock);
	enum level level = plain->settings.level;
	if (wish->session) {
		enum status status = sitting_open(&plain->sitting, wish->session, NULL, now, err);
		if (status == STATUS_OK && plain->sitting.watching) {
			sitting_leave(&plain->sitting, "left", now);
			return error_set(err, STATUS_TAKEN, "another program has this interview open; leave it there first");
		}
		if (status == STATUS_OK && plain->sitting.session->room) {
			sitting_leave(&plain->sitting, "left", now);
			return error_set(err, STATUS_INVALID, "this interview is a room, which is drawn; leave --plain away");
		}
		if (status == STATUS_OK && plain->sitting.session->stage == STAGE_PAUSED)
			queue(plain, &(struct event){ .kind = EVENT_SESSION_RESUMED }, STREAM_MAIN);
		return status == STATUS_OK ? sitting_commit(&plain->sitting, err) : status;
	}
	const char *name = wish->preset ? wish->preset : plain->settings.preset;
	const struct preset *preset = settings_preset(&plain->settings, name);
	const struct catalog_entry *entry = catalog_find(&plain->library.catalog, wish->problem);
	const char *near = entry ? NULL : catalog_suggest(&plain->library.catalog, wish->problem);
	if (!entry)
		return error_set(err, STATUS_NOT_FOUND, "there is no problem '%s'%s%s%s; 'sysdrill list' names them all", wish->problem,
		                 near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	if (!preset)
		return error_set(err, STATUS_NOT_FOUND, "there is no preset '%s': 60, 45, condensed-60, condensed-45 or one of your own",
		                 name);
	if (wish->level)
		level_parse(wish->level, &level);
	return sitting_start(&plain->sitting, entry, preset, level, false, now, err);
}

static void greet(struct plain *plain)
{
	const struct session *session = plain->sitting.session;
	printf("%s. Interview %s, level %s, session %s\n\n", session->title, session->preset.name, level_name(session->level),
	       session->id);
	if (plain->sitting.problem)
		tell(plain->sitting.problem->prompt);
	puts("\nSpeak aloud as you go, and say what a diagram shows. Text goes to the notes; /help lists the commands.");
	plain->told_turns = session->turn_count;
	if (is_on(plain)) {
		tell_phase(plain);
		tell_time(plain);
	} else {
		puts("The interview has ended. /debrief tells how it went, /score and /reflect are yours, /quit leaves.");
	}
	fflush(stdout);
}

int plain_run(const struct cli *cli, const struct plain_wish *wish)
{
	struct plain plain = { .quit = false };
	struct error err = { "" };
	int status = EXIT_OK;
	config_load_or_warn(cli, &plain.settings);
	clock_start(&plain.clock);
	if (store_open(&plain.store, &(struct store_options){ .home = cli->home }, &err) != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	library_init(&plain.library, store_home(plain.store));
	library_load(&plain.library, plain.store);
	library_rescan(&plain.library, plain.store);
	sitting_init(&plain.sitting, plain.store);
	if (open_sitting(&plain, wish, &err) != STATUS_OK) {
		status = cli_fail(EXIT_FAILED, "%s", err.text);
	} else {
		dialogue_init(&plain.dialogue, plain.sitting.problem);
		greet(&plain);
		run_lines(&plain);
		dialogue_release(&plain.dialogue);
		if (plain.unsaved)
			rescue(&plain);
		sitting_leave(&plain.sitting, "left", clock_now_ms(&plain.clock));
		status = plain.unsaved || plain.refused ? EXIT_FAILED : EXIT_OK;
	}
	library_release(&plain.library);
	store_close(plain.store);
	return status;
}

int find_unfinished(const struct cli *cli, const char *prefix, char id[ID_SIZE])
{
	struct store *store;
	struct store_sessions sessions;
	struct error err = { "" };
	int status = EXIT_OK;
	if (store_open(&store, &(struct store_options){ .home = cli->home }, &err) != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	if (prefix) {
		if (store_find_session(store, prefix, id, &err) != STATUS_OK)
			status = cli_fail(EXIT_FAILED, "%s", err.text);
		goto out;
	}
	store_refresh(store, NULL);
	enum status listed = store_list_sessions(store, &(struct store_session_query){ .unfinished = true, .limit = 1 },
	                                         &sessions, &err);
	if (listed != STATUS_OK)
		status = cli_fail(EXIT_FAILED, "%s", err.text);
	else if (!sessions.count)
		status = cli_fail(EXIT_FAILED, "no interview is unfinished; 'sysdrill practice PROBLEM' starts one");
	else
		memcpy(id, sessions.items[0].id, ID_SIZE);
	store_sessions_release(&sessions);
out:
	store_close(store);
	return status;
}
