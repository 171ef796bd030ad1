/*
 * SHA-256 (FIPS 180-4): the name of a text that is stored once. Pure; not meant for secrets.
 */
#ifndef SYSDRILL_BASE_SHA256_H
#define SYSDRILL_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32, SHA256_HEX_SIZE = 65 };

struct sha256 {
	uint32_t state[8];
	uint64_t bytes;                 /* taken so far */
	unsigned char block[64];
};

void sha256_init(struct sha256 *sum);
void sha256_add(struct sha256 *sum, const void *data, size_t len);
void sha256_finish(struct sha256 *sum, unsigned char digest[SHA256_SIZE]);

/* 64 lower-case hex digits and NUL. */
void sha256_hex(const void *data, size_t len, char hex[SHA256_HEX_SIZE]);

#endif
