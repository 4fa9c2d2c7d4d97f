// Reloads the page when the payment stands differently.
const { url, state } = document.currentScript.dataset;

async function look() {
  try {
    const answer = await fetch(url);
    if (answer.ok && (await answer.json()).state !== state) return location.reload();
  } catch {
    // No network at the moment: look again.
  }
  setTimeout(look, 4000);
}

setTimeout(look, 4000);
