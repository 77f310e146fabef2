
(function () {
  "use strict";
  var parts = Array.from(document.querySelectorAll("[data-part]"));
  var metrics = Array.from(document.querySelectorAll("[data-metric]"));
  var source = document.getElementById("source");
  var radios = Array.from(document.querySelectorAll("input[name=metric]"));
  var details = Array.from(document.querySelectorAll("details"));
  var tip = document.querySelector(".tip");

  function wanted() {
    var told = new URLSearchParams(location.hash.slice(1));
    var keys = parts.map(function (part) { return part.dataset.part; });
    var names = radios.map(function (radio) { return radio.value; });
    return {
      source: keys.includes(told.get("source")) ? told.get("source") : keys[0],
      metric: names.includes(told.get("metric")) ? told.get("metric") : names[0],
      at: told.get("at")
    };
  }

  function edge(box) {
    box.classList.toggle("over", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
  }

  function overflowing() {
    document.querySelectorAll(".scroll").forEach(function (box) {
      box.classList.toggle("wide", box.scrollWidth > box.clientWidth + 1);
      edge(box);
    });
  }

  function show(state) {
    parts.forEach(function (part) { part.hidden = part.dataset.part !== state.source; });
    metrics.forEach(function (part) { part.hidden = part.dataset.metric !== state.metric; });
    if (source) { source.value = state.source; }
    radios.forEach(function (radio) { radio.checked = radio.value === state.metric; });
    overflowing();
  }

  function keep(state) {
    var told = new URLSearchParams({ source: state.source, metric: state.metric });
    if (state.at) { told.set("at", state.at); }
    history.replaceState(null, "", "#" + told);
  }

  function go(state) {
    var there = state.at && document.getElementById(state.at);
    if (there) {
      there.tabIndex = -1;
      there.focus({ preventScroll: true });
      there.scrollIntoView();
    }
  }

  function choose() {
    var state = wanted();
    var chosen = radios.find(function (radio) { return radio.checked; });
    state.source = source ? source.value : state.source;
    state.metric = chosen ? chosen.value : state.metric;
    keep(state);
    show(state);
  }

  /* A link to a section keeps what is selected: its name goes into the address beside it. */
  function follow(event) {
    var link = event.target.closest && event.target.closest('a[href^="#"]');
    if (!link) { return; }
    event.preventDefault();
    var state = wanted();
    state.at = link.getAttribute("href").slice(1);
    keep(state);
    go(state);
  }

  function point(event) {
    var mark = event.target.closest && event.target.closest("[data-tip]");
    tip.hidden = !mark;
    if (!mark) { return; }
    tip.textContent = mark.dataset.tip;
    var left = Math.min(event.clientX + 12, document.documentElement.clientWidth - tip.offsetWidth - 4);
    tip.style.left = Math.max(4, left) + "px";
    tip.style.top = Math.max(4, event.clientY - tip.offsetHeight - 10) + "px";
  }

  document.documentElement.classList.add("chosen");
  document.querySelectorAll(".controls, .metric").forEach(function (control) { control.hidden = false; });
  details.forEach(function (one) { one.open = false; });
  if (source) { source.addEventListener("change", choose); }
  radios.forEach(function (radio) { radio.addEventListener("change", choose); });
  document.addEventListener("click", follow);
  document.addEventListener("pointerover", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("scroll", function (event) {
    tip.hidden = true;
    if (event.target.classList && event.target.classList.contains("scroll")) { edge(event.target); }
  }, true);
  window.addEventListener("hashchange", function () {
    if (location.hash.includes("=")) {
      show(wanted());
      go(wanted());
    }
  });
  window.addEventListener("resize", overflowing);
  window.addEventListener("beforeprint", function () {
    details.forEach(function (one) { one.dataset.was = one.open; one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    details.forEach(function (one) { one.open = one.dataset.was === "true"; });
  });
  if (parts.length) { show(wanted()); }
  go(wanted());
  overflowing();
})();
