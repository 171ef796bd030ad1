/*
 * The configuration file: $XDG_CONFIG_HOME/sysdrill/config, else ~/.config/sysdrill/config. Lines of `key = value`; what they
 * mean is in settings/. A file that is not there is an empty one.
 */
#ifndef SYSDRILL_CLI_CONFIG_FILE_H
#define SYSDRILL_CLI_CONFIG_FILE_H

#include "base/status.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "settings/settings.h"

/* Appends the path; empty when there is neither XDG_CONFIG_HOME nor HOME. */
void config_file_path(struct strbuf *path);
/*
 * Settings from the file and from the options of the command line. Wrong lines, or line 0 when the file cannot be
 * read, go to `errors` (may be NULL), which the caller releases.
 */
void config_load(const struct cli *cli, struct settings *settings, struct settings_errors *errors);
/* "/home/a/.config/sysdrill/config:3: there is no ..."; appended. */
void config_format_error(const struct settings_error *error, struct strbuf *out);
void config_tell_errors(const struct settings_errors *errors);         /* all of them, on stderr */
/* Settings for commands that only want to work: wrong lines are told on stderr. */
void config_load_or_warn(const struct cli *cli, struct settings *settings);

#endif
