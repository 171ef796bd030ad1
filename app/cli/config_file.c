#include "cli/config_file.h"

#include <stdio.h>
#include <stdlib.h>

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

void config_load(const struct cli *cli, struct settings *settings, struct settings_errors *errors)
{
	struct strbuf path = STRBUF_INIT;
	char *text;
	size_t len;
	settings_init(settings);
	config_file_path(&path);
	if (path.len && catalog_read_file(path.text, CONFIG_MAX_BYTES, &text, &len, NULL) == STATUS_OK) {
		settings_parse(settings, text, len, errors);
		free(text);
	}
	if (cli->ascii)
		settings->ascii = true;
	if (cli->no_mouse)
		settings->mouse = false;
	strbuf_release(&path);
}

void config_load_or_warn(const struct cli *cli, struct settings *settings)
{
	struct strbuf path = STRBUF_INIT;
	struct settings_errors errors = { .items = NULL };
	config_file_path(&path);
	config_load(cli, settings, &errors);
	for (size_t i = 0; i < errors.count; i++)
		cli_fail(EXIT_OK, "%s:%d: %s", path.text, errors.items[i].line, errors.items[i].text);
	settings_errors_release(&errors);
	strbuf_release(&path);
}
