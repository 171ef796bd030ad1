#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "config.h"

#define COMMAND(symbol) extern const struct command cmd_##symbol;
#include "cli/commands.def"
#undef COMMAND

static const struct command *const commands[] = {
#define COMMAND(symbol) &cmd_##symbol,
#include "cli/commands.def"
#undef COMMAND
};

const struct command *const *cli_commands(size_t *count)
{
	*count = ARRAY_SIZE(commands);
	return commands;
}

const struct command *cli_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

void cli_write(FILE *file, const char *text, size_t len)
{
	size_t from = 0;
	for (size_t at = 0; at < len;) {
		int32_t code_point;
		size_t bytes = utf8_decode(text + at, len - at, &code_point);
		if (utf8_is_unsafe(code_point) && code_point != '\n' && code_point != '\t') {
			fwrite(text + from, 1, at - from, file);
			fprintf(file, "<U+%04X>", (unsigned)code_point);
			from = at + bytes;
		}
		at += bytes;
	}
	fwrite(text + from, 1, len - from, file);
}

bool cli_use_colour(const struct cli *cli)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && !cli->plain && term && strcmp(term, "dumb") != 0;
}

int cli_fail(int exit_status, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;
	va_start(ap, format);
	strbuf_vaddf(&text, format, ap);
	va_end(ap);
	fflush(stdout);
	fputs("sysdrill: ", stderr);
	cli_write(stderr, text.text, text.len);
	fputc('\n', stderr);
	strbuf_release(&text);
	return exit_status;
}

int cli_usage(const struct command *command)
{
	fflush(stdout);
	fprintf(stderr, "usage: sysdrill %s %s\nTry 'sysdrill help %s'.\n", command->name, command->arguments, command->name);
	return EXIT_USAGE;
}

static const struct { const char *name; size_t offset; } flags[] = {
	{ "--json", offsetof(struct cli, json) },
	{ "--plain", offsetof(struct cli, plain) },
	{ "--ascii", offsetof(struct cli, ascii) },
	{ "--no-mouse", offsetof(struct cli, no_mouse) },
};

static bool take_flag(struct cli *cli, const char *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (!strcmp(arg, flags[i].name)) {
			*(bool *)((char *)cli + flags[i].offset) = true;
			return true;
		}
	return false;
}

const char *cli_option(size_t index)
{
	static const char *const others[] = { "--home", "--help" };
	if (index < ARRAY_SIZE(flags))
		return flags[index].name;
	return index - ARRAY_SIZE(flags) < ARRAY_SIZE(others) ? others[index - ARRAY_SIZE(flags)] : NULL;
}

bool cli_is_flag(const char *arg)
{
	return take_flag(&(struct cli){ .home = NULL }, arg);
}

const char *cli_value(int argc, char **argv, int *i, const char *name)
{
	size_t len = strlen(name);
	if (strncmp(argv[*i], name, len))
		return NULL;
	if (argv[*i][len] == '=')
		return argv[*i] + len + 1;
	return !argv[*i][len] && *i + 1 < argc ? argv[++*i] : NULL;
}

/* Takes the global options out of argv, up to a lone `--`; returns how many arguments are left, -1 on a usage error. */
static int take_global_options(struct cli *cli, int argc, char **argv)
{
	int kept = 1, i = 1;
	for (; i < argc && strcmp(argv[i], "--"); i++) {
		if (take_flag(cli, argv[i]))
			continue;
		if (!strcmp(argv[i], "--home")) {
			if (++i == argc)
				return cli_fail(-1, "--home needs a directory: --home DIR");
			cli->home = argv[i];
		} else if (!strncmp(argv[i], "--home=", 7)) {
			cli->home = argv[i] + 7;
		} else {
			argv[kept++] = argv[i];
		}
	}
	for (; i < argc; i++)
		argv[kept++] = argv[i];
	argv[kept] = NULL;
	return kept;
}

int cli_main(int argc, char **argv)
{
	struct cli cli = { .home = NULL };
	argc = take_global_options(&cli, argc, argv);
	if (argc < 0)
		return EXIT_USAGE;
	const char *name = argc > 1 ? argv[1] : "home";
	if (!strcmp(name, "--version") || !strcmp(name, "-V")) {
		puts(PACKAGE_STRING);
		return EXIT_OK;
	}
	if (!strcmp(name, "--help") || !strcmp(name, "-h"))
		name = "help";
	const struct command *command = cli_command(name);
	if (!command)
		return cli_fail(EXIT_USAGE, "there is no command '%s'; 'sysdrill --help' lists them", name);
	for (int i = 2; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help")) {
			char *help[] = { (char *)"help", (char *)command->name, NULL };
			return cli_command("help")->run(&cli, 2, help);
		}
	int status = argc > 1 ? command->run(&cli, argc - 1, argv + 1) : command->run(&cli, 1, (char *[]){ (char *)"home", NULL });
	if (fflush(stdout) || ferror(stdout))
		return cli_fail(EXIT_FAILED, "could not write the output (is the disk full, or the pipe closed?)");
	return status;
}
