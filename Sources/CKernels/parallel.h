#pragma once

// A piece of work: `part` of `parts`, which runs on any one thread.
typedef void (*sc_work)(const void *context, int part, int parts);

// Runs work(context, 0...parts - 1) on libgomp's pool.
void sc_run(sc_work work, const void *context, int parts);

// How many parts are worth starting for `count` values: at most `threads`.
int sc_parts(long count, int threads);
