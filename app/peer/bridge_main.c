/* sysdrill-bridge: started by sysdrill; see bridge.h. */
#include "config.h"

#include <jansson.h>
#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/array.h"
#include "peer/bridge.h"

enum { ORDER_MAX = 8192 };

/* What was told here must not lie in a core file, nor be read by others of the same user through the debugger's door. */
static void keep_secrets(void)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
#ifdef PR_SET_DUMPABLE
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

static bool read_line(char out[ORDER_MAX])
{
	size_t len = 0;
	for (; len < ORDER_MAX - 1; len++)
		if (read(STDIN_FILENO, out + len, 1) != 1 || out[len] == '\n')
			break;
	out[len] = '\0';
	return len > 0;
}

static bool read_order(struct bridge_order *order, const char *line)
{
#define FIELD(member) { #member, order->member, sizeof order->member }
	const struct { const char *name; char *at; size_t size; } fields[] = {
		FIELD(mode), FIELD(home), FIELD(session), FIELD(self), FIELD(code), FIELD(name), FIELD(seat), FIELD(broker),
	};
#undef FIELD
	json_t *root = json_loads(line, 0, NULL);
	bool right = json_is_object(root);
	for (size_t i = 0; right && i < ARRAY_SIZE(fields); i++) {
		const char *text = json_string_value(json_object_get(root, fields[i].name));
		right = !text || strlen(text) < fields[i].size;
		if (right && text)
			strcpy(fields[i].at, text);
	}
	json_decref(root);
	return right && *order->mode;
}

int main(int argc, char **argv)
{
	struct bridge_order order = { .mode = "" };
	char line[ORDER_MAX];
	(void)argv;
	keep_secrets();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	/* The terminal's signals are for the main program; this one ends with its standard input. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (argc > 1 || !read_line(line) || !read_order(&order, line)) {
		fputs("sysdrill-bridge is started by sysdrill, and is told by it what to do: see 'sysdrill help host'\n", stderr);
		return 2;
	}
	sodium_memzero(line, sizeof line);
	if (sodium_init() < 0) {
		fputs("sysdrill-bridge: the system gives no random numbers\n", stderr);
		return 1;
	}
	int status = strcmp(order.mode, "doctor") ? bridge_run(&order) : doctor_run(&order);
	sodium_memzero(&order, sizeof order);
	return status;
}
