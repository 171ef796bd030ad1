#include "cli/open_store.h"

#include <stdio.h>

struct store *open_store(const struct cli *cli, bool writes)
{
	struct store *store;
	struct error err = { "" };
	if (store_open(&store, &(struct store_options){ .home = cli->home }, &err) != STATUS_OK) {
		cli_fail(EXIT_FAILED, "%s", err.text);
		return NULL;
	}
	if (writes && store_read_only(store)) {
		cli_fail(EXIT_FAILED, "%s", store_read_only(store));
		store_close(store);
		return NULL;
	}
	return store;
}

struct session *read_session(struct store *store, const char *prefix)
{
	char id[ID_SIZE];
	struct error err = { "" };
	int64_t rowid = 0;
	struct session *session = session_new();
	if (store_find_session(store, prefix, id, &err) == STATUS_OK &&
	    store_read_session(store, id, session, &rowid, NULL, &err) == STATUS_OK)
		return session;
	cli_fail(EXIT_FAILED, "%s", err.text);
	session_free(session);
	return NULL;
}

void json_begin_row(struct strbuf *out, bool first)
{
	strbuf_adds(out, first ? "[{" : "},\n {");
}

void json_print_rows(struct strbuf *out)
{
	strbuf_adds(out, out->len ? "}]" : "[]");
	puts(out->text);
	strbuf_release(out);
}
