// Runs before the first paint, so that a chosen theme never flashes the other one. See src/design/theme.ts.
try {
  const theme = localStorage.getItem('cruddur.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // No storage, no choice: the system's theme stays.
}
