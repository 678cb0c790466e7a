// How a line with missing values is drawn: NaN and the infinities break it, and a mark at the axis
// shows where they are. A training that diverged must not look like one that did not.
import { color } from "../theme.js";

/** Lays the path of a line; `onpoint(px, py)` sees each point. null, not measured, breaks nothing. */
export function trace(ctx, { x, y }, toX, toY, onpoint) {
  let isDown = false;
  ctx.beginPath();
  for (let i = 0; i < x.length; i++) {
    if (y[i] === null) continue;
    const py = Number.isFinite(y[i]) ? toY(y[i]) : NaN;
    if (!Number.isFinite(py)) {
      isDown = false;
      continue;
    }
    const px = toX(x[i]);
    if (!isDown) ctx.moveTo(px, py);
    // Also to where it is: a point between two breaks is a dot, by its round caps.
    ctx.lineTo(px, py);
    isDown = true;
    onpoint?.(px, py);
  }
}

/** Marks stretches without numbers (models/series.js) upon the axis at `bottom`. */
export function markLost(ctx, stretches, toX, bottom) {
  ctx.fillStyle = color("--failed");
  for (const { from, to } of stretches) {
    const [left, right] = [toX(from), toX(to)];
    ctx.fillRect(left - 1.5, bottom - 6, right - left + 3, 6);
  }
}
