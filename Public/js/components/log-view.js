// A log that follows its end, unless the reader scrolled away or selected some of it.
import { follow } from "../api.js";
import { h } from "../dom.js";
import { check } from "./controls.js";
import { whenVisible } from "./visibility.js";

const LIMIT = 500_000;

/** `ended()`: whether the job can log no more, so that there is nothing to follow. */
export function logView(life, jobId, ended) {
  const pre = h("pre.log", {
    dataset: { empty: "Nothing is logged yet." },
    tabIndex: 0,
    role: "region",
    "aria-label": "Log",
  });
  const element = h("div.panel", {}, pre);
  let following = true;
  let query = "";
  let text = "";
  let stop = null;

  const show = () => {
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
  const isSelected = () => {
    const selection = getSelection();
    return !selection.isCollapsed && pre.contains(selection.anchorNode);
  };
  const followEnd = check("Follow", true, (on) => {
    following = on;
    if (on) show();
  });
  // Whoever scrolls up wants to read; back at the end, to follow again.
  pre.addEventListener("scroll", () => {
    if (query || isSelected()) return;
    following = pre.scrollHeight - pre.scrollTop - pre.clientHeight < 8;
    followEnd.querySelector("input").checked = following;
  });

  async function start() {
    stop?.abort();
    stop = new AbortController();
    const { signal } = stop;
    let fresh = "";
    try {
      await follow(
        `/jobs/${jobId}/log${ended() ? "" : "?follow=true"}`,
        (piece) => {
          fresh = (fresh + piece).slice(-LIMIT);
          text = fresh;
          show();
        },
        signal,
      );
      if (!ended() && !signal.aborted) setTimeout(() => signal.aborted || start(), 3000);
    } catch (error) {
      if (signal.aborted) return;
      if (!text) pre.textContent = `The log cannot be read: ${error.message}`;
      setTimeout(() => signal.aborted || start(), 5000);
    }
  }

  // The stream holds a connection: only while the log can be seen.
  whenVisible(element, life, () => stop || start());
  life.add(() => stop?.abort());
  // Nor while the tab is hidden.
  let paused = false;
  life.on("status", (status) => {
    if (!stop || paused === (status === "paused")) return;
    paused = !paused;
    if (paused) stop.abort();
    else start();
  });
  const tools = [
    h("input.field.search", {
      type: "search",
      placeholder: "Filter lines",
      "aria-label": "Filter lines",
      oninput: (event) => {
        query = event.target.value.toLowerCase();
        show();
      },
    }),
    followEnd,
  ];
  return { element, tools, restart: () => stop && ended() && start() };
}
