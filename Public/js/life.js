// What a page has begun and must end when it is left.
import { on } from "./api.js";

export class Life {
  constructor() {
    this.stop = new AbortController();
    this.ends = [];
  }

  get signal() {
    return this.stop.signal;
  }

  get over() {
    return this.signal.aborted;
  }

  add(...ends) {
    if (this.over) ends.forEach((end) => end());
    else this.ends.push(...ends);
  }

  /** Listens to the event stream (api.js) while the page is shown. */
  on(kind, listener) {
    this.add(on(kind, listener));
  }

  /**
   * Does `work`, which asks the service: what it answers, and the events that came meanwhile, as [kind,
   * data], since they may be missing in it.
   */
  async during(kinds, work) {
    const early = [];
    const ends = kinds.map((kind) => on(kind, (data) => early.push([kind, data])));
    try {
      return [await work(), early];
    } finally {
      for (const end of ends) end();
    }
  }

  /** Calls `work` at each size that an element gets. */
  onSize(element, work) {
    const observer = new ResizeObserver(work);
    observer.observe(element);
    this.add(() => observer.disconnect());
  }

  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    this.add(() => clearInterval(timer));
  }

  listen(target, name, listener, options) {
    target.addEventListener(name, listener, { ...options, signal: this.signal });
  }

  end() {
    this.stop.abort();
    for (const end of this.ends.splice(0)) end();
  }
}
