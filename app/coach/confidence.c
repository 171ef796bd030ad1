#include "coach/confidence.h"

#include <math.h>

static const double verbatim = 0.9;             /* likeness from which on somebody asked in the author's own words */

/*
 * Logistic regression over what is known of a match. Fitted to questions that others wrote in their own words (tests/coach/blind
 * and more), to tests/coach/questions put to problems that had lost half of their asks and terms, and, as questions without an
 * answer, to those whose fact was taken away. The weights were chosen by tenfold cross-validation over problems: each problem
 * was judged by weights that had not seen it.
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
	double z = -5.87 + 7.08 * match->coverage * match->likeness - 2.69 * match->asked + 2.53 * match->named + 1.68 * match->phrase +
	           2.50 * match->titled + 0.49 * fmin(match->evidence, 6) + 0.07 * view->weight + 2.95 * margin - 5.08 * decision -
	           2.46 * view->absent_share - 1.58 * foreign - 1.56 * designs - 3.59 * match->unmet;
	double sure = 1 / (1 + exp(-z));
	return match->likeness >= verbatim ? fmax(sure, match->likeness) : sure;
}
