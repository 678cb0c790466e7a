// The latest value of a metric, in an answer or in an event: the one of the highest step.

/** Whether a point takes the place of what was the latest, if there was one. */
export const isLater = (point, latest) => !latest || point.step >= latest.step;
