/*
 * Drives a fuzzer without libFuzzer: fuzz_x [-n ROUNDS] [-r ROUND] [SEEDFILE...]
 *
 * A round's input depends on the seeds and the round's number alone; `-r` runs one of them again. Speaks TAP.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

enum { ROUNDS = 3000, INPUT_MAX = 256 * 1024, EDITS_MAX = 12 };

struct input { uint8_t *bytes; size_t len; };

struct fuzzer {
	struct input *seeds;
	size_t seed_count;
	struct input input;             /* room for INPUT_MAX */
	uint64_t random;
};

/* Only for the signal handler: which round is on. */
static volatile sig_atomic_t current_round;

static void *need(void *p)
{
	if (!p) {
		fputs("out of memory\n", stderr);
		exit(1);
	}
	return p;
}

static uint64_t below(struct fuzzer *fuzzer, uint64_t limit)
{
	fuzzer->random ^= fuzzer->random << 13;
	fuzzer->random ^= fuzzer->random >> 7;
	fuzzer->random ^= fuzzer->random << 17;
	return limit ? fuzzer->random % limit : 0;
}

static void replace(struct input *input, size_t at, size_t deleted, const void *bytes, size_t len)
{
	if (input->len - deleted + len > INPUT_MAX)
		return;
	memmove(input->bytes + at + len, input->bytes + at + deleted, input->len - at - deleted);
	memmove(input->bytes + at, bytes, len);
	input->len = input->len - deleted + len;
}

static void insert_interesting(struct fuzzer *fuzzer, size_t at, size_t deleted)
{
	static const char *const pieces[] = {
		"0", "-1", "1e9", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "\"", "\\", "\\u0000", "\\ud800",
		"\n", "\r\n", "\xFF", "\xC3", "\xF0\x9F\x91\xA9", "\xE2\x80\x8D", "\xCC\x81", "{", "}", "[", "]", "(", ")", "`", "```\n", "# ",
		"- ", "> ", "| ", "    ", "null", "true", ": ", ",", "->", "=", "%", "%s%n", "\x1b[2J",
	};
	const char *piece = pieces[below(fuzzer, sizeof pieces / sizeof *pieces)];
	replace(&fuzzer->input, at, deleted, piece, strlen(piece));
}

static void edit(struct fuzzer *fuzzer)
{
	struct input *input = &fuzzer->input;
	size_t at = below(fuzzer, input->len + 1), rest = input->len - at;
	size_t some = below(fuzzer, (rest < 64 ? rest : 64) + 1);
	uint8_t copy[64];
	switch (below(fuzzer, 7)) {
	case 0:
		if (rest)
			input->bytes[at] ^= (uint8_t)(1u << below(fuzzer, 8));
		break;
	case 1:
		if (rest)
			input->bytes[at] = (uint8_t)below(fuzzer, 256);
		break;
	case 2: replace(input, at, some, "", 0); break;
	case 3: insert_interesting(fuzzer, at, 0); break;
	case 4: insert_interesting(fuzzer, at, some); break;
	case 5:                         /* a piece again, elsewhere */
		memcpy(copy, input->bytes + at, some);
		replace(input, below(fuzzer, input->len + 1), 0, copy, some);
		break;
	case 6: {                       /* the end of another seed */
		const struct input *other = &fuzzer->seeds[below(fuzzer, fuzzer->seed_count)];
		size_t from = below(fuzzer, other->len + 1);
		replace(input, at, rest, other->bytes + from, other->len - from);
		break;
	}
	}
}

static void run_round(struct fuzzer *fuzzer, long round)
{
	current_round = (sig_atomic_t)round;
	fuzzer->random = 0x9E3779B97F4A7C15u * ((uint64_t)round + 1);
	const struct input *seed = &fuzzer->seeds[below(fuzzer, fuzzer->seed_count)];
	memcpy(fuzzer->input.bytes, seed->bytes, seed->len);
	fuzzer->input.len = seed->len;
	for (uint64_t edits = round ? below(fuzzer, EDITS_MAX) : 0; edits > 0; edits--)
		edit(fuzzer);
	/* A block of just this size, so that a sanitizer sees a read beyond its end. */
	uint8_t *exact = need(malloc(fuzzer->input.len ? fuzzer->input.len : 1));
	memcpy(exact, fuzzer->input.bytes, fuzzer->input.len);
	LLVMFuzzerTestOneInput(exact, fuzzer->input.len);
	free(exact);
}

static void tell_round(void)
{
	char text[64];
	int len = snprintf(text, sizeof text, "in round %ld: again with -r %ld\n", (long)current_round, (long)current_round);
	if (write(STDERR_FILENO, text, (size_t)len) < 0)
		return;
}

static void on_fatal(int signal_number)
{
	tell_round();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void add_seed(struct fuzzer *fuzzer, const void *bytes, size_t len)
{
	fuzzer->seeds = need(realloc(fuzzer->seeds, (fuzzer->seed_count + 1) * sizeof *fuzzer->seeds));
	struct input *seed = &fuzzer->seeds[fuzzer->seed_count++];
	seed->len = len > INPUT_MAX ? INPUT_MAX : len;
	seed->bytes = need(malloc(seed->len + 1));
	memcpy(seed->bytes, bytes, seed->len);
}

static bool add_seed_file(struct fuzzer *fuzzer, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		return false;
	}
	add_seed(fuzzer, fuzzer->input.bytes, fread(fuzzer->input.bytes, 1, INPUT_MAX, file));
	fclose(file);
	return true;
}

int main(int argc, char **argv)
{
	static const int fatal[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };
	struct fuzzer fuzzer = { .input = { .bytes = need(malloc(INPUT_MAX)) } };
	long rounds = ROUNDS, only = -1;
	int option;
	while ((option = getopt(argc, argv, "n:r:")) != -1) {
		if (option == 'n') {
			rounds = strtol(optarg, NULL, 10);
		} else if (option == 'r') {
			only = strtol(optarg, NULL, 10);
		} else {
			fprintf(stderr, "usage: %s [-n ROUNDS] [-r ROUND] [SEEDFILE...]\n", argv[0]);
			return 2;
		}
	}
	for (int i = optind; i < argc; i++)
		if (!add_seed_file(&fuzzer, argv[i]))
			return 2;
	for (size_t i = 0; optind == argc && fuzz_seeds[i]; i++)
		add_seed(&fuzzer, fuzz_seeds[i], strlen(fuzz_seeds[i]));
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		signal(fatal[i], on_fatal);

	puts("1..1");
	fflush(stdout);
	for (long round = only < 0 ? 0 : only; round < (only < 0 ? rounds : only + 1); round++)
		run_round(&fuzzer, round);
	printf("ok 1 - %ld inputs do no harm\n", only < 0 ? rounds : 1);

	for (size_t i = 0; i < fuzzer.seed_count; i++)
		free(fuzzer.seeds[i].bytes);
	free(fuzzer.seeds);
	free(fuzzer.input.bytes);
	return 0;
}
