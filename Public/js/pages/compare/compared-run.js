// A run that is compared, and whether it has curves: more than a few cannot be told apart.
import { distinct } from "../../components/chart-colors.js";
import { RunData } from "../../models/run-data.js";

/** So many curves look different: in eight colours, plain and dashed. */
export const CURVES = 16;

export class ComparedRun {
  constructor(run, name, index) {
    /** `place`: that of the look of its curves, null if it has none; `data`: what they are drawn from. */
    Object.assign(this, {
      run,
      name,
      id: run.id,
      place: index < CURVES ? index : null,
      data: null,
    });
    this.reading = null;
  }

  /** The name of a custom property. */
  get color() {
    return this.place === null ? "--faint" : `--c${this.place % 8}`;
  }

  get dash() {
    return this.place >= 8 ? [6, 3] : [];
  }

  /** The colour in the present theme; lines ask for it by itself. */
  stroke = () => distinct(this.place);

  /** Reads what its curves are drawn from, if that is not here. */
  read(life) {
    this.reading ??= life
      .during(["points"], () => RunData.of(this.run, life.signal))
      .then(
        ([data, early]) => {
          for (const [, points] of early) if (points.runId === this.id) data.add(points);
          this.data = data;
        },
        (error) => {
          this.reading = null;
          throw error;
        },
      );
    return this.reading;
  }
}

/**
 * Gives curves to the first of the runs that are shown, and answers those. Who has curves keeps their
 * look; so does who is hidden, until another needs it.
 */
export function placeCurves(items, isShown) {
  const drawn = items.filter(isShown).slice(0, CURVES);
  for (const item of items) if (isShown(item) && !drawn.includes(item)) item.place = null;
  const owners = Array.from({ length: CURVES }, (_, place) =>
    items.find((item) => item.place === place),
  );
  for (const item of drawn) {
    if (item.place !== null) continue;
    const free = owners.findIndex((owner) => !owner);
    const place = free < 0 ? owners.findIndex((owner) => !drawn.includes(owner)) : free;
    if (owners[place]) owners[place].place = null;
    item.place = place;
    owners[place] = item;
  }
  return drawn;
}
