/*
 * Questions and notes from anywhere, to a small problem: every question gets an answer that can be shown; what a review points
 * at lies within the notes; and the number check ends. The first half of the bytes is also the worksheet.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/problem_reader.h"
#include "coach/interviewer.h"
#include "coach/numbers.h"
#include "coach/review.h"

const char *const fuzz_seeds[] = {
	"How many reads per second at peak, and how fast must they be?\n",
	"hi\nok to lose data if a node dies?\nwhat about scale?\ndo we need a mobile app, or gdpr\n1:1 or groups?? redis??\n",
	"# Design\n- LSM tree, bloom filters; no cache needed, not redis\n- 100M/day => 1,200 writes/s, 182 TB in 10 years\n"
	"- load balancer -> app -> cache, invalidate on write\nIs a queue overkill? 302, not 301.\n",
	"writes = 100M/day in /s\nstorage = writes * 500 B * 10 years in TB\n\nstorage: 120k MB/s, 50 GB/day; 116 000/s; 1e308 TB/s\n",
	"- cache - cache + cache | cache\n\xff\xfe\xc3\x28 na\xc3\xafve \xe2\x80\x94 don\xe2\x80\x99t\n0.0001 s/s 99.999 % 1:100 5..7 3-4\n",
	"if we lose loosing loooose data teh databse cahce wiht raeds wrtites redirctes expiery availabilty\n",
	NULL,
};

static const char content[] =
	"# Store\n\n- id: store\n- difficulty: easy\n- rank: 1\n- summary: Things by key.\n\n## Prompt\n\nDesign a store for 100 million keys.\n\n"
	"## Facts\n\n### Reads\n\n- id: reads\n- weight: 3\n- topic: traffic\n- ask: How many reads are there?\n- terms: reads, qps, traffic, reads per second\n\n"
	"Two thousand a second, 5 GB a day.\n\n### Speed\n\n- id: speed\n- weight: 2\n- topic: latency\n- ask: how fast must a read be\n- terms: latency, fast\n\n"
	"Ten milliseconds.\n\n### Loss\n\n- id: loss\n- weight: 2\n- topic: durability\n- ask: may data be lost?\n- terms: lose, durability, data loss\n\nNothing.\n\n"
	"## Yours to decide\n\n- Which database to use.\n- How to cache.\n\n"
	"## Estimates\n\n```estimate\nwrites = 100M/day in /s\nstorage = 100M/day * 500 B * 10 years in TB\n```\n\n"
	"## Key points\n\n### Cache\n\n- id: cache\n- phase: architecture\n- criterion: design\n- level: mid\n- shows: cache + invalidate | cache aside\n"
	"- shows: redis + reads | lookups\n\nA cache.\n\n### Log\n\n- id: log\n- phase: data-model\n- criterion: depth\n- level: senior\n- shows: lsm tree | log structured\n\nA log.\n\n"
	"## Warning signs\n\n### One machine\n\n- id: one\n- shows: single server | one machine\n- unless: replica | failover\n\nIt dies.\n";

static struct problem *problem;
static struct interviewer *interviewer;
static struct reviewer *reviewer;

static void check_span(struct span span, size_t size)
{
	FUZZ_REQUIRE(span.from <= span.to && span.to <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reply reply = REPLY_INIT;
	struct review review;
	struct numbers_review numbers;
	const char *notes = (const char *)data;
	char *question = malloc(size + 1);
	if (!problem) {
		FUZZ_REQUIRE(problem_read("store.md", content, sizeof content - 1, &problem, NULL) == STATUS_OK);
		FUZZ_REQUIRE(problem->fact_count == 3 && problem->key_point_count == 2 && problem->warning_count == 1);
		interviewer = interviewer_new(problem);
		reviewer = reviewer_new(problem);
	}
	FUZZ_REQUIRE(question != NULL);
	memcpy(question, data, size);
	question[size] = '\0';
	interviewer_ask(interviewer, NULL, question, &reply);
	FUZZ_REQUIRE(reply.text.len > 0 && (reply.decided_by == DECIDED_FACT) == (reply.fact_count > 0));
	for (size_t i = 0; i < reply.fact_count; i++)
		FUZZ_REQUIRE(reply.facts[i].fact && reply.facts[i].score >= 0 && reply.facts[i].score <= 1);
	review_notes(reviewer, notes, size, &review);
	for (size_t i = 0; i < review.point_count; i++) {
		check_span(review.points[i].evidence, size);
		check_span(review.points[i].heading, size);
		FUZZ_REQUIRE(review.points[i].state == POINT_MISSED || review.points[i].evidence.to > review.points[i].evidence.from);
	}
	for (size_t i = 0; i < review.warning_count; i++)
		check_span(review.warnings[i].evidence, size);
	numbers_check(&numbers, problem, notes, size, notes, size / 2);
	for (size_t i = 0; i < numbers.count; i++) {
		check_span(numbers.items[i].evidence, size);
		FUZZ_REQUIRE(*numbers.items[i].sentence);
	}
	numbers_release(&numbers);
	review_release(&review);
	reply_release(&reply);
	free(question);
	return 0;
}
