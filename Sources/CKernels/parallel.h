#pragma once

// A piece of work: `part` of `parts`, which runs on any one thread.
typedef void (*sc_work)(const void *context, int part, int parts);

// Runs work(context, 0...parts - 1) on up to `threads` threads of libgomp's pool. The next part
// goes to the thread that is free first: cores are not equally fast when others use them too.
void sc_run(sc_work work, const void *context, int parts, int threads);

// Which of the threads of `sc_run` this is, from 0, for room of its own.
int sc_thread(void);

// How many parts are worth starting for `count` values: at most `threads`. For sums, whose bits
// depend on how they are parted.
int sc_parts(long count, int threads);

// The same where parts have nothing to do with each other: a few for each thread, so that all end
// at about the same time.
int sc_pieces(long count, int threads);
