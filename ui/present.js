// The meeting's slides: every key press is answered here, so that it works without the server.
const decks = new WeakMap();
const SWIPE = 45; // pixels that a finger moves when it means to

export default function slides_of(component) {
  const { data, parentElement } = component;
  let deck = decks.get(parentElement);
  if (!deck) {
    deck = open(parentElement);
    decks.set(parentElement, deck);
  }
  deck.show(data);
  return () => {
    deck.close();
    decks.delete(parentElement);
  };
}

function open(parent) {
  const root = document.createElement("div");
  root.className = "deck";
  root.innerHTML =
    '<h1 class="unseen"></h1><div class="room"><div class="stage" tabindex="0" role="region"></div></div>' +
    '<div class="notes" role="note" hidden></div>' +
    '<div class="controls"><button type="button" class="main full"></button>' +
    '<button type="button" class="back"></button><span class="counter" aria-hidden="true"></span>' +
    '<button type="button" class="on"></button>' +
    '<button type="button" class="speaker" aria-pressed="false"></button><p class="hint"></p></div>' +
    '<div class="unseen live" aria-live="polite"></div>';
  parent.appendChild(root);
  const part = (name) => root.querySelector("." + name);
  const stage = part("stage");
  let slides = [];
  let at = 0;
  let html = "";
  let texts = {};

  const filled = () => document.fullscreenElement !== null || root.classList.contains("filling");

  function go(to, told = true) {
    if (!slides.length) return;
    at = Math.min(Math.max(to, 0), slides.length - 1);
    slides.forEach((slide, index) => (slide.hidden = index !== at));
    const slide = slides[at];
    part("counter").textContent = slide.getAttribute("aria-label");
    part("notes").innerHTML = "<ul>" + slide.querySelector(".spoken").innerHTML + "</ul>";
    part("back").disabled = at === 0;
    part("on").disabled = at === slides.length - 1;
    const title = slide.querySelector(".title").textContent;
    if (told) part("live").textContent = slide.getAttribute("aria-label") + ". " + title;
    const link = new URL(window.location.href);
    if (link.searchParams.get("slide") !== slide.dataset.key) {
      link.searchParams.set("slide", slide.dataset.key);
      window.history.replaceState(window.history.state, "", link);
    }
  }

  function fill() {
    const leave = () => root.classList.remove("filling");
    if (document.fullscreenElement) document.exitFullscreen();
    else if (root.classList.contains("filling")) leave();
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => root.classList.add("filling"));
    else root.classList.add("filling");
    stage.focus();
  }

  function speak() {
    const notes = part("notes");
    notes.hidden = !notes.hidden;
    part("speaker").setAttribute("aria-pressed", String(!notes.hidden));
    root.style.setProperty("--below", notes.hidden ? "0px" : "26vh");
  }

  const moves = {
    ArrowRight: () => go(at + 1),
    ArrowDown: () => go(at + 1),
    PageDown: () => go(at + 1),
    " ": () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    ArrowUp: () => go(at - 1),
    PageUp: () => go(at - 1),
    Backspace: () => go(at - 1),
    Home: () => go(0),
    End: () => go(slides.length - 1),
    KeyF: fill,
    F5: fill,
    KeyN: speak,
    Escape: () => root.classList.remove("filling"),
  };

  // Keys are taken wherever the focus is, but never from somebody who types or presses a button.
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const busy = event.composedPath().some(
      (each) =>
        each instanceof Element &&
        (each.matches("input, textarea, select, [contenteditable=true], [role=listbox], [role=radiogroup]") ||
          (each.matches("button, a, summary, [role=tab]") && [" ", "Enter"].includes(event.key))),
    );
    if (busy && !filled()) return;
    // By place on the keyboard too: a Thai layout types other letters there.
    const move = moves[event.key] || moves[event.code];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  window.addEventListener("keydown", pressed, true);
  part("on").onclick = () => go(at + 1);
  part("back").onclick = () => go(at - 1);
  part("full").onclick = fill;
  part("speaker").onclick = speak;
  stage.onclick = () => filled() && go(at + 1);

  // A finger: to the left goes on, to the right back; down leaves a full screen that has no key for it.
  let from = null;
  stage.addEventListener("touchstart", (event) => (from = event.changedTouches[0]), { passive: true });
  stage.addEventListener("touchend", (event) => {
    if (!from) return;
    const across = event.changedTouches[0].clientX - from.clientX;
    const down = event.changedTouches[0].clientY - from.clientY;
    from = null;
    if (Math.max(Math.abs(across), Math.abs(down)) < SWIPE) return;
    event.preventDefault(); // no click comes of it
    if (Math.abs(across) > Math.abs(down)) go(across < 0 ? at + 1 : at - 1);
    else if (down > 0 && filled()) fill();
  });

  return {
    show(data) {
      texts = data.texts;
      root.lang = data.language;
      root.style.cssText = data.colours + ";--below:" + (part("notes").hidden ? "0px" : "26vh");
      stage.setAttribute("aria-label", texts.slides);
      part("unseen").textContent = texts.slides;
      for (const name of ["full", "back", "on", "speaker", "hint"]) part(name).textContent = texts[name];
      part("notes").setAttribute("aria-label", texts.speaker);
      const first = html === "";
      if (html !== data.html) {
        html = data.html;
        stage.innerHTML = html;
        slides = [...stage.querySelectorAll(".slide")];
      }
      const asked = new URL(window.location.href).searchParams.get("slide") || data.slide;
      const found = slides.findIndex((slide) => slide.dataset.key === asked);
      go(found < 0 ? Math.min(at, slides.length - 1) : found, first);
      if (first) stage.focus({ preventScroll: true });
    },
    close() {
      window.removeEventListener("keydown", pressed, true);
      root.remove();
    },
  };
}
