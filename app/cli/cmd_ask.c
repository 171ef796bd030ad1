#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "cli/open_problem.h"
#include "coach/interviewer.h"

extern const struct command cmd_ask;

static void write_json(const struct reply *reply, struct strbuf *out)
{
	strbuf_addc(out, '{');
	json_add_part(out, "answer", reply->text.text, reply->text.len);
	json_add_text(out, "decided_by", decided_by_name(reply->decided_by));
	json_add_key(out, "facts");
	strbuf_addc(out, '[');
	for (size_t i = 0; i < reply->fact_count; i++) {
		strbuf_adds(out, i ? ", " : "");
		json_add_string(out, reply->facts[i].fact->id, strlen(reply->facts[i].fact->id));
	}
	strbuf_adds(out, "]}\n");
}

static int ask(const struct cli *cli, const char *id, const char *question)
{
	struct problem *problem = NULL;
	struct reply reply = REPLY_INIT;
	struct strbuf out = STRBUF_INIT;
	int status = open_problem(cli, id, &problem);
	if (status != EXIT_OK)
		return status;
	struct interviewer *interviewer = interviewer_new(problem);
	interviewer_ask(interviewer, NULL, question, &reply);
	if (cli->json)
		write_json(&reply, &out);
	else
		strbuf_addf(&out, "%s\n", reply.text.text);
	fwrite(out.text, 1, out.len, stdout);
	strbuf_release(&out);
	reply_release(&reply);
	interviewer_free(interviewer);
	problem_free(problem);
	return EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	const char *id = NULL;
	struct strbuf question = STRBUF_INIT;
	bool options = true;
	int status;
	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--")) {
			options = false;
		} else if (options && argv[i][0] == '-' && argv[i][1]) {
			strbuf_release(&question);
			return cli_usage(&cmd_ask);
		} else if (!id) {
			id = argv[i];
		} else {
			strbuf_adds(&question, question.len ? " " : "");
			strbuf_adds(&question, argv[i]);
		}
	}
	status = id && question.len ? ask(cli, id, question.text) : cli_usage(&cmd_ask);
	strbuf_release(&question);
	return status;
}

const struct command cmd_ask = {
	.name = "ask",
	.arguments = "PROBLEM QUESTION",
	.summary = "Ask the scripted interviewer of a problem",
	.help = "The answer comes from the problem's facts and from nothing else; what no fact answers is yours to decide.\n"
	        "PROBLEM is an id or a file. With --json: answer, decided_by (fact, candidate or unclear), and facts, the\n"
	        "ids of the facts that answer, best first. When it is not sure what was meant, it asks, and decides nothing.\n\n"
	        "    sysdrill ask url-shortener 'how many links a day?'",
	.run = run,
};
