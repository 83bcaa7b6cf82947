'use strict';
// What is chosen in a list stands in one line: in smaller letters where it is long.

const SMALLEST_PX = 11;
const pen = document.createElement('canvas').getContext('2d');
const fitted = new WeakMap();

export function fitChosen(select) {
  const title = select.selectedOptions[0]?.textContent.trim() || '';
  const now = `${select.clientWidth} ${title}`;
  if (fitted.get(select) === now) {
    return;
  }
  fitted.set(select, now);
  select.style.fontSize = '';
  const style = getComputedStyle(select);
  pen.font = style.font;
  const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const share = room / pen.measureText(title).width;
  if (share < 1) {
    select.style.fontSize = `${Math.max(SMALLEST_PX, share * parseFloat(style.fontSize))}px`;
  }
}
