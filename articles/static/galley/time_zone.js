// Tells the server which clock the editor looks at, so that the admin's times are on it.

rememberTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone);

function rememberTimeZone(zone) {
  if (!zone) return;
  document.cookie = `galley_time_zone=${zone}; path=/admin/; max-age=31536000; samesite=lax`;
}
