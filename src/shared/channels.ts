/**
 * Why this file exists: the names of Electron's channels, apart from the schemas of what travels on
 * them, so that the preload script stays small.
 */

/** The contract: requests one way, events the other. */
export const REQUEST_CHANNEL = 'loupe:request';
export const EVENT_CHANNEL = 'loupe:event';

/** What a desktop can do beside the contract: the page's wishes one way, menu commands the other. */
export const DESKTOP_CHANNEL = 'loupe:desktop';
export const COMMAND_CHANNEL = 'loupe:command';
