/* What every unit test includes: cmocka and what cmocka wants before it. */
#ifndef SYSDRILL_TESTS_TEST_H
#define SYSDRILL_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#endif
