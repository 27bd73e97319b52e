// A notification at a run's end, for whoever has asked for it. Permission is asked for by that press
// and by nothing else.

const NONE = "This browser has no notifications for a page.";
const REFUSED = "Notifications from this page are refused, by you or by the browser’s settings.";
const UNANSWERED = "No notification comes without your permission; press again to be asked again.";

/** @returns {Promise<string>} "" where one may come, else why not, in a sentence */
export async function mayNotify() {
  if (!("Notification" in window)) return NONE;
  const permission = await Notification.requestPermission();
  return { granted: "", denied: REFUSED, default: UNANSWERED }[permission];
}

/** @param {string} title @param {string} body */
export async function notify(title, body) {
  const options = { body, icon: new URL("icon-192.png", document.baseURI).href };
  try {
    const shown = new Notification(title, options);
    shown.addEventListener("click", () => window.focus());
  } catch {
    // Chromium on Android has them from service workers only.
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.showNotification(title, options);
  }
}
