#include "coach/confidence.h"

#include <math.h>

static const double verbatim = 0.9;             /* likeness from which on somebody asked in the author's own words */

/*
 * Logistic regression over what is known of a match. Fitted to the questions of tests/coach, those of tests/coach/questions put
 * to problems that had lost half of their asks and terms, and, as questions without an answer, to those whose fact was taken
 * away; tests/coach/blind-4 was kept apart. Chosen by tenfold cross-validation over problems: each was judged by weights that
 * had not seen it. More of what can be told from words (the thing asked for, titles, topics, trees instead of a line) did not
 * tell right from wrong any better.
 */
double match_confidence(const struct match *matches, size_t count, size_t which, const struct question_view *view)
{
	const struct match *match = &matches[which];
	double rival = 0, decision = 0;
	for (size_t i = 0; i < count; i++) {
		if (matches[i].fact && i != which)
			rival = fmax(rival, matches[i].score);
		if (!matches[i].fact)
			decision = fmax(decision, matches[i].score);
	}
	double margin = match->score > 0 ? fmin((match->score - rival) / match->score, 1) : 0;
	double foreign = fmin((double)match->foreign_subjects, 3), designs = fmin((double)match->foreign_designs, 2);
	double z = -6.69 + 3.47 * match->coverage * match->likeness + 2.65 * match->named + 1.76 * match->phrase +
	           0.77 * fmin(match->evidence, 6) + 3.08 * margin - 4.66 * decision - 1.96 * view->absent_share - 1.52 * foreign -
	           0.96 * designs - 2.47 * match->unmet;
	double sure = 1 / (1 + exp(-z));
	return match->likeness >= verbatim ? fmax(sure, match->likeness) : sure;
}
