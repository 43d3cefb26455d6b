import type { Page } from 'playwright-core';

/**
 * What cannot be read on the page, or in the dialog or menu that is open: texts beyond the screen or beyond the control
 * that they name, and fields too small for what is typed. A text that ends in an ellipsis on purpose is none, as long as
 * some of it shows.
 */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const UNSEEN = '.visually-hidden, [aria-live], .marker, .skip';
    const CONTROL =
      'button:not(.pane-open), .button, .badge, .avatar, kbd, .groups-count, .rail-link, .menu-item';
    const SURFACE = '.card, .notice, .account-card, dialog';
    const LEAST_OF_NAME_PX = 40;
    const LEAST_OF_FIELD_PX = 100;
    const TOLERANCE_PX = 3;
    const root = document.querySelector('dialog[open], .menu, .popover') ?? document.body;
    const isWithin = (text: DOMRect, box: DOMRect) =>
      text.left >= box.left - TOLERANCE_PX && text.right <= box.right + TOLERANCE_PX;
    const isWithinHeight = (text: DOMRect, box: DOMRect) =>
      text.top >= box.top - TOLERANCE_PX && text.bottom <= box.bottom + TOLERANCE_PX;
    const clipOf = (element: Element): Element | null =>
      getComputedStyle(element).overflowX === 'visible'
        ? element.parentElement && clipOf(element.parentElement)
        : element;
    const faultOf = (element: Element, text: DOMRect): string | undefined => {
      const clip = clipOf(element);
      if (clip && getComputedStyle(clip).textOverflow === 'ellipsis')
        return clip.clientWidth < LEAST_OF_NAME_PX ? 'nearly nothing shows' : undefined;
      if (!isWithin(text, new DOMRect(0, 0, innerWidth, innerHeight))) return 'beyond the screen';
      const control = element.closest(CONTROL)?.getBoundingClientRect();
      if (control && !(isWithin(text, control) && isWithinHeight(text, control))) return 'beyond its control';
      const surface = element.closest(SURFACE)?.getBoundingClientRect();
      return surface && !isWithin(text, surface) ? 'beyond its surface' : undefined;
    };
    const faults: string[] = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim();
      if (!element?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (!words || element.closest(UNSEEN)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const fault = faultOf(element, range.getBoundingClientRect());
      if (fault) faults.push(`“${words.slice(0, 40)}” is ${fault}`);
    }
    for (const field of root.querySelectorAll(
      'input:not([type=radio], [type=checkbox], [aria-hidden]), select',
    )) {
      const isLow = field.clientHeight < Number.parseFloat(getComputedStyle(field).fontSize);
      if (isLow || field.clientWidth < LEAST_OF_FIELD_PX) faults.push(`too small: ${field.outerHTML}`);
    }
    const tooWide = document.documentElement.scrollWidth - innerWidth;
    return tooWide > 0 ? [...faults, `the page is ${tooWide} px too wide`] : faults;
  });
}
