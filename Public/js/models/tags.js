// Tags of runs that mean something here.

/** What people write about a run: the one tag that has lines. */
export const NOTE = "note";
