#include "session/preset.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

enum { MINUTE_MS = 60 * 1000 };

#define BIT(section) (1u << SECTION_##section)
#define MINUTES(low, target, high) \
	.low_ms = (low) * MINUTE_MS, .target_ms = (target) * MINUTE_MS, .high_ms = (high) * MINUTE_MS

/*
 * The targets are the customer's. RADIO's ranges are R 8-12, A 20-25, D 5-7, I 3-5, O 10-12. In 45 minutes the lower
 * bounds are three quarters of them; the upper ones too, or a minute beyond the target where that is more. Design in a
 * condensed interview: from A and D alone (Interface may be skipped) to A, D and I at their longest.
 */
static const struct preset builtins[] = {
	{
		.name = "60", .count = 5,
		.phases = {
			{ .name = "requirements", .sections = BIT(REQUIREMENTS), MINUTES(8, 12, 12) },
			{ .name = "architecture", .sections = BIT(ARCHITECTURE), MINUTES(20, 25, 25) },
			{ .name = "data model", .sections = BIT(DATA), MINUTES(5, 6, 7) },
			{ .name = "interface", .sections = BIT(INTERFACE), MINUTES(3, 5, 5), .optional = true },
			{ .name = "optimization", .sections = BIT(OPTIMIZATION), MINUTES(10, 12, 12), .probes = true },
		},
	},
	{
		.name = "45", .count = 4,
		.phases = {
			{ .name = "requirements", .sections = BIT(REQUIREMENTS), MINUTES(6, 8, 9) },
			{ .name = "architecture", .sections = BIT(ARCHITECTURE) | BIT(INTERFACE), MINUTES(17, 21, 23) },
			{ .name = "data model", .sections = BIT(DATA), MINUTES(4, 5, 6) },
			{ .name = "optimization", .sections = BIT(OPTIMIZATION), MINUTES(8, 11, 12), .probes = true },
		},
	},
	{
		.name = "condensed-60", .count = 4,
		.phases = {
			{ .name = "requirements", .sections = BIT(REQUIREMENTS), MINUTES(8, 10, 12) },
			{ .name = "design", .sections = BIT(ARCHITECTURE) | BIT(DATA) | BIT(INTERFACE), MINUTES(25, 30, 37) },
			{ .name = "deep dive", .sections = BIT(OPTIMIZATION), MINUTES(8, 10, 12), .probes = true },
			{ .name = "discussion", .sections = BIT(OPTIMIZATION), MINUTES(8, 10, 12), .probes = true },
		},
	},
	{
		.name = "condensed-45", .count = 3,
		.phases = {
			{ .name = "requirements", .sections = BIT(REQUIREMENTS), MINUTES(8, 10, 12) },
			{ .name = "design", .sections = BIT(ARCHITECTURE) | BIT(DATA) | BIT(INTERFACE), MINUTES(21, 25, 31) },
			{ .name = "deep dive", .sections = BIT(OPTIMIZATION), MINUTES(8, 10, 12), .probes = true },
		},
	},
};

static const char section_letters[SECTION_COUNT] = {
	[SECTION_REQUIREMENTS] = 'R', [SECTION_ARCHITECTURE] = 'A', [SECTION_DATA] = 'D', [SECTION_INTERFACE] = 'I',
	[SECTION_OPTIMIZATION] = 'O',
};

struct word { const char *at; size_t len; };

static bool word_is(struct word word, const char *text)
{
	return word.len == strlen(text) && !memcmp(word.at, text, word.len);
}

/* "12" or "2.5"; three decimals at most. */
static bool parse_minutes(const char **at, const char *end, int *ms)
{
	const char *p = *at;
	long thousandths = 0;
	if (p == end || !isdigit((unsigned char)*p))
		return false;
	for (; p < end && isdigit((unsigned char)*p); p++)
		if ((thousandths = thousandths * 10 + (*p - '0')) > PRESET_MINUTES_MAX)
			return false;
	thousandths *= 1000;
	if (p < end && *p == '.') {
		long unit = 100;
		const char *first = ++p;
		for (; p < end && isdigit((unsigned char)*p) && unit; p++, unit /= 10)
			thousandths += unit * (*p - '0');
		if (p == first)
			return false;
	}
	*ms = (int)(thousandths * (MINUTE_MS / 1000));
	*at = p;
	return true;
}

static bool parse_range(struct word word, struct phase *phase)
{
	const char *at = word.at, *end = word.at + word.len;
	int *const bounds[] = { &phase->low_ms, &phase->target_ms, &phase->high_ms };
	for (size_t i = 0; i < ARRAY_SIZE(bounds); i++) {
		if (i && (at == end || *at++ != '-'))
			return false;
		if (!parse_minutes(&at, end, bounds[i]))
			return false;
	}
	return at == end && phase->low_ms <= phase->target_ms && phase->target_ms <= phase->high_ms && phase->target_ms > 0 &&
	       phase->high_ms <= PRESET_MINUTES_MAX * MINUTE_MS;
}

static bool parse_sections(struct word word, unsigned *sections)
{
	*sections = 0;
	for (size_t i = 0; i < word.len; i++) {
		const char *letter = memchr(section_letters, word.at[i], SECTION_COUNT);
		unsigned bit = letter ? 1u << (letter - section_letters) : 0;
		if (!bit || *sections & bit)
			return false;
		*sections |= bit;
	}
	return word.len > 0;
}

/* Letters and digits of any script, joined by single spaces: '-' stands for the space in a stream's name. */
static bool parse_name(const struct word *words, size_t count, char name[PHASE_NAME_SIZE])
{
	size_t len = 0;
	for (size_t i = 0; i < count; i++) {
		if (len + (i > 0) + words[i].len >= PHASE_NAME_SIZE)
			return false;
		if (i)
			name[len++] = ' ';
		for (size_t at = 0; at < words[i].len;) {
			int32_t cp;
			at += utf8_decode(words[i].at + at, words[i].len - at, &cp);
			if (cp == 0xFFFD || !utf8_is_word(cp))
				return false;
		}
		memcpy(name + len, words[i].at, words[i].len);
		len += words[i].len;
	}
	name[len] = '\0';
	return len > 0;
}

static enum status phase_fault(struct error *err, const char *text, size_t len, const char *expected)
{
	return error_set(err, STATUS_INVALID, "phase \"%.*s\": expected %s, as in \"deep dive O 8-10-12 probes\"",
	                 (int)(len > 60 ? 60 : len), text, expected);
}

enum { WORDS_MAX = 16 };

static enum status parse_phase(struct phase *phase, const char *text, size_t len, struct error *err)
{
	struct word words[WORDS_MAX];
	size_t count = 0;
	for (size_t at = 0; at < len;) {
		size_t start = at;
		while (at < len && text[at] != ' ' && text[at] != '\t')
			at++;
		if (at == start) {
			at++;
			continue;
		}
		if (count == WORDS_MAX)
			return phase_fault(err, text, len, "fewer words");
		words[count++] = (struct word){ .at = text + start, .len = at - start };
	}
	*phase = (struct phase){ .probes = false };
	for (; count && (word_is(words[count - 1], "probes") || word_is(words[count - 1], "optional")); count--) {
		if (word_is(words[count - 1], "probes"))
			phase->probes = true;
		else
			phase->optional = true;
	}
	if (!count || !parse_range(words[count - 1], phase))
		return phase_fault(err, text, len, "minutes, low-target-high and in this order, at most 600");
	if (--count == 0 || !parse_sections(words[count - 1], &phase->sections))
		return phase_fault(err, text, len, "the sections that it covers, letters of RADIO, each once,");
	if (--count == 0 || !parse_name(words, count, phase->name))
		return phase_fault(err, text, len, "a name of letters and digits, at most 25 bytes,");
	return STATUS_OK;
}

static bool has_phase(const struct preset *preset, const char *name)
{
	for (size_t i = 0; i < preset->count; i++)
		if (!strcmp(preset->phases[i].name, name))
			return true;
	return false;
}

enum status preset_parse(struct preset *preset, const char *name, const char *phases, struct error *err)
{
	struct preset parsed = { .count = 0 };
	if (strlen(name) >= sizeof parsed.name)
		return error_set(err, STATUS_INVALID, "preset \"%.40s...\": the name is longer than %zu bytes", name,
		                 sizeof parsed.name - 1);
	memcpy(parsed.name, name, strlen(name) + 1);
	for (const char *at = phases;; at++) {
		size_t len = strcspn(at, ",");
		if (parsed.count == PHASES_MAX)
			return error_set(err, STATUS_INVALID, "preset \"%s\": more than %d phases", name, PHASES_MAX);
		struct phase *phase = &parsed.phases[parsed.count];
		enum status status = parse_phase(phase, at, len, err);
		if (status != STATUS_OK)
			return status;
		if (has_phase(&parsed, phase->name))
			return error_set(err, STATUS_INVALID, "preset \"%s\": two phases are called \"%s\"; give one another name",
			                 name, phase->name);
		parsed.count++;
		at += len;
		if (!*at)
			break;
	}
	*preset = parsed;
	return STATUS_OK;
}

static void format_minutes(int ms, struct strbuf *out)
{
	int thousandths = ms / (MINUTE_MS / 1000);
	strbuf_addf(out, "%d", thousandths / 1000);
	if (thousandths % 1000 == 0)
		return;
	char decimals[16];
	int len = snprintf(decimals, sizeof decimals, "%03d", thousandths % 1000);
	while (decimals[len - 1] == '0')
		len--;
	strbuf_addf(out, ".%.*s", len, decimals);
}

void preset_format(const struct preset *preset, struct strbuf *out)
{
	for (size_t i = 0; i < preset->count; i++) {
		const struct phase *phase = &preset->phases[i];
		strbuf_addf(out, "%s%s ", i ? ", " : "", phase->name);
		for (int section = 0; section < SECTION_COUNT; section++)
			if (phase_covers(phase, (enum section)section))
				strbuf_addc(out, section_letters[section]);
		strbuf_addc(out, ' ');
		format_minutes(phase->low_ms, out);
		strbuf_addc(out, '-');
		format_minutes(phase->target_ms, out);
		strbuf_addc(out, '-');
		format_minutes(phase->high_ms, out);
		strbuf_adds(out, phase->probes ? " probes" : "");
		strbuf_adds(out, phase->optional ? " optional" : "");
	}
}

void preset_adapt(struct preset *preset, const int minutes[SECTION_COUNT])
{
	for (size_t i = 0; i < preset->count; i++) {
		struct phase *phase = &preset->phases[i];
		for (int section = 0; section < SECTION_COUNT; section++) {
			if (phase->sections != 1u << section || minutes[section] < 1 || minutes[section] > PRESET_MINUTES_MAX / 2)
				continue;
			int64_t target_ms = (int64_t)minutes[section] * MINUTE_MS;
			int64_t low_ms = phase->low_ms * target_ms / phase->target_ms;
			int64_t high_ms = phase->high_ms * target_ms / phase->target_ms;
			int64_t bound_ms = PRESET_MINUTES_MAX * MINUTE_MS;
			phase->target_ms = (int)target_ms;
			phase->low_ms = (int)(low_ms - low_ms % (MINUTE_MS / 10));
			phase->high_ms = (int)(high_ms > bound_ms ? bound_ms : high_ms - high_ms % (MINUTE_MS / 10));
			if (phase->high_ms < phase->target_ms)
				phase->high_ms = phase->target_ms;
		}
	}
}

size_t preset_builtin_count(void)
{
	return ARRAY_SIZE(builtins);
}

const struct preset *preset_builtin(size_t index)
{
	return &builtins[index];
}

const struct preset *preset_builtin_named(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(builtins); i++)
		if (!strcmp(builtins[i].name, name))
			return &builtins[i];
	return NULL;
}

int preset_total_ms(const struct preset *preset)
{
	int total = 0;
	for (size_t i = 0; i < preset->count; i++)
		total += preset->phases[i].target_ms;
	return total;
}

bool phase_covers(const struct phase *phase, enum section section)
{
	return phase->sections >> section & 1u;
}
