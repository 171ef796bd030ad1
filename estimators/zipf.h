/*
 * Zipf: how often a cache is hit when the i-th most popular of `keys` keys is asked for with probability
 * proportional to i^-s, and the cache holds the most popular ones (Breslau, Cao, Fan, Phillips, Shenker:
 * Web Caching and Zipf-like Distributions, INFOCOM 1999).
 */
#ifndef ESTIMATE_ZIPF_H
#define ESTIMATE_ZIPF_H

/*
 * H(n, s) = sum of i^-s for i = 1..n, n >= 0 (whole part), s >= 0. Euler-Maclaurin summation beyond the first
 * terms (NIST DLMF 2.10.1): constant time for any n, relative error below 1e-11.
 */
double zipf_harmonic(double n, double s);
/* H(cached, s) / H(keys, s), at most 1; NaN unless keys >= 1, cached >= 0 and 0 <= s <= 100. */
double zipf_hit(double keys, double cached, double s);

#endif
