#include <stdio.h>

#include "base/json.h"
#include "catalog/catalog.h"
#include "cli/cli.h"
#include "cli/config_file.h"
#include "cli/open_store.h"

extern const struct command cmd_config;

struct origin { char text[64]; };

static struct origin origin_of(const struct settings *settings, size_t index)
{
	struct origin origin;
	if (settings_line(settings, index))
		snprintf(origin.text, sizeof origin.text, "line %d", settings_line(settings, index));
	else
		snprintf(origin.text, sizeof origin.text, "default");
	return origin;
}

static void print_json(const struct settings *settings)
{
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < settings_key_count(); i++) {
		struct strbuf value = STRBUF_INIT;
		settings_value(settings, i, &value);
		json_begin_row(&out, !i);
		json_add_text(&out, "key", settings_key(i)->key);
		json_add_text(&out, "value", value.text);
		json_add_text(&out, "from", origin_of(settings, i).text);
		strbuf_release(&value);
	}
	json_print_rows(&out);
}

static void print_preset(const struct preset *preset, const char *before)
{
	struct strbuf value = STRBUF_INIT;
	preset_format(preset, &value);
	printf("%spreset.%s = %s\n", before, preset->name, value.text);
	strbuf_release(&value);
}

static void print_table(const struct cli *cli, const struct settings *settings, const char *path)
{
	struct strbuf home = STRBUF_INIT;
	struct catalog_dirs dirs;
	printf("# %s\n", *path ? path : "(no configuration file: neither XDG_CONFIG_HOME nor HOME is set)");
	for (size_t i = 0; i < settings_key_count(); i++) {
		const struct setting_info *info = settings_key(i);
		struct strbuf value = STRBUF_INIT;
		settings_value(settings, i, &value);
		printf("%-8s = %-12s # %s; %s (%s)\n", info->key, value.text, origin_of(settings, i).text, info->summary, info->values);
		strbuf_release(&value);
	}
	for (size_t i = 0; i < settings->own_count; i++)
		print_preset(&settings->own[i], "");
	puts("#\n# A preset of your own: preset.NAME = phase LETTERS low-target-high [probes] [optional], ...   LETTERS: of RADIO.\n"
	     "# Those that ship, as examples (one of yours with the same name goes before it):");
	for (size_t i = 0; i < preset_builtin_count(); i++)
		print_preset(preset_builtin(i), "# ");
	puts("#");
	if (store_home_path(cli->home, &home, NULL) == STATUS_OK) {
		catalog_find_dirs(&dirs, home.text);
		printf("# data: %s/sysdrill.db   your own problems: %s/content/problems/\n# content that ships: %s\n", home.text, home.text,
		       *dirs.shipped ? dirs.shipped : "(not found: is the program installed?)");
	}
	strbuf_release(&home);
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct settings settings;
	struct settings_errors errors = { .items = NULL };
	struct strbuf path = STRBUF_INIT;
	(void)argv;
	if (argc > 1)
		return cli_usage(&cmd_config);
	config_file_path(&path);
	config_load(cli, &settings, &errors);
	if (cli->json)
		print_json(&settings);
	else
		print_table(cli, &settings, path.text);
	config_tell_errors(&errors);
	int status = errors.count ? EXIT_FAILED : EXIT_OK;
	settings_errors_release(&errors);
	strbuf_release(&path);
	return status;
}

const struct command cmd_config = {
	.name = "config",
	.arguments = "[--json]",
	.summary = "List every setting, its value and where it came from; check the configuration",
	.help = "What is printed can be saved as the configuration file, whose path is in its first line. A wrong line is reported with its\n"
	        "number and changes nothing; the exit status is then 1.",
	.run = run,
};
