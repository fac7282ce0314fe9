// Jobs as they go on: asked for each second while one is open; when one ends the page is loaded.

import { ask } from "/static/shared/api.js";
import { all, one } from "/static/shared/dom.js";

const isOpen = (state) => state === "waits" || state === "runs";
const shown = () => all("[data-job]").filter((box) => isOpen(box.dataset.state));

async function look() {
  const { jobs } = await ask("/api/jobs");
  for (const box of shown()) {
    const job = jobs.find((each) => String(each.number) === box.dataset.job);
    if (!job || !isOpen(job.state)) {
      location.reload();
      return;
    }
    one("[data-said]", box).textContent = job.step ? `${job.state}, ${job.step}` : job.state;
    const bar = one("[data-progress]", box);
    if (job.total) {
      bar.max = job.total;
      bar.value = job.at;
    }
  }
  again();
}

function again() {
  if (shown().length) setTimeout(() => look().catch(again), 1000);
}

again();
