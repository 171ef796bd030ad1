/* app/shell/bridge: the program that carries a room is started with its order, and does no harm when it cannot be. */
#include "test.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shell/bridge.h"
#include "store_fixture.h"

static char *home, *program;
static struct bridge_process bridge;

/* A program that runs `text`, or with another first line one that cannot. */
static void install(const char *text)
{
	file_write(program, text, strlen(text));
	assert_int_equal(chmod(program, 0700), 0);
	setenv("SYSDRILL_BRIDGE", program, 1);
}

static int set_up(void **state)
{
	(void)state;
	home = home_new();
	program = home_file(home, "bridge");
	/* As the programs that use it have it. */
	signal(SIGPIPE, SIG_DFL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	home_remove(home);
	free(program);
	return 0;
}

static int lowest_free_fd(void)
{
	int fd = dup(STDERR_FILENO);
	close(fd);
	return fd;
}

static struct strbuf new_order(size_t value_len)
{
	struct strbuf order = STRBUF_INIT, value = STRBUF_INIT;
	while (value.len < value_len)
		strbuf_addc(&value, 'x');
	strbuf_addc(&order, '{');
	bridge_order_add(&order, "mode", value.text);
	strbuf_addc(&order, '}');
	strbuf_release(&value);
	return order;
}

static bool start(size_t value_len)
{
	struct strbuf order = new_order(value_len);
	bool started = bridge_start(&bridge, &order, true);
	for (size_t i = 0; i < order.len; i++)
		assert_int_equal(order.text[i], 0);
	strbuf_release(&order);
	return started;
}

static void the_order_arrives_whole(void **state)
{
	(void)state;
	char *out = home_file(home, "order");
	struct strbuf text = STRBUF_INIT, order = new_order(4000);
	strbuf_addf(&text, "#!/bin/sh\nread -r line\nprintf '%%s' \"$line\" >%s\n", out);
	install(text.text);
	strbuf_release(&text);
	assert_true(start(4000));
	assert_int_equal(bridge_wait(&bridge), 0);
	text = file_read(out);
	assert_string_equal(text.text, order.text);
	strbuf_release(&text);
	strbuf_release(&order);
	free(out);
}

static void a_program_that_ends_before_it_reads_takes_nobody_along(void **state)
{
	(void)state;
	int before = lowest_free_fd();
	install("#!/nonexistent/interpreter\n");
	/* More than the pipe takes: written after the start, this waits until there is nobody to read it. */
	assert_false(start(1 << 20));
	assert_int_equal(bridge.pid, 0);
	assert_false(bridge_runs(&bridge));
	assert_true(start(100));
	assert_int_equal(bridge_wait(&bridge), 127);
	assert_int_equal(lowest_free_fd(), before);
}

static void what_does_not_start_leaves_nothing_open(void **state)
{
	(void)state;
	int before = lowest_free_fd();
	setenv("SYSDRILL_BRIDGE", home, 1);
	assert_false(start(1 << 20));
	setenv("SYSDRILL_BRIDGE", program, 1);
	assert_false(start(100));
	bridge_stop(&bridge);
	assert_int_equal(lowest_free_fd(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_order_arrives_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_program_that_ends_before_it_reads_takes_nobody_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_does_not_start_leaves_nothing_open, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
