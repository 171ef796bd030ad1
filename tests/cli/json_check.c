/*
 * Checks the JSON that a command prints, for shell tests: an array of flat objects, read from stdin.
 *
 *     json_check rows=2 keys=id,title title:string score:integer,null 0.id=chat 1.id?
 *
 * rows=N, rows>N: how many objects. keys=...: every object has exactly these, in this order. KEY:types: what each is, with commas
 * between. I.KEY=TEXT: the value in one object, as text. I.KEY?: prints it. Exit status 1 and a sentence when one does not hold.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static const char *type_name(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "object";
	case JSON_ARRAY:
		return "array";
	case JSON_STRING:
		return "string";
	case JSON_INTEGER:
		return "integer";
	case JSON_REAL:
		return "real";
	case JSON_TRUE:
	case JSON_FALSE:
		return "boolean";
	case JSON_NULL:
		return "null";
	}
	return "";
}

static bool is_flat(const json_t *rows)
{
	size_t i;
	const json_t *row, *value;
	const char *key;
	if (!json_is_array(rows))
		return false;
	json_array_foreach(rows, i, row) {
		if (!json_is_object(row))
			return false;
		json_object_foreach((json_t *)row, key, value)
			if (json_is_object(value) || json_is_array(value))
				return false;
	}
	return true;
}

static bool has_keys(const json_t *rows, const char *keys)
{
	size_t i;
	const json_t *row, *value;
	const char *key;
	json_array_foreach(rows, i, row) {
		char found[1024] = "";
		size_t len = 0;
		json_object_foreach((json_t *)row, key, value)
			len += (size_t)snprintf(found + len, sizeof found - len, "%s%s", len ? "," : "", key);
		if (strcmp(found, keys)) {
			printf("object %zu has the keys %s\n", i, found);
			return false;
		}
	}
	return true;
}

static bool has_types(const json_t *rows, const char *key, const char *types)
{
	size_t i;
	const json_t *row;
	json_array_foreach(rows, i, row) {
		const json_t *value = json_object_get(row, key);
		const char *type = value ? type_name(value) : "missing", *found = strstr(types, type);
		char end = found ? found[strlen(type)] : '?';
		if ((end && end != ',') || (found && found > types && found[-1] != ',')) {
			printf("object %zu: %s is %s\n", i, key, type);
			return false;
		}
	}
	return true;
}

/* Prints the value (text NULL) or compares it. */
static bool has_value(const json_t *rows, size_t index, const char *key, const char *text)
{
	const json_t *value = json_object_get(json_array_get(rows, index), key);
	char *encoded = value && !json_is_string(value) ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
	const char *found = json_is_string(value) ? json_string_value(value) : encoded ? encoded : "(missing)";
	bool same = !text || !strcmp(found, text);
	if (!text || !same)
		printf("%s%s\n", text ? key : "", text ? " is another: " : found);
	if (text && !same)
		printf("%s\n", found);
	free(encoded);
	return same;
}

static bool holds(const json_t *rows, const char *check)
{
	size_t number;
	int used = 0;
	char key[64], text[512];
	if (sscanf(check, "rows=%zu%n", &number, &used) == 1 && !check[used]) {
		printf("%zu rows\n", json_array_size(rows));
		return json_array_size(rows) == number;
	}
	if (sscanf(check, "rows>%zu%n", &number, &used) == 1 && !check[used])
		return json_array_size(rows) > number;
	if (!strncmp(check, "keys=", 5))
		return has_keys(rows, check + 5);
	if (sscanf(check, "%zu.%63[a-z_]%n", &number, key, &used) == 2 && check[used] == '?')
		return has_value(rows, number, key, NULL);
	if (sscanf(check, "%zu.%63[a-z_]%n", &number, key, &used) == 2 && check[used] == '=')
		return has_value(rows, number, key, check + used + 1);
	if (sscanf(check, "%63[a-z_]:%511s", key, text) == 2)
		return has_types(rows, key, text);
	printf("json_check does not understand it\n");
	return false;
}

int main(int argc, char **argv)
{
	json_error_t error;
	json_t *rows = json_loadf(stdin, 0, &error);
	int status = EXIT_SUCCESS;
	if (!rows) {
		printf("not JSON: line %d: %s\n", error.line, error.text);
		return EXIT_FAILURE;
	}
	if (!is_flat(rows)) {
		puts("not an array of flat objects");
		status = EXIT_FAILURE;
	}
	for (int i = 1; i < argc && status == EXIT_SUCCESS; i++)
		if (!holds(rows, argv[i])) {
			printf("does not hold: %s\n", argv[i]);
			status = EXIT_FAILURE;
		}
	json_decref(rows);
	return status;
}
