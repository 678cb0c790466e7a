// A log that follows its end, unless the reader scrolled away or selected some of it.
import { address, follow } from "../api.js";
import { h } from "../dom.js";
import { check } from "./controls.js";
import { whenVisible } from "./visibility.js";

const LIMIT = 500_000;

/** `ended()`: whether the job can log no more, so that there is nothing to follow. */
export function logView(life, jobId, ended) {
  const pane = logPane();
  const stream = logStream(jobId, ended, pane);
  // The stream holds a connection: not before the log has been seen.
  whenVisible(pane.element, life, () => stream.isStarted() || stream.start());
  life.add(stream.end);
  // Nor while the tab is hidden.
  let paused = false;
  life.on("status", (status) => {
    if (!stream.isStarted() || paused === (status === "paused")) return;
    paused = !paused;
    if (paused) stream.end();
    else stream.start();
  });
  return {
    element: pane.element,
    tools: [...pane.tools, download(jobId)],
    // A log that is followed goes on by itself.
    restart: () => stream.isStarted() && (ended() || !stream.isOpen()) && stream.start(),
  };
}

/** The whole log as a file: what is shown is its end, if it is long. */
const download = (jobId) =>
  h(
    "a.button.button-small",
    { href: address(`/jobs/${jobId}/log`), download: `${jobId}.log` },
    "Download",
  );

/** The text, its filter, whether its end is followed: {element, tools, show(text), fail(error)}. */
function logPane() {
  const pre = h("pre.log", {
    dataset: { empty: "Nothing is logged yet." },
    tabIndex: 0,
    role: "region",
    "aria-label": "Log",
  });
  let following = true;
  let query = "";
  let text = "";

  const isSelected = () => {
    const selection = getSelection();
    return !selection.isCollapsed && pre.contains(selection.anchorNode);
  };
  const draw = () => {
    const lines = query
      ? text
          .split("\n")
          .filter((line) => line.toLowerCase().includes(query))
          .join("\n")
      : text;
    // One text node grows: what is selected stays selected.
    if (pre.firstChild && !query && lines.startsWith(pre.textContent))
      pre.firstChild.appendData(lines.slice(pre.textContent.length));
    else pre.textContent = lines;
    pre.dataset.empty = text ? "No line holds these words." : "Nothing is logged yet.";
    if (following && !isSelected()) pre.scrollTop = pre.scrollHeight;
  };
  const followEnd = check("Follow", true, (on) => {
    following = on;
    if (on) draw();
  });
  // Whoever scrolls up wants to read; back at the end, to follow again.
  pre.addEventListener("scroll", () => {
    if (query || isSelected()) return;
    following = pre.scrollHeight - pre.scrollTop - pre.clientHeight < 8;
    followEnd.querySelector("input").checked = following;
  });
  const search = h("input.field.search", {
    type: "search",
    placeholder: "Filter lines",
    "aria-label": "Filter lines",
    oninput: () => {
      query = search.value.toLowerCase();
      draw();
    },
  });
  return {
    element: h("div.panel", {}, pre),
    tools: [search, followEnd],
    show(whole) {
      text = whole;
      draw();
    },
    fail(error) {
      if (!text) pre.textContent = `The log cannot be read: ${error.message}`;
    },
  };
}

/** Reads the log into a pane, anew at each `start` and after a break: {start, end, isStarted, isOpen}. */
function logStream(jobId, ended, pane) {
  let stop = null;
  let isOpen = false;
  /** How many characters were read before: what is read anew is not shown until it goes beyond. */
  let known = 0;
  async function start() {
    stop?.abort();
    const { signal } = (stop = new AbortController());
    const again = (milliseconds) => setTimeout(() => signal.aborted || start(), milliseconds);
    let text = "";
    let read = 0;
    isOpen = true;
    try {
      await follow(
        `/jobs/${jobId}/log${ended() ? "" : "?follow=true"}`,
        (piece) => {
          text = (text + piece).slice(-LIMIT);
          read += piece.length;
          if (read < known) return;
          known = read;
          pane.show(text);
        },
        signal,
      );
      if (signal.aborted) return;
      isOpen = !ended();
      if (isOpen) again(3000);
    } catch (error) {
      if (signal.aborted) return;
      pane.fail(error);
      again(5000);
    }
  }
  return {
    start,
    end: () => stop?.abort(),
    isStarted: () => stop !== null,
    isOpen: () => isOpen,
  };
}
