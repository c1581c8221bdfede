/** Why this file exists: the headers that keep the page to itself, stated once for both entries. */

/**
 * The content security policy. `media` are the extra sources images and fetches may use, `socket`
 * the WebSocket's address: `media:` in Electron, the loopback socket under `serve`.
 */
export function contentSecurityPolicy(extra: { media?: string; socket?: string }): string {
  const media = extra.media === undefined ? '' : ` ${extra.media}`;
  const socket = extra.socket === undefined ? '' : ` ${extra.socket}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob:${media}`,
    `connect-src 'self'${media}${socket}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer. */
export function securityHeaders(policy: string): Record<string, string> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  };
}
