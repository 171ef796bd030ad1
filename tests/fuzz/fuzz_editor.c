/*
 * Any bytes from a terminal, typed into an editor with any text: what is drawn fits, the splices always give the text, undoing
 * everything gives the beginning. Before a form feed stands the text, behind it what is typed.
 */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "tui/decode.h"
#include "tui/editor.h"
#include "tui/paint.h"

const char *const fuzz_seeds[] = {
	"- one\n- two\n\n1. three\tfour\n\xE4\xB8\xAD\xE6\x96\x87 e\xCC\x81 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB\f"
	"\r\x1B[A\x1B[1;2B\x03\x16\x1B[F\t\x1B[Z\x0B\x0B\x16\x1A\x1A\x19",
	"\xE2\x80\xAEmirrored\xE2\x80\x8B and a long line that wraps at blanks, and unbreakablewordsthatdonot\f"
	"\x1B[1;6D\x17\x1B[3;5~\x1B[200~- pasted\r\n- text\x1B[201~\r\r\x1B[5~\x1B[6~\x1B[<0;3;2M\x1B[<32;9;4M\x1B[<0;9;4m",
	"\f\x01\x18\x16\x16 word word\x7F\x1B\x7F\x1A\x19\x1B[<64;2;2M\x1B[<65;2;2M\x1B[1;5H\x1B[1;5F",
	NULL
};

static void add_move(const struct paint_abilities *can, struct strbuf *out, int y, int x)
{
	(void)can;
	strbuf_addf(out, "(%d,%d)", y, x);
}

static void check_canvas(const struct canvas *canvas)
{
	for (int y = 0; y < canvas->rows; y++)
		for (int x = 0; x < canvas->cols; x++) {
			const struct canvas_cell *cell = canvas_cell(canvas, y, x), *next = canvas_cell(canvas, y, x + 1);
			FUZZ_REQUIRE(cell->len <= CANVAS_CELL_BYTES && (cell->len > 0) == (cell->width > 0));
			FUZZ_REQUIRE(cell->width != 2 || (next && next->width == 0));
			for (size_t i = 0; i < cell->len;) {
				int32_t cp;
				i += utf8_decode(cell->text + i, cell->len - i, &cp);
				FUZZ_REQUIRE(!utf8_is_unsafe(cp));
			}
		}
	FUZZ_REQUIRE(canvas->cursor_y < canvas->rows && canvas->cursor_x < canvas->cols);
}

static void check_mirror(struct editor *ed, struct strbuf *mirror)
{
	struct splice_list splices;
	size_t len;
	editor_take_splices(ed, &splices);
	splice_list_apply(&splices, mirror);
	splice_list_release(&splices);
	const char *text = editor_text(ed, &len);
	FUZZ_REQUIRE(len == mirror->len && !memcmp(text, mirror->text, len));
	FUZZ_REQUIRE(utf8_valid(text, len));
	FUZZ_REQUIRE(editor_cursor(ed) <= len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *feed = size ? memchr(data, '\f', size) : NULL;
	size_t text_len = feed ? (size_t)(feed - data) : 0;
	struct editor *ed = editor_new(NULL);
	struct strbuf mirror = STRBUF_INIT, start = STRBUF_INIT;
	struct decode decode;
	struct canvas canvas;
	struct paint paint;
	editor_set_text(ed, (const char *)data, text_len);
	size_t len;
	const char *text = editor_text(ed, &len);
	strbuf_add(&start, text, len);
	strbuf_add(&mirror, text, len);
	editor_search(ed, "e", size % 3 == 0);
	decode_init(&decode);
	canvas_init(&canvas, 5, 4 + (int)(size % 40));
	paint_init(&paint);
	paint.can.add_move = add_move;
	paint_forget(&paint, 5, canvas.cols);
	struct canvas_view view = canvas_view(&canvas);
	for (size_t i = text_len; i < size; i++) {
		struct key key;
		decode_feed(&decode, (const char *)data + i, 1, 0);
		while (decode_next(&decode, i + 1 < size ? 0 : DECODE_PASTE_MS, &key)) {
			editor_key(ed, &key);
			canvas_clear(&canvas);
			editor_draw(ed, &view, true);
			check_canvas(&canvas);
			strbuf_clear(&paint.out);
			paint_canvas(&paint, &canvas);
			FUZZ_REQUIRE(!memcmp(paint.shown.cells, canvas.cells, (size_t)canvas.rows * (size_t)canvas.cols * sizeof *canvas.cells));
		}
		if (i % 16 == 0)
			check_mirror(ed, &mirror);
	}
	check_mirror(ed, &mirror);
	while (editor_undo(ed))
		;
	check_mirror(ed, &mirror);
	FUZZ_REQUIRE(mirror.len == start.len && !memcmp(mirror.text, start.text, start.len));
	strbuf_release(&mirror);
	strbuf_release(&start);
	paint_release(&paint);
	canvas_release(&canvas);
	decode_release(&decode);
	editor_free(ed);
	return 0;
}
