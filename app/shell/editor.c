/* $EDITOR on a piece of text: the terminal is handed over and comes back, the interview's clock goes on. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catalog/catalog.h"
#include "shell/internal.h"

enum { EDITED_MAX_BYTES = 8 << 20 };

static const char *editor_command(const struct shell *shell)
{
	const char *command = shell->settings.editor;
	if (!*command)
		command = getenv("VISUAL");
	if (!command || !*command)
		command = getenv("EDITOR");
	return command && *command ? command : "vi";
}

static bool write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* Runs the editor and waits; its exit status, -1 when it could not be run. */
static int run(struct shell *shell, const char *path)
{
	struct strbuf command = STRBUF_INIT;
	int status = -1;
	/* The command may have arguments ("code -w"); the path comes as one of its own. */
	strbuf_addf(&command, "%s \"$1\"", editor_command(shell));
	pid_t pid = fork();
	if (!pid) {
		execl("/bin/sh", "sh", "-c", command.text, "sh", path, (char *)NULL);
		_exit(127);
	}
	if (pid > 0) {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			sitting_touch(&shell->sitting, clock_now_ms(&shell->clock));
		status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	}
	strbuf_release(&command);
	return status;
}

static void take_back(struct shell *shell, const char *path)
{
	struct frame *top = shell_top(shell);
	struct error err = { "" };
	char *text;
	size_t len;
	if (catalog_read_file(path, EDITED_MAX_BYTES, &text, &len, &err) != STATUS_OK) {
		shell_say(shell, "%s The notes are as before; what you wrote is in %s.", err.text, path);
		return;
	}
	struct intents intents = INTENTS_INIT;
	shell_refresh_world(shell);
	if (top->screen->edited)
		top->screen->edited(top->state, &shell->world, text, len, &intents);
	shell_execute(shell, &intents);
	intents_release(&intents);
	shell_flush(shell);
	free(text);
	unlink(path);
}

void shell_edit(struct shell *shell, const char *text)
{
	struct strbuf path = STRBUF_INIT;
	shell_flush(shell);
	strbuf_addf(&path, "%s/notes-XXXXXX.md", store_home(shell->store));
	int fd = mkstemps(path.text, 3);
	if (fd < 0 || !write_all(fd, text, strlen(text))) {
		shell_say(shell, "Could not write %s for the editor: %s", path.text, strerror(errno));
		goto out;
	}
	close(fd);
	fd = -1;
	if (shell->term)
		term_suspend(shell->term);
	int status = run(shell, path.text);
	if (shell->term)
		term_resume(shell->term);
	shell->woke_ms = clock_now_ms(&shell->clock);
	if (status) {
		shell_say(shell, "The editor '%s' failed (status %d); the notes are as before. Set 'editor' in the configuration.",
		          editor_command(shell), status);
		unlink(path.text);
	} else {
		take_back(shell, path.text);
	}
out:
	if (fd >= 0)
		close(fd);
	strbuf_release(&path);
}
