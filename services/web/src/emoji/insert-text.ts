/** Inserts a text at the caret of a text box, as if it were typed: undo takes it back. The box has the focus afterwards. */
export function insertText(box: HTMLTextAreaElement, text: string): void {
  box.focus({ preventScroll: true });
  // Deprecated, and the only way into the browser's own list of what undo takes back.
  if (document.execCommand('insertText', false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
