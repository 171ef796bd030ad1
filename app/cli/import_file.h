/* Taking in the file of an interview: for `import`, and for `replay` of a friend's. */
#ifndef SYSDRILL_CLI_IMPORT_FILE_H
#define SYSDRILL_CLI_IMPORT_FILE_H

#include "cli/cli.h"
#include "session/event.h"

/* The exit status; what is wrong was told. With `tell` a line on stdout says what was added. */
int import_file(const struct cli *cli, const char *path, bool tell, char id[ID_SIZE]);

#endif
