#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

enum { SPELLED = UNIT_COUNT | UNIT_WORD, USUAL = SPELLED | UNIT_QUIET };

struct count {
	const char *names;
	unsigned flags;
};

static const struct count counts[] = {
	{ "request requests req reqs", SPELLED },
	{ "user users", SPELLED },
	{ "message messages msg msgs", SPELLED },
	{ "query queries", SPELLED },
	{ "event events", SPELLED },
	{ "row rows", SPELLED },
	{ "record records", SPELLED },
	{ "post posts", SPELLED },
	{ "tweet tweets", SPELLED },
	{ "photo photos", SPELLED },
	{ "video videos", SPELLED },
	{ "url urls URL URLs", SPELLED },
	{ "key keys", SPELLED },
	{ "object objects", SPELLED },
	{ "file files", SPELLED },
	{ "page pages", SPELLED },
	{ "item items", SPELLED },
	{ "connection connections conn conns", SPELLED },
	{ "server servers", SPELLED | UNIT_WHOLE },
	{ "node nodes", SPELLED | UNIT_WHOLE },
	{ "shard shards", SPELLED | UNIT_WHOLE },
	{ "replica replicas", SPELLED },
	{ "partition partitions", SPELLED | UNIT_WHOLE },
	{ "core cores", SPELLED | UNIT_WHOLE },
	{ "point points", SPELLED },
	{ "sensor sensors", SPELLED },
	{ "device devices", SPELLED },
	{ "order orders", SPELLED },
	{ "character characters char chars", SPELLED | UNIT_WHOLE },

	/* Not in the specification, but typed after numbers all the time. */
	{ "read reads", USUAL },
	{ "write writes", USUAL },
	{ "operation operations op ops", USUAL },
	{ "transaction transactions txn txns", USUAL },
	{ "sample samples", USUAL },
	{ "metric metrics", USUAL },
	{ "document documents doc docs", USUAL },
	{ "entry entries", USUAL },
	{ "element elements", USUAL },
	{ "token tokens", USUAL },
	{ "job jobs", USUAL },
	{ "task tasks", USUAL },
	{ "thread threads", USUAL },
	{ "worker workers", USUAL },
	{ "disk disks", USUAL | UNIT_WHOLE },
	{ "machine machines", USUAL | UNIT_WHOLE },
	{ "instance instances", USUAL | UNIT_WHOLE },
	{ "host hosts", USUAL | UNIT_WHOLE },
	{ "broker brokers", USUAL | UNIT_WHOLE },
	{ "pod pods", USUAL | UNIT_WHOLE },
	{ "container containers", USUAL | UNIT_WHOLE },
	{ "region regions", USUAL },
	{ "consumer consumers", USUAL },
	{ "producer producers", USUAL },
	{ "topic topics", USUAL },
	{ "channel channels", USUAL },
	{ "click clicks", USUAL },
	{ "view views", USUAL },
	{ "visit visits", USUAL },
	{ "impression impressions", USUAL },
	{ "notification notifications", USUAL },
	{ "email emails", USUAL },
	{ "call calls", USUAL },
	{ "session sessions", USUAL },
	{ "packet packets", USUAL },
	{ "frame frames", USUAL },
	{ "image images", USUAL },
	{ "line lines", USUAL },
	{ "log logs", USUAL },
	{ "word words", USUAL },
	{ "comment comments", USUAL },
	{ "like likes", USUAL },
	{ "follower followers", USUAL },
	{ "friend friends", USUAL },
	{ "person people persons", USUAL },
	{ "customer customers", USUAL },
	{ "account accounts", USUAL },
	{ "tenant tenants", USUAL },
	{ "driver drivers", USUAL },
	{ "rider riders", USUAL },
	{ "ride rides", USUAL },
	{ "trip trips", USUAL },
	{ "location locations", USUAL },
	{ "booking bookings", USUAL },
	{ "product products", USUAL },
	{ "movie movies", USUAL },
	{ "song songs", USUAL },
	{ "chunk chunks", USUAL },
	{ "block blocks", USUAL },
	{ "segment segments", USUAL },
	{ "tile tiles", USUAL },
	{ "alert alerts", USUAL },
	{ "lookup lookups", USUAL },
	{ "attempt attempts", USUAL },
	{ "update updates", USUAL },
};

struct measure {
	const char *names;
	double factor;
	unsigned flags;
	uint8_t base;
	bool per_second;
};

static const struct measure measures[] = {
	{ "B byte bytes", 1, 0, BASE_DATA, false },
	{ "kB KB kilobyte kilobytes", 1e3, 0, BASE_DATA, false },
	{ "MB megabyte megabytes", 1e6, 0, BASE_DATA, false },
	{ "GB gigabyte gigabytes", 1e9, 0, BASE_DATA, false },
	{ "TB terabyte terabytes", 1e12, 0, BASE_DATA, false },
	{ "PB petabyte petabytes", 1e15, 0, BASE_DATA, false },
	{ "EB exabyte exabytes", 1e18, 0, BASE_DATA, false },
	{ "KiB kibibyte kibibytes", 1024.0, 0, BASE_DATA, false },
	{ "MiB mebibyte mebibytes", 1048576.0, 0, BASE_DATA, false },
	{ "GiB gibibyte gibibytes", 1073741824.0, 0, BASE_DATA, false },
	{ "TiB tebibyte tebibytes", 1099511627776.0, 0, BASE_DATA, false },
	{ "PiB pebibyte pebibytes", 1125899906842624.0, 0, BASE_DATA, false },
	{ "EiB exbibyte exbibytes", 1152921504606846976.0, 0, BASE_DATA, false },
	{ "bit b bits", 0.125, UNIT_BITS, BASE_DATA, false },
	{ "kb kbit kbits Kb Kbit kilobit kilobits", 125, UNIT_BITS, BASE_DATA, false },
	{ "Mb Mbit Mbits megabit megabits", 125e3, UNIT_BITS, BASE_DATA, false },
	{ "Gb Gbit Gbits gigabit gigabits", 125e6, UNIT_BITS, BASE_DATA, false },
	{ "Tb Tbit Tbits terabit terabits", 125e9, UNIT_BITS, BASE_DATA, false },
	{ "bps", 0.125, UNIT_BITS, BASE_DATA, true },
	{ "kbps Kbps", 125, UNIT_BITS, BASE_DATA, true },
	{ "Mbps", 125e3, UNIT_BITS, BASE_DATA, true },
	{ "Gbps", 125e6, UNIT_BITS, BASE_DATA, true },
	{ "Tbps", 125e9, UNIT_BITS, BASE_DATA, true },
	{ "kBps KBps", 1e3, 0, BASE_DATA, true },
	{ "MBps", 1e6, 0, BASE_DATA, true },
	{ "GBps", 1e9, 0, BASE_DATA, true },
	{ "ns nanosecond nanoseconds", 1e-9, 0, BASE_TIME, false },
	{ "us \xc2\xb5s \xce\xbcs microsecond microseconds", 1e-6, 0, BASE_TIME, false },
	{ "ms millisecond milliseconds", 1e-3, 0, BASE_TIME, false },
	{ "s second seconds sec secs", 1, 0, BASE_TIME, false },
	{ "min minute minutes mins", 60, 0, BASE_TIME, false },
	{ "h hour hours hr hrs", 3600, 0, BASE_TIME, false },
	{ "day days", 86400, UNIT_WORD, BASE_TIME, false },
	{ "week weeks", 604800, UNIT_WORD, BASE_TIME, false },
	{ "month months", 0, UNIT_WORD | UNIT_MONTH, BASE_TIME, false },
	{ "year years yr yrs", 0, UNIT_WORD | UNIT_YEAR, BASE_TIME, false },
	{ "USD", 1, 0, BASE_MONEY, false },
	{ "%", 0.01, UNIT_PERCENT, BASE_COUNTS, false },
};

/* Rates with a name of their own; their names are favourite variables, so they may be assigned. */
static const struct {
	const char *names;
	const char *count;
} named_rates[] = {
	{ "qps QPS", "query" },
	{ "rps RPS", "request" },
	{ "tps TPS", "transaction" },
	{ "iops IOPS", "operation" },
};

static void dimension_set(struct dimension *d, unsigned base, int power)
{
	d->factor[d->count].base = (uint8_t)base;
	d->factor[d->count].power = (int8_t)power;
	d->count++;
}

size_t unit_count(void)
{
	return ARRAY_SIZE(measures) + ARRAY_SIZE(counts) + ARRAY_SIZE(named_rates);
}

unsigned unit_base_end(void)
{
	return BASE_COUNTS + (unsigned)ARRAY_SIZE(counts);
}

static unsigned base_of_count(const char *name)
{
	size_t len = strlen(name);
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		if (!strncmp(counts[i].names, name, len) && counts[i].names[len] == ' ')
			return BASE_COUNTS + (unsigned)i;
	return BASE_COUNTS;
}

void unit_get(size_t index, struct unit *unit)
{
	*unit = (struct unit){ .factor = 1 };
	if (index < ARRAY_SIZE(measures)) {
		const struct measure *measure = &measures[index];
		unit->names = measure->names;
		unit->factor = measure->factor;
		unit->flags = measure->flags;
		if (measure->base < BASE_COUNTS)
			dimension_set(&unit->dimension, measure->base, 1);
		if (measure->per_second)
			dimension_set(&unit->dimension, BASE_TIME, -1);
		return;
	}
	index -= ARRAY_SIZE(measures);
	if (index < ARRAY_SIZE(counts)) {
		unit->names = counts[index].names;
		unit->flags = counts[index].flags;
		dimension_set(&unit->dimension, BASE_COUNTS + (unsigned)index, 1);
		return;
	}
	index -= ARRAY_SIZE(counts);
	unit->names = named_rates[index].names;
	unit->flags = UNIT_COUNT | UNIT_QUIET;
	dimension_set(&unit->dimension, BASE_TIME, -1);
	dimension_set(&unit->dimension, base_of_count(named_rates[index].count), 1);
}

double unit_factor_in(const struct unit *unit, const struct estimate_settings *settings)
{
	if (unit->flags & UNIT_YEAR)
		return settings->days_per_year * 86400;
	if (unit->flags & UNIT_MONTH)
		return settings->month_is_30_days ? 30 * 86400.0 : settings->days_per_year * 7200;
	return unit->factor;
}

double unit_product_factor(const struct unit_product *product, const struct estimate_settings *settings)
{
	double above = 1, below = 1;
	for (unsigned i = 0; i < product->count; i++) {
		double factor = unit_factor_in(product->factor[i].unit, settings);
		for (int n = product->factor[i].power; n > 0; n--)
			above *= factor;
		for (int n = product->factor[i].power; n < 0; n++)
			below *= factor;
	}
	return above / below;
}

bool unit_product_add(struct unit_product *product, const struct unit *unit, const char *name, size_t len, int power)
{
	if (product->count == UNIT_FACTORS || len > UINT8_MAX || power > DIMENSION_POWER_MAX ||
	    power < -DIMENSION_POWER_MAX)
		return false;
	product->factor[product->count++] = (struct unit_factor){
		.unit = unit, .name = name, .name_len = (uint8_t)len, .power = (int8_t)power,
	};
	return true;
}

bool unit_product_dimension(const struct unit_product *product, struct dimension *out)
{
	struct dimension total = { 0 };
	for (unsigned i = 0; i < product->count; i++) {
		struct dimension part;
		if (!dimension_raise(&part, &product->factor[i].unit->dimension, product->factor[i].power, 1) ||
		    !dimension_multiply(&total, &total, &part, 1))
			return false;
	}
	*out = total;
	return true;
}

const char *unit_name(const struct unit *unit, unsigned n, size_t *len)
{
	const char *name = unit->names;
	for (;; n--) {
		size_t end = strcspn(name, " ");
		if (n == 0) {
			*len = end;
			return name;
		}
		if (!name[end])
			return NULL;
		name += end + 1;
	}
}

static const struct unit *find(const struct unit_set *set, const char *name)
{
	size_t len = strlen(name), have;
	for (size_t i = 0; i < set->count; i++) {
		const char *first = unit_name(&set->unit[i], 0, &have);
		if (have == len && !memcmp(first, name, len))
			return &set->unit[i];
	}
	return NULL;
}

void unit_set_init(struct unit_set *set)
{
	static const char *const bytes[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
	static const char *const bits[] = { "bps", "kbps", "Mbps", "Gbps", "Tbps" };
	*set = (struct unit_set){ .count = unit_count() };
	set->unit = estimate_calloc(set->count, sizeof *set->unit);
	for (size_t i = 0; i < set->count; i++) {
		unsigned base;
		unit_get(i, &set->unit[i]);
		if (set->unit[i].factor == 1 && dimension_single(&set->unit[i].dimension, &base) && !set->of_base[base])
			set->of_base[base] = &set->unit[i];
	}
	for (size_t i = 0; i < ARRAY_SIZE(bytes); i++)
		set->bytes[i] = find(set, bytes[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bits); i++)
		set->bits[i] = find(set, bits[i]);
	set->ns = find(set, "ns");
	set->us = find(set, "us");
	set->ms = find(set, "ms");
	set->s = find(set, "s");
	set->min = find(set, "min");
	set->h = find(set, "h");
	set->day = find(set, "day");
	set->month = find(set, "month");
	set->year = find(set, "year");
	set->percent = find(set, "%");
	set->usd = find(set, "USD");
}

void unit_set_release(struct unit_set *set)
{
	free(set->unit);
	set->unit = NULL;
}

const struct unit *unit_set_declare(struct unit_set *set, const char *names)
{
	unsigned base = unit_base_end() + (unsigned)set->declared_count;
	if (set->declared_count == UNITS_DECLARED || base > UINT8_MAX)
		return NULL;
	struct unit *unit = &set->declared[set->declared_count++];
	*unit = (struct unit){ .names = names, .factor = 1, .flags = SPELLED };
	dimension_set(&unit->dimension, base, 1);
	set->of_base[base] = unit;
	return unit;
}

void unit_set_forget_declared(struct unit_set *set)
{
	set->declared_count = 0;
}
