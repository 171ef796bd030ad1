#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const texts[] = {
#define STATUS(name, text) [STATUS_##name] = text,
#include "base/status.def"
#undef STATUS
};

const char *status_text(enum status status)
{
	return texts[status];
}

enum status error_set(struct error *err, enum status status, const char *format, ...)
{
	if (err) {
		va_list ap;
		va_start(ap, format);
		vsnprintf(err->text, sizeof err->text, format, ap);
		va_end(ap);
	}
	return status;
}
