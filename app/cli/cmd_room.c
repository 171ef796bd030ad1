#include <string.h>

#include "cli/cli.h"
#include "cli/config_file.h"
#include "shell/bridge.h"

extern const struct command cmd_room;

static int doctor(const char *broker)
{
	struct bridge_process bridge;
	struct strbuf order = STRBUF_INIT;
	strbuf_addc(&order, '{');
	bridge_order_add(&order, "mode", "doctor");
	bridge_order_add(&order, "broker", broker);
	strbuf_addc(&order, '}');
	fflush(stdout);
	bool started = bridge_start(&bridge, &order, false);
	strbuf_release(&order);
	if (!started)
		return cli_fail(EXIT_FAILED, "rooms across machines are not in this build (it was configured --without-rooms)");
	return bridge_wait(&bridge) ? EXIT_FAILED : EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct settings settings;
	struct settings_errors errors = { .items = NULL };
	if (argc != 2 || strcmp(argv[1], "doctor"))
		return cli_usage(&cmd_room);
	/* From the configuration and not from an argument: a broker's URL may hold a password. */
	config_load(cli, &settings, &errors);
	settings_errors_release(&errors);
	if (!*settings.broker)
		return cli_fail(EXIT_FAILED, "no broker is set. Rooms on this machine need none; for rooms across machines write into the "
		                "configuration ('sysdrill config' names the file): broker = mqtts://HOST");
	return doctor(settings.broker);
}

const struct command cmd_room = {
	.name = "room",
	.arguments = "doctor",
	.summary = "Try out the broker of the configuration, and say in plain words what is wrong",
	.help = "Connects, listens, and sends twenty messages through it and back. A broker is any MQTT 5 server, hosted or your own; it\n"
	        "sees only sealed bytes. On Debian, as root, for a network of your own:\n"
	        "\n"
	        "    apt-get install mosquitto\n"
	        "    printf 'listener 1883\\nallow_anonymous true\\n' >/etc/mosquitto/conf.d/rooms.conf\n"
	        "    systemctl restart mosquitto\n"
	        "\n"
	        "and in the configuration of both sides: broker = mqtt://THAT-MACHINE. Towards the internet it needs a certificate and\n"
	        "a password: broker = mqtts://USER:PASSWORD@HOST.",
	.run = run,
};
