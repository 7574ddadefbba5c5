// "/" leads to the search field; the issuer field suggests names. Everything works without this file.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector(".quick input").select();
});

const field = document.querySelector("input[list=issuers]");
let waiting = 0;

async function suggest() {
  const answer = await fetch(`/suggest/issuers?q=${encodeURIComponent(field.value)}`);
  if (!answer.ok) return;
  const names = await answer.json();
  field.list.replaceChildren(...names.map((name) => new Option(name, name)));
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => suggest().catch(() => {}), 200);
});
