// The picture is for those who run no script; all others have the timeline.

document.getElementById("picture").hidden = true;

window.addEventListener("beforeprint", () => {
  document.getElementById("picture").hidden = false;
  document.getElementById("app").hidden = true;
  for (const details of document.querySelectorAll("details")) {
    details.dataset.was = details.open;
    details.open = true;
  }
});

window.addEventListener("afterprint", () => {
  document.getElementById("picture").hidden = true;
  document.getElementById("app").hidden = false;
  for (const details of document.querySelectorAll("details")) {
    details.open = details.dataset.was === "true";
  }
});
