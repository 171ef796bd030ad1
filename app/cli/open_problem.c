#include "cli/open_problem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "catalog/catalog.h"
#include "catalog/problem_reader.h"
#include "store/store.h"

char *read_text(const char *path, size_t max, size_t *len, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	char part[16 * 1024];
	size_t n;
	bool input = !strcmp(path, "-");
	FILE *file = input ? stdin : fopen(path, "rb");
	if (!file) {
		error_set(err, STATUS_IO, "%s: %s", path, strerror(errno));
		return NULL;
	}
	while (text.len <= max && (n = fread(part, 1, sizeof part, file)) > 0)
		strbuf_add(&text, part, n);
	bool failed = ferror(file);
	if (!input)
		fclose(file);
	if (failed || text.len > max) {
		error_set(err, STATUS_IO, failed ? "%s cannot be read; is it a file?" : "%s is too long", path);
		strbuf_release(&text);
		return NULL;
	}
	strbuf_reserve(&text, 1);
	return strbuf_detach(&text, len);
}

static int from_file(const char *path, struct problem **out)
{
	struct error err = { "" };
	struct diagnostics diags = DIAGNOSTICS_INIT;
	size_t len;
	int status = EXIT_OK;
	char *text = read_text(path, PROBLEM_MAX_BYTES, &len, &err);
	if (!text)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	if (problem_read(path, text, len, out, &diags) != STATUS_OK)
		status = cli_fail(EXIT_FAILED, "%s is not a problem; 'sysdrill lint %s' says why", path, path);
	diagnostics_release(&diags);
	free(text);
	return status;
}

static int from_catalog(const struct catalog *catalog, const char *id, struct problem **out)
{
	struct error err = { "" };
	const struct catalog_entry *entry = catalog_find(catalog, id);
	const char *near = entry ? NULL : catalog_suggest(catalog, id);
	if (!entry && near)
		return cli_fail(EXIT_FAILED, "there is no problem '%s'; did you mean '%s'?", id, near);
	if (!entry)
		return cli_fail(EXIT_FAILED, "there is no problem '%s'; 'sysdrill list' names them all", id);
	if (catalog_load_problem(entry, out, NULL, &err) != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	return EXIT_OK;
}

int open_problem(const struct cli *cli, const char *name, struct problem **out)
{
	struct strbuf home = STRBUF_INIT;
	struct error err = { "" };
	struct catalog_dirs dirs;
	struct catalog catalog = CATALOG_INIT;
	if (strchr(name, '/') || (strlen(name) > 3 && !strcmp(name + strlen(name) - 3, ".md")))
		return from_file(name, out);
	if (store_home_path(cli->home, &home, &err) != STATUS_OK) {
		strbuf_release(&home);
		return cli_fail(EXIT_FAILED, "%s", err.text);
	}
	catalog_find_dirs(&dirs, home.text);
	catalog_open(&catalog, &dirs, CONTENT_PROBLEM);
	int status = from_catalog(&catalog, name, out);
	catalog_release(&catalog);
	strbuf_release(&home);
	return status;
}
