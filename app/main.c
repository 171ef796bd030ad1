#include <signal.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
	/* A file-size limit or a closed pipe comes back as an error from write(), where it can be reported. */
	signal(SIGXFSZ, SIG_IGN);
	return cli_main(argc, argv);
}
