#include "coach/confidence.h"

#include <math.h>

static const double verbatim = 0.9;             /* likeness from which on somebody asked in the author's own words */

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
	double z = -5.24 + 7.75 * match->coverage * match->likeness - 2.96 * match->asked + 2.93 * match->named + 1.85 * match->phrase +
	           2.50 * match->titled + 0.24 * view->weight + 3.23 * margin - 5.20 * decision - 4.21 * match->silent -
	           2.20 * view->unknown_share - 2.69 * view->absent_share - 2.52 * foreign - 1.60 * designs - 3.02 * match->unmet;
	double sure = 1 / (1 + exp(-z));
	return match->likeness >= verbatim ? fmax(sure, match->likeness) : sure;
}
