#include "zipf.h"

#include <math.h>

enum { HEAD = 20 };     /* terms summed one by one */

/* Integral of x^-s from a to b, accurate around s = 1 too. */
static double integral(double a, double b, double s)
{
	double ratio = log(b / a), t = (1 - s) * ratio;
	double unit = fabs(t) < 1e-12 ? 1 : expm1(t) / t;
	return pow(a, 1 - s) * ratio * unit;
}

/* The corrections of Euler-Maclaurin at one end: B2k/(2k)! times odd derivatives of x^-s, k = 1..4. */
static double corrections(double x, double s)
{
	double power = pow(x, -s - 1), square = 1 / (x * x);
	double rising = s, sum = rising * power / 12;
	rising *= (s + 1) * (s + 2);
	power *= square;
	sum -= rising * power / 720;
	rising *= (s + 3) * (s + 4);
	power *= square;
	sum += rising * power / 30240;
	rising *= (s + 5) * (s + 6);
	power *= square;
	return sum - rising * power / 1209600;
}

double zipf_harmonic(double n, double s)
{
	double sum = 0;
	n = floor(n);
	for (int i = 1; i <= HEAD && i <= n; i++)
		sum += pow(i, -s);
	if (n <= HEAD)
		return sum;
	/* From HEAD to n: the first term of the trapezium is in `sum` already, hence minus one half of it. */
	double tail = integral(HEAD, n, s) + (pow(n, -s) - pow(HEAD, -s)) / 2;
	return sum + tail + corrections(HEAD, s) - corrections(n, s);
}

double zipf_hit(double keys, double cached, double s)
{
	if (!(keys >= 1) || !(cached >= 0) || !(s >= 0) || s > 100)
		return NAN;
	if (cached >= keys)
		return 1;
	return zipf_harmonic(cached, s) / zipf_harmonic(keys, s);
}
