'use strict';
// The one connection to the session: views come in, what was drawn and asked goes out.
// It comes back by itself; nothing of the session lives here, so nothing is lost meanwhile.

const OVER = 4001; // the session has ended: see stream.py
const CROWDED = 4002; // as many windows as there may be are open
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 3000;

export class Link {
  /**
   * @param {{view: function, note: function, state: function, canvasPx: function}} on
   *   view(head, jpeg) resolves to the time of drawing (or null where nothing was drawn).
   * @param {string} at Where the session's page is, seen from this one.
   */
  constructor(on, at = '') {
    this.on = on;
    this.at = at;
    this.socket = null;
    this.next = null;
    this.busy = false;
    this.waitMs = FIRST_WAIT_MS;
  }

  open() {
    const address = new URL(`${this.at}live?canvas_px=${this.on.canvasPx()}`, location.href);
    address.protocol = 'ws:';
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => { this.waitMs = FIRST_WAIT_MS; this.on.state('open'); };
    socket.onmessage = (message) => this.take(socket, message.data);
    socket.onclose = (close) => this.closed(close.code);
    this.socket = socket;
  }

  send(asked) {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(asked));
    }
  }

  closed(code) {
    this.socket = null;
    if (code === OVER) {
      this.on.state('over');
      return;
    }
    this.on.state(code === CROWDED ? 'crowded' : 'lost');
    setTimeout(() => this.open(), code === CROWDED ? LONGEST_WAIT_MS : this.waitMs);
    this.waitMs = Math.min(LONGEST_WAIT_MS, this.waitMs * 1.7);
  }

  take(socket, message) {
    if (typeof message === 'string') {
      this.on.note(JSON.parse(message));
      return;
    }
    const length = new DataView(message).getUint32(0);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, length)));
    const jpeg = message.byteLength > 4 + length ? new Blob([message.slice(4 + length)], { type: 'image/jpeg' }) : null;
    if (this.next) {
      this.send({ drawn: this.next.head.number }); // overtaken before it was drawn
    }
    this.next = { socket, head, jpeg };
    this.draw();
  }

  async draw() {
    if (this.busy) {
      return;
    }
    this.busy = true;
    while (this.next) {
      const { socket, head, jpeg } = this.next;
      this.next = null;
      const drawnMs = await this.on.view(head, jpeg);
      if (socket === this.socket) {
        this.send({ drawn: head.number, at_unix_ms: drawnMs });
      }
    }
    this.busy = false;
  }
}
