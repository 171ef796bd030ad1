/* Results of worksheets on the command line: as text and as JSON. Shared by calc and estimate. */
#ifndef SYSDRILL_CLI_ESTIMATE_PRINT_H
#define SYSDRILL_CLI_ESTIMATE_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "estimate.h"

struct estimate_print {
	bool names;             /* "writes = 1.16k/s"; else the bare answer */
	bool notes;
	bool spread;            /* for uncertain answers the shares and a picture */
	bool ascii;
};

/* One line's answer with what belongs below it; nothing for blank lines and errors. */
void estimate_print_line(const struct worksheet *sheet, size_t index, const struct estimate_print *how, struct strbuf *out);
void estimate_print_error(const struct estimate_error *error, struct strbuf *out);
/* An array with an object for every line but blank ones. */
void estimate_print_json(const struct worksheet *sheet, struct strbuf *out);

#endif
