// Looks again while a payment may change by itself; what is new is put in place, and read out.
const wait = () => setTimeout(look, 3000);

async function look() {
  try {
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [shown, now] = [document.querySelector("main"), page.querySelector("main")];
    if (answer.ok && now.dataset.state !== shown.dataset.state) {
      shown.replaceWith(document.adoptNode(now));
      now.focus();
      if (now.dataset.state === undefined) return;
    }
  } catch {
    // No network at the moment: look again.
  }
  wait();
}

wait();
