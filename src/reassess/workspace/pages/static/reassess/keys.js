// Keys, drafts and quotes. Every page works without this file; it only makes the work quicker.
"use strict";

const inField = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select") !== null;
const press = (key) => document.querySelector(`[data-key="${key}"]`);

let at = -1;

function items() {
  const findings = [...document.querySelectorAll("[data-finding]")].filter((one) => one.offsetParent !== null);
  return findings.length ? findings : [...document.querySelectorAll("[data-item]")];
}

function move(step) {
  const listed = items();
  if (!listed.length) return;
  const here = listed.findIndex((one) => one === document.activeElement || one.contains(document.activeElement));
  at = Math.min(Math.max((here >= 0 ? here : at) + step, 0), listed.length - 1);
  listed[at].focus();
  listed[at].scrollIntoView({ block: "nearest" });
}

const current = () => document.activeElement.closest("[data-finding]");

function inView(element) {
  const box = element.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
}

// A key answers only a question that can be read: otherwise it shows the question, and the next press answers.
function choose(choice) {
  const question = choice.closest("fieldset");
  if (!inView(question)) { question.scrollIntoView({ block: "center" }); return; }
  choice.checked = true;
  choice.focus({ preventScroll: true });
}

function answer(number) {
  const pair = press(number);
  if (pair) { choose(pair); return; }
  const finding = current();
  const form = finding && finding.querySelector("[data-answer]");
  if (!form) return;
  const choice = form.querySelectorAll("input[type=radio]")[number - 1];
  if (!choice) return;
  if (form.open) { choose(choice); return; }
  form.open = true;
  choice.closest("fieldset").scrollIntoView({ block: "center" });
}

function quote() {
  const selected = String(window.getSelection()).trim().replace(/\s+/g, " ");
  const finding = current();
  const field = finding && finding.querySelector("[data-quotes]");
  if (!selected || !field) return;
  finding.querySelector("[data-answer]").open = true;
  field.value = (field.value.trim() ? field.value.trim() + "\n" : "") + selected;
  field.focus();
}

let mark = -1;
function nextMark() {
  const marks = document.querySelectorAll("[data-passage] mark");
  if (!marks.length) return false;
  mark = (mark + 1) % marks.length;
  marks[mark].setAttribute("tabindex", "-1");
  marks[mark].focus();
  marks[mark].scrollIntoView({ block: "center" });
  return true;
}

function go(key) {
  const target = press(key);
  if (!target) return;
  if (target.tagName === "A") target.click(); else target.focus();
}

// Shortcuts of one character can be turned off for this browser (WCAG 2.1.4); Escape stays.
const OFF = "reassess-shortcuts-off";
const areOff = () => window.localStorage.getItem(OFF) === "yes";
const toggle = document.querySelector("[data-shortcuts]");
function showToggle() {
  toggle.hidden = false;
  toggle.textContent = areOff() ? "Turn keyboard shortcuts on" : "Turn keyboard shortcuts off";
  document.querySelector("[data-shortcuts-state]").textContent =
    areOff() ? "Keyboard shortcuts are off in this browser." : "Keyboard shortcuts are on in this browser.";
}
if (toggle) {
  showToggle();
  toggle.addEventListener("click", () => { window.localStorage.setItem(OFF, areOff() ? "no" : "yes"); showToggle(); });
}

const KEYS = {
  j: () => move(1), k: () => move(-1), q: quote, d: () => go("d"), m: () => go("m"),
  n: () => { if (!nextMark()) go("n"); },
  "/": () => { const field = document.getElementById("site-search"); if (field) field.focus(); },
  "?": () => { window.location.assign("/keys/"); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && inField(event.target)) { event.target.blur(); return; }
  if (inField(event.target) || areOff()) return;
  if (/^[1-5]$/.test(event.key)) { event.preventDefault(); answer(Number(event.key)); return; }
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

// Drafts: what is written in a long field is saved on the server every few seconds.
const token = () => (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "";

function keepDraft(field, said) {
  if (field.value === field.dataset.kept) return;
  field.dataset.kept = field.value;
  fetch("/drafts/", {
    method: "POST", keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ key: field.dataset.draft, text: field.value }),
  }).then((answer) => { said.textContent = answer.ok ? "Draft saved." : "We could not save your draft. Copy your words before you leave."; })
    .catch(() => { said.textContent = "We could not save your draft. Copy your words before you leave."; });
}

for (const field of document.querySelectorAll("[data-draft]")) {
  const said = document.createElement("p");
  said.className = "app-quiet";
  said.setAttribute("role", "status");
  field.after(said);
  field.dataset.kept = field.value;
  let timer = 0;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => keepDraft(field, said), 2000); });
  field.addEventListener("blur", () => keepDraft(field, said));
}

const shown = window.location.hash.length > 1 && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
if (shown) { if (!shown.hasAttribute("tabindex")) shown.setAttribute("tabindex", "-1"); shown.focus(); }
const problem = document.querySelector(".govuk-error-summary");
if (problem) { problem.setAttribute("tabindex", "-1"); problem.focus(); }
