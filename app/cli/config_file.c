#include "cli/config_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "catalog/catalog.h"

enum { CONFIG_MAX_BYTES = 64 * 1024 };

void config_file_path(struct strbuf *path)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (xdg && *xdg)
		strbuf_addf(path, "%s/sysdrill/config", xdg);
	else if (home && *home)
		strbuf_addf(path, "%s/.config/sysdrill/config", home);
}

/* A file that is there and cannot be read is told like a wrong line, but has none. */
static void read_file(const char *path, struct settings *settings, struct settings_errors *errors)
{
	char *text;
	size_t len;
	struct error err = { "" };
	enum status status = catalog_read_file(path, CONFIG_MAX_BYTES, &text, &len, &err);
	if (status == STATUS_OK) {
		settings_parse(settings, text, len, errors);
		free(text);
	} else if (status != STATUS_NOT_FOUND && errors) {
		errors->items = array_grow(errors->items, errors->count, &errors->cap, sizeof *errors->items);
		struct settings_error *error = &errors->items[errors->count++];
		error->line = 0;
		snprintf(error->text, sizeof error->text, "%s", err.text);
	}
}

void config_load(const struct cli *cli, struct settings *settings, struct settings_errors *errors)
{
	struct strbuf path = STRBUF_INIT;
	settings_init(settings);
	config_file_path(&path);
	if (path.len)
		read_file(path.text, settings, errors);
	if (cli->ascii)
		settings->ascii = true;
	if (cli->no_mouse)
		settings->mouse = false;
	strbuf_release(&path);
}

void config_format_error(const struct settings_error *error, struct strbuf *out)
{
	if (!error->line) {
		strbuf_adds(out, error->text);
		return;
	}
	config_file_path(out);
	strbuf_addf(out, ":%d: %s", error->line, error->text);
}

void config_tell_errors(const struct settings_errors *errors)
{
	for (size_t i = 0; i < errors->count; i++) {
		struct strbuf text = STRBUF_INIT;
		config_format_error(&errors->items[i], &text);
		cli_fail(EXIT_FAILED, "%s", text.text);
		strbuf_release(&text);
	}
}

void config_load_or_warn(const struct cli *cli, struct settings *settings)
{
	struct settings_errors errors = { .items = NULL };
	config_load(cli, settings, &errors);
	config_tell_errors(&errors);
	settings_errors_release(&errors);
}
