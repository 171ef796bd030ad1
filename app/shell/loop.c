/* One turn of the loop: how long to wait, and what is done after waiting. Keys come in between, from whoever has them. */
#include "shell/internal.h"

/* Adds a moment to the time that poll() may wait; a moment in the past means at once. */
static void wait_until(int *timeout, int64_t now_ms, int64_t at_ms)
{
	int ms = at_ms <= now_ms ? 0 : (int)(at_ms - now_ms);
	if (*timeout < 0 || ms < *timeout)
		*timeout = ms;
}

static int64_t flush_at(const struct shell *shell)
{
	int64_t quiet = shell->typed_ms + QUIET_MS, latest = shell->first_typed_ms + GATHER_MS;
	/* Whoever looks on shall see it as it is typed: the first letter after a pause goes at once, the next ones together. */
	if (shell_in_room(shell)) {
		quiet = shell->flushed_ms + ROOM_LOOK_MS;
		/* The room's clock may have been set back since. */
		latest = shell->first_typed_ms + ROOM_LOOK_MS;
	}
	return quiet < latest ? quiet : latest;
}

int shell_wait_ms(struct shell *shell)
{
	int timeout = shell->term ? term_wait_ms(shell->term) : -1, wake = shell_wake_ms(shell);
	int64_t now = shell->world.now_ms;
	if (wake >= 0)
		wait_until(&timeout, now, now + wake);
	if (shell->typed_ms)
		wait_until(&timeout, now, flush_at(shell));
	if (shell->retry_ms)
		wait_until(&timeout, now, shell->retry_ms);
	if (!shell->scanned)
		wait_until(&timeout, now, now);
	else if (shell_in_room(shell))
		wait_until(&timeout, now, now + (store_bell(shell->store) >= 0 ? ROOM_REST_MS : ROOM_LOOK_MS));
	return timeout;
}

/* What the first frame does without, but not the first key. */
static void complete_start(struct shell *shell)
{
	if (shell->scanned)
		return;
	bool more = library_complete(&shell->library, shell->store);
	shell_refresh_world(shell);
	if (more)
		shell_synced(shell);
}

/* What can wait until the first frame is on the screen and no key has come. */
static void after_first_frame(struct shell *shell)
{
	shell->scanned = true;
	store_checkpoint_if_alone(shell->store, NULL);
	if (library_rescan(&shell->library, shell->store)) {
		shell_refresh_world(shell);
		shell_synced(shell);
	}
	shell->data_version = store_data_version(shell->store);
}

static void look_for_changes(struct shell *shell)
{
	uint32_t version = store_data_version(shell->store);
	const struct session *session = shell->sitting.session;
	enum session_stage stage = session ? session->stage : STAGE_EMPTY;
	size_t added = 0;
	if (version == shell->data_version)
		return;
	shell->data_version = version;
	sitting_sync(&shell->sitting, &added, NULL);
	/* What was said of a clock that stood, or ran, is no longer true. */
	if (session && session->stage != stage)
		shell->message[0] = '\0';
	shell_look_around(shell);
	if (!shell->sitting.session)
		library_load_progress(&shell->library, shell->store);
	shell_refresh_world(shell);
	if (added || !shell->sitting.session)
		shell_synced(shell);
}

static void look_for_sleep(struct shell *shell)
{
	int64_t now = shell->world.now_ms;
	bool running = shell->sitting.session && shell->sitting.session->stage == STAGE_RUNNING;
	if (running && shell->woke_ms && now - shell->woke_ms > SLEEP_GAP_MS) {
		sitting_slept(&shell->sitting, shell->woke_ms, now);
		shell_commit(shell);
		shell_say(shell, "The machine slept; that time does not count.");
	}
	shell->woke_ms = running ? now : 0;
}

static void run_timers(struct shell *shell)
{
	int64_t now = shell->world.now_ms;
	if (shell->typed_ms && now >= flush_at(shell))
		shell_flush(shell);
	if (shell->retry_ms && now >= shell->retry_ms)
		shell_commit(shell);
	if (shell_wake_ms(shell) == 0 || now / 1000 != shell->ticked_ms / 1000) {
		shell->ticked_ms = now;
		shell->dirty = true;
		shell_tick(shell);
	}
	sitting_touch(&shell->sitting, now);
}

void shell_woke(struct shell *shell)
{
	shell_refresh_world(shell);
	complete_start(shell);
	look_for_sleep(shell);
}

/* False: there was nothing to draw. */
static bool draw_if_dirty(struct shell *shell)
{
	if (!shell->dirty || shell->quit)
		return false;
	shell_draw(shell);
	return true;
}

void shell_settle(struct shell *shell)
{
	shell_refresh_world(shell);
	/* What was typed shows before anything else is looked at. */
	bool drawn = draw_if_dirty(shell);
	if (shell->scanned)
		look_for_changes(shell);
	shell_settle_room(shell);
	run_timers(shell);
	if (!shell->scanned && !shell->dirty && !drawn)
		after_first_frame(shell);
	shell_refresh_world(shell);
	draw_if_dirty(shell);
}
