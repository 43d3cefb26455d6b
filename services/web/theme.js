// Runs before the first paint, so that the wrong theme never flashes. See src/design/theme.ts.
try {
  const theme = localStorage.getItem('cruddur.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage there is no choice: the system's theme stays.
}
