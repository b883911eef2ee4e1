// While one reads, the outline shows where one is: the entry whose item stands in the upper part of the window.
const seen = new Map();
let current = null;

function mark(link) {
  if (!link || link === current) return;
  current?.removeAttribute("aria-current");
  current = link;
  link.setAttribute("aria-current", "true");
  const frame = link.closest(".outline");
  const low = link.offsetTop + link.offsetHeight - frame.clientHeight;
  if (frame.scrollTop < low) frame.scrollTop = low + 40;
  if (frame.scrollTop > link.offsetTop) frame.scrollTop = link.offsetTop - 40;
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) mark(seen.get(entry.target.id));
  },
  { rootMargin: "-12% 0px -80% 0px" },
);

function watch() {
  watcher.disconnect();
  seen.clear();
  for (const link of document.querySelectorAll('.outline a[href*="#"]')) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) continue;
    seen.set(target.id, link);
    watcher.observe(target);
  }
}

watch();
document.addEventListener("htmx:afterSettle", watch);
