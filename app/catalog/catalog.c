#include "catalog/catalog.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/card.h"
#include "catalog/outline.h"
#include "catalog/problem_reader.h"
#include "catalog/problem_shapes.h"

static const char *const folders[] = {
	[CONTENT_PROBLEM] = "problems", [CONTENT_CONCEPT] = "concepts", [CONTENT_PLAN] = "plans",
};

static bool is_directory(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Whether `path` fits and is a directory; then it is kept in `out`. */
__attribute__((format(printf, 2, 3)))
static bool take_directory(char out[4096], const char *format, ...)
{
	char path[4096];
	va_list ap;
	va_start(ap, format);
	int n = vsnprintf(path, sizeof path, format, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof path || !is_directory(path))
		return false;
	memcpy(out, path, (size_t)n + 1);
	return true;
}

static bool find_beside_program(char out[4096])
{
	char exe[4000];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	if (n <= 0)
		return false;
	exe[n] = '\0';
	char *slash = strrchr(exe, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return take_directory(out, "%s/../share/sysdrill/content", exe) || take_directory(out, "%s/../content", exe);
}

void catalog_find_dirs(struct catalog_dirs *dirs, const char *data_dir)
{
	const char *named = getenv("SYSDRILL_CONTENT");
	dirs->shipped[0] = dirs->own[0] = '\0';
	if (!named || !*named || !take_directory(dirs->shipped, "%s", named))
		if (!find_beside_program(dirs->shipped))
			take_directory(dirs->shipped, "%s/content", PKGDATADIR);
	if (data_dir)
		take_directory(dirs->own, "%s/content", data_dir);
}

void catalog_release(struct catalog *catalog)
{
	free(catalog->items);
	arena_release(&catalog->arena);
	*catalog = (struct catalog)CATALOG_INIT;
}

static const char *name_without_md(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t n = strlen(name);
	return arena_strndup(arena, name, n > 3 && !strcmp(name + n - 3, ".md") ? n - 3 : n);
}

static void add_file(struct catalog *catalog, const char *path, const struct stat *st, enum content_kind kind, bool own)
{
	const char *kept = arena_strdup(&catalog->arena, path);
	catalog->items = array_grow(catalog->items, catalog->count, &catalog->cap, sizeof *catalog->items);
	catalog->items[catalog->count++] = (struct catalog_entry){
		.path = kept, .mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec, .size = st->st_size,
		.kind = kind, .own = own, .id = name_without_md(&catalog->arena, kept), .title = "", .summary = "",
		.tracks = "", .patterns = "", .group = "", .difficulty = DIFFICULTY_MEDIUM, .rank = INT_MAX, .broken = "",
	};
}

static void scan_folder(struct catalog *catalog, const char *root, enum content_kind kind, bool own)
{
	struct strbuf path = STRBUF_INIT;
	strbuf_addf(&path, "%s/%s", root, folders[kind]);
	size_t folder = path.len;
	DIR *dir = *root ? opendir(path.text) : NULL;
	for (struct dirent *file; dir && (file = readdir(dir));) {
		struct stat st;
		size_t n = strlen(file->d_name);
		if (file->d_name[0] == '.' || n <= 3 || strcmp(file->d_name + n - 3, ".md") != 0)
			continue;
		/* Relative to the folder: a start looks at every file, and a whole path costs a walk for each. */
		if (fstatat(dirfd(dir), file->d_name, &st, 0) != 0 || S_ISDIR(st.st_mode))
			continue;
		path.len = folder;
		strbuf_addc(&path, '/');
		strbuf_adds(&path, file->d_name);
		add_file(catalog, path.text, &st, kind, own);
	}
	if (dir)
		closedir(dir);
	strbuf_release(&path);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct catalog_entry *)a)->path, ((const struct catalog_entry *)b)->path);
}

void catalog_scan(struct catalog *catalog, const struct catalog_dirs *dirs, enum content_kind kind)
{
	size_t before = catalog->count;
	scan_folder(catalog, dirs->shipped, kind, false);
	scan_folder(catalog, dirs->own, kind, true);
	if (catalog->count > before)
		qsort(catalog->items + before, catalog->count - before, sizeof *catalog->items, by_path);
}

enum status catalog_read_file(const char *path, size_t max, char **text, size_t *len, struct error *err)
{
	enum status status = STATUS_OK;
	struct strbuf sb = STRBUF_INIT;
	struct stat st;
	char chunk[16384];
	size_t n;
	*text = NULL;
	FILE *file = fopen(path, "r");
	if (!file)
		return error_set(err, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO, "%s: cannot be read: %s", path,
				 strerror(errno));
	if (fstat(fileno(file), &st) == 0 && S_ISDIR(st.st_mode)) {
		status = error_set(err, STATUS_IO, "%s is a directory; name a file in it", path);
		goto out;
	}
	while (sb.len <= max && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
		strbuf_add(&sb, chunk, n);
	if (ferror(file))
		status = error_set(err, STATUS_IO, "%s: reading failed: %s", path, strerror(errno));
	else if (sb.len > max)
		status = error_set(err, STATUS_LIMIT, "%s is larger than %zu bytes, which is the limit", path, max);
out:
	fclose(file);
	if (status == STATUS_OK)
		*text = strbuf_detach(&sb, len);
	strbuf_release(&sb);
	return status;
}

static const char *join(struct arena *arena, const struct texts *texts)
{
	struct strbuf sb = STRBUF_INIT;
	for (size_t i = 0; i < texts->count; i++)
		strbuf_addf(&sb, "%s%s", i ? ", " : "", texts->items[i]);
	const char *text = arena_strndup(arena, sb.text, sb.len);
	strbuf_release(&sb);
	return text;
}

static const char *copy(struct arena *arena, const char *text)
{
	return *text ? arena_strdup(arena, text) : "";
}

/* Offset of the line that begins with `heading`, at or after `from`; `len` when there is none. */
static size_t find_heading(const char *text, size_t len, size_t from, const char *heading)
{
	size_t n = strlen(heading);
	for (const char *at = text + from; (size_t)(at - text) + n < len;) {
		if (!strncmp(at, heading, n))
			return (size_t)(at - text);
		const char *end = memchr(at, '\n', len - (size_t)(at - text));
		if (!end)
			break;
		at = end + 1;
	}
	return len;
}

/*
 * A sign, not a proof, that the whole problem would read: both sections stand there as they are usually written, and
 * the facts hold one. Where there is none the whole file is read, so that the reason is the true one.
 */
static bool looks_whole(const char *text, size_t len)
{
	size_t prompt = find_heading(text, len, 0, "## Prompt\n"), facts = find_heading(text, len, 0, "## Facts\n");
	return prompt < len && facts < len && find_heading(text, len, facts, "### ") < find_heading(text, len, facts + 3, "## ");
}

static void take_problem(struct catalog_entry *entry, const struct problem *problem, struct arena *arena)
{
	entry->id = copy(arena, problem->id);
	entry->title = copy(arena, problem->title);
	entry->summary = copy(arena, problem->summary);
	entry->tracks = join(arena, &problem->tracks);
	entry->patterns = join(arena, &problem->patterns);
	entry->difficulty = problem->difficulty;
	entry->rank = problem->rank;
}

static const char *reason(struct arena *arena, const struct diagnostics *diags)
{
	const struct diagnostic *broken = diagnostics_broken(diags);
	struct strbuf sb = STRBUF_INIT;
	if (broken && broken->line)
		strbuf_addf(&sb, "line %d: ", broken->line);
	strbuf_adds(&sb, broken ? broken->what : "it cannot be read");
	const char *text = arena_strndup(arena, sb.text, sb.len);
	strbuf_release(&sb);
	return text;
}

/* Only the part above the first `## ` is parsed; false when that does not make a card. */
static bool read_problem_card(struct catalog_entry *entry, const char *text, size_t len, struct arena *arena)
{
	struct problem *problem = problem_new();
	struct outline outline;
	problem->rank = INT_MAX;
	outline_init(&outline, &problem->arena, text, find_heading(text, len, 0, "## "), NULL);
	const struct outline_section *title = outline_title(&outline);
	if (title) {
		problem->title = title->title;
		card_read(&outline, title, &title_keys, problem, NULL);
	}
	bool good = *problem->title && *problem->id;
	if (good)
		take_problem(entry, problem, arena);
	outline_release(&outline);
	problem_free(problem);
	return good;
}

static void read_problem_entry(struct catalog_entry *entry, const char *text, size_t len, struct arena *arena)
{
	if (looks_whole(text, len) && read_problem_card(entry, text, len, arena))
		return;
	struct diagnostics diags = DIAGNOSTICS_INIT;
	struct problem *problem;
	if (problem_read(entry->path, text, len, &problem, &diags) == STATUS_OK)
		take_problem(entry, problem, arena);
	else
		entry->broken = reason(arena, &diags);
	problem_free(problem);
	diagnostics_release(&diags);
}

static void read_concept_entry(struct catalog_entry *entry, const char *text, size_t len, struct arena *arena)
{
	struct diagnostics diags = DIAGNOSTICS_INIT;
	struct concept *concept;
	if (concept_read(entry->path, text, len, &concept, &diags) == STATUS_OK) {
		entry->id = copy(arena, concept->id);
		entry->title = copy(arena, concept->title);
		entry->summary = copy(arena, concept->summary);
		entry->group = copy(arena, concept->group);
	} else {
		entry->broken = reason(arena, &diags);
	}
	concept_free(concept);
	diagnostics_release(&diags);
}

void catalog_read_card(struct catalog_entry *entry, struct arena *arena)
{
	struct error err;
	char *text;
	size_t len;
	entry->id = name_without_md(arena, entry->path);
	entry->title = entry->summary = entry->tracks = entry->patterns = entry->group = entry->broken = "";
	entry->rank = INT_MAX;
	enum status status = catalog_read_file(entry->path, PROBLEM_MAX_BYTES, &text, &len, &err);
	if (status != STATUS_OK)
		entry->broken = arena_strdup(arena, err.text);
	else if (entry->kind == CONTENT_PROBLEM)
		read_problem_entry(entry, text, len, arena);
	else
		read_concept_entry(entry, text, len, arena);
	if (!*entry->title)
		entry->title = entry->id;
	free(text);
}

static int by_rank(const void *a, const void *b)
{
	const struct catalog_entry *x = a, *y = b;
	if (!*x->broken != !*y->broken)
		return *x->broken ? 1 : -1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	int group = strcmp(x->group, y->group), title = strcasecmp(x->title, y->title);
	return group ? group : title ? title : strcmp(x->path, y->path);
}

static int by_id(const void *a, const void *b)
{
	const struct catalog_entry *x = a, *y = b;
	int id = strcmp(x->id, y->id);
	/* The one that is kept comes first: usable before broken, own before shipped. */
	if (id)
		return id;
	if (!*x->broken != !*y->broken)
		return *x->broken ? 1 : -1;
	return x->own != y->own ? (x->own ? -1 : 1) : strcmp(x->path, y->path);
}

void catalog_settle(struct catalog *catalog)
{
	size_t kept = 0;
	struct catalog_entry *owner = NULL;     /* the usable entry that has the current id */
	if (!catalog->count)
		return;
	qsort(catalog->items, catalog->count, sizeof *catalog->items, by_id);
	for (size_t i = 0; i < catalog->count; i++) {
		struct catalog_entry entry = catalog->items[i];
		bool taken = owner && !*entry.broken && !strcmp(owner->id, entry.id);
		if (taken && owner->own && !entry.own) {
			owner->replaces = true;
			continue;
		}
		if (taken) {
			struct strbuf sb = STRBUF_INIT;
			strbuf_addf(&sb, "its id `%s` is taken by %s", entry.id, owner->path);
			entry.broken = arena_strndup(&catalog->arena, sb.text, sb.len);
			strbuf_release(&sb);
		}
		catalog->items[kept] = entry;
		if (!taken && !*entry.broken)
			owner = &catalog->items[kept];
		kept++;
	}
	catalog->count = kept;
	qsort(catalog->items, catalog->count, sizeof *catalog->items, by_rank);
}

void catalog_open(struct catalog *catalog, const struct catalog_dirs *dirs, enum content_kind kind)
{
	catalog_scan(catalog, dirs, kind);
	for (size_t i = 0; i < catalog->count; i++)
		catalog_read_card(&catalog->items[i], &catalog->arena);
	catalog_settle(catalog);
}

const struct catalog_entry *catalog_find(const struct catalog *catalog, const char *id)
{
	const struct catalog_entry *found = NULL;
	for (size_t i = 0; i < catalog->count; i++)
		if (!strcmp(catalog->items[i].id, id) && (!found || *found->broken))
			found = &catalog->items[i];
	return found;
}

const char *catalog_suggest(const struct catalog *catalog, const char *id)
{
	size_t n = strlen(id);
	const char *best = NULL;
	for (size_t i = 0; n && i < catalog->count && !best; i++)
		if (!strncasecmp(catalog->items[i].id, id, n) || !strcasecmp(catalog->items[i].title, id))
			best = catalog->items[i].id;
	for (size_t i = 0; i < catalog->count && !best; i++)
		best = nearest_word(id, &(struct words){ &catalog->items[i].id, 1 });
	return best;
}

enum status catalog_load_problem(const struct catalog_entry *entry, struct problem **out, struct diagnostics *diags,
				 struct error *err)
{
	struct diagnostics own = DIAGNOSTICS_INIT;
	char *text;
	size_t len;
	*out = NULL;
	enum status status = catalog_read_file(entry->path, PROBLEM_MAX_BYTES, &text, &len, err);
	if (status != STATUS_OK)
		return status;
	status = problem_read(entry->path, text, len, out, diags ? diags : &own);
	if (status != STATUS_OK) {
		const struct diagnostic *broken = diagnostics_broken(diags ? diags : &own);
		error_set(err, status, "%s:%d: %s; 'sysdrill lint %s' tells more", entry->path, broken ? broken->line : 0,
			  broken ? broken->what : "it cannot be read", entry->path);
	}
	diagnostics_release(&own);
	free(text);
	return status;
}

enum status catalog_load_concept(const struct catalog_entry *entry, struct concept **out, struct diagnostics *diags,
				 struct error *err)
{
	char *text;
	size_t len;
	*out = NULL;
	enum status status = catalog_read_file(entry->path, PROBLEM_MAX_BYTES, &text, &len, err);
	if (status != STATUS_OK)
		return status;
	status = concept_read(entry->path, text, len, out, diags);
	if (status != STATUS_OK)
		error_set(err, status, "%s has no title or no id; 'sysdrill lint %s' tells more", entry->path, entry->path);
	free(text);
	return status;
}
