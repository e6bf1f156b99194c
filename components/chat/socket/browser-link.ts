import type { OpenSocket } from './socket-state'

/** Opens a real WebSocket to this page's own origin; the scheme follows the page's. */
export const openBrowserSocket: OpenSocket = (path, protocols, listener) => {
  const address = new URL(path, window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address, [...protocols])
  socket.onmessage = (event: MessageEvent<unknown>) => {
    // The host speaks text only; anything else is not for us.
    if (typeof event.data === 'string') listener.onText(event.data)
  }
  // `error` is always followed by `close`, which carries the code.
  socket.onclose = (event) => listener.onClosed(event.code)
  return {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
  }
}
