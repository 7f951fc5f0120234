// The keyboard at the desk, and the link between a fact and its place on the page. Works on what htmx brings in, too.
"use strict";

const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

// A list or the cards: j and k move the focus from one to the next, Enter then opens the link by itself.
function step(by) {
  const lines = all(".list .row a[href]:not(.button), .cards a[href]");
  if (!lines.length) return false;
  const at = lines.indexOf(document.activeElement);
  const next = lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(at + by, 0), lines.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function choose(digit) {
  const tile = all("#decide .tiles input")[(digit + 9) % 10];
  if (!tile) return false;
  tile.checked = true;
  tile.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function follow(key) {
  const target = one(`main [data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("a")) target.click();
  else target.focus();
  return true;
}

function press(selector) {
  const button = one(selector);
  if (button) button.click();
  return Boolean(button);
}

function confirmLetter() {
  const form = one("form[data-confirm]");
  if (form) form.requestSubmit();
  return Boolean(form);
}

const keys = {
  j: () => follow("j") || (!one("#decide") && step(1)),
  k: () => follow("k") || (!one("#decide") && step(-1)),
  t: () => follow("t"),
  a: () => follow("a"),
  u: () => follow("u"),
  h: () => { location.href = "/"; return true; },
  b: () => press(".switch [aria-pressed=false]"),
  f: () => press("[data-toggles=marks]"),
  z: () => press("[data-toggles=zoom]"),
  "/": () => { one("#find").focus(); one("#find").select(); return true; },
  "?": () => { one("#keys").showModal(); return true; },
};

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.key === "Escape" && at.matches("input, select, textarea")) return at.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return undefined;
  if (event.key === "Enter") {
    // In the form, and wherever Enter has no meaning of its own, it confirms.
    const own = at.matches("a, button, input[type=search], input[type=date], select:not(#decide select)");
    if (!own && confirmLetter()) event.preventDefault();
    return undefined;
  }
  if (at.matches("input:not([type=radio]), select, textarea")) return undefined;
  const done = /^[0-9]$/.test(event.key) ? choose(Number(event.key)) : keys[event.key] && keys[event.key]();
  if (done) event.preventDefault();
  return undefined;
});

// A topic has its department; it is chosen along until somebody chooses the department themselves.
let ownChoice = false;
document.addEventListener("change", (event) => {
  if (event.target.name === "department") ownChoice = true;
  if (event.target.id === "topic" && !ownChoice) {
    const wanted = event.target.selectedOptions[0].dataset.department;
    const tile = all("#decide input[name=department]").find((each) => each.value === wanted);
    if (tile) tile.checked = true;
  }
});

// The picture scrolls with the arrows, the space bar and the page keys as soon as the letter is there.
if (one("#pages")) one("#pages").focus({ preventScroll: true });

function light(name, on) {
  all(`rect[data-mark="${name}"]`).forEach((mark) => mark.classList.toggle("lit", on));
  all(`aside [data-mark="${name}"]`).forEach((line) => line.classList.toggle("lit", on));
}

function nameOf(event) {
  const marked = event.target.closest && event.target.closest("[data-mark]");
  return marked && marked.dataset.mark;
}

for (const [kind, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
  document.addEventListener(kind, (event) => nameOf(event) && light(nameOf(event), on));
}

function show(view) {
  one("#pages").dataset.view = view;
  all(".switch button").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.shows === view)));
}

function toggle(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  one("#pages").dataset[button.dataset.toggles] = on ? "on" : "off";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button && button.dataset.opens) one(`#${button.dataset.opens}`).showModal();
  if (button && button.dataset.shows) show(button.dataset.shows);
  if (button && button.dataset.toggles) toggle(button);
  const line = event.target.closest("aside [data-mark]");
  const mark = line && one(`rect[data-mark="${line.dataset.mark}"]`);
  if (mark) {
    show("picture");
    mark.scrollIntoView({ block: "center", behavior: "smooth" });
  }
});
