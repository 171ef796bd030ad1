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
	size_t line_offset;     /* added to the numbers of lines: where the worksheet begins in its document, less 1 */
};

/* One line's answer with what belongs below it; nothing for blank lines. Errors go to stderr. */
void estimate_print_line(const struct worksheet *sheet, size_t index, const struct estimate_print *how, struct strbuf *out);
/* The error with the line number of the document. */
void estimate_print_error(const struct estimate_error *error, size_t line_offset, struct strbuf *out);
/* The objects of an array for all lines but blank ones, separated by commas; `*first` is kept between calls. */
void estimate_print_json(const struct worksheet *sheet, size_t line_offset, bool *first, struct strbuf *out);

#endif
